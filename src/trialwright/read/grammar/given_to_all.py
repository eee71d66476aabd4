"""What a title says that all its people are given or have, or a sentence that all were: no arm, unless somebody is allocated to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.naming import CONTROL, words
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.set_out import ALLOCATED
from trialwright.read.patterns import Pattern

# "in women with gout receiving zinc"
_PEOPLE_GIVEN = Pattern(
    rf"(?i)\b{PEOPLE}\s(?:(?!(?:were|was|are|is|be|been|had|have)\b)[\w-]+\s){{0,4}}?(?:receiving|undergoing|taking|treated with|given|on)\s(?P<x>[^.:;]{{3,120}})"
)
# "All women were treated with zinc", and not "all women on copper" or "received zinc or copper"
_ALL_GIVEN = Pattern(
    rf"(?i)\b(?:all|every)\s(?:the\s)?(?:\w+\s)?{PEOPLE}\s(?:also\s)?(?:received|took|had|underwent|(?:were|was)\s(?:also\s)?(?:treated\swith|given|on|receiving|taking))\s(?P<x>[^.:;,()]{{2,60}})"
)
# "zinc without copper" of people who are all given zinc is told apart by what it is without
_WITH_OR_WITHOUT = Pattern(r"(?i)\swithout\s")
_OR = Pattern(r"(?i)\b(?:or|either|with|plus|one|two|three|at least|same)\b")
_AGAINST = Pattern(r"(?i)\b(?:versus|vs\.?|compared|comparing|comparison|against|randomi[sz]ed to)\b")


def given_to_all(sentences: Sequence[Sentence], spelled: Callable[[str], str]) -> frozenset[str]:
    """The words of what all people of the title are given, or all people are said to be given; none where that is compared.

    spelled : gives a phrase its one spelling, abbreviations written out.
    """
    match = _PEOPLE_GIVEN.search(sentences[0].bare) if sentences else None
    titled = words(match["x"]) if match and not _AGAINST.search(match["x"]) else frozenset()
    every = [m["x"] for s in sentences if (m := _ALL_GIVEN.search(s.bare))]
    return titled.union(*(words(spelled(x)) for x in every if not _OR.search(x)))


def is_of_all(name: str, given: frozenset[str], sentences: Sequence[Sentence]) -> bool:
    """Whether a name has no word but those of what all people are given, and no sentence allocates people to it."""
    said = words(_WITH_OR_WITHOUT.sub(" plus ", name))
    if not said or not _singular(said) <= _singular(given) or CONTROL.search(name):
        return False
    return not any(ALLOCATED.search(s.bare) and said <= words(s.text) for s in sentences[1:])


def _singular(said: frozenset[str]) -> set[str]:
    return {word.removesuffix("s") for word in said}
