"""What an AnalysisError says happened is a sentence, as in every other error: a capital or a name first, a full stop last."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "trialwright"


def texts(node: ast.expr) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts that an expression may give, where they are written out."""
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node


def ends(node: ast.Constant | ast.JoinedStr) -> tuple[str, str]:
    """Its first and last literal pieces; "" where a name stands there."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    first, last = (str(p.value) if isinstance(p, ast.Constant) else "" for p in (parts[0], parts[-1]))
    return first, last


def test_what_happened_is_a_sentence() -> None:
    said = [
        (f"{path.name}:{call.lineno}", *ends(text))
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "AnalysisError"
        for text in texts(call.args[0])
    ]
    assert len(said) > 100
    assert not [
        where for where, first, last in said if first[:1].islower() or not last.endswith((".", "?", "!"))
    ]
