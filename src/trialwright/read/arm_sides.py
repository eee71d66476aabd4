"""Which arms of a trial are tried, and which they are compared with: the order that two-arm numbers are read in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.model.result import Reading
from trialwright.model.trial import Arm


class Sides(NamedTuple):
    """Labels of arms. why : "role" where the document names a control, "order" where only the order of
    first mention tells one active treatment from the other, "" where there are no two arms."""

    intervention: tuple[str, ...] = ()
    comparator: tuple[str, ...] = ()
    why: str = ""


def sides(reading: Reading) -> Sides:
    """The two sides of the reading's trial. A document that compares two active treatments names the one
    it tries first, as its title does; which of them is better is not said by that."""
    arms = reading.trial.arms if reading.trial else ()
    control = tuple(a.label for a in arms if a.role in ("control", "historical"))
    tried = tuple(a.label for a in arms if a.role not in ("control", "historical"))
    if control and tried:
        return Sides(tried, control, "role")
    if len(arms) < 2:
        return Sides(tuple(a.label for a in arms))
    first, *others = _in_order(reading.document, arms)
    return Sides((first,), tuple(others), "order")


def _in_order(document: Document, arms: Sequence[Arm]) -> list[str]:
    """Labels by where the document first names them."""
    text = document.text.casefold()

    def place(arm: Arm) -> int:
        spelled = r"[\s-]+".join(re.escape(w) for w in re.split(r"[\s-]+", arm.label.casefold()))
        found = re.search(rf"(?<!\w){spelled}(?!\w)", text)
        return found.start() if found else arm.quote.start

    return [a.label for a in sorted(arms, key=place)]
