"""The last step of every source: a cohort's tables, with what holds for everyone because of how it was drawn. All
stays of an intensive care register are admissions to intensive care, although no row says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import ibis

from trialwright.adapters.patients.keys import named
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.keys import Spec
    from trialwright.model.concept import Concepts


def drawn(
    spec: Spec,
    concepts: Concepts,
    cohort: Cohort,
    persons: ir.Table,
    facts: ir.Table,
    held: Iterable[str],
    warnings: tuple[str, ...] = (),
    units: Mapping[str, Mapping[str, int]] | None = None,
) -> PatientTables:
    """PatientTables with the plan's `captured` and `everyone`. held : concepts that the source records itself. units : see
    PatientTables; what holds for everyone has rows that the source does not know of."""
    captured, everyone = named(spec, "captured", concepts), named(spec, "everyone", concepts)
    return PatientTables(
        cohort=cohort,
        persons=persons,
        facts=with_everyone(facts, persons, everyone),
        held=frozenset(held) | captured | everyone,
        captured=captured,
        warnings=warnings,
        units={name: of for name, of in (units or {}).items() if name not in everyone},
    )


def with_everyone(facts: ir.Table, persons: ir.Table, names: Iterable[str]) -> ir.Table:
    """facts and, for every person, the named events at the index."""
    limit = {"upper": ibis.null("float64")} if "upper" in facts.columns else {}
    parts = [
        persons.select(
            person_id=persons.person_id,
            concept=ibis.literal(name),
            time_hours=ibis.literal(0.0),
            value=ibis.literal(1.0),
            unit=ibis.literal(""),
            **limit,
        )
        for name in sorted(names)
    ]
    return ibis.union(facts, *parts) if parts else facts
