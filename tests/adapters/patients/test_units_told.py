"""Units that a source tells are all that its facts have: screening looks for no others there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from trialwright.adapters import concepts, patients
from trialwright.model.concept import Concepts

WIDE = "id,seen,creatinine [mg/dL],serum lactate,temp\na,2025-01-01,1.1,2.0,37\nb,2025-01-01,,3.1,\n"
LONG = "who,what,how_much,in\na,lac,2,mmol/L\na,lac,18,mg/dL\nb,lac,2,\nb,crea,1.1,mg/dL\nb,cr2,90,umol/L\na,hot,yes,x\n"
MAP = {
    "lac": "lactate",
    "crea": {"concept": "creatinine", "unit": "mg/dL"},
    "cr2": "creatinine",
    "hot": "mechanical ventilation",
}
SPECS = {
    "wide": {
        "table": "wide.csv", "id": "id", "index": "seen", "everyone": ["mechanical ventilation"],
        "columns": {"lactate": {"column": "serum lactate", "unit": "mmol/L"}, "temperature": {"column": "temp", "unit": "Cel"}},
    },
    "long": {"table": "long.csv", "shape": "long", "id": "who", "concept": "what", "value": "how_much", "unit": "in", "map": MAP},
    "synthetic": {"synthetic": "icu", "n": 50},
}  # fmt: skip


@pytest.fixture(scope="module")
def dictionary() -> Concepts:
    return concepts.load()


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_told_units_are_those_on_record(spec: dict, dictionary: Concepts, tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(WIDE, encoding="utf-8")
    (tmp_path / "long.csv").write_text(LONG, encoding="utf-8")
    found = patients.open(spec, tmp_path, dictionary, np.random.default_rng(1))
    rows = found.facts.to_pyarrow().to_pylist()
    on_record = Counter((r["concept"], r["unit"]) for r in rows)
    told = {(concept, unit): n for concept, of in found.units.items() for unit, n in of.items()}
    assert {pair for pair in on_record if pair[0] in found.units} <= told.keys()
    assert all(on_record[pair] <= n for pair, n in told.items() if pair in on_record)
    assert {"lactate", "creatinine"} <= found.units.keys()
    if spec["table" if "table" in spec else "synthetic"] == "long.csv":
        assert found.units["creatinine"] == {"mg/dL": 1, "umol/L": 1}
    # What holds for everyone has rows that the table does not know of.
    assert "mechanical ventilation" not in found.units or "everyone" not in spec
