"""Two numbers, each with people of its own behind it, said in the same way: "31 % of walkers and 47 % of controls"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.completion import is_opened
from trialwright.read.grammar.mentions import NOBODY, Mention
from trialwright.read.grammar.pair_words import POOLED
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import VERSUS
from trialwright.read.patterns import Pattern

_CLOSED = r"[)\]]?(?:,?\s?[(\[][^()\[\]]{1,70}[)\]])?"
_LED = rf"\s(?:(?:of|in|for|with|on|among|after|receiving|given|who\s(?:had|did|got|took|wore|used)|(?:operated|treated|managed|followed|seen|nursed)(?:\son)?)\s|(?=(?:[\w+-]+\s){{0,3}}{PEOPLE}\b))"
_AND = rf"(?:,?\s(?:and|but|while|whereas|{VERSUS})|,)\s(?:only\s|in\s|of\s|for\s|by\s|to\s){{0,2}}"
_WORDS = r"(?:[^\d.;:()%]|\d{1,2}-(?=[a-z]))"  # and "the 6-month"
_FIRST = Pattern(rf"(?i){_CLOSED}{_LED}(?P<who>{_WORDS}{{3,90}}?){_AND}[(\[]?")
_SECOND = Pattern(rf"(?i){_CLOSED}{_LED}(?P<who>{_WORDS}{{3,90}})(?=[.;:,()%\d]|$)")
# What numbers may be of that is no arm: all people, a time, a part of the body, what they have.
_NO_ARM = Pattern(
    r"(?i)^(?:the\s)?(?:all|both|each|either|every|overall|total|whole|years?|months?|weeks?|days?|follow|baseline|grades?|stages?|cases|tumou?rs|favou?r|terms|which|whom|cycles?|courses?)\b"
    r"|(?<!-)\b(?:years?|months?|weeks?|days?|both|all|each|overall|population|cohort|trial|study)\b"
)
_KIN = r"relatives|spouses|partners|siblings|parents|doctors|nurses|staff"
# What tells that words are of people who are not named, and ...
_PEOPLE = Pattern(
    rf"(?i)^(?:the\s)?(?:{PEOPLE}|those|others?|rest|remainder|former|latter)\b|\b(?:groups?|arms?|regimens?|schedules?|courses?|recipients|cohorts?|{_KIN}|{PEOPLE})$"
)
# ... that these are the other arm: "the other", "those who were not", "the longer course".
_THE_OTHER = Pattern(
    r"(?i)^(?:the\s)?(?:(?:others?|rest|remainder|former|latter)\b|(?:those|patients|women|men|adults|participants)\s(?:(?:who|that)\s)?(?:(?:were|was|had|did|are)\s)?(?:not|without|untreated|left|given|receiving|received|treated|assigned|allocated|randomi[sz]ed|on)\b)"
    r"|\b(?:groups?|arms?|regimens?|schedules?|courses?|recipients|controls?|users|takers)$"
    rf"|(?-i:^[A-Z][A-Z0-9-]+\s){PEOPLE}$"
)
_KIND_OF_GROUP = Pattern(
    rf"(?i)\b(?:risk|protocol|treat|safety|age|older|younger|severe|mild|severity|aged|positive|negative|status|sub|stage|grade|weight|income|education|previous|earlier|historical|published|general|reference|healthy|screened|eligible|invited|same|active\streatment|hospitals|clinics|cent(?:re|er)s|practices|schools|visits|doses|samples)(?:-|\s|$)|\bsub-?groups?\b|\b(?:{_KIN})\b"
)
_ON_DOSE = Pattern(rf"(?i){_CLOSED}\s(?:on|with|for|in|after|given|receiving)\s(?:the\s)?{DOSE}")
_THEN_BRACKET = Pattern(r"[)\]]?(?:\s[^\d.;:()]{1,80})?\s?[(\[]")
_WITHOUT = Pattern(
    rf"(?i){_CLOSED}\s(?:(?:of\s)?(?:those|patients|{PEOPLE})\s)?without(?:\sit)?\s?(?:[.,;)]|$)"
)
_WITH_AND_WITHOUT = Pattern(
    rf"(?i){_CLOSED}\s(?:of\s(?:the\s)?)?(?:(?:those|patients|{PEOPLE})\s)?with\s(?:and|or|versus|vs\.?)\swithout\s(?=[a-z])"
)
_DIRECT = Pattern(
    rf"(?i)[)\]]?\s(?:(?:of\s)?(?:those|{PEOPLE})\s(?:who\s)?(?:had|took|received|receiving|were\sgiven|given|treated\swith|taking)\s(?:the\s)?)?"
)
_KINDS = Pattern(
    r"(?i)\b(?:(?:non-?|ex-?)?smokers|drinkers|carriers|(?:non-?)?responders|completers|men|males?|boys|girls|females?|older|younger|elderly|obese|diabetics|positive|negative|whites?|blacks?)\b"
)
_SAID = Pattern(
    r"(?i)(?<!who\s)\b(?:had|was|were|died|did|reported|complained|experienced|developed|showed)\b"
)


def parallel(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    labels: Sequence[str],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> list[str]:
    """`labels`, but where of two numbers with people of their own one is said of an arm by name, the other is not that arm's:
    it is the other arm's where there are two, and nobody's where there are more."""
    out = list(labels)
    for i, ((_start, end), (second, last)) in enumerate(pairwise(values)):
        first = _FIRST.fullmatch(sentence.text, end, second)
        behind = first and _SECOND.match(sentence.text, last)
        if not first or not behind or _NO_ARM.search(behind["who"]):
            continue
        one = [m for m in mentions if end <= m.start < second]
        other = [m for m in mentions if last <= m.start < behind.end()]
        if one and other and one[0].label == other[0].label and _are_two(first["who"], behind["who"]):
            out[i] = out[i + 1] = (
                ""  # "42% on daily X, 38% on alternate-day X": one of them is no arm that is known
            )
        if bool(one) == bool(other):
            continue
        name, place, strange = (one[0], end, i + 1) if one else (other[0], last, i)
        direct = _DIRECT.fullmatch(sentence.text, place, name.start) is not None
        if not (direct or is_opened(sentence, place, name.start)):
            continue
        if one and labels[i + 1] == name.label and _is_sort_of_arm(behind["who"], arms):
            out[i + 1] = (
                ""  # "9% after home care, and 5% after nurse care": what is no name may be the other arm's
            )
            continue
        if _SAID.search(first["who"]):  # "55% of adults had it, and 42% of the A group"
            out[i] = "" if other and labels[i] == name.label and _PEOPLE.search(first["who"]) else labels[i]
            continue
        if one and not _PEOPLE.search(behind["who"].strip()):
            continue
        if one and not _is_the_other(behind["who"].strip()):
            out[i + 1] = "" if labels[i + 1] == name.label else labels[i + 1]  # "and 9% of nurses"
            continue
        if other and (_NO_ARM.search(first["who"]) or _is_kind(first["who"])):
            out[i] = "" if labels[i] == name.label else labels[i]  # "12% in year one and 9% of the A group"
        elif labels[strange] in ("", name.label):
            rest = [a for a in arms if a != name.label]
            around = {out[j] for j in (i - 1, i + 2) if 0 <= j < len(out)}
            told = len(rest) == 1 and rest[0] not in around  # an arm has no two numbers in one list
            out[strange] = rest[0] if told else ""
    return out


def on_dose(sentence: Sentence, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a number is of those on a dose that names no arm: "9% on placebo, 15% on 150 mg"."""
    dose = _ON_DOSE.match(sentence.text, end)
    return dose is not None and not any(end <= m.start <= dose.end() for m in mentions)


