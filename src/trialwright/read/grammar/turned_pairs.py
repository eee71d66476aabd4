"""Pairs of counts that no name stands beside and that fit the sizes of the arms the other way round only: these are turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from trialwright.model.base import Because
from trialwright.model.result import Result
from trialwright.model.trial import Arm
from trialwright.read.grammar.link import Names
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.solve import totals

RULE = "read.grammar.turned_pairs"


def turned(
    results: Sequence[Result], arms: Sequence[Arm], names: Names, sentences: Sequence[Sentence]
) -> list[Result]:
    """`results`, but with their arms changed for two shares in a row of a sentence that names no arm, where neither fits the size
    of the arm that the order of the document gives it, and each fits that of the other, which is then its total: "8 (20 %) and 9 (18 %)" where the first
    arm has 50 people and the second 40."""
    sizes = {a.label: a for a in arms if a.size}
    if len(arms) != 2 or len(sizes) != 2:
        return list(results)
    out = list(results)
    for i, (a, b) in enumerate(pairwise(results)):
        if _are_two_arms(a, b) and _fit_the_other_way(a, b, sizes) and _is_bare(a, b, names, sentences):
            out[i], out[i + 1] = _with_arm(a, sizes[b.arm]), _with_arm(b, sizes[a.arm])
    return out


def _are_two_arms(a: Result, b: Result) -> bool:
    return bool(a.measure == b.measure == "proportion" and a.arm and b.arm and a.arm != b.arm)


def _is_bare(a: Result, b: Result, names: Names, sentences: Sequence[Sentence]) -> bool:
    """Whether both stand in one sentence, which names no arm."""
    return any(
        s.start <= a.quote.start and b.quote.end <= s.start + len(s.text) and not names.mentions(s)
        for s in sentences
    )


def _fit_the_other_way(a: Result, b: Result, sizes: Mapping[str, Arm]) -> bool:
    one, other = sizes[a.arm].size, sizes[b.arm].size
    if one is None or other is None:
        return False
    return _fits(a, other) and _fits(b, one) and not _fits(a, one) and not _fits(b, other)


def _fits(share: Result, size: int) -> bool:
    """Whether a count with its percent, or out of its total, is one of so many people."""
    if share.total is not None:
        return share.total == size
    return bool(share.count and share.value and size in totals(share.count, share.value, size))


def _with_arm(share: Result, arm: Arm) -> Result:
    of = f"{share.count}/{arm.size}" + (f" = {share.value.text} %" if share.value else "")
    why = Because(
        rule=RULE,
        of=(*share.because.of, arm.id),
        formula=f"{of}: only the other way round than in the document's order do both counts fit the sizes of the arms",
    )
    return share.model_copy(update={"arm": arm.label, "total": arm.size, "because": why})
