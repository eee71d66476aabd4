"""Observations, conditions, medication and procedures as facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.fhir import moments
from trialwright.adapters.patients.fhir.codings import DISPLAY, Coded
from trialwright.adapters.patients.keys import is_measured
from trialwright.adapters.patients.recorded import BOUND, NO, YES, bare, until, up_to, valued
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.fhir.export import Export
    from trialwright.adapters.patients.keys import Spec

_CODES = pa.schema(
    [("known_system", pa.string()), ("known_code", pa.string()), ("concept", pa.string()), ("map_unit", pa.string()),
     ("measured", pa.bool_())]
)  # fmt: skip

# An observation and each of its components, one row each. A panel's own code has no value and gives no row. The upper
# limit of normal is that of the only reference range, for everyone, in the value's own unit; which of several ranges
# is the patient's would be a guess.
_RESULTS = """
with whole as (
  select body, (body->>'$.subject.reference') as subject,
    coalesce((body->>'$.effectiveDateTime'), (body->>'$.effectiveInstant'), (body->>'$.effectivePeriod.start')) as happened,
    id as row_id
  from lines where kind = 'Observation'
    and coalesce((body->>'$.status'), '') in ('final', 'amended', 'corrected', 'preliminary')
), part as (
  select row_id * 1000 as part_id, subject, happened, body as said from whole
  union all
  select row_id * 1000 + 1 + generate_subscripts(c, 1), subject, happened, unnest(c)
  from (select row_id, subject, happened, cast(json_extract(body, '$.component[*]') as json[]) as c from whole)
)
select part_id, subject, happened, (said->'$.code') as code,
  try_cast((said->>'$.valueQuantity.value') as double) as number,
  coalesce((said->>'$.valueQuantity.comparator'), '') as comparator,
  coalesce(case when (said->>'$.valueQuantity.system') = 'http://unitsofmeasure.org'
    then (said->>'$.valueQuantity.code') end, (said->>'$.valueQuantity.unit'), '') as unit,
  case when json_array_length(said, '$.referenceRange') = 1 and (said->>'$.referenceRange[0].appliesTo') is null
      and coalesce((said->>'$.referenceRange[0].type.coding[0].code'), 'normal') = 'normal'
      and coalesce((said->>'$.referenceRange[0].high.code'), (said->>'$.referenceRange[0].high.unit'), 'same') in
        ('same', (said->>'$.valueQuantity.code'), (said->>'$.valueQuantity.unit'))
    then try_cast((said->>'$.referenceRange[0].high.value') as double) end as upper,
  lower(coalesce((said->>'$.valueCodeableConcept.coding[0].display'), (said->>'$.valueCodeableConcept.text'),
    (said->>'$.valueString'), (said->>'$.valueBoolean'), '')) as result
from part
"""
_EVENTS = """
select id as part_id, (body->>'$.subject.reference') as subject,
  coalesce((body->>'$.onsetDateTime'), (body->>'$.onsetPeriod.start'), (body->>'$.recordedDate')) as happened,
  (body->'$.code') as code
from lines where kind = 'Condition'
  and coalesce((body->>'$.verificationStatus.coding[0].code'), 'confirmed') not in
    ('refuted', 'entered-in-error', 'unconfirmed', 'provisional', 'differential')
union all
select id, (body->>'$.subject.reference'),
  coalesce((body->>'$.authoredOn'), ''), (body->'$.medicationCodeableConcept')
from lines where kind = 'MedicationRequest' and (body->>'$.status') in ('active', 'completed', 'stopped', 'on-hold')
  and coalesce((body->>'$.intent'), '') in ('order', 'original-order', 'reflex-order', 'filler-order', 'instance-order')
  and coalesce((body->>'$.doNotPerform'), 'false') <> 'true'
union all
select id, (body->>'$.subject.reference'),
  coalesce((body->>'$.effectiveDateTime'), (body->>'$.effectivePeriod.start')), (body->'$.medicationCodeableConcept')
