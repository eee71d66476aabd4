"""What stands beside a mean or a median: standard deviation, standard error, confidence limits, quartiles or a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from trialwright.model.number import Printed
from trialwright.read.grammar.intervals import interval_after
from trialwright.read.grammar.lexis import printed
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Style = Literal["SD", "SE", "both"]

_SE = r"SEM?s?\b|s\.e\.(?:m\.)?|standard\serrors?\b"
SE = Pattern(rf"(?i)\b(?:{_SE})")
# What a sentence says of its "±": no standard error with a number of its own, none of a difference, no "per se", "SE recurred"
_TOLD_SE = Pattern(
    r"(?:(?:±|\+/-|\+-)\s?(?i:SEM?s?|s\.e\.(?:m\.)?)|(?<=[(\[])(?:SEMs?|SEs?|sem|s\.e\.(?:m\.)?)(?=[)\]])|\bSEMs?|[Ss]tandard\s[Ee]rrors?)(?!\w)(?!\)?[\s=:,]{0,2}(?:(?:of\s(?:the\s|their\s)?(?:\w+\s)?differ)|(?:(?:was|were|is|of)\s)?\d))"
)
# "Results are means ± SEM", "mean (SD)": what all spreads of a document are, where no number stands behind it
_STYLE = Pattern(
    rf"(?i)(?P<sign>±|\+/-|\+-|\bmeans?\b[^.;\d±+]{{0,20}}?[\s(,])\s?\(?(?:(?:its|their|the)\s)?(?:(?P<se>{_SE})|(?P<sd>SDs?\b|s\.d\.|standard\sdeviations?\b))(?:(?!\s?\)?[=:,]?\s?(?:of\s)?\d)|(?=\s?[=:]\s?-?\d[\d.]*\s?(?:±|\+/-|\+-)))"
)
MEDIANS = Pattern(r"(?i)\bmedians?\b|\bIQRs?\b|\binter-?quartile\b")
# "means ± standard deviations or standard errors, as appropriate": the one here and the other there
_OR_OTHER = re.compile(
    rf"(?i)s?\)?\s(?:or|and|/)\s(?:the\s|means?\s(?:±|\+/-)\s)?(?:{_SE}|SDs?\b|s\.d\.|standard\sdeviations?\b)"
)
_TWO_OF_THEM = Pattern(
    r"(?i)(?:±|\+/-)\s?(?:2|1\.96|two)\s?(?:×\s?)?(?:SDs?\b|SEM?s?\b|standard\s(?:deviations?|errors?))"
)
LEVEL = r"(?:\d\d(?:\.\d)?\s?%\s?-?\s?)(?:C\.?I\.?s?|confidence\s(?:intervals?|limits?))"
_DIFFERENCE = Pattern(r"(?i)\bdifferences?\b")
_OF_DIFFERENCE = Pattern(r"(?i)\bdiffer|\bratio|\bp\s?[=<]|\bbetween")
_LEVEL = re.compile(r"(?i)(\d\d(?:\.\d)?)\s?%\s?-?\s?c")
_QUARTILES = re.compile(r"(?i)IQR|quartile|Q1|25th")


class Spread(NamedTuple):
    """analysis : what low and high are where they are no confidence limits. end : offset behind all of it."""

    end: int
    sd: Printed | None = None
    se: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    level: float | None = None
    analysis: str = ""

    @property
    def fields(self) -> dict[str, Printed | float | str | None]:
        return {k: v for k, v in self._asdict().items() if k != "end"}


def style(sentences: Sequence[Sentence]) -> Style:
    """What a document says that its spreads behind "±" are, else those in brackets: "both" where it says one here and the other there."""
    signs, brackets = set[str](), set[str]()
    for sentence in sentences:
        for m in _STYLE.finditer(sentence.text):
            if not _DIFFERENCE.search(sentence.text, max(0, m.start() - 20), m.end()):
                told = (
                    {"SE", "SD"} if _OR_OTHER.match(sentence.text, m.end()) else {"SE" if m["se"] else "SD"}
                )
                (brackets if m["sign"][0] in "mM" else signs).update(told)
    said = signs or brackets
    return "both" if len(said) > 1 else "SE" if said == {"SE"} else "SD"


def spread_of(text: str, match: re.Match[str], said: str, of_all: Style = "SD") -> Spread:
    """What the match, or an interval behind it, tells of its middle. said : words that tell what it is, where they stand elsewhere;
    of_all : what all spreads of the document are."""
    groups = match.groupdict()
    told = _dispersion(text, match, said, of_all)
    if groups.get("lo"):
        level = _LEVEL.search(said)
        of = "" if level else "interquartile range" if _QUARTILES.search(said or match.group()) else "range"
        return told._replace(low=printed(groups["lo"]), high=printed(groups["hi"]), analysis=of, level=float(level[1]) if level else None)  # fmt: skip
    return _with_limits(text, match, told)


def _dispersion(text: str, match: re.Match[str], said: str, of_all: Style) -> Spread:
    groups = match.groupdict()
    if error := groups.get("e1"):
        return Spread(match.end(), se=printed(error))
    spread = next((groups[g] for g in ("s1", "s2", "s3") if groups.get(g)), None)
    if not spread:
        return Spread(match.end())
    if said:
        return Spread(match.end(), **{"se" if SE.search(said) else "sd": printed(spread)})
    if groups.get("s1"):
        return Spread(match.end(), sd=printed(spread))
    if _TWO_OF_THEM.search(text, 0, match.start("v")):
        return Spread(match.end())  # "mean bias ± 2 SD was 4.9 ± 5.1"
    # "±" may be an SD or a standard error: the sentence says which, else the document.
    here = _STYLE.search(text)
    of = ("SE" if here["se"] else "SD") if here else "SE" if _TOLD_SE.search(text) else of_all
    return Spread(match.end()) if of == "both" else Spread(match.end(), **{of.lower(): printed(spread)})


def _with_limits(text: str, match: re.Match[str], told: Spread) -> Spread:
    """With the confidence limits that stand behind a mean and hold it."""
    found = interval_after(text, match.end())
    value = printed(match["v"])
    if found is None or found.credible or _OF_DIFFERENCE.search(text, match.end(), found.end):
        return told
    if not found.low.interval[0] <= value.value <= found.high.interval[1]:
        return told
    return told._replace(low=found.low, high=found.high, level=found.level, end=found.end)
