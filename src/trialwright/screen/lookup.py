"""Numbers looked up by a word, where the engine works out a function once for each word of a column and not for each row.

DuckDB does so for functions of one column that is a dictionary, as text from Parquet and from its own tables is; not for
comparisons and cases. Elsewhere a lookup is slower than cases, and nobody asks.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

ENGINES = ("duckdb",)
INF = float("inf")


@ibis.udf.scalar.builtin(name="map")
def _map(words: list[str], numbers: list[float]) -> dict[str, float]: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="map_extract_value")
def _number_of(numbers: dict[str, float], word: str) -> float: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="trunc")
def _whole(number: float) -> float: ...  # type: ignore[empty-body]


def can_look_up(table: ir.Table) -> bool:
    return table.get_backend().name in ENGINES


def number_of(word: ir.StringValue, numbers: Mapping[str | None, float]) -> ir.FloatingValue:
    """The word's number; null for a word that has none, and for null unless None has one."""
    named = {word: number for word, number in numbers.items() if word is not None}
    found = ibis.null("float64")
    if named:
        # Cast, or the engine reads decimals, and what it then converts is no longer once for each word.
        values = ibis.array(list(named.values())).cast("array<float64>")
        found = _number_of(_map(ibis.array(list(named)), values), word)
    return ibis.cases((word.isnull(), numbers[None]), else_=found) if None in numbers else found


def or_infinity(number: ir.FloatingValue) -> ir.FloatingValue:
    """Infinity in place of null."""
    return ibis.least(number, INF)


def is_off(number: ir.FloatingValue) -> ir.BooleanValue:
    """Whether a number is 1 or more from 0, or is no number. Costs less than comparisons, which look for such."""
    return _whole(number).cast("boolean")
