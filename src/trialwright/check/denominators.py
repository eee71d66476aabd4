"""Which number of patients do an arm's counts and percentages share, and is it the arm's?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from trialwright.check.evidence.exposed import arm_size, sentence_spans
from trialwright.check.evidence.flow import PEOPLE
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.kernels.rounding import rounds_to, sizes_that_fit, truncates_to
from trialwright.model.check import Check, Restated
from trialwright.model.labels import arm_named, same, words
from trialwright.model.result import Reading, Result

NAME = "denominators"
SOURCE = "Integer solutions N of count/N within the rounding of each percentage: Anaya 2016, after Brown & Heathers 2017, Soc Psychol Personal Sci 8:363"

LARGEST = 100_000
NEAR = 1.03


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        by_arm: dict[tuple[str, ...], list[Result]] = {}
        for r in reading.results:
            if _usable(r):
                by_arm.setdefault(words(r.arm), []).append(r)
        for results in by_arm.values():
            yield from _arm(reading, results)
        yield from _of_one_group(reading)


# "In the drug group (n = 80), nausea occurred in 16 patients (20%)", "The stent group comprised 150 patients. Of these, 30 (20%)"
_ONE_GROUP = re.compile(
    rf"(?i)\b(?:in|of|among)\sthe\s[\w\s-]{{2,40}}?\b(?:group|arm|patients)\s\(n\s?=\s?(?P<a>\d{{2,5}})\)[,:]\s|\bthe\s[\w\s-]{{2,40}}?\s(?:group|arm)\s(?:comprised|consisted\sof|included|contained)\s(?P<b>{COUNT})\s(?:[a-z-]+\s)?{PEOPLE}\.\s(?:of|among)\s(?:these|them),\s"
)
_SHARE = re.compile(
    rf"(?i)(?P<c>{COUNT})(?:\s{PEOPLE})?\s\((?P<p>\d{{1,2}}(?:\.\d{{1,2}})?)\s?%\)(?!\s(?:of|out))"
)
LEAST = 2  # shares that are off together: of one another reading is as likely


def _of_one_group(reading: Reading) -> Iterator[Check]:
    """Shares of a group whose size its own sentence prints, where no arm is known to have them."""
    text = reading.document.text
    for start, end in sentence_spans(reading):
        head = _ONE_GROUP.search(text, start, min(len(text), end + 40))
        if head is None or any(words(r.arm) for r in reading.results if start <= r.quote.start < end):
            continue
        stop = (
            end
            if head.end() < end
            else text.find(". ", head.end())
            if ". " in text[head.end() :]
            else len(text)
        )
        n = count_in(head["a"] or head["b"])
        told = [(m, count_in(m["c"]), Decimal(m["p"])) for m in _SHARE.finditer(text, head.end(), stop)]
        digits = [-int(p.as_tuple().exponent) for _, _, p in told]
        off = [
            m for (m, c, p), d in zip(told, digits, strict=True)
            if not (rounds_to(100.0 * c / n, float(p), d) or truncates_to(100.0 * c / n, float(p), d))
        ]  # fmt: skip
        if len(off) == 1 and len(told) > LEAST and not _may_be_of_fewer(off[0], n):
            c, p = count_in(off[0]["c"]), off[0]["p"]
            formula = f"{c}/{n} = {100.0 * c / n:.1f} %; printed {p} %"
            yield entry(
                NAME, reading, [], "not checkable", f"{formula}; the other {len(told) - 1} shares are of {n}.", severity="minor", formula=formula,
                explanation="it may be known for another number of patients, or count or percentage is misprinted", quote=reading.document.quote(*off[0].span()),
            )  # fmt: skip
        elif len(off) >= LEAST and len(off) == len(told):
            first = told[0]
            formula = f"{first[1]}/{n} = {100.0 * first[1] / n:.1f} %; printed {first[2]} %"
            yield entry(
                NAME, reading, [], "not checkable", f"{formula}, and the other {len(told) - 1} are off as well.", severity="minor", formula=formula,
                explanation="the outcomes may be known for another number of patients than the group has", quote=reading.document.quote(head.start(), off[-1].end()),
            )  # fmt: skip


def _may_be_of_fewer(share: re.Match[str], n: int) -> bool:
    """Whether a share is that of nine tenths or more of the group."""
    digits = len(share["p"].partition(".")[2])
    return any(
        rounds_to(100.0 * count_in(share["c"]) / m, float(share["p"]), digits) for m in range(int(0.9 * n), n)
    )


def _usable(r: Result) -> bool:
    open_total = r.total is None or "solve" in r.because.rule
    return bool(
        r.measure == "proportion" and words(r.arm) and r.count and open_total and not r.subgroup
        and r.value is not None and r.value.relation == "=" and 0 < r.value.value <= 100
    )  # fmt: skip


def _arm(reading: Reading, results: list[Result]) -> Iterator[Check]:
    size = arm_size(reading, results[0].arm)
    if size is not None:
        for r in results:
            yield from _against(reading, r, size.n, size.source)
    elif len(results) >= 2:
        yield from _shared(reading, results)


def _against(reading: Reading, r: Result, n: int, source) -> Iterator[Check]:  # type: ignore[no-untyped-def]
    assert r.value
    assert r.count
    exact = 100.0 * r.count / n
    formula = f"{r.count}/{n} = {exact:.{r.value.decimals + 1}f} %; printed {shown(r.value)} %"
    also = [source]
    if r.count > n:
        return  # of more patients than the arm's, or the size is of something else: nothing follows
    if rounds_to(exact, r.value.value, r.value.decimals):
        yield entry(NAME, reading, [r], "consistent", f"{r.count} is {shown(r.value)} % of the {n} of {r.arm}.", recomputed={"percent": exact},
            formula=formula, also=also)  # fmt: skip
        return
    if truncates_to(exact, r.value.value, r.value.decimals):
        yield entry(
            NAME, reading, [r], "explained", f"{formula}: cut off, not rounded.", explanation="the percentage was truncated", severity="note",
            recomputed={"percent": exact}, formula=formula, corrected=f"{r.count}/{n} ({exact:.{r.value.decimals}f} %)", also=also,
            restated=[Restated(result=r.id, figures={"total": n, "value": exact})],
        )  # fmt: skip
        return
    if whole := _of_everybody(reading, r, n):
        yield entry(NAME, reading, [r], "consistent", f"{r.count} is {shown(r.value)} % of all {whole}, and not of the {n} of {r.arm}.",
            recomputed={"percent": 100.0 * r.count / whole}, formula=f"{r.count}/{whole} = {shown(r.value)} %", also=also)  # fmt: skip
        return
    if tabled := _in_table(reading, r):
        yield entry(NAME, reading, [r, tabled], "consistent", f"{r.count} is {shown(r.value)} % of the {tabled.total} of {r.arm} that a table tells of.",
            recomputed={"percent": 100.0 * r.count / (tabled.total or 1)}, formula=f"{r.count}/{tabled.total} = {shown(r.value)} %", also=also)  # fmt: skip
        return
    fits = sizes_that_fit(r.count, r.value.value, r.value.decimals, LARGEST)
    facts: dict[str, float | str] = {"percent": exact, "totals that fit": _range(fits)}
    # Only totals that are hardly more than the arm's: a misprint. Others may be those followed, or a part of the arm.
    above = bool(fits) and n < fits[0] <= max(n + 1, NEAR * n)
    if above and _sizes(reading, r) == {n}:
        yield entry(
            NAME, reading, [r], "impossible", f"{formula}; it would be {shown(r.value)} % of {_range(fits)}, and the arm has {n}.",
            recomputed=facts, severity="minor", formula=formula, also=also, corrected=f"{r.count}/{n} ({exact:.{r.value.decimals}f} %), if count and arm are right",
            restated=[Restated(result=r.id, figures={"total": n, "value": exact})],
        )  # fmt: skip
    else:
        yield entry(
            NAME, reading, [r], "not checkable", f"{formula}; {r.count} is {shown(r.value)} % of {_range(fits) or 'no number of patients'}.",
            recomputed=facts, explanation="the outcome may be known for another number of patients than the arm has",
            severity="note" if _of_fewer(r, fits, n) else "minor",
            formula=formula, also=also,
        )  # fmt: skip


def _in_table(reading: Reading, r: Result) -> Result | None:
    """The same count and percent of the arm in a table that prints how many it counts."""
    return next(
        (
            x
            for x in reading.results
            if x.because.rule == "read.tabled" and (x.count, x.value and x.value.value) == (r.count, r.value and r.value.value)
            and x.total and same(x.arm, r.arm)
        ),
        None,
    )  # fmt: skip


def _of_fewer(r: Result, fits: Sequence[int], n: int) -> bool:
    """Whether a row of a table tells of fewer than the arm has, as those whose value is known are."""
    return r.because.rule == "read.tabled" and any((r.count or 0) <= fit <= n for fit in fits)


def _of_everybody(reading: Reading, r: Result, n: int) -> int:
    """The people of the whole trial, where a count that was read as an arm's size too has its percentage of them: "10 patients (25%) had A"."""
    trial = reading.trial
    if (
        trial is None
        or r.value is None
        or not any(x.measure == "size" and x.total == r.count for x in reading.results)
    ):
        return 0
    told = [
        s.value for f in ("randomised", "participants") if (s := trial.first(f)) and isinstance(s.value, int)
    ]
    told.append(sum(a.size or 0 for a in trial.arms))
    return next(
        (w for w in told if w > n and rounds_to(100.0 * (r.count or 0) / w, r.value.value, r.value.decimals)),
        0,
    )


