"""How many there are in each arm. A count of events beside an arm is not its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.beside import CODE_BEFORE, NUMBER, UNIT, beside
from trialwright.read.grammar.counts_by_place import out_of_both
from trialwright.read.grammar.counts_or_sizes import (
    DIVIDES,
    EVENTS,
    FARE,
    are_sizes,
    says_people,
    tells_events,
)
from trialwright.read.grammar.dealt_to_amounts import dealt_to_amounts
from trialwright.read.grammar.elliptic_arms import elliptic_sizes
from trialwright.read.grammar.events_among import events_among
from trialwright.read.grammar.group_by_group import sizes_group_by_group
from trialwright.read.grammar.in_so_many import sizes_in_so_many
from trialwright.read.grammar.kept_sizes import ArmSize, kept_sizes
from trialwright.read.grammar.lexis import COUNT, COUNTED, INT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.no_sizes import (
    are_cases_compared,
    is_kind_of_counted,
    is_labelled_otherwise,
    is_of_one_sex_of_two,
    is_of_some,
    is_of_those_compared,
    is_year_or_of_a_place,
    tells_what_became,
    without_kinds,
)
from trialwright.read.grammar.pairing import link
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.size_of_each import of_each
from trialwright.read.grammar.sized_lists import sizes_of_list
from trialwright.read.grammar.sizes_by_sentence import sizes_by_sentence
from trialwright.read.grammar.sizes_for import equal, sizes_for
from trialwright.read.grammar.sizes_in_order import in_list, in_order, of_runs
from trialwright.read.grammar.sizes_left import sizes_left
from trialwright.read.grammar.sizes_of_pair import one_each
from trialwright.read.grammar.sizes_told_plainly import sizes_told_plainly
from trialwright.read.grammar.touching_sizes import listed_sizes, touching_sizes
from trialwright.read.patterns import Choice, Pattern

# "A (n = 29)", "A group (349 patients)", "A, n = 29", "A (40 min a day; 29 patients)", "A (arm 1: 29 patients)"
_CLUSTERS = r"(?:\s(?:and|or|vs?\.?|versus)\s\d{1,4})?\s(?:classes|schools|practices|clusters|wards|hospitals|clinics|villages|cent(?:re|er)s|units|teachers|homes|sites|towns)\b"
# Nor one of two in a bracket, "(n = 120 and 119)": which arm each is of is told by no name beside it
_NO_SHARE = rf"(?!\s?/|\s?(?:to|-)\s?\d|\s(?:events?|deaths?|recurrences?|relapses?|failures?|fractures?|infections?|strokes?|procedures?|samples?)\b|{PERCENT}|{_CLUSTERS}|,\s[\d.]{{1,5}}\s?%(?!\s(?!vs?\b|versus\b|and\b)[a-z])|\s?[(\[]\s?\d|\s(?:and|vs?\.?|versus)\s\d{{1,5}}\s?[)\]])"
_AFTER = Choice(
    rf"(?i)(?:[(\[,]\s?(?:[^()\d]{{0,40}}[;,]\s?)?|[(\[]\s?|\s)n\s?=\s?(?P<n>{INT}){_NO_SHARE}"
    rf"|[(\[,]\s?(?:[^()\[\]]{{0,60}};\s?|(?:group|arm)\s\w\s?:\s?)?(?P<n2>{COUNT})\s(?!and\s)(?:{FEW}{PEOPLE}(?:\saged\s[^();]{{1,40}})?|analy[sz]ed|evaluable)(?=\s?[)\],;])(?!\s?[)\]]\s(?:was|were)\s(?:\w+ly\s)?(?:higher|lower|greater|larger|smaller|more|less|fewer|rarer)\b)(?!,\s[\d.]{{1,5}}\s?%)"
)
# "(120 women, short)", between a number and a name
_HELD = Pattern(rf"(?i)(?:\s{FEW}{PEOPLE})?(?:[,;:]|,?\s(?:in|on|to))?\s(?:the\s)?")
# "a cohort of 47 patients"
_OF = Pattern(rf"(?i)\s(?:of|comprising|included|consisted of)\s{NUMBER}\s{FEW}{PEOPLE}\b")
# "(ZN 64, PL 65)", "zinc 30 mg daily (149) or placebo (150)"
# "the drain was closed in 64 patients and open in 60 patients"
_IN = Pattern(
    rf"(?i)\s(?:alone\s)?(?:(?:was|were)\s\w+\s)?(?:in|to|for)\s{NUMBER}(?:\s{FEW}{PEOPLE}\b(?!\s?[(\[])|(?=\sand\sthe\s))"
)
_NEXT = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|alone|only))?\s?[,:=]?\s?(?P<n>{INT})(?:\s{PEOPLE})?(?=\s?[,;)]|\.?\s?$|\sand\s)"
)
_GIVEN_TO = Pattern(
    rf"(?i)\b(?:was|were)\s(?:administered|given|assigned|allocated|allotted|dispensed|prescribed|offered|provided)\sto\s(?P<n>{COUNT})(?=\s{FEW}{PEOPLE}\b|\s?[,;.]|\sand\b)"
)
_TO = Pattern(rf"(?i)(?:\s(?:alone|only))?,?\sto\s(?P<n>{COUNT})(?=\s{FEW}{PEOPLE}\b|\s?[,;.])")
_NEAR_GIVEN = 60  # characters from an arm's name to what is said of it
_COMPRISED = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?\s(?:comprised|included|consisted of|contained|numbered)\s{NUMBER}"
)
_THEN = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?:(?:comprised|included|consisted of|contained|numbered)\s|of\s)?{NUMBER}(?=\s{FEW}{PEOPLE}\b|\swho\s|\s?[,;.]|\s?$)"
)
_COMMA_NAME = Pattern(rf"(?<![\w.,/])(?P<n>{INT}),\s(?:the\s)?$")
_BARE = Pattern(rf"(?:[^.;()]|(?<=\d)\.(?=\d)){{0,30}}?\(\s?(?P<n>{INT})(?:\s{PEOPLE})?\s?\)")
_WITH_OR_WITHOUT = Pattern(
    rf"(?i)\bwith\s[(](?:n\s?=\s?)?(?P<n>{INT})[)],?\s(?:or|and|versus|vs\.?)\swithout\s[(](?:n\s?=\s?)?(?P<m>{INT})[)]\s(?:the\s)?"
)
_BARE_FAR = Pattern(rf"[^.;()\d]{{0,120}}?\(\s?(?P<n>{INT})(?:\s{PEOPLE})?\s?\)")
_RECEIVED = Pattern(
    DIVIDES.pattern
    + r"|\brandomi[sz]ation\b|\breceived?\b|\bunderwent\b|\bentered\b|\b(?:intent(?:ion)?-to-treat|safety|efficacy|evaluable) population\b"
)
# "Patients in the early arm (51) began within a week and those in the late arm (53) after surgery"
_PEOPLE_IN = Pattern(
    rf"(?i)\b(?:{PEOPLE}|those)\s(?:in|on|given|receiving|assigned\sto|allocated\sto)\s(?:the\s)?$"
)
_CHANGE = r"(?:increased|decreased|improved|reduced|points?|percent)"
_BOTH = Pattern(
    rf"(?i)(?<![\w.,/<>=≤≥])(?<!\w-)(?<!(?<!\b19\d)(?<!\b20\d)\d,\s)(?<!above\s)(?<!below\s)(?<!least\s)(?<!than\s)(?<!groups\s)(?<!group\s)(?<!arms\s)(?<!arm\s)(?<!cohorts\s)(?P<n1>{INT})\s(?:and|\+|vs\.?|versus)\s(?P<n2>{INT}){UNIT}\s(?:{FEW}{PEOPLE}\s)?(?=(?:were\s)?(?:(?!{_CHANGE})\w+\s){{0,2}}(?:in|to|on|for|received|with)\b)"
)
# "to receive A (n = 9) or not (n = 8)"
_OR_NOT = Pattern(r"(?i)\)\s(?:or|and|versus|vs\.?)\s(?:not|none|nothing|without)\s\(\s?n\s?=\s?$")
# "randomised to A (29 patients) or to follow-up (31 patients)": what is no name is the other arm's
_OR_OTHER = Pattern(
    r"(?i)[)\]]?\s{0,40}(?:,\s)?(?:[a-z0-9]+\s){0,8}?(?:or|versus|vs\.?)\s(?!(?:[\w-]+\s){0,6}?(?:or|and)\s)"
)
_PEOPLE = Pattern(rf"(?i){NUMBER}\s{FEW}{PEOPLE}\b")
# "65% urban (n = 29)" is a share of the arm; "bupivacaine 0.25% (n = 29)" is the arm.
_OF_PERCENT = Pattern(rf"(?<!ine [\d.]{{3}})(?<!ine [\d.]{{4}})(?<!ine [\d.]{{5}}){PERCENT}\s?$")
# "61% of the women (n = 44)" is a share too
_OF_PEOPLE = Pattern(rf"(?i){PERCENT}\sof\s(?:the\s|all\s)?{FEW}{PEOPLE}\s?$")
# "rarer with A (9 adults) than with B (12 adults)": those to whom it happened
_MORE_WITH = Pattern(
    r"(?i)\b(?:(?:less|more)\s(?:frequent|common|often|likely|usual)\w*|fewer|rarer|commoner)\s(?:[\w-]+\s){0,4}?(?:with|in|on|after|for|under)\s[^.;,()]{2,50}(?:\([^()]{1,20}\)\sthan\s[^.;,()]{2,50})?$"
)
# "320 (Spain, n = 141; Malta, n = 179)": by place
_IN_PLACES = Pattern(r"\d\d\s\([A-Z][^()]{1,50}$")
# "A was tried in women with X (n = 88)": people who stand some words after an arm are not the arm's.
_OTHERS = Pattern(
    rf"(?i)(?:\S+\s){{4}}(?:\S+\s){{0,12}}{PEOPLE}\s(?:(?:with|who|undergoing|receiving)\s[^.;,()]{{2,80}}?)?[(\[]"
)
# "Urban (n = 88) and rural (n = 71) adults were randomised to A or B": kinds of people, each of them in both arms
_ARE_DEALT = Pattern(
    r"(?i)(?:;[^();]{0,60}\))?[^.;]{1,120}?\b(?:randomi[sz]ed|allocated|assigned)\s(?:to|between|into)\s"
)
# "Of those on A who answered more than once (n = 41)": some of them
_OF_THEM = Pattern(
    rf"(?i)(?:^|[.;:,]\s)(?:of|among|in)\s(?:(?:the|those|all|{PEOPLE}|in|on|given|receiving|assigned\sto|allocated\sto)\s){{1,4}}$"
)
_WHO_DID = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?,?\s(?:who|whose|with)\s(?!(?:received|got|took|(?:were|had\sbeen)\s(?:\w+ly\s)?(?:given|treated|randomi|allocated|assigned|included|analy))\b)[^.;()]{3,90}[(\[]\s?(?:n\s?=\s?)?"
)
_PEOPLE_NEXT = Pattern(rf"(?i)\s{FEW}{PEOPLE}\b")
_POWER = Pattern(r"(?i)/\s?(?:kg/)?[cdm]?m\($")  # "80 mg/m(2)"


def found_sizes(sentences: Sequence[Sentence], names: Names, people: int | None) -> list[ArmSize]:
    """Every printed number that may be the size of a named arm, in reading order. people : those the document is about."""
    out: list[ArmSize] = []
    for sentence in sentences:
        if names.arms and not sentence.background and COUNTED.may_match(sentence.text):
            each = list(of_each(sentence, names, people))
            known = {s.start for s in each}
            own = [s for s in _in_sentence(sentence, names, people) if s.start not in known]
            out += [*each, *one_each(own, names)]
    known = {(s.sentence.start, s.start) for s in out}
    more = (*sizes_by_sentence(sentences, names, people), *sizes_left(sentences, names, people))
    out += [s for s in more if (s.sentence.start, s.start) not in known]
    return [
        s
        for s in out
        if not is_year_or_of_a_place(s.sentence.text, s.start, s.end)
        and not is_of_one_sex_of_two(s.sentence.text, s.start, s.end)
        and not is_of_those_compared(s.sentence.text, s.end, s.label, names.mentions(s.sentence))
    ]


def arm_sizes(sentences: Sequence[Sentence], names: Names, total: int | None) -> list[ArmSize]:
    """The printed sizes of the named arms, in reading order. total : those randomised, where stated."""
    return kept_sizes(found_sizes(sentences, names, total), names, total)


def _in_sentence(sentence: Sentence, names: Names, people: int | None) -> Iterator[ArmSize]:
    mentions = names.mentions(sentence)
    if not mentions:
        for (start, end), label in listed_sizes(sentence, names, people).items():
            yield ArmSize(label, whole(sentence.text[start:end]), sentence, start, end)
        return
    found = sizes_for(sentence.text, mentions)
    after = [p for p in _after_names(sentence.text) if p not in found]
    after = without_kinds(sentence.text, after, mentions)
    after = [] if len(after) == 1 and is_of_some(sentence.text, after[0], mentions) else after
    for place, label in zip(after, _preceding(sentence, after, mentions, names), strict=True):
        found[place] = label
    for match in _BOTH.finditer(sentence.text):
        pair = [match.span("n1"), match.span("n2")]
        found |= dict(
            zip(
                pair,
                link(sentence, pair, [m for m in mentions if m.start > match.end()], names.labels),
                strict=True,
            )
        )
    for place, label in _in_brackets_after(sentence.text, mentions, names):
        found.setdefault(place, label)
    of = [(m.label, match.span("n")) for m in mentions if (match := _OF.match(sentence.text, m.end))]
    inside = [(m.label, match.span("n")) for m in mentions if (match := _IN.match(sentence.text, m.end))]
    of += _comprised(sentence.text, mentions, names) or _given_to(sentence.text, mentions, names)
    labels, runs = [label for label, _ in inside], beside(sentence, mentions)
    others = {b.label for run in runs for b in run} if inside else set()
    if len(labels) == len(set(labels)) and {*labels, *others} == set(names.labels) and len(names.labels) > 1:
        of += inside
    found = equal(sentence.text, mentions, names.labels, people) | found
    next_to = _next_to(sentence.text, mentions, people) or _in_brackets(sentence, mentions, names)
    found = {**{place: label for label, place in of}, **next_to, **found}
    totals = (*events_among(sentence, mentions), *out_of_both(sentence, mentions))
    found |= {one.total: one.label for one in totals}
    found |= dict(in_order(sentence, mentions, len(names.labels), people))
    found = in_list(sentence, mentions, names.labels, people) | found
    for run in (r for r in runs if are_sizes(sentence, r, people)):
        for one in run:
            found.setdefault((one.start, one.end), one.label)
    found |= elliptic_sizes(sentence, mentions) | _with_or_without(sentence.text, mentions, names)
    found = sizes_of_list(sentence, mentions) | dealt_to_amounts(sentence.text, mentions) | found
    found |= sizes_in_so_many(sentence, mentions, len(names.labels))
    found |= touching_sizes(sentence, mentions, names, people) | sizes_told_plainly(
        sentence, mentions, len(names.labels)
    )
    found |= sizes_group_by_group(sentence, mentions, names)
    for (start, end), label in sorted(found.items()):
        size = whole(sentence.text[start:end])
        if label and size > 1 and not _is_of_something_else(sentence.text, (start, end), mentions):
            yield ArmSize(label, size, sentence, start, end)


def _is_of_something_else(text: str, place: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    start = place[0]
    if _POWER.search(text, max(0, start - 6), start) or are_cases_compared(text, place):
        return True
    coded = CODE_BEFORE.search(text, 0, start)
    named = coded and any(m.end == coded.end() - 1 for m in mentions)
    if coded and not named and not _PEOPLE_NEXT.match(text, place[1]):
        return True
    if is_labelled_otherwise(text, start, mentions) or tells_what_became(text, start):
        return True
    if is_kind_of_counted(text, place, mentions):
        return True
    name = next((m for m in reversed(mentions) if m.end <= start), None)
    return name is not None and bool(
        _WHO_DID.fullmatch(text, name.end, start) and _OF_THEM.search(text, 0, name.start)
    )


def _after_names(text: str) -> list[tuple[int, int]]:
    """Places of numbers that are printed like sizes behind a name, and are no shares of an arm nor people of a place."""
    return [
        m.span("n") if m.group("n") else m.span("n2")
        for m in _AFTER.finditer(text)
        if not _OF_PERCENT.search(text, max(0, m.start() - 14), m.start())
        and not _OF_PEOPLE.search(text, max(0, m.start() - 60), m.start())
        and not _IN_PLACES.search(text, max(0, m.start() - 60), m.start("n") + 1)
        and not _MORE_WITH.search(text, max(0, m.start() - 160), m.start())
    ]


def _with_or_without(text: str, mentions: Sequence[Mention], names: Names) -> dict[tuple[int, int], str]:
    """ "randomised to X with (44) or without (46) A": the sizes of both arms of a trial of A."""
    match = _WITH_OR_WITHOUT.search(text) if len(names.labels) == 2 and "without (" in text else None
    label = next((m.label for m in mentions if match and m.start <= match.end() < m.end), "")
    if match is None or label not in names.labels:
        return {}
    # "without A" may itself be the other arm's name
    plain = names.labels[0] if label == names.labels[1] else names.labels[1]
    having = plain if label == names.pair[1] else label
    other = next(one for one in names.labels if one != having)
    return {match.span("n"): having, match.span("m"): other}


def _given_to(text: str, mentions: Sequence[Mention], names: Names) -> list[tuple[str, tuple[int, int]]]:
    """ "A was given to 57 women and B, then C, was given to 55": one number for each arm, after its name and before another's."""
    if not _GIVEN_TO.search(text):
        return []
    found: dict[str, tuple[int, int]] = {}
    for mention, end in zip(mentions, [*(m.start for m in mentions[1:]), len(text)], strict=True):
        match = _GIVEN_TO.search(text, mention.end, end) or (_TO.match(text, mention.end) if found else None)
        if match and match.start() - mention.end <= _NEAR_GIVEN and mention.label not in found:
            found[mention.label] = match.span("n")
    return list(found.items()) if len(found) == len(names.labels) > 1 else []


