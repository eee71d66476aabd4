"""How many of the significant results remain when their number is allowed for?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from trialwright.check.evidence.concluded import benefit_is_concluded
from trialwright.check.evidence.exposed import own_sentences, says
from trialwright.check.evidence.families import Family, families
from trialwright.check.evidence.ledger import entry, figure, p_bounds, shown
from trialwright.check.evidence.looks import Look, unguarded_look
from trialwright.check.evidence.outcome_names import alike
from trialwright.check.evidence.sentence import clause_before, sentence_of
from trialwright.check.evidence.tables import excludes_none
from trialwright.kernels.multiplicity import holm
from trialwright.model.check import Check
from trialwright.model.labels import at_baseline, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "multiplicity"
SOURCE = (
    "Step-down adjustment of all p-values printed: Holm 1979, Scand J Stat 6:65; chance of one significant test in many: "
    "Altman 1991, Practical Statistics for Medical Research, ch. 8; repeated looks: Armitage et al. 1969, J R Stat Soc A 132:235"
)

ALPHA = 0.05
FEWEST = 4
_ORDERED = r"hierarch\w+|gate-?keep\w+|step-?(?:down|up) (?:procedure|method|test\w*|adjust\w+|approach)|(?:pre-?specified|fixed|planned) (?:order|sequence)|graphical (?:approach|procedure|method)"
_FOR_MANY = r"mult|the number|(?:(?:the|all) )?(?:\w+ )?(?:tests?|testing|comparisons|outcomes|end-?\s?points|looks)\b"
_METHOD = rf"bonferroni|holm|hochberg|hommel|{_ORDERED}|[sš]id[aá]k|scheff[eé]|famil(?:y|ies)-?\s?wise|(?:control\w*|protect\w*|preserv\w*|maintain\w*|account\w* for|adjust\w* for)\b[^.;]{{0,40}}?type (?:I|1|one) error|type (?:I|1|one) error(?: rate)? (?:was|were|is) (?:controlled|protected|preserved|maintained|split|adjusted)|alpha (?:was |is )?(?:split|divided|allocated|shared)|(?:at|to) (?:a|the) (?:[\w-]+ )?(?:significance )?level of 0[.·]0[0-4]\d*|significance level of 0[.·]0[0-4]\d*|p[- ]values? (?:were|was|are) (?:adjusted|corrected)(?! for (?!{_FOR_MANY}))|closed test|multiplicity|multiple (?:testing|tests|comparisons)|false discovery|dunnett|tukey|fixed[- ]sequence|fixed sequence"
_HANDLED = rf"\b(?:{_METHOD})\b"
_ADJUSTED_P = r"(?<![\w-])adjusted p\b"
# "Adjusted for age and sex": a p that is adjusted so allows for no other test
_FOR_COVARIATES = re.compile(
    rf"(?i)\badjust(?:ed|ing|ments?|s)?\b[^.;]{{0,30}}?\bfor (?!{_FOR_MANY}|type)|\b(?:age|sex|baseline|covariate|multivariabl[ey]|multivariate)-adjusted\b"
)
# "No correction for multiple comparisons was made"
_DENIED = re.compile(
    rf"(?i)\b(?:no|not|without|un(?:adjusted|corrected))\b[^.;]{{0,60}}?\b(?:{_METHOD})\b(?:(?!\bbut\b)[^.;,])*|\b(?:{_METHOD})\b[^.;,]{{0,40}}?\b(?:was|were) (?:not|neither)\b"
)
_OVERALL = r"\b(?:ANOVA|analysis of variance|Kruskal|overall (?:test|p|difference)|global test|omnibus|test for trend|p for trend)\b"
# The document tells its own reader how little such a result is worth.
_ADMITTED = r"\b(?:exploratory|hypothesis[- ]generating|due to chance|chance finding|play of chance|needs? (?:to be )?(?:confirm\w+|replicat\w+)|(?:should|must) be (?:confirmed|replicated|interpreted)|with caution)\b"


# "The trial met its primary endpoint (p = 0.01)"
_NAMES_PRIMARY = re.compile(r"(?i)\b(?:primary|main) (?:[\w-]+ )?(?:end-?\s?point|outcome)\b")
# "The primary outcome did not differ, but pain did (p = 0.02)": the p is of another outcome.
_TURNS = re.compile(r"(?i)\b(?:no|not|neither|secondary|but|while|whereas|although)\b")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        ps = [r for r in reading.results if _counts(reading, r)]
        if not any(_significant(r) for r in ps):
            continue
        handled = _handled(reading)
        told = None if handled else _told(reading, ps)
        look = unguarded_look(reading, ps)
        if look is not None:
            yield _of_look(reading, look)
        if told is not None:
            yield _of_family(reading, told)
        elif len(ps) >= FEWEST and any(p_bounds(_p(r))[1] <= ALPHA for r in ps):
            yield from _of_printed(reading, ps, handled)


def _of_look(reading: Reading, look: Look) -> Check:
    return entry(
        NAME, reading, [look.p], "not checkable",
        f"“{look.told}”, and no boundary for looks is named: p {_shown(look.p)} is held against {ALPHA:g}, which {look.looks} looks{', the fewest there can be,' * (not look.counted)} pass by chance in {100 * look.error:.0f} % of trials.",
        recomputed={"looks": float(look.looks), "true alpha": look.error}, severity="minor", formula=f"{look.looks} looks at {ALPHA:g}: {look.error:g}",
        explanation="a trial that is looked at before its end needs a boundary that was set beforehand",
    )  # fmt: skip


def _counts(reading: Reading, r: Result) -> bool:
    p = r.value if r.measure == "p_value" else r.p
    return p is not None and p.relation in ("=", "<", "<=", ">") and not at_baseline(reading.document, r)


def _p(r: Result) -> Printed:
    p = r.value if r.measure == "p_value" else r.p
    assert p
    return p


def _shown(r: Result) -> str:
    p = _p(r)
    return shown(p) if p.relation != "=" else f"= {shown(p)}"


def _handled(reading: Reading) -> str:
    """The words that allow for many tests, "" where none do: a sentence that denies it does not."""
    sentences = [_DENIED.sub(" ", said) for said in own_sentences(reading)]
    handling = _HANDLED if any(map(_FOR_COVARIATES.search, sentences)) else rf"{_HANDLED}|{_ADJUSTED_P}"
    for said in sentences:
        found = re.search(handling, said, re.IGNORECASE)
        if found:
            return found.group()
    return ""


def _kept(values: Sequence[float], tests: int = 0) -> int:
    """How many of these p-values remain after Holm's adjustment for all of them, or for so many tests."""
    unread = [1.0] * (tests - len(values))
    return int(np.sum(holm(np.array([*values, *unread])) <= ALPHA + 1e-12))


