"""What holds for everyone because of how the table was drawn: all stays of an intensive care register are
admissions to intensive care, although no row says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


def with_everyone(facts: ir.Table, persons: ir.Table, names: Iterable[str]) -> ir.Table:
    """facts and, for every person, the named events at the index."""
    parts = [
        persons.select(
            person_id=persons.person_id,
            concept=ibis.literal(name),
            time_hours=ibis.literal(0.0),
            value=ibis.literal(1.0),
            unit=ibis.literal(""),
        )
        for name in sorted(names)
    ]
    return ibis.union(facts, *parts) if parts else facts
