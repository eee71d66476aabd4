"""The arms of a factorial trial, each of which half of all people have: "to zinc or placebo and to early or late surgery".

Two arms are of one factor, and are compared with each other alone. Where a text deals people out to four cells ("zinc, iron, both or
neither"), these are its arms, and what it tells of all who had zinc is no number of those who had zinc alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from trialwright.read.grammar.arm_roles import role_of
from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.named_by_dose import told_by_dose
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.plain_groups import Plain
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.set_out import ALLOCATED, with_shared
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.model.result import Result
    from trialwright.read.grammar.mentions import Mention

_NAME = r"(?!(?:receive|either|undergo)\b)[A-Za-z\d][^.;:,]{1,50}?"
_OR = r"\s{1,60}(?:or|versus|vs\.?)\s(?:to\s)?"
_TWO_FACTORS = Pattern(
    rf"(?i)\b(?:to|between|with)\s(?:receive\s|undergo\s)?(?:either\s)?(?P<a>{_NAME}){_OR}(?P<b>{_NAME})\s{{0,60}},?\s?(?:and|plus)\s(?:(?:then|also|independently|again|separately|simultaneously)\s)?"
    rf"(?:to\s|between\s)?(?:receive\s|undergo\s)?(?:either\s)?(?P<c>{_NAME}){_OR}(?P<d>{_NAME})(?=\s{{0,60}}[.,;:]|\s(?:for|in|over|daily|during|at|using|within|after|before|by|from|on)\s|\s{{2,}}|$)"
)
# What both factors may be compared with
_NOTHING = Pattern(
    r"(?i)(?:(?:matching\s|its\s|a\s|an?\sidentical\s)?placebo|sham|neither|no\s(?:treatment|therapy|intervention|supplement)|(?:usual|standard)\s(?:care|treatment)|controls?|not|none|nothing)"
)
_DUMMY = Pattern(r"(?i)placebo|sham")


def is_factorial(sentences: Sequence[Sentence]) -> bool:
    return bool(sentences) and "factorial" in sentences[0].document.text.lower()


def factors(sentences: Sequence[Sentence]) -> tuple[Plain, ...]:
    """The four arms of the two factors, () where no sentence deals people out by both."""
    for sentence in sentences if is_factorial(sentences) else ():
        if sentence.background or not (ALLOCATED.search(sentence.bare) or "factorial" in sentence.text):
            continue
        for match in _TWO_FACTORS.finditer(sentence.bare):
            pairs = [_labels(match["a"], match["b"]), _labels(match["c"], match["d"])]
            shared = pairs[0][1].lower() == pairs[1][1].lower()
            levels = [
                *_levels(sentence, match, "ab", pairs[0], shared),
                *_levels(sentence, match, "cd", pairs[1], shared),
            ]
            labels = {level.label.lower() for level in levels}
            if len(labels) == 4 and all(labels):
                return tuple(levels)
    return ()


def _labels(first: str, second: str) -> tuple[str, str]:
    """The names of the two arms of a factor, with what both share."""
    parts = with_shared([" ".join(first.split()), " ".join(second.split())])
    a, b = (
        told or (part if DOSE_ALONE.fullmatch(part) else "")
        for told, part in zip(told_by_dose(parts), parts, strict=True)
    )
    return a, (second.strip() if _NOTHING.fullmatch(second.strip()) else b)


DOSE_ALONE = Pattern(DOSE)


def _levels(
    sentence: Sentence, match: re.Match[str], groups: str, labels: tuple[str, str], shared: bool
) -> tuple[Plain, Plain]:
    first, second = labels
    places = [Place(sentence, match.start(g), match.end(g)) for g in groups]
    names = {second, f"no {first}", f"without {first}", f"{first} placebo", f"placebo for {first}"}
    own = second
    if _NOTHING.fullmatch(second) and (shared or not _DUMMY.search(second)):
        own = f"{first} placebo" if _DUMMY.search(second) else f"no {first}"
    role = (
        "control"
        if role_of(second) == "control" or _NOTHING.fullmatch(second) or own.startswith("no ")
        else ""
    )
    return (
        Plain(first, places[0], frozenset({first}), "experimental" if role else ""),
        Plain(own, places[1], frozenset(names | {own}), role, first),
    )


def in_factors(found: Sequence[Mention], text: str, against: Mapping[str, str]) -> list[Mention]:
    """Mentions, one of a "placebo" that both factors have as that of the factor whose arm is named before it. against : label of
    an arm → that of the arm which it is compared with."""
    out: list[Mention] = []
    for i, mention in enumerate(found):
        if mention.label in against and _NOTHING.fullmatch(text, mention.start, mention.end):
            near = [m.label for m in (*reversed(found[:i]), *found[i + 1 :]) if m.label not in against]
            partner = next((label for label, first in against.items() if near and first == near[0]), None)
            mention = mention._replace(label=partner or mention.label)
        out.append(mention)
    return out


def pair_of(mentions: Sequence[Mention], at: int | None, against: Mapping[str, str]) -> tuple[str, str]:
    """(arm, versus) of a contrast at `at`: the factor that is named last before it, or is named alone; ("", "") where neither is."""
    factor = {**{first: first for first in against.values()}, **against}
    told = [factor[m.label] for m in mentions if m.label in factor and (at is None or m.start < at)]
    told = told or list({factor[m.label] for m in mentions if m.label in factor})
    if not told or (at is None and len(set(told)) > 1):
        return "", ""
    return told[-1], next(label for label, first in against.items() if first == told[-1])


def against_partner(
    sentence: Sentence,
    spans: Sequence[tuple[int, int]],
    labels: Sequence[str],
    mentions: Sequence[Mention],
    against: Mapping[str, str],
) -> list[str]:
    """The arms of numbers, with those of a pair that is told of one arm alone: "zinc prevented falls (7 % v 11 %)" is of zinc and of
    the arm that it is compared with. Arms of two factors are set against each other nowhere."""
    out = list(labels)
    for i, ((_, end), (start, _)) in enumerate(pairwise(spans)):
        pair = {out[i], out[i + 1]}
        told = len(pair) == 2 and any({a, b} == pair for a, b in against.items())
        if told or not _SET_AGAINST.fullmatch(sentence.text, end, start):
            continue
        near = next((m.label for m in reversed(mentions) if m.end <= spans[i][0]), "")
        partner = next((label for label, first in against.items() if first == near), "")
        out[i : i + 2] = (near, partner) if partner else ("", "")
    return out


_SET_AGAINST = Pattern(r"(?i)[^;.\d]{0,4}(?:\([^()]{1,40}\)\s?)?(?:vs?\.?|versus|compared\swith)\s")
_MORE = 1.5  # times the size of a cell: those of two cells
_DID_NOT = Pattern(
    r"(?i)[)\]]?\s(?:of\s)?(?:(?:those|the\sothers)\s)?(?:who\s)?(?:did\snot|had\snot|were\snot|without|not\s(?:given|receiving|assigned))\b"
)
# "25 of 200 who received zinc": up to the next number
_NAMED_BEHIND = Pattern(r"[^\d.;]{2,60}")
_FAR = 120  # characters between a number of all who had it and that of all who had not


def with_margins(results: Sequence[Result], sizes: Mapping[str, int | None], text: str) -> list[Result]:
    """Results of a trial with four cells, those of two cells together as what all who had one thing, or all who had not, are: they are
    more than a cell holds. sizes : label of each cell → its size. text : the document's."""
    out: list[Result] = []
    last: tuple[int, str] = (-_FAR, "")
    for result in results:
        size = sizes.get(result.arm) or max((n for n in sizes.values() if n), default=0)
        if size and result.total and result.total >= _MORE * size and result.measure == "proportion":
            named = result.arm and _NAMED_BEHIND.match(text, result.quote.end)
            given = result.arm if named and any(_holds(cell, result.arm) for cell in sizes) else ""
            given = given if named and given.lower() in named.group().lower() else ""
            without = _DID_NOT.match(text, result.quote.end)
            if given and not without:
                last = result.quote.end, given
            near = result.quote.start - last[0] < _FAR
            of = (
                f"all without {last[1]}"
                if without and near
                else f"all with {given}"
                if given and not without
                else ""
            )
            result = result.model_copy(update={"arm": of})
        out.append(result)
    return out


def _holds(cell: str, name: str) -> bool:
    """Whether a cell is of those who had this and the other: "zinc plus iron" of "zinc"."""
    return bool(name) and cell != name and name.lower() in cell.lower()