from lines where kind = 'MedicationAdministration' and (body->>'$.status') in ('completed', 'in-progress', 'stopped')
union all
select id, (body->>'$.subject.reference'),
  coalesce((body->>'$.performedDateTime'), (body->>'$.performedPeriod.start')), (body->'$.code')
from lines where kind = 'Procedure' and (body->>'$.status') in ('completed', 'in-progress')
"""


def rows(spec: Spec, source: Export, codes: list[Coded], starts: ir.Table) -> tuple[ir.Table, frozenset[str]]:
    """Facts up to the plan's hour, and the concepts that the export records at all."""
    last = until(spec)
    known = ibis.memtable(
        pa.Table.from_pylist(
            [{"known_system": c.system, "known_code": c.code, "concept": c.concept.name, "map_unit": c.unit,
              "measured": is_measured(c.concept)} for c in codes],
            schema=_CODES,
        )
    )  # fmt: skip
    results, events = _coded(source, _RESULTS, known), _coded(source, _EVENTS, known)
    facts = _keep(ibis.union(_valued(results), bare(events)))
    held = {r["concept"] for r in cells.ask(facts.select("concept").distinct()).to_pylist()}
    if not held:
        raise PatientsError(
            f"No resource of {source.name} has a code that stands for a concept of the dictionary.",
            where="patients.map",
            fix="Add `map:` with the codes that this site uses, e.g. {creatinine: [LOINC:38483-4]}.",
        )
    timed = facts.inner_join(starts, facts.person_id == starts.index_id)
    timed = timed.mutate(time_hours=moments.hours(timed))
    return up_to(timed, last), frozenset(held)


def _keep(table: ir.Table) -> ir.Table:
    """Worked out once: JSON is slow to read again for every criterion."""
    return table.cache()


def _coded(source: Export, sql: str, known: ir.Table) -> ir.Table:
    """The rows of a query whose coding is known. A display counts only where no code of the row does, and one row
    is one fact of a concept however many of its codings say so."""
    codings = source.table(
        f"""
        with said as ({sql}), spread as (
          select said.*, unnest(cast(json_extract(code, '$.coding[*]') as json[])) as coding from said
        )
        select part_id, (coding->>'$.system') as system, (coding->>'$.code') as plain, 0 as by_word from spread
        union
        select part_id, '{DISPLAY}', lower(coding->>'$.display'), 1 from spread
        union
        select part_id, '{DISPLAY}', lower(code->>'$.text'), 1 from said
        """
    )
    found = codings.inner_join(
        known, [codings.system == known.known_system, codings.plain == known.known_code]
    ).select("part_id", "by_word", "concept", "map_unit", "measured")
    best = found.by_word.min().over(group_by=found.part_id)
    found = found.mutate(best=best).filter(ibis._.by_word == ibis._.best)
    one = found.select("part_id", "concept", "map_unit", "measured").distinct()
    said = source.table(sql)
    both = said.inner_join(one, "part_id")
    return both.mutate(
        person_id=moments.subject(both.subject), **moments.parts(both.happened, "fact")
    ).filter(ibis._.person_id.notnull())


def _valued(rows: ir.Table) -> ir.Table:
    """Measurements with a number, and events that a result confirms or denies. Any other result is no fact."""
    event = ibis.cases((rows.result.isin([*YES, "true"]), 1.0), (rows.result.isin([*NO, "false"]), 0.0),
                       else_=ibis.null("float64"))  # fmt: skip
    unit = (rows.map_unit != "").ifelse(rows.map_unit, rows.unit)
    unit = (rows.comparator != "").ifelse(ibis.literal(BOUND) + unit, unit)
    rows = rows.mutate(value=rows.measured.ifelse(rows.number, event), unit=unit)
    return valued(rows.filter(rows.value.notnull()))
