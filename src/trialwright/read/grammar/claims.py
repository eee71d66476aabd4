"""Conclusions drawn in words: safe, no effect, benefit, a subgroup that responds more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from trialwright.model.base import Because
from trialwright.model.result import Claim
from trialwright.read.grammar.link import Names
from trialwright.read.grammar.outcomes import tidy
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

Kind = Literal["safe", "no_effect", "benefit", "subgroup"]
_EFFECT = (
    r"(?:improvements?|reductions?|benefits?|differen(?:ces?|t)|effects?|increases?|decreases?"
    r"|changes?|survival|better|superior)"
)
_SAFE = Pattern(
    r"(?i)\b(?:is|was|were|are|be|appear(?:s|ed)|proved?|seem(?:s|ed)"
    r"|and)\s(?:to be\s)?(?:(?!not\b|never\b|no\b|neither\b)\w+\s){0,2}?(?:safe"
    r"|well[- ]tolerated)\b"
    r"|\b(?:favou?rable|good|acceptable|excellent|reassuring)\s(?:overall\s)?(?:safety|tolerability)\b"
    r"|\b(?:safety|tolerability)(?:\s(?:profile|signals?|data))?\s(?:was|were|is"
    r"|are)\s(?:\w+\s)?(?:favou?rable|good|acceptable|excellent|reassuring)\b"
    r"|\bno (?:new |major |serious |important ){1,2}safety (?:concerns?|signals?|issues?)\b"
)
_NO_EFFECT = Pattern(
    rf"(?i)\bnot associated with (?:an?\s|any\s)?(?:\w+\s){{0,3}}?{_EFFECT}\b"
    rf"|\b(?:could|did|does|do) not (?:\w+\s){{0,1}}?(?:find|show|observe|demonstrate|detect"
    rf"|reveal|confirm|result in|lead to)\s(?:an?\s|any\s)?(?:\w+\s){{0,3}}?{_EFFECT}\b"
    rf"|\bno (?:statistically |clinically )?(?:significant|meaningful"
    rf"|measurable)\s(?:\w+\s){{0,3}}?{_EFFECT}\b"
    rf"|\b(?:was|were) not (?:statistically |significantly )+different\b"
    r"|\b(?:did|does) not (?:significantly )?(?:improve|reduce|prolong|increase|decrease"
    r"|prevent|affect|slow|alter)\b"
    r"|\bfailed to (?:show|improve|reduce|demonstrate|prolong|prevent)\b|\b(?:was"
    r"|is) not (?:superior|effective|more effective)\b"
)
_BENEFIT = Pattern(
    r"(?i)\b(?:reduced|reduces|improved|improves|decreased|decreases|prolonged|prolongs"
    r"|prevented|prevents|lowered|lowers|shortened|slowed)\s"
    r"(?P<x>[A-Za-z][^.;,()\d]{2,70})"
    r"|\b(?:was|is|were|are)\s(?:significantly\s|more\s)*(?:superior to|effective (?:than|in"
    r"|for)|beneficial)\b"
    r"|\bproduced? an? [^.;]{0,30}?\b(?:reduction|improvement) in\s(?P<x2>[A-Za-z][^.;,()\d]{2,70})"
)
_SUBGROUP = Pattern(
    r"(?i)\b(?:concentrated|confined|restricted|limited|most pronounced|pronounced|greatest"
    r"|strongest|larger?|greater)\s(?:mainly\s|largely\s)?(?:in|to"
    r"|among)\s(?:the\s)?(?:\w+\s){0,3}?(?:patients|those|participants|people|women|men"
    r"|individuals)\s(?:with|who|whose)"
    r"|\bmost likely (?:subgroup )?to (?:respond|benefit)\b|\bmost likely (?:subgroup"
    r"|responders)\b|\bin an? (?:\w+\s){0,2}?(?:[\w-]+\s)?sub-?group\b"
    r"|\bclear interaction between\b|\b(?:baseline|higher"
    r"|elevated)\b[^.;]{0,120}\bpredicted (?:a )?(?:larger|greater|better|response|benefit)"
    r"|\b(?:greater|larger|more|possible|clear(?:er)?)\s(?:benefits?|effects?|responses?"
    r"|reductions?)\s(?:was |were |is )?(?:\w+\s)?(?:in|among)\s(?:the\s)?(?:patients|those"
    r"|women|men|participants|\w+ (?:women|men|patients))\b"
    r"|\bresponder subgroup\b"
)
_OPEN_QUESTION = Pattern(
    r"(?i)\b(?:whether|if)\b[^.;]{0,60}$|\bto (?:explore|assess|evaluate|determine"
    r"|investigate|test|examine|study|identify)\b[^.;]{0,120}$"
    r"|\b(?:might|may|could)\s(?:be\s)?(?:\w+\s)?$|\baims?\b[^.;]{0,80}$|\bnot\s(?:be\s)?$"
    r"|\bhypothes[^.;]{0,80}$"
)
_DENIED = Pattern(r"(?i)\b(?:not|no|neither|nor|without|failed to)\s(?:\w+\s){0,4}$")
_IN = Pattern(r"(?i)\s(?:in|of)\s(?:the\s)?(?P<x>[A-Za-z][^.;,()\d]{2,70})")
_WARRANTED = Pattern(
    r"(?i)\b(?:studies|trials|research|investigation)\s(?:is|are)\s(?:\w+\s)?(?:warranted|needed|required)\b"
)
_KINDS = Patterns[Kind](
    (("safe", _SAFE), ("no_effect", _NO_EFFECT), ("benefit", _BENEFIT), ("subgroup", _SUBGROUP))
)


def claims(sentences: Sequence[Sentence], names: Names) -> list[Claim]:
    """Each sentence gives at most one claim of a kind; the quote is the whole sentence."""
    found: list[Claim] = []
    for sentence in sentences:
        if sentence.role in ("paragraph", "item") and not sentence.background:
            found += _in_sentence(sentence, names)
    return found


def _in_sentence(sentence: Sentence, names: Names) -> Iterator[Claim]:
    mentions = names.mentions(sentence)
    for kind, pattern in _KINDS.fitting(sentence.text):
        if kind == "benefit" and not mentions:
            continue  # which is credited to nobody
        for match in pattern.finditer(sentence.text):
            if _OPEN_QUESTION.search(_just_before(sentence, match)) or (
                kind == "subgroup" and _WARRANTED.search(sentence.text)
            ):
                continue
            if kind == "benefit" and not _credited(sentence, match, [m.end for m in mentions]):
                continue
            yield Claim(
                kind=kind,
                about=_about(kind, match, mentions[0].label if mentions else "", names),
                quote=sentence.quote(),
                because=Because(rule="read.grammar.claims"),
            )
            break


def _just_before(sentence: Sentence, match: re.Match[str]) -> str:
    """As far before a claim as any pattern for what may take it back reaches."""
    return sentence.text[max(0, match.start() - 400) : match.start()]


def _credited(sentence: Sentence, match: re.Match[str], ends: list[int]) -> bool:
    """A benefit is claimed for an arm named before the verb, and not denied."""
    denied = _DENIED.search(_just_before(sentence, match))
    return not denied and any(0 <= match.start() - end <= 120 for end in ends)


def _object(kind: Kind, match: re.Match[str]) -> str:
    """ "no significant reduction in X": what the effect was looked for in."""
    after = _IN.match(match.string, match.end()) if kind == "no_effect" else None
    return after.group("x") if after else ""


def _about(kind: Kind, match: re.Match[str], arm: str, names: Names) -> str:
    if kind == "safe":
        return arm
    groups = match.groupdict()
    words = groups.get("x") or groups.get("x2") or _object(kind, match)
    return (tidy(words, names) if words else "") or arm
