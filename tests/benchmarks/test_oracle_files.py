"""Reference values come from a file or from a folder of them, and what is none of either is told in words."""

from __future__ import annotations

import json

import pytest

from benchmarks import oracle_files
from benchmarks.design import references

CASE = {
    "id": "EX-1",
    "r_call": "getDesignGroupSequential(kMax = 1, alpha = 0.025)",
    "expected": {"criticalValues": [1.959963984540]},
    "tolerance": 1e-6,
}


def test_a_folder_gives_the_cases_of_all_its_files(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"cases": [CASE]}), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"cases": [CASE | {"id": "EX-2"}]}), encoding="utf-8")
    (tmp_path / "other.json").write_text(json.dumps({"oracles": []}), encoding="utf-8")
    assert references.run(tmp_path / "a.json") == {"cases": 1, "within": 1, "failed": []}
    assert references.run(tmp_path) == {"cases": 2, "within": 2, "failed": []}


@pytest.mark.parametrize("content", [None, "not json", "{}", "[1]"])
def test_what_holds_no_reference_values_is_said(tmp_path, content):
    if content is not None:
        (tmp_path / "a.json").write_text(content, encoding="utf-8")
    for path in (tmp_path, tmp_path / "a.json"):
        with pytest.raises(SystemExit, match="reference values"):
            oracle_files.of(path, ("cases",))