def of_pooled_arms(sentence: Sentence, values: Sequence[tuple[int, int]]) -> set[int]:
    """Indices of numbers behind arms that are said to be taken together: "in the two zinc arms together it was seen in 7"."""
    pooled = POOLED.search(sentence.text)
    if pooled is None:
        return set()
    end = sentence.bare.find(";", pooled.end())
    return {i for i, (start, _) in enumerate(values) if start >= pooled.end() and (end < 0 or start < end)}


def as_their_counts(
    sentence: Sentence, values: Sequence[tuple[int, int]], labels: Sequence[str]
) -> list[str]:
    """`labels`, but a pair of percents in a bracket behind two counts is theirs, whether both are known or one: "12/28 after A and 11/29 after B (43% v 38%)"."""
    out, text = list(labels), sentence.text
    for i in range(len(values) - 3):
        (_, first), (second, end), (third, _), (_, last) = values[i : i + 4]
        counted = "%" not in text[values[i][0] : first + 1] + text[second : end + 1]
        close = text.find(")", third)
        if not counted or "%" not in text[third : last + 1] or not _THEN_BRACKET.fullmatch(text, end, third):
            continue
        if close >= last and ";" not in text[first:second] and out[i] != out[i + 1]:
            out[i + 2 : i + 4] = out[i : i + 2]
    return out


