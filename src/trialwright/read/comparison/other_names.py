"""Names that have all the words of what is asked for and are of something else: "history of stroke", "fatal stroke",
"withdrawn because of side effects". A word that merely says how people were counted ("incidence of", "any") alters nothing, and
neither does one that is not listed here."""

from __future__ import annotations

import re

from trialwright.read.comparison.article import OF_ANY
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.cells import Cells
from trialwright.read.comparison.moments import parted
from trialwright.read.comparison.opposites import TURNED
from trialwright.read.comparison.wording import tokens, written_out
from trialwright.read.patterns import Pattern

# of which none has all the people who had the outcome
_PART = (
    r"(?P<w>non-?\s?fatal|fatal|non-?\s?serious|serious|mild(?:ly)?|minor|moderate(?:ly)?|severe(?:ly)?|major|slight|asymptomatic"
    r"|subclinical|silent|suspected|previous|prior|past|pre-?existing|late|delayed|early|other|persistent|chronic|transient"
    r"|temporary|permanent|(?:drug|treatment|device|procedure)[- ]related|life[- ]threatening|superficial|deep|multiple"
    r"|cardiac|cardiovascular|ha?emorrhagic|ischa?emic|injurious|hip|vertebral|wrist|very|bilateral|unilateral|grades?\s\d(?:\s?(?:-|–|to|or|and|/)\s?\d)?)"
)
# parts that are all together
_BOTH = (
    Pattern(r"(?i)(?<!non)(?<!non[- ])\bfatal\W{1,3}(?:(?:and|or)\W{1,2}){0,2}non-?\s?fatal"),
    Pattern(
        r"(?i)\bmajor\W{1,3}(?:(?:and|or)\W{1,2}){0,2}minor|\bminor\W{1,3}(?:(?:and|or)\W{1,2}){0,2}major"
    ),
    Pattern(r"(?i)\bearly\W{1,3}(?:(?:and|or)\W{1,2}){0,2}late|\bmild\W.{0,16}\bsevere"),
)
_LEAVING = r"(?:withdr[ae]w\w*|discontinu\w+|drop(?:ped)?[- ]?outs?|left|stopp\w+|terminat\w+|interrupt\w+)"
_CAUSED = r"(?:because of|due to|owing to|caused by|attributed to|attributable to|related to|secondary to|following)"
_DEATH = r"(?:deaths?|died|dead|mortality)"
_ABOUT = (
    r"(?:histor(?:y|ies)|fear|knowledge|awareness|worry|concerns?|prevention|prophylaxis|treatments?|treated|medications?|drugs?"
    r"|therapy|surgery|screening|tests?|tested|visits?|consultations?|(?:re)?admissions?|(?:re)?admitted"
    r"|(?:re)?hospitali[sz]\w+|referrals?|referred|resolution|relief|relieved|recovery|recovered|absence|absent|free|freedom"
    r"|complications?|predictors?)"
)
_BEFORE = (
    Pattern(rf"(?i)(?<![\w-]){_PART}[- ](?:[a-z]+[- ]){{0,1}}$"),
    Pattern(rf"(?i)\b(?P<w>{_LEAVING})(?:\s[a-z-]+){{0,5}}\s(?:{_CAUSED}|for)\s(?:[a-z]+\s){{0,2}}$"),
    Pattern(rf"(?i)\b(?P<w>{_DEATH})\s(?:{_CAUSED}|of|from|with)\s(?:[a-z]+\s){{0,2}}$"),
    Pattern(rf"(?i)\b(?P<w>{_ABOUT})\s(?:{_CAUSED}|of|for|from|against|about)\s(?:[a-z]+\s){{0,2}}$"),
    Pattern(r"(?i)\b(?P<w>improve(?:d|ment)|worse(?:ned|ning)|reduction|reduced)\s(?:of|in)\s(?:[a-z]+\s)?$"),
)
_BEHIND = (
    Pattern(r"(?i)-?\s?(?P<w>free)\b"),
    Pattern(
        r"(?i)\s(?P<w>prophylaxis|prevention|treatments?|therapy|medications?|drugs?|knowledge|screening|history|resolution|relief)\b(?!\s(?:groups?|arms?)\b)"
    ),
    Pattern(
        r"(?i),?\s(?P<w>leading to|resulting in|requiring|necessitating|causing|that (?:led to|required|resulted in|caused))\b"
    ),
    Pattern(r"(?i),?\s(?P<w>with the exception of|except(?:ing| for)?|excluding|other than|not including)\b"),
)
# what is asked for that a name without it, or without a word of its kind, does not tell
_NARROWER = (
    Pattern(
        r"(?i)(?<![\w-])(?P<w>non-?\s?fatal|fatal|non-?\s?serious|mild|minor|moderate|severe|serious|major|slight|asymptomatic|silent|suspected|transient"
        r"|permanent|life[- ]threatening|superficial|deep|previous|prior|(?:drug|treatment|device|procedure)[- ]related|grades?\s\d)[- ](?=\w)"
    ),
    Pattern(r"(?i)(?:^|\s)(?P<w>no|never|without)\s"),
    Pattern(r"(?i)\b(?P<w>improve(?:d|ment)|worse(?:ned|ning))\s(?:of|in)\s"),
    Pattern(
        r"(?i)\s(?:leading to|resulting in|requiring|necessitating|causing|with|without|that (?:led to|required|resulted in|caused))\s(?P<w>[a-z].*)"
    ),
    Pattern(r"(?i)-free\s(?P<w>survival)"),
    Pattern(rf"(?i)\b(?P<w>{_LEAVING})(?:\s[a-z-]+){{0,5}}\s(?:{_CAUSED}|for)\s"),
    Pattern(rf"(?i)\b(?P<w>{_DEATH})\s(?:{_CAUSED}|from)\s(?!any\b|all\b)"),
    Pattern(rf"(?i)\b(?P<w>{_ABOUT})\s(?:{_CAUSED}|of|for|from|against|about)\s"),
    Pattern(r"(?i)\b(?P<w>prophylaxis|prevention|knowledge|screening|history)\b$"),
)
_KIN = (
    Pattern(rf"(?i)\b{_LEAVING}\b"),
    Pattern(
        r"(?i)\b(?:severe|serious|major|life-threatening|grades?|mild|minor|moderate|slight|severity|clinical(?:ly)?|significant)\b"
    ),
    Pattern(r"(?i)\b(?:absen\w+|free|freedom|no|not|without|never)\b"),
    Pattern(r"(?i)\b(?:prevent\w*|prophyla\w+)\b"),
    Pattern(r"(?i)\b(?:\w*hospitali[sz]\w+|\w*admi(?:ssions?|tted))\b"),
    Pattern(r"(?i)\b(?:treat\w*|therap\w+|medicat\w+|drugs?|recei\w+|surg\w+|operat\w+)\b"),
    Pattern(
        r"(?i)\b(?:resol\w+|reliev\w+|relief|recover\w+|cured?|heal\w+|clear\w+|disappear\w+|improv\w+|better|respon\w+|reduc\w+|decreas\w+)\b"
    ),
    Pattern(r"(?i)\b(?:worse\w*|deteriorat\w+|aggravat\w+|exacerbat\w+|increas\w+)\b"),
    Pattern(r"(?i)\bsurvival\b|\w-free\b"),
)
# "stroke or death": counted as one
_OR_BEHIND = Pattern(
    r"(?i)\s?(?:,\s)?(?:\band/or\s|\bor\s|(?<!\s)/(?!\s))(?:an?\s|the\s|any\s)?(?P<w>[a-z][a-z-]{2,})"
)
_OR_BEFORE = Pattern(
    r"(?i)\b(?P<w>[a-z][a-z-]{2,})\s?(?:\sand/or\s|\sor\s|(?<!\s)/(?!\s))(?:an?\s|the\s|any\s)?$"
)
_NO_OTHER = Pattern(
    r"(?i)(?:more|less|better|higher|greater|over|above|older|longer|fewer|equal|worse|without|not|later|younger|below|under|any|all|week|month|day|year|patients?|persons?|total)"
)
_SEVERAL = Pattern(r"(?i)\b(?:and/or|or)\b|/|\bcomposite\b|\bcombined\b")
_DENIAL = Pattern(r"(?i)no|never|without|absence|absent|free(?:dom)?")
_PARTS = Pattern(
    r"(?i)\s(?:and/)?or\s(?!more\b|less\b|fewer\b|over\b|above\b|below\b|under\b|equal\b|without\b|\w+er\b|worse\b)|(?<=[a-z]{4})/(?=[a-z]{4})"
)
_UNKNOWN_HEAD = Pattern(
    r"(?i)(?<!incidence)(?<!occurrence)(?<!rate)(?<!rates)(?<!number)(?<!cases)(?<!episodes)(?<!frequency)(?<!any)\s(?:of|for|from|about|against|due to|because of)\s(?:an?\s|the\s)?$"
)
_ALONE = Pattern(rf"(?i)\W*{_PART}\W*(?:n\b)?\W*")
_WORD = Pattern(r"[A-Za-zα-ω][\w~]*|\d+(?:\.\d+)?")
_BETWEEN = Pattern(r"(?i)\s(?:after|in|of|with|for|from|at|on)\s")
_NEAR = 25  # characters between the words of one name
_AROUND = 70  # characters that a name's own words reach back
_BACK, _ON = 300, 100  # characters around a number of a sentence in which it may be said what it is of


