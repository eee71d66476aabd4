"""How reference cases are read and judged, on cases of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.analysis.case import Case, Words, agrees
from benchmarks.analysis.families import families
from benchmarks.analysis.references import run


def test_a_family_that_nothing_answers_counts_as_failed(tmp_path: Path) -> None:
    case = {"id": "x", "family": "astrology", "call": "f()", "data": {}, "expected": {"b": 1}, "tol": 1e-6}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"oracles": [case]}))
    found = run(file)
    assert (found["cases"], found["within"]) == (1, 0)
    assert "astrology" in found["failed"][0]["error"]


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        (2.0, 2.0000001, True),
        (2.0, 2.0001, False),
        (1e-20, 0.0, False),
        (0, 1e-9, True),
        ([1, 2], [1, 2, 3], False),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {}, False),
        (None, None, True),
        (None, 0.0, False),
        ("x", "y", False),
        (1.0, True, False),
        (1.0, float("nan"), False),
    ],
)
def test_agreement(expected: object, got: object, same: bool) -> None:
    assert agrees(expected, got, 1e-6) is same


def test_a_variance_that_iteration_left_near_zero_is_zero() -> None:
    assert agrees({"tau2": 1e-12}, {"tau2": 0.0}, 1e-6)
    assert not agrees({"QEp": 1e-12}, {"QEp": 0.0}, 1e-6)
    assert not agrees({"tau2": 1e-3}, {"tau2": 0.0}, 1e-6)


def test_arguments_are_read_from_words() -> None:
    words = Words("rma(measure='OR', method=\"PM\"); add=1/2, drop00=TRUE, HKSJ")
    assert [words.argument(n) for n in ("measure", "method", "add", "drop00", "to")] == [
        "OR", "PM", "1/2", "TRUE", None,
    ]  # fmt: skip
    assert words.word("OR", "HKSJ", "PM") == "OR"
    assert words.word("HK") is None


def test_same_refers_to_the_call_before() -> None:
    case = Case("x", "f", "same with test='z'", {}, {}, 1e-6, before=("same but", "rma(a)", "rma(b)"))
    assert case.said == "same with test='z'; rma(a)"
    assert Case("x", "f", "rma(c)", {}, {}, 1e-6, before=("rma(a)",)).said == "rma(c)"


def test_a_note_can_give_a_field_its_own_tolerance() -> None:
    case = Case("x", "f", "g", {}, {}, 1e-5, note="quadrature; sampled fields 2e-3")
    assert (case.tolerance_of("sampled"), case.tolerance_of("mean")) == (2e-3, 1e-5)


def test_every_file_declares_what_it_answers() -> None:
    assert all(callable(answer) for answer in families().values())
