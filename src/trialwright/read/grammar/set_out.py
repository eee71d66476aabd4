"""Arms by the plainest habits of one sentence: a list after "randomised to", and one thing compared with another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.grammar.arm_roles import role_of
from trialwright.read.grammar.full_names import genuine_in_full, is_only_genuine
from trialwright.read.grammar.kinds_of_people import are_places
from trialwright.read.grammar.lexis import COUNT, NUM
from trialwright.read.grammar.named_arms import FEW, LISTED, PEOPLE, Place
from trialwright.read.grammar.named_by_dose import told_by_dose
from trialwright.read.grammar.naming import NUMBERS, sound, words
from trialwright.read.grammar.phrases import BOTH, DOSE, arm_phrase
from trialwright.read.grammar.schedule_names import told_by_schedule
from trialwright.read.grammar.scheduled_arms import told_by_length
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Choice, Pattern

ALLOCATED = Pattern(
    r"(?i)\b(?:randomi[sz]ed|randomly (?:assigned|allocated)|assigned|allocated|allotted"
    r"|randomi[sz]ation|randomi[sz]ing)\b"
)
_TO_RECEIVE = Pattern(
    r"(?i)\b(?:to receive|to undergo|to be given|to be offered|receiving|to either|between|receive)\s"
)
# "were randomly assigned placebo, X 300 mg or X 900 mg"
_PLACEBO_NEXT = re.compile(r"(?i)\s(?=(?:placebo|sham)\s{0,20}(?:,|or\s))")
# A blank of any length is what stood in brackets: "randomised (1:1, by centre) to A or B".
_COLON = re.compile(r"\s?:\s(?=[a-z][^.;:]{5,160}?,?\sor\s)")  # "agreed to randomisation: A, B or C"
_EITHER = re.compile(r"(?i)\b(?:either|to one of [\w ]{2,30}:)\s")
_BLANK = r"\s{0,80}"
# "allocated by sealed envelope to A or B", "randomised by means of a computer to"
_MANNER_OF_IT = r"(?:\s(?:by|using|through|via)\s(?:(?:an?|the|means|use|of|opaque|sealed|numbered|central|closed|permuted|random|block|blocked|computer(?:-generated|i[sz]ed)?|randomi[sz]ation|random-number|minimi[sz]ation|envelopes?|tables?|lists?|lots?|telephone|numbers?|sequences?|coin|toss|drawing|blocks|schedule|program(?:me)?)\s?){1,7}(?=\sto\b|\s*$))?"
_TO = Pattern(
    rf"(?i){_BLANK}(?:\s?(?:double|single)-blind(?:ly)?|\sat\srandom)?{_MANNER_OF_IT}{_BLANK}(?:(?:was|were)\s)?(?:(?:{COUNT}\s)?{FEW}{PEOPLE}{_BLANK}\s(?:(?:with|without|aged)\s[^.;:,()]{{3,60}}?\s)?|(?:{COUNT}\s)?{FEW}{PEOPLE}(?:\s(?:with|without)\s[^.;:,()]{{3,60}})?,\s(?:who|whose|aged|with|without)\s[^.;:()]{{3,120}}?,\s)?(?:,?\s?(?:in\s)?(?:an?\s)?\d{{1,2}}(?::\d{{1,2}}){{1,3}}(?:\sratio)?,?\s)?to\s"
)
# "the intervention group was assigned to receive A and B": what one group is given
_ONE_GROUP = Pattern(
    r"(?i)(?<!each )\b(?:intervention|experimental|control|comparison|treatment|treated|study)\s(?:group|arm)\s+(?:of\s[^.,;:]{3,40}?\s)?was\s(?:randomly\s)?$"
)
_COMPARED = Pattern(
    r"(?i)\b(?:compar(?:ed|es|ing|e)|comparison of)\s(?P<a>(?!with\b|to\b"
    r"|the results)[^.;]{3,110}?)\s(?:with|to|versus|vs\.?|against|and)\s(?P<b>(?!(?:an?\s)?(?:\d{1,3}|[a-z]{3,6})[\s-](?:years?|months?|weeks?)['’]?\s(?:of\s)?(?:observation|follow))(?!(?:(?:and|or|versus|vs\.?)\s)?without\b)[^.;]{3,90})"
)
_JOINT = Pattern(
    r"(?i)(?P<x>[a-z][\w-]*(?:\s[\w-]+)?)\s+(?:with|to|versus|vs\.?|against)\s(?P<y>[a-z][\w -]*?\s(?:and|plus)\s.*)"
)
_CONTROLS = r"placebo|standard(?: of)?[ -]care|usual care|no treatment|observation|sham"
_VERSUS = Pattern(
    rf"(?i)(?<![\w-])(?P<a>[A-Za-z][\w+/ -]{{3,160}}?)\s(?:versus|vs\.?|or|compared (?:with"
    rf"|to))\s(?P<b>{_CONTROLS})\b"
)
_AGAINST_CONTROL = Choice(rf"(?i)\s(?:versus|vs\.?|or|compared (?:with|to))\s(?:{_CONTROLS})\b")
# "Sleep was measured in women after zinc or placebo": what is said before the first name
_SAID_BEFORE = Pattern(
    r"(?i).*\b(?:was|were|is|are|had|have|has)\b.*\b(?:after|with|on|given|receiving|received|using|under|during|had|have|took)\s(?:the\s)?|.*\b(?:took|gave\s(?:them|all|each))\s"
    r"|.*\s(?:in|among|for)\s(?=[\w-]+-treated$)"
    rf"|.*\b{PEOPLE}\s(?:with|without|who|aged)\s(?:[\w-]+\s+){{1,8}}?to\s(?:either\s|receive\s)?"
)
_TREATED = re.compile(r"(?i)(?<=[a-z]{3})-treated$")  # "in zinc-treated compared with placebo-treated people"
_NAMED = r"(?:with|on|to|in|receiving|received|given)\s(?:the\s)?"
_COUNTED = (
    rf"{NUM}(?:\s?%|/{NUM})?(?:\sof)?(?:\s{FEW}{PEOPLE})?\s+(?:(?:were\s)?(?:assigned"
    rf"|randomi[sz]ed|allocated|treated)\s)?{_NAMED}"
)
_BOTH_COUNTED = Pattern(
    rf"(?i)(?<![\w.]){_COUNTED}(?P<a>[A-Za-z][^.;,()\d]{{2,60}}?),?\s+(?:and|versus|vs?\.?"
    rf"|compared (?:with|to))\s+{_COUNTED}(?P<b>[A-Za-z][^.;,()\d]{{2,60}})"
)
# "A + B, A + placebo, B + placebo or placebo": an item that joins or stands alone is one of a longer list
_MANNER = "given|once|twice|daily|weekly|monthly|every|each|for|taken|orally|starting|beginning"  # no arm's name begins so
_ITEM = r"[^,]{2,40}?(?:\+|\b(?:plus|and|alone|only)\b)[^,]{0,40}"
_WORD = rf"(?!(?:{_MANNER}|[a-z]+ly)\b)[a-z]{{3,20}}"  # "A, B, A plus B or control"
_DOSED = (
    rf"{_WORD}\s{DOSE}(?:\s(?:(?:once|twice|thrice)\s)?(?:daily|weekly|monthly))?"  # "A 20 mg, A 5 mg or B"
)
_SEPARATOR = Pattern(
    rf"(?i),?\s(?:or(?!\swithout\b)|versus|vs\.?)\s(?:to\s)?|,\s(?!to\s|(?:{_MANNER})\b)(?=(?:{_ITEM},\s){{0,4}}[^,]{{2,60}},?\s(?:or|and)\s)"
    rf"|,\s(?=(?:{_DOSED},\s){{0,3}}{_DOSED},?\sor\s)"
    rf"|,\s(?={_WORD},\s(?:(?:{_ITEM}|{_WORD}),\s){{0,3}}[^,]{{2,60}},?\sor\s)"
    r"|,\s(?=[^,]{3,40},\s(?:\d\)\s)?both,?\sor\s)"  # "A, B, both, or C"
)
# "oestrogens, 0.6 mg, plus progestin, 2.5 mg, or placebo": commas that part no arms.
_COMMA_DOSE = Pattern(
    rf"(?i),\s{DOSE}(?:,\s(?:plus|with|once|twice|daily|every|per|orally|intravenously|subcutaneously|for)\b)?"
)
# "an inhaler, 4-12 cartridges a day, or placebo": how much of it
_BY_DAY = Pattern(rf"(?i),\s{NUM}(?:(?:-|\sto\s){NUM})?\s[a-z]+\s(?:a|per|each|every)\s(?:day|week|month)\b")
# "visits at five, seven, and nine months or usual care": when it is given
_AT_TIMES = Pattern(
    rf"(?i)\s(?:at|after)\s{COUNT}(?:,\s{COUNT}){{0,5}},?\sand\s{COUNT}\s(?:weeks|months|days|hours|years)(?=\s|$)"
)
_ENDS_WITH_DOSE = Pattern(rf"(?i){DOSE}$")
_ENDS_WITH_DUMMY = Pattern(r"(?i)\b(?:placebo|sham|vehicle)$")
_DOSES_IN_BRACKETS = Pattern(rf"(?i)\((?:{NUM}(?:\s?[a-zµ]{{1,4}}(?:/day)?)?(?:,\s|,?\sor\s)){{1,3}}{DOSE}\)")
_OVER = re.compile(r"(?i)\s(?:starting|beginning|until|unless|and\s(?:were|was|then))\s")
# "early or late surgery", "to a short or a long course of zinc"
_DEGREES = r"(?:early|late|short|long|short-term|long-term|immediate|delayed|intensive|conventional|standard|rapid|slow|continuous|intermittent|open|closed|active|passive|upright|supine|warm|cold|oral|intravenous|subcutaneous|local|systemic|topical|tight|strict|liberal|restrictive|lenient)"
_DEGREE = Pattern(rf"(?i)(?:an?\s|the\s)?{_DEGREES}")
_DEGREE_AND_NOUN = Pattern(
    rf"(?i)\s*(?:an?\s|the\s)?{_DEGREES}\s(?P<x>(?!(?:groups?|arms?|versus|and|or|in|for|at|with|on|to)\b)[a-z].*)"
)
_AND_LAST = re.compile(r"(?i)\s*and\s")
# "33 (22%) randomised to A and 51 (35%) randomised to B": a number that is dealt to the second is no part of its name.
_AND = Pattern(
    rf"(?i),?\sand\s(?:(?:the\s(?:other|second)\s)?half\s(?=to\s))?(?:(?:in\s)?{COUNT}{_BLANK}(?:{FEW}{PEOPLE}{_BLANK})?\s(?:who\s)?(?:were\s)?(?:randomly\s)?(?:randomi[sz]ed|assigned|allocated)\s)?(?:to\s)?"
)


# "randomised into three groups: A, B and C"
_GROUPS = Pattern(
    r"(?i)\b(?P<k>two|three|four|five|six|[2-6])\s(?:[\w-]+\s){0,3}?(?P<g>groups|arms|treatments|regimens|interventions|conditions|strategies)(?:\sof\s\d{1,4}(?:\s[a-z]+)?(?:\seach)?)?(?::|\sas)\s(?P<x>[^.;:]{5,200})"
)
_OF_ANYTHING = ("groups", "conditions", "strategies")
_INTO = Pattern(r"(?i)\b(?:randomi[sz]ed|randomly|assigned|allocated|allotted|divided)\b[^,.;:]{0,60}$")
# "A, B and C in women with gout": what stands behind the last name
_PEOPLE_BEHIND = Pattern(r"(?i)\s(?:in|for|among|on|during|after|at)\s.*")
_SO_MANY = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NEXT_OF_GROUPS = re.compile(r"(?i),?\s(?:and|or)\s|,\s")
# "compared A, B and C"
_COMPARED_THREE = Pattern(
    r"(?i)\b(?:compar(?:ed|es|ing|e)|comparison of)\s(?P<x>(?!with\b|to\b)[^.;:(),]{3,50},\s[^.;:(),]{3,50},?\s(?:and|with|versus|vs\.?)\s[^.;:()]{3,60})"
)
_THREE = Pattern(r"(?i)\b(?:three|3)[- ](?:arms?|groups?|way|treatments?)\b")
_NEXT_OF_THREE = re.compile(r"(?i),?\s(?:and|with|versus|vs\.?)\s|,\s")


def _in_groups(sentence: Sentence) -> list[tuple[str, Place]]:
    """The arms of a list behind their number: "three groups: A, B and C"; [] where there are not so many."""
    for match in _GROUPS.finditer(sentence.bare):
        if match["g"].lower() in _OF_ANYTHING and not _INTO.search(sentence.bare, 0, match.start()):
            continue  # "seen in two groups: light smokers and heavy smokers" are people and no arms
        size = _SO_MANY.get(match["k"].lower()) or int(match["k"])
        if found := _cut(sentence, match, _NEXT_OF_GROUPS, size):
            return found
    return []


def _cut(
    sentence: Sentence, match: re.Match[str], sign: re.Pattern[str], size: int
) -> list[tuple[str, Place]]:
    """The names of a list (group x) with their places, [] where there are not so many, or one names no arm."""
    begin, listed = match.start("x"), _PEOPLE_BEHIND.sub("", match["x"])
    edges = [begin, *(begin + e for cut in sign.finditer(listed) for e in cut.span()), begin + len(listed)]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    parts = [sentence.bare[a:b] for a, b in spans]
    phrases = _with_joint(parts, told_by_dose(parts))
    if len(spans) != size or len(set(phrases)) != size or not all(p and sound(p) for p in phrases):
        return []
    return [(p, Place(sentence, a, b)) for p, (a, b) in zip(phrases, spans, strict=True)]


# "assigned to 1) A; 2) B; or 3) C", but not "assigned to A or B; or else"
_BY_SEMICOLONS = Pattern(
    r"(?i)(?P<x>(?:(?!\s(?:or|versus|vs)\s)[^;.]){3,80};\s(?:[^;.]{3,80};\s){0,4}?(?:or\s|and\s(?=\(?\d\)))[^;.]{3,80})(?=[;.]|$)"
)
_SEMICOLON = re.compile(r"(?i);\s(?:(?:or|and)\s)?(?:\(?[a-f1-6]\)\s)?")
_JOINT_ITEM = re.compile(
    r"(?i)\s*(?:\(?\d\)\s)?(?:the\s|a\s)?(?:combined|combination|both)(?:\s(?:therapy|treatments?|drugs))?\s*"
)


# "received, in random order: A; B; and C", "treatments were (a) A; (b) B; (c) C"
_IN_ORDER = Pattern(
    r"(?i)(?:\bin\s(?:an?\s)?(?:random(?:i[sz]ed)?|(?:counter)?balanced)\s(?:order|sequence|fashion)|\b(?:treatments|conditions|drinks|meals|diets|regimens|interventions|periods)\s(?:were|included|comprised|consisted\sof)"
    r"|\b(?:each|all)\sof\s(?:two|three|four|five|six)\s(?:[a-z-]+\s)?(?:treatments|conditions|drinks|meals|diets|regimens|interventions|periods)|\b(?:received|took|underwent|ingested|drank|given)\s(?:single\s(?:oral\s)?doses\sof)?)[:,]?\s(?:either\s)?(?=[^;.]{2,80};)"
)
_LIST_IN_ORDER = Pattern(
    r"(?i)(?P<x>[^;.]{2,80}(?:;\s[^;.]{2,80}){0,4};\s(?:(?:and|or)\s[^;.]{2,80}|\(?[b-f2-6]\)\s[^;.]{2,80}))(?=[;.]|$)"
)


def _crossed_over(sentence: Sentence) -> list[tuple[str, Place]]:
    """What the people of a crossover trial are all given, in a list parted by semicolons; [] of any other trial."""
    if ";" not in sentence.bare or "cross" not in sentence.document.text.lower():
        return []
    opening = _IN_ORDER.search(sentence.bare)
    parted = _LIST_IN_ORDER.match(sentence.bare, opening.end()) if opening else None
    return _cut(sentence, parted, _SEMICOLON, parted["x"].count(";") + 1) if parted else []


def _with_joint(parts: Sequence[str], phrases: Sequence[str]) -> list[str]:
    """The names of a list, with those of the two treatments that are given together for "combined": "placebo, A, B and combined"."""
    out = list(phrases)
    joint = [i for i, part in enumerate(parts) if _JOINT_ITEM.fullmatch(part)]
    given = [p for i, p in enumerate(phrases) if i not in joint and p and role_of(p) != "control"]
    if len(joint) == 1 and len(given) == 2:
        out[joint[0]] = " plus ".join(given)
    return out


def allocation(sentence: Sentence) -> list[tuple[str, Place]]:
    """ "were randomised ... to receive either A or B" → both, with their places."""
    if groups := _in_groups(sentence) or _crossed_over(sentence):
        return groups
    # "a randomized trial in 80 patients randomized to A or B": the first such word may only describe the trial.
    tried = ((m, _opening(sentence.bare[m.end() : m.end() + 200])) for m in ALLOCATED.finditer(sentence.bare))
    start, opening = next(((m, o) for m, o in tried if o), (None, None))
    if not start or not opening or _ONE_GROUP.search(sentence.bare, 0, start.start()):
        return []
    begin = start.end() + opening.end()
    if parted := _BY_SEMICOLONS.match(sentence.bare, begin):
        return _cut(sentence, parted, _SEMICOLON, parted["x"].count(";") + 1)
    found = _listed(sentence, begin, _stop(sentence, begin, r"[.;]"))
    if found:
        return found
    # "A 0.5 mg plus usual care or usual care alone": past the point of a dose the list is believed for one control, or three arms.
    found = _listed(sentence, begin, _stop(sentence, begin, r"[.;](?!\d)"))
    controls = sum(role_of(phrase) == "control" for phrase, _ in found)
    return found if controls == 1 or len(found) > 2 else []


def _stop(sentence: Sentence, begin: int, sign: str) -> int:
    stop = re.search(sign, sentence.bare[begin : begin + 400])
    return begin + (stop.start() if stop else min(400, len(sentence.bare) - begin))


def _opening(tail: str) -> re.Match[str] | None:
    """The words that open the list of arms; a bare "to" must follow the verb at once ("assigned 1:1 to A or B")."""
    either = _EITHER.search(tail)
    return (
        _PLACEBO_NEXT.match(tail)
        or _COLON.match(tail)
        or either
        or _TO_RECEIVE.search(tail)
        or _TO.match(tail)
    )


def _listed(sentence: Sentence, begin: int, end: int) -> list[tuple[str, Place]]:
    text = _with_doses(sentence, begin, end)
    for apart in (_BY_DAY, _AT_TIMES):
        text = apart.sub(lambda m: " " * len(m.group()), text)
    text = _COMMA_DOSE.sub(lambda m: _without_comma(m, text), text)
    cuts = list(_SEPARATOR.finditer(text)) or list(_AND.finditer(text))[:1]
    if not cuts:
        return []
    if (
        over := _OVER.search(text, cuts[0].end())
    ):  # "A or B until X or Y", "A or B and were seen at X, Y and Z": what ends the treatment, or comes then, is no third
        text = text[: over.start()]
        cuts = [m for m in cuts if m.end() <= over.start()]
    if _parts_adjectives(text, cuts):
        comma, *cuts = cuts
        text = f"{text[: comma.start()]} {text[comma.start() + 1 :]}"
    if any("," in m.group() for m in cuts) is False:
        cuts = cuts[:1] if len(cuts) == 1 else cuts[: LISTED - 1]
    edges = [0, *[e for m in cuts for e in (m.start(), m.end())], len(text)]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    if len(spans) > 2 and any(_AND_LAST.match(text, a, b) for a, b in spans[1:-1]):
        return []  # "A, B, and C or D": parts of one arm
    out: list[tuple[str, Place]] = []
    phrases = told_by_dose(with_shared([text[a:b] for a, b in spans]))
    if by_weeks := told_by_schedule([text[a:b] for a, b in spans]):
        phrases = by_weeks
    elif len(set(phrases)) < len(phrases):
        phrases = told_by_length(text, [(text[a:b], a, b) for a, b in spans]) or phrases
    for phrase, (a, b) in zip(phrases, spans, strict=True):
        if len(out) > 1 and BOTH.fullmatch(text[a:b].strip()):
            phrase = f"{out[0][0]} plus {out[1][0]}"
        if not phrase or NUMBERS.fullmatch(phrase):
            return out if len(out) >= 2 else []
        out.append((phrase, Place(sentence, begin + a, begin + b)))
    return out


_ARTICLE = re.compile(r"(?i)\s*an?\s")


def _parts_adjectives(text: str, cuts: Sequence[re.Match[str]]) -> bool:
    """Whether a comma stands between two adjectives of one thing, and no arms: "an original, interactive course or a modified course"."""
    if len(cuts) != 2 or cuts[0].group().strip() != "," or "," in cuts[1].group():
        return False
    first, middle, last = (
        text[: cuts[0].start()],
        text[cuts[0].end() : cuts[1].start()],
        text[cuts[1].end() :],
    )
    return bool(
        _ARTICLE.match(first)
        and not _ARTICLE.match(middle)
        and _ARTICLE.match(last)
        and middle.split()[-1:] == last.split()[-1:]
    )


def with_shared(parts: Sequence[str]) -> list[str]:
    """The two parts of a list with what both share: "early", "late surgery" is "early surgery" and "late surgery"."""
    out = list(parts)
    shared = _DEGREE_AND_NOUN.match(parts[1]) if len(parts) == 2 else None
    if shared and _DEGREE.fullmatch(parts[0].strip()):
        out[0] = f"{parts[0].strip()} {shared['x']}"
    elif len(parts) == 2:
        out[0] = genuine_in_full(parts[0], parts[1])
    return out


def _with_doses(sentence: Sentence, begin: int, end: int) -> str:
    """The bare text with the doses that stand in brackets: "velatinib (5 mg or 10 mg) or placebo"."""
    text = sentence.bare[begin:end]
    for match in _DOSES_IN_BRACKETS.finditer(sentence.text, begin, end):
        a, b = match.start() - begin, match.end() - begin
        text = f"{text[:a]} {match.group()[1:-1]} {text[b:]}"
    return text


def _without_comma(match: re.Match[str], text: str) -> str:
    """A dose without the comma that parts it from its name; one behind another dose, or behind a placebo, is of another arm: "5 mg,
    10 mg or placebo", "placebo, 5 mg, or 10 mg"."""
    listed = _ENDS_WITH_DOSE.search(text, max(0, match.start() - 30), match.start())
    listed = listed or _ENDS_WITH_DUMMY.search(text, max(0, match.start() - 30), match.start())
    return match.group() if listed else match.group().replace(",", " ")


