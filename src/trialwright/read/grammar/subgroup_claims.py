"""A part of the patients that is said to respond where others do not, or more than they: "in women, but not in men"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_PEOPLE = rf"(?:{PEOPLE}|those|drinkers|runners|users|sub-?groups?|subsets?|sub-?populations?)"
_TAIL = (
    r"(?:\s(?:with|who|whose|aged|over|under|older|younger|above|below|without|at|of|having)\s[^,;().]{2,80})"
)
# Some of the patients: "older women", "those with severe disease", "children sensitised to mites"
_PART = rf"(?:the\s|an?\s)?(?!(?:all|both|these|our|most|some|many|which|two|three)\b)(?:[\w+/-]+\s){{0,4}}?{_PEOPLE}\b{_TAIL}?"
_EFFECT = (
    r"(?:benefits?|effects?|responses?|reductions?|improvements?|difference|advantage|gains?|efficacy|signal)"
)
_BETTER = r"(?:benefi\w+|improv\w+|reduc\w+|lower(?:ed)?|higher|better|greater|longer|fewer|halved|decreas\w+|increas\w+|prolong\w+|prevent\w+|effective|superior|less|more)"
# "in women (p = 0.01) but not in men"
_NOT_IN = Pattern(
    rf"(?i)\b(?:in|among|for)\s(?P<g>{_PART}).{{0,160}}?[,;]?\s\(?(?:but|and)\s(?:was\s|were\s|did\s)?not\s(?:in|among|for)\s(?:the\s)?(?!any\b)(?:[\w+/-]+\s){{0,4}}?(?:{_PEOPLE}|others|the\srest)\b(?!\s(?:on|given|taking|who\s(?:took|received|did|had))\b)"
)
_WHEREAS = Pattern(
    rf"(?i)\b(?:in|among|for)\s(?P<g>{_PART}).{{0,160}}?\b(?:significan|p\s?[<=]).{{0,120}}?[,;]\s(?:but|while|whereas)\s(?:in|among|for)\s(?:the\s)?(?:[\w+/-]+\s){{0,4}}?(?:{_PEOPLE}|others)\b[^;]{{0,80}}?\b(?:not?|none|similar)\b"
)
# "halved attacks in severe asthma (rate ratio 0.52, 95% CI 0.30 to 0.90), whereas there was no effect in mild asthma"
_NO_EFFECT_IN = Pattern(
    rf"(?i)\b(?:in|among|for)\s(?P<g>{_PART}|[a-z][\w-]*\s[a-z][\w-]*)\b.{{0,160}}?\b(?:significan|p\s?[<=]|CI\b).{{0,120}}?[,;)]\s(?:but|while|whereas)\s(?:(?:there\swas|it\shad|with|had)\s)?(?:no|little)\s(?:significant\s|such\s|clear\s)?{_EFFECT}\s(?:was\sseen\s|was\sfound\s|was\sobserved\s)?(?:in|among|for)\s(?!either|any)"
)
# "those over 75 benefited (HR 0.70, 95% CI 0.50 to 0.97), but younger patients did not"
_DID_NOT = Pattern(
    rf"(?i)(?:^|,\s|\b(?:and|that|but)\s)(?P<g>(?:those|{_PEOPLE})\b{_TAIL}|{_PART})\s(?:benefited|improved|responded|recovered|did\sbetter)\b.{{0,160}}?[,;)]\s(?:but|while|whereas)\s(?:the\s)?(?:[\w+/-]+\s){{0,4}}?(?:{_PEOPLE}|others)\sdid\snot\b"
)
_ONLY = Pattern(rf"(?i)\b{_BETTER}\b[^;]{{0,90}}?\bonly\s(?:in|among|for)\s(?P<g>{_PART})")
_ANALYSIS = Pattern(
    rf"(?i)\b(?:post[- ]?hoc|sub-?group)\s(?:sub-?group\s)?analys[ie]s\b(?:\sof\s[^,;.]{{1,60}})?\s(?:showed|revealed|suggested|demonstrated|found|indicated|identified)\b(?:(?!\b(?:no|not|consistent|similar)\b)[^;]){{0,100}}?\b{_BETTER}\b[^;]{{0,60}}?\b(?:in|among|for|with)\b(?P<g>)"
    rf"|\banalys[ie]s\s(?:was|were)\s(?:restricted|limited|confined)\sto\s(?P<g2>{_PART})[^;]{{0,80}}?\b{_BETTER}\b"
    rf"|\bin\s(?:a\s|the\s)?(?:post[- ]?hoc\s|pre-?specified\s|planned\s|exploratory\s)?sub-?group\sanalys[ie]s,?\s(?:(?!\b(?:no|not|consistent|similar)\b)[^;]){{0,100}}?\b{_BETTER}\b[^;]{{0,60}}?\b(?:in|among|for)\s(?P<g4>{_PART})"
    rf"|\b(?:in|among)\s(?:the|a|this)\s(?:[\w-]+\s){{0,2}}?sub-?group\s(?:of|with)\s(?P<g3>[^,;()]{{3,90}})[,\s](?:(?!\b(?:no|not|similar)\b)[^;]){{0,80}}?\b{_BETTER}\b"
)
_GREATER = Pattern(
    rf"(?i)\b{_EFFECT}\b[^;]{{0,60}}?\s(?:mainly\s|largely\s)?(?:concentrated|confined|restricted|limited|most pronounced|pronounced|greatest|strongest|larger?|greater|clear(?:er|est)?)\s(?:mainly\s|largely\s)?(?:in|to|among)\s(?P<g>{_PART})"
    rf"|\b(?:greater|larger|clear(?:er)?)\s{_EFFECT}\s(?:was\s|were\s|is\s)?(?:\w+\s)?(?:in|among)\s(?P<g2>{_PART})"
    r"|\bmost likely (?:subgroup )?to (?:respond|benefit)\b|\bmost likely (?:subgroup|responders)\b|\bclear interaction between\b"
    r"|\b(?:baseline|higher|elevated)\b[^.;]{0,120}\bpredicted (?:a )?(?:larger|greater|better|response|benefit)|\bresponder subgroup\b"
    r"|\b(?:targeted|clear|strong|robust)\s(?:\w+\s)?(?:signal|benefit|effect) in an? (?:[\w-]+\s){0,3}sub-?group\b"
)
_CLAIMS = Patterns.of(_NOT_IN, _WHEREAS, _NO_EFFECT_IN, _DID_NOT, _ONLY, _ANALYSIS, _GREATER)
_TWO_KINDS = (_NOT_IN, _WHEREAS, _NO_EFFECT_IN, _DID_NOT, _ONLY)  # which set a kind of people against another
_OF_EFFECTS = (_ANALYSIS, _GREATER, _DID_NOT)  # whose own words speak of an effect of treatment
_EFFECT_NAMED = Pattern(rf"(?i)\b{_EFFECT}\b|\btreatment\b")
_WHOLE_NULL = Pattern(
    r"(?i)\b(?:did not (?:differ|improve|reduce|raise|increase|affect|change)|no (?:significant |overall )?(?:difference|effect|benefit|reduction|improvement)s?|similar|not (?:significantly )?(?:different|improved|reduced))\b"
)
_WHOLE = Pattern(
    r"(?i)\boverall\b(?!\s(?:survival|response|mortality\srate))|\bin (?:the|all) (?:whole|entire|total|overall|study)?\s?(?:group|population|cohort|sample|patients|participants)\b|\bas a whole\b|\bin all patients\b"
)
_IN_PART = Pattern(
    rf"(?i)\b(?:in|among|for)\s(?P<g>{_PART})(?:(?!\b(?:no|not|similar|n't)\b)[^;]){{0,90}}?\b{_BETTER}\b"
)
_TESTED = Pattern(r"(?i)\bp\s?[<=]|\bsignifican|\bCI\b|\bconfidence\b")
_HEDGED = Pattern(
    r"(?i)\b(?:may|might|could)\s(?:\w+\s)?be\s(?:\w+\s)?(?:confined|restricted|limited|concentrated|greater|larger)\b|\b(?:consistent|similar|same|regardless|irrespective)\b[^;]{0,40}\bsub-?(?:groups?|sets?)\b"
    r"|hypothes[ie]s[- ]generating|\bcautio|\bby chance\b|\bplay of chance\b|\bdue to chance\b|\binteraction\b[^.;]{0,30}\bnot\b|\bno (?:evidence|indication|sign) (?:that|of)\b[^.;]{0,60}\b(?:differ|interact|heterogen)|\bexploratory\b|\bwarranted\b|\bneeded\b|\bfuture\s(?:trials|studies)\b|\bshould be (?:tested|confirmed)"
)
_WORD = Pattern(r"[A-Za-z][\w-]{3,}")
_TREATED = Pattern(
    r"(?i)\b(?:treated|receiving|received|given|assigned|allocated|randomi[sz]ed|intervention|control|placebo|using|undergoing|underwent|took|taking|attend(?:ed|ing)|practi[cs](?:ed|ing)|perform(?:ed|ing)|doing|wait(?:ing)?[- ]list)\b"
)
_THEN_TREATED = Pattern(
    r"(?i)\s(?:given|receiving|treated|taking|on|assigned|allocated|randomi[sz]ed|using|undergoing|who\s(?:received|took|were\s(?:given|treated|assigned)|had\sbeen))\b"
)
_SUBJECT = Pattern(
    rf"(?i)^\W{{0,3}}(?:(?:however|but),?\s)?(?P<g>{_PART})\s(?:were|had|was|showed|recovered|benefited|did)\b(?:(?!\b(?:no|not|similar)\b).){{0,60}}?\b{_BETTER}\b"
)
_NEAR = 2  # sentences after one on the whole in which a part may follow


def subgroup_claims(
    sentences: Sequence[Sentence], names: Names, population: frozenset[str]
) -> Iterator[Sentence]:
    """Sentences that say so of a part that is neither an arm nor the people who were enrolled (`population`: words of these)."""
    null = -_NEAR - 1
    for i, sentence in enumerate(sentences):
        if sentence.background or sentence.role not in ("paragraph", "item"):
            continue
        whole = _on_whole(sentence)
        null = i if whole else null
        if (
            _says_so(sentence, names, population)
            or (i - null <= _NEAR and _follows_whole(sentence, whole, names, population))
        ) and not _HEDGED.search(sentence.text):
            yield sentence


def _says_so(sentence: Sentence, names: Names, population: frozenset[str]) -> bool:
    rows = _CLAIMS.fitting(sentence.text)
    return any(
        _is_part(sentence, m, names, frozenset() if p is _DID_NOT else population, p in _TWO_KINDS)
        for _, p in rows
        for m in p.finditer(sentence.text)
        if p in _OF_EFFECTS or names.mentions(sentence) or _EFFECT_NAMED.search(sentence.text)
    )


def _on_whole(sentence: Sentence) -> re.Match[str] | None:
    """Where a sentence says of all patients that nothing differed."""
    found = _WHOLE.search(sentence.text)
    return _WHOLE_NULL.search(sentence.text) if found else None


def _follows_whole(
    sentence: Sentence, whole: re.Match[str] | None, names: Names, population: frozenset[str]
) -> bool:
    if not _TESTED.search(sentence.text):
        return False
    start = whole.end() if whole else 0
    found = [*_IN_PART.finditer(sentence.text, start), *([] if whole else _SUBJECT.finditer(sentence.text))]
    return any(_is_part(sentence, m, names, population) for m in found)


def _is_part(
    sentence: Sentence,
    match: re.Match[str],
    names: Names,
    population: frozenset[str],
    two_kinds: bool = False,
) -> bool:
    """two_kinds : the sentence names others too, so that "men" alone are a part."""
    group = next((g for g in match.groupdict() if match[g]), "")
    if not group:
        return True
    start, end = match.span(group)
    if _THEN_TREATED.match(sentence.text, end):
        return False
    if _TREATED.search(sentence.text, start, end) or any(
        m.start < end and start < m.end for m in names.mentions(sentence)
    ):
        return False
    said = frozenset(w.lower() for w in _WORD.findall(sentence.text[start:end]))
    return not said <= population if said else two_kinds
