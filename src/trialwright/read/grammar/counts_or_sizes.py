"""Whether numbers beside arms are all those in them, or a few of them to whom something happened."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import Beside, is_dealt
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.no_sizes import tells_what_became
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.those_assigned import are_some_assigned
from trialwright.read.patterns import Pattern, Text

EVENTS = Pattern(
    r"(?i)\b(?:died|deaths?|events?|developed|occurred|recurr\w+|responded|responses?|experienced|relapse[sd]?|progressed|metastas\w+|reported|withdrew|"
    r"discontinued|dropped|failed|failures?|complications?|fractures?|toxicit\w+|adverse|(?:re)?admissions?|(?:re)?admitted)\b"
)
FARE = Pattern(
    EVENTS.pattern.removesuffix(r")\b")
    + r"|there was|there were|appeared|detected|diagnosed|infections?|bleeding|strokes?|lost|required|needed|pregnanc\w+|remissions?|positive|recovered|healed|cured|survived)\b"
)
OF_THOSE = Pattern(
    rf"(?:^\W{{0,2}}|[;,.]\s|\b(?:and|while|whereas|but)\s)(?i:(?:of|among)\s(?:the\s)?(?P<all>{COUNT})\s{FEW}{PEOPLE}\s[^.;,()\d]{{3,80}}(?:\([^()]{{1,20}}\))?,\s(?:only\s)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:[(\[][^()\[\]]{{1,40}}[)\]]\s)?(?:had|have|has|died|developed|experienced|relapsed|progressed|were|reported|responded|recovered|required|needed|achieved|suffered|declined|refused|withdrew|stopped|discontinued|showed)\b)"
)
DIVIDES = Pattern(
    r"(?i)\brandomly\b|\brandomi[sz]ed\b|\ballocated\b|\ballotted\b|\bassigned\b|\bdivided\b|\benrol+ed\b|\brecruited\b"
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
# "In women with X (516 on A and 532 on B)"
_IN_PEOPLE = Pattern(
    rf"(?i)\b{PEOPLE}(?:\s(?:with|who|aged|in|from|receiving|treated)\s[^.;()\d]{{0,60}})?\s?[(\[][^()\[\]]{{0,20}}$"
)
# "relapses were seen in 119 patients: 63 in the A group and 56 in the B group"
_SEEN_AMONG = Pattern(
    rf"(?i)\b(?:reported|occurred|occurring|seen|observed|noted|recorded|found|diagnosed|detected|developed)\s(?:in|by|among|for)\s{COUNT}\s{FEW}{PEOPLE}[:;,]?\s(?:[(\[]|in\s|on\s|with\s|of\s)?(?:the\s)?$"
)
# "thirteen women (8 on A, 5 on B) were lost"
_WERE_LOST = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?[)\]]\s(?:were\s(?:lost|excluded|withdrawn|not\s)|had|died|did\s|withdrew|dropped|developed|experienced|relapsed|stopped|refused|declined)"
)
_LEAST_OF_ALL = 0.3
_PERCENT_NEXT = Pattern(
    rf"(?i)(?:-[a-z]+)?(?:\s(?!and\b|or\b|versus\b|vs\b)[A-Za-z][\w-]*){{0,2}}?\s?[(\[]\s?[\d.]+{PERCENT}"
)
# "A positive node was found in 27 patients on A and in 31 on B"
_FOUND_IN = Pattern(
    r"(?i)\b(?:appeared|developed|arose|came|found|seen|observed|detected|noted|present|identified|reported|occurred|resumed|improved|worsened|persisted|returned|disappeared|achieved|obtained|confirmed|diagnosed|documented"
    r"|positive|negative|assigned|given|scored|awarded|required|necessary|needed|(?:un)?successful|(?:im)?possible|feasible|complete|incomplete|adequate|satisfactory|normal|abnormal|reached|attained|experienced|suffered)\s(?:only\s)?(?:in|by)\s$"
    r"|\b(?:affected|befell|troubled|bothered)\s(?:only\s)?$"
    r"|\b(?:taken|used|sought|chosen|refused|declined|mentioned|described|felt|noticed|missed|stopped)\s(?:only\s)?by\s$"
    # "exercises were done daily by 51 women in group N"
    r"|\b(?:was|were)\s(?!(?:\w+\s)?(?:followed|provided|treated|replaced|assigned|allocated|completed|answered|returned|finished)\b)[a-z]+(?:\s[a-z]+)?\sby\s(?:only\s)?$"
)
# "The full analysis set comprised 30 patients on A and 28 on B"
_SET = Pattern(
    r"(?i)\b(?:sets?|population|sample|cohort|analys[ei]s|trial|study)\s(?:was |were )?(?:comprised|included|consisted|composed|contained)\b"
)
_FROM_ALL = Pattern(rf"(?i)(?<![\w.,/]){COUNT}\sfrom\s(?:the\s)?$")  # "three from 20 patients"
_THERE_WERE = Pattern(r"(?i)\bthere (?:were|was|had been)\s(?:a total of\s|only\s)?$")
_NOUN = Pattern(r"(?i)\s(?!(?:in|on|of|to|for|with|among|from)\b)[\"'a-z]")
_ANY_PEOPLE = Pattern(rf"(?i)\b{PEOPLE}\b")
# "Patients with heart failure were assigned": who they are, and nothing that happened
_WHO_THEY_ARE = Pattern(
    rf"(?i)\b{PEOPLE}\s(?:with|who\shave|who\shad|having|after|admitted\s(?:with|for|after)|hospitali[sz]ed\s(?:with|for|after)|surviving)\s[^.;,()\d]{{3,60}}?(?=\s(?:were|was|received|underwent|entered|took)\b|\s?[,(])"
)
FEW_OF_ALL = 0.2  # of the people for each arm: fewer are a part of the arm
_DEALT = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}\s)?(?:who\s)?(?:were\s)?(?:randomly\s)?(?:received|underwent|took|given|treated|assigned|allocated|randomi[sz]ed|formed|made\sup|constituted|comprised|to)\s"
)
_OF_PEOPLE = Pattern(
    rf"(?i)\s{FEW}{PEOPLE}\b|\swere\s(?:in|on)\s|\s(?:received|underwent|were treated|to|started|completed)\s"
)
_PEOPLE_LAST = Pattern(rf"(?i)\s(?:{PEOPLE})$")  # "28 case subjects and 55 matched control subjects"
# "in 21 patients (27.3 %) on A and 14 (18.7 %) on B": so many have something
_PEOPLE_SHARE = Pattern(rf"(?i)\s{FEW}{PEOPLE}\s?[(\[]\s?[\d.]{{1,5}}{PERCENT}\s?[)\]]")
_BECAME = Pattern(
    rf"(?i)\s{FEW}{PEOPLE}\s(?:were|was|had|have)\s(?:\w+ly\s)?(?:not\s)?(?:been\s)?(?:found|judged|considered|deemed|thought|felt|noted|reported|observed|withdrawn|lost|excluded|unable|required|referred|converted|admitted|readmitted|known|ineligible|shown|seen)\b"
)
# "26 women on A could be given more": what some of an arm did, and no number of those in it
_DID = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|patients|women|participants))?\s(?:could|did|returned|resumed|achieved|attained|reached|stopped|left|fell|needed|required|had|developed|experienced|stopped|discontinued|withdrew|refused|declined|died|relapsed|progressed|responded|missed|crossed|suffered|presented|reported|became|(?:took|received)(?=\s[^.;,()]{2,40}\s(?:at|on|after)\s(?:progression|relapse|recurrence|failure|cross-?over)\b))\b"
)
# "Three women on placebo and eight on zinc 5 mg stopped"
_AND_SO_MANY_DID = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?:and|but|versus|compared\swith)\s{COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:on|in|given|with|receiving)\s[^;,()]{{2,40}}?\s(?:stopped|withdrew|died|relapsed|had|developed|needed|required|discontinued|dropped|refused|declined|reported|experienced)\b"
)
# "Ninety adults took part in a comparison of A and B": all of them
_TOOK_PART = Pattern(
    r"(?i)\b(?:comparisons?|trials?|stud(?:y|ies)|evaluations?)\s(?:of|between|comparing)\b|\btook part\b"
)
_ARE_GIVEN = Pattern(
    r"(?i)\b(?:received|underwent|(?:were|was|been|be|and)\s(?:\w+\s)?(?:given|treated|allocated|assigned|randomi[sz]ed|started|entered))\b"
)
# "included 95 adults in the study: 48 on A, 47 on B"
_OF_N = Pattern(
    rf"(?i)\b(?:includ|enrol|recruit|enter|register|accru)\w*\s(?:a\stotal\sof\s)?(?P<n>{COUNT})\s{FEW}{PEOPLE}\b[^.;:]{{0,60}}:\s$"
)
# "Thirty wards were randomised: 16 to A and 14 to B"
# "Of 900 adults invited, 514 (57%) answered: 261 on A and 253 on B"
_ANSWERED = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:[(\[][\d.]+{PERCENT}[)\]]\s)?(?:answered|replied|took part|participated|agreed|consented|were\s(?:enrol+ed|included|randomi[sz]ed|analy[sz]ed)):\s$"
)
_CLUSTERS_DEALT = Pattern(
    rf"(?i)\b{COUNT}\s(?:[a-z][\w-]*\s){{0,3}}?(?:classes|schools|practices|clusters|wards|hospitals|clinics|villages|cent(?:re|er)s|units|homes|sites|towns)\s(?:were|was)\s(?:(?:then|randomly)\s){{0,2}}(?:randomi[sz]ed|assigned|allocated)\b"
)
# "Nine women in the A group and eight of the others had"
_AND_OTHERS = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?:and|versus|vs\.?|but|compared with)\s{COUNT}\s(?:of|in|among)\sthe\sothers\s(?:had|developed|needed|required|reported|experienced|stopped|withdrew|died)\b"
)
_OUT_OF = Pattern(r"(?i)\b(?:of|among)\s(?:the\s|all\s)?$")
# "Among 44 patients on A there were three remissions", "Of 44 patients on A, three"
_OPENS_OF = Pattern(r"(?:^|[.;]\s)(?:Of|Among|of|among)\s(?:the\s|all\s)?$")
# "for 44 patients who received A the response rate was 30%": the rate is of them
_FOR = Pattern(r"(?i)(?:^|[.;,]\s|\band\s)(?:for|in|among|of)\s(?:the\s(?:first\s|last\s|next\s)?)?$")
_THEN_RATE = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|alone))?,?\s(?:the\s)?(?:[a-z-]+\s){{0,3}}?(?:rates?|incidence|proportion|percentage|frequency|prevalence)\s(?:was|were)\s(?:only\s)?[\d.]{{1,5}}{PERCENT}"
)
_THEN_SO_MANY = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|alone))?(?:,\s(?:only\s)?{COUNT}\s|,?\sthere\s(?:were|was)\s)"
)
# "Two on A and nine on B had a stroke"
_HAD = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|patients|women))?\s(?:(?:had|needed|required|developed|reported|experienced|showed|suffered|returned to|resumed|achieved|attained|reached|missed|quit|never)\s(?!(?:been|complete|completed|evaluable|available|follow|data|received|baseline|at least|measur\w+|information)\b)|(?:died|withdrew|relapsed|gave\sup|dropped\sout|stopped|refused|declined|asked|were\s(?:still\s)?(?:dead|alive|ill|well|free|pregnant|cured|lost|withdrawn|excluded|admitted|readmitted))\b)"
)
# "11 (8%) patients allocated to home therapy had died"
_DIED = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|patients|women|therapy|treatment|care|alone))?\s(?:had\s)?(?:died|relapsed|recurred|withdrawn|withdrew|progressed)\b"
)
_SOMEBODY = Pattern(rf"(?i)\b{PEOPLE}\b")
_LEAST_ALONE = 10  # people: fewer, told of one arm alone, are some of it
_LEAST_OF_MANY = 4  # ... and told of each arm
NEAR = 40  # characters after the last number in which a verb may say that people are divided


def _is_told_of_some(text: str, one: Beside) -> bool:
    """Whether the verb between people and the name of an arm tells what became of them, or that they were in a trial: "Six adults were judged to need
    surgery after zinc" counts a few of those on zinc."""
    between = text[one.end : one.name_end]
    if _TOOK_PART.search(between):
        return True
    if _DID.match(text, one.name_end):
        return True
    return _BECAME.match(between) is not None and not _ARE_GIVEN.search(between)


