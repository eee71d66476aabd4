"""A conclusion of no effect: does the interval leave out an effect that would matter?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trialwright.check.evidence.exposed import arm_size, says
from trialwright.check.evidence.ledger import entry, figure
from trialwright.check.evidence.margins import against_margin
from trialwright.check.evidence.outcome_names import alike, outcome_words
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import RATIOS, Table, arm_sizes, tables, unlinked
from trialwright.kernels.intervals import Interval, newcombe, odds_ratio, standard_error
from trialwright.kernels.pooling import outcome_sd
from trialwright.model.check import Check, Severity, Verdict
from trialwright.model.labels import same, words
from trialwright.model.result import Claim, Reading, Result

NAME = "no_effect_from_little"
SOURCE = (
    "Altman & Bland 1995, BMJ 311:485; relative effects of 25 % as important: Guyatt et al. 2011 (GRADE 6), "
    "J Clin Epidemiol 64:1283; half an SD: Norman et al. 2003, Med Care 41:582"
)

# What counts as important here, said in every finding: a quarter less, or a third more (its inverse).
LOW_RATIO, HIGH_RATIO = 0.75, 1.0 / 0.75
HALF_SD = 0.5
_ADMITTED = (
    r"\bunder-?powered\b|\btoo (?:small|few)\b|\b(?:lack(?:ed|s)?|insufficient|low|limited|inadequate)(?: of)? (?:statistical )?power\b|\b(?:cannot|could not|can not) (?:be )?(?:exclude|ruled?|detect)"
    r"|\binconclusive\b|\bnot definitive\b|\bremains? (?:uncertain|unclear|unproven)\b|\blarger (?:\w+ ){0,2}(?:trials?|stud(?:y|ies)|samples?)\b|\bsmall sample\b"
)
_INTERVAL = r"\bCI\b|\bC\.I\.|confidence (?:interval|limit)|credible interval"
_DIFFER = re.compile(r"(?i)\bdiffer|\bthe same\b|\bidentical\b|\bequivalent\b|\bsimilar\b")
_COUNT = re.compile(r"(?<![\d./])(\d{1,5})\s?(?:of|/)\s?(?:the\s)?(\d{2,5})(?![\d./])")
_IN_GENERAL = re.compile(
    r"(?i)\b(?:efficacy|effective(?:ness)?)\b|\b(?:is|are) equivalent\b|\bis no difference between\b"
)
_OF_BASELINE = re.compile(
    r"(?i)\bbaseline\b(?! to)|\bdemographic|\bbefore (?:the )?(?:treatment|intervention|randomi)|\bin age\b"
)


@dataclass(frozen=True)
class Limits:
    """An interval with the important values either side of no effect, in words and numbers."""

    told: str
    low: float
    high: float
    important: tuple[float, float]
    of: tuple[Result, ...]
    formula: str


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        claims = [
            c for c in reading.claims if c.kind == "no_effect" and not _OF_BASELINE.search(c.quote.exact)
        ]
        # A test against a margin has shown what it set out to show.
        claims = [c for c in claims if not against_margin(reading, c.about, c.quote.exact)]
        claims = [c for c in claims if c.concluded] or claims
        if claims:
            found = _limits(reading, claims)
            yield _unknown(reading, claims) if found is None else _judged(reading, claims, found)


def _limits(reading: Reading, claims: Sequence[Claim]) -> Limits | None:
    """The interval that a claim stands on: one in its own sentence, else of the outcome that it names, else of the primary one, else
    the only outcome's; a table's odds ratio before a contrast. None where it names an outcome without any."""
    found = [x for t in tables(reading) if (x := _of_table(t)) is not None and not t.first.subgroup]
    found += [x for t in _in_arms(reading) if (x := _of_counts(*t)) is not None]
    # Counts before contrasts of the same outcome: their direction is certain.
    found += [x for r in reading.results if not r.subgroup and (x := _of_contrast(reading, r)) is not None]
    found += [x for a, b in unlinked(reading) if (x := _of_unlinked(a, b)) is not None]
    found += _in_words(reading) if not found else []
    for claim in claims:
        mine = [x for x in found if _is_of(reading, claim, x, found)]
        if mine:
            return mine[0]
    return None


def _is_of(reading: Reading, claim: Claim, x: Limits, others: Sequence[Limits]) -> bool:
    if claim.quote.start <= x.of[0].quote.start < claim.quote.end:
        return True
    outcome = x.of[0].endpoint
    if claim.about and not _is_arm(reading, claim.about):
        sentence = reading.document.text[slice(*sentence_of(reading, x.of[0]))]
        unnamed = not outcome_words(outcome) and outcome_words(claim.about) & outcome_words(sentence)
        return alike(claim.about, outcome) or bool(unnamed)
    if _DIFFER.search(claim.quote.exact) and not _IN_GENERAL.search(
        claim.quote.exact
    ):  # whose subject says of what
        return bool(outcome_words(outcome)) and outcome_words(outcome) <= outcome_words(claim.quote.exact)
    primary = [
        e.label for e in (reading.trial.endpoints if reading.trial is not None else ()) if e.role == "primary"
    ]
    if primary:
        return any(alike(label, outcome) for label in primary)
    return len({w for o in others if (w := outcome_words(o.of[0].endpoint))}) <= 1


def _is_arm(reading: Reading, label: str) -> bool:
    return any(same(a.label, label) for a in (reading.trial.arms if reading.trial is not None else ()))


Counts = tuple[int, int, int, int]


def _of_table(t: Table) -> Limits | None:
    return _of_counts(t.first, t.second, t.counts)


def _in_arms(reading: Reading) -> Iterator[tuple[Result, Result, Counts]]:
    """Counts without totals, "2 and 3 patients", out of the sizes of the only two arms."""
    alike: dict[tuple[tuple[str, ...], ...], list[Result]] = {}
    for r in reading.results:
        if r.measure == "proportion" and r.count is not None and not r.total and not r.subgroup:
            alike.setdefault((words(r.endpoint), words(r.time), words(r.trial)), []).append(r)
    for pair in alike.values():
        sizes = [x.n for r in pair if (x := arm_size(reading, r.arm)) is not None]
        if len(pair) == len(sizes) == 2 and not same(pair[0].arm, pair[1].arm):
            first, second = pair
            counts = (first.count or 0, sizes[0], second.count or 0, sizes[1])
            if (
                counts[0] <= counts[1]
                and counts[2] <= counts[3]
                and len(reading.trial.arms if reading.trial else ()) == 2
            ):
                yield first, second, counts


def _of_counts(first: Result, second: Result, counts: Counts) -> Limits | None:
    got, apart = odds_ratio(*counts), newcombe(*counts)
    if not got.low > 0:
        return None
    low, high = round(100 * apart.low), round(100 * apart.high)
    told = "{}/{} v {}/{}".format(*counts)
    outcome = first.endpoint or second.endpoint or "the event"
    finding = (
        f"the odds ratio for {outcome}, {first.arm} v {second.arm} ({told}), is {figure(got.estimate)} "
        f"(95 % CI {figure(got.low)} to {figure(got.high)}; {_per_hundred(low)} to {_per_hundred(high)} in 100 patients, Newcombe)"
    )
    return Limits(
        finding, got.low, got.high, (LOW_RATIO, HIGH_RATIO), (first, second), f"Wald odds ratio of {told}"
    )


def _in_words(reading: Reading) -> list[Limits]:
    """Two counts in one sentence that were read of no arm, where the document sets two arms against each other."""
    if len({a.label for a in (reading.trial.arms if reading.trial is not None else ())}) > 2:
        return []
    out = []
    for r in (r for r in reading.results if r.measure == "p_value" and not r.subgroup):
        start, end = sentence_of(reading, r)
        counts = [(int(m[1]), int(m[2])) for m in _COUNT.finditer(reading.document.text, start, end)]
        if len(counts) == 2 and all(0 < a <= n for a, n in counts):
            (a, n), (b, m) = counts
            got = odds_ratio(a, n, b, m)
            x = _either_way(got, f"{a}/{n} v {b}/{m}", r.endpoint, (r,)) if got.low > 0 else None
            out += [x] if x is not None else []
    return out


def _of_unlinked(a: Result, b: Result) -> Limits | None:
    """Two arms' counts where it is not settled which is whose: the interval either way."""
    got = odds_ratio(a.count or 0, a.total or 1, b.count or 0, b.total or 1)
    if not got.low > 0:
        return None
    return _either_way(got, f"{a.count}/{a.total} v {b.count}/{b.total}", a.endpoint or b.endpoint, (a, b))