def _comprised(text: str, mentions: Sequence[Mention], names: Names) -> list[tuple[str, tuple[int, int]]]:
    """ "the A group comprised 57 and the B group 55 women": one number after the name of each arm, and no event."""
    first = _COMPRISED.match(text, mentions[0].end)
    # "group 1, 57 who had A": the arm is named again behind its number
    mentions = [m for i, m in enumerate(mentions) if m.label not in {n.label for n in mentions[:i]}]
    if first is None or len(mentions) != len(names.labels) or EVENTS.search(text):
        return []
    rest = [(m.label, match) for m in mentions[1:] if (match := _THEN.match(text, m.end))]
    found = [(mentions[0].label, first), *rest]
    told = len(found) == len(names.labels) == len({label for label, _ in found}) > 1
    return [(label, match.span("n")) for label, match in found] if told else []


def _next_to(text: str, mentions: Sequence[Mention], people: int | None) -> dict[tuple[int, int], str]:
    """Bare numbers after the names of two arms or more, when they add up to those in the trial."""
    for pattern in (_NEXT, _BARE, _BARE_FAR):
        found = [(m.label, match) for m in mentions if (match := pattern.match(text, m.end))]
        told = len({label for label, _ in found}) == len(found) > 1
        together = sum(whole(match.group("n")) for _, match in found)
        if told and (together == people or says_people(text, together, found[0][1].start())):
            return {match.span("n"): label for label, match in found}
    before = [
        (m.label, match)
        for m in mentions
        if (match := _COMMA_NAME.search(text, max(0, m.start - 14), m.start))
    ]
    told = len({label for label, _ in before}) == len(before) > 1
    if told and sum(whole(match.group("n")) for _, match in before) == people:
        return {match.span("n"): label for label, match in before}
    return {}


