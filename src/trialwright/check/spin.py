"""Is a benefit concluded although the primary result is not significant?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry, p_bounds, shown
from trialwright.check.evidence.margins import against_margin
from trialwright.check.evidence.outcome_names import alike, outcome_words
from trialwright.check.evidence.said_tests import other_level
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import excludes_none
from trialwright.model.check import Check
from trialwright.model.labels import at_baseline, contains, words
from trialwright.model.result import Claim, Reading, Result

NAME = "spin"
SOURCE = "Boutron et al. 2010, JAMA 303:2058: a conclusion that leaves a nonsignificant primary outcome out"

ALPHA = 0.05


# Of several primary outcomes one may have been met.
_SEVERAL = r"\bco-?primary\b|\bprimary (?:[\w-]+ ){0,2}?(?:outcomes|end[- ]?points)\b(?! measure\b)"
# A p above 0.05, or a 95 % interval with no effect in it, is no failure of a test at another level, of one side, or of Bayes.
_OTHER_TEST = r"\b(?:one|1)[- ](?:sided|tailed)\b|\bcredib\w+ interval|\bposterior (?:probabilit\w+|distribution|odds|median)|\bBayesian\b"
_SECONDARY = re.compile(r"(?i)\bsecondary\b")
_NAMES_PRIMARY = re.compile(
    r"(?i)\b(?:co-?)?primary\s(?:[\w-]+\s){0,2}?(?:end[- ]?points?|outcomes?)\b|\bmain outcomes?\b"
)
_FAILED = re.compile(
    r"(?i)\b(?:did not|does not|do not|not|no|without|failed|neither|nor|despite|although|however|but not|lack of|similar|cannot|yet to|remains? to)\b[^.;]{0,120}"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        claims = [c for c in reading.claims if c.kind in ("benefit", "subgroup") and c.concluded]
        other = says(reading, f"{_SEVERAL}|{_OTHER_TEST}") is not None or other_level(reading)
        primary = _primary(reading) if claims and not other else None
        # A test against a margin asks another question of the same p.
        if primary is not None and not against_margin(
            reading, _name(reading, primary), _sentence(reading, primary)
        ):
            yield from _one(reading, primary, claims)


def _sentence(reading: Reading, r: Result) -> str:
    return reading.document.text[slice(*sentence_of(reading, r))]


def _primary(reading: Reading) -> Result | None:
    """The result of the primary endpoint that a test or an interval goes with: by its name, else in a sentence that says "primary
    outcome" before it. A primary endpoint with several results is significant where one of them is."""
    labels = [
        e.label
        for e in (reading.trial.endpoints if reading.trial is not None else ())
        if e.role == "primary" and words(e.label)
    ]
    tested = [
        r
        for r in reading.results
        if (_p(r) is not None or excludes_none(r) is not None) and not r.subgroup and not at_baseline(reading.document, r)
        and "interaction" not in r.analysis and not (words(r.arm) and not words(r.versus) and _p(r) is not None)
    ]  # fmt: skip
    named = [r for r in tested if any(contains(r.endpoint, x) or alike(r.endpoint, x) for x in labels)]
    named = named or _first_of_each(reading, [r for r in tested if _said_primary(reading, r, labels)])
    return next((r for r in named if _significant(r)), None) or next(iter(named), None)


def _first_of_each(reading: Reading, found: Sequence[Result]) -> list[Result]:
    """The first result of each sentence: what follows it there may be of another outcome."""
    return list({sentence_of(reading, r): r for r in reversed(found)}.values())


def _name(reading: Reading, r: Result) -> str:
    """The outcome of a result, or where none was read of it that of the one primary endpoint."""
    primary = [
        e.label for e in (reading.trial.endpoints if reading.trial is not None else ()) if e.role == "primary"
    ]
    return r.endpoint or (primary[0] if len(primary) == 1 else "")


def _said_primary(reading: Reading, r: Result, labels: Sequence[str]) -> bool:
    """Whether the sentence up to a result speaks of the primary outcome, by that word or, where none was read of it, by all of its name."""
    start, _ = sentence_of(reading, r)
    before = reading.document.text[start : r.quote.start]
    if _SECONDARY.search(before):
        return False
    told = not words(r.endpoint) and any(
        outcome_words(x) and outcome_words(x) <= outcome_words(before) for x in labels
    )
    return told or _NAMES_PRIMARY.search(before) is not None


def _p(r: Result):  # type: ignore[no-untyped-def]
    return r.value if r.measure == "p_value" else r.p


def _significant(r: Result) -> bool:
    p = _p(r)
    return bool(excludes_none(r)) if p is None else p_bounds(p)[0] < ALPHA


def _admits(reading: Reading, r: Result) -> bool:
    """Whether the conclusions themselves say that the primary outcome was not shown to differ."""
    concluding = {c.quote.start: c.quote.exact for c in reading.claims if c.concluded}
    outcome = outcome_words(_name(reading, r))
    denied = [m.group() for text in concluding.values() for m in _FAILED.finditer(text)]
    # "Lowered cholesterol but did not slow the stenosis": the sentence of a benefit that says what was not shown.
    none = any(c.kind == "no_effect" and c.quote.start in concluding for c in reading.claims)
    return none or any("primary" in d.lower() or outcome & outcome_words(d) for d in denied)


def _one(reading: Reading, r: Result, claims: list[Claim]) -> Iterator[Check]:
    p = _p(r)
    told = (
        f"p {shown(p) if p.relation != '=' else '= ' + shown(p)}"
        if p is not None
        else f"{shown(r.value)} ({shown(r.low)} to {shown(r.high)})"
    )
    outcome = _name(reading, r) or "as the text calls it"
    formula = f"primary outcome {outcome}: {told}"
    if _significant(r):
        yield entry(
            NAME, reading, [r, *claims], "consistent", f"A benefit is concluded; the primary outcome, {outcome}, has {told}.", formula=formula
        )  # fmt: skip
        return
    on_primary = any(alike(c.about, outcome) for c in claims if words(c.about))
    admitted = _admits(reading, r)
    why = (
        "the conclusions say themselves that an effect was not shown" if admitted
        else "the benefit is claimed for that outcome" if on_primary
        else "the conclusion rests on another outcome, a group, or changes within arms"
    )  # fmt: skip
    yield entry(
        NAME, reading, [*claims, r], "not checkable", f"A benefit is concluded, and the primary outcome, {outcome}, has {told}.",
        explanation=why, severity="note" if admitted else "major" if on_primary else "minor", formula=formula,
        corrected=f"No effect on the primary outcome was shown: {told}.",
    )  # fmt: skip