_SO_MANY_FARED = Pattern(
    rf"(?i)(?<![\w.,-])(?P<n>{COUNT})\s(?P<x>(?:(?!eligible|evaluable|assessable|available|analy[sz]ed|assessed)[^:;.()]){{4,70}})[:(]\s?$"
)
# "Nine women dropped out, four in the A group and five in the B group"
_SO_MANY_LEFT = Pattern(
    rf"(?i)(?<![\w.,-])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had\s|have\s|has\s)?(?P<x>withdrew|withdrawn|dropped\sout|died|relapsed|(?:was|were)\s(?:lost|withdrawn|excluded)|discontinued|stopped|refused|declined|left)(?:\s(?!(?:and|or)\b)[a-z-]+){{0,7}}?,\s$"
)


def tells_events(text: Text, start: int = 0, end: int | None = None) -> bool:
    """Whether words from `start` on tell of something that happened, and not only of who the people are."""
    end = len(text) if end is None else end
    if EVENTS.search(text, start, end) is None:
        return False
    known = [m.span() for m in _WHO_THEY_ARE.finditer(text, start, end)]
    found = EVENTS.finditer(text, start, end)
    return any(not any(a <= m.start() < b for a, b in known) for m in found)


def are_sizes(sentence: Sentence, run: Sequence[Beside], people: int | None) -> bool:
    """Whether numbers beside arms are all those in them: they add up to the people, or the sentence divides them."""
    text = sentence.text
    events = tells_events(text, *_clause(text, run))
    rules = (_by_what_is_counted, _by_sum, _by_words_before, _by_number, _by_division)
    told = (rule(text, run, people, events) for rule in rules)
    first = next((one for one in told if one is not None), None)
    return first if first is not None else _are_people(text, run)


