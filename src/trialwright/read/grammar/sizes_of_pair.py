"""Two sizes that both went to one of two arms."""

from __future__ import annotations

from trialwright.read.grammar.kept_sizes import ArmSize
from trialwright.read.grammar.mentions import Names

_ALIKE = 1.5  # times: sizes of two arms that differ by more are all and a part as often


def one_each(found: list[ArmSize], names: Names) -> list[ArmSize]:
    """Two sizes of one sentence that both went to one of two arms: an arm has no two, so one of them is the other arm's.

    It is the first where the other arm is named before it, else the second. Numbers far apart may be all and a part of them.
    """
    if len(found) != 2 or len(names.labels) != 2 or found[0].label != found[1].label:
        return found
    first, second = found
    if max(first.size, second.size) > _ALIKE * min(first.size, second.size):
        return found
    other = next((label for label in names.labels if label != first.label), "")
    before = [m for m in names.mentions(first.sentence) if m.label == other and m.end <= first.start]
    return [first._replace(label=other), second] if before else [first, second._replace(label=other)]