def _told(reading: Reading, ps: Sequence[Result]) -> Family | None:
    """A family of tests none of which remains, though one is significant and a benefit is concluded; where the primary outcome is
    significant, or another before the family, the conclusion does not rest on it."""
    if not benefit_is_concluded(reading):
        return None
    printed = [Family("p-values", len(ps), "", tuple(ps))] if len(ps) >= FEWEST else []
    for family in (*families(reading, ps), *printed):
        if any(r not in family.ps and _significant(r) for r in ps):
            continue
        if family.of not in ("doses", "primary outcomes") and _primary_is_met(reading):
            continue
        # Where all of several primary outcomes are met none of them needs a smaller level.
        if family.of == "primary outcomes" and sum(map(_significant, family.ps)) >= family.tests:
            continue
        # Where no primary outcome was read, a p may be that of the primary and none of the secondary ones.
        if (
            "secondary" in family.told
            and not _has_primary(reading)
            and not _any_secondary(reading, family.ps)
        ):
            continue
        if family.of in ("pairs of arms", "doses") and says(reading, _OVERALL) is not None:
            continue
        lows = [p_bounds(_p(r))[0] for r in family.ps]
        if any(_significant(r) for r in family.ps) and not _kept(lows, family.tests):
            return family
    return None


def _significant(r: Result) -> bool:
    return p_bounds(_p(r))[0] < ALPHA


def _primary_is_met(reading: Reading) -> bool:
    """Whether a primary outcome has a p below 0.05, or a 95 % interval without no effect."""
    return any(
        _is_primary(reading, r) and (excludes_none(r) or (_has_p(r) and _significant(r)))
        for r in reading.results
    )


