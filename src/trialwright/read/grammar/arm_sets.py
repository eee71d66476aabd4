"""Sets of arms that a document may be about, each by one habit of setting arms out, with what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from trialwright.read.grammar.bracketed_codes import code_at, coded_items
from trialwright.read.grammar.called_sets import SUM, ArmSet, against_control, grouped, lettered
from trialwright.read.grammar.coded_regimens import coded_regimens
from trialwright.read.grammar.divided import divided, named_behind, told_by_print, with_and_without
from trialwright.read.grammar.elliptic_arms import elliptic
from trialwright.read.grammar.full_names import with_nouns
from trialwright.read.grammar.kinds_of_people import AND_THEIRS, are_kinds, are_places, is_fought
from trialwright.read.grammar.left_names import left_of
from trialwright.read.grammar.lexis import COUNT, COUNTED, INT, whole
from trialwright.read.grammar.listed_names import (
    bracketed_names,
    coded_names,
    groups_of_allocation,
    groups_set_out,
    respective_names,
    with_or_without,
)
from trialwright.read.grammar.named_arms import FEW, LISTED, PEOPLE, Place
from trialwright.read.grammar.named_by_dose import STARTS_WITH_DOSE, told_by_dose, with_way
from trialwright.read.grammar.naming import CONTROL, sound, words
from trialwright.read.grammar.participants import headcounts
from trialwright.read.grammar.partitions import partitions
from trialwright.read.grammar.passive_comparison import compared_in_passive, compared_using
from trialwright.read.grammar.phrases import arm_phrase, core_and_base
from trialwright.read.grammar.schedule_names import told_by_schedule
from trialwright.read.grammar.scheduled_arms import told_by_length
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.sized_lists import is_told, sized_list
from trialwright.read.grammar.summed_sets import ALL_PEOPLE, given_doses, in_arms, of_doses
from trialwright.read.patterns import Pattern

_VERSUS = Pattern(
    r"(?i)\s(?:versus|vs\.?|v\.?(?=\s[a-z])|compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|against|or(?!\swithout\b|\s(?:more|less|fewer)\b))\s"
)
_BETWEEN = Pattern(
    r"(?i)\b(?:comparing|compar(?:e|ed|es)|comparison (?:of|between)|(?<!relation )(?<!relationship )(?<!association )(?<!correlation )between|differences? between)\s(?P<a>[^.;:()]{3,90}?)\s(?:and|with|to|versus|vs\.?)\s(?P<b>(?!(?:(?:and|or|versus|vs\.?)\s)?without\b)[^.;:()]{3,90})"
)
# "who do not receive zinc or copper" have neither
_NEITHER = Pattern(r"(?i)\b(?:not|without|neither|never|nor)\s(?:[\w-]+\s){0,6}$")
_FEW_WORDS = 3  # a kind of people that is named in so many: more hold a verb
_OF_KINDS = Pattern(
    rf"(?i)\b{PEOPLE}\s(?:with|who have|having)\s(?:[\w-]+\s)?$|\b(?:treatment|management|diagnosis|prophylaxis|prevention)\s(?:of|in)\s$"
)
# "X is at least as good as Y"
_AS_GOOD = Pattern(
    r"(?i)\s(?:is|are|was|were)\s(?:(?:at least|not|as|no)\s){0,3}(?:\w+ly\s)?(?:as\s\w+\sas|(?:(?:non-?)?inferior|superior|equivalent|comparable)\sto|(?:better|worse|safer|(?:more|less)\s\w+)\sthan)\s"
)
# Words that a naming phrase does not reach across, to its left.
_COUNTED = Pattern(
    rf"\s?\(\s?(?:[^()]{{1,30}}[;,]\s)?(?:[Nn]\s?=\s?(?P<n>{INT})|(?P<m>{INT})\s{FEW}{PEOPLE})\s?(?=[);,])"
)
# "a, b, c and d (ABCD) alone": of a list in words the short form names the arm
_DEFINED = re.compile(
    r"[^();.]{3,60},\s[^();.]{3,80}[(](?P<x>[A-Z][\w/+-]*[A-Z][\w+-]*)[)](?P<more>(?:\s(?:alone|only|plus\s[\w-]+))?)"
)
_ASIDE = Pattern(
    r"(?i),\s(?:(?:newly\s)?(?:developed|designed|written|produced|prepared|provided|delivered|led|run|administered|performed|supervised|given)\sby|consisting\sof|which|who)\s[^,;]*$"
)
_THE_SAME = Pattern(
    r"(?i)\s*(?:to\s)?(?:the\s)?same(?:\s(?:drugs?|agents?|regimen|treatment|chemotherapy|therapy|combination|schedule|programme|program|course))?\s(?:with|plus|and|combined with|together with)\s(?!the\s)(?P<x>[A-Za-z].*)"
)
_BASE = Pattern(r"(?i)\s(?:in addition to|added to|on top of|as well as)\s")
_BARE = Pattern(rf"\s?\(\s?(?P<n>{INT})(?:\s{PEOPLE})?\s?\)")
DIVIDED = Pattern(r"(?i)\brandom|\bassigned|\ballocated|\ballotted|\bdivided")
_JOINED = Pattern(r"(?i)[)\],;\s]*(?:or|versus|vs\.?)\s(?:to\s)?(?:the\s|an?\s)?")
_FEW = 4  # names of a list that deals nobody out: more are kinds of people, or reasons
_FILLER = Pattern(r"(?i)^(?:\W*(?:and|or|versus|vs\.?|to|in|the|a)\s)*")
_TITLE_PRIOR = 2.0
_ON = r"(?:(?<=[A-Za-z-])\d{1,4}[^.;,()\d]{0,60})?"  # behind digits of a name: "vitamin D3"
_GIVEN = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s(?!with\b|in\b|for\b)|{PEOPLE}\swith\s[^.;,()\d]{{3,40}}?\s(?=were\s|received\s|underwent\s))?(?:(?:were|was)\s)?(?:(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\s)?"
    rf"(?:to receive|to undergo|received|underwent|treated (?:with|by)|given|fed|offered|to|in|on|with|for)\s(?:the\s|an?\s)?(?:(?:once|twice|thrice)[ -](?:daily|weekly)\s)?(?:[\d.]+\s?[a-zµ]+(?:/[a-z]+)?\sof\s)?(?:\d{{1,3}}-(?!weekly|monthly|daily)[a-z]{{2,9}}\s)?(?P<x>(?:\d-(?:weekly|monthly)\s)?[A-Za-z][^.;,()\d]{{2,60}}{_ON})"
)
_BEHIND = re.compile(r"\s*\[[^\[\]]*\]\s*$")  # "usual care [UC]"
_HAD = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had|underwent|received|took|were given|were treated with)\s(?:the\s|an?\s)?(?P<x>[A-Za-z][^.;,()\d]{{2,60}}?{_ON})(?=\s(?:serving|acting|who|which)\b|[.;,(]|\s(?:and|while|whereas)\s\d|\s?$)"
)
_CALLED = Pattern(
    rf"(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?[(\[]\s?(?:the\s)?(?P<x>[A-Za-z][\w+/ -]{{1,30}}?)\s(?:groups?|arms?)\s?[)\]]"
)
_OFTEN = re.compile(r"\b(?:[bqto]\.?[di]?\.[dswh]\.|[bto]\.i\.d\.)(?=\s[a-z])")  # "2 mg b.d. and"
_VALUE = re.compile(r"(?i)\s*(?:(?!\d{1,2}-?[A-Z]{2}|\d{1,2}-[a-z]{4})[\d.<>≤≥]|p\b)")  # "5-FU" is none
_GROUP_BEHIND = re.compile(r"(?i)\s(?:group|arm)s?\s*$")
_CODE_ALONE = re.compile(r"[A-Z][A-Z0-9+/-]{0,7}")  # "(TX 81, CO 79, I 80)"
# "Rural (n = 12) and urban (n = 14) adults were randomised to A or B": kinds of people, each of them in both arms
_KINDS_DEALT = Pattern(
    r"(?i)\bn\s?=\s?\d[\d,]*\)\s(?:[\w-]+\s){1,4}(?:were|was)\s(?:[a-z]+ly\s)?(?:randomi[sz]ed|assigned|allocated)\s(?:to|between)\s[^.;()]{2,80}?\s(?:or|and|versus)\s"
)
# "zinc and the other 59 got copper"
_AND_END = re.compile(
    r"(?i),?\s(?:and|or|versus|vs\.?|while|whereas)(?:\s(?:the\s)?(?:other|others|remaining|rest|remainder))?\s*$"
)


def proposals(sentences: Sequence[Sentence]) -> Iterator[ArmSet]:
    """Every set of two arms or more that one of the habits finds."""
    head = sentences[:2]
    people = headcounts(sentences)
    for i, sentence in enumerate(sentences):
        if COUNTED.may_match(sentence.text):
            yield from _by_sizes(sentence, people)
        for parts in respective_names(sentence):
            yield from _made(sentence, parts, 1.5 if len(parts) == 2 else 2.5)
        for parts in (*coded_names(sentence, sentence.document.text), *coded_regimens(sentence)):
            yield from _made(sentence, parts, 2.5)
        for together, pair in elliptic(sentence):
            if together in people:
                yield from _told_whole(sentence, pair, 1.5 + SUM)
            elif not any(DIVIDED.search(s.text) for s in sentences):  # else people are divided elsewhere
                yield from _told_whole(sentence, pair, 1.1)
        for parts in (*groups_of_allocation(sentence), *groups_set_out(sentence)):
            yield from _made(sentence, parts, 2.5)
        for parts in coded_items(sentence):
            yield from _made(sentence, parts, 2.5)
            yield from _by_codes(sentence, parts)
        for parts in bracketed_names(sentence):
            yield from _made(sentence, parts, 2.0)
        for (added, place), (_, without) in (
            with_or_without(sentence) if i == 0 or DIVIDED.search(sentence.text) else ()
        ):
            phrase = arm_phrase(added)
            of_kinds = are_kinds("", [phrase, f"without {phrase}"])
            if phrase and sound(phrase) and not CONTROL.search(phrase) and not of_kinds:
                yield ArmSet(((phrase, place), (f"without {phrase}", without)), 1.5 if i == 0 else 1.0)
        versus = _versus(sentence, _TITLE_PRIOR if i == 0 else 1.0)
        yield from (found._replace(titled=i == 0 and found.prior >= _TITLE_PRIOR) for found in versus)
        yield from _as_good(sentence) if i == 0 else ()
        yield from _between(sentence, 1.5 if i == 0 else 1.0)
        for parts in compared_in_passive(sentence):
            yield from _made(sentence, parts, 1.5)
        for parts in compared_using(sentence) if i == 0 and not _VERSUS.search(sentence.bare) else ():
            yield from _made(sentence, parts, _TITLE_PRIOR)
    yield from lettered(sentences)
    yield from grouped(sentences)
    yield from against_control(head, sentences)


def _by_sizes(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    if _KINDS_DEALT.search(sentence.text) and "espectively" not in sentence.text:
        return
    if "their" in sentence.text and AND_THEIRS.search(sentence.text):
        return
    yield from _counted(sentence, people)
    yield from _divided(sentence, people)
    yield from _bracketed(sentence, people)
    yield from _in_sized_list(sentence, people)
    yield from _named_behind(sentence, people)
    yield from _given(sentence, people)
    yield from _called(sentence, people)
    yield from in_arms(sentence, people)
    yield from of_doses(sentence, people)
    yield from given_doses(sentence)
    yield from _adding_up(sentence)


def _made(sentence: Sentence, parts: Sequence[tuple[str, int, int]], prior: float) -> Iterator[ArmSet]:
    parts = [(_in_short(sentence, part) or part[0], *part[1:]) for part in parts]
    parts = [part if not i else _with_the_same(part, parts[i - 1]) for i, part in enumerate(parts)]
    parts = with_nouns(parts)
    short = [_without_base(text) for text, _, _ in parts]
    apart = len({arm_phrase(text).lower() for text in short}) == len(parts)
    told = told_by_dose(short if apart else [text for text, _, _ in parts])
    told = with_way(told, [text for text, _, _ in parts])
    told = told_by_schedule([text for text, _, _ in parts], dealt=False) or told
    phrases = [(phrase, Place(sentence, a, b)) for phrase, (_, a, b) in zip(told, parts, strict=True)]
    keys = {p.lower() for p, _ in phrases}
    if are_places(sentence, [(a, b) for _, a, b in parts]):
        return
    if len(keys) == len(phrases) >= 2 and all(p and sound(p) for p, _ in phrases):
        yield ArmSet(tuple(phrases), prior)


def _with_the_same(part: tuple[str, int, int], before: tuple[str, int, int]) -> tuple[str, int, int]:
    """The part, with what is said before it for "the same": "X or the same drug with Y" is X and "X plus Y"."""
    match = _THE_SAME.match(part[0])
    same = arm_phrase(before[0]) if match else ""
    return (f"{same} plus {match['x']}", *part[1:]) if match and same else part


def _without_base(text: str) -> str:
    """A name without what is given to all: "a supervised exercise programme in addition to B"."""
    base = _BASE.search(text)
    return text[: base.start()] if base and arm_phrase(text[: base.start()]) else text


def _told_whole(sentence: Sentence, parts: Sequence[tuple[str, int, int]], prior: float) -> Iterator[ArmSet]:
    """The set of the parts, by all their words where the naming ones are the same: "X followed by Y" and "X alone"."""
    names = [arm_phrase(text) for text, _, _ in parts]
    if all(names) and len(set(names)) < len(names) and len({text for text, _, _ in parts}) == len(parts):
        yield ArmSet(tuple((text, Place(sentence, a, b)) for text, a, b in parts), prior)
    else:
        yield from _made(sentence, parts, prior)


def _tell_apart(parts: Sequence[str]) -> bool:
    """Whether what is given names an arm each, and no name is all in another: "A then B" is in "B then A"."""
    names = [arm_phrase(text) for text in parts]
    inside = any(words(a) and words(a) <= words(b) for a in names for b in names if a is not b)
    return not inside and all(name and sound(name) for name in names)


def _by_codes(sentence: Sentence, parts: Sequence[tuple[str, int, int]]) -> Iterator[ArmSet]:
    """The set of the codes in brackets, where what stands before one of them names nothing ("the same regimen plus zinc (A-Z)")."""
    told = [code_at(sentence, end) for _, _, end in parts]
    codes = [code for code in told if len(code[0]) > 1 and not _GROUP_BEHIND.search(code[0])]
    if len(codes) == len(parts) and not _tell_apart([text for text, _, _ in parts]):
        yield ArmSet(tuple((code, Place(sentence, a, b)) for code, a, b in codes), 2.5)


def _in_short(sentence: Sentence, part: tuple[str, int, int]) -> str:
    """The short form of a name that is a list in words, "" where it has none in brackets behind it."""
    short = _DEFINED.match(sentence.text[part[1] : part[2]]) if "," in part[0] else None
    return short["x"] + short["more"] if short else ""


def _before_aside(text: str, begin: int, end: int) -> int:
    """Where a name ends that has an aside before its number: "a booklet, written by nurses (n = 41)"."""
    aside = _ASIDE.search(text, max(begin, end - 90), end)
    return aside.start() if aside else end


def _versus(sentence: Sentence, prior: float) -> Iterator[ArmSet]:
    for match in _VERSUS.finditer(sentence.bare):
        left = left_of(sentence.bare, match.start())
        right = sentence.bare[match.end() : match.end() + 90]
        doses = prior >= _TITLE_PRIOR and STARTS_WITH_DOSE.match(right)
        if not doses and _VALUE.match(right):
            continue
        if "against" in match.group() and is_fought(sentence.bare, left[1], match):
            continue
        less = 0.7 if match.group().strip().lower() == "or" else 0.0
        if less and len(left[0].split()) <= _FEW_WORDS and _OF_KINDS.search(sentence.bare, 0, left[1]):
            continue  # "in adults with gout or asthma" are kinds of people
        if less and _NEITHER.search(sentence.bare, max(0, match.start() - 70), match.start() + 1):
            continue
        yield from _made(sentence, (left, (right, match.end(), match.end() + len(right))), prior - less)


def _as_good(sentence: Sentence) -> Iterator[ArmSet]:
    """ "X is at least as good as Y", of a title."""
    for match in _AS_GOOD.finditer(sentence.bare):
        right = sentence.bare[match.end() : match.end() + 90]
        parts = (left_of(sentence.bare, match.start()), (right, match.end(), match.end() + len(right)))
        yield from _made(sentence, parts, _TITLE_PRIOR)


def _between(sentence: Sentence, prior: float) -> Iterator[ArmSet]:
    if not _BETWEEN.may_match(sentence.bare):
        return
    bare = (
        _OFTEN.sub(lambda m: m.group().replace(".", " "), sentence.bare)
        if "." in sentence.bare
        else sentence.bare
    )
    for match in _BETWEEN.finditer(bare):
        parts = [(match.group(g), match.start(g), match.end(g)) for g in ("a", "b")]
        yield from _made(sentence, parts, prior)


def _counted(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "A (n = 43), B (n = 45) or C (40 patients)"."""
    found, counts = [], list[int]()
    last = together = 0
    for match in _COUNTED.finditer(sentence.text):
        found.append(_before(sentence, last, match.start()))
        last = match.end()
        counts.append(whole(match.group("n") or match.group("m")))
        together += counts[-1]
    whole_of_rest = next((i for i, n in enumerate(counts) if len(counts) > 2 and 2 * n == together), None)
    if whole_of_rest is not None:  # "Adults (n = 90) were assigned to A (n = 44) or B (n = 46)"
        del found[whole_of_rest]
        together //= 2
    if len(found) < 2:
        return
    found = found if DIVIDED.search(sentence.text) else found[:_FEW]
    prior = 2.5 + SUM * (together in people)
    if timed := told_by_length(sentence.bare, found[:LISTED]):
        places = (Place(sentence, a, b) for _, a, b in found[:LISTED])
        yield ArmSet(tuple(zip(timed, places, strict=True)), prior)
    yield from _made(sentence, found[:LISTED], prior)


