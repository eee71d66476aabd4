"""Keeping `because.of` true when nodes change: an id follows its node's content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from trialwright.model.base import Node
from trialwright.model.result import Claim, Result

N = TypeVar("N", bound=Node)


class Lineage:
    """Nodes of several trials as one document's: each result and claim gets its trial's name, and every
    node that rests on another gets that one's new id. Ids of nodes that are not kept are left out.

    nodes : all that are kept. trial : id → name of the trial, for results and claims.
    """

    def __init__(self, nodes: Iterable[Node], trial: Mapping[str, str]) -> None:
        self._nodes = {n.id: n for n in nodes}
        self._trial = trial
        self._made: dict[str, Node] = {}

    def all(self, nodes: Iterable[N]) -> tuple[N, ...]:
        return tuple(self._new(n) for n in nodes)

    def _new(self, node: N) -> N:
        old = node.id
        if old not in self._made:
            self._made[old] = node
            of = tuple(self._new(self._nodes[i]).id for i in node.because.of if i in self._nodes)
            update: dict[str, object] = {"because": node.because.model_copy(update={"of": of})}
            if isinstance(node, Result | Claim):
                update["trial"] = self._trial.get(old, "")
            self._made[old] = node.model_copy(update=update)
        return self._made[old]  # type: ignore[return-value]
