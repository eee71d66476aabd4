"""How many people a document is about, where it does not say in so many words how many were randomised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern, Patterns

PEOPLE = (
    r"(?:patients?|pts|participants?|subjects?|women|men|females?|males?|adults?|children|volunteers?|individuals?|people|persons?"
    r"|infants?|cases|survivors?|boys|girls|students?|(?:out|in)-?patients?|carriers?|respondents?|couples|couplets"
    r"|mothers?|bab(?:y|ies)|families|nurses|physicians|clinicians|surgeons|workers|adolescents?|pts|GPs|dyads|residents?|pairs|members"
    r"|caregivers?|carers?|pupils|eyes|newborns|toddlers|households|controls|neonates|smokers|veterans|BCS|candidates|recipients"
    r"|midwives|doctors|practitioners|pharmacists|dentists|radiologists|pathologists|oncologists|psychologists|trainees|employees|athletes)"
)
_FEW = r"(?:(?!(?:of|in|to|and|were|was|who|the|with|had|received|months|weeks|years|days|cycles|cm|mg|centers|centres|hospitals|sites|countries|clinics|practices|institutions|departments|wards|villages|towns|schools)\s)[A-Za-z][\w/'+-]*(?:\s\([^()]{1,20}\))?,?\s){0,6}?"
_PLACES = r"(?:hospitals|cent(?:re|er)s|sites|clinics|practices|countries|institutions|departments|wards|units|villages|towns|schools)"
_BEFORE_PEOPLE = Pattern(rf"(?i)(?<![\w.,/=<>±%-])(?P<n>{COUNT})\s{_FEW}(?P<who>{PEOPLE})\b(?!-)")
# At the start of a sentence the people may come late: "Sixty American Society of X status I to II adult women".
_OPENS = Pattern(
    rf"(?i)^\W{{0,3}}(?P<n>{COUNT})\s(?!of\b|per ?cent\b|(?:[a-z-]+\s)?{_PLACES}\b)(?:[^\s.;:%]+\s){{0,11}}?(?P<who>{PEOPLE})\b(?!-)"
)
_IN_BRACKETS = Pattern(
    rf"(?i)(?P<who>{PEOPLE}|study|trial|sample|subgroup|(?:intent(?:ion)?-to-treat|ITT)\s(?:analysis\s)?population)\s?\(\s?(?:total\s)?n\s?=\s?(?P<n>{INT})(?=\s?[);,:])(?!,\s?[\d.]{{1,5}}\s?%)"
)
# "Among 120 relapses"
_EVENT = r"(?!(?:[a-z-]+\s){0,2}(?:deaths|events|relapses|recurrences|withdrawals|drop-?outs|discontinuations|infections|fractures|strokes|falls)\b)"
_OF_THE = Pattern(
    rf"(?:^|[;:]\s|\.\s)(?P<who>Of|Among|From)\s(?:the\s|these\s|all\s|a total of\s)?(?P<n>{INT})\s{_EVENT}(?!%|months|weeks|years|days)[a-z]"
)
# "who were to have surgery (N = 230)": the capital says that it is all of them.
_ALL_N = Pattern(
    rf"(?P<who>[A-Za-z]\w*)[,;]?\s?[(\[]\s?(?:[A-Za-z][^()=]{{0,20}}[,;]\s)?(?:total\s)?N\s?=\s?(?P<n>{INT})(?=\s?[)\];,:])"
)
# "patients with asthma in two trials (n = 88)": the only size of its sentence, some words behind the people.
_ONLY_N = Pattern(rf"(?i)\b(?P<who>{PEOPLE})\b[^();:]{{1,160}}[(\[]\s?n\s?=\s?(?P<n>{INT})(?=\s?[)\];,:])")
_ANY_N = Pattern(r"(?i)[(\[,;]\s?n\s?=")
_TRIAL = Pattern(
    r"(?i)\brandom|\btrials?\b|\bstudy\b|\binclud|\benrol|\brecruit|\beligible\b|\bparticipated\b"
)
# "closed at 90 of 400 planned patients"
_OF_PLANNED = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?P<n>{COUNT})\s(?:out\s)?of\s(?:the|an?)?\s?(?:{INT}\s(?:planned|intended|projected|targeted|required)|(?:planned|intended|target(?:ed)?|projected)\s{INT})\s(?P<who>{PEOPLE})\b"
)
# "Planned accrual was 320 patients; 290 were enrolled"
_FOR_PLANNED = Pattern(
    rf"(?i)\b(?:planned|target|intended)\s(?:accrual|enrol+ment|recruitment|sample(?:\ssize)?|number)\b[^.;]{{0,60}}[;,]\s(?:but\s)?(?:only\s)?(?P<n>{COUNT})\s(?P<who>(?:{PEOPLE}\s)?(?:were|had been)\s(?:enrol+ed|recruited|accrued|entered|included))\b"
)
# "Of 58 adults assessed, 41 took part": those who came in, of those who were looked at
_OF_ASSESSED = Pattern(
    rf"(?i)^(?:of|from|among)\s(?:the\s)?{INT}\s(?:(?!who\b|were\b)[a-z][\w-]*\s){{1,4}}(?:who\swere\s)?(?:assessed|screened|approached|contacted|invited|referred)(?:\sfor\s[a-z]+)?,\s(?:only\s)?(?P<n>{COUNT})\s(?P<who>(?:took\spart|participated|agreed|consented|enrol+ed|entered|were\s(?:enrol+ed|included|entered|recruited)))\b"
)
# "four groups of 45 patients (each)": so many times as many
_GROUPS_OF = Pattern(
    rf"(?i)\b(?P<k>two|three|four|five|six|[2-6])\s(?:[a-z-]+\s){{0,2}}(?P<who>(?:groups|arms))\s(?:\(\s?n\s?=\s?|(?:of|with|comprising)\s)(?P<n>{COUNT})(?=\s(?:{_FEW}{PEOPLE}\b|(?:in\s)?each\b)|[:.;,]|\s?$)"
)
_SUBJECT = Pattern(rf"(?:^|\.\s|,\s|and\s)(?P<n>{COUNT})\s(?P<who>enrolled|agreed to|consented|remained)\b")
_PATTERNS = Patterns.of(
    _GROUPS_OF,
    _OF_PLANNED,
    _FOR_PLANNED,
    _OF_ASSESSED,
    _SUBJECT,
    _BEFORE_PEOPLE,
    _OPENS,
    _IN_BRACKETS,
    _OF_THE,
    _ALL_N,
    _ONLY_N,
)
_HINT = Pattern(
    r"(?i)\d|hundred|thousand|ty\b|ty-|teen|\b(?:four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
)
_RANDOM = Pattern(r"(?i)\brandom")
_ENTERED = Pattern(
    r"(?i)\benrol|\brecruit|\bincluded?\b|\bincludes\b|\bparticipat|\bentered\b|\baccru|\bconsecutive|\beligible\b|\bassigned|\ballocat"
    r"|\btotal of\b|\bdivided\b|\bregistered\b|\btrial\b|\bstudy\b|\bstudied\b|\banaly[sz]|\bevaluable|\bamong\b|\breceived\b|\bunderwent"
    r"|\btreated\b|\binvited|\bcohort|\bdata\b|\bcompleted\b|\bfrom\b|\bstratified\b"
)
_TOTAL = Pattern(r"(?i)\b(?:total of|sample of|consist\w* of|overall,?)\s(?:about\s)?$")
_PLANNED = Pattern(
    r"(?i)\b(?:screened|approached|assessed for eligibility|identified|invited|excluded|declined|dropped out|lost to|withdrew|died|deaths)\b"
)
_SCHEDULED = Pattern(
    r"(?i)\b(?:planned|target|goal|power|sample size|to detect|would be|will be)\b|\b(?:is|are|was|were|be|total|size)\s(?:required|needed)\b(?!\s(?:by|in)\b)"
    r"|\brequires?\s(?:a total of\s)?\d|\b(?:required|needed)\s(?:for|sample|number|to\s(?:detect|show|have|achieve|give|provide|reach))\b"
)
# "transfusion: 2 v 9 patients": those of one arm
_LEFT_OUT = Pattern(
    r"(?i)\b(?:exclusion of|excluding|excluded|loss of|losing)\s(?:the\s)?$|\d\s?%?\s(?:vs?\.?|versus)\s$"
)
_PART = Pattern(
    r"(?i)\b(?:of whom|whom|remaining|other|another|additional|last|each of|per|(?<!^)only|these|those|and|or|versus|vs\.?|than|whereas|least|every|except)\s(?:the\s)?$"
    r"|[(/=<>±-]\s?$|\b(?:phase|grade|stage|level|part|arm|group|cohort|day|week|month|age|aged|trial|NCT\d*)\s$"
)
_ARM_AFTER = Pattern(
    r"(?i)^[^.;,()]{0,40}?\s?(?:\([^()]{0,30}\)\s?)?(?:in|on|to|received|receiving|with|treated|got|underwent|were given|took(?!\spart)|assigned to|randomi[sz]ed to|allocated to)\s[^.;]{0,60}?\b(?:and|or|versus|vs\.?|,)\s(?:the\s)?(?:other\s|remaining\s)?"
    rf"{COUNT}\b"
)
# "Of 900 adults in the zinc towns 31 had it, compared with 48 of 870": those of one arm
_OF_ONE_ARM = Pattern(
    rf"(?i)^(?:[^.;]|\.\d){{0,160}}?\b(?:(?:as\s)?compared (?:with|to)|versus|vs\.?|against)\s(?:[a-z][\w-]*\s){{0,3}}{COUNT}\s(?:out\s)?of\s(?:the\s)?{INT}\b"
)
# "Nine patients required surgery" counts what happened to them.
_HAPPENED = Pattern(
    r"(?i)^[^.;,()]{0,40}?\s(?:required|needed|developed|experienced|suffered|died|relapsed|progressed|responded|withdrew|failed|refused|declined|stopped|discontinued|missed|dropped|crossed\sover|moved|left|emigrated|changed|gave\sup)\b"
)
# "in 18 eyes (group 1)": those of one arm
_IN_ITS_GROUP = Pattern(
    rf"(?i)\s(?:[a-z-]+\s){{0,3}}?{PEOPLE}\s?[(\[](?:the\s)?(?:(?:group|arm)\s(?:[a-z]|\d|I{{1,3}}|IV)|(?:(?!per\b|each\b|in\b)[A-Za-z][\w-]*\s){{1,3}}(?:group|arm))\s?[)\]]"
)
# "(group 2) in 17 eyes"
_BEHIND_ITS_GROUP = Pattern(
    r"(?i)[(\[](?:the\s)?(?:(?:group|arm)\s(?:[a-z]|\d|I{1,3}|IV)|(?:[\w-]+\s){1,3}(?:group|arm))[)\]]\s(?:in|on|for|of)\s$"
)
# "30 women in each hospital were assigned to A": not all who were
IN_EACH_PLACE = Pattern(
    rf"(?i)\s{_FEW}{PEOPLE}\s(?:in|at|from|per)\s(?:each|every|either|both)\s(?:of\sthe\s(?:\w+\s)?)?(?:hospital|cent(?:er|re)|site|clinic|school|village|country|ward|practice|town|cit(?:y|ies)|trial|stud(?:y|ies)|phase|period|year)s?\b"
)
_GROUP_BEFORE = Pattern(r"(?i)\b(?:groups?|arms?)\b[^.;]{0,30}$")
_SHARE_AFTER = Pattern(r"(?i)^\s?[(\[]\s?\d[\d.]*\s?%|^[^.;()]{0,25}\(\s?\d[\d.]*\s?%\)")
# "28 surgeons were randomly assigned; 331 women took part": the clusters of a trial, if it has people beside them
# "820 eyes of 410 adults": the people are the fewer
_PARTS_OF = Pattern(
    rf"(?i)\s(?:eyes|ears|knees|hips|feet|hands|breasts|limbs|legs|teeth|implants|lesions)\s(?:of|in|from)\s(?:the\s)?{COUNT}\s(?:{_FEW})?{PEOPLE}\b"
)
_STAFF = Pattern(
    r"(?i)\b(?:surgeons|physicians|doctors|nurses|midwives|practitioners|teachers|dentists|pharmacists)$"
)
_AIMED_AT = Pattern(r"(?i)^\s(?:planned|intended|projected|targeted)\b")
# "The trial compared A with B, in 431 men"
# or "A with or without B was compared in 431 men"
_COMPARED_IN = Pattern(
    r"(?i)\b(?:trial|study|we)\s(?:\w+\s){0,2}(?:compar|test|evaluat|investigat|assess)\w+\s[^.;]{3,200}\sin\s$|\b(?:was|were)\s(?:then\s)?compared\s(?:[^.;,\d]{0,60}\s)?in\s$"
)
# "Fever occurred in 120 adults, 80 on A and 40 on B"
_SEEN_IN = Pattern(
    r"(?i)\b(?:occurred|occurring|developed|arose|happened|(?:was|were)\s(?:\w+ly\s)?(?:seen|observed|noted|found|reported|recorded|diagnosed|detected))\s(?:in|among|by)\s(?:only\s)?$"
)
_SOME = Pattern(
    rf"(?i)\W{{0,2}}(?:of|among)\s(?:the\s|these\s|all\s)?{COUNT}\s(?:{_FEW}{PEOPLE}\s)?(?:with|who\shad|who\sdeveloped|in\swhom|whose)\s"
)
_GIVEN = Pattern(r"(?i)\brandomi[sz]|\bassigned\b|\ballocated\b|\bgiven\b|\breceiv")
_N_IS = re.compile(r"(?i)n\s?=\s?$")
_INTEGER = Pattern(rf"(?<![\w.,])(?P<n>{INT})(?!\s?%)")
_OF_AGE = Pattern(r"(?i)\byears of age\b")
_OF = Pattern(r"(?i)\b(?:of|among|in)\s(?:the\s)?$")
_LEAST = 1.5
_REACHED = 5.0  # how many of those planned came in says it all
_DIVIDED = 3.0  # so many groups of so many are all of them, unless another number is said of all


class Candidate(NamedTuple):
    """pattern : the one that found it, as `match`."""

    sentence: Sentence
    start: int
    end: int
    n: int
    match: re.Match[str]
    pattern: Pattern


def participants(sentences: Sequence[Sentence]) -> Stated | None:
    """The number of people that most of the document's words speak for, as field "participants"; None where
    none stands out. Its `because` gives the words and the sums that it rests on."""
    found = [c for s in sentences if not s.background for c in _candidates(s)]
    if not found:
        return None
    numbers = [c.n for c in found]
    compared = max(
        (c.n for c in found if _are_compared(c.sentence.text, c.match.start("n"), c.match)), default=0
    )
    scored = [
        (_score(c) + _adds_up(c, numbers) - _are_some(c, compared) - _stayed(c, numbers), c) for c in found
    ]
    patients = [told for told in scored if told[0] >= _LEAST and not _STAFF.search(told[1].match.group())]
    score, best = max(patients or scored, key=lambda s: (s[0], -s[1].sentence.start - s[1].start))
    label = "people"
    if score < _LEAST:
        planned = [
            c
            for c in found
            if _SCHEDULED.search(c.sentence.text) and not _PART.search(c.sentence.text[: c.start] + " ")
        ]
        if not planned:
            return None
        best, label = planned[0], "planned"
    return Stated(
        field="participants",
        value=best.n,
        unit="patients",
        label=label,
        quote=best.sentence.quote(best.start, best.end),
        because=Because(rule="read.grammar.participants", formula=_why(best, numbers)),
    )


def headcounts(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Every number of people that the sentences speak of, whoever they are."""
    return frozenset(c.n for s in sentences if not s.background for c in _candidates(s))


