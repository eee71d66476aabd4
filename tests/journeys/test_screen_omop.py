"""Eligibility text run on the public OMOP sets: 28 synthetic persons and 100 real stays without measurements."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trialwright import screen
from trialwright.adapters import concepts, patients
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.document import Document
from trialwright.model.patients import PatientTables
from trialwright.read import criteria as grammar
from trialwright.screen import oracle, run

TEXT = """Age 18 years or older
Body mass index < 30 kg/m2
Systolic blood pressure >= 110 mmHg
HbA1c < 6.5 %
Creatinine < 1.5 mg/dL
"""
SYNTHEA: dict[str, Any] = {"omop": "Synthea27NjParquet", "index": "last visit"}


@pytest.fixture(scope="module")
def words() -> Concepts:
    return concepts.load()


@pytest.fixture(scope="module")
def people(shared: Path, words: Concepts) -> PatientTables:
    return patients.open(SYNTHEA, shared / "data" / "patients" / "synthea27_omop", words)


def criteria(text: str, words: Concepts) -> tuple[Criterion, ...]:
    document = Document(sha256="0" * 64, name="text", format="text", text=text)
    return grammar.parse(document, 0, len(text), "inclusion", words)


def test_the_source_is_read_whole(people: PatientTables) -> None:
    assert people.cohort.patients == 28
    assert people.cohort.index == "last visit"
    assert {"creatinine", "hba1c", "systolic blood pressure", "covid-19", "age", "sex"} <= people.held
    assert people.captured == frozenset()
    assert people.warnings == ()


def test_counts_are_those_of_plain_sql_over_the_files(
    people: PatientTables, words: Concepts, shared: Path
) -> None:
    """The persons whose last systolic pressure up to their last visit is 110 or more, by SQL of its own."""
    folder = shared / "data" / "patients" / "synthea27_omop" / "Synthea27NjParquet"
    met, not_met, none = duckdb.sql(f"""
        with visit as (select person_id, max(visit_start_date) as day from '{folder}/visit_occurrence.parquet' group by 1),
        last as (
          select m.person_id, max_by(value_as_number, measurement_date) as v
          from '{folder}/measurement.parquet' m join visit using (person_id)
          where measurement_concept_id = 3004249 and measurement_date <= day group by 1
        )
        select count(*) filter (v >= 110), count(*) filter (v < 110), count(*) filter (v is null)
        from visit left join last using (person_id)
    """).fetchone()
    rules = criteria("Systolic blood pressure >= 110 mmHg", words)
    (count,) = screen.screen(people, rules, words).counts
    assert (count.passes, count.fails, count.unknown) == (met, not_met, none)
    assert met > 5


def test_engine_and_oracle_agree(people: PatientTables, words: Concepts) -> None:
    rules = criteria(TEXT, words)
    assert len(rules) == 5
    ours = run.verdicts(people, rules, words)
    assert ours == oracle.verdicts(people, rules, words)
    assert {s for row in ours.values() for s in row} == {"met", "not met", "unknown"}


def test_a_condition_without_a_row_is_unknown_until_the_plan_says_captured(
    people: PatientTables, words: Concepts
) -> None:
    rules = tuple(replace_side(c) for c in criteria("Epilepsy", words))
    (count,) = screen.screen(people, rules, words).counts
    assert (count.passes, count.fails, count.unknown) == (0, 1, 27)
    (count,) = screen.screen(replace(people, captured=frozenset({"epilepsy"})), rules, words).counts
    assert (count.passes, count.fails, count.unknown) == (27, 1, 0)


def replace_side(criterion: Criterion) -> Criterion:
    return criterion.model_copy(update={"side": "exclusion"})


def test_csv_without_measurements_says_what_it_cannot_answer(shared: Path, words: Concepts) -> None:
    """The vocabulary is not in this set, so that the site's own ids are needed, and ages are years only."""
    folder = shared / "data" / "patients"
    spec: dict[str, Any] = {"omop": "mimic4demo_omop", "index": "first visit"}
    with pytest.raises(PatientsError, match="no vocabulary"):
        patients.open(spec, folder, words)
    spec["map"] = {"hypertension": {"ids": [320128]}}
    found = patients.open(spec, folder, words)
    assert found.cohort.patients == 100
    assert found.held == {"age", "sex", "hypertension"}
    assert any("100 persons" in w for w in found.warnings)
    rules = criteria("Age 18 years or older\nCreatinine < 1.5 mg/dL", words)
    shown = screen.screen(found, rules, words)
    assert [(c.passes, c.fails, c.unknown) for c in shown.counts] == [(0, 0, 100), (0, 0, 100)]
    assert "creatinine" in shown.not_in_data
    by_year = patients.open({**spec, "age": "calendar years"}, folder, words)
    assert screen.screen(by_year, rules, words).counts[0].passes > 90