def _in_brackets(sentence: Sentence, mentions: Sequence[Mention], names: Names) -> dict[tuple[int, int], str]:
    """ "randomised to A (64) or B (65)": bare numbers in brackets after every arm of a sentence that divides people."""
    found = []
    for m, after in zip(mentions, [*(n.start for n in mentions[1:]), len(sentence.text)], strict=True):
        match = _BARE.match(sentence.text, m.end) or _NEXT.match(sentence.text, m.end)
        if match and match.start("n") < after:
            found.append((m.label, match.span("n")))
    every = len({label for label, _ in found}) == len(found) == len(names.labels) > 1
    first = found[0][1][0] if found else 0
    if not every or tells_events(sentence.text):
        return {}
    told = _RECEIVED.search(sentence.text, 0, first) or (
        all(_PEOPLE_IN.search(sentence.text, 0, m.start) for m in mentions) and not FARE.search(sentence.text)
    )
    return {place: label for label, place in found} if told else {}


def _in_brackets_after(
    text: str, mentions: Sequence[Mention], names: Names
) -> list[tuple[tuple[int, int], str]]:
    """ "8 adults had A (group A); 9 adults had A and B (group B)": people counted before the bracket that says whose they are."""
    bracketed = [m for m in mentions if text[m.start - 1 : m.start] == "("]
    if (
        len({m.label for m in bracketed}) != len(bracketed)
        or len(bracketed) != len(names.labels)
        or len(bracketed) < 2
    ):
        return []
    out, begin = [], 0
    for mention in bracketed:
        counted = [m for m in _PEOPLE.finditer(text, begin, mention.start) if whole(m["n"]) > 1]
        if not counted:
            return []
        clause = max(begin, text.rfind(":", begin, counted[-1].start()))
        if EVENTS.search(text, clause, mention.start):
            return []
        out.append((counted[-1].span("n"), mention.label))
        begin = mention.end
    return out


