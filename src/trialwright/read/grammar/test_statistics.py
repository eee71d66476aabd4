"""Test statistics with their degrees of freedom and p: "t(28) = 2.20, p = .036", "F(2, 45) = 3.1", "χ2 = 4.1, df = 1"."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.model.result import Result
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.lexis import NUM, SIGNED, printed
from trialwright.read.grammar.p_values import p_after
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_DF = r"\d{1,6}(?:\.\d{1,4})?"
_KIND = r"(?P<k>(?<![A-Za-z])(?:[tTFzZ]|[rR])(?![A-Za-z'-])|(?i:(?<![A-Za-z])chi-?\s?squared?|(?<![A-Za-z])chi2)|[χΧX]\s?(?:2|²|\^2))"
_WITH_DF = Pattern(
    rf"{_KIND}\s?[(\[]\s?(?:df\s?=\s?)?(?P<d1>{_DF})(?:\s?,\s?(?P<d2>{_DF}))?(?:\s?,\s?[nN]\s?=\s?\d{{1,6}})?\s?[)\]]"
    rf"\s?(?:=|:|of)\s?(?P<v>{SIGNED})"
)
_DF_LATER = Pattern(
    rf"{_KIND}\s?(?:=|:)\s?(?P<v>{SIGNED})\s?[,;]\s?(?:df|d\.f\.)\s?(?:=|:)?\s?(?P<d1>{_DF})(?P<d2>)"
)
# "t = 3.05, 46 degrees of freedom", "chi-squared = 2.1, 1 df", "t = 3.05 with 46 df"
_DF_BEHIND = Pattern(
    rf"{_KIND}\s?(?:=|:|of|was)\s?(?P<v>{SIGNED})\s?(?:[,;]|with|on|[(\[])\s?(?P<d1>{_DF})(?P<d2>)\s?(?:df\b|d\.f\.|degrees?\sof\sfreedom)[)\]]?"
)
# "chi-square 8.3, 2 df"
_CHI_BARE = Pattern(
    rf"(?P<k>(?i:(?<![A-Za-z])chi-?\s?squared?)|[χΧ]\s?(?:2|²))\s(?P<v>{NUM})\s?[,;]\s?(?P<d1>{_DF})(?P<d2>)\s?(?:df\b|d\.f\.|degrees?\sof\sfreedom)"
)
_Z = Pattern(rf"(?<![A-Za-z])(?P<k>[zZ])\s?(?:=|:)\s?(?P<v>{SIGNED})(?P<d1>)(?P<d2>)")
# "F1,46 = 7.1", "F2,45=3.2": the degrees of freedom were set below the line
_BELOW = Pattern(
    rf"(?<![A-Za-z])(?P<k>F)\s?(?P<d1>\d{{1,2}})\s?[,/]\s?(?P<d2>\d{{1,5}}(?:\.\d{{1,2}})?)\s?(?:=|:)\s?(?P<v>{SIGNED})"
)
# "r = 0.20, n = 40": n pairs have n - 2 degrees of freedom
_OF_PAIRS = Pattern(
    rf"(?<![A-Za-z])(?P<k>[rR])\s?(?:=|:)\s?(?P<v>{SIGNED})\s?[,;]\s?[nN]\s?=\s?(?P<n>\d{{1,6}})(?P<d2>)"
)
# "F = 1.90; df = 2, 60", "n = 46, r = 0.18", "t28 = 1.45"
_F_LATER = Pattern(
    rf"(?<![A-Za-z])(?P<k>F)\s?(?:=|:)\s?(?P<v>{SIGNED})\s?[,;]\s?(?:df|d\.f\.)\s?(?:=|:)?\s?(?P<d1>{_DF})\s?[,/]\s?(?P<d2>{_DF})"
)
_PAIRS_FIRST = Pattern(
    rf"[nN]\s?=\s?(?P<n>\d{{1,6}})\s?[,;]\s?(?P<k>[rR])\s?(?:=|:)\s?(?P<v>{SIGNED})(?P<d2>)"
)
_T_BELOW = Pattern(
    rf"(?<![A-Za-z])(?P<k>t)\s?(?P<d1>\d{{1,4}}(?:\.\d{{1,2}})?)\s?=\s?(?P<v>{SIGNED})(?P<d2>)"
)
_HINTS = Patterns.of(
    *map(
        Pattern,
        (
            r"\bdf\b|d\.f\.|degrees?\sof\sfreedom",
            "chi|χ|[ΧX]\\s?(?:2|²|\\^)",
            r"(?<![A-Za-z])[zZ]\s?[=:]",
            r"[tTFrR2²]\s?[(\[]\s?\d",
            r"F\s?\d{1,2}\s?[,/]\s?\d|(?<![A-Za-z])t\s?\d{1,4}(?:\.\d)?\s?=",
            r"(?<![A-Za-z])[rR]\s?[=:]",
        ),
    )
)
_RANKS = Pattern(r"(?i)\bspearman|\bkendall|\brank|\brho\b|\bpartial\b")
_NAMES = {"t": "t", "f": "F", "z": "z", "r": "r"}


def test_statistics(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """Each statistic that a p follows; `analysis` holds its kind and degrees of freedom: "F(2, 45)"."""
    if not any(hint.search(sentence.text) for _, hint in _HINTS.fitting(sentence.text)):
        return
    for pattern in (
        _WITH_DF,
        _F_LATER,
        _DF_LATER,
        _DF_BEHIND,
        _CHI_BARE,
        _BELOW,
        _T_BELOW,
        _OF_PAIRS,
        _PAIRS_FIRST,
        _Z,
    ):
        for match in pattern.finditer(sentence.text):
            p = p_after(sentence.text, match.end())
            if p is None or any(match.start() < b and a < p[1] for a, b in taken):
                continue
            kind = _NAMES.get(match["k"].lower(), "chi2")
            if pattern in (_OF_PAIRS, _PAIRS_FIRST) and _RANKS.search(sentence.text):
                continue  # ranks have a test of their own
            first = str(int(match["n"]) - 2) if pattern in (_OF_PAIRS, _PAIRS_FIRST) else match["d1"]
            df = ", ".join(d for d in (first, match["d2"]) if d)
            if (kind == "F") != bool(match["d2"]) or df.startswith(("-", "0")):
                continue  # an F without its second degrees of freedom, or a "t(1, 28)", is not read
            taken.append((match.start(), p[1]))
            arm, versus = context.pair(sentence)
            yield context.result(
                "test_statistics", sentence, (match.start(), p[1]), "statistic",
                context.outcome(sentence, match.start(), p[1]),
                value=printed(match["v"].replace(" ", "")), p=p[0], arm=arm, versus=versus,
                analysis=f"{kind}({df})" if df else kind,
            )  # fmt: skip
