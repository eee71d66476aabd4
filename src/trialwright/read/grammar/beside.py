"""Whole numbers that stand beside the name of an arm: "21 patients to A", "41 were assigned to A", "9 deaths on A and 4 on B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import BELOW_HUNDRED, COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.of_them import OF_THEM
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

_TIME_AT_RISK = r"(?:[a-z]+-|(?:patient|person|participant|catheter|ventilator|device|line|bed|treatment)\s)(?:years?|months?|weeks?|days?)\b"
UNIT = (
    rf"(?!\s(?:{_TIME_AT_RISK})"
    r"|\s?-?(?:months?|weeks?|days?|years?|yrs?\b|hours?|hrs?\b|h\b|d\b|min\b|minutes|doses?\b|Gy|ml|kg|g\b|µg|mcg|m\b|metres|meters|steps|beats|kcal|kJ|[mµμn]mol|IU|MIU|U\b|units?\b|cm|mm|cycles|mg|points?|%|per ?cent"
    rf"|euros?\b|dollars?\b|pounds\b|courses|capsules|tablets|pills|sachets|drops|puffs|ampoules|spoonfuls|servings|portions|times|centers|centres|sessions|visits|(?:telephone |phone )?calls|classes|modules|lessons|(?:(?!in\b|to\b|on\b|of\b|and\b)[a-z-]+\s){{0,2}}?(?:surgeons|physicians|practitioners|practices|villages|hospitals|wards|clinics|schools|clusters|households|pharmacies)\b|contacts|appointments|messages|letters|leaflets|booklets|workshops|(?:(?!in\b|to\b|on\b|of\b|and\b)\w+\s)?(?:groups|arms)\b|group\b|arm\b|trials?\b|studies\b|phases?\b|fractions?\b|cohorts?\b|to\s(?:\d|two|three|four|five|six|{BELOW_HUNDRED}\s(?:weeks|months|days|years|hours)\b(?!\sof\b))|or\s(?:\d|more|fewer|less|two|three|four|five|six|{BELOW_HUNDRED}\s(?:weeks|months|days|years|hours)\b)))"
)
NUMBER = rf"(?<![\w.,/±<>≤≥=~])(?<!\bper )(?<!(?<!-)-)(?P<n>{COUNT}){UNIT}"
_PREPOSITION = (
    r"(?:received|receiving|receive|given|offered|taking|treated by|to receive|to undergo|to|underwent|undergoing|completed|with|in|on|from(?=\s(?:the\s[^.;,()]{2,40}\s(?:groups?|arms?)\b|(?:group|arm)\s(?:[a-z]|\d)\b))|into|after|under|during|took(?!\spart\b)|using|for|served as|formed|constituted|made up|comprised|who received"
    r"|started|began|allotted(?:\sto)?|occurring in|observed in|(?:followed\sby(?=\s(?:an?\s|the\s)?(?:nurs|GP|general|tele|phone|surgeon|doctor|special|physician))|followed\s(?:in|at)|(?:seen|managed|nursed|visited|cared\sfor)\s(?:by|in|at))|of|among|assigned|allocated"
    r"|were (?:seen|observed|reported|found|detected) (?:in|with|on))\s"
)
# "21 patients to A", "41 were assigned to A", "17 patients with X were treated with A", "12 received A", "in A"
# An aside may follow the number or its people: "446 (median age 59) were assigned to A".
_ASIDE = r"(?:\s?\((?:[^()\d%][^()]{0,60}|(?:mean |median )?aged?\s[^()]{1,50}|[\d.]{1,5}\s?%|\d{1,4}\s[a-z][^()%=]{2,60})\))?"
_ASIDES = Pattern(rf"^(?:\s[\w-]+)?{_ASIDE}")
_BEFORE = Pattern(
    rf"(?i){NUMBER}{_ASIDE}(?=(?P<who>\s{FEW}{PEOPLE}(?:\swith\s\d{{1,4}}\s[a-z]+|\s(?:with|who|aged|having)\s[^.;,()\d]{{2,80}}?)?|\s(?:[\"'a-z][\w'-]*[\"']?\s|grade\s[\d/-]{{1,5}}\s){{0,5}}?[\"'a-z][\w'-]*[\"']?)?"
    rf"{_ASIDE}\s(?:(?:(?:were|was|are)\s)?(?:(?:then\s|randomly\s)?(?:assigned|allocated|randomi[sz]ed|enrolled|treated|included|started)\s)?(?:{_PREPOSITION}|(?=without\s))))"
)
# "(25 zinc, 22 placebo)", "25 to zinc and 22, placebo", "166 control and 169 zinc", "353 ZN patients and 352 PL patients"
_LISTED = Pattern(
    rf"(?i){NUMBER}(?:\s\(\d[\d.]{{0,4}}\s?%\))?,?\s(?:the\s|(?:[a-z]+-)?matched\s|healthy\s)?$"
)
# "orvelin 500 mg 105, taxomab 103": a dose may stand between a name and its number
_OWN = Pattern(rf"(?i)(?:\s{DOSE})?(?:\s(?:alone|only|groups?|arms?))?\s?[:=]?\s")
# "60 patients to A or B": one number for both arms is the size of neither.
_SHARED = Pattern(
    r"(?i)(?:\s?\([^()]{0,120}\))?[^.;()\d]{0,60}?\s(?:or|versus|vs\.?)\s(?![\w ]{0,20}\d)(?!to detect)"
)
_NOT_BETWEEN = Pattern(
    r"(?i)[;.:]\s|\b(?:while|whereas)\s|\b(?:compared (?:with|to)|versus|vs\.?|than)\s\d|\d\s?%|[(\[]\s?\d|(?:\band|,)\s\d|\b(?:two|three|four|both|2|3|4)\s(?:\w+\s)?(?:groups|arms)\b|\bn\s?=\s?\d"
)
# "65 events and 38 deaths on A"
_BEFORE_NOUN = Pattern(rf"(?i){NUMBER}\s(?:(?!{PEOPLE}\s)[a-z][\w'-]*\s){{1,3}}(?:and|or)\s$")
# "29 (51.8 %) were randomised to A and 27 (48.2 %) to B": the percent is a share of those dealt out.
DEALT = Pattern(
    rf"(?i)(?P<n>{COUNT})(?:\s{FEW}{PEOPLE})?\s?[(\[]\s?(?P<p>[\d.]{{1,5}}){PERCENT}\s?[)\]]\s(?:{FEW}{PEOPLE}\s)?(?:(?P<were>(?:were|was)\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\s)?to\s"
)
# "two dosing schedules of A" are no people, and had none of them.
_THINGS = Pattern(
    rf"(?i)\s(?:(?!{PEOPLE}\swith\b|(?:in|from|to|on|at)\b)[\w-]+\s){{0,3}}?(?:studies|trials|regimens|schedules|leaflets|strategies|methods|techniques|approaches|treatments|therapies|drugs|agents|formulations|lesions|institutions|hospitals|clinics|cent(?:re|er)s|practices|schools|villages|sites|countries|departments|stages|steps|periods|rounds|waves)\b"
    # "two stages in all patients (A, then B)"
    rf"|\s(?!{PEOPLE}\b)[a-z-]+s\s(?:in|of|for|from|by)\s(?:all|every|the\ssame)\s"
)
CODE_BEFORE = Pattern(r"(?<![\w-])[A-Z]{2,5}\s$")  # "FEC 75 followed by": a regimen and its dose
_KINDS = Pattern(r"(?i)\s(?:[\w-]+\s)?(?:ways|types|kinds|forms|versions|resources|modalities|options)\b")
# what stands between a number and the end of the name it touches: "eight telephone practices"
_PLACES = Pattern(
    r"(?i)\s(?:(?!(?:in|to|on|of|and|from|at|with)\b)[a-z-]+\s){0,4}(?:classes|schools|practices|clusters|wards|hospitals|clinics|villages|homes)\b"
)
_AMONG = Pattern(r"(?i)(?:^|[.;]\s)(?:in|among|for|of)\s(?:the\s)?$")
_SOME = Pattern(
    rf"(?i){COUNT}\s{FEW}{PEOPLE}\s(?:with|who|whose|aged|having|under|over|older|younger)\s[^.;()]{{2,80}},\s(?:the\s|(?:[a-z]+\s){{0,2}}(?:differences?|benefits?|advantages?|improvements?|trends?)\s[^.;()\d]{{0,60}})?$"
)
_DIVIDED = Pattern(r"(?i)\b(?:divided|randomi[sz]ed|randomly|allocated|assigned)\b")
_WITH_PERCENT = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?[(\[]\s?(?P<p>\d{{1,2}}(?:\.\d{{1,2}})?){PERCENT}\s?[)\]]"
)
_ALL = 102.0  # percent of all who are dealt out, rounded: where they are more, they are of other people than one another
_MOST = 75.0  # percent of all who are dealt out in a sentence that names two arms or more
_LEAST = 15.0  # percent of all who are dealt to an arm that is named alone
_ROUNDED = 0.55  # percent points
_ONLY_NOUNS = Pattern(rf"(?i)\s(?:(?!{PEOPLE}\s)[a-z][\w'-]*\s){{1,4}}(?:and|or)\s")
# "in 37 and 28 patients treated with A and B, respectively": a list, and its last is not the first arm's
# "7 women in arm 1 and 3 in arm 2"
_ARM_AND = re.compile(r"(?i)\b(?:groups?|arms?|cohorts?) \d (?:or|and|to) $")
_IN_ARM = Pattern(r"(?i)\s(?:[a-z]+\s){0,2}?(?:in|of|on|from)\s(?:the\s)?(?:arm|group|cohort)\s\d\b")
_SECOND = Pattern(rf"(?<![\w.]){COUNT},?\sand\s$")
_FIRST = Pattern(rf"\sand\s{COUNT}\s")
_RESPECTIVE = Pattern(
    r"(?i)(?:\s[\w-]+){0,3}(?:,|\s(?:mg|g|µg)(?:/day)?,|\s(?:and|or))\s[^.;()]{2,60}?,?\srespectively\b"
)
# "8/20", "8 %", "8 (40 %)", "8 of 20", and a mean with its spread: "31 (SD 12)", "31 ± 12"
_NEXT_NAME = Pattern(r"(?i)(?:,|,?\s(?:and|or))\s(?:the\s)?")
_PART_AFTER = Pattern(
    rf"\s?(?:/|±|{PERCENT}|[(\[]\s?(?:[\d.]+{PERCENT}|±|(?:SD|SE|SEM|IQR|s\.d\.)(?![A-Za-z])))|\s(?:of|out of)\s(?:the\s)?\d"
)
# "six of whom had fever" counts some of those just counted, "41 of whom were assigned to A" does not
_OF_THEM = Pattern(
    rf"(?i){OF_THEM}(?!\s(?:(?:were|was)\s)?(?:[a-z]+ly\s)?(?:in|on|with|given|received|treated|assigned|allocated|randomi[sz]ed|enrol+ed|lived|living)\b)"
)
# "one in three on A", "two in every five"
_OUT_OF_SO_MANY = Pattern(rf"(?i)(?<![\w.,/]){COUNT}\s(?:in|of|out\sof)\s(?:every\s|each\s)?$")
_SO_MANY_OUT = Pattern(
    rf"(?i)\s(?:in|of|out\sof)\s(?:every\s|each\s)?(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)\s(?:{PEOPLE}\s)?(?:on|in|of|with|given|receiving|taking|had|who)\s"
)
_REACH = 130  # characters from a number to the name it is counted for


_AND_NAME = Pattern(
    rf"(?i)(?:\s{FEW}{PEOPLE})?,?\s(?:and|or|but|while|whereas|versus|vs\.?)\s(?:(?:in|with|on|of|for|by|after|to)\s)?(?:the\s|an?\s)?"
)


class Beside(NamedTuple):
    """A number and the arm it stands beside; offsets into the sentence. name_end : where the arm's name ends."""

    start: int
    end: int
    label: str
    value: int
    name_end: int


