"""A change without its comparator is not an effect of treatment, nor is one that is significant in one arm and not in the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.check.evidence.exposed import own_sentences
from trialwright.check.evidence.ledger import entry, figure, p_said, shown
from trialwright.check.evidence.outcome_names import may_name
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.shifts import gap_of, p_of
from trialwright.check.evidence.tables import CONTRASTS
from trialwright.model.check import Check
from trialwright.model.labels import role_of, same, words
from trialwright.model.result import Claim, Reading, Result

NAME = "within_group"
SOURCE = (
    "Bland & Altman 2011, Trials 12:264: comparisons within randomised groups mislead; Gelman & Stern 2006, Am Stat 60:328: the "
    "difference between significant and not significant is not itself significant"
)

FEW = 2  # words beyond those of comparison that a sentence may have and name no outcome: "the groups differed at ten weeks"
NEAR = 500  # characters from one arm's change to the other's
_COMPARED = re.compile(
    r"(?i)\bbetween[- ](?:the\s)?(?:two\s|treatment\s|study\s)?(?:groups?|arms?|treatments)\b|\bbetween[- ]group|\binter-?group\b|\bdifferences? between\b"
    r"|\bgroup[- ]?(?:by|×|x|\*)[- ]?time\b|\binteraction\b|\bANCOVA\b|\bANOVA\b|\bthan (?:in|with|those|the|did|for|among|on|placebo|control|sham)\b|\b(?:compared|comparison) (?:with|to) (?!(?:the\s|their\s)?(?:baseline|before|pre))"
    r"|\b(?:versus|vs?\.)\s(?!(?:baseline|before|pre))|\b(?:two|both|the) groups (?:did not differ|differed|were similar)\b|\bin favou?r of\b|\b(?:mean|adjusted|net|treatment)\s(?:mean )?difference\b|\b(?:odds|risk|hazard|rate) ratio\b|\b(?:lower|higher|smaller|larger|better|worse|shorter|longer) (?:with|on|under) (?:[\w-]+ ){1,3}by \d|\bgreater (?:reduction|improvement|decrease|increase|change)"
    r"|(?:[;,]\s(?:and\s)?|^)the difference(?:,|\sof\b|\s\(|\swas\b)(?![^;]*\b(?:baseline|before|within|groups?|arms?|only)\b)"
)
_DIFFERENCE = re.compile(
    r"(?i)\bdifferen|\bthan\b(?!\s(?:at\s)?(?:the\s)?(?:baseline|before|start|beginning))|\bin both\b"
)
_TESTED = re.compile(r"(?i)\bp\s?[<>=≤≥]|\bsignifican|\bCI\b|\bconfidence interval|\bNS\b|\bdiffer")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        pair = _one_and_not_the_other(reading)
        if pair is not None:
            yield _no_comparison(reading, *pair)
        elif (alone := _one_arm_alone(reading)) is not None:
            yield _alone(reading, *alone)
        changes = [r for r in reading.results if _is_change(reading, r)]
        if changes and _compares_arms(reading):
            yield _one(reading, changes)


def _one_and_not_the_other(reading: Reading) -> tuple[Claim, Claim] | None:
    """(the significant change, the other arm's) of two arms whose changes are near one another, where no comparison of arms that could
    stand for them is printed."""
    told = [c for c in reading.claims if c.kind == "change"]
    for c in told:
        for other in reading.claims:
            apart = max(c.quote.start, other.quote.start) - min(c.quote.end, other.quote.end)
            if other.kind == "no_change" and not same(c.about, other.about) and apart <= NEAR:
                return (c, other) if not _compared(reading, c, other) else None
    return None


def _one_arm_alone(reading: Reading) -> tuple[Claim, Claim] | None:
    """(the significant change, the benefit concluded) where of several arms the one that is tried is all whose change is told, and
    nothing in the document compares arms."""
    arms = reading.trial.arms if reading.trial is not None else ()
    told = [c for c in reading.claims if c.kind in ("change", "no_change")]
    benefit = next((c for c in reading.claims if c.kind == "benefit" and c.concluded), None)
    if benefit is None or len(arms) < 2 or len(told) != 1 or told[0].kind != "change":
        return None
    contrasted = any(r.measure in CONTRASTS or words(r.versus) for r in reading.results)
    if contrasted or role_of(reading.trial, told[0].about) in ("control", "historical"):
        return None
    compared = any(
        _TESTED.search(s) and (_COMPARED.search(s) or _DIFFERENCE.search(s)) for s in own_sentences(reading)
    )
    return None if compared else (told[0], benefit)


def _alone(reading: Reading, change: Claim, benefit: Claim) -> Check:
    p = p_of(change)
    told = f" (p {p[0]} {p[1]})" if p is not None else ""
    return entry(
        NAME, reading, [change, benefit], "not checkable",
        f"A benefit is concluded from a change that is significant with {change.about}{told}, and no comparison with another arm is read.",
        explanation="what changes in one arm may change in the other: only the difference between arms is an effect of treatment",
        corrected="Whether the arms differ has not been shown: the difference between the changes, with its interval, is wanted.",
        severity="minor", formula="1 arm before and after, 0 comparisons",
    )  # fmt: skip


def _compared(reading: Reading, change: Claim, other: Claim) -> bool:
    """Whether the document prints a test or an interval of a comparison that may be of the pair's outcome: in a sentence that shares a
    word of it, or that names none; where the pair stands in two sentences, any comparison is taken for its."""
    sentences = own_sentences(reading)
    own = [s for s in sentences if change.quote.exact.strip() in s or other.quote.exact.strip() in s]
    about = frozenset[str]().union(*(may_name(reading, s) for s in own))
    for s in sentences:
        if _COMPARED.search(s) and _TESTED.search(s):
            named = may_name(reading, s)
            if len(own) != 1 or s in own or len(named) <= FEW or named & about:
                return True
    return False


def _no_comparison(reading: Reading, change: Claim, other: Claim) -> Check:
    found = gap_of(reading, change, other)
    ps = " and ".join(f"p {p[0]} {p[1]}" for c in (change, other) if (p := p_of(c)) is not None)
    told = f" ({ps})" if ps else ""
    computed = (
        f" From what is printed of the changes, that difference is {figure(found.value)} (95 % CI {figure(found.low)} to {figure(found.high)}, "
        f"{p_said(found.p)})."
        if found
        else ""
    )
    return entry(
        NAME, reading, [change, other], "not checkable",
        f"A change is significant with {change.about} and not with {other.about}{told}, and no comparison of the two is read.{computed}",
        explanation="significant in one arm and not in the other is no difference between arms, which has a test of its own",
        recomputed={"difference": found.value, "low": found.low, "high": found.high, "p": found.p} if found else {},
        corrected="Whether the arms differ has not been shown: the difference between the changes, with its interval, is wanted.",
        severity="minor", formula="difference of changes, Welch" if found else "1 arm with p <= 0.05, 1 without",
    )  # fmt: skip


_OF_RISK = re.compile(
    r"(?i)\b(?:risks?|hazards?|odds|rates?|incidence|recurrences?|mortality|deaths?|events?|cancers?|relapses?|relative)\b"
)

_SEVERAL = re.compile(
    r"(?i)\b(?:both|each|all|either)\s(?:\w+\s)?(?:groups?|arms?)\b|\bcompared\b|\bhazard|\b(?:HR|OR|RR|CI)\b|\bas a result\b|\d[·.]\d+\s?[-–]\s?\d|\bpower\b|\bmargin\b|\bend-?\s?point\b|\bper\s\d|\bachiev|\breceived an?\b|\bassum|\bdetect\b"
)
_PERCENTS = re.compile(r"\d\s?%(?!\s?(?:CI|confidence))")


def _is_change(reading: Reading, r: Result) -> bool:
    """A change or difference that names no comparator and has no interval to place it; not a risk's, which is a comparison, nor a limit
    that defines an outcome ("at least 50 %")."""
    if r.measure not in ("relative_change", "difference") or r.value is None or r.low is not None:
        return False
    if r.value.relation not in ("=", "~") or _OF_RISK.search(f"{r.endpoint} {r.quote.exact}"):
        return False
    around = reading.document.text[slice(*sentence_of(reading, r))]
    if _COMPARED.search(around) or _SEVERAL.search(around) or len(_PERCENTS.findall(around)) > 1:
        return False
    lone = not words(r.versus) and role_of(reading.trial, r.arm) != "control"
    contrasted = any(
        o is not r and o.measure == r.measure and words(o.arm) and not same(o.arm, r.arm)
        and words(o.endpoint) == words(r.endpoint) and words(o.time) == words(r.time)
        for o in reading.results
    )  # fmt: skip
    return lone and not contrasted


def _compares_arms(reading: Reading) -> bool:
    arms = reading.trial.arms if reading.trial is not None else ()
    return any(a.role in ("control", "historical") for a in arms)


def _one(reading: Reading, changes: list[Result]) -> Check:
    first = changes[0]
    unit = f" {first.unit}" if first.unit else ""
    times = f", and {len(changes) - 1} more like it" if len(changes) > 1 else ""
    what = first.endpoint or "an outcome"
    return entry(
        NAME, reading, changes, "not checkable",
        f"A change of {shown(first.value)}{unit} in {what} is printed without its comparator and without an interval{times}: "
        "it may be a change within one arm.",
        explanation="only the difference between arms, with its interval, is an effect of treatment",
        severity="minor", formula=f"{shown(first.value)}{unit}: no second arm, no limits",
    )  # fmt: skip
