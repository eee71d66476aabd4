"""Counts of events beside the names of arms, told from the sizes of the arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.beside import NUMBER, Beside, beside
from trialwright.read.grammar.clause_counts import clause_counts
from trialwright.read.grammar.counts_of_all import STUDIED, are_all_of, are_taken_in, before_and_behind
from trialwright.read.grammar.counts_or_sizes import FARE, FEW_OF_ALL, NEAR, are_sizes
from trialwright.read.grammar.events_among import events_among
from trialwright.read.grammar.further_counts import compared_counts, further_counts
from trialwright.read.grammar.in_so_many import counts_in_so_many
from trialwright.read.grammar.lexis import COUNT, INT, PERCENT, whole
from trialwright.read.grammar.list_words import EVENTS_BEFORE
from trialwright.read.grammar.lone_arm_counts import of_lone_arm
from trialwright.read.grammar.lone_counts import lone_counts
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.of_those import of_those
from trialwright.read.grammar.pair_words import POOLED
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.responses_of_count import responses
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.told_further import told_further, told_of_each
from trialwright.read.patterns import Choice, Pattern, Text

# "50 patients in each group", "each group contained 36 subjects", "30 each in A and B"
_EACH = Choice(
    rf"(?i){NUMBER}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed|included|enrolled|treated|studied|entered)\s)?(?:in|to|into|for|per|on)\s(?:each|both|either)\s(?!respective)(?:of the\s|study\s|treatment\s)?(?:\w+\s){{0,2}}(?:groups?|arms?)\b"
    rf"|[(\[]\s?(?P<n9>{INT})\s(?:{PEOPLE}\s)?(?:in\s)?each\s?[)\]]"
    rf"|[(\[]\s?n\s?=\s?(?P<n4>{INT})\s(?:in\s|for\s|per\s)?(?:each|both|every|per)(?:\s(?:groups?|arms?))?\s?[)\];,]"
    rf"|{NUMBER.replace('<n>', '<n5>')}\s(?:{FEW}{PEOPLE}\s)?per\s(?:\w+\s)?(?:group|arm)\b"
    rf"|\beach\s(?:\w+\s)?(?:group|arm)\s(?:of\sthe\s(?:trial|study)\s)?(?:contained|had|consisted of|included|comprised|consisting of|comprising|containing|with)\s(?P<n2>{COUNT})\s{FEW}{PEOPLE}\b"
    rf"|\b(?:two|three|four|2|3|4)\s(?:[a-z]+\s)?(?:groups|arms)(?:,|:)?\s(?:of\s|with\s)?[(]?(?P<n6>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:in\s)?each\b"
    rf"|\b(?:two|three|four|2|3|4)\s(?:equal\s)?(?:groups|arms)\sof\s(?P<n7>{COUNT})(?=:|\s(?:{PEOPLE}|each)\b)"
    rf"|(?<![\w.,/])(?P<n8>{COUNT})\s(?:{FEW}{PEOPLE}\s)?each\sto\s"
    rf"|(?<![\w.,/])(?P<n3>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:in\s)?each[,;)]?\s(?!respective)(?:\w+\s){{0,4}}?(?:groups?|arms?)\b"
)
CONDITION = Pattern(
    r"(?i)\b(?!carcin|melan|lymph|diagn|progn)(?:\w{2,}(?:a?emia|itis|osis|oma|algia|rrho?ea|rrhage|penia|plegia)s?|o?edema|lymphoedema|nausea|vomiting|emesis|headaches?|rash|dizziness|(?:\w+\s)?cancers?|tumou?rs?|exacerbations?|pruritus|itching|hiccups?|constipation|insomnia|somnolence|drowsiness|alopecia|dyspno?ea|miscarriages?|dialysis|seizures?|syncope|allerg(?:y|ies)|ruptures?|dehiscence)\b"
)
_FARE_OR_MORE = Pattern(FARE.pattern + r"|\b(?:fewer|more|less) ")
_N_AFTER = Pattern(rf"(?i)(?:\s(?:groups?|arms?))?\s?\(\s?(?:n\s?=\s?)?(?P<n>{INT})\s?\)")
_AFTER_NAME = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?[,:]?\s(?P<n>{COUNT})(?=\s?[,;)]|\.?\s?$|\sand\s|\s{PEOPLE}\b|\s\(\d+\s)(?!\s?[(\[]\s?[\d.]+{PERCENT})"
)
_HELD_COUNT = Pattern(rf"(?i)(?<![\w.,/%-])(?<!\bor\s)(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?[(\[]$")
_ENDS_LIST = Pattern(rf"(?i)[)\]](?:\s?[.,;(]|$|\s(?:in|at|after|during|within|by|of)\s|\s{PEOPLE}\b)")
_FOUND_IN = Pattern(
    r"(?i)\b(?:seen|observed|found|recorded|noted|reported|detected|present|diagnosed|occurred|developed)\s(?:in|by)\s(?:only\s)?$"
)
_OPENED = Pattern(r"[:(\[]\s?$")
_LABEL = Pattern(r"\W{0,2}[A-Z][a-z-]{3,}(?:\s[a-z-]+){0,3}:\s")
_IN_THE = Pattern(r"(?i)\W{0,2}(?:in|on|of|among)\s(?:the\s)?")
_BEHIND = Pattern(rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?P<n>{COUNT})(?=\s(?:and\b|[a-z]))(?!\s?{PERCENT})")
_THINGS_WERE = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}|(?:[a-z-]+\s){{0,2}}[a-z]+s)\s(?:were|had|showed|developed|required|needed|underwent|died|reported)\b"
)
# "the number of fractures on A (92) was lower than on B (176)"
_NUMBER_OF = Pattern(
    r"(?i)\bnumbers? of\s(?!(?:days|weeks|months|years|hours|cycles|doses|visits|sessions)\b)"
)
# "60 failures in", "two patients on": what is counted has a noun
_NAMED = Pattern(
    rf"(?i)\W{{1,3}}(?:[\w/'-]+[^\w/'-]{{1,3}}){{0,5}}?(?:[\w/'-]*[/'-])?(?:{PEOPLE}|woman|man|child|girl|boy|neonate|\w*(?:deaths?|events?|recurrences?|relapses?|failures?|cases?|fractures?|responses?|complications?|infections?))\b"
)
_MEASURE = Pattern(
    r"(?i)\b(?:median|mean|average)\s(?!(?:follow[ -]?up\s)?(?:of|was)\s[\d.]+\s(?:months|years|weeks|days)\b)[^.;,()]{0,80}$"
)
# "the 122 patients in the A group had a lower rate" counts all of them
_ALL_THE = Pattern(
    rf"(?i)\bthe\s{COUNT}\s{FEW}{PEOPLE}\s(?:in|on|of|given|assigned|allocated|randomi[sz]ed|receiving)\b"
)
_PEOPLE_NEXT = Pattern(rf"(?i)\s{FEW}{PEOPLE}\b")
# "Of 90 women on A 12 died" begins with all of them
_OF_ALL = Pattern(r"(?i)(?:^|[.;:]\s)(?:of|among)\s(?:the\s)?$")
# "One adult on A had a fall": what befell a few, and nothing that was measured, of which all had more or less
_BEFELL = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|alone))?\s(?:had|developed|experienced|suffered|sustained|required|needed|underwent)\s"
    rf"(?!(?:an?\s|the\s)?(?:means?|medians?|averages?|(?:[a-z]+ly\s)?(?:lower|higher|better|worse|longer|shorter|more|less|fewer|similar|greater|smaller|larger)|been|complete\w*|available|evaluable|data|follow|at\s|received|{COUNT})\b)[a-z]"
)
_BEFALLS = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}|woman|man|child|girl|boy|infant|neonate)\s(?:in|on|of|with|after|given|receiving|taking|assigned\sto|allocated\sto)\s"
)
_AT_ENTRY = Pattern(
    r"(?i)\b(?:at\s(?:baseline|entry|inclusion|enrol\w+|presentation|screening)|history\sof|pre-?existing|previous(?:ly)?)\b"
)
# "No stroke occurred on A and", before the count of B
_NONE_ON = Pattern(
    r"(?i)\bno\s(?:[a-z-]+\s){1,5}(?:occurred|developed|(?:was|were)\s(?:seen|observed|recorded|noted|reported|found|detected))\s(?:in|on|with|among|after)\s[^.;()\d]{2,50}?,?\s(?:and|but|versus|vs\.?|whereas|while|against|compared\s(?:with|to))\s(?:only\s)?$"
    rf"|\bno\s{PEOPLE}\s(?:in|on|given|receiving|from)\s[^.;()\d]{{2,50}}?,?\s(?:and|but|versus|vs\.?|whereas|while|against|compared\s(?:with|to))\s(?:only\s)?$"
)
# "Hair loss affected 51 women on A"
_AFFECTED = Pattern(r"(?i)\b(?:affected|befell|troubled|bothered)\s(?:only\s)?$")
_BOTHERED = Pattern(r"(?i)\b(?:affected|befell|troubled|bothered|stopped)\s")
# "Nine mishaps occurred in"
_OCCURRED = Pattern(
    r"(?i)\s(?:[a-z-]+\s){0,2}?[a-z-]{4,}\s(?:(?:also|only)\s)?(?:occurred|happened|developed|(?:were|was)\s(?:seen|observed|recorded|noted|reported))\s(?:in|on|with|after|among)\s"
)
# "On A, six women had died and four were alive"
_OPENS_WITH = Pattern(
    r"(?i)\W{0,2}(?:(?:by contrast|in contrast|however),\s)?(?:in|of|among|after|on|for|under|by|with)\s"
)
_FARED = Pattern(
    rf"(?i)(?<![\w.,/=<>±(-])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had\s(?:died|relapsed|progressed|recurr\w+|metasta\w+|developed|an?\s|(?:[a-z-]+\s){{1,2}}(?:responses?|remissions?|disease|progression|toxicit\w+|events?)\b|(?:[a-z-]+\s){{0,2}}(?:recurrences?|relapses?|metastas[ei]s|complications?|infections?|fractures?|strokes?)\b)|died|developed|experienced|relapsed|progressed|required|needed|were alive)\b"
)
_NOUN_OF_NAME = Pattern(r"(?i)\s(?:group|arm)\s")
# "was seen in 4 cases, 9 cases and one case", "rash in two women"
_ONES = rf"(?:{PEOPLE}|case)"
_SEEN_IN = Pattern(
    rf"(?i)(?<=\bin\s)(?P<n>{COUNT})\s{FEW}{_ONES}\b(?P<more>(?:(?:,|,?\sand)\s{COUNT}\s{_ONES}\b){{0,4}})"
)
_MORE_SEEN = Pattern(rf"(?i)(?:,|and)\s(?P<n>{COUNT})\s{_ONES}\b")
_SEEN = Pattern(r"(?i)\b(?:was|were)\s(?:\w+ly\s)?(?:observed|seen|noted|found|recorded|reported|detected)\b")
_NONE_IN = Pattern(
    rf"(?i)(?:\b(?:and|versus|vs\.?|but|compared (?:with|to)|while|whereas|against)|(?<=\w),)\s(?P<n>none|nobody|no(?=\s{FEW}{PEOPLE}\s))(?:\s{FEW}{PEOPLE})?\s(?:in|on|of|with|among|after)\s(?:the\s|those\s(?:on|in|given)\s|{PEOPLE}\s(?:on|in|given)\s){{0,2}}$"
)
_AND_WITHOUT = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?:and|versus|vs\.?|compared with)\s(?:in\s|by\s)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:without(?:\sit)?|(?:of|in|among)\sthe\sothers)(?=\s(?:had|died|developed|relapsed|were)\b|\s?[,;.(])"
)
_SHARE = Pattern(PERCENT)
_GRADES = Pattern(r"(?i)\b(?:grades?|groups?|arms?|stages?)\s(?:\d,?\s){0,4}(?:(?:and|or|to)\s)?$")


def tells_of_a_fate(sentence: Sentence) -> bool:
    """Whether a sentence has words for what happened to people, or for what they had."""
    text = sentence.text
    return any(pattern.search(text) for pattern in (FARE, CONDITION, _BOTHERED))


def event_counts(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of counts beside an arm's name that are not its size: "9 deaths on A and 4 on B"."""
    if sentence.background or not names.arms or POOLED.search(sentence.text):
        return []
    mentions = names.mentions(sentence)
    if told := _after_names(sentence, names, people) or _in_front(sentence, mentions, people):
        return told
    if told := before_and_behind(sentence, mentions, people) or counts_in_so_many(
        sentence, mentions, people, len(names.labels)
    ):
        return told
    if among := [(place, one.label) for one in events_among(sentence, mentions) for place in one.counts]:
        return among
    out = [
        *_each_count(sentence, names, people),
        *of_those(sentence, mentions),
        *_left_from(sentence, mentions),
        *_all_in(sentence, mentions),
        *responses(sentence, mentions),
        *further_counts(sentence, mentions),
        *compared_counts(sentence, mentions, names.labels),
    ]
    for run in beside(sentence, mentions) if mentions else ():
        told = len(run) > 1 or (FARE.search(sentence.text) and _NAMED.match(sentence.text, run[0].end))
        told = told or _OCCURRED.match(sentence.text, run[0].end) or _befell(sentence.text, run[0], people)
        told = told or EVENTS_BEFORE.search(sentence.text, 0, run[0].start)
        told = told or _AFFECTED.search(sentence.text, 0, run[0].start)
        told = told or are_all_of(sentence.text, run) or _there_was(sentence, run, mentions)
        if (
            told
            and sum(b.value for b in run) != people
            and not _ALL_THE.search(sentence.text, max(0, run[0].start - 8), run[0].name_end)
            and not _MEASURE.search(sentence.text, 0, run[0].start)
            and not (
                _OF_ALL.search(sentence.text, 0, run[0].start)
                and _PEOPLE_NEXT.match(sentence.text, run[0].end)
            )
            and not are_sizes(sentence, run, people)
            and not are_taken_in(sentence.text, run)
        ):
            out += [((b.start, b.end), b.label) for b in run]
            out += _none_of_the_other(sentence, run, mentions)
            out += told_further(sentence, run[0], mentions) if len(run) == 1 else told_of_each(sentence, run)
            out += _without(sentence, run[0], mentions, names.labels) if len(run) == 1 else ()
    out = out or _of_one(sentence, mentions, people) or _few(sentence, names, people)
    out = out or of_lone_arm(sentence, mentions, people, len(names.labels))
    out = out or clause_counts(sentence, mentions, people)
    out = out or lone_counts(sentence, mentions, people, names.labels)
    told = {label for _, label in out}
    return out + [c for c in _of_clauses(sentence, mentions, people, names) if out and c[1] not in told]


