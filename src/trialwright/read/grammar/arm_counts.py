"""Counts of events beside the names of arms, told from the sizes of the arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.beside import NUMBER, Beside, beside
from trialwright.read.grammar.events_among import events_among
from trialwright.read.grammar.lexis import COUNT, INT, PERCENT, whole
from trialwright.read.grammar.link import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "50 patients in each group", "each group contained 36 subjects", "30 each in A and B"
_EACH = Pattern(
    rf"(?i){NUMBER}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed|included|enrolled)\s)?(?:in|to|into|for|per)\s(?:each|both|either)\s(?!respective)(?:of the\s|study\s|treatment\s)?(?:\w+\s){{0,2}}(?:groups?|arms?)\b"
    rf"|[(\[]\s?n\s?=\s?(?P<n4>{INT})\s(?:in\s|for\s|per\s)?(?:each|both|every|per)(?:\s(?:groups?|arms?))?\s?[)\];,]"
    rf"|{NUMBER.replace('<n>', '<n5>')}\s(?:{FEW}{PEOPLE}\s)?per\s(?:\w+\s)?(?:group|arm)\b"
    rf"|\beach\s(?:\w+\s)?(?:group|arm)\s(?:of\sthe\s(?:trial|study)\s)?(?:contained|had|consisted of|included|comprised|consisting of|comprising|containing|with)\s(?P<n2>{COUNT})\s{FEW}{PEOPLE}\b"
    rf"|\b(?:two|three|four|2|3|4)\s(?:[a-z]+\s)?(?:groups|arms)(?:,|:)?\s(?:of\s|with\s)?[(]?(?P<n6>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:in\s)?each\b"
    rf"|(?<![\w.,/])(?P<n3>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:in\s)?each[,;)]?\s(?!respective)(?:\w+\s){{0,4}}?(?:groups?|arms?)\b"
)
EVENTS = Pattern(
    r"(?i)\b(?:died|deaths?|events?|developed|occurred|recurren\w+|responded|responses?|experienced|relapse[sd]?|progressed|metastas\w+|reported|withdrew|"
    r"discontinued|dropped|failed|failures?|complications?|fractures?|toxicit\w+|adverse|(?:re)?admissions?|(?:re)?admitted)\b"
)
CONDITION = Pattern(
    r"(?i)\b(?!carcin|melan|lymph|diagn|progn)(?:\w{2,}(?:a?emia|itis|osis|oma|algia|rrho?ea|rrhage|penia|plegia)s?|o?edema|lymphoedema|nausea|vomiting|emesis|headaches?|rash|dizziness|(?:\w+\s)?cancers?|tumou?rs?|exacerbations?)\b"
)
_FARE = Pattern(
    EVENTS.pattern.removesuffix(r")\b")
    + r"|there was|there were|appeared|detected|diagnosed|infections?|bleeding|strokes?|lost|required|needed|pregnanc\w+|remissions?|positive|recovered|healed|cured|survived)\b"
)
_FARE_OR_MORE = Pattern(_FARE.pattern + r"|\b(?:fewer|more|less) ")
_N_AFTER = Pattern(rf"(?i)(?:\s(?:groups?|arms?))?\s?\(\s?(?:n\s?=\s?)?(?P<n>{INT})\s?\)")
_AFTER_NAME = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?[,:]?\s(?P<n>{COUNT})(?=\s?[,;)]|\.?\s?$|\sand\s|\s{PEOPLE}\b|\s\(\d+\s)(?!\s?[(\[]\s?[\d.]+{PERCENT})"
)
_OF_THOSE = Pattern(
    rf"(?:^\W{{0,2}}|[;,.]\s|\b(?:and|while|whereas|but)\s)(?i:(?:of|among)\s(?:the\s)?(?P<all>{COUNT})\s{FEW}{PEOPLE}\s[^.;,()\d]{{3,80}}(?:\([^()]{{1,20}}\))?,\s(?:only\s)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:[(\[][^()\[\]]{{1,40}}[)\]]\s)?(?:had|died|developed|experienced|relapsed|progressed|were|reported|responded|recovered|required|needed|achieved|suffered)\b)"
)
_OPENED = Pattern(r"[:(\[]\s?$")
_IN_THE = Pattern(r"(?i)\W{0,2}(?:in|on|of|among)\s(?:the\s)?")
_BEHIND = Pattern(rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?P<n>{COUNT})(?=\s(?:and\b|[a-z]))(?!\s?{PERCENT})")
_THINGS_WERE = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}|(?:[a-z-]+\s){{0,2}}[a-z]+s)\s(?:were|had|showed|developed|required|needed|underwent|died|reported)\b"
)
# "the number of fractures on A (92) was lower than on B (176)"
_NUMBER_OF = Pattern(
    r"(?i)\bnumbers? of\s(?!(?:days|weeks|months|years|hours|cycles|doses|visits|sessions)\b)"
)
DIVIDES = Pattern(
    r"(?i)\brandomly\b|\brandomi[sz]ed\b|\ballocated\b|\bassigned\b|\bdivided\b|\benrol+ed\b|\brecruited\b"
)
_PEOPLE_COUNTED = Pattern(
    rf"(?i)(?<![\w.,/=])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\b|\([\d.]+{PERCENT}\)\s(?:{FEW}{PEOPLE}\s)?(?:were|was)\b)"
)
_TAKEN_UP = Pattern(
    rf"(?i)\b{PEOPLE}\s(?:were\s)?(?:analy[sz]ed|evaluable|eligible|evaluated|included|completed)\b"
)
# "24 patients on A and 28 on B were finally evaluated"
_ASSESSED = Pattern(
    r"(?i)\b(?:were|was)\s(?:\w+ly\s)?(?:analy[sz]ed|evaluable|evaluated|assessed|included|studied|eligible|available)\b"
)
# "60 failures in", "two patients on": what is counted has a noun
_NAMED = Pattern(
    rf"(?i)\W{{1,3}}(?:[\w/'-]+\W{{1,3}}){{0,5}}?(?:{PEOPLE}|\w*(?:deaths?|events?|recurrences?|relapses?|failures?|cases?|fractures?|responses?|complications?|infections?))\b"
)
# "In women with X (516 on A and 532 on B)"
_IN_PEOPLE = Pattern(
    rf"(?i)\b{PEOPLE}(?:\s(?:with|who|aged|in|from|receiving|treated)\s[^.;()\d]{{0,60}})?\s?[(\[][^()\[\]]{{0,20}}$"
)
# "relapses were seen in 449 patients: 183 in the A group and 266 in the B group"
_SEEN_AMONG = Pattern(
    rf"(?i)\b(?:reported|occurred|occurring|seen|observed|noted|recorded|found|diagnosed|detected|developed)\s(?:in|by|among|for)\s{COUNT}\s{FEW}{PEOPLE}[:;,]?\s(?:[(\[]|in\s|on\s|with\s|of\s)?(?:the\s)?$"
)
# "thirteen women (8 on A, 5 on B) were lost"
_WERE_LOST = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?[)\]]\s(?:were\s(?:lost|excluded|withdrawn|not\s)|had|died|did\s|withdrew|dropped|developed|experienced|relapsed|stopped|refused|declined)"
)
_LEAST_OF_ALL = 0.3
_MEASURE = Pattern(r"(?i)\b(?:median|mean|average)\s[^.;,()]{0,80}$")
_PERCENT_NEXT = Pattern(
    rf"(?i)(?:-[a-z]+)?(?:\s(?!and\b|or\b|versus\b|vs\b)[A-Za-z][\w-]*){{0,2}}?\s?[(\[]\s?[\d.]+{PERCENT}"
)
# "A positive node was found in 27 patients on A and in 31 on B"
_FOUND_IN = Pattern(
    r"(?i)\b(?:appeared|developed|arose|found|seen|observed|detected|noted|present|identified|reported|occurred|resumed|improved|worsened|persisted|returned|disappeared|achieved|obtained|confirmed|diagnosed|documented"
    r"|positive|negative|required|necessary|needed|successful|reached|attained|experienced|suffered)\s(?:only\s)?(?:in|by)\s$"
)
# "The full analysis set comprised 30 patients on A and 28 on B"
_SET = Pattern(
    r"(?i)\b(?:sets?|population|sample|cohort|analys[ei]s|trial|study)\s(?:was |were )?(?:comprised|included|consisted|composed|contained)\b"
)
# "Nine mishaps occurred in"
_OCCURRED = Pattern(
    r"(?i)\s(?:[a-z-]+\s){0,2}?[a-z-]{4,}\s(?:(?:also|only)\s)?(?:occurred|happened|developed|(?:were|was)\s(?:seen|observed|recorded|noted|reported))\s(?:in|on|with|after|among)\s"
)
_THERE_WERE = Pattern(r"(?i)\bthere (?:were|was|had been)\s(?:a total of\s|only\s)?$")
_NOUN = Pattern(r"(?i)\s(?!(?:in|on|of|to|for|with|among|from)\b)[\"'a-z]")
_ANY_PEOPLE = Pattern(rf"(?i)\b{PEOPLE}\b")
_FEW_OF_ALL = 0.2  # of the people for each arm: fewer are a part of the arm
_DEALT = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}\s)?(?:who\s)?(?:were\s)?(?:randomly\s)?(?:received|underwent|given|treated|assigned|allocated|randomi[sz]ed|to)\s"
)
_OF_PEOPLE = Pattern(rf"(?i)\s{FEW}{PEOPLE}\b|\s(?:received|underwent|were treated|to|started|completed)\s")
_PEOPLE_LAST = Pattern(rf"(?i)\s(?:{PEOPLE})$")  # "28 case subjects and 55 matched control subjects"
# "On A, six women had died and four were alive"
_OPENS_WITH = Pattern(
    r"(?i)\W{0,2}(?:(?:by contrast|in contrast|however),\s)?(?:in|of|among|after|on|for|under|by|with)\s"
)
_FARED = Pattern(
    rf"(?i)(?<![\w.,/=<>±(-])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had\s(?:died|relapsed|progressed|recurr\w+|metasta\w+|developed|an?\s|(?:[a-z-]+\s){{1,2}}(?:responses?|remissions?|disease|progression|toxicit\w+|events?)\b)|died|developed|experienced|relapsed|progressed|were alive)\b"
)
# "was seen in 4 cases, 9 cases and one case", "rash in two women"
_ONES = rf"(?:{PEOPLE}|case)"
_SEEN_IN = Pattern(
    rf"(?i)(?<=\bin\s)(?P<n>{COUNT})\s{FEW}{_ONES}\b(?P<more>(?:(?:,|,?\sand)\s{COUNT}\s{_ONES}\b){{0,4}})"
)
_MORE_SEEN = Pattern(rf"(?i)(?:,|and)\s(?P<n>{COUNT})\s{_ONES}\b")
_SEEN = Pattern(rf"(?i)(?:,|and)\s(?P<n>{COUNT})\s{PEOPLE}\b")
_SEEN = Pattern(r"(?i)\b(?:was|were)\s(?:\w+ly\s)?(?:observed|seen|noted|found|recorded|reported|detected)\b")
_AND_FARED = Pattern(
    rf"(?i),?\s(?:and|while|but)\s(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had|died|developed|experienced|relapsed|progressed|required|needed|suffered|was|were|withdrew)\b"
)
_NONE_IN = Pattern(
    rf"(?i)\b(?:and|versus|vs\.?|but|compared (?:with|to)|while|whereas|against)\s(?P<n>none|nobody|no(?=\s{FEW}{PEOPLE}\s))(?:\s{FEW}{PEOPLE})?\s(?:in|on|of|with|among|after)\s(?:the\s|those\s(?:on|in|given)\s|{PEOPLE}\s(?:on|in|given)\s){{0,2}}$"
)
_AND_WITHOUT = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?:and|versus|vs\.?|compared with)\s(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?without(?:\sit)?(?=\s(?:had|died|developed|relapsed|were)\b|\s?[,;.(])"
)
_SETS_APART = Pattern(r"(?i)\b(?:versus|vs\.?|compared|than|whereas|either|other)\b")
_SHARE = Pattern(PERCENT)
# "in 21 patients (27.3 %) on A and 14 (18.7 %) on B": so many have something
_PEOPLE_SHARE = Pattern(rf"(?i)\s{FEW}{PEOPLE}\s?[(\[]\s?[\d.]{{1,5}}{PERCENT}\s?[)\]]")
_GRADES = Pattern(r"(?i)\b(?:grades?|groups?|arms?|stages?)\s(?:\d,?\s){0,4}(?:(?:and|or|to)\s)?$")
_BECAME = Pattern(
    rf"(?i)\s{FEW}{PEOPLE}\s(?:were|was|had|have)\s(?:\w+ly\s)?(?:not\s)?(?:been\s)?(?:found|judged|considered|deemed|thought|felt|noted|reported|observed|withdrawn|lost|excluded|unable|required|referred|converted|admitted|readmitted|known|ineligible|shown|seen)\b"
)
# "26 women on A could be given more": what some of an arm did, and no number of those in it
_DID = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|patients|women|participants))?\s(?:could|did|needed|required|had|developed|experienced|stopped|discontinued|withdrew|refused|declined|died|relapsed|progressed|responded|missed|crossed|suffered|presented|reported|became)\b"
)
_ARE_GIVEN = Pattern(
    r"(?i)\b(?:received|underwent|(?:were|was|been|be|and)\s(?:\w+\s)?(?:given|treated|allocated|assigned|randomi[sz]ed|started|entered))\b"
)
# "included 95 adults in the study: 48 on A, 47 on B"
_OF_N = Pattern(
    rf"(?i)\b(?:includ|enrol|recruit|enter|register|accru)\w*\s(?:a\stotal\sof\s)?(?P<n>{COUNT})\s{FEW}{PEOPLE}\b[^.;:]{{0,60}}:\s$"
)
# "Thirty wards were randomised: 16 to A and 14 to B"
_CLUSTERS_DEALT = Pattern(
    rf"(?i)\b{COUNT}\s(?:[a-z][\w-]*\s){{0,3}}?(?:classes|schools|practices|clusters|wards|hospitals|clinics|villages|cent(?:re|er)s|units|homes|sites|towns)\s(?:were|was)\s(?:(?:then|randomly)\s){{0,2}}(?:randomi[sz]ed|assigned|allocated)\b"
)
_OUT_OF = Pattern(r"(?i)\b(?:of|among)\s(?:the\s|all\s)?$")
# "Two on A and nine on B had a stroke"
_HAD = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|patients|women))?\s(?:(?:had|needed|required|developed|reported|experienced|showed|suffered)\s(?!(?:been|complete|completed|evaluable|available|follow|data|received|baseline|at least|measur\w+|information)\b)|(?:died|withdrew|relapsed)\b)"
)
_SOMEBODY = Pattern(rf"(?i)\b{PEOPLE}\b")
_NEAR = 40  # characters after the last number in which a verb may say that people are divided


def event_counts(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of counts beside an arm's name that are not its size: "9 deaths on A and 4 on B"."""
    if sentence.background or not names.arms:
        return []
    mentions = names.mentions(sentence)
    if told := _after_names(sentence, names, people):
        return told
    if among := [(place, one.label) for one in events_among(sentence, mentions) for place in one.counts]:
        return among
    out = [*_each_count(sentence, names, people), *_of_those(sentence, mentions)]
    for run in beside(sentence, mentions) if mentions else ():
        told = len(run) > 1 or (_FARE.search(sentence.text) and _NAMED.match(sentence.text, run[0].end))
        told = told or _OCCURRED.match(sentence.text, run[0].end)
        if (
            told
            and not _MEASURE.search(sentence.text, 0, run[0].start)
            and not are_sizes(sentence, run, people)
        ):
            out += [((b.start, b.end), b.label) for b in run]
            out += _none_of_the_other(sentence, run, mentions)
            out += _told_further(sentence, run[0], mentions) if len(run) == 1 else ()
            out += _without(sentence, run[0], mentions, names.labels) if len(run) == 1 else ()
    return out or _of_one(sentence, mentions, people) or _few(sentence, names, people)