def beside(sentence: Sentence, mentions: Sequence[Mention]) -> list[list[Beside]]:
    """Numbers beside arms in the order of the text, as runs that name no arm twice: what one run counts is one thing.

    Kept with the sentence for the mentions that it was asked with last, and not to be changed.
    """
    kept: tuple[Sequence[Mention], list[list[Beside]]] | None = sentence.__dict__.get("beside")
    if kept is None or kept[0] is not mentions:
        sentence.__dict__["beside"] = kept = mentions, _runs(sentence.text, mentions)
    return kept[1]


def _runs(text: Text, mentions: Sequence[Mention]) -> list[list[Beside]]:
    found: dict[tuple[int, int], Mention] = dict(_following(text, mentions))
    runs: list[list[Beside]] = []
    for (start, end), name in sorted(found.items()):
        if not runs or name.label in {b.label for b in runs[-1]}:
            runs.append([])
        runs[-1].append(Beside(start, end, name.label, whole(text[start:end]), name.end))
    return runs


def _following(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], Mention]]:
    owners: dict[int, tuple[int, int]] = {}
    for match in reversed(list(_BEFORE.finditer(text))):
        start, end = match.span("n")
        name = next((m for m in mentions if m.start >= end), None)
        between = _ASIDES.sub("", text[end : name.start]) if name else ""
        if name is None or len(between) > _REACH or _NOT_BETWEEN.search(between):
            continue
        if _AND_NAME.fullmatch(text, end, name.start):
            continue  # "A in 11 and B in 12"
        nearer = owners.get(name.start)
        if nearer and not _ONLY_NOUNS.fullmatch(text, end, nearer[0]):
            continue
        if (
            _OF_THEM.match(text, end)
            or _SHARED.match(text, name.end)
            or is_part(text, start, end)
            or (CODE_BEFORE.search(text, 0, start) and not match["who"].strip())
            or _THINGS.match(text, end)
            or _KINDS.match(text, end)
            or _are_places(text, end, name)
            or _are_some(text, start, name)
            or text[: name.start].endswith("both ")  # "31 given both A and zinc"
        ):
            continue
        listed = _SECOND.search(text, max(0, start - 24), start) or _FIRST.match(text, end)
        if listed and (_RESPECTIVE.match(text, name.end) or _goes_on(text, name, mentions)):
            continue
        owners[name.start] = (start, end)
        yield (start, end), name
        also = _BEFORE_NOUN.search(text, max(0, start - 60), start)
        named = also and any(also.end("n") <= m.start < start for m in mentions)
        if also and not named and not is_part(text, also.start("n"), also.end("n")):
            yield also.span("n"), name
    mentions_of = {m.start: m.label for m in mentions}
    for mention in mentions:
        listed = _LISTED.search(text, max(0, mention.start - 24), mention.start)
        placed = listed and _are_places(text, listed.end("n"), mention)
        if listed and not placed and not is_part(text, listed.start("n"), mention.end):
            others = [m for m in mentions if m.label != mention.label]
            counted = {mentions_of[start] for start in owners if mentions_of[start] != mention.label}
            own = any(
                _OWN.fullmatch(text, m.end, listed.start("n")) for m in mentions if m.end <= listed.start("n")
            )
            if not own and CODE_BEFORE.search(text, 0, listed.start("n")):
                continue
            if own and "," in listed.group():
                continue  # "A 77, B 76": a number just behind a name is that name's
            if counted or any(_LISTED.search(text, max(0, m.start - 24), m.start) for m in others):
                yield listed.span("n"), mention


