"""Virtual patients from adapters.synthetic as PatientTables."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa

from trialwright.adapters import synthetic
from trialwright.adapters.patients.keys import Spec, closest, concept_named, words
from trialwright.errors import PatientsError
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort

if TYPE_CHECKING:
    from trialwright.model.concept import Concepts

PATIENTS = 2000


def tables(spec: Spec, concepts: Concepts, rng: np.random.Generator | None) -> PatientTables:
    """PatientTables of a generator. `absent:` names concepts that this cohort shall not hold."""
    name, n = str(spec["synthetic"]), spec.get("n", PATIENTS)
    known = synthetic.found()
    if name not in known:
        raise PatientsError(
            f"The generator {name} is not known.", where="patients.synthetic", fix=closest(name, known)
        )
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise PatientsError(
            f"{n!r} is no number of patients.", where="patients.n", fix="Give a whole number above 0."
        )
    if rng is None:
        raise PatientsError(
            "Virtual patients need a seed.",
            where="patients.synthetic",
            fix="Give `simulate: {seed: 1}` in the plan.",
        )
    start = json.dumps([name, n, rng.bit_generator.state], sort_keys=True, default=str)
    made = known[name].generate(n, rng)
    absent = {concept_named(str(w), concepts, "patients.absent").name for w in words(spec.get("absent"))}
    named = {w: concept_named(w, concepts, f"generator {name}").name for w in dict.fromkeys(made.word)}
    connection = ibis.duckdb.connect()
    return PatientTables(
        cohort=Cohort(
            name=str(spec.get("name", f"synthetic {name}")),
            source=f"generator {name}",
            patients=n,
            index=str(spec.get("index", known[name].INDEX)),
            fingerprint=hashlib.sha256(start.encode()).hexdigest(),
            synthetic=True,
        ),
        persons=connection.create_table("persons", _persons(made)),
        facts=connection.create_table("facts", _facts(made, named, absent)),
        held=frozenset({"age", "sex", *named.values()}) - absent,
        captured=frozenset(concept_named(w, concepts, f"generator {name}").name for w in known[name].CAPTURED)
        - absent,
        units=_units(made, named),
    )


def _units(made: synthetic.Generated, named: dict[str, str]) -> dict[str, dict[str, int]]:
    """Concept → unit → rows."""
    out: dict[str, dict[str, int]] = {}
    for word, unit, rows in zip(made.word, made.unit, made.person, strict=True):
        of = out.setdefault(named[word], {})
        of[unit] = of.get(unit, 0) + len(rows)
    return out


def _ids(n: int) -> Any:
    return pa.array([f"P{i + 1:06d}" for i in range(n)])


def _persons(made: synthetic.Generated) -> pa.Table:
    return pa.table(
        {"person_id": _ids(len(made.sex)), "age_years": pa.array(made.age_years), "sex": pa.array(made.sex)}
    )


def _facts(made: synthetic.Generated, named: dict[str, str], absent: set[str]) -> pa.Table:
    """NaN becomes null: a fact without a time, an event without a value."""
    sizes = [len(p) for p in made.person]
    concept = np.repeat([named[w] for w in made.word], sizes)
    table = pa.table(
        {
            "person_id": _ids(len(made.sex)).take(pa.array(np.concatenate(made.person))),
            "concept": pa.array(concept),
            "time_hours": pa.array(np.concatenate(made.hours), from_pandas=True),
            "value": pa.array(np.concatenate(made.value), from_pandas=True),
            "unit": pa.array(np.repeat(made.unit, sizes)),
        }
    )
    return table.filter(pa.array(~np.isin(concept, sorted(absent))))
