"""Which arms of a trial are tried, and which they are compared with: the order that two-arm numbers are read in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.model.result import Reading
from trialwright.model.trial import Arm
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arms import find_arms
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.naming import words
from trialwright.read.grammar.sentences import sentences
from trialwright.read.side_evidence import DOSE_OF_ARM, Spoken, speaks_for

_WITHOUT = re.compile(r"(?i)(?:no|without|omission|observation|watchful)\b")


class Sides(NamedTuple):
    """Labels of arms. why : "role" where the document names a control, "noninferiority" where it asks whether going without
    is as good, "order" where only the way it speaks of
    two active treatments tells one from the other, "" where there are no two arms."""

    intervention: tuple[str, ...] = ()
    comparator: tuple[str, ...] = ()
    why: str = ""


def sides(reading: Reading) -> Sides:
    """The two sides of the reading's trial. Of active treatments, the one that most speaks for is tried (see
    `side_evidence`), the first that is named where nothing does; which of them is better is not said by that."""
    arms = reading.trial.arms if reading.trial else ()
    control = tuple(a.label for a in arms if a.role in ("control", "historical"))
    tried = tuple(a.label for a in arms if a.role not in ("control", "historical"))
    if len(control) == len(tried) == 1 and _is_no_worse(reading.document, control[0]):
        return Sides(control, tried, "noninferiority")
    if control and tried:
        return Sides(tried, control, "role")
    if len(arms) < 2:
        return Sides(tuple(a.label for a in arms))
    return _parted(_in_order(reading.document, arms))


def _is_no_worse(document: Document, label: str) -> bool:
    """Whether the trial is of doing without: "to determine whether no dissection is non-inferior to dissection"."""
    if not _WITHOUT.match(label):
        return False
    name = _spelled(label.casefold())
    asked = rf"\b(?:whether|that|if)\s{name}\s(?:was|is|were|would be)\s(?:non-?inferior|not inferior|no worse|as good as|as effective as)|\bnon-?inferiority of\s{name}"
    return re.search(asked, document.text.casefold()) is not None


def _parted(order: Sequence[tuple[str, float]]) -> Sides:
    """Where the evidence drops most: of three arms or more, before the one that least speaks for where it stands apart
    (two schedules of a drug against the standard), else after the first."""
    labels = tuple(label for label, _ in order)
    drop = [a - b for (_, a), (_, b) in pairwise(order)]
    cut = len(labels) - 1 if drop[-1] > drop[0] else 1
    tried = {_given(label) for label in labels[:cut]}
    if len(tried) == 1 and len({_given(label) for label in labels}) > 1:  # all doses of what is tried
        told = tuple(label for label in labels if _given(label) in tried)
        return Sides(told, tuple(label for label in labels if label not in told), "order")
    return Sides(labels[:cut], labels[cut:], "order")


def _given(label: str) -> str:
    """What an arm is given without its dose."""
    dose = DOSE_OF_ARM.search(label)
    return (label[: dose.start()].strip() if dose else label).casefold()


def _in_order(document: Document, arms: Sequence[Arm]) -> list[tuple[str, float]]:
    """(label, what speaks for it), the arm that is tried first."""
    own = sentences(document)
    names = Names(find_arms(own, abbreviations(own)))
    first = _by_mention(document, arms)
    if set(names.labels) != {a.label for a in arms}:
        return [(label, -float(i)) for i, label in enumerate(first)]
    spoken = Spoken(own, [names.mentions(s) for s in own], [a.label for a in arms], first)
    return sorted(((label, speaks_for(label, spoken)) for label in first), key=lambda told: -told[1])


def _by_mention(document: Document, arms: Sequence[Arm]) -> list[str]:
    """Labels by where the document first names them, or a word that none of the others has."""
    text = document.text.casefold()
    every = [words(a.label) for a in arms]

    def place(index: int) -> int:
        others = set().union(*(w for i, w in enumerate(every) if i != index))
        names = [arms[index].label.casefold(), *(w for w in every[index] - others if len(w) > 3)]
        found = [m.start() for n in names if (m := re.search(_spelled(n), text))]
        return min(found, default=arms[index].quote.start)

    return [arms[i].label for i in sorted(range(len(arms)), key=place)]


def _spelled(name: str) -> str:
    return r"(?<!\w)" + r"[\s-]+".join(re.escape(w) for w in re.split(r"[\s-]+", name)) + r"(?!\w)"