def _are_of_kinds(text: str, places: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> bool:
    """Whether people who are counted kind by kind are dealt out to arms that are named behind them all."""
    dealt = places and mentions and _ARE_DEALT.match(text, places[-1][1], mentions[0].start)
    return bool(dealt) and "espectively" not in text


def _held_with(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str:
    """The arm whose name closes the bracket that the number opens: "(120 women, short)"; "" where none does."""
    name = next((m for m in mentions if m.start >= end), None)
    opens = text[:start].rstrip()[-1:] in ("(", "[")
    if name is None or not opens or text[name.end : name.end + 1] not in (")", "]"):
        return ""
    return name.label if _HELD.fullmatch(text, end, name.start) else ""


def _preceding(
    sentence: Sentence, places: Sequence[tuple[int, int]], mentions: Sequence[Mention], names: Names
) -> list[str]:
    """The arm named last before each size; all by their order where one of them has none."""
    if not places:
        return []
    out, begin = [], 0
    for start, end in places:
        if held := _held_with(sentence.text, start, end, mentions):
            out.append(held)
            begin = end
            continue
        near = [m for m in mentions if begin <= m.start and m.end <= start]
        labels = list(dict.fromkeys(m.label for m in near))
        own = near and not _OTHERS.search(sentence.text, near[-1].end, start)
        out.append(near[-1].label if own and (len(labels) == 1 or start - near[-1].end < 60) else "")
        begin = end
    if len(names.labels) == 2:
        for i, (before, (start, _)) in enumerate(pairwise([(0, 0), *places])):
            if i and out[i - 1] and _OR_NOT.search(sentence.text, before[1], start):
                out[i] = next(label for label in names.labels if label != out[i - 1])
        if (
            len(out) == 2
            and bool(out[0]) != bool(out[1])
            and _OR_OTHER.match(sentence.bare, places[0][1], places[1][0])
        ):
            other = {names.labels[0]: names.labels[1], names.labels[1]: names.labels[0]}
            out = [out[0] or other.get(out[1], ""), out[1] or other.get(out[0], "")]
    if all(out) and len(set(out)) == len(out):
        return out
    if _are_of_kinds(sentence.text, places, mentions):
        return [""] * len(places)
    linked = link(sentence, places, mentions, names.labels) if len(places) > 1 else [""] * len(places)
    return linked if all(linked) and len(set(linked)) == len(linked) else of_runs(places, mentions, out)