def _either_way(got: Interval, counts: str, outcome: str, of: tuple[Result, ...]) -> Limits:
    low, high = min(got.low, 1 / got.high), max(got.high, 1 / got.low)
    told = (
        f"the odds ratio for {outcome or 'the event'} ({counts}), whichever arm is which, is {figure(got.estimate)} or "
        f"{figure(1 / got.estimate)} (95 % CI together {figure(low)} to {figure(high)})"
    )
    return Limits(told, low, high, (LOW_RATIO, HIGH_RATIO), of, f"Wald odds ratio of {counts}")


def _per_hundred(x: int) -> str:
    return f"{abs(x)} {'fewer' if x < 0 else 'more'}"


def _of_contrast(reading: Reading, r: Result) -> Limits | None:
    if r.value is None or r.low is None or r.high is None or r.level is None or r.low.value >= r.high.value:
        return None
    low, high = r.low.value, r.high.value
    told = f"{r.measure.replace('_', ' ')} {r.value.value:g} ({r.level:g} % CI {low:g} to {high:g})"
    if r.measure in RATIOS:
        return Limits(told, low, high, (LOW_RATIO, HIGH_RATIO), (r,), told) if low > 0 else None
    sizes = arm_sizes(reading, r, None) or _halves(reading)
    if r.measure != "difference" or sizes is None:
        return None
    half = HALF_SD * outcome_sd(standard_error(low, high, r.level) ** 2, *sizes)
    return Limits(told, low, high, (-half, half), (r,), f"{told}; half an SD = {half:.3g}")


