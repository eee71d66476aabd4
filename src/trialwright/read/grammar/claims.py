"""Conclusions drawn in words: safe, no effect, benefit, a subgroup that responds more, and changes inside one arm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.model.base import Because
from trialwright.model.result import Claim
from trialwright.read.grammar.claim_words import ANYWHERE, CONCLUDED, CONCLUDED_FOR, TRIED, Kind
from trialwright.read.grammar.conclusions import concluding
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.subgroup_claims import subgroup_claims
from trialwright.read.grammar.within_arms import Within, of_each, within_arms
from trialwright.read.patterns import Pattern

_OPEN_QUESTION = Pattern(
    r"(?i)\b(?:whether|if)\b[^.;]{0,60}$|\bto (?:explore|assess|evaluate|determine"
    r"|investigate|test|examine|study|identify|find out)\b[^.;]{0,120}$"
    r"|\b(?:might|may|could)\s(?:be\s)?(?:\w+\s)?$|\baims?\b[^.;]{0,80}$|\bnot\s(?:be\s)?$"
    r"|\bhypothes[^.;]{0,80}$"
)
_DENIED = Pattern(r"(?i)\b(?:not|no|neither|nor|without|failed to|cannot)\s(?:\w+\s){0,4}$")
_IN = Pattern(r"(?i)\s(?:in|of|on)\s(?:the\s)?(?P<x>[A-Za-z][^.;,()\d]{2,70})")
_THE = Pattern(r"(?i)\s(?:the\s)?(?P<x>[A-Za-z][^.;,()\d]{2,70})")
_NOUN = Pattern(r"(?i)(?:s|ce|ct|fit|tion|ment|nge|impact)$")
_VERB = Pattern(
    r"(?i)\b(?:improve|reduce|prolong|increase|decrease|prevent|affect|slow|alter|influence|lower|shorten|change|relieve|raise|enhance)$"
)
_AMOUNT = Pattern(
    r"(?i)^(?:need|risk|rate|incidence|frequency|number|chances?|odds|likelihood|occurrence|severity|duration)s?\s(?:for|of)\s(?:the\s)?"
)
_PAST = Pattern(r"(?i)\b(?:was|were|did|had|made|found|showed|failed)\b")
_JUDGED = Pattern(
    r"(?i)\b(?:in)?effective|\befficac|\bbenefi|\buse(?:ful|less)\b|\bhelpful\b|\bvalue\b|\badvantage"
)
_NEAR = 120  # characters between who is credited and the verb


def claims(sentences: Sequence[Sentence], names: Names, population: frozenset[str]) -> list[Claim]:
    """Each sentence gives at most one claim of a kind, quoted whole, and its changes inside arms, each with its clause."""
    found: list[Claim] = []
    last = concluding(sentences)
    parts = {s.start for s in subgroup_claims(sentences, names, population)}
    goes_on, before = False, None
    for sentence in sentences:
        if sentence.role in ("paragraph", "item") and not sentence.background:
            concluded = sentence.start in last
            found += _in_sentence(sentence, names, concluded, last.get(sentence.start, True))
            if sentence.start in parts:
                found.append(_claim("subgroup", "", sentence, concluded))
            made = list(_changes(sentence, names, goes_on))
            if not made and before is not None:
                made = list(_of_two(before, sentence, names))
            before = sentence
            goes_on = bool(made)
            found += made
    return found


def _claim(kind: Kind, about: str, sentence: Sentence, concluded: bool) -> Claim:
    why = Because(rule="read.grammar.claims")
    return Claim(kind=kind, about=about, concluded=concluded, quote=sentence.quote(), because=why)


def _changes(sentence: Sentence, names: Names, goes_on: bool) -> Iterator[Claim]:
    yield from _as_claims(sentence, within_arms(sentence, names, goes_on))


def _as_claims(sentence: Sentence, clauses: Sequence[Within]) -> Iterator[Claim]:
    for w in clauses:
        yield Claim(
            kind="change" if w.significant else "no_change",
            about=w.label,
            quote=sentence.quote(w.start, w.end),
            because=Because(rule="read.grammar.within_arms"),
        )


def _of_two(one: Sentence, other: Sentence, names: Names) -> Iterator[Claim]:
    found = of_each(one, other, names)
    for sentence, clauses in zip((one, other), found or (), strict=False):
        yield from _as_claims(sentence, clauses)


def _in_sentence(sentence: Sentence, names: Names, concluded: bool, headed: bool) -> Iterator[Claim]:
    """headed : a heading or its first words make the sentence a conclusion, and not its place alone, where "there was no difference" may
    be a result: that claim of the sentence is none of the conclusions, the others stay so."""
    mentions = names.mentions(sentence)
    done: set[Kind] = set()
    rows = (*ANYWHERE.fitting(sentence.text), *(CONCLUDED.fitting(sentence.text) if concluded else ()))
    for kind, pattern in rows:
        for match in pattern.finditer(sentence.text) if kind not in done else ():
            if _OPEN_QUESTION.search(_just_before(sentence, match)):
                continue
            if kind == "benefit" and not _credited(
                sentence, match, mentions, pattern is CONCLUDED_FOR, concluded
            ):
                continue
            is_result = (
                kind == "no_effect" and not headed and _PAST.search(match.group()) is not None
                and not _JUDGED.search(match.group())
            )  # fmt: skip
            done.add(kind)
            about = _about(kind, match, mentions[0].label if mentions else "", names)
            yield _claim(kind, about, sentence, concluded and not is_result)
            break


def _just_before(sentence: Sentence, match: re.Match[str]) -> str:
    """As far before a claim as any pattern for what may take it back reaches."""
    return sentence.text[max(0, match.start() - 400) : match.start()]


def _credited(
    sentence: Sentence, match: re.Match[str], mentions: Sequence[Mention], named_behind: bool, concluded: bool
) -> bool:
    """A benefit is claimed for an arm named before the verb ("zinc improves"), or right behind it ("we recommend zinc"), and not denied."""
    if _DENIED.search(_just_before(sentence, match)):
        return False
    if any(0 <= match.start() - m.end <= _NEAR for m in mentions):
        return True
    if not concluded:
        return False
    behind = named_behind and any(0 <= m.start - match.end() <= _NEAR // 4 for m in mentions)
    return behind or TRIED.search(sentence.text, max(0, match.start() - _NEAR), match.start()) is not None


def _object(kind: Kind, match: re.Match[str]) -> str:
    """ "no significant reduction in X", "does not reduce X": what the effect was looked for in."""
    if kind != "no_effect":
        return ""
    lead = _THE if _VERB.search(match.group()) else _IN if _NOUN.search(match.group()) else None
    after = lead.match(match.string, match.end()) if lead is not None else None
    return _AMOUNT.sub("", after.group("x")) if after else ""


def _about(kind: Kind, match: re.Match[str], arm: str, names: Names) -> str:
    if kind == "safe":
        return arm
    groups = match.groupdict()
    words = groups.get("x") or groups.get("x2") or _object(kind, match)
    return (tidy(words, names) if words else "") or arm
