"""Whether commas alone part names of one kind: "asthma, COPD", and not "asthma, severe" or "diabetes, insulin"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from trialwright.model.criterion import Comparison, Has, NeedsPerson, Not, Tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import leaves

if TYPE_CHECKING:
    from trialwright.read.criteria.connectives import Operand

# What a disorder is called that the dictionary does not have; an adjective or a participle ("severe", "on dialysis",
# "treated with insulin") may be said of the name beside it.
_DISORDER = re.compile(
    r"(?:\w(?:itis|osis|oses|oma|omas|a?emia|pathy|pathies|plegia|uria|algia|iasis|trophy|penia|sepsis)"
    r"|\b(?:disease|disorder|syndrome|infection|deficiency|insufficiency|malformation|defect|cancer|tumou?r)s?)$",
    re.I,
)
_KINDS = {"condition": "condition", "state": "condition", "drug": "drug", "procedure": "procedure"}


def names_alone(operands: Sequence[Operand], trees: Sequence[Tree], scribe: Scribe) -> bool:
    """Whether each operand is one name of a condition, or each of a drug, or each of a procedure, with nothing but words
    before it that narrow it and a time. Not so where a name is a kind of the one before it ("infection, HIV"): that may
    be one name turned round."""
    if len(trees) != len(operands) or any(o.negated is not None for o in operands):
        return False
    names = [_named(o, t, scribe) for o, t in zip(operands, trees, strict=True)]
    known = [scribe.concepts.by_name[n] for n in names if n]
    if None in names or not known:
        return False
    kinds = {_KINDS.get(c.kind, "") for c in known} | ({"condition"} if "" in names else set())
    below = scribe.concepts.kinds
    turned = any(
        after and isinstance(trees[k], Has) and after in below.get(before or "", ())
        for k, (before, after) in enumerate(pairwise(names))
    )
    return len(kinds) == 1 and "" not in kinds and not turned


def _named(operand: Operand, tree: Tree, scribe: Scribe) -> str | None:
    """The name of the concept, "" for a disorder that the dictionary does not have; None for anything else."""
    found = leaves(tree)
    if any(isinstance(leaf, Comparison | Not) for leaf in found) or any(
        p.role == "group" for p in operand.pieces
    ):
        return None
    spoken = [p for p in operand.pieces if p.role not in ("glue", "mute", "time")]
    if not spoken or any(p.role == "link" for p in spoken[1:]):
        return None
    names = {leaf.concept for leaf in found if isinstance(leaf, Has)}
    if names:
        return names.pop() if len(names) == 1 and spoken[-1].role == "mention" else None
    return "" if isinstance(tree, NeedsPerson) and _DISORDER.search(tree.quote.exact) else None