def _of_clauses(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None, names: Names
) -> list[tuple[tuple[int, int], str]]:
    """Counts of arms that each have a clause of their own: "Two on A died; in the B group, three had a stroke"."""
    apart = "; " in sentence.text and len({m.label for m in mentions}) > 1
    return of_lone_arm(sentence, mentions, people, len(names.labels)) if apart else []


def _befell(text: Text, one: Beside, people: int | None) -> bool:
    """Whether a lone number beside an arm is of a few in it who had something, or stands behind none of another arm: "One woman on A
    had a fall", "no stroke occurred on A and 15 on B"."""
    if _NONE_ON.search(text, 0, one.start):
        return True
    few = people is not None and one.value < FEW_OF_ALL * people and not _AT_ENTRY.search(text)
    return few and bool(_BEFALLS.match(text, one.end) and _BEFELL.match(text, one.name_end))


# "There was 1 fall in the A group and none in the B group"
_THERE = Pattern(r"(?i)\bthere (?:was|were|had been)\s(?:only\s)?$")


def _there_was(sentence: Sentence, run: Sequence[Beside], mentions: Sequence[Mention]) -> bool:
    """Whether so many of something there were in one arm, and none in the other."""
    if len(run) != 1 or not _THERE.search(sentence.text, 0, run[0].start):
        return False
    return any(_none_of_the_other(sentence, run, mentions))