def is_of_another_name(question: Question, cells: Cells) -> bool:
    """Whether cells are of a part of what is asked for, of more than it, or of something else that is called by its words."""
    return (
        _is_altered_name(question, cells.outcome)
        or _is_wider_name(question, cells)
        or _is_one_of_two(question, cells)
    )


def _is_altered_name(question: Question, told: str) -> bool:
    """Whether words say all that is asked for, and each time with what alters it and is not asked for. told : headings first,
    parted by " / "."""
    label = told.rpartition(" / ")[2]
    if label != told and (alone := _ALONE.fullmatch(label)) and not _is_asked(question, alone["w"]):
        return True
    places = _places(question, told, _wanted(question))
    return bool(places) and all(_is_altered(question, told, *place) for place in places)


def _is_wider_name(question: Question, cells: Cells) -> bool:
    """Whether the words of cells, and those around their numbers, lack what makes one kind of an outcome of what is asked for:
    "stroke" where fatal stroke is asked for."""
    events = cells.intervention.events
    found = [match for pattern in _NARROWER for match in pattern.finditer(question.outcome)]
    if events and TURNED in events.derived:
        found = [match for match in found if not _DENIAL.fullmatch(match["w"])]
    if not found or any(pattern.search(question.outcome) for pattern in _BOTH):
        return False
    words = {w for match in found for w in tokens(match["w"])}
    name = _wanted(question) - {w for match in found for w in tokens(match.group())}
    said = f"{cells.outcome} {_around(question, cells)}"
    if not name or words & written_out(said, question.short):
        return False
    if any(kin.search(match["w"]) and kin.search(said) for kin in _KIN for match in found):
        return False
    places = _places(question, cells.outcome, name)
    return bool(places) and not all(_UNKNOWN_HEAD.search(cells.outcome, 0, start) for start, _ in places)


