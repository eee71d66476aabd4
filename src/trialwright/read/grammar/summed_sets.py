"""Sets of arms by printed numbers that together are all the people: beside doses, or in what is called an arm by any word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from trialwright.read.grammar.called_sets import ArmSet
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.named_arms import FEW, LISTED, PEOPLE, Place
from trialwright.read.grammar.naming import LETTERED, STATE, SUBGROUP, sound
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_GIVEN = 4.0
ALL_PEOPLE = 5.0  # for printed sizes that together are the people who are divided
_TWO_ARMS = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:were\s)?(?:in|to|on)\sthe\s(?P<x>[a-z][\w+/-]{{2,30}}(?:\s[a-z][\w+/-]{{2,20}})?)\sarm,?\s(?:and|versus|vs\.?)\s(?P<m>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:were\s)?(?:in|to|on)\sthe\s(?P<y>[a-z][\w+/-]{{2,30}}(?:\s[a-z][\w+/-]{{2,20}})?)\sarm\b"
)
_DOSED = (
    r"(?P<x>placebo|controls?|(?:\d{1,4}(?:\.\d)?|\d,\d{3})\s?(?:mg|g|µg|mcg|IU|mL)(?:/(?:day|d|kg|m2))?)"
)
_DOSE_BEFORE = Pattern(rf"(?i)(?<![\w.,/-]){_DOSED}[:,]?\s(?P<n>{INT})(?=\s?[;,.)]|\sand\s)")
_DOSE_HOLDS = Pattern(rf"(?i)(?<![\w.,/-]){_DOSED}\s[(](?:n\s?=\s?)?(?P<n>{INT})(?:\s{PEOPLE})?[)]")
_HAS_DOSE = Pattern(r"(?i)\d\s?(?:mg|g|µg|mcg|IU|mL)\b")  # of which both of these find more than one
_DOSE_BEHIND = Pattern(rf"(?i)(?<![\w.,/])(?P<n>{INT})\s[(]{_DOSED}[)]")


def of_doses(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "placebo 153; 50 mg 155; 100 mg 151", "363 (placebo), 360 (1 g) and 363 (2 g)": numbers that are all the people, beside doses."""
    for pattern in (
        (_DOSE_BEFORE, _DOSE_BEHIND, _DOSE_HOLDS)
        if any(people) and _HAS_DOSE.may_match(sentence.text)
        else ()
    ):
        found = list(pattern.finditer(sentence.text))
        told = [m["x"] for m in found]
        many = 3 <= len(found) <= LISTED and len({t.lower() for t in told}) == len(found)
        doses = sum(t[0].isdigit() for t in told)
        if many and doses > 1 and sum(whole(m["n"]) for m in found) in people:
            drug = _drug(sentence, found)
            if not drug and pattern is _DOSE_HOLDS:
                continue  # "zinc 5 mg (51), copper 2 mg (50) or placebo (49)": the doses tell nothing apart
            yield ArmSet(
                tuple(
                    (
                        f"{drug} {m['x']}" if drug and m["x"][0].isdigit() else m["x"],
                        Place(sentence, *m.span("x")),
                    )
                    for m in found
                ),
                ALL_PEOPLE,
            )


# "zinc 5 mg, 108; 10 mg, 110", "zinc (5 mg, 108; 10 mg, 110)": what all the doses are of
_DRUG = Pattern(r"(?i)(?<![\w-])(?P<x>(?:oral\s|intravenous\s)?[a-z][\w-]{3,}):?\s[(]?$")
_NO_DRUG = Pattern(
    r"(?i)(?:with|from|were|was|dose|doses|daily|given|received|receive|and|placebo|controls?|group|arm|either|assigned|allocated|into|than|only|sizes|numbers|patients|women|people|adults|participants)$"
)


def _drug(sentence: Sentence, found: Sequence[re.Match[str]]) -> str:
    """The name before the first of several doses, "" where it is no drug's or the doses have names of their own."""
    first = next(m for m in found if m["x"][0].isdigit())
    name = _DRUG.search(sentence.text, max(0, first.start("x") - 40), first.start("x"))
    if name is None or _NO_DRUG.search(name["x"]) or not sound(name["x"]):
        return ""
    rest = [m for m in found if m is not first and m["x"][0].isdigit()]
    own = any(_DRUG.search(sentence.text, m.start("x") - 40, m.start("x")) for m in rest)
    return "" if own else name["x"]


# "75 women took zinc 5 mg, 76 took zinc 10 mg and 74 took placebo"
_GIVEN_DOSE = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s(?:(?:with|who\shad)\s[^.;,()\d]{{3,60}}?\s)?)?(?:took|received|had|were\sgiven|was\sgiven|got)\s(?P<x>(?:(?!and\b|or\b)[a-z][\w-]*\s){{1,2}}(?:\d{{1,4}}(?:\.\d)?|\d,\d{{3}})\s?(?:mg|g|µg|mcg|IU|mL)(?:/(?:day|d|kg|m2))?|placebo|no\streatment)(?![\w/])"
)


def given_doses(sentence: Sentence) -> Iterator[ArmSet]:
    """Three or four arms of which two or more are one drug in several doses, by how many people took each."""
    found = list(_GIVEN_DOSE.finditer(sentence.text)) if _HAS_DOSE.may_match(sentence.text) else []
    told = [m["x"] for m in found]
    drugs = [t.rsplit(" ", 2)[0].lower() for t in told if _HAS_DOSE.search(t)]
    apart = 3 <= len(found) <= LISTED and len({t.lower() for t in told}) == len(found)
    if apart and len(drugs) > 1 and len(set(drugs)) == 1 and all(map(sound, told)):
        yield ArmSet(tuple((m["x"], Place(sentence, *m.span("x"))) for m in found), _GIVEN)


def in_arms(sentence: Sentence, people: Collection[int]) -> Iterator[ArmSet]:
    """ "83 in the tablet arm and 78 in the drip arm": numbers that are all the people, in what is called an arm by any word."""
    for match in _TWO_ARMS.finditer(sentence.text) if sentence.text.count(" arm") > 1 else ():
        told = [match["x"], match["y"]]
        plain = not any(STATE.fullmatch(t) or SUBGROUP.search(t) or LETTERED.fullmatch(t) for t in told)
        if plain and told[0] != told[1] and whole(match["n"]) + whole(match["m"]) in people:
            yield ArmSet(tuple((match[g], Place(sentence, *match.span(g))) for g in ("x", "y")), ALL_PEOPLE)
