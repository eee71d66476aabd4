"""The one shape that patient data have inside Trialwright: where adapters end and screening begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trialwright.model.screening import Cohort

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class PatientTables:
    """Ibis tables, lazily evaluated on the patients' own engine.

    persons : person_id (string), age_years (float, null if unknown), sex ("female", "male" or null).
    facts : person_id, concept (a name in the dictionary), time_hours (float, relative to that
        person's index, negative before; null for what has no time, such as height), value (float,
        null for a bare event), unit (as recorded). Sentinels are already null rows removed. A source whose rows
        carry their own upper limit of normal has a column upper (float, in the row's unit, null where a row has none).
    held : concepts that this source records at all; any other concept is unknown for everyone.
    captured : concepts whose absence from `facts` means absence in the patient, because the source
        records every occurrence. For all others absence is unknown: unknown is never false.
    warnings : what the source could not give, in words.
    units : concept → every unit that its facts have, none of them null → about how many rows. Only concepts whose
        units the source knows for certain: screening does not look for others in their rows.
    undated : concepts of which the source is known to tell no time for any fact.
    """

    cohort: Cohort
    persons: ir.Table
    facts: ir.Table
    held: frozenset[str]
    captured: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    units: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()
