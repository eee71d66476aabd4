"""No event was seen: in how many patients, and what rate does that leave possible?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.exposed import Count, arm_size, given_in_words, sentence_spans
from trialwright.check.evidence.flow import PEOPLE
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import own
from trialwright.kernels.intervals import clopper_pearson, upper_bound, wilson
from trialwright.kernels.rounding import counts_that_fit
from trialwright.kernels.two_by_two import fisher_exact
from trialwright.model.check import Check, Severity
from trialwright.model.labels import at_baseline, same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "zero_events"
SOURCE = "1 - 0.05^(1/N), about 3/N: Clopper & Pearson 1934, Biometrika 26:404; Hanley & Lippman-Hand 1983, JAMA 249:1743"

SIZES = (10, 20, 30, 50, 100)  # patients for which the bound is shown when their number is not printed
LARGEST = 2000  # arms larger than this are not searched
WIDE = 5.0  # percent: a bound above it leaves an important rate possible


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading, r in own(readings, "proportion"):
        if _is_zero(r) and not at_baseline(reading.document, r):  # before treatment nothing has happened yet
            if _OF_PLACES.search(reading.document.text, r.quote.start, sentence_of(reading, r)[1]):
                continue
            n = r.total or _beside(reading, r)
            yield _counted(reading, r, n) if n else _uncounted(reading, r)
            if n:
                yield from _printed_limit(reading, [r], n, r.quote.start, sentence_of(reading, r)[1])
    for reading in readings:
        yield from _told_limits(reading)
        yield from _nobody(reading)


_HARM = r"(?:deaths?|(?:serious|severe)\s(?:[a-z-]+\s){0,2}?(?:events?|effects?|reactions?|toxicit(?:y|ies)|infections?)|adverse\s(?:[a-z-]+\s)?(?:events?|effects?|reactions?)|SAEs?|side\seffects|complications?|(?:treatment|drug)-related\s(?:deaths?|(?:serious\s)?adverse\sevents?))"
# "No deaths occurred.", "There were no serious adverse events in either group"; not "in the zinc group", nor "after week 4"
_NO_HARM = re.compile(
    rf"(?i)(?:^|[.;]\s|\band\s|,\s)(?:no\s(?P<a>{_HARM})\s(?:occurred|(?:was|were)\s(?:seen|observed|recorded|reported|noted))|there\s(?:was|were)\sno\s(?P<b>{_HARM}))(?:\sin\s(?:either|any|both)\s(?:of\sthe\s)?(?:groups?|arms?))?(?=\s?[.;]|$)"
)


def _nobody(reading: Reading) -> Iterator[Check]:
    """ "No deaths occurred": of all who took part, where one number of them is known, and in each arm."""
    trial, text = reading.trial, reading.document.text
    if trial is None:
        return
    all_ = next(
        (s for f in ("treated", "randomised", "participants") if (s := trial.first(f)) is not None), None
    )
    for start, end in sentence_spans(reading) if all_ is not None else ():
        match = _NO_HARM.search(text[start:end])
        n = all_.value if all_ is not None else 0
        known = match is None or any(
            r.count == 0 and r.quote.start < start + match.end() and start + match.start() < r.quote.end
            for r in reading.results
        )
        if match is None or known or not isinstance(n, int) or n < 1 or all_ is None:
            continue
        what, bound = match["a"] or match["b"], 100 * upper_bound(0, n)
        arms = [(a, 100 * upper_bound(0, a.size)) for a in trial.arms if a.size]
        alone = (
            "; " + ", ".join(f"{_percent(one)} % in the {a.size} of {a.label}" for a, one in arms)
            if len(arms) > 1
            else ""
        )
        yield entry(
            NAME, reading, [all_], "consistent", f"No {what} in {n}: the true rate may be up to {_percent(bound)} % (one-sided 95 % upper bound){alone}.",
            recomputed={"upper one-sided": bound, **{f"upper in {a.label}": one for a, one in arms}}, severity="minor" if bound > WIDE else "note",
            formula=f"1 - 0.05^(1/{n}) = {bound:.2f} %", quote=reading.document.quote(start + match.start(), start + match.end()),
        )  # fmt: skip


def _is_zero(r: Result) -> bool:
    printed = r.value is not None and r.value.value == 0.0 and r.value.relation == "="
    # A count of 0, or "0 %" without digits that rounding could have swallowed.
    return r.count == 0 or (r.count is None and printed and r.total is not None and _only_zero_fits(r))


def _only_zero_fits(r: Result) -> bool:
    assert r.value is not None
    return counts_that_fit(r.total or 1, 0.0, r.value.decimals) == (0,)


# "No deaths occurred among the 45 patients", "None of 30 men had", "in any of the 80 women"
_PEOPLE = re.compile(
    rf"(?i)\b(?:in|among|of|with)\s(?:any\sof\s|all\s)?(?:the\s|these\s|our\s)?(?P<n>{COUNT})(?!\s?\()\s(?:[a-z-]+\s){{0,2}}?(?:{PEOPLE}|procedures|operations|endoscopies|infusions|injections|catheters|implants|eyes|knees|hips|pregnancies|births)\b"
)


# "in 14 of the 20 hospitals": places, and no people
_OF_PLACES = re.compile(
    r"(?i)\b(?:in|at)\s(?:\d+\s(?:out\s)?of\s(?:the\s)?)?\d+\s(?:hospitals|cent(?:re|er)s|clinics|schools|villages|wards|sites|trials|studies)\b"
)


def _beside(reading: Reading, r: Result) -> int:
    """The people of whom a sentence says that nobody had the event; 0 where it gives none or several numbers, or names an arm."""
    if words(r.arm):
        return 0
    _, end = sentence_of(reading, r)
    told = {count_in(m["n"]) for m in _PEOPLE.finditer(reading.document.text, r.quote.start, end)}
    return told.pop() if len(told) == 1 else 0


# "(0 %; 95 % CI 0 to 11.6 %)", "upper limit of the 95 % CI, 7.9 %"
_LIMIT = re.compile(
    r"(?i)\b95\s?%\s?(?:CI|confidence\sinterval)[:,]?\s(?:of\s|from\s)?0(?:\.0+)?\s?%?\s?(?:to|–|-|,)\s?(?P<a>\d{1,2}(?:\.\d+)?)\s?%"
    r"|\bupper\s(?:95\s?%\s)?(?:confidence\s)?(?:limit|bound)[^.;()\d]{0,30}(?:95\s?%\s?(?:CI|confidence\sinterval))?[^.;()\d]{0,12}(?P<b>\d{1,2}(?:\.\d+)?)\s?%"
)
APART = 1.25  # times the limits of exact, score and simple methods: beyond it a limit is of other numbers


def _printed_limit(reading: Reading, of: Sequence[Result], n: int, start: int, end: int) -> Iterator[Check]:
    """An upper limit printed behind "none of n", held against those that n patients without an event give."""
    text = reading.document.text
    match = _LIMIT.search(text, start, end)
    if match is None or text.count(";", start, match.start()) > 1:
        return
    printed = float(match["a"] or match["b"])
    limits = (100 * upper_bound(0, n), 100 * clopper_pearson(0, n).high, 100 * wilson(0, n).high)
    if not min(limits) / APART <= printed <= max(limits) * APART:
        yield entry(
            NAME, reading, of, "impossible", f"0 of {n}: an upper limit of {printed:g} % is printed; {n} patients without an event leave up to "
            f"{min(limits):.1f} % possible (one-sided) or {max(limits):.1f} % (two-sided).", severity="minor", recomputed={"upper one-sided": limits[0], "upper two-sided": limits[1]},
            formula=f"1 - 0.05^(1/{n}) = {limits[0]:.2f} %; 1 - 0.025^(1/{n}) = {limits[1]:.2f} %", quote=reading.document.quote(start, match.end()),
        )  # fmt: skip


_NONE_OF = re.compile(
    rf"(?i)\bnone\sof\s(?:the\s|these\s|our\s)?(?P<n>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE}\b|\bof\s(?:the\s)?(?P<m>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE},?\s(?:none|nobody)\b"
    rf"|\bno\s[^.;,()\d]{{3,60}}\b(?:needed|required|necessary|made|done)\s(?:in|among)\s(?:the\s|any\sof\sthe\s)?(?P<o>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE}\b"
)


def _told_limits(reading: Reading) -> Iterator[Check]:
    """The same for "none of 30 patients had", which is read as no count."""
    for start, end in sentence_spans(reading):
        match = _NONE_OF.search(reading.document.text, start, end)
        if match is not None:
            yield from _printed_limit(
                reading, [], count_in(match["n"] or match["m"] or match["o"]), match.start(), end
            )


def _counted(reading: Reading, r: Result, n: int) -> Check:
    one, two = 100 * upper_bound(0, n), 100 * clopper_pearson(0, n).high
    # A table of many events has many without any, of which nothing is concluded.
    severity: Severity = "minor" if one > WIDE and r.because.rule != "read.tabled" else "note"
    return entry(
        NAME, reading, [r], "consistent",
        f"0 of {n} ({r.endpoint or 'no event'}): the true rate may be up to {_percent(one)} % "
        f"(one-sided 95 % upper bound; {_percent(two)} % as the end of a two-sided 95 % interval).",
        recomputed={"upper one-sided": one, "upper two-sided": two}, severity=severity,
        formula=f"1 - 0.05^(1/{n}) = {one:.2f} %; 1 - 0.025^(1/{n}) = {two:.2f} %",
    )  # fmt: skip


def _percent(bound: float) -> str:
    """A bound of many people keeps a digit: 0.005, and not 0.0."""
    return f"{bound:.1f}" if bound >= 0.95 else f"{bound:.2g}"


def _uncounted(reading: Reading, r: Result) -> Check:
    facts: dict[str, float | str] = {f"upper at N = {n}": 100 * upper_bound(0, n) for n in SIZES}
    bounds = ", ".join(f"{100 * upper_bound(0, n):.0f} % at N = {n}" for n in SIZES)
    text = f"No event ({r.endpoint or 'unnamed outcome'}) in an unstated number of patients: the one-sided 95 % upper bound is {bounds}."
    of, formula = [r], "1 - 0.05^(1/N)"
    size, whose = _size(reading, r)
    bound = 100.0
    if size is not None:
        bound = 100 * upper_bound(0, size.n)
        facts[f"upper if the whole {whose} was followed"] = bound
        text += f" If all {size.n} of the {whose} were followed, it is {bound:.1f} %."
    other = _comparator(reading, r)
    if other is not None and other.value is not None:
        of.append(other)
        smallest = _smallest_distinguishable(other.value)
        if smallest:
            n, x, p = smallest
            facts["smallest distinguishable N"] = float(n)
            text += (
                f" Against {shown(other.value)} %, equal arms would need at least {n} patients each for Fisher's exact "
                f"test to reach 0.05 (0/{n} v {x}/{n}, p = {p:.3f})."
            )
            formula += f"; Fisher's exact test of 0/{n} v {x}/{n} = {p:.4f}"
    return entry(
        NAME, reading, of, "not checkable", text, explanation="no count or number followed is printed",
        recomputed=facts, severity=_weight(r, other is not None, bound), formula=formula,
        also=[size.source] if size is not None else [],
    )  # fmt: skip


def _weight(r: Result, compared: bool, bound: float) -> Severity:
    if r.because.rule == "read.tabled":
        return "note"
    return "major" if compared else "minor" if bound > WIDE else "note"


def _size(reading: Reading, r: Result) -> tuple[Count | None, str]:
    """Those who may have been followed, and whether they are the arm or the trial."""
    if words(r.arm):
        return arm_size(reading, r.arm), "arm"
    trial = reading.trial
    for field in ("treated", "randomised", "participants") if trial is not None and not r.subgroup else ():
        stated = trial.first(field) if trial is not None else None
        if stated is not None and isinstance(stated.value, int) and stated.value > 0:
            return Count(stated.value, stated), "trial"
    told = given_in_words(reading) if not r.subgroup else None
    return (Count(told, r), "trial") if told is not None else (None, "")


def _comparator(reading: Reading, r: Result) -> Result | None:
    """The other arm's rate of the same outcome, where it too is printed without counts."""
    return next(
        (
            o for o in reading.results
            if o.measure == "proportion" and o.value is not None and o.value.value > 0 and o.total is None
            and words(o.arm) and not same(o.arm, r.arm) and words(o.endpoint) == words(r.endpoint)
            and words(o.time) == words(r.time) and o.subgroup == r.subgroup
        ),
        None,
    )  # fmt: skip


def _smallest_distinguishable(rate: Printed) -> tuple[int, int, float] | None:
    """(N, x, p): the fewest patients per arm for which 0/N v x/N is below 0.05, x/N printing as the rate."""
    for n in range(2, LARGEST + 1):
        if rate.relation == "~":
            unit = 10.0**-rate.decimals
            fits = tuple(x for x in range(n + 1) if abs(100.0 * x / n - rate.value) <= unit)
        else:
            fits = counts_that_fit(n, rate.value, rate.decimals)
        if fits and (p := fisher_exact(0, n, fits[-1], n)) < 0.05:
            return n, fits[-1], p
    return None