@once
def _candidates(sentence: Sentence) -> tuple[Candidate, ...]:
    return tuple(_in(sentence))


def _in(sentence: Sentence) -> Iterator[Candidate]:
    text = sentence.text
    if not _HINT.may_match(text):
        return
    taken: set[int] = set()
    for _, pattern in _PATTERNS.fitting(text):
        for match in pattern.finditer(text):
            place = match.start("n")
            if pattern is _ONLY_N and not (_TRIAL.search(text) and len(_ANY_N.findall(text)) == 1):
                continue
            if _LEFT_OUT.search(text[max(0, place - 24) : place]):
                continue
            n = whole(match.group("n")) * (whole(match["k"]) if pattern is _GROUPS_OF else 1)
            if (
                place in taken
                or n < 4
                or (match.group("n").isdigit() and 1900 <= n <= 2030 and "(" not in text[place - 6 : place])
            ):
                continue
            taken.add(place)
            start, end = min(match.start("who"), place), max(match.end("who"), match.end("n"))
            yield Candidate(sentence, start, end, n, match, pattern)


def _score(candidate: Candidate) -> float:
    """How much its own sentence says for it."""
    if candidate.pattern in (_OF_PLANNED, _FOR_PLANNED, _OF_ASSESSED):
        return _REACHED
    if candidate.pattern is _GROUPS_OF:
        return _DIVIDED
    text, n, match = candidate.sentence.text, candidate.n, candidate.match
    opens = candidate.pattern is _OF_THE
    place, after = match.start("n"), text[match.end("n") :]
    before = text[max(0, place - 40) : place]
    score = 1.0
    if _RANDOM.search(text):
        score += 2
    if _ENTERED.search(text):
        score += 1.5
    score += 1.5 * bool(_TOTAL.search(before)) + 1.0 * opens + 0.5 * (not text[:place].strip())
    bracketed = _N_IS.search(before) is not None
    score -= 2.5 * bool(_PART.search(before) and not bracketed and not opens)
    if before.endswith("in "):
        score += 2.0 if _are_compared(text, place, match) else -1.0
    score += 2.5 * _in_parts(after, n)
    # "Patients 18 years of age" is who may enter; "Three hundred women 18 years of age" is who did.
    who_may = _OF_AGE.search(text) is not None and bool(text[:place].strip())
    score -= 2.5 * bool(who_may or _PLANNED.search(text)) + 1.5 * (n < 8)
    score -= 2.5 * bool(_SCHEDULED.search(text)) + 2.5 * bool(_AIMED_AT.match(after))
    score -= 3.0 * bool(_ARM_AFTER.match(after)) * (not opens)
    score -= 3.0 * _is_one_of_two(text[:place], after, n)
    score -= 3.0 * bool(_OF.search(before) and _OF_ONE_ARM.match(after))
    score -= 2.0 * bool(_GROUP_BEFORE.search(before)) + 2.0 * bool(_HAPPENED.match(after))
    score -= 1.5 * bool(_SHARE_AFTER.match(after)) + 4.5 * bool(
        _IN_ITS_GROUP.match(after) or _BEHIND_ITS_GROUP.search(before)
    )
    score -= 4.0 * bool(_PARTS_OF.match(after))
    return score


