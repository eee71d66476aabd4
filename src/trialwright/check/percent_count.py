"""Does the percentage follow from the count and the total?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.flow import PEOPLE
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import own
from trialwright.kernels.rounding import rounds_to, sizes_that_fit, truncates_to
from trialwright.model.check import Check, Restated
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "percent_count"
SOURCE = "100 x count / total, against the interval that rounding leaves: Allison, Brown et al. 2016, Nature 530:27"

LARGEST = 100_000  # totals searched when none is printed
_LEVEL = re.compile(
    r"(?i)\s?(?:CI\b|C\.I|confidence|credible)"
)  # "20/100 (95 % confidence interval": no percentage of 20/100
_ESTIMATE = re.compile(
    r"(?i)\bKaplan[- –]Meier|\bactuarial|\blife[- ]table|\bcumulative (?:incidence|probability|rates?|risk)|\bAalen|\bproduct[- ]limit|\bestimated (?:\w+ )?(?:rates?|percentages?|probability|incidence)"
)
MANY = 6  # more fitting totals than this are given as a range


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        yield from _of_fewer(reading)
        yield from _in_words(reading)
    for reading, result in own(readings, "proportion"):
        if result.count is None or _LEVEL.match(result.quote.suffix):
            continue
        if result.total is not None and (result.count > result.total or result.total < 1):
            yield _more_than_all(reading, result)
        elif result.value is not None and result.value.relation in ("=", "~"):
            yield from _with_percent(reading, result, result.value)
        elif (
            result.value is None
            and result.total
            and (said := _PERCENT_BEHIND.match(_behind(reading, result)))
        ):
            digits = len(said["p"].partition(".")[2])
            percent = Printed(value=float(said["p"]), decimals=digits, text=f"{said['p']} %")
            yield from _with_percent(reading, result, percent)


# "12 of the 90 participants, or 13 %, withdrew"
_PERCENT_BEHIND = re.compile(
    r"(?i)[^.;,()\d]{0,60},?\s(?:or|that\sis|i\.e\.,?)\s(?P<p>\d{1,2}(?:\.\d{1,2})?)\s?(?:%|per\s?cent)(?=[,.;)])"
)


# "Of the 480 patients, 112 (23 %) were readmitted"
_OF_THEM = re.compile(
    rf"(?i)(?:^|[.;]\s)(?:of|among)\s(?:the|these|all)\s(?P<t>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE},?\s(?:only\s)?(?P<c>{COUNT})\s\((?P<p>\d{{1,2}}(?:\.\d{{1,2}})?)\s?%\)(?=\s(?:were|was|had|died|developed|reported|experienced|required|underwent|relapsed|achieved|responded|withdrew)\b)"
)


# "188 of 176 randomised patients", "32 of 30 (107 %)"
_PART_OF = re.compile(
    rf"(?i)(?<!grade\s)(?<!stage\s)(?<!class\s)(?<!day\s)(?<!week\s)(?<!\bof\s)(?P<c>{COUNT})\s(?:out\s)?of\s(?:the\s|these\s|all\s)?(?P<t>{COUNT})(?:\s(?:[a-z-]+\s)?{PEOPLE}\b|\s?\(\d{{1,3}}(?:\.\d{{1,2}})?\s?%\))"
)


# "Recruitment reached 62 of 60 (103 %) planned": more than were hoped for
_OF_A_PLAN = re.compile(
    r"(?i)\b(?:planned|expected|target\w*|goals?|scheduled|anticipated|intended|required|projected|recruitment|accrual)\b"
)


def _of_fewer(reading: Reading) -> Iterator[Check]:
    """More people than those they are of, where neither number was read as a result."""
    text = reading.document.text
    for start, end in reading.document.own_spans():
        for match in _PART_OF.finditer(text, start, end):
            count, total = count_in(match["c"]), count_in(match["t"])
            if _OF_A_PLAN.search(text, max(start, match.start() - 50), min(end, match.end() + 40)):
                continue
            if count > total > 1 and not any(
                r.total and r.quote.start < match.end() and match.start() < r.quote.end
                for r in reading.results
            ):
                yield entry(
                    NAME, reading, [], "impossible", f"{count} of {total}: more people than there are.", severity="major", formula=f"{count} > {total}",
                    quote=reading.document.quote(*match.span()),
                )  # fmt: skip


def _in_words(reading: Reading) -> Iterator[Check]:
    """A count whose whole opens its sentence, where no total was read beside it."""
    text = reading.document.text
    for start, end in reading.document.own_spans():
        for match in _OF_THEM.finditer(text, start, end):
            count, total, p = count_in(match["c"]), count_in(match["t"]), match["p"]
            known = any(
                r.total and r.quote.start < match.end() and match.start("c") < r.quote.end
                for r in reading.results
            )
            digits = len(p.partition(".")[2])
            exact = 100.0 * count / total if total else 0.0
            if (
                known
                or count > total
                or rounds_to(exact, float(p), digits)
                or truncates_to(exact, float(p), digits)
            ):
                continue
            sum_ = f"{count}/{total} = {exact:.{digits + 1}f} %"
            yield entry(
                NAME, reading, [], "not checkable", f"{sum_}, but {p} % is printed.", severity="minor", formula=sum_, recomputed={"percent": exact},
                explanation="the percentage may be of fewer patients, or it or the count is misprinted", quote=reading.document.quote(match.start("t"), match.end()),
            )  # fmt: skip


def _as_printed(exact: float, decimals: int) -> str:
    """The percentage in as many decimals; one more where it lies midway, which some round up and some down."""
    midway = abs(exact * 10**decimals % 1 - 0.5) < 1e-9
    return f"{exact:.{decimals + midway}f}"


def _behind(reading: Reading, r: Result) -> str:
    return reading.document.text[r.quote.end : r.quote.end + 100]


def _more_than_all(reading: Reading, r: Result) -> Check:
    return entry(
        NAME, reading, [r], "impossible", f"{r.count} of {r.total}: more patients with the outcome than patients.",
        severity="major", formula=f"{r.count} > {r.total}",
    )  # fmt: skip


def _with_percent(reading: Reading, r: Result, percent: Printed) -> Iterator[Check]:
    assert r.count is not None
    if r.total is None:
        if r.count > 0:
            yield _no_total(reading, r, percent)
        return
    exact = 100.0 * r.count / r.total
    sum_ = f"{r.count}/{r.total} = {_percent(exact, percent)} %"
    facts: dict[str, float | str] = {"percent": exact}
    if _prints(exact, percent):
        yield _agrees(reading, r, percent, sum_, facts)
    elif truncates_to(exact, percent.value, percent.decimals):
        yield entry(
            NAME, reading, [r], "explained", f"{sum_}, printed as {shown(percent)} %: cut off, not rounded.",
            explanation="the percentage was truncated", recomputed=facts, severity="note", formula=sum_,
            corrected=f"{r.count}/{r.total} ({_as_printed(exact, percent.decimals)} %)", restated=_by_counts(r, exact),
        )  # fmt: skip
    elif _prints(100.0 - exact, percent):
        yield entry(
            NAME, reading, [r], "explained", f"{sum_}; the printed {shown(percent)} % is the share without the outcome.",
            explanation="the percentage belongs to the other patients", recomputed=facts, severity="minor",
            corrected=f"{r.count}/{r.total} ({_as_printed(exact, percent.decimals)} %)", formula=f"100 - {exact:.4g} = {100 - exact:.4g}",
            restated=_by_counts(r, exact),
        )  # fmt: skip
    else:
        yield _contradicts(reading, r, percent, exact, sum_, facts)


def _agrees(reading: Reading, r: Result, percent: Printed, sum_: str, facts: dict[str, float | str]) -> Check:
    solved = "solve" in r.because.rule
    words = (
        f"{shown(percent)} % of {r.total} is {r.count}; the total was solved from these two, so this does not test it."
        if solved
        else f"{sum_}, as printed ({shown(percent)} %)."
    )
    return entry(
        NAME,
        reading,
        [r],
        "consistent",
        words,
        recomputed=facts,
        formula=sum_,
        severity="note" if solved else "none",
    )


def _contradicts(
    reading: Reading, r: Result, percent: Printed, exact: float, sum_: str, facts: dict[str, float | str]
) -> Check:
    assert r.count is not None
    fits = sizes_that_fit(r.count, percent.value, percent.decimals, LARGEST)
    said = f" {r.count} would be {shown(percent)} % of {_range(fits)}." if fits else " No total gives it."
    if percent.value > exact and (
        estimated := _ESTIMATE.search(reading.document.text, *sentence_of(reading, r))
    ):
        # Those who left before the event raise the estimate above the plain share, and never lower it.
        return entry(
            NAME, reading, [r], "not checkable", f"{sum_}, but {shown(percent)} % is printed.", recomputed=facts, formula=sum_,
            explanation=f"the percentage may be an estimate that allows for censoring (“{estimated.group()}”)",
        )  # fmt: skip
    off_by = abs(exact - percent.value) * 10.0**percent.decimals
    return entry(
        NAME, reading, [r], "impossible", f"{sum_}, but {shown(percent)} % is printed.{said}",
        recomputed={**facts, "totals that fit": _range(fits) if fits else "none"}, formula=sum_,
        corrected=f"{r.count}/{r.total} ({_as_printed(exact, percent.decimals)} %), if the counts are right", restated=_by_counts(r, exact),
        severity="minor" if off_by <= 1.5 else "major",
    )  # fmt: skip


def _by_counts(r: Result, exact: float) -> list[Restated]:
    return [Restated(result=r.id, figures={"value": exact})]


def _no_total(reading: Reading, r: Result, percent: Printed) -> Check:
    assert r.count is not None
    fits = sizes_that_fit(r.count, percent.value, percent.decimals, LARGEST)
    if not fits and (why := _no_count(reading, r)):
        return entry(NAME, reading, [r], "not checkable", f"{r.count} is {shown(percent)} % of no whole number of patients.", explanation=why,
            formula=f"no N in {r.count}..{LARGEST} has {r.count}/N = {shown(percent)} %")  # fmt: skip
    if not fits:
        return entry(
            NAME, reading, [r], "not checkable", f"{r.count} is {shown(percent)} % of no whole number of patients.",
            explanation="a rate estimated over time, a weighted or truncated percentage, or a misprint",
            severity="minor", formula=f"no N in {r.count}..{LARGEST} has {r.count}/N = {shown(percent)} %",
        )  # fmt: skip
    return entry(
        NAME, reading, [r], "not checkable",
        f"{r.count} ({shown(percent)} %) is printed without its total; {_range(fits)} would fit.",
        recomputed={"totals that fit": _range(fits)}, severity="note",
        formula=f"{r.count}/N = {shown(percent)} % for N in {_range(fits)}",
    )  # fmt: skip


# "a GCS of 6 (46.9%)", "received 2 (34%) or 3 (22%) kinds of drugs": what those people have, and not how many they are
_CATEGORY = re.compile(
    r"(?i)\b(?:scores?|GCS|grades?|class(?:es)?|stages?|levels?|status|categor(?:y|ies)|ASA|NYHA|ECOG|parity|gravida|types?|received|took|used|had)\s(?:(?:of|was|were|only)\s)?(?:[\d.]+\s\([\d.]+\s?%\)(?:,\s|\s(?:and|or)\s|,\s(?:and|or)\s))*$"
)
_COLUMNS = re.compile(r"\S {4,}\S[^\n]{0,80}$")
LEAST_COUNT = 12  # a larger number behind "received" counts people


def _no_count(reading: Reading, r: Result) -> str:
    """What else than a count a number beside a percentage may be; "" where nothing speaks for it."""
    text = reading.document.text
    line = text[max(0, r.quote.start - 120) : r.quote.start].rpartition("\n")[2]
    if "%" in r.quote.exact.partition("(")[0] and _COLUMNS.search(line):
        return "in a table the number behind a mean percentage may be its SD"
    if (r.count or 0) < LEAST_COUNT and _CATEGORY.search(text, max(0, r.quote.start - 120), r.quote.start):
        return "the number may name a category, and not count its people"
    return ""


def _prints(exact: float, percent: Printed) -> bool:
    if percent.relation == "~":
        # "About" allows a whole unit of the last digit on either side.
        return abs(exact - percent.value) <= 10.0**-percent.decimals
    return rounds_to(exact, percent.value, percent.decimals)


def _percent(exact: float, percent: Printed) -> str:
    return f"{exact:.{percent.decimals + 1}f}"


def _range(fits: Sequence[int]) -> str:
    return ", ".join(map(str, fits)) if len(fits) <= MANY else f"{fits[0]} to {fits[-1]}"
