"""Which of the sizes that a document tells of its arms are those of the people randomised: those that add up to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trialwright.read.grammar.kept_sizes import ArmSize


def sizes_dealt(sizes: Sequence[ArmSize], labels: Sequence[str], randomised: int | None) -> Mapping[str, int]:
    """Label → size where the first size of every arm in one sentence, and in no other with other numbers, add up to the number
    randomised: "60 to A and 62 to B, of whom 44 and 42 were analysed". Empty where none do."""
    told: dict[int, dict[str, int]] = {}
    for one in sizes if randomised else ():
        told.setdefault(one.sentence.start, {}).setdefault(one.label, one.size)
    fits = [t for t in told.values() if set(t) == set(labels) and sum(t.values()) == randomised]
    return fits[0] if fits and all(t == fits[0] for t in fits) else {}