def _is_one_of_two(question: Question, cells: Cells) -> bool:
    """Whether the words of cells, and those around their numbers, are of one alone of two outcomes that are asked for as one."""
    parts = [tokens(part) - OF_ANY for part in _PARTS.split(parted(question.outcome)[0] or question.outcome)]
    if len(parts) < 2 or not all(parts):
        return False
    said = written_out(f"{cells.outcome} {_around(question, cells)}", question.short)
    return any(part <= said for part in parts) and any(not part & said for part in parts)


def _around(question: Question, cells: Cells) -> str:
    """The words around a table whose cells these are, or those before the numbers of a sentence."""
    side = cells.intervention
    told = next((n for n in (side.events, side.mean, side.n) if n), None)
    if told is None:
        return ""
    place = told.quote.start
    for table in question.tables:
        if any(c.start <= place < c.end for row in table.rows for c in row.cells.values()):
            return " ".join((table.caption, table.note, *(c.words for c in table.columns)))
    return question.document.text[max(0, place - _BACK) : place + _ON]


def _wanted(question: Question) -> set[str]:
    """The telling words of the outcome."""
    wanted = tokens(parted(question.outcome)[0] or question.outcome)
    return wanted - OF_ANY or wanted


def _places(question: Question, told: str, wanted: set[str]) -> list[tuple[int, int]]:
    """Where all these words are said, near each other."""
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int, set[str]]] = []
    for match in _WORD.finditer(told):
        said = (tokens(match.group()) | written_out(match.group(), question.short)) & wanted
        if not said:
            continue
        run = run if run and match.start() - run[-1][1] <= _NEAR else []
        run.append((match.start(), match.end(), said))
        if set().union(*(words for _, _, words in run)) >= wanted:
            found.append((run[0][0], match.end()))
            run = []
    return found


def _is_altered(question: Question, told: str, start: int, end: int) -> bool:
    before = re.split(r" / |[.;:]\s", told[max(0, start - _AROUND) : start])[-1]
    if any(pattern.search(before) for pattern in _BOTH):
        return False
    found = [match for pattern in _BEFORE if (match := pattern.search(before))]
    if _is_with_another(question, before, told, end):
        return True
    if not _BETWEEN.search(told, start, end):
        found += [match for pattern in _BEHIND if (match := pattern.match(told, end))]
    return any(not _is_asked(question, match["w"]) for match in found)


def _is_with_another(question: Question, before: str, told: str, end: int) -> bool:
    """Whether another outcome is counted together with that which is asked for alone."""
    if _SEVERAL.search(question.outcome):
        return False
    others = [match["w"] for match in (_OR_BEFORE.search(before), _OR_BEHIND.match(told, end)) if match]
    arms = question.full[0] | question.full[1]
    return any(not _NO_OTHER.fullmatch(w) and not tokens(w) & (question.wanted | arms) for w in others)


def _is_asked(question: Question, words: str) -> bool:
    return bool(tokens(words) & tokens(question.outcome))