# "in 1031 adults with gout; 1024 adults received placebo"
_OTHERS_GIVEN = Pattern(
    rf"(?i)\s{_FEW}{PEOPLE}\b[^.;:()\d]{{0,60}};\s(?P<n>{COUNT})\s(?:{_FEW}{PEOPLE}\s)?(?:received|took|had|got|were\s(?:given|treated|assigned|allocated))\s"
)
_ARE_GIVEN = Pattern(
    rf"(?i)\s{_FEW}{PEOPLE}\s(?:received|took|had|got|were\s(?:given|treated|assigned|allocated))\s"
)
_PEOPLE_BEFORE = Pattern(rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s{_FEW}{PEOPLE}\b")
_ALIKE = 1.25  # times: two arms that share the people differ by less


def _is_one_of_two(before: str, after: str, n: int) -> bool:
    """Whether about as many others are told of on the other side of a semicolon, one of the two being given something."""
    others = _OTHERS_GIVEN.match(after) if ";" in after else None
    if others is None and before.endswith("; ") and _ARE_GIVEN.match(after):
        others = next(reversed(list(_PEOPLE_BEFORE.finditer(before))), None)
    return others is not None and n / _ALIKE <= whole(others["n"]) <= _ALIKE * n


def _are_compared(text: str, place: int, match: re.Match[str]) -> bool:
    """Whether a number is of those in whom treatments are compared; controls are those whom cases are compared with."""
    return not match["who"].lower().startswith("control") and _COMPARED_IN.search(text[:place]) is not None


def _are_some(candidate: Candidate, compared: int) -> float:
    """How much the words before a number say that it is of some people: those in whom something was seen, or those of a larger
    number in whom treatments are `compared` who have something: "Of 120 with fever, 80 were on A and 40 on B"."""
    text, place = candidate.sentence.text, candidate.match.start("n")
    seen = _SEEN_IN.search(text, 0, place) is not None
    return 4.0 * (seen or (candidate.n < compared and _SOME.match(text) is not None))


# "One hundred and four completed the study": those who stayed, of more who came in
_COMPLETED = Pattern(
    r"(?i)[^.;,()\d]{0,60}?\s(?:had\s)?completed\s(?:(?:the|this|all|both)\s(?:[\w-]+\s){0,2}?)?(?:trial|study|protocol|follow[- ]?up|treatments?|programme?|intervention|phases|periods|course)\b"
)
_MOST_LOST = 2.0  # times: of so many more those who completed are no telling part


def _stayed(candidate: Candidate, numbers: Sequence[int]) -> float:
    """How much is said against a number that is of those who completed a study, where a larger one may be of those who came in."""
    n, text = candidate.n, candidate.sentence.text
    if not any(n < more <= _MOST_LOST * n for more in numbers):
        return 0.0
    return 3.0 * (_COMPLETED.match(text, candidate.match.end("n")) is not None)


def _in_parts(after: str, n: int) -> bool:
    """Whether two numbers behind it, side by side, add up to it: "Of the 90 women, 44 were given A and 46 B"."""
    if not _GIVEN.search(after):
        return False
    behind = [whole(m.group("n")) for m in _INTEGER.finditer(after)]
    return any(a + b == n and 0.2 < a / n < 0.8 for a, b in pairwise(behind))


def _adds_up(candidate: Candidate, numbers: Sequence[int]) -> float:
    """How much sums say for a number: that two or more others of the document add up to it, and that it is large."""
    smaller = sorted({n for n in numbers if n < candidate.n}, reverse=True)
    parts = any(candidate.n - n in smaller for n in smaller if 0.2 < n / candidate.n < 0.8)
    return 1.5 * parts + 1.0 * (candidate.n == max(numbers))


def _why(candidate: Candidate, numbers: Sequence[int]) -> str:
    pair = next(
        (
            (n, candidate.n - n)
            for n in sorted(set(numbers))
            if 0 < n < candidate.n and candidate.n - n in numbers
        ),
        None,
    )
    sums = f"; {pair[0]} + {pair[1]} = {candidate.n}" if pair else ""
    if candidate.pattern is _GROUPS_OF:
        sums = f"; {candidate.match['k']} {candidate.match['who']} of {candidate.match['n']}" + sums
    return f"no number is said to be randomised; {candidate.n} is the number of people it speaks of{sums}"
