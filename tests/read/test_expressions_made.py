"""No rule makes an expression of a document's own words for every document: that takes longer than many searches."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

import pytest

from trialwright import read
from trialwright.adapters.concepts import load

ABSTRACTS = re.split(
    r"(?m)^# .*$", Path(__file__).with_name("marked_abstracts.txt").read_text(encoding="utf-8")
)[1:]
MARK = re.compile(r"\{([^{}|]+)\|[^{}]+\}")
OF_PATTERNS = ("patterns.py", "guards.py", "repeats.py")  # what a Pattern makes of itself, once a process
MOST = 0.25  # expressions made at one place of the code, an abstract


def _asked_by() -> str:
    """The place outside `re` that asks for an expression."""
    frame = sys._getframe(2)
    while frame.f_back and Path(frame.f_code.co_filename).parent.name == "re":
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}, {frame.f_code.co_name}"


def test_no_rule_makes_an_expression_for_each_document(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, set[str]] = defaultdict(set)
    plain = _compiler.compile

    def noted(expression, flags=0):
        made[_asked_by()].add(str(expression))
        return plain(expression, flags)

    monkeypatch.setattr(_compiler, "compile", noted)
    for abstract in ABSTRACTS:
        read.read(read.documents(MARK.sub(r"\1", abstract).encode(), "abstract.txt")[0], load())
    of_rules = {place: len(found) for place, found in made.items() if not place.startswith(OF_PATTERNS)}
    assert {p: n for p, n in of_rules.items() if n > MOST * len(ABSTRACTS)} == {}