def _are_some(text: str, start: int, name: Mention) -> bool:
    """Whether a number is of some people of whom it is told what an arm did for them: "In the 402 women with X, A lowered"."""
    opened = _AMONG.search(text, max(0, start - 14), start)
    return opened is not None and _SOME.match(text, start, name.start) is not None


def _are_places(text: str, end: int, name: Mention) -> bool:
    """Whether a number that ends there is of the places that a name touches: "eight letter practices"."""
    places = _PLACES.match(text, end)
    return places is not None and name.start < places.end() and name.end <= places.end()


def _goes_on(text: str, name: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether other arms are listed just behind a name: "in 7, 5 and 6 patients of groups A, B and C"."""
    later = next((m for m in mentions if m.start >= name.end and m.label != name.label), None)
    return later is not None and _NEXT_NAME.fullmatch(text, name.end, later.start) is not None


def is_dealt(text: str, start: int) -> bool:
    """Whether a number and its percent are those dealt to an arm, and not those to whom something happened.

    So it is where people are divided and the shares are those of the numbers in their sum: "divided in two: 25 (50 %) in A and
    25 (50 %) in B".
    """
    if DEALT.match(text, start):
        dealt = list(DEALT.finditer(text))
        together = sum(float(m["p"]) for m in dealt)
        # "80 (80%) assigned to A had fever" tells of a part of A: without "were", only a sum shows that people are dealt.
        said = any(m["were"] for m in dealt)
        most = (_MOST if len(dealt) > 1 else _LEAST) <= together <= _ALL
        return (said and most) or (len(dealt) > 1 and _fit_their_sum(dealt))
    if "%" not in text or not (word := _DIVIDED.search(text, 0, start)):
        return False
    found = list(_WITH_PERCENT.finditer(text, word.end()))
    if not 2 <= len(found) <= 4 or start not in {m.start("n") for m in found}:
        return False
    return _fit_their_sum(found)


def _fit_their_sum(found: Sequence[re.Match[str]]) -> bool:
    """Whether each percent (group p) is the share of its number (group n) in the sum of all."""
    together = sum(whole(m["n"]) for m in found)
    return all(abs(100 * whole(m["n"]) / max(1, together) - float(m["p"])) <= _ROUNDED for m in found)


def is_part(text: str, start: int, end: int) -> bool:
    """Whether a number is a share, a spread or a count out of others, and so stands for no group of its own."""
    before, after = text[max(0, start - 16) : start], text[end : end + 14]
    if re.search(
        r"(?:[=±<>≤≥/]|%\s?\(|\d\.?)\s?$|\d,$|\d\s(?:v|vs\.?|versus|to|through)\s$|(?i:(?:[\d%)\]]\s?(?:out )?of (?:the )?|\b(?:grades?|level|phase|day|week|stages?|zones?|groups?|arms?|cohorts?) (?:\d (?:or|and|to) )?|\b(?:at least|at most|more than|less than|fewer than|up to|above|below|exceeding|score of) )$)",
        before,
    ) and not (_ARM_AND.search(before) and _IN_ARM.match(text, end)):
        return True
    if is_dealt(text, start):
        return False
    few = _OUT_OF_SO_MANY.search(text, max(0, start - 30), start) or _SO_MANY_OUT.match(text, end)
    return bool(_PART_AFTER.match(after)) or few is not None
