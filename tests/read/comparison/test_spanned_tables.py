"""Heads and rows of tables that have lost what spanned their cells are found again, whatever the layout."""

from __future__ import annotations

import re

import pytest

from tests.read.comparison.spanned_tables import spanned
from trialwright.read.comparison.tables import tables

_SIZE = re.compile(r"\s?\(?n = (\d+)\)?")


def without_sizes(heads: list[str]) -> list[str]:
    return [name for h in heads if (name := _SIZE.sub("", h))]


@pytest.mark.parametrize("begin", range(0, 400, 50))
def test_every_column_has_its_heads_and_every_row_its_figures(begin: int) -> None:
    for seed in range(begin, begin + 50):
        known = spanned(seed)
        (table,) = tables(known.text)
        why = f"seed {seed}:\n{known.text}"
        columns = table.columns[known.words : known.words + len(known.heads)]
        assert [without_sizes(list(c.head)) for c in columns] == [without_sizes(h) for h in known.heads], why
        sizes = [next((int(m[1]) for h in head if (m := _SIZE.search(h))), None) for head in known.heads]
        assert [c.n for c in columns] == sizes, why
        read = [[row.cells[c].text for c in sorted(row.cells)] for row in table.rows]
        assert read == [figures for _, figures in known.rows], why
        for row, (label, _) in zip(table.rows, known.rows, strict=True):
            assert all(part in " ".join(row.path) for part in label), why