def _sizes(reading: Reading, r: Result) -> set[int]:
    """Every size that the document gives this arm."""
    arm = arm_named(reading.trial, r.arm)
    told = {x.total for x in reading.results if x.measure == "size" and x.total and same(x.arm, r.arm)}
    return told | ({arm.size} if arm is not None and arm.size else set())


def _shared(reading: Reading, results: list[Result]) -> Iterator[Check]:
    """The totals that every count and percentage of an arm without a printed size has in common."""
    sets = [
        set(sizes_that_fit(r.count or 0, r.value.value, r.value.decimals, LARGEST))
        for r in results
        if r.value
    ]
    common = sorted(set.intersection(*sets)) if all(sets) else []
    told = ", ".join(f"{r.count} ({shown(r.value)} %)" for r in results[:6])
    formula = f"N with {told}: {_range(common) or 'none'}"
    if common:
        yield entry(NAME, reading, results, "consistent", f"{results[0].arm}: {told} share N = {_range(common)}.", formula=formula,
            recomputed={"totals that fit": _range(common)}, severity="note")  # fmt: skip
    else:
        yield entry(
            NAME, reading, results, "not checkable", f"{results[0].arm}: {told} share no number of patients.", severity="minor", formula=formula,
            explanation="the outcomes are known for different numbers, or one is misprinted", recomputed={"totals that fit": "none"},
        )  # fmt: skip


def _range(fits: Sequence[int]) -> str:
    return ", ".join(map(str, fits)) if len(fits) <= 4 else f"{fits[0]} to {fits[-1]}"