def _has_p(r: Result) -> bool:
    return (r.value if r.measure == "p_value" else r.p) is not None


def _has_primary(reading: Reading) -> bool:
    return any(e.role == "primary" for e in (reading.trial.endpoints if reading.trial is not None else ()))


def _is_primary(reading: Reading, r: Result) -> bool:
    endpoints = reading.trial.endpoints if reading.trial is not None else ()
    named = any(e.role == "primary" and alike(e.label, r.endpoint) for e in endpoints)
    said = clause_before(reading, r)[0]
    return named or (_NAMES_PRIMARY.search(said) is not None and _TURNS.search(said) is None)


def _any_secondary(reading: Reading, ps: Sequence[Result]) -> bool:
    """Whether the sentence of a significant p says that it is a secondary outcome's."""
    text = reading.document.text
    return any(_significant(r) and "secondary" in text[slice(*sentence_of(reading, r))].lower() for r in ps)


def _of_family(reading: Reading, family: Family) -> Check:
    ordered = sorted(family.ps, key=lambda r: _p(r).value)
    first, m = ordered[0], family.tests
    admitted = says(reading, _ADMITTED) is not None
    nominal = sum(_significant(r) for r in ordered)
    told = f" (“{family.told}”)" if family.told else ""
    what = f" ({first.endpoint})" if words(first.endpoint) else ""
    return entry(
        NAME, reading, ordered, "not checkable",
        f"The smallest p of {m} {family.of}{told} is {shown(_p(first))}{what}: none remains after Holm's adjustment, which asks for {figure(ALPHA / m)}, and no adjustment for many tests is mentioned.",
        recomputed={"tests": float(m), "significant": float(nominal), "after Holm": 0.0, "chance of one": 1 - (1 - ALPHA) ** m},
        explanation="the document says itself that it cannot tell" if admitted else f"of {m} tests without any effect, one in {1 / (1 - (1 - ALPHA) ** m):.1f} such families has a p as small as {ALPHA:g}",
        severity="note" if admitted else "minor", formula=f"Holm over {m}: p(1) = {shown(_p(first))} > {ALPHA:g}/{m} = {ALPHA / m:.4f}",
        corrected="No effect is shown once the number of tests is allowed for.",
    )  # fmt: skip


def _of_printed(reading: Reading, ps: Sequence[Result], handled: str) -> Iterator[Check]:
    ordered = sorted(((r, p_bounds(_p(r))[1]) for r in ps), key=lambda x: x[1])
    # Each p at the largest value its print leaves open: what survives here survives whatever was rounded.
    lows = [p_bounds(_p(r))[0] for r in ps]
    m, kept, most = len(ordered), _kept([p for _, p in ordered]), _kept(lows)
    nominal = sum(p <= ALPHA for _, p in ordered)
    lost = ordered[kept:nominal]
    facts: dict[str, float | str] = {
        "tests": float(m),
        "significant": float(nominal),
        "after Holm": float(kept),
    }
    formula = (
        f"Holm over {m} p-values: p({kept + 1}) > {ALPHA:g}/{m - kept} = {ALPHA / (m - kept):.4f}"
        if kept < m
        else f"Holm over {m} p-values: all remain"
    )
    remain = (
        f"{kept} remain" if most <= kept else f"{kept} to {most} remain, as far as the printed digits tell,"
    )
    text = (
        f"Of {m} p-values {nominal} are at most {ALPHA:g}; {remain} after Holm's adjustment for all of them"
    )
    names = sorted({r.endpoint for r, _ in lost if words(r.endpoint)})
    lost_text = f" (not: {', '.join(names[:4])})" if names else ""
    if handled or not lost:
        yield entry(NAME, reading, [r for r, _ in ordered], "consistent", f"{text}" + (f"; the text says “{handled}”." if handled else "."),
            recomputed=facts, formula=formula, severity="none" if not lost else "note")  # fmt: skip
        return
    yield entry(
        NAME, reading, [r for r, _ in ordered], "not checkable", f"{text}{lost_text}; no adjustment for many tests is mentioned.", recomputed=facts,
        explanation="which tests were planned, and in which order, is not said", severity="note", formula=formula,
    )  # fmt: skip