def comparison(sentence: Sentence) -> list[tuple[str, Place]]:
    three = _COMPARED_THREE.search(sentence.bare) if _THREE.search(sentence.bare) else None
    if three and (found := _cut(sentence, three, _NEXT_OF_THREE, 3)):
        return found
    for pattern in (_COMPARED, _VERSUS, _BOTH_COUNTED):
        if pattern is _VERSUS and not _AGAINST_CONTROL.search(sentence.bare):
            continue
        for match in pattern.finditer(sentence.bare):
            begins = {g: match.start(g) for g in ("a", "b")}
            if pattern is _VERSUS and (said := _SAID_BEFORE.match(match["a"])):
                begins["a"] += said.end()
            pair = [
                (arm_phrase(sentence.bare[a : match.end(g)]), Place(sentence, a, match.end(g)))
                for g, a in begins.items()
            ]
            if pattern is _COMPARED and (cut := _JOINT.fullmatch(match["b"])):
                pair = _with_partner(sentence, match, cut) or pair
            pair = [(_TREATED.sub("", phrase), place) for phrase, place in pair]
            if is_only_genuine(pair[0][0]):
                continue  # "true versus placebo acupuncture": its noun stands behind the other
            if (
                all(phrase for phrase, _ in pair)
                and not any(_is_of_people(sentence, phrase, place) for phrase, place in pair)
                and not are_places(sentence, [(place.start, place.end) for _, place in pair])
            ):
                return pair
    return []


_PEOPLE_BEFORE = Pattern(rf"(?i)\b{PEOPLE}\s$")


def _is_of_people(sentence: Sentence, phrase: str, place: Place) -> bool:
    """Whether a name is what people go without, and no arm: "adults without diabetes"."""
    return phrase.lower().startswith("without ") and bool(
        _PEOPLE_BEFORE.search(sentence.bare, 0, place.start)
    )


def _with_partner(sentence: Sentence, match: re.Match[str], cut: re.Match[str]) -> list[tuple[str, Place]]:
    """The sides of "compare A and B with C and B", whose first "and" parts no arms: a word is said on both sides."""
    begin = match.start("b")
    places = [(match.start("a"), begin + cut.end("x")), (begin + cut.start("y"), match.end("b"))]
    pair = [(arm_phrase(sentence.bare[a:b]), Place(sentence, a, b)) for a, b in places]
    joined = " and " in sentence.bare[match.end("a") : begin]
    partner = words(cut["x"]) & words(cut["y"])
    return pair if joined and partner and all(phrase for phrase, _ in pair) else []