def _by_what_is_counted(text: str, run: Sequence[Beside], people: int | None, events: bool) -> bool | None:
    """Of things, shares, clusters and those to whom something happened: no sizes. None where the rule does not tell."""
    first, together = run[0], sum(b.value for b in run)
    if any(m.span("all") == (first.start, first.end) for m in OF_THOSE.finditer(text)):
        return True
    if _OPENS_OF.search(text, max(0, first.start - 14), first.start) and _THEN_SO_MANY.match(
        text, first.name_end
    ):
        return True
    if _FOR.search(text, 0, first.start) and _THEN_RATE.match(text, run[-1].name_end):
        return True
    if _FROM_ALL.search(text, max(0, first.start - 30), first.start):
        return True
    if _are_things(text, run) or _is_share(text, run) or _are_clusters(text, run):
        return False
    if are_some_assigned(text, run, people) or (len(run) > 1 and _seen_among(text, run)):
        return False
    if _FOUND_IN.search(text, max(0, first.start - 24), first.start) or tells_what_became(text, first.start):
        return False
    if len(run) == 1 and _PEOPLE_SHARE.match(text, first.end) and not is_dealt(text, first.start):
        return False
    if _AND_OTHERS.match(text, run[-1].name_end) or _sums_up_those_who_fared(text, run, people):
        return False
    out_of = _OUT_OF.search(text, max(0, first.start - 12), first.start)
    fared = together != people and not out_of and any(_fared(text, b) for b in (run[0], run[-1]))
    return False if fared else None


