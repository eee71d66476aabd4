"""Trees written on one line, so that a table of texts can say what each must become."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from trialwright.adapters.concepts import load
from trialwright.model.concept import Concepts
from trialwright.model.criterion import (
    All,
    Any,
    AtLeast,
    Comparison,
    Criterion,
    Has,
    NeedsPerson,
    Not,
    Tree,
    Window,
)
from trialwright.model.document import Document
from trialwright.read import criteria


def brief(tree: Tree) -> str:
    """`age >= 18 years`, `has stroke [-48..0]`, `all(...)`, `person "words"`."""
    if isinstance(tree, Comparison):
        q = tree.quantity
        amount = f"{q.low:g}..{q.high:g}" if q.high is not None else f"{q.low:g}"
        unit = " ULN" if q.uln else f" {q.unit}" if q.unit else ""
        occasion = "" if tree.occasion == "last" else f"{tree.occasion} "
        of = "" if tree.measure == "value" else f" ({tree.measure})"
        return f"{occasion}{tree.concept}{of} {tree.comparator} {amount}{unit}{_when(tree.window)}"
    if isinstance(tree, Has):
        return f"has {tree.concept}{_when(tree.window)}"
    if isinstance(tree, NeedsPerson):
        kind = "person" if tree.why == "not understood" else "judge"
        return f'{kind} "{" ".join(tree.quote.exact.split())}"'
    if isinstance(tree, Not):
        return f"not({brief(tree.of)})"
    head = (
        f"at_least_{tree.count}" if isinstance(tree, AtLeast) else "all" if isinstance(tree, All) else "any"
    )
    assert isinstance(tree, All | Any | AtLeast)
    return f"{head}({', '.join(brief(b) for b in tree.of)})"


def _when(window: Window | None) -> str:
    if window is None:
        return ""
    ends = ["" if h is None else f"{h:g}" for h in (window.start_hours, window.end_hours)]
    anchor = "" if window.anchor == "index" else f" {window.anchor}"
    return f" [{ends[0]}..{ends[1]}{anchor}]"


@pytest.fixture(scope="session")
def concepts() -> Concepts:
    return load()


@pytest.fixture(scope="session")
def parse(concepts: Concepts) -> Callable[..., tuple[Criterion, ...]]:
    def run(text: str, side: str = "inclusion") -> tuple[Criterion, ...]:
        sha = hashlib.sha256(text.encode()).hexdigest()
        document = Document(sha256=sha, name="criteria.txt", format="text", text=text)
        return criteria.parse(document, 0, len(text), side, concepts)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def said(parse: Callable[..., tuple[Criterion, ...]]) -> Callable[..., str]:
    def run(text: str, side: str = "inclusion") -> str:
        return "\n".join(brief(c.tree) for c in parse(text, side))

    return run