def _halves(reading: Reading) -> tuple[int, int] | None:
    """Half of those randomised to each of two arms, where their sizes are not printed."""
    trial = reading.trial
    randomised = trial.first("randomised") or trial.first("participants") if trial is not None else None
    if trial is None or randomised is None or len(trial.arms) != 2 or not isinstance(randomised.value, int):
        return None
    return (randomised.value // 2, randomised.value // 2) if randomised.value >= 4 else None


def _judged(reading: Reading, claims: list[Claim], x: Limits) -> Check:
    below, above = x.low < x.important[0], x.high > x.important[1]
    bounds = f"{figure(x.important[0])} or {figure(x.important[1])}"
    admitted = says(reading, _ADMITTED) is not None
    verdict: Verdict = "consistent" if not (below or above) else "not checkable"
    severity: Severity = "major" if below and above else "minor" if below or above else "none"
    if severity != "none" and (admitted or not claims[0].concluded):
        severity = "note"
    left = (
        "important effects both ways" if below and above
        else "an important effect one way" if below or above else "no effect as large as that"
    )  # fmt: skip
    why = (
        "the document says itself that it cannot tell"
        if admitted
        else "absence of evidence is not evidence of absence"
    )
    return entry(
        NAME, reading, claims, verdict,
        f"{_said(claims[0])}, and {x.told}: with {bounds} as important, the interval leaves {left} open.",
        explanation=why if below or above else "",
        recomputed={"low": x.low, "high": x.high, "important low": x.important[0], "important high": x.important[1]},
        corrected=f"The data do not settle it: {x.told}." if below or above else "",
        severity=severity, formula=x.formula, also=x.of,
    )  # fmt: skip


def _said(claim: Claim) -> str:
    """How the document says it: "no significant effect" is less than "no effect", and a result less than a conclusion."""
    significant = "significant " if "significan" in claim.quote.exact.lower() else ""
    return f"No {significant}effect is {'concluded' if claim.concluded else 'reported'}"


def _unknown(reading: Reading, claims: list[Claim]) -> Check:
    """An interval that the document has, and that was not read of this outcome, may be the one."""
    plain = claims[0].concluded and "significan" not in claims[0].quote.exact.lower()
    alone = reading.trial is not None and len(reading.trial.arms) == 1
    counted = (
        any(r.measure == "proportion" and r.count is not None for r in reading.results)
        or says(reading, _COUNT.pattern) is not None
    )
    quiet = (
        not plain
        or counted
        or alone
        or says(reading, _INTERVAL) is not None
        or says(reading, _ADMITTED) is not None
    )
    return entry(
        NAME, reading, claims, "not checkable",
        f"{_said(claims[0])}, and no estimate with an interval was read for it: what was excluded cannot be told.",
        explanation="no estimate or interval", severity="note" if quiet else "minor",
        formula="a conclusion of no effect needs the interval of the effect",
    )  # fmt: skip
