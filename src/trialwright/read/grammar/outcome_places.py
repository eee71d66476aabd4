"""Where a sentence names what a number is of: before its bracket, in the predicate behind it, or as the subject of its verb.

The words of a sentence are looked at with brackets and arms blanked, so that "nine died in the A group and 12 in the B group"
is "nine died and 12"; a gap of two spaces or more is then where an arm or a bracket stood.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT, NUM, PERCENT, plain
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.outcome_fates import counts_people, fate, object_fate
from trialwright.read.grammar.outcome_labels import MEANT
from trialwright.read.grammar.outcomes_in_brackets import inside, of_segment, told_in_words
from trialwright.read.grammar.sentences import Sentence, once_for
from trialwright.read.patterns import Pattern

_REACH = 160  # characters on either side of a number
_FAR = 400  # characters from a verb to the last number of its list
_GAP = Pattern(r" {3,}")
_ARM_BEFORE = Pattern(
    rf"(?i)(?:(?:\b(?:in|with|on|for|of|by|to|among|from|under|after|during|than|as|versus|vs\.?|v|between|receiving|taking|given|offered|undergoing|using|treated\s(?:with|by)|assigned\sto|allocated\sto|randomi[sz]ed\sto|compared\s(?:with|to)|{PEOPLE}|who\s(?:received|took|had|underwent))\s)(?:the\s|an?\s)?)+$"
)
_ARM_BEHIND = Pattern(
    rf"(?i)(?:\s|-)(?:(?:treatment\s|treated\s|study\s)?(?:treatment|therapy|care|surgery|prescribing|chemotherapy|radiotherapy|groups?|arms?|regimens?|recipients?|users?|treated|{PEOPLE}))\b"
)
_GOES_ON = Pattern(
    rf"\s(?!(?:and|or|was|were|had|has|have|is|are|did|in|on|at|of|for|to|by|than|versus|vs|v|with|but|as|after|from|compared|treatment|therapy|care|groups?|arms?|regimens?|recipients?|users?|{PEOPLE})\b)[a-z-]{{3,}}(?<!ed)\b"
)
# "in the X+A arm", "A/X": what is joined to an arm's name by a sign is of the name
_JOINED_BEFORE = Pattern(r"(?<![\w+/-])(?:[\w-]{1,15}\s?\+\s?){1,3}$")
_JOINED_BEHIND = Pattern(r"(?:\s?\+\s?[\w-]{1,15}){1,3}(?![\w+])")
_DRUG_NEXT = Pattern(r"\s(?:of\s)?(?P<x>[\w-]{3,})")
_BE = r"(?:was|were|is|are|became|being|has\sbeen|have\sbeen|had\sbeen)"
# What people or arms do to, or have of, an outcome: the outcome stands behind it.
# "patients requiring surgery", but "bleeding requiring surgery"
_REQUIRING = r"(?:(?:(?<=patients\s)|(?<=women\s)|(?<=\bmen\s)|(?<=people\s)|(?<=adults\s)|(?<=children\s)|(?<=those\s)|(?<=participants\s)|(?<=subjects\s)|(?<=proportion\s)|(?<=numbers\s)|(?<=number\s)|(?<=\s\s)|(?<=\d\s)|(?<=\)\s))requiring)"
_HAVING = rf"(?:had|have|has|having|saw|developed|develop|experienced|achieved|attained|reached|reported|exhibited|presented(?:\swith)?|required|{_REQUIRING}|needed|completed|discontinued|underwent|met|showed|suffered|sustained|received|used|took|lost|gained|stopped|returned|preferred|chose|wanted|noted|complained\sof|suffered\sfrom|died\s(?:of|from)|recovered\sfrom|withdrew\sfrom|includ(?:ed|ing)|comprised|were\sdue\sto)"
_CHANGING = r"(?:(?:relieved|controlled|cured|eradicated|abolished|eliminated|corrected)(?=\s[a-z]+\s(?:[a-z]+\s)?in\s)|reduced|lowered|increased|improved|decreased|prevented|raised|shortened|prolonged|delayed|halved|doubled|caused|produced|led\sto|resulted\sin|did(?:\snot|n't)\s(?:[a-z]+ly\s)?(?:change|affect|alter|influence|reduce|lower|increase|improve|decrease|prevent|shorten|prolong|delay)(?=\s(?!(?:[a-z]+ly|with|in|from|over|after|between|during|among|within|much|at|by|for|on|thereafter|further|as|when|until|and|or|either)\b)[a-z])|(?:was|were|is|are)\sassociated\swith)"
# What an outcome does.
_HAPPENING = r"(?:occurred|developed|happened|arose|appeared|formed|troubled|bothered|stood|averaged|remained|followed(?=\s+in\s)|(?:healed|closed|cleared|abated|ceased|subsided|remitted|regressed)(?=\s+in\s)|(?:did|do)(?:\snot|n't)\s(?:differ|change)|differed|improved|increased|decreased|worsened|fell|rose|declined|dropped(?!\sout)|reached|recurred|persisted|resolved|disappeared|ranged|amounted|came\sto|numbered|affected|befell|complicated|exceeded|surpassed|outnumbered)"
_DOING = r"(?:fell(?=\s(?:at\sleast\s)?(?:once|twice|again)\b|[.,;]|$)|died|survived|relapsed|responded|recovered|withdrew|dropped\sout|conceived|abstained|quit)"
_VERB = Pattern(
    rf"(?i)(?<![\w-])(?P<change>{_CHANGING})\b|(?<![\w-])(?P<be>{_BE})\b|(?<![\w-])(?P<happen>{_HAPPENING})\b|(?<![\w-])(?P<have>{_HAVING})\b|(?<![\w-])(?P<alone>{_DOING})\b"
)
_HAD = Pattern(
    rf"(?i)(?:\s(?!{_HAVING}\b|and\b|compared\b)[\w/'-]+|\s+and\s{COUNT}\b|\s+and\s{NUM}\s?%)"
    + r"{0,9}?"
    + rf"\s+(?P<verb>{_HAVING}|(?<=\w\s)(?:with|having))\s+(?P<x>[A-Za-z][^;:.]{{2,90}})"
)
_BE_SO = Pattern(
    rf"(?i)(?:\s(?:of|the|these|those|all|{PEOPLE}|[\w-]+(?=\s(?:[a-z-]+\s)?{PEOPLE})))"
    + r"{0,5}?"
    + r"\s+(?:was|were|are|is|remained|became)\s(?P<x>(?!(?:in|on|at|of|by|from|randomi|assigned|allocated|included|enrol|lower|higher|similar|significantly|not|observed|seen|found|noted|reported|recorded|given|treated|male|female|men|women|evaluable|eligible|analy)\b)[A-Za-z][^;:.,]{2,60})"
)
_ALONE = Pattern(
    rf"(?i)(?:\s(?!(?:and|or|had|were|was)\b)[\w/'-]+|\s+and\s{COUNT}\b|\s+and\s{NUM}\s?%)"
    + r"{0,8}?\s+(?P<x>fell(?=\s(?:at\sleast\s)?(?:once|twice|again)\b|[.,;]|$)|died|survived|relapsed|responded|recovered|discontinued|withdrew|progressed|failed|improved|worsened|dropped\sout|conceived|abstained|quit)\b(?!\s(?:of|from)\b)"
)
_THING_BEHIND = re.compile(
    rf"(?i)(?:\s?(?:{PERCENT})?\s*(?:,|and|or|v|vs\.?|versus|to)\s*(?:{COUNT})){{0,4}}+(?:{PERCENT})?\s+(?:(?:(?:cases|episodes|instances|events|occurrences)\sof|(?:lower|higher|greater|smaller|reduced|increased)\s(?:relative\s)?(?:risk|rate|odds|incidence|likelihood|frequency)s?\s(?:of|for)|(?:relative\s|absolute\s)?(?:risk\s)?(?:reduction|decrease|increase)\s(?:in|of)(?:\sthe)?(?:\s(?:risk|rate|odds|incidence)\sof)?)\s(?P<y>[A-Za-z][^;:.,0-9]{{2,60}})|(?P<x>(?:(?!(?:and|or|of|in|had|have|were|exhibited|presented|showed|experienced|suffered|developed|{PEOPLE})\b)[a-z][\w-]*\s){{0,3}}(?:events\s(?:associated\swith|related\sto|due\sto|attributed\sto)\s(?:(?!(?:and|or|in|on|with|among|for|was|were)\b)[a-z][\w-]*(?:\s(?!(?:and|or|in|on|with|among|for|was|were)\b)[a-z][\w-]*){{0,3}})|deaths?|relapses?|recurrences?|strokes?|infarctions?|infections?|events?|complications?|pregnancies|births|failures?|withdrawals|dropouts|drop-outs|falls|fractures?|reactions?|episodes|remissions?|responses?|metastases|progressions?|bleeds|h(?:a)?emorrhages|leaks?|exacerbations?|admissions|readmissions|hospitali[sz]ations|miscarriages|tumou?rs|cancers)))\b"
)
_GAPPED = Pattern(
    rf"(?i)(?:\d\s?%?|\b{COUNT})(?:\s(?:of\s(?:the\s)?)?(?:[\w-]+\s)?{PEOPLE})?\s*(?:,|,?\sand|,?\sor|,\sbut)\s+(?P<x>[A-Za-z][^,;:.\d]{{2,60}}?)\s+(?:in|by|at|of|for)\s(?:only\s|about\s)?\s*$"
)
# "vomiting 16% v 27%, mucositis 1% v 5%": a list without verbs
_ITEM = Pattern(
    rf"(?i)(?:[\d%)]\s*[,;]|:)\s(?:and\s)?(?:\d{{1,2}}-(?:year|month|week|day)\s)?(?P<x>(?!(?:and|or|but|with|in|at|after|while|whereas|respectively|p|hr|rr|or|ci|of|to)\b)[a-z][\w-]*(?:\s(?!(?:{_BE}|had|in|of|with|and|by|was)\b)[\w-]+){{0,3}})\s+$"
)
# the numbers of a list up to the one that is asked about
_TAIL = Pattern(
    rf"(?i)\s(?:\d[\d.,]*\s?%?|{COUNT})(?:\s(?:of\s)?(?:the\s)?{PEOPLE})?\s*(?:,|and|or|v|vs\.?|versus|compared\swith|but)?(?:\sonly)?\s*$"
)
_THERE = Pattern(r"(?i)(?:^|\s)there$")
_CLAUSE_ENDS = Pattern(
    r"[;:]\s|\.\s(?=[A-Z])|(?<=[A-Za-z]{3})\.\s|\s\.\s|,\s|(?i:\b(?:and|but|while|whereas|although|because(?!\sof)|that|when)\s)"
)
_BROKEN = Pattern(r"[;]|\.\s(?=[A-Z])|(?i:,?\s(?:but|whereas|while|although)\s)")
_COUNTED_BEFORE = Pattern(
    rf"(?i)(?<![\w.-])(?<!\bday )(?<!\b(?:week|year) )(?<!\b(?:month|grade|stage|phase) )(?P<n>{COUNT}|{NUM}\s?%)(?:\s(?:of|out\sof)\s(?:the\s)?{COUNT}|/\d+)?(?:\s(?:of\s(?:the\s)?)?(?:[\w-]+\s){{0,2}}?{PEOPLE})?(?:\s{{2,}}|\s?$)\s*$"
)
_COMPARED = Pattern(
    rf"(?i)(?:\s{_BE}|\soccurred|\sseen|\sobserved|\sreported|\sfound)?(?:\s(?:not|also|\w+ly|as|equally|no|so))*\s(?:higher|lower|fewer|greater|reduced|increased|decreased|better|worse|longer|shorter|larger|smaller|similar|comparable|different|frequent|common|rare|rarer|often|frequently|commoner|superior|inferior|improved|equal|differed|differ|unchanged|alike|(?:more|less)(?:\s(?:frequent(?:ly)?|common(?:ly)?|likely|often|severe|prevalent))?)$"
)
# "was more frequent with the steroid (": what stands behind the comparison is no outcome
_COMPARED_WITH = Pattern(
    r"(?i)\b(?:higher|lower|fewer|greater|reduced|increased|better|worse|longer|shorter|similar|different|frequent(?:ly)?|common(?:er|ly)?|rarer?|often|superior|inferior|likely|than|equal)\s(?:with|in|on|after|for|by|under|among|than|to|between|during)\s[\w\s/'-]+$"
)
_IS = Pattern(rf"(?i)\b(?:{_BE}|occurred)\b")
# "No deaths occurred with A and four with B": the four are deaths
_NONE = Pattern(r"(?i)no\s")
_SET_AGAINST = Pattern(r"(?i)\b(?:and|but|versus|vs|v|compared)\b")
# "was not sustained, and 22 ...": a clause that begins with the number
_BEGINS = Pattern(r"(?i)(?:,\s(?:and|but|while|whereas)|\bwhereas|\bwhile)\s*$")
_CLOSES = {"(": ")", "[": "]"}
_PEOPLE_END = Pattern(rf"(?i)(?<!\d )\b{PEOPLE}\s?$")
# "stopped treatment", "completed the study"
_TREATMENT = Pattern(
    r"(?i)(?:the\s|their\s|all\s)?(?:(?:study|trial|assigned|allocated|planned)\s)?(?:treatments?|therapy|drugs?|medication|study|trial|course|protocol|follow-up)\b(?!-)"
)
_AUXILIARY = Pattern(
    r"(?i)(?:had|have|has)\s(?:not\s|also\s)?(?:\w+ed|been|arisen|fallen|risen|become|gone|grown)\b"
)
# "was confined to", "was rare": what is said of the subject is no name
_QUALITY = Pattern(
    r"(?i)(?:was|were|is|are|became)\s(?:mainly|mostly|chiefly|only|very|quite|not|usually|generally|also)?\s?(?:(?!associated\swith\b)\w+ed|rare|common|frequent|infrequent|uncommon|few|low|high|mild|severe|moderate|minor|transient|reversible|manageable|alike|greatest|highest|lowest|good|poor|excellent)\b(?:(?!\band\b)[^,;])*$"
    # "was the commonest adverse event"
    r"|(?:was|were|is|are)\s(?:also\s)?(?:the|an?)\s(?:(?:second|next|third|single)[\s-])?(?:most\s\w+|(?!(?:inter|har|unr|arr|t)est\b)\w{3,}est|only|main|chief|principal|predominant|major)\s(?:(?!and\b)[\w-]+\s?)+$"
)
_PHRASE_CUT = Pattern(
    rf"(?i).*(?:[,;:]\s|\.\s(?=[A-Z])|\b(?:{_BE}|{_HAVING}|{_CHANGING}|{_HAPPENING}|did(?:n't)?|and|but|while|whereas|including|such\sas|namely|being|as|favou?red|(?:more|fewer|less|higher|lower|than)(?!\sthan|\s\d)|both|most|between)\s)"
)
_HEADING = Pattern(
    r"(?i)^(?:results?|findings|methods?|conclusions?|main\s.*|outcomes?|background|interpretation|safety|efficacy|toxicity|measurements?.*|purpose|patients.*|design.*|setting)$"
)


class Verb(NamedTuple):
    """start, end : of the verb. subject : the words before it in its clause. kind : see `_VERB`."""

    start: int
    end: int
    subject: str
    kind: str


class Plain(NamedTuple):
    """A sentence without brackets and arms, a gap of two spaces for each. at : places in the sentence, from where on as many
    signs as `fewer` has are left out."""

    text: str
    at: list[int]
    fewer: list[int]
    verbs: list[Verb]

    def place(self, of: int) -> int:
        """Where a place of the sentence is in the text."""
        i = bisect_right(self.at, of)
        place = of - self.fewer[i - 1]
        # inside of a gap: its end
        return min(place, self.at[i] - self.fewer[i]) if i < len(self.at) else place


def places(sentence: Sentence, start: int, end: int, names: Names) -> Iterator[str]:
    """Words that may name what the number at [start, end) is of, the likeliest first."""
    plain = _plain(sentence, names)
    opened, of_people = _bracket(sentence.text, start), counts_people(sentence.text, start)
    yield from _likely(plain.text, plain.place(start if opened is None else opened))
    if opened is None:
        yield from of_segment(sentence.text, start)
        yield from _with(plain.text[max(0, plain.place(start) - _REACH) : plain.place(start)])
        yield from _behind(plain.text, plain.place(end))
        yield from _of_clause(plain, plain.place(start), of_people)
        return
    yield from inside(sentence.text[max(opened + 1, start - _REACH) : start])
    before = plain.place(opened)
    if _PEOPLE_END.search(plain.text, max(0, before - 40), before):  # "most patients (58 and 57 %) attained"
        closed = sentence.text.find(_CLOSES[sentence.text[opened]], end)
        yield from _behind(plain.text, plain.place(max(closed + 1, end)))
    counted = _COUNTED_BEFORE.search(plain.text, max(0, before - _REACH), before)
    if counted is None:
        yield from _before_bracket(plain.text, before)
        yield from _of_clause(plain, before, of_people)
    else:
        yield from _behind(plain.text, before)
        yield from _of_clause(plain, counted.start("n"), of_people)


# "were less likely to have cramps (12% v 20%)", and not of what is told in another clause
_LIKELY = Pattern(
    r"(?i)\blikely\s(?:[a-z]+ly\s)?(?:not\s)?to\s(?:(?:have|be|develop|experience|achieve|report|suffer(?:\sfrom)?|show|reach|attain|need|require|undergo|receive|use|complete|get)\s(?:had\s|an?\s|the\s)?)?(?P<x>[a-z](?:(?!\s(?:that|when|if)\b|\s\s|\slikely\b)[^;:,.()]){2,80}?)(?:,?\s(?:than|compared\s(?:with|to))\b[^,;]*|\s*)$"
)
# ", with cramps in 12%"
_WITH_IN = Pattern(
    r"(?i),\s(?:and\s)?with\s(?P<x>[a-z][^,;:.()\d]{2,60}?)\s(?:in|for|among)\s(?:only\s|about\s)?\s?$"
)
_SPAN = re.compile(
    r"(?i)\b\d{1,3}[\s-](?:h|hours?|days?|weeks?|months?|years?)\b|\b(?:day|week|month|year)\s\d{1,3}\b"
)


def _with(before: str) -> Iterator[str]:
    """ ", with cramps in 20% and": what is said before the first of two."""
    if ", " in before and "with " in before:
        found = _WITH_IN.search(before) or _WITH_IN.search(_TAIL.sub(" ", before))
        yield from [found["x"]] if found else []


def _likely(plain: str, start: int) -> Iterator[str]:
    """What people are said to be more or less likely to have, where the number comes next."""
    begin = plain.rfind("ikely", max(0, start - _REACH), start)
    if begin < 0 or _BROKEN.search(plain, begin, start) or _digit(_SPAN.sub("", plain[begin:start])):
        return
    if found := _LIKELY.search(plain, max(0, begin - 1), start):
        yield found["x"]


@once_for
def _plain(sentence: Sentence, names: Names) -> Plain:
    text, at, fewer = _closed_up(_RESPECTIVELY.sub(_blank, _without_arms(sentence, names)))
    return Plain(text, at, fewer, _verbs(text))


# ", respectively, " parts a number from what is said of it
_RESPECTIVELY = re.compile(r"(?i),\srespectively,(?=\s)")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _without_arms(sentence: Sentence, names: Names) -> str:
    """The sentence with its brackets and arms blanked, of the same length."""
    text, parts, last = sentence.bare, list[str](), 0
    for mention in names.mentions(sentence):
        joined = _JOINED_BEFORE.search(text, max(last, mention.start - 40), mention.start)
        begin = joined.start() if joined else mention.start
        before = _ARM_BEFORE.search(text, max(last, begin - 60), begin)
        if before is None and _GOES_ON.match(text, mention.end):
            continue  # "sentinel node": part of another name
        if MEANT.search(text, max(last, mention.start - 40), mention.start):
            continue
        more = _JOINED_BEHIND.match(text, mention.end)
        stop = more.end() if more else mention.end
        if (drug := _DRUG_NEXT.match(text, stop)) and plain(drug["x"]) in names.of_doses:
            stop = drug.end()  # "5 mg zinc"
        behind = _ARM_BEHIND.match(text, stop)
        a, b = before.start() if before else begin, behind.end() if behind else stop
        if a >= last:
            parts += text[last:a], " " * (b - a)
            last = b
    return "".join((*parts, text[last:]))


def _closed_up(text: str) -> tuple[str, list[int], list[int]]:
    """The text with no gap of more than two spaces, and how many signs are left out from which place on."""
    parts, at, fewer, last = [], [0], [0], 0
    for gap in _GAP.finditer(text):
        parts.append(text[last : gap.start() + 2])
        last = gap.end()
        at.append(last)
        fewer.append(fewer[-1] + last - gap.start() - 2)
    return "".join((*parts, text[last:])), at, fewer


def _bracket(text: str, start: int) -> int | None:
    """Where the bracket opens that the number stands in."""
    opened = max(text.rfind("(", 0, start), text.rfind("[", 0, start))
    if opened < 0 or max(text.rfind(")", opened, start), text.rfind("]", opened, start)) >= 0:
        return None
    return opened


def _before_bracket(plain: str, opened: int) -> Iterator[str]:
    """ "more rash (12% v 6%)": the words that the bracket follows; none where it follows an arm or a comparison."""
    if opened > 1 and plain[opened - 2 : opened].isspace():
        return
    clause = plain[max(0, opened - _REACH) : opened].rstrip()
    if told := told_in_words(clause):
        yield told
        return
    compared = _COMPARED.search(clause)
    if (
        _COMPARED_WITH.search(clause)
        or _QUALITY.search(clause)
        or (compared and _IS.search(compared.group()))
    ):
        return
    # "and remission more common (": a clause that leaves its verb out
    words = (clause[: compared.start()] if compared else clause).rsplit("  ", 1)[-1]
    yield words[cut.end() :] if (cut := _PHRASE_CUT.match(words)) else words


def _behind(plain: str, end: int) -> Iterator[str]:
    """The predicate of the number, or the things that it counts: "12 (10%) in the A group had rash", "12 deaths"."""
    end -= plain.endswith(" ", 0, end)
    after = plain[end : end + _REACH]
    if found := _THING_BEHIND.match(after):
        yield found["y"] or found["x"]
        return
    if broken := _BROKEN.search(after):
        after = after[: broken.start()]
    alone, had = _ALONE.match(after), _HAD.match(after)
    if alone and (not had or alone.end() <= had.end("verb")):
        yield alone["x"]
    elif had:
        of_treatment = had["verb"].endswith((" of", " from")) or _TREATMENT.match(had["x"])
        yield f"{had['verb']} {had['x']}" if of_treatment else had["x"]
    elif found := _BE_SO.match(after):
        yield found["x"]


_AND_BEFORE = Pattern(r"(?i)\b(?:and|but)\s$")


def _of_clause(plain: Plain, start: int, of_people: bool) -> Iterator[str]:
    """The subject of the verb before the place, or what that verb has behind it; of people, what became of that."""
    elided = False  # "density rose by 1.2 with A and fell by 0.4 with B": the subject is said once
    for verb in reversed(plain.verbs[: bisect_right(plain.verbs, (start,))]):
        if verb.end > start:
            continue
        between = plain.text[verb.end : start]
        if len(between) > _FAR or _BROKEN.search(between) or _begins(between):
            return
        yield from () if elided else _gapped(between)
        if verb.kind == "alone":
            yield plain.text[verb.start : verb.end]
            return
        if of_people and verb.kind == "change" and (told := object_fate(plain.text, verb.start)):
            yield told
            return
        if verb.kind in ("have", "change") or _THERE.search(verb.subject):
            yield _any(between[:_REACH].strip(), between)
            if verb.kind == "have":
                continue
        if verb.kind == "happen" and not verb.subject and _AND_BEFORE.search(plain.text, 0, verb.start):
            elided = True
            continue
        yield fate(plain.text, verb.start, verb.subject, of_people) or _any(verb.subject, between)
        return
    before = plain.text[max(0, start - _REACH) : start]
    yield from _gapped(before)
    yield from _before_sign(before, seen=start <= _REACH)


def _any(words: str, between: str) -> str:
    """The words, without a "no" that is the number of another arm: "no deaths occurred with A and four with B"."""
    none = _NONE.match(words)
    return words[none.end() :] if none and _SET_AGAINST.search(between) and not _digit(between) else words


def _begins(between: str) -> bool:
    """Whether a clause begins with the number: "was not sustained, and 22 ..."."""
    return _BEGINS.search(between[-12:]) is not None and not _digit(between)


def _digit(words: str) -> bool:
    return any(map(str.isdigit, words))


def _gapped(between: str) -> Iterator[str]:
    """ "rash was seen in 12 and 9 patients, and fever in": what stands behind the last number but for its verb."""
    part = _TAIL.sub(" ", between[-_REACH:])
    if found := _GAPPED.search(part) or _ITEM.search(part):
        yield found["x"]


def _before_sign(part: str, seen: bool) -> Iterator[str]:
    """ "Delirium on any day: 5 v 11", "Nausea - 2 v 8". seen : whether the part begins where the sentence does."""
    at = max(part.rfind(": "), part.rfind(" - "))
    if at > 0:
        *before, words = re.split(r"[.;]\s", part[:at])
        words = words.strip()
        if (before or seen) and not _HEADING.match(words):
            yield words


_BETWEEN_PASSIVE = Pattern(r"(?i)\s+(?:(?:also|then|again|not|[a-z]+ly)\s+){0,2}")


def _verbs(text: str) -> list[Verb]:
    found: list[Verb] = []
    since = 0
    for m in _VERB.finditer(text):
        kind = m.lastgroup or ""
        passive = kind != "be" and found and found[-1].kind == "be"
        if passive and _BETWEEN_PASSIVE.fullmatch(text, found[-1].end, m.start()):
            continue  # "was reached by"
        if kind == "have" and text.endswith(" not ", 0, m.start()):
            continue  # "did not have the scan"
        if _AUXILIARY.match(text, m.start()):
            kind = "be"  # "had developed", "had been seen"
        found.append(Verb(m.start(), m.end(), _subject(text, since, m.start()), kind))
        since = m.end()
    return found


def _subject(text: str, since: int, at: int) -> str:
    """The words before a verb, from where its clause begins. since : the end of the verb before."""
    begin, first = max(since, at - _REACH), since == 0
    for m in _CLAUSE_ENDS.finditer(text, begin, at):
        listed = m.group() in (", ", "and ")  # a list, unless a verb or a number stands before it
        if not (listed and first) or _digit(text[begin : m.start()]):
            begin, first = m.end(), first and listed
    if since < begin == at - _REACH and text[begin - 1].isalnum() and text[begin].isalnum():
        return ""  # a clause of which only the end is seen
    words = text[begin:at].rstrip()
    if words.endswith(","):  # "Bleeding, mostly at puncture sites, was"
        words = words.rstrip(",").split(",")[0]
    return words.strip()
