"""What a document says of how its sample size was planned: power, level, the effect assumed, and the size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.lexis import INT, NUM, number
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.planned_effects import effects
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_HINT = Pattern(r"(?i)\bpower(?:ed)?\b|(?:\bbeta|β)\s(?:error\s)?(?:=|of)|\bchance (?:of|to) (?:detect|show)")
# A neighbour that tells of the plan, not of results.
_PLANS = Pattern(
    r"(?i)\b(?:assum|expect|anticipat|estimat|hypothesi|calculat|detect|power|sample size|alpha|needed|required|requires?\b|margin|dropouts?\b|drop-out|attrition|aim)"
    r"|\bto (?:allow|account|compensate)\b|\bthis (?:gave|gives|yield|result|led)|\bwould\b|α|β"
)
_POWER = Pattern(
    rf"(?i)(?P<v>{NUM})\s?(?:%|per\s?cent)\s?(?:statistical\s)?(?:power|chance (?:of|to) (?:detect|show))|\bpower(?:ed)?\s(?:level\s)?(?:\([^()]{{1,12}}\)\s)?(?:of|=|(?:was\s|is\s)?(?:set\s)?(?:at|to)|was|is)?\s?(?:at least\s)?(?P<v2>{NUM})(?!\d|\.\d|\s?[a-zµ]*(?:W|J|Hz)\b)\s?%?"
)
_BETA = Pattern(
    rf"(?i)(?:\bbeta|(?<![\w-])(?<![-]\s)β)\s?(?:error\s|level\s)?(?:=|of|was|at)\s?(?P<v>{NUM})\s?(?P<u>%)?"
)
_LEVEL = Pattern(
    rf"(?i)\b(?P<s>one|two|1|2)-(?:sided|tailed)\s(?:(?:alpha|α|type I error|significance)\s?)?(?:level\s|rate\s)?(?:of\s|=\s?)?(?P<v>{NUM})\s?(?P<u>%)?"
    rf"|(?:\balpha\b|α|\bsignificance level|\btype I error(?: rate)?|\blevel of significance)\s?(?:\([^()]{{1,12}}\)\s)?(?:of|=|was|at|level of)?\s?(?P<v2>{NUM})\s?(?P<u2>%)?"
    rf"|(?P<v3>{NUM})\s?(?P<u3>%|per\s?cent)\s(?:(?:(?:one|two|1|2)-(?:sided|tailed)\s)?(?:significance\s)?level\b|(?:probability|chance|risk)\sof\s(?:a\s)?type I error)"
)  # fmt: skip
_SIDED = Pattern(r"(?i)\b(one|two|1|2)-(?:sided|tailed)")
_EACH = Pattern(
    rf"(?i)(?P<v>{INT})\s{FEW}{PEOPLE}\s(?:were\s|would be\s|are\s)?(?:(?:needed|required)\s)?(?:(?:per|in each|in every|for each)\s(?:\w+\s)?(?:group|arm)|each group)"
    rf"|\b(?:sample size|n)\s(?:of\s|=\s)(?P<v2>{INT})\s(?:per|in each|for each)\s(?:\w+\s)?(?:group|arm)"
    rf"|(?P<v3>{INT})\s(?:per|in each|for each)\s(?:treatment\s|study\s)?(?:group|arm)\b"
    rf"|\beach\s(?:\w+\s)?(?:group|arm)\s(?:would\s|should\s|had to\s)?(?:needs?|needed|requires?|required|have|include|includes?)\s(?:at least\s)?(?P<v4>{INT})\b(?!\s?%)"
)
_ALL = Pattern(
    rf"(?i)\b(?:sample size of|total of|sample of|(?:target|planned)\s(?:accrual|enrol?lment|recruitment|sample size)\s(?:of|is|was))\s(?P<v>{INT})\b|(?P<v2>{INT})\s{FEW}{PEOPLE}\s(?:were\s|would be\s|was\s)?(?:needed|required)\b|\b(?:enrol|recruit|include|needed|required)\s(?:a total of\s)?(?P<v3>{INT})\s{FEW}{PEOPLE}\b"
    rf"|(?P<v4>{INT})\s{FEW}{PEOPLE}\s(?:overall\s|in\stotal\s|altogether\s)?(?:(?:would|will|could)\s)?(?:gives?|gave|provide[sd]?|yield(?:s|ed)?|allow(?:s|ed)?|ensure[sd]?)\b"
    rf"|\bwith\s(?P<v5>{INT})\s{FEW}{PEOPLE}(?:\s(?:overall|in\stotal|altogether))?,?\s(?:the\s|this\s|our\s)?(?:trial|study|we)\s(?:would\s|will\s)?(?:has|have|had|be|was)\b"
)
_EVENTS = Pattern(rf"(?i)(?P<v>{INT})\s(?:\w+\s)?(?P<w>events|deaths)\b")
_LOSS = Pattern(
    rf"(?i)(?P<v>{NUM})\s?(?:%|per\s?cent)\s(?:\w+[- ]){{0,2}}(?:drop-?\s?out|attrition|loss|withdrawal)|\b(?:drop-?\s?out|attrition|loss to follow-?up|withdrawal)\s(?:rate\s)?(?:of\s)?(?P<v2>{NUM})\s?(?:%|per\s?cent)"
)
_SIZES = {"planned size", "planned size per arm", "planned events"}
_NEAR = 2  # sentences on either side


def planned(sentences: Sequence[Sentence]) -> list[Stated]:
    """Statements of the one sentence, or its neighbours, that give a power with a size; () where none does."""
    for i, sentence in enumerate(sentences):
        if sentence.background or not _HINT.search(sentence.text):
            continue
        found = {s.field: s for s in reversed(list(_in(sentence)))}
        for near in _neighbours(sentences, i):
            for stated in _in(near):
                found.setdefault(stated.field, stated)
        if "planned power" in found and _SIZES & set(found):
            return sorted(found.values(), key=lambda s: s.quote.start)
    return []


def _neighbours(sentences: Sequence[Sentence], i: int) -> Iterator[Sentence]:
    """Those of the same paragraph that tell of a plan too, the nearest first; of two as near the one before."""
    for step in range(1, _NEAR + 1):
        for at in (i - step, i + step):
            beside = 0 <= at < len(sentences) and sentences[at].paragraph == sentences[i].paragraph
            if beside and _PLANS.search(sentences[at].text):
                yield sentences[at]


def _in(sentence: Sentence) -> Iterator[Stated]:
    text = sentence.text
    power = _POWER.search(text)
    yield from _one(sentence, "planned power", power, "%", _as_percent, low=50.0, high=100.0)
    if not power:
        yield from _one(sentence, "planned power", _BETA.search(text), "%", _from_beta, low=50.0, high=100.0)
    yield from _one(sentence, "planned level", _LEVEL.search(text), "%", _level, low=0.0, high=20.0)
    if sided := _SIDED.search(text):
        yield _stated(sentence, "planned sides", 1 if sided[1].lower() in ("one", "1") else 2, "", sided)
    each = _EACH.search(text)
    yield from _one(sentence, "planned size per arm", each, "patients")
    yield from _one(sentence, "planned size", None if each else _ALL.search(text), "patients")
    yield from _one(sentence, "planned events", _EVENTS.search(text), "events")
    for field, value, unit, match in effects(text):
        yield _stated(sentence, field, value, unit, match)
    yield from _one(sentence, "planned loss", _LOSS.search(text), "%", low=0.0, high=90.0)


def _printed(match: re.Match[str]) -> float:
    return number(next(g for k, g in match.groupdict().items() if k.startswith("v") and g))


def _as_percent(match: re.Match[str]) -> float:
    value = _printed(match)
    return 100 * value if value <= 1 else value


def _from_beta(match: re.Match[str]) -> float:
    return 100 - _printed(match) * (1 if match["u"] else 100)


def _level(match: re.Match[str]) -> float:
    percent = "%" in (match["u"], match["u2"]) or match["u3"]
    return _printed(match) * (1 if percent else 100)


def _one(
    sentence: Sentence, field: str, match: re.Match[str] | None, unit: str,
    value_of: Callable[[re.Match[str]], float] = _printed, low: float = 0.0, high: float = float("inf"),
) -> Iterator[Stated]:  # fmt: skip
    if match is None:
        return
    value = round(value_of(match), 9)  # 100 * 0.05 is 5
    if low < value < high:
        yield _stated(sentence, field, int(value) if unit in ("patients", "events") else value, unit, match)


def _stated(
    sentence: Sentence, field: str, value: float | int | str, unit: str, match: re.Match[str]
) -> Stated:
    return Stated(
        field=field, value=value, unit=unit, label=match.group().lower(), quote=sentence.quote(match.start(), match.end()),
        because=Because(rule="read.grammar.planned"),
    )  # fmt: skip