def _of_those(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Of the 122 patients treated with A, 71 had a relapse": a count out of an arm that is named just before it."""
    for match in _OF_THOSE.finditer(sentence.text) if mentions else ():
        named = [m for m in mentions if match.start() <= m.start and m.end <= match.start("n")]
        if len({m.label for m in named}) == 1 and whole(match["n"]) <= whole(match["all"]):
            yield match.span("n"), named[0].label


def _after_names(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """ "Relapses: A 40, B 31", "12 died: A, 9 patients; B, 3 patients": one after each arm's name, said of those who fared somehow."""
    mentions = names.mentions(sentence)
    if len(mentions) != len(names.labels) or len(mentions) < 2:
        return []
    lead = sentence.text[: mentions[0].start]
    if _IN_THE.fullmatch(lead) and (told := _each_after(sentence, mentions, people)):
        return told
    if (
        not _OPENED.search(lead)
        or not (_FARE.search(lead) or CONDITION.search(lead))
        or _MEASURE.search(lead)
    ):
        return []
    found = [(m.span("n"), one.label) for one in mentions if (m := _AFTER_NAME.match(sentence.text, one.end))]
    together = sum(whole(sentence.text[a:b]) for (a, b), _ in found)
    every = {label for _, label in found} == set(names.labels)
    return found if every and together != people else []


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
    if len({m.label for m in mentions}) != 1 or not people or not _OPENS_WITH.match(sentence.text):
        return []
    name = mentions[0]
    text = sentence.text
    if name.start > _NEAR:
        return []
    found = [m.span("n") for m in _FARED.finditer(text, name.end)] if _FARE.search(text) else []
    if _SEEN.search(text, name.end):
        for match in _SEEN_IN.finditer(text, name.end):
            found += [match.span("n"), *(m.span("n") for m in _MORE_SEEN.finditer(text, *match.span("more")))]
    found = [place for place in dict.fromkeys(found) if not _GRADES.search(text, 0, place[0])]
    return [(place, name.label) for place in found if whole(text[slice(*place)]) < 0.5 * people]


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


def _told_further(
    sentence: Sentence, one: Beside, mentions: Sequence[Mention]
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Three patients in the A group died, and one had a stroke": what is told further of a sentence's one arm."""
    if len({m.label for m in mentions}) != 1 or _SETS_APART.search(sentence.text):
        return
    for match in _AND_FARED.finditer(sentence.text, one.name_end):
        if whole(match["n"]) <= one.value:
            yield match.span("n"), one.label


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
    few = sum(whole(sentence.text[a:b]) for (a, b), _ in found) < 0.5 * _FEW_OF_ALL * len(found) * people
    return found if told and few and (bare or _FARE_OR_MORE.search(sentence.text)) else []


def _each_count(
    sentence: Sentence, names: Names, people: int | None
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Two patients in each arm died": one count for every arm, where the sentence speaks of events and so many are few."""
    for start, end in each_arm(sentence, names) if EVENTS.search(sentence.text) else ():
        if people and whole(sentence.text[start:end]) * len(names.labels) < 0.5 * people:
            yield from (((start, end), label) for label in names.labels)


def _is_told_of_some(text: str, one: Beside) -> bool:
    """Whether the verb between people and the name of an arm tells what became of them: "Six adults were judged to need
    surgery after zinc" counts a few of those on zinc."""
    between = text[one.end : one.name_end]
    if _DID.match(text, one.name_end):
        return True
    return _BECAME.match(between) is not None and not _ARE_GIVEN.search(between)


def are_sizes(sentence: Sentence, run: Sequence[Beside], people: int | None) -> bool:
    """Whether numbers beside arms are all those in them: they add up to the people, or the sentence divides them."""
    text, together, first = sentence.text, sum(b.value for b in run), run[0]
    events = EVENTS.search(text, *_clause(text, run))
    if any(m.span("all") == (first.start, first.end) for m in _OF_THOSE.finditer(text)):
        return True
    if _are_things(text, run) or _is_share(text, run) or _are_clusters(text, run):
        return False
    if _FOUND_IN.search(text, max(0, first.start - 24), first.start):
        return False
    out_of = _OUT_OF.search(text, max(0, first.start - 12), first.start)
    if together != people and not out_of and any(_fared(text, b) for b in (run[0], run[-1])):
        return False
    if len(run) > 1 and people and 0.8 * people <= together <= people:
        return True
    of = _OF_N.search(text, 0, first.start) if len(run) > 1 else None
    if of and together <= whole(of["n"]) and not EVENTS.search(of.group()):
        return True
    inside = _IN_PEOPLE.search(text, max(0, first.start - 100), first.start)
    seen = _SEEN_AMONG.search(text, max(0, first.start - 100), first.start)
    lost = inside and _WERE_LOST.match(text, run[-1].name_end)
    if lost and (not people or together < _LEAST_OF_ALL * people):
        return False
    if inside and len(run) > 1 and not EVENTS.search(inside.group()) and not seen:
        return True
    if len(run) > 1 and not events and all(_DEALT.match(text, b.end) for b in run):
        return True
    if len(run) > 1 and not events and _ASSESSED.search(text):
        return True
    plain = not seen and not events and not _FARE.search(text) and together >= _FEW_OF_ALL * (people or 0)
    if len(run) > 1 and plain and says_people(text, together, first.start):
        return True
    few = bool(people) and together < _FEW_OF_ALL * (people or 0) * len(run)
    if few and (events or len(run) > 1):
        return False
    if seen:
        return False
    if len(run) > 1 and says_people(text, together, first.start):
        return True
    if DIVIDES.search(text, 0, run[-1].end + _NEAR) or (len(run) > 1 and _SET.search(text, 0, first.start)):
        return True
    last = run[-1]
    named = _PEOPLE_LAST.search(text, last.end, last.name_end) and len(run) > 1
    if named and not EVENTS.search(text, max(0, first.start - _NEAR), last.name_end + _NEAR):
        return True
    if events:
        return False
    if len(run) == 1 and _is_told_of_some(text, last):
        return False
    if len(run) == 1 and _PEOPLE_SHARE.match(text, first.end):
        return False
    if any(_OF_PEOPLE.match(text, b.end) or _PEOPLE_LAST.search(text, b.end, b.name_end) for b in run):
        return True
    if _TAKEN_UP.search(text):
        return True
    return text[first.end + 1 :].lower().startswith(first.label.lower())


def _fared(text: str, one: Beside) -> bool:
    """Whether a verb behind the arm's name tells what so many in it had, and no words before it that they are those in it."""
    return _HAD.match(text, one.name_end) is not None and _DEALT.match(text, one.end) is None


def _are_clusters(text: str, run: Sequence[Beside]) -> bool:
    """Whether what is dealt out are wards or schools: "Thirty wards were randomised: 16 to A and 14 to B"."""
    found = _CLUSTERS_DEALT.search(text, 0, run[0].start)
    return found is not None and not _SOMEBODY.search(text, found.end(), run[-1].name_end)


def _are_things(text: str, run: Sequence[Beside]) -> bool:
    """Whether a sentence tells that there were so many of what is no people: "There were 41 falls in A and 52 in B"."""
    first = run[0]
    return (
        len(run) > 1
        and _THERE_WERE.search(text, max(0, first.start - 30), first.start) is not None
        and _NOUN.match(text, first.end, first.name_end) is not None
        and _ANY_PEOPLE.search(text, first.end, first.name_end) is None
    )


def _clause(text: str, run: Sequence[Beside]) -> tuple[int, int]:
    """Where the part of a sentence begins and ends that speaks of the numbers, by its semicolons."""
    end = text.find(";", run[-1].name_end)
    return text.rfind(";", 0, run[0].start) + 1, end if end >= 0 else len(text)


def _is_share(text: str, run: Sequence[Beside]) -> bool:
    """Whether the first of the numbers has its percent after the arm's name: "2 on A (1.1 %) and 17 on B (9.5 %)"."""
    return any(_PERCENT_NEXT.match(text, one.name_end) for one in (run[0], run[-1]))


def says_people(text: str, number: int, end: int) -> bool:
    """Whether the words before `end` name that many people: "351 women (177 on A and 174 on B)"."""
    return any(whole(m.group("n")) == number for m in _PEOPLE_COUNTED.finditer(text, 0, end))


def each_arm(sentence: Sentence, names: Names) -> list[tuple[int, int]]:
    """Places of numbers that are said to hold for each of the arms."""
    if len(names.labels) < 2 or not any(w in sentence.text for w in ("each", "both", "either", " per ")):
        return []
    found = [m.span(m.lastgroup or "n") for m in _EACH.finditer(sentence.text)]
    return [place for place in found if not _SHARE.match(sentence.text, place[1])]