def _sums_up_those_who_fared(text: str, run: Sequence[Beside], people: int | None) -> bool:
    """ "240 adults have relapsed: 101 on A, 139 on B"."""
    together = sum(b.value for b in run)
    if together == people:
        return False
    begin, end = max(0, run[0].start - 90), run[0].start
    if (left := _SO_MANY_LEFT.search(text, begin, end)) and whole(left["n"]) == together:
        return True
    told = _SO_MANY_FARED.search(text, begin, end)
    return told is not None and whole(told["n"]) == together and FARE.search(told["x"]) is not None


def _by_sum(text: str, run: Sequence[Beside], people: int | None, events: bool) -> bool | None:
    """They are most of the people, or of so many who came in."""
    together = sum(b.value for b in run)
    if len(run) > 1 and people and 0.8 * people <= together <= people:
        return True
    if (
        len(run) > 1
        and _ANSWERED.search(text, 0, run[0].start)
        and together in {whole(m["n"]) for m in _ANSWERED.finditer(text, 0, run[0].start)}
    ):
        return True
    of = _OF_N.search(text, 0, run[0].start) if len(run) > 1 else None
    return True if of and together <= whole(of["n"]) and not EVENTS.search(of.group()) else None


def _by_words_before(text: str, run: Sequence[Beside], people: int | None, events: bool) -> bool | None:
    """They stand in brackets behind people, or the sentence deals or takes them in."""
    together, start = sum(b.value for b in run), run[0].start
    inside = _IN_PEOPLE.search(text, max(0, start - 100), start)
    lost = inside and _WERE_LOST.match(text, run[-1].name_end)
    if lost and (not people or together < _LEAST_OF_ALL * people):
        return False
    if len(run) < 2:
        return None
    if inside and not EVENTS.search(inside.group()) and not _seen_among(text, run):
        return True
    few = bool(people) and together < _LEAST_OF_ALL * (people or 0)
    dealt = not events and not few and (all(_DEALT.match(text, b.end) for b in run) or _ASSESSED.search(text))
    return True if dealt else None


