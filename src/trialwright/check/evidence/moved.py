"""Words on a movement held against the numbers behind them: "fell from 12 to 15", "reduced the risk (hazard ratio 1.4)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.sentence import clause_before
from trialwright.check.evidence.tables import RATIOS
from trialwright.check.evidence.told_way import ratio_contradicted
from trialwright.model.check import Check
from trialwright.model.labels import role_of
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm

NAME = "words_and_direction"

_DOWN = r"fell|decreased|declined|dropped|reduced|lowered|shortened|(?:was|were|been) (?:\w+ly )?(?:reduced|lowered)"
_UP = r"rose|increased|climbed|raised|(?:was|were|been) (?:\w+ly )?raised"
_N = r"\d{1,6}(?:[.·]\d{1,4})?"
_FROM_TO = re.compile(
    rf"(?i)\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\s(?P<x>[^;.\d]{{0,50}}?)\bfrom\s(?:an?\s)?(?:(?:mean|median|baseline|average)\s)?(?:of\s)?(?P<a>{_N})(?P<u>\s?%|\s[a-z/]{{1,8}})?"
    rf"(?P<y>\s?[(][^()]{{0,40}}[)])?(?P<z>\s[^;.,\d]{{0,40}}?)?\sto\s(?P<b>{_N})(?P<v>\s?%|\s?[°\w/]{{1,8}})?"
)
# What a number behind "from ... to ..." may be but the outcome's: a time, a visit, a dose that was planned, a ratio.
_OTHER = re.compile(
    r"(?i)\b(?:hours?|days?|weeks?|months?|years?|min(?:utes?)?|visits?|cycles?|sessions?|rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|between|interval|dose|doses|dosage|age[ds]?|ratio|titre|titer|grades?|stages?|level|titrat\w*|not|or|pH|log|times?)\b"
)

# "reduced fever in children from 2 to 12"
_OF_WHOM = re.compile(
    r"(?i)\b(?:patients|women|men|children|adults|people|participants|subjects|those|boys|girls|infants)\s$|\bby\s$"
)

_YEARS = range(1900, 2101)
_PLANNED = re.compile(r"(?i)\b(?:doses?|dosage|interval|schedule|frequency|not|never)\b|n't\b")


def from_to(reading: Reading) -> Iterator[Check]:
    """A fall to a higher number, or a rise to a lower one."""
    document = reading.document
    for start, end in document.own_spans():
        for m in _FROM_TO.finditer(document.text, start, end):
            a, b = (float(m[k].replace("·", ".")) for k in "ab")
            if a == b or (b < a) == bool(m["down"]) or _is_other(document.text, m):
                continue
            of = at(reading, m)
            if of:
                word = " ".join((m["down"] or m["up"]).split())
                yield entry(
                    NAME, reading, of, "impossible", f"“{word}” stands before “from {m['a']} … to {m['b']}”: the numbers say the opposite.",
                    severity="major", formula=f"{m['b']} {'>' if b > a else '<'} {m['a']}", quote=document.quote(*m.span()),
                    corrected=f"the numbers {'rise' if b > a else 'fall'}, or were exchanged",
                )  # fmt: skip


def _is_other(text: str, m: re.Match[str]) -> bool:
    if _PLANNED.search(text[max(0, m.start() - 30) : m.start()]):
        return True
    if all(m[k].isdigit() and int(m[k]) in _YEARS for k in "ab"):
        return True  # "decreased from 2001 to 2010"
    after = text[m.end("b") : m.end("b") + 12]
    told = " ".join(x or "" for x in (m["x"], m["u"], m["v"], m["z"]))
    return bool(
        _OTHER.search(told)
        or _OTHER.search(after)
        or _OF_WHOM.search(m["x"])
        or after[:1] in (":", "/", "^", "×", "-", "–")
        or re.match(r",\s?\d", after)
        or re.search(r"[-−–]\s?$", text[m.start() : m.start("a")])
    )


def at(reading: Reading, m: re.Match[str]) -> list[Result | Arm]:
    """What the finding can be about: a result read within 200 characters of the numbers, else the trial's first arm."""
    arms = reading.trial.arms if reading.trial is not None else ()
    near = [r for r in reading.results if m.start() - 200 <= r.quote.start <= m.end() + 200]
    return [*sorted(near, key=lambda r: abs(r.quote.start - m.start()))[:1]] or [*arms[:1]]


