"""The number of people as the sum of the arms, where the document does not say it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.arm_counts import DIVIDES
from trialwright.read.grammar.arm_sizes import ArmSize

_SAID = ("randomised", "recruited", "treated", "participants")


def with_sum(stated: Sequence[Stated], sizes: Sequence[ArmSize], arms: Sequence[str]) -> list[Stated]:
    """`stated` with what the sizes of all arms add up to, as field "participants", where it has no number of people.

    The sizes are those of one sentence that says it divides people.
    """
    found = _complete(sizes, arms)
    if not found or any(s.field in _SAID for s in stated):
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


def _complete(sizes: Sequence[ArmSize], arms: Sequence[str]) -> list[ArmSize]:
    """The sizes of the first sentence that prints one for each arm."""
    for sentence in dict.fromkeys(id(s.sentence) for s in sizes):
        here = {s.label: s for s in sizes if id(s.sentence) == sentence}
        divides = here and DIVIDES.search(next(iter(here.values())).sentence.text)
        if len(arms) > 1 and set(here) == set(arms) and divides:
            return list(here.values())
    return []
