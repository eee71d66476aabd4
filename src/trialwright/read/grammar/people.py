"""The number of people as the sum of the arms, where the document does not say it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Arm, Stated
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.kept_sizes import ArmSize, says_itself
from trialwright.read.patterns import Pattern

_MOST_RATIO = 4  # of one arm to another: more people than that are not divided so, but all of them
_EVEN_RATIO = 1.25  # of arms that people are dealt to one for one
# From the surest to what is said least plainly.
SAID = ("randomised", "recruited", "treated", "participants")


def with_sum(stated: Sequence[Stated], sizes: Sequence[ArmSize], arms: Sequence[str]) -> list[Stated]:
    """`stated` with what the sizes of all arms add up to, as field "participants", where it has no number of people.

    The sizes are those of one sentence that says it divides people.
    """
    found = _complete(sizes, arms)
    if not found or any(s.field in SAID for s in stated):
        return list(stated)
    together = sum(s.size for s in found)
    sentence = found[0].sentence
    total = Stated(
        field="participants",
        value=together,
        unit="patients",
        label="sum of the arms",
        quote=sentence.quote(min(s.start for s in found), max(s.end for s in found)),
        because=Because(
            rule="read.grammar.people", formula=" + ".join(str(s.size) for s in found) + f" = {together}"
        ),
    )
    return [*stated, total]


_ONE_AND_OTHER = Pattern(r"(?i)\bone\sgroup\b[^.]{3,160}\bthe\sother\s(?:group\b|[(])")


def _complete(sizes: Sequence[ArmSize], arms: Sequence[str]) -> list[ArmSize]:
    """The sizes of the first sentence that prints one for each arm."""
    for sentence in dict.fromkeys(id(s.sentence) for s in sizes):
        here = {s.label: s for s in sizes if id(s.sentence) == sentence}
        text = next(iter(here.values())).sentence.text if here else ""
        divides = here and (DIVIDES.search(text) or _ONE_AND_OTHER.search(text))
        if len(arms) > 1 and set(here) == set(arms) and divides:
            return list(here.values())
    return []


def parts_said_as_whole(
    stated: Sequence[Stated], sizes: Sequence[ArmSize], arms: Sequence[str]
) -> list[Stated]:
    """Numbers of people that are the size of one arm where a sentence prints one for each: "53 women were randomised to A
    and 54 to B" has no number for both."""
    for found in _divisions(sizes, arms) if len(arms) > 1 else ():
        taken = [s for s in stated if s.field in SAID and any(_stands_in(one, s) for one in found)]
        # "Nine women of the A group asked": who are fewer than one arm, or as many as the smaller, are not all
        most, known = max(one.size for one in found), {one.size for one in found}
        divided = bool(_complete(found, arms))
        taken += [
            s for s in stated if s.field == SAID[-1] and s.value < most and (divided or s.value in known)
        ]
        if taken:
            return taken
    return []


def _divisions(sizes: Sequence[ArmSize], arms: Sequence[str]) -> Iterator[list[ArmSize]]:
    """The sizes of each sentence that prints one for each arm and no more, all in one way and none much larger than another."""
    by_sentence: dict[int, list[ArmSize]] = {}
    for size in sizes:
        by_sentence.setdefault(id(size.sentence), []).append(size)
    for here in (*by_sentence.values(), sizes):  # all: "41 adults were in A. 39 adults were in B."
        alike = len({says_itself(s) for s in here}) == 1
        numbers = [s.size for s in here]
        # "A (n = 61) or B (59)", of people who are dealt out
        alike = alike or (
            bool(numbers)
            and max(numbers) <= _EVEN_RATIO * min(numbers)
            and bool(DIVIDES.search(here[0].sentence.text))
        )
        if len(numbers) > 2 and 2 * max(numbers) == sum(numbers):
            continue  # one is all of the others
        if (
            sorted(s.label for s in here) == sorted(arms)
            and alike
            and max(numbers) <= _MOST_RATIO * min(numbers)
        ):
            yield list(here)


def _stands_in(size: ArmSize, stated: Stated) -> bool:
    """Whether a statement's number is the very one that is printed as the size."""
    start, end = size.sentence.start + size.start, size.sentence.start + size.end
    return size.size == stated.value and stated.quote.start <= start and end <= stated.quote.end


def in_arms(arms: Sequence[Arm], labels: Sequence[str]) -> int | None:
    """How many people are in all the arms, where each has a size."""
    sizes = [a.size for a in arms if a.label in labels and a.size]
    return sum(sizes) if len(sizes) == len(labels) > 1 else None
