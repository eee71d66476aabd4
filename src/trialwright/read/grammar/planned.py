"""What a document says of how its sample size was planned: power, level, the effect assumed, and the size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.lexis import INT, NUM, number
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_HINT = Pattern(r"(?i)\bpower(?:ed)?\b")
_POWER = Pattern(
    rf"(?i)(?P<v>{NUM})\s?%\s?(?:statistical\s)?power|\bpower\s(?:\([^()]{{1,12}}\)\s)?(?:of|=|was|at)?\s?(?:at least\s)?(?P<v2>{NUM})\s?%?"
)
_LEVEL = Pattern(
    rf"(?i)\b(?P<s>one|two|1|2)-(?:sided|tailed)\s(?:(?:alpha|α|type I error|significance)\s?)?(?:level\s|rate\s)?(?:of\s|=\s?)?(?P<v>{NUM})\s?(?P<u>%)?"
    rf"|(?:\balpha\b|α|\bsignificance level|\btype I error(?: rate)?|\blevel of significance)\s?(?:\([^()]{{1,12}}\)\s)?(?:of|=|was|at|level of)?\s?(?P<v2>{NUM})\s?(?P<u2>%)?"
)  # fmt: skip
_SIDED = Pattern(r"(?i)\b(one|two|1|2)-(?:sided|tailed)")
_EACH = Pattern(
    rf"(?i)(?P<v>{INT})\s{FEW}{PEOPLE}\s(?:were\s|would be\s|are\s)?(?:(?:needed|required)\s)?(?:(?:per|in each|in every|for each)\s(?:\w+\s)?(?:group|arm)|each group)"
)
_ALL = Pattern(
    rf"(?i)\b(?:sample size of|total of|sample of)\s(?P<v>{INT})\b|(?P<v2>{INT})\s{FEW}{PEOPLE}\s(?:were\s|would be\s|was\s)?(?:needed|required)\b|\b(?:enrol|recruit|include|needed|required)\s(?:a total of\s)?(?P<v3>{INT})\s{FEW}{PEOPLE}\b"
    rf"|(?P<v4>{INT})\s{FEW}{PEOPLE}\s(?:(?:would|will|could)\s)?(?:gives?|provides?|yields?|allows?|ensures?)\b"
)
_EVENTS = Pattern(rf"(?i)(?P<v>{INT})\s(?:\w+\s)?(?P<w>events|deaths)\b")
_RATES = Pattern(
    rf"(?i)\bfrom\s(?P<v>{NUM})\s?%?\s(?:\([^()]{{1,40}}\)\s|in the [\w\s]{{1,30}}\s)?to\s(?P<v2>{NUM})\s?%|(?P<v3>{NUM})\s?%\s(?:(?:in the|with|for|on) [\w\s]{{1,40}}\s)?(?:versus|vs\.?|and|compared with)\s(?P<v4>{NUM})\s?%"
)
_HAZARD = Pattern(rf"(?i)\b(?:hazard ratio|HR)\s(?:\(HR\)\s)?(?:of|=|was)?\s?(?P<v>{NUM})")
_GAP = Pattern(
    rf"(?i)\b(?:difference|reduction|improvement|change)\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v>{NUM})(?!\s?%)"
)
_SD = Pattern(
    rf"(?i)\b(?:SD|standard deviation)\s?\)?\s?(?:\([^()]{{1,8}}\)\s)?(?:of|=|was|is)?\s?(?P<v>{NUM})"
)
_LOSS = Pattern(
    rf"(?i)(?P<v>{NUM})\s?%\s(?:\w+[- ]){{0,2}}(?:drop-?\s?out|attrition|loss|withdrawal)|\b(?:drop-?\s?out|attrition|loss to follow-?up|withdrawal)\s(?:rate\s)?(?:of\s)?(?P<v2>{NUM})\s?%"
)


def planned(sentences: Sequence[Sentence]) -> list[Stated]:
    """Statements of the one sentence, or two neighbours, that give a power with a size; () where none does."""
    for i, sentence in enumerate(sentences):
        if sentence.background or not _HINT.search(sentence.text):
            continue
        around = [s for s in sentences[max(0, i - 2) : i + 3] if s.paragraph == sentence.paragraph]
        found = {s.field: s for part in (sentence, *around) for s in reversed(list(_in(part)))}
        if "planned power" in found and {"planned size", "planned size per arm", "planned events"} & set(
            found
        ):
            return sorted(found.values(), key=lambda s: s.quote.start)
    return []


def _in(sentence: Sentence) -> Iterator[Stated]:
    text = sentence.text
    yield from _one(sentence, "planned power", _POWER.search(text), "%", low=50.0, high=100.0)
    level = _LEVEL.search(text)
    if level:
        percent = (level["u"] or level["u2"]) == "%"
        yield from _one(
            sentence, "planned level", level, "%", times=1.0 if percent else 100.0, low=0.0, high=20.0
        )
    sided = _SIDED.search(text)
    if sided:
        yield _stated(sentence, "planned sides", 1 if sided[1].lower() in ("one", "1") else 2, "", sided)
    each = _EACH.search(text)
    yield from _one(sentence, "planned size per arm", each, "patients")
    yield from _one(sentence, "planned size", None if each else _ALL.search(text), "patients")
    yield from _one(sentence, "planned events", _EVENTS.search(text), "events")
    rates = _RATES.search(text)
    if rates:
        a, b = (number(rates[x] or rates[y]) for x, y in (("v", "v3"), ("v2", "v4")))
        if 0 < a < 100 and 0 < b < 100 and a != b:
            yield _stated(sentence, "planned rates", f"{a:g} to {b:g}", "%", rates)
    hazard = _HAZARD.search(text)
    yield from _one(sentence, "planned hazard ratio", hazard, "")
    if not rates and not hazard:
        yield from _one(sentence, "planned difference", _GAP.search(text), "")
        yield from _one(sentence, "planned sd", _SD.search(text), "")
    yield from _one(sentence, "planned loss", _LOSS.search(text), "%", low=0.0, high=90.0)


def _one(
    sentence: Sentence, field: str, match: re.Match[str] | None, unit: str, times: float = 1.0,
    low: float = 0.0, high: float = float("inf"),
) -> Iterator[Stated]:  # fmt: skip
    if match is None:
        return
    value = times * number(next(g for k, g in match.groupdict().items() if k.startswith("v") and g))
    if field == "planned power" and value <= 1:
        value *= 100
    if low < value < high:
        yield _stated(sentence, field, int(value) if unit in ("patients", "events") else value, unit, match)


def _stated(
    sentence: Sentence, field: str, value: float | int | str, unit: str, match: re.Match[str]
) -> Stated:
    return Stated(
        field=field, value=value, unit=unit, label=match.group().lower(), quote=sentence.quote(match.start(), match.end()),
        because=Because(rule="read.grammar.planned"),
    )  # fmt: skip