def _by_number(text: str, run: Sequence[Beside], people: int | None, events: bool) -> bool | None:
    """So many are too few, or as many as the words before them say."""
    together, start, seen = sum(b.value for b in run), run[0].start, _seen_among(text, run)
    plain = not seen and not events and not FARE.search(text) and together >= FEW_OF_ALL * (people or 0)
    if len(run) > 1 and plain and says_people(text, together, start):
        return True
    few = bool(people) and together < FEW_OF_ALL * (people or 0) * len(run)
    if seen or (few and (events or len(run) > 1)):
        return False
    return True if len(run) > 1 and says_people(text, together, start) else None


def _by_division(text: str, run: Sequence[Beside], people: int | None, events: bool) -> bool | None:
    """The sentence divides people, or names them behind each number."""
    first, last = run[0], run[-1]
    if DIVIDES.search(text, 0, last.end + NEAR) or (len(run) > 1 and _SET.search(text, 0, first.start)):
        return True
    named = _PEOPLE_LAST.search(text, last.end, last.name_end) and len(run) > 1
    if named and not EVENTS.search(text, max(0, first.start - NEAR), last.name_end + NEAR):
        return True
    return False if events else None


def _are_people(text: str, run: Sequence[Beside]) -> bool:
    """Whether numbers of which nothing else is told are of people who are in the arm, and of whom no fate is told."""
    first = run[0]
    if all(b.value < _LEAST_OF_MANY for b in run):
        return False
    if len(run) == 1 and (
        first.value < _LEAST_ALONE
        or _is_told_of_some(text, run[-1])
        or _AND_SO_MANY_DID.match(text, first.name_end)
        or _PEOPLE_SHARE.match(text, first.end)
    ):
        return False
    if any(_OF_PEOPLE.match(text, b.end) or _PEOPLE_LAST.search(text, b.end, b.name_end) for b in run):
        return True
    if _TAKEN_UP.search(text):
        return True
    return text[first.end + 1 :].lower().startswith(first.label.lower())


def _seen_among(text: str, run: Sequence[Beside]) -> bool:
    start = run[0].start
    return _SEEN_AMONG.search(text, max(0, start - 100), start) is not None


def _fared(text: str, one: Beside) -> bool:
    """Whether a verb behind the arm's name tells what so many in it had, and no words before it that they are those in it."""
    if _DIED.match(text, one.name_end):
        return True
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
