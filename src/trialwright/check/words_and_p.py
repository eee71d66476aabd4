"""Do the words on significance agree with the p beside them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, p_bounds, shown
from trialwright.check.evidence.margins import against_margin, speaks_of_margin
from trialwright.check.evidence.said_tests import other_level
from trialwright.check.evidence.sentence import clause_before
from trialwright.check.evidence.tables import CONTRASTS, RATIOS
from trialwright.model.check import Check
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "words_and_p"
SOURCE = "A result called significant at 0.05 has p <= 0.05: Nuijten et al. 2016, Behav Res 48:1205, on decision errors"

ALPHA = 0.05
REACH = 120  # characters between the words and the p
_NOT = re.compile(
    r"(?i)(?:\b(?:no|not|without|non|neither|nor|nonsignificant|non-significant|insignificant)|n't)(?:[\s-]+[\w'-]+){0,3}?[\s-]+(?:significan\w+|differen\w+)\b"
    r"|\b(?:do|did|does)\s?(?:not|n't)\s(?:\w+\s)?differ\b(?:\s(?:statistically\s)?significantly)?"
    r"|\b(?:not|n't)\s(?:reach|attain|achieve)\w*|\bnon-?significant\w*|\binsignifican\w+"
)
_SIGNIFICANT = re.compile(r"(?i)\b(?:statistically\s)?significant(?:ly)?\b")
# "Significant stenosis" is a large one; "significant pain relief" and "significantly less bleeding" are of a test.
_MORE = r"(?:less|fewer|lower|higher|more|greater|smaller|larger|better|worse|reduc|decreas|increas|improv|chang|differ)"
_FINDING = (
    rf"\bsignificant (?:(?!{_MORE})[\w-]+ )?(?:bleed\w*|ha?emorrhag\w*|re-?stenos\w*|stenos\w*|fibros\w*|disease|pain|toxicit\w*|adverse|morbidity"
    r"|lesions?|arrhythmia\w*|reflux|regurgitation|leak\w*|hypo(?:tension|glyc\w*mia|x\w*mia|kal\w*mia|natr\w*mia)|proteinuria)\b"
    rf"(?! (?:{_MORE}|relie|reliev|control|progress|respon|regress|resol|remission|score|free))"
)
_HEDGED = re.compile(
    rf"(?i)\btrend|\bmarginal|\bborderline|\bapproach|\bnear(?:ly)?\b|\btend(?:ed|ency)|\b(?:clinically|ha?emodynamically|angiographically|histologically) significant|\bexcept|\bapart from\b|\bother than\b|\baside from\b|\bbesides\b(?!,)|\bno longer\b|{_FINDING}|\bbut\b|\bwhereas|\bwhile\b|\balthough|\bhowever|\bonly\b|\bsuggest|\bthen\b|\bafter adjust|\bat the \d+ ?% level"
)


# "did not differ between men and women, and was better with zinc (p = 0.002)"
_GOES_ON = re.compile(
    r"(?i)\s(?:and|but|while|whereas)\s(?:[\w-]+\s){0,4}?(?:was|were|is|are|had|fell|rose|improved|reduced|increased|decreased|did|showed)\b"
)
_ALIKE = re.compile(
    r"(?i)\b(?:was|were|is|are) (?:\w+ly )?(?:similar|comparable|unchanged|the same)\b(?!\s(?:at|to|after|when|with)\b)"
)
# "Similar in men (p = 0.01)" speaks of effects.
_OF_EFFECTS = re.compile(
    r"(?i)\beffects?\b|\bbenefits?\b|\breductions?\b|\bimprove|\bcorrelat|\bagree|\bkappa\b|\bresults? (?:was|were)\b|\bfindings\b|\bassociat|\bincreas|\bdecreas|\bfrom baseline\b"
)
_OWN_FIGURES = re.compile(r"(?i)\bCI\b|confidence interval|\bp\s?[<>=≤≥]")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        if other_level(reading):
            continue  # "significant" means something else there
        contradicted = set[str]()
        for r in reading.results:
            p = r.value if r.measure == "p_value" else r.p
            if (
                p is not None
                and p.relation in ("=", "<", ">", "<=", ">=")
                and "interaction" not in r.analysis
            ):
                for found in _one(reading, r, p):
                    contradicted |= {_up_to_words(reading, r)} if found.verdict != "consistent" else set()
                    yield found
        for r in reading.results:
            held = r.measure in CONTRASTS and r.low is not None and r.high is not None and r.level == 95.0
            # Words that the p contradicts are one flaw, told once.
            if held and _up_to_words(reading, r) not in contradicted:
                yield from _interval(reading, r)


def _up_to_words(reading: Reading, r: Result) -> str:
    """The clause before a result up to the last of its words on significance, which tells them from others of a document."""
    said, _ = clause_before(reading, r)
    ends = [m.end() for m in (_last(_NOT, said), _last(_SIGNIFICANT, said)) if m is not None]
    return said[: max(ends, default=0)]


def _one(reading: Reading, r: Result, p: Printed) -> Iterator[Check]:
    said, clear = clause_before(reading, r)
    if not said or not clear or _HEDGED.search(said):
        return
    # A level other than 0.05 makes "significant" mean something else.
    low, high = p_bounds(p)
    denied, claimed = _last(_NOT, said), _last(_SIGNIFICANT, said)
    if denied is None and claimed is None:
        yield from _alike(reading, r, said, p)
        return
    if denied is not None and claimed is not None and claimed.start() >= denied.end():
        return  # "no difference in A, but significantly more B": both are said
    if denied is not None and _GOES_ON.search(said, denied.end()):
        return
    told = f"p {shown(p)}" if p.relation != "=" else f"p = {shown(p)}"
    formula = f"{told} against {ALPHA:g}"
    contradicts = (denied and high < ALPHA) or (not denied and low > ALPHA)
    word = (denied or claimed).group()  # type: ignore[union-attr]
    word = " ".join(word.split())
    if contradicts:
        yield entry(
            NAME, reading, [r], "not checkable" if not _plain(denied, p) else "impossible",
            f"“{word}” stands before {told}.", severity="minor", formula=formula,
            explanation="the words and the p belong to different levels or tests, or one of them is wrong",
        )  # fmt: skip
    else:
        yield entry(NAME, reading, [r], "consistent", f"“{word}” agrees with {told}.", formula=formula)


def _interval(reading: Reading, r: Result) -> Iterator[Check]:
    """ "Significantly reduced (hazard ratio 0.85, 95 % CI 0.68 to 1.06)": an interval that holds no effect, and its like."""
    assert r.low
    assert r.high
    said, clear = clause_before(reading, r)
    if not said or not clear or _HEDGED.search(said) or _OWN_FIGURES.search(said) or speaks_of_margin(said):
        return
    none = 1.0 if r.measure in RATIOS else 0.0
    denied, claimed = _last(_NOT, said), _last(_SIGNIFICANT, said)
    if (denied is None and claimed is None) or (denied and claimed and claimed.start() >= denied.end()):
        return
    holds = r.low.interval[1] < none < r.high.interval[0]
    excludes = none < r.low.interval[0] or r.high.interval[1] < none
    printed = f"{shown(r.value)} ({shown(r.low)} to {shown(r.high)})"
    word = " ".join((denied or claimed).group().split())  # type: ignore[union-attr]
    if (excludes if denied else holds) and r.low.value < r.high.value:
        yield entry(
            NAME, reading, [r], "not checkable", f"“{word}” stands before {printed}, whose 95 % interval {'leaves out' if denied else 'holds'} no effect.",
            severity="minor", formula=f"{printed} against {none:g}",
            explanation="the words and the interval belong to different levels or tests, or one of them is wrong",
        )  # fmt: skip


def _alike(reading: Reading, r: Result, said: str, p: Printed) -> Iterator[Check]:
    """ "Similar (p = 0.002)", where no test of likeness is spoken of."""
    found = _last(_ALIKE, said)
    if (
        found is None
        or p_bounds(p)[1] > 0.01
        or speaks_of_margin(said)
        or against_margin(reading, r.endpoint, said)
        or _OF_EFFECTS.search(said)
    ):
        return
    told = f"p {shown(p)}" if p.relation != "=" else f"p = {shown(p)}"
    yield entry(
        NAME, reading, [r], "not checkable", f"“{found.group()}” stands before {told}.", severity="minor", formula=f"{told} against {ALPHA:g}",
        explanation="a p as small speaks for a difference: the words and the p belong to different tests, or one of them is wrong",
    )  # fmt: skip


def _last(pattern: re.Pattern[str], said: str) -> re.Match[str] | None:
    """The last match, where it is near enough to the p to be about it."""
    found = list(pattern.finditer(said))
    return found[-1] if found and len(said) - found[-1].end() <= REACH else None


def _plain(denied: re.Match[str] | None, p: Printed) -> bool:
    """Whether no usual level but 0.05 could be meant: beyond 0.1 nothing is significant, below 0.01 little is not."""
    low, high = p_bounds(p)
    return high <= 0.01 if denied else low >= 0.1
