"""Which of the numbers that may be an arm's size are kept: no part of an arm, no more than its trial has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from trialwright.read.grammar.counts_or_sizes import DIVIDES, says_people
from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SAYS_SIZE = Pattern(r"(?i)[(\[;](?:\s?[a-z][\w -]{0,20}[,;])?\s?n\s?=\s?$")
_SURE_SHARE = 0.1  # of the people: those who are divided are no handful
_INT = Pattern(rf"(?<![\w.,/])(?P<n>{INT})(?![\w.,/]\d)")
_LEFT = 0.85  # of an arm: fewer who stand alone are a part of it that is looked at for some reason
_LEAST_SHARE = 5  # an arm with less than a fifth of its even share is a count of something else


class ArmSize(NamedTuple):
    """The size of one arm with the place it is printed at, offsets into the sentence. why : the sum that tells whose it is, ""
    where words do. of : "completed" for those who stayed, where the size of the arm is told elsewhere, else ""."""

    label: str
    size: int
    sentence: Sentence
    start: int
    end: int
    why: str = ""
    of: str = ""


def kept_sizes(
    found: Sequence[ArmSize], names: Names, total: int | None, people: int | None = None
) -> list[ArmSize]:
    """Those of the found sizes that may be an arm's.

    total : those randomised, where stated: no arm of a trial with two arms or more has as many, unless the text says that
    it has, for a check to tell.
    people : those the document speaks of, where it says no more: an arm is not a small part of them.
    """
    ours = {a.label for a in names.arms if a.role != "historical"}
    if len(ours) < 2:
        return list(found)
    least = (total or people or 0) / (_LEAST_SHARE * len(ours))
    sums = sums_by_sentence(found, len(ours))
    whole_trial = set(sums.values())
    if people and people >= max(whole_trial, default=0):
        whole_trial.add(people)
    # Where the sentence says the sum too, it counts those it divides, whoever else the document speaks of.
    sure = {
        s.sentence.start
        for s in found
        if (n := sums.get(s.sentence.start, 0)) >= _SURE_SHARE * (people or 0)
        and says_people(s.sentence.text, n, len(s.sentence.text))
    }
    known, single = _known(found, ours), _of_one_size(found)
    # Arms whose sizes add up to those whom their sentence divides have no more people than that.
    fixed = sum(known.values()) == total or any(_divides(s, known) for s in found)
    most = known if known and fixed else {}
    return [
        s
        for s in found
        if s.label not in ours
        or (
            _may_be_rest(s, known, sums)
            and s.size <= most.get(s.label, s.size)
            and (s.sentence.start in sure or (least <= s.size and (not total or s.size < total)))
            and s.size not in whole_trial
        )
        or (total and s.size > total and says_itself(s) and s.label in single)
    ]


def _known(found: Sequence[ArmSize], ours: Collection[str]) -> dict[str, int]:
    """The sizes of the first sentence that prints one for each arm, by label."""
    by_sentence: dict[int, list[ArmSize]] = {}
    for one in found:
        by_sentence.setdefault(one.sentence.start, []).append(one)
    for every in by_sentence.values():
        together = sum(s.size for s in every)
        here = [s for s in every if 2 * s.size != together]  # "100, of whom 49 and 51"
        if sorted(s.label for s in here) == sorted(ours):
            return {s.label: s.size for s in here}
    return {}


def has_number(text: str, number: int) -> bool:
    return any(whole(m["n"]) == number for m in _INT.finditer(text))


def _divides(s: ArmSize, known: Mapping[str, int]) -> bool:
    """Whether a size stands in a sentence that divides people and says how many the known sizes are together."""
    together, text = sum(known.values()), s.sentence.text
    return DIVIDES.search(text) is not None and has_number(text, together)


def _may_be_rest(s: ArmSize, known: dict[str, int], sums: Collection[int]) -> bool:
    """Whether a size may be that of an arm whose size is known, or of those who are left of it: a number that stands alone and is
    larger, or far less, is of other people."""
    if s.label not in known or s.sentence.start in sums:
        return True
    return s.size <= known[s.label] and s.size >= _LEFT * known[s.label]


def says_itself(s: ArmSize) -> bool:
    """Whether the text itself says that the number is a size: "(n = 142)"."""
    return _SAYS_SIZE.search(s.sentence.text, max(0, s.start - 36), s.start) is not None


def _of_one_size(sizes: Sequence[ArmSize]) -> set[str]:
    """The arms that have no two sizes: one of several is more likely read wrongly than misprinted."""
    found: dict[str, set[int]] = {}
    for one in sizes:
        found.setdefault(one.label, set()).add(one.size)
    return {label for label, said in found.items() if len(said) == 1}


def sums_by_sentence(sizes: Sequence[ArmSize], arms: int) -> dict[int, int]:
    """Start of a sentence that has a size for each arm → what they add up to, each arm's last one."""
    by_sentence: dict[int, dict[str, int]] = {}
    for one in sizes:
        by_sentence.setdefault(one.sentence.start, {})[one.label] = one.size
    return {start: sum(found.values()) for start, found in by_sentence.items() if len(found) == arms}