def without_it(sentence: Sentence, values: Sequence[tuple[int, int]], labels: Sequence[str]) -> set[int]:
    """Indices of numbers of those "without", behind one of those with what the arm has: "45% with zinc and 37% without"."""
    return {
        i + 1
        for i, (_, (_, end)) in enumerate(pairwise(values))
        if labels[i] and labels[i] == labels[i + 1] and _WITHOUT.match(sentence.text, end)
    }


def with_others(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> set[int]:
    """Indices of pairs "of those with and without" something that is no arm's name."""
    out: set[int] = set()
    for i, ((first, _), (_, end)) in enumerate(pairwise(values)):
        match = _WITH_AND_WITHOUT.match(sentence.text, end)
        if match and not any(first < m.start <= match.end() and m.end > match.end() for m in mentions):
            out |= {i, i + 1}
    return out


def _is_sort_of_arm(who: str, arms: Sequence[str]) -> bool:
    """Whether words end with the last word of all arms' names, and so name what is as they are: "nurse care" beside "home care"."""
    heads = {arm.lower().split()[-1] for arm in arms if " " in arm}
    return len(heads) == 1 and all(" " in arm for arm in arms) and who.lower().split()[-1:] == list(heads)


def _is_the_other(who: str) -> bool:
    """Whether words of people say no more of them than that they are the other arm, and not what kind of people they are."""
    return _THE_OTHER.search(who) is not None and not _is_kind(who)


def _is_kind(who: str) -> bool:
    return _KINDS.search(who) is not None or _KIND_OF_GROUP.search(who) is not None


def _are_two(first: str, second: str) -> bool:
    """Whether two short phrases that name one arm say more of it, and not the same."""
    said = [_PLAIN.sub(" ", _JOINS.sub("", phrase.lower())).split() for phrase in (first, second)]
    return said[0] != said[1] and max(map(len, said)) <= _SHORT and said[0][-1:] == said[1][-1:] != []


_PLAIN = Pattern(
    r"(?i)\b(?:the|those|patients|women|participants|who|were|on|in|receiving|received|given|treated|with|assigned|to|groups?|arms?)\b"
)
_JOINS = Pattern(r"(?i)[,\s]*(?:and|or|but|while|whereas|versus|vs\.?)?\s*$")
_SHORT = 4  # words
_FORMER = Pattern(r"(?i)\b(?P<f>the\sformer)\b(?:[^.;]|\.(?=\d)){0,160}?\b(?P<l>the\slatter)\b")


_BRACKET = Pattern(r"\s?[(\[](?!\s?(?:n\s?=\s?)?\d)[^()\[\]]{1,40}[)\]]")


def former_and_latter(
    sentence: Sentence, mentions: Sequence[Mention], carried: Sequence[str]
) -> list[Mention]:
    """ "the former" and "the latter" as the two arms that the sentence names before them, or else the sentence before it; as
    nobody where these name no two arms, or a bracket says whom else is meant: "of the former (men)".

    carried : the arms as the sentence just before names them.
    """
    match = _FORMER.search(sentence.text)
    if match is None or any(m.start > match.start("f") for m in mentions):
        return []
    told = list(dict.fromkeys(m.label for m in mentions if m.start < match.start("f"))) or list(carried)
    strange = any(_BRACKET.match(sentence.text, match.end(g)) for g in ("f", "l"))
    first, second = told if len(told) == 2 and not strange else (NOBODY, NOBODY)
    return [Mention(*match.span("f"), first), Mention(*match.span("l"), second)]