# "Five women withdrew, two from A and three from B"
_LEFT = Pattern(
    r"(?i)\b(?:withdrew|withdrawn|withdrawals?|dropped|drop-?outs?|lost|left|excluded|discontinued)\b"
)
_SO_MANY_FROM = Pattern(
    rf"(?i)(?<![\w.,/%-])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:(?:withdrew|dropped\sout|were\s(?:lost|withdrawn|excluded))\s)?from\s(?:the\s)?$"
)


def _left_from(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[tuple[int, int], str]]:
    """Counts of those who left each of the arms that the sentence names, said to be so many from it."""
    if " from " not in sentence.text or not _LEFT.search(sentence.text):
        return []
    found = [
        (match.span("n"), one.label)
        for one in mentions
        if (match := _SO_MANY_FROM.search(sentence.text, max(0, one.start - 60), one.start))
    ]
    return found if len(found) > 1 and len({label for _, label in found}) == len(found) else []


# "Leukaemia was seen in 3 patients, all in the A group"
_ALL_IN = Pattern(
    rf"(?i)(?<![\w.,/%-])(?P<n>{COUNT})\s{FEW}{PEOPLE},\s(?:all|both)\s(?:of\s(?:them|whom)\s)?(?:in|on|from|given|receiving|assigned\sto)\s(?:the\s)?$"
)


