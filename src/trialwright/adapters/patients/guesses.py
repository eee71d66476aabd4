"""One line of a drafted mapping: what a column or a code seems to hold, and what its values and units say to that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.headings import Named, heading_of, may_be_hours, named
from trialwright.adapters.patients.keys import is_measured
from trialwright.model.concept import Concept, Concepts
from trialwright.model.units import linear, normalise

if TYPE_CHECKING:
    import ibis.expr.types as ir

PLAUSIBLE_SHARE = 0.95  # of values, where a unit or an abbreviation rests on them
LEAST_PLAUSIBLE = 0.5  # of values of a word that is outright: below it the word means something else here
MOST_UNITS = 20
HOURS_OF_A_DAY = 24
UNITS = (
    "mg/dL", "g/dL", "g/L", "mg/L", "ug/L", "ng/mL", "pg/mL", "ug/mL", "mmol/L", "umol/L", "nmol/L", "pmol/L", "U/L",
    "10*9/L", "10*6/uL", "%", "1", "kg", "[lb_av]", "cm", "m", "[in_i]", "Cel", "[degF]", "mm[Hg]", "kPa", "cm[H2O]",
    "/min", "mL/min", "a", "mo",
)  # fmt: skip


class Place(NamedTuple):
    """Where a concept's values lie: in rows of a table, in the column `value`. key : "column" of a wide table, "concept"
    of a long one, whose rows are those of one code. unit : the column of units, "" for none."""

    rows: ir.Table
    key: str
    value: str
    unit: str = ""


def quoted(text: str) -> str:
    """A text as a YAML scalar on one line, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def line(name: str, place: Place, concepts: Concepts, taken: set[str]) -> str | None:
    """One line of the mapping for a column or a code of this name; a comment where it is not sure, None where nothing
    is like it. taken : concepts that a column has already."""
    found = named(name, concepts)
    if found is None:
        return None
    concept, unit, doubts = found.concept, found.unit, _doubts(found, place)
    if are_hours(name, place.rows, place.value):
        doubts.append(f"no value is above {HOURS_OF_A_DAY}, as of hours of a day")
    why = "its heading" if place.key == "column" else "its code"
    if found.how == "perhaps":
        why = found.why
    elif found.why:
        why = f"{why}, which {found.why}"
    if _lacks_unit(concept, unit, place):
        unit, how = unit_by_values(place, concept)
        doubts.append(how)
    codes = sex_codes(place.rows, place.value) if concept.name == "sex" else ""
    if codes:
        doubts.append("which code is which is not stated")
    if place.key == "column" and concept.name in taken:
        doubts.append(f"another column is {concept.name} already")
    sure = found.how != "perhaps" and not doubts
    if sure:
        taken.add(concept.name)
    told = (f", unit: {quoted(unit)}" if unit else "") + codes
    of, what = (concept.name, name) if place.key == "column" else (name, concept.name)
    return f"{'' if sure else '#   '}{quoted(of)}: {{{place.key}: {quoted(what)}{told}}}  # {'; '.join([why, *doubts])}"


def _lacks_unit(concept: Concept, unit: str, place: Place) -> bool:
    wanted = is_measured(concept) and not concept.bare and normalise(concept.unit) not in ("1", None)
    return wanted and not unit and not place.unit


def _doubts(found: Named, place: Place) -> list[str]:
    """What units and values say against a heading that is taken at its word."""
    concept = found.concept
    if not is_measured(concept):
        return [] if found.how == "outright" else ["no value can bear it out"]
    units = _units(found, place)
    fits = [u for u in units if u == "" or linear(normalise(u) or "", concept.unit, concept) is not None]
    if units and not fits:
        return [f"its unit {units[0]} is none of {concept.name}"]
    if _lacks_unit(concept, found.unit, place):
        return []  # its values are looked at for the unit
    share = _plausible(place, concept, found.unit, fits)
    least = LEAST_PLAUSIBLE if found.how == "outright" else PLAUSIBLE_SHARE
    if share is not None and share < least:
        return [f"only {share:.0%} of its values are plausible"]
    return []