def _before(sentence: Sentence, last: int, end: int) -> tuple[str, int, int]:
    """The name before a size, with its place; last : where the size before it ends, 0 for the first."""
    joined = _JOINED.match(sentence.bare, last, end) if last else None
    if joined:
        whole_name = arm_phrase(sentence.bare[joined.end() : end])
        if sound(whole_name) and not core_and_base(whole_name)[1]:
            return whole_name, joined.end(), end  # "or A followed by B for the C"
    left, begin, stop = left_of(sentence.bare, _before_aside(sentence.bare, last, end), last)
    text = _FILLER.sub("", left.strip(" ,"))
    if not arm_phrase(text):  # too long: "surgery of the arm with A"
        text = text.rpartition(" with ")[2]
    return _GROUP_BEHIND.sub("", text), begin, stop


def has_sizes(sentence: Sentence) -> bool:
    """Whether the sentence sets out groups with a printed size each."""
    return next(_counted(sentence, ()), None) is not None


def _divided(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "12 months (n = 43) or 6 months (n = 45)", "with (n = 43) or without (n = 45) A"."""
    for parts in divided(sentence, people):
        told = [(text, a, b) for text, a, b, _ in parts]
        made = list(_made(sentence, told, ALL_PEOPLE))
        yield from made
        for text, a, b in with_and_without(sentence, parts)[:1]:
            other = parts[1]
            phrase = arm_phrase(text)
            if phrase and sound(phrase) and not CONTROL.search(phrase):
                places = (Place(sentence, a, b), Place(sentence, other.start, other.end))
                yield ArmSet(((phrase, places[0]), (f"without {phrase}", places[1])), ALL_PEOPLE)
        printed = () if made else told_by_print(parts)
        if printed:
            yield ArmSet(tuple((text, Place(sentence, a, b)) for text, a, b in printed), ALL_PEOPLE)


def _bracketed(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "A (43), B (45) or C (40)": bare numbers in brackets that together are the people."""
    found, last, together = [], 0, 0
    for match in _BARE.finditer(sentence.text):
        text, begin, stop = left_of(sentence.bare, match.start(), last)
        found.append((_FILLER.sub("", text.strip(" ,")), begin, stop))
        last, together = match.end(), together + whole(match.group("n"))
    if 2 <= len(found) <= (LISTED if DIVIDED.search(sentence.text) else _FEW) and together in people:
        yield from _made(sentence, found, 2.0 + SUM)


def _in_sized_list(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "allotted to A once daily (43), B for 6 weeks (45) or both (40)": each with its number, behind the words that divide people."""
    found = sized_list(sentence)
    together = sum(item.size for item in found) in people
    if is_told(found, together):
        yield from _made(sentence, [(i.text, i.start, i.end) for i in found[:LISTED]], 2.5 + SUM * together)


def _named_behind(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "(n = 43 for A, n = 45 for B)"."""
    if found := named_behind(sentence.text):
        prior = 2.5 + SUM * (sum(f.size for f in found) in people)
        yield from _made(sentence, [(f.name, f.start, f.end) for f in found], prior)


def _adding_up(sentence: Sentence) -> Iterator[ArmSet]:
    """ "80 adults (41 zinc, 39 placebo)": numbers that add up divide people by arm."""
    for parts in partitions(sentence):
        letters = all(len(p.words) == 1 and p.words.isupper() for p in parts)
        told = [(f"arm {p.words}" if letters else _BEHIND.sub("", p.words), p.start, p.end) for p in parts]
        if letters:
            yield ArmSet(tuple((text, Place(sentence, a, b)) for text, a, b in told), 3.0)
        elif len(parts) > 2 and all(_CODE_ALONE.fullmatch(p.words) for p in parts):
            yield ArmSet(tuple((p.words, Place(sentence, p.start, p.end)) for p in parts), 3.0)
        yield from _made(sentence, told, 3.0)


def _given(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "43 patients received A and 45 received B"."""
    matches = list(_GIVEN.finditer(sentence.bare))[:3]
    together = sum(whole(m.group("n")) for m in matches)
    found = [(m.group("x"), m.start("x"), m.end("x")) for m in matches]
    found = [(_AND_END.sub("", t), a, b) for t, a, b in found]
    if len(found) >= 2:
        yield from _made(sentence, found, 1.5 + SUM * (together in people))
    else:
        yield from _had(sentence, people)


def _called(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "21 adults (A group) were given ... and 24 (B group) ...": numbers that are all the people, each with a group's name."""
    matches = list(_CALLED.finditer(sentence.text))
    if 2 <= len(matches) <= _FEW and sum(whole(m.group("n")) for m in matches) in people:
        yield from _made(sentence, [(m.group("x"), *m.span("x")) for m in matches], 2.0 + SUM)


def _had(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "21 patients had A, 24 had B": arms if these are all the people, as patients have other things too."""
    matches = list(_HAD.finditer(sentence.bare))[:_FEW]
    if len(matches) >= 2 and sum(whole(m.group("n")) for m in matches) in people:
        found = [(_AND_END.sub("", m.group("x")), m.start("x"), m.end("x")) for m in matches]
        yield from _made(sentence, found, 1.5 + SUM)
