"""Rows of the clinical tables as facts: what was measured, diagnosed, given or done, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.keys import is_measured
from trialwright.adapters.patients.omop import clocks
from trialwright.adapters.patients.omop.people import whole
from trialwright.adapters.patients.recorded import BOUND, NO, YES, bare, until, up_to, valued
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.keys import Spec
    from trialwright.adapters.patients.omop.source import Cdm
    from trialwright.adapters.patients.omop.vocabulary import Coded


@dataclass(frozen=True)
class Clinical:
    """A clinical table. valued : its rows carry a result."""

    table: str
    concept: str
    start: str
    valued: bool = False


TABLES = (
    Clinical("measurement", "measurement_concept_id", "measurement", valued=True),
    Clinical("observation", "observation_concept_id", "observation", valued=True),
    Clinical("condition_occurrence", "condition_concept_id", "condition_start"),
    Clinical("drug_exposure", "drug_concept_id", "drug_exposure_start"),
    Clinical("procedure_occurrence", "procedure_concept_id", "procedure"),
    Clinical("device_exposure", "device_concept_id", "device_exposure_start"),
    Clinical("visit_occurrence", "visit_concept_id", "visit_start"),
    Clinical("visit_detail", "visit_detail_concept_id", "visit_detail_start"),
)
EQUALS = 4172703  # operator "=": every other operator makes the number a bound, not a value
_CODES = pa.schema(
    [("code_id", pa.int64()), ("concept", pa.string()), ("map_unit", pa.string()), ("measured", pa.bool_())]
)


def rows(spec: Spec, cdm: Cdm, codes: tuple[Coded, ...], starts: ir.Table) -> tuple[ir.Table, frozenset[str]]:
    """Facts up to the plan's hour, and the concepts that the source records at all."""
    last = until(spec)
    known = ibis.memtable(
        pa.Table.from_pylist(
            [{"code_id": c.id, "concept": c.concept.name, "map_unit": c.unit, "measured": is_measured(c.concept)}
             for c in codes],
            schema=_CODES,
        )
    )  # fmt: skip
    parts, held = [], set[str]()
    for kind in TABLES:
        if kind.table not in cdm.tables or kind.concept not in cdm.table(kind.table).columns:
            continue
        coded = _coded(kind, cdm, known)
        recorded = cells.ask(coded.select("concept").distinct()).to_pylist()
        if recorded:
            held |= {r["concept"] for r in recorded}
            parts.append(_valued(coded, cdm) if kind.valued else bare(coded))
    if not parts:
        raise PatientsError(
            f"No row of the OMOP source {cdm.name} has a code that stands for a concept of the dictionary.",
            where="patients.map",
            fix="Add the vocabulary tables, or `map:` with the concept ids that this site uses.",
        )
    all_rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    timed = all_rows.inner_join(starts, all_rows.person_id == starts.index_id)
    timed = timed.mutate(time_hours=clocks.hours(timed))
    return up_to(timed, last), frozenset(held)


def _coded(kind: Clinical, cdm: Cdm, known: ir.Table) -> ir.Table:
    """The rows of one table whose code is known: who, which concept, when, and what it says."""
    table = cdm.table(kind.table)
    wanted: dict[str, Any] = {
        "person_id": cells.text(table.person_id),
        "row_id": whole(table[kind.concept]),
        **clocks.at(clocks.stamp(table, f"{kind.start}_date", f"{kind.start}_datetime"), "fact"),
    }
    if kind.valued:
        wanted |= _results(table, kind)
    lean = table.select(**wanted)
    return lean.inner_join(known, lean.row_id == known.code_id)


def _results(table: ir.Table, kind: Clinical) -> dict[str, Any]:
    """A result's columns, null where the table lacks one."""

    def of(name: str, read: Any, otherwise: str) -> Any:
        return read(table[name]) if name in table.columns else ibis.null(otherwise)

    operator = of("operator_concept_id", whole, "int64")
    coded = of("value_as_concept_id", whole, "int64")
    said = [of(n, cells.text, "string").notnull() for n in ("value_as_string", "value_source_value")]
    return {
        "number": of("value_as_number", cells.number, "float64"),
        "coded": coded.nullif(0),  # a comparison with the null of a column that is not there fails
        "said": said[0] | said[1],
        "upper": of("range_high", cells.number, "float64"),
        "bound": ibis.coalesce(~operator.isin([0, EQUALS]), False),
        "unit_id": of("unit_concept_id", whole, "int64"),
        "unit_word": ibis.coalesce(of("unit_source_value", cells.text, "string"), ""),
        "test": ibis.literal(kind.table == "measurement"),
    }


def _valued(coded: ir.Table, cdm: Cdm) -> ir.Table:
    """Measurements with a number, and events that a result confirms or denies.

    A test without a result says only that it was made. An observation without any is the event itself.
    """
    rows = _with_words(coded, cdm)
    denied, confirmed = rows.result.isin(NO), rows.result.isin(YES)
    silent = rows.number.isnull() & rows.coded.isnull() & ~rows.said & ~rows.test
    event = ibis.cases((confirmed, 1.0), (denied, 0.0), else_=ibis.null("float64"))
    unit = ibis.cases(
        (rows.map_unit != "", rows.map_unit), (rows.ucum != "", rows.ucum), else_=rows.unit_word
    )
    unit = rows.bound.ifelse(ibis.literal(BOUND) + unit, unit)
    rows = rows.mutate(value=rows.measured.ifelse(rows.number, event), unit=unit, silent=silent)
    kept = rows.filter(rows.value.notnull() | (~rows.measured & rows.silent))
    return valued(kept)


def _with_words(coded: ir.Table, cdm: Cdm) -> ir.Table:
    """The unit's UCUM code and the coded result's name, from the vocabulary; "" where it does not have them."""
    if "concept" not in cdm.tables:
        return coded.mutate(ucum=ibis.literal(""), result=ibis.literal(""))
    words = cdm.table("concept")
    units = words.filter(words.vocabulary_id == "UCUM")
    units = units.select(ucum_id=whole(units.concept_id), ucum_code=units.concept_code)
    names = words.select(result_id=whole(words.concept_id), result_name=words.concept_name.lower())
    names = names.filter(names.result_name.isin([*YES, *NO]))
    both = coded.left_join(units, coded.unit_id == units.ucum_id)
    both = both.left_join(names, both.coded == names.result_id)
    return both.mutate(ucum=ibis.coalesce(both.ucum_code, ""), result=ibis.coalesce(both.result_name, ""))