def _units(found: Named, place: Place) -> list[str]:
    """Units as they are written beside the values, the most common first; none where there are none."""
    if found.unit or not place.unit:
        return [found.unit] if found.unit else []
    written = place.rows.select(unit=cells.text(place.rows[place.unit])).filter(ibis._.unit.notnull())
    counted = written.group_by("unit").agg(n=ibis._.count()).order_by(ibis.desc("n"), "unit")
    return [row["unit"] for row in cells.ask(counted.limit(MOST_UNITS)).to_pylist()]


def _plausible(place: Place, concept: Concept, unit: str, units: list[str]) -> float | None:
    """The share of values in the concept's plausible range; None where there is no range or no value to look at."""
    if concept.plausible is None or not may_be_number(place.rows[place.value]):
        return None
    low, high = concept.plausible
    number = cells.number(place.rows[place.value])
    written = cells.text(place.rows[place.unit]) if place.unit and not unit else ibis.literal(unit)
    inside = ibis.literal(False)
    for u in units or [unit]:
        at = (
            linear(normalise(u) or "", concept.unit, concept) if u else (1.0, 0.0)
        )  # bare: in the concept's own
        if at is not None:
            within = number.between((low - at[1]) / at[0], (high - at[1]) / at[0])
            inside = inside | ((written == u) & within)
    held = place.rows.select(
        inside=ibis.coalesce(inside, False).cast("float64"), text=cells.text(place.rows[place.value])
    )
    got = cells.ask(held.filter(held.text.notnull()).aggregate(share=ibis._.inside.mean())).to_pylist()[0][
        "share"
    ]
    return None if got is None else float(got)


def are_hours(name: str, rows: ir.Table, value: str) -> bool:
    """Whether a heading or code that may mean hours has only values that a clock shows."""
    word, unit = heading_of(name)
    if unit or not may_be_hours(word) or not may_be_number(rows[value]):
        return False
    most = cells.ask(rows.select(n=cells.number(rows[value])).aggregate(n=ibis._.n.max())).to_pylist()[0]["n"]
    return most is not None and most <= HOURS_OF_A_DAY


def may_be_number(cell: ir.Column) -> bool:
    return bool(cell.type().is_string() or cell.type().is_numeric())


def sex_codes(table: ir.Table, name: str) -> str:
    """`codes:` to fill in, where cells of the column are no words for female or male; empty where all are."""
    word = cells.text(table[name])
    unread = cells.sex(table[name], {}).isnull() & ~word.lower().isin(cells.UNSTATED)
    odd = (
        table.select(word=word, odd=unread)
        .filter(ibis._.odd, ibis._.word.notnull())
        .select("word")
        .distinct()
    )
    found = cells.ask(odd.order_by("word").limit(4)).to_pylist()
    return f", codes: {{{', '.join(quoted(row['word']) + ': ?' for row in found)}}}" if found else ""


def unit_by_values(place: Place, concept: Concept) -> tuple[str, str]:
    """The unit in which the values would be plausible, and that this is all that speaks for it."""
    table, column = place.rows, place.value
    lines: dict[Any, str] = {}
    for unit in (concept.unit, *UNITS):
        at = linear(unit, concept.unit, concept)
        if at is not None:
            lines.setdefault(at, unit)
    number = cells.number(table[column]) if may_be_number(table[column]) else ibis.null("float64")
    marked = table.select(value=number).filter(ibis._.value.notnull())
    low, high = concept.plausible or (float("-inf"), float("inf"))
    inside = {
        f"u{i}": marked.value.between((low - o) / s, (high - o) / s).cast("float64").mean()
        for i, (s, o) in enumerate(lines)
    }
    got = cells.ask(marked.aggregate(**inside)).to_pylist()[0]
    fits = [u for i, u in enumerate(lines.values()) if (got[f"u{i}"] or 0) >= PLAUSIBLE_SHARE]
    if not fits:
        return concept.unit, "no unit is stated, and the values are plausible in none that is known"
    return fits[0], f"no unit is stated; the values are plausible in {', '.join(fits[:6])}"