_LESS = re.compile(r"(?i)\b(?:reduc(?:ed|es|tion)|lower(?:ed|s)?|decreas(?:ed|es|e)|fewer|prevent(?:ed|s))\b")
_MORE = re.compile(r"(?i)\b(?:increas(?:ed|es|e)|higher|raised?|greater)\b")
_CLOUDED = re.compile(
    r"(?i)\b(?:not?|nor|neither|without|for (?:the )?(?:placebo|control)|against|versus|vs?|relative to|reference|survival|free|time|response|remission|recovery|healing|success|abstinence|control|discharge|adherence|quality|per|each|every|associated|predict\w*|marker|expression|levels?|among|whose|baseline|interval|inverse)\b|\d"
)
_TURNED = re.compile(r"(?i)\b(?:for|of|versus|vs?)\b")  # "odds ratio for placebo v zinc 1.8"
_NEAR = 110  # characters between the word and its ratio


def ratios(reading: Reading) -> Iterator[Check]:
    """A ratio whose interval is all above 1 beside a reduction of risk, or all below 1 beside an increase."""
    for r in reading.results:
        if r.measure not in RATIOS or r.low is None or r.high is None or r.value is None or r.subgroup:
            continue
        if words_say := ratio_contradicted(reading, r):
            named = next((x for x in (r.arm, r.versus) if x.casefold() in words_say.casefold()), "")
            roles = [role_of(reading.trial, x) for x in (r.arm, named)]
            only = named == r.versus and roles[1] == "control"  # "more likely with placebo (odds ratio 1.7)"
            of_order = (roles[0] == "control" or only) and not _TURNED.search(r.quote.exact)
            yield _of_other(reading, r, words_say) if of_order else _against(reading, r, words_say)
            continue
        said, clear = clause_before(reading, r)
        less, more = (list(p.finditer(said)) for p in (_LESS, _MORE))
        if _TURNED.search(r.quote.exact) or not clear or len(less) + len(more) != 1:
            continue
        word = (less or more)[0]
        if len(said) - word.end() > _NEAR or _CLOUDED.search(said):
            continue
        opposite = r.low.interval[0] > 1 if less else r.high.interval[1] < 1
        if opposite:
            yield _against(reading, r, word.group())


def _of_other(reading: Reading, r: Result, said: str) -> Check:
    """ "Less frequent with placebo than with A (odds ratio 2.1)": the words name the control first, and the ratio is that of A."""
    assert r.value
    return entry(
        NAME, reading, [r], "explained", f"{shown(r.value)} is that of {r.versus} over {r.arm} by the words beside it (“{said}”).",
        severity="none", formula=f"{shown(r.value)} against 1", recomputed={"direction": "inverse"},
        explanation="the words name the control first, and the ratio is of the other arm over it",
    )  # fmt: skip


def _against(reading: Reading, r: Result, said: str) -> Check:
    assert r.value
    limits = f" ({shown(r.low)} to {shown(r.high)})" if r.low and r.high else ""
    printed = f"{shown(r.value)}{limits}"
    return entry(
        NAME, reading, [r], "not checkable", f"“{said}” stands beside the {r.measure.replace('_', ' ')} {printed}, which says the opposite.",
        severity="minor", formula=f"{printed} against 1", recomputed={"direction": "unclear"},
        explanation="the ratio is of the other arm over this one or of the opposite outcome, or a figure is wrong",
    )  # fmt: skip
