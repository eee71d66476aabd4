"""What is on record does not depend on what a sample foretold."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pytest

from trialwright.adapters.concepts import load
from trialwright.errors import PatientsError
from trialwright.screen import survey
from trialwright.screen.conversion import Lines
from trialwright.screen.rowwise import ALWAYS
from trialwright.screen.survey import Recorded, foretold, surveyed

NEEDED = ("lactate", "creatinine", "temperature", "dialysis")
ROWS = [
    ("lactate", 2.0, "mmol/L"), ("lactate", -1.0, "mmol/L"), ("lactate", 18.0, "mg/dL"), ("lactate", 999.0, "mg/dL"),
    ("lactate", 40.0, "mmol/L"), ("lactate", 40.0001, "mmol/L"), ("lactate", 0.05, "mmol/L"), ("lactate", 0.0499, "mmol/L"),
    ("lactate", 3.0, "score"), ("lactate", 4.0, "score"), ("lactate", None, "mmol/L"), ("lactate", None, "score"),
    ("lactate", 1.0, None), ("lactate", float("inf"), "mg/dL"),
    ("creatinine", 90.0, "umol/L"), ("creatinine", 1.0, "mg/dL"), ("creatinine", -1.0, "mg/dL"), ("creatinine", 4.9, "umol/L"),
    ("temperature", 37.0, "Cel"), ("temperature", 98.6, "[degF]"), ("temperature", 999.0, "[degF]"),
    ("dialysis", None, ""), ("dialysis", 0.0, None),
    ("potassium", -1.0, "mmol/L"),
]  # fmt: skip
UNITS: list[Recorded] = sorted({(c, u, 7) for c, _, u in ROWS if c in NEEDED}, key=str)
FORETOLD = {
    "nothing": [],
    "all": UNITS,
    "half": UNITS[::2],
    "the other half": UNITS[1::2],
    "one": UNITS[-1:],
    "one concept": [x for x in UNITS if x[0] == "lactate"],
}


def table() -> ibis.Table:
    schema = {"concept": "string", "value": "float64", "unit": "string"}
    return ibis.memtable([dict(zip(schema, row, strict=True)) for row in ROWS], schema=schema)


def units(found: Lines) -> dict[str, set[tuple[object, ...]]]:
    """Each unit with its line, whatever the order of the lines and the number of values."""
    return {
        name: {(u, x.scale, x.offset, x.low, x.high, x.event, x.leads) for x in of for u in x.units}
        for name, of in found.items()
    }


@pytest.mark.parametrize("expected", FORETOLD.values(), ids=FORETOLD.keys())
def test_whatever_is_foretold_the_counts_are_exact(expected: Sequence[Recorded]) -> None:
    concepts = load()
    found, warnings, outside = surveyed(table(), NEEDED, concepts, expected)
    # By hand: -1, 999 mg/dL, 40.0001, 0.0499, and infinity; -1 and 4.9; 999 degrees.
    assert outside(ALWAYS, NEEDED) == {"lactate": 5, "creatinine": 2, "temperature": 1}
    assert sum("2 values of lactate in score" in w for w in warnings) == 1
    plain, others, _ = surveyed(table(), NEEDED, concepts, [])
    assert warnings == others
    events = {"dialysis"}  # any unit of an event is as good as another
    assert {n: u for n, u in units(found).items() if n not in events} == {
        n: u for n, u in units(plain).items() if n not in events
    }
    assert found["dialysis"][0].event


@pytest.mark.parametrize("expected", FORETOLD.values(), ids=FORETOLD.keys())
def test_counts_of_some_hours(expected: Sequence[Recorded]) -> None:
    rows = table().mutate(
        time_hours=ibis.cases((ibis._.value < 0, -5.0), (ibis._.value > 99, 50.0), else_=0.0)
    )
    outside = surveyed(rows, NEEDED, load(), expected)[2]
    assert outside((0.0, None), NEEDED) == {"lactate": 4, "creatinine": 1, "temperature": 1}
    assert outside((None, 24.0), NEEDED) == {"lactate": 3, "creatinine": 2}
    assert outside((0.0, 24.0), NEEDED) == {"lactate": 2, "creatinine": 1}


@pytest.mark.parametrize(
    "sure", [("lactate", "creatinine", "temperature", "dialysis"), ("creatinine",), ("lactate",)]
)
def test_told_units_change_no_count(sure: Sequence[str]) -> None:
    concepts = load()
    plain = surveyed(table(), NEEDED, concepts, [])
    found = surveyed(table(), NEEDED, concepts, UNITS, sure)
    assert found[1] == plain[1]
    assert found[2](ALWAYS, NEEDED) == plain[2](ALWAYS, NEEDED)
    assert found[2](ALWAYS, ["creatinine"]) == {"creatinine": 2}
    assert all(units(found[0])[name] == units(plain[0])[name] for name in NEEDED)


def test_a_unit_that_was_not_told_is_an_error_and_no_count() -> None:
    told = [x for x in UNITS if x[0] == "temperature" or x[:2] == ("creatinine", "mg/dL")]
    needed = ("creatinine", "temperature")
    everything = [x for x in UNITS if x[0] in needed]
    assert surveyed(table(), needed, load(), everything, needed)[2](ALWAYS, needed) == {
        "creatinine": 2,
        "temperature": 1,
    }
    _, _, outside = surveyed(table(), needed, load(), [*told, ("creatinine", "mmol/L", 3)], needed)
    with pytest.raises(PatientsError, match="values of creatinine in umol/L"):
        outside(ALWAYS, needed)


def test_a_sample_foretells_only_units_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        survey, "SHARE", 0.5
    )  # of a thousand blocks of rows: never none, and half of them nearly
    rows = ibis.range(2_000_000).unnest().name("i").as_table()
    many = rows.select(
        concept=(rows.i % 2 == 0).ifelse("lactate", "potassium"),
        value=rows.i.cast("float64"),
        unit=ibis.literal("mmol/L"),
    )
    ((name, unit, n),) = foretold(many, ("lactate",))
    assert (name, unit) == ("lactate", "mmol/L")
    assert n == pytest.approx(1_000_000, rel=0.25)