def _all_in(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[tuple[int, int], str]]:
    """A count of people of whom all are in one arm, the only one that the sentence names."""
    if len({m.label for m in mentions}) != 1 or not (", all " in sentence.text or ", both " in sentence.text):
        return []
    match = _ALL_IN.search(sentence.text, 0, mentions[0].start)
    return [(match.span("n"), mentions[0].label)] if match else []


def _after_names(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """ "Relapses: A 40, B 31", "12 died: A, 9 patients; B, 3 patients": one after each arm's name, said of those who fared somehow."""
    mentions = names.mentions(sentence)
    if len(mentions) != len(names.labels) or len(mentions) < 2:
        return []
    lead = sentence.text[: mentions[0].start]
    if _IN_THE.fullmatch(lead) and (told := _each_after(sentence, mentions, people)):
        return told
    if not _OPENED.search(lead) or _MEASURE.search(lead):
        return []
    labelled = _LABEL.fullmatch(lead) is not None
    if not (labelled or FARE.search(lead) or CONDITION.search(lead)):
        return []
    found = [(m.span("n"), one.label) for one in mentions if (m := _AFTER_NAME.match(sentence.text, one.end))]
    together = sum(whole(sentence.text[a:b]) for (a, b), _ in found)
    every = {label for _, label in found} == set(names.labels)
    if labelled and not (people and together < 0.5 * people and not STUDIED.search(lead)):
        return []  # a label may be of sizes or scores: of few people it is of events
    return found if every and together != people else []


def _in_front(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None
) -> list[tuple[tuple[int, int], str]]:
    """ "Deaths numbered 3 (A), 6 (B) and 5 (C)": a number in front of each name, which stands in a bracket of its own."""
    text = sentence.text
    held = [m for m in mentions if text[m.start - 1 : m.start] in "([" and text[m.end : m.end + 1] in ")]"]
    found = [
        (n.span("n"), m.label) for m in held if (n := _HELD_COUNT.search(text, max(0, m.start - 30), m.start))
    ]
    if len(found) < 2 or len({label for _, label in found}) < len(found):
        return []
    if not _ENDS_LIST.match(text, held[-1].end):
        return []
    lead = text[: found[0][0][0]]
    together = sum(whole(text[a:b]) for (a, b), _ in found)
    told = (
        (FARE.search(lead) or CONDITION.search(lead) or _FOUND_IN.search(lead))
        and not _MEASURE.search(lead)
        and together != people
    )
    return found if told else []


def _each_after(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None
) -> list[tuple[tuple[int, int], str]]:
    """ "In the A group 21 and in the B group 9 wounds were closed": a number behind each name, and what is counted behind the last."""
    found = [(m.span("n"), one.label) for one in mentions if (m := _BEHIND.match(sentence.text, one.end))]
    last = found[-1][0][1] if found else 0
    things = _THINGS_WERE.match(sentence.text, last) is not None
    together = sum(whole(sentence.text[a:b]) for (a, b), _ in found)
    return found if things and len(found) == len(mentions) and together != people else []


def _of_one(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None
) -> list[tuple[tuple[int, int], str]]:
    """Counts of those who fared somehow in a sentence that begins with the one arm it names: "On A, six died"."""
    if len({m.label for m in mentions}) != 1 or not _OPENS_WITH.match(sentence.text):
        return []
    name = mentions[0]
    text = sentence.text
    if name.start > NEAR:
        return []
    found = [m.span("n") for m in _FARED.finditer(text, name.end)] if FARE.search(text) else []
    if _SEEN.search(text, name.end):
        for match in _SEEN_IN.finditer(text, name.end):
            found += [match.span("n"), *(m.span("n") for m in _MORE_SEEN.finditer(text, *match.span("more")))]
    behind = _NOUN_OF_NAME.match(text, name.end)
    first = behind.end() if behind else -1  # "the zinc group 53 women" is no group 53
    found = [p for p in dict.fromkeys(found) if p[0] == first or not _GRADES.search(text, 0, p[0])]
    return [(place, name.label) for place in found if not people or whole(text[slice(*place)]) < 0.5 * people]


def _none_of_the_other(
    sentence: Sentence, run: Sequence[Beside], mentions: Sequence[Mention]
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Seven adults in the A group and none in the B group": a count of 0 of an arm that the run does not name."""
    known = {b.label for b in run}
    for name in mentions:
        none = _NONE_IN.search(sentence.text, max(run[-1].name_end, name.start - 60), name.start)
        if none and name.label not in known:
            yield none.span("n"), name.label
            return


def _without(
    sentence: Sentence, one: Beside, mentions: Sequence[Mention], arms: Sequence[str]
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Nineteen on A and 41 without died": the count of a trial's other arm, which is without what the one arm has."""
    match = _AND_WITHOUT.match(sentence.text, one.name_end) if len(arms) == 2 and one.label in arms else None
    if match and not any(m.start >= match.start("n") for m in mentions):
        yield match.span("n"), next(label for label in arms if label != one.label)


def _few(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """ "fewer on A (n = 1) than on B (n = 4)": too few to be the arms, each in brackets after an arm's name."""
    bare = _NUMBER_OF.search(sentence.text) is not None
    if not people or not (bare or "=" in sentence.text):
        return []
    found = [
        (match.span("n"), name.label)
        for name in names.mentions(sentence)
        if (match := _N_AFTER.match(sentence.text, name.end)) and (bare or "=" in match.group())
    ]
    told = len({label for _, label in found}) == len(found) == len(names.labels) > 1
    few = sum(whole(sentence.text[a:b]) for (a, b), _ in found) < 0.5 * FEW_OF_ALL * len(found) * people
    return found if told and few and (bare or _FARE_OR_MORE.search(sentence.text)) else []


def _each_count(
    sentence: Sentence, names: Names, people: int | None
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Two patients in each arm died": one count for every arm, where the sentence speaks of events and so many are few."""
    for start, end in each_arm(sentence, names) if FARE.search(sentence.text) else ():
        few = people and whole(sentence.text[start:end]) * len(names.labels) < 0.5 * people
        if few and not _LISTED_BEFORE.search(sentence.text, max(0, start - 24), start):
            yield from (((start, end), label) for label in names.labels)


# "11, 16 and 13 patients in each group": one for each of them
_LISTED_BEFORE = Pattern(rf"(?i){COUNT}(?:,|,?\s(?:and|or))\s$")


# "15 to 17 per group": neither is the size of any
_RANGE_TO = Pattern(r"\d\s?(?:to|-)\s?$")


def each_arm(sentence: Sentence, names: Names) -> list[tuple[int, int]]:
    """Places of numbers that are said to hold for each of the arms."""
    if len(names.labels) < 2 or not any(
        w in sentence.text for w in ("each", "both", "either", " per ", "groups of", "arms of")
    ):
        return []
    found = [m.span(m.lastgroup or "n") for m in _EACH.finditer(sentence.text)]
    return [
        place
        for place in found
        if not _SHARE.match(sentence.text, place[1]) and not _RANGE_TO.search(sentence.text, 0, place[0])
    ]
