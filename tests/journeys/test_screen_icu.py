"""The ARDS page's eligibility, read as text and run on real and on virtual intensive care stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trialwright import read, screen
from trialwright.adapters import concepts, patients
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Screening
from trialwright.screen import oracle, run


@pytest.fixture(scope="module")
def dictionary() -> Concepts:
    return concepts.load()


@pytest.fixture(scope="module")
def criteria(shared: Path, dictionary: Concepts) -> tuple[Criterion, ...]:
    page = next((shared / "seeds").glob("001_*.txt"))
    (document,) = read.documents(page.read_bytes(), page.name)
    trial = read.read(document, dictionary).trial
    assert trial is not None
    return trial.criteria


@pytest.fixture(scope="module")
def stays(shared: Path, dictionary: Concepts) -> PatientTables:
    spec = {"table": "measurements_long.parquet", "mapping": "physionet2012"}
    return patients.open(spec, shared / "data" / "patients" / "physionet2012", dictionary, None)


@pytest.fixture(scope="module")
def virtual(dictionary: Concepts) -> PatientTables:
    return patients.open({"synthetic": "icu", "n": 1500}, Path(), dictionary, np.random.default_rng(2))


@pytest.fixture(scope="module")
def found(stays: PatientTables, criteria: tuple[Criterion, ...], dictionary: Concepts) -> Screening:
    return screen.screen(stays, criteria, dictionary)


def counts_of(found: Screening, concept: str):
    """The count of the one criterion whose unknowns are (also) for lack of a concept."""
    (count,) = (c for c in found.counts if concept in c.unknown_because)
    return count


def test_every_criterion_is_counted_on_all_8000_stays(
    found: Screening, criteria: tuple[Criterion, ...]
) -> None:
    assert [c.side for c in criteria] == ["inclusion"] * 5 + ["exclusion"] * 6
    assert found.cohort.patients == 8000
    for count, step in zip(found.counts, found.funnel, strict=True):
        assert count.passes + count.fails + count.unknown == 8000
        assert step.certain + step.possible + step.excluded == 8000


def test_what_the_stays_do_not_hold_is_said_and_excludes_nobody(found: Screening) -> None:
    absent = {"positive end-expiratory pressure", "interleukin 6", "c-reactive protein", "vasopressor", "pregnancy",
              "malignancy", "neutrophils", "covid-19"}  # fmt: skip
    assert absent <= set(found.not_in_data)
    assert found.certain == 0  # consent is in no record
    women = 3501  # and stays whose sex is not recorded; the others are not pregnant
    count = counts_of(found, "pregnancy")
    assert (count.passes, count.fails, count.unknown) == (8000 - women, 0, women)
    for concept in ("malignancy", "neutrophils", "covid-19"):
        count = counts_of(found, concept)
        assert (count.fails, count.unknown, count.unknown_because[concept]) == (0, 8000, 8000)


def test_what_the_stays_hold_decides(found: Screening) -> None:
    oxygen, kidneys, acid = (counts_of(found, c) for c in ("p/f ratio", "creatinine clearance", "lactate"))
    assert oxygen.fails > 1000  # a P/F of 200 or more
    assert oxygen.passes == 0  # its PEEP is not recorded
    assert kidneys.fails > 1000
    assert kidneys.passes > kidneys.fails
    assert acid.passes > 500  # acidosis alone suffices
    assert acid.fails == 0  # interleukin 6 might yet be high
    assert 0 < found.possible < 8000 - max(oxygen.fails, kidneys.fails) + 1


def test_engine_and_oracle_agree_on_real_stays(
    stays: PatientTables, criteria: tuple[Criterion, ...], dictionary: Concepts
) -> None:
    few = sorted(stays.persons.person_id.to_pyarrow().to_pylist())[::40]
    part = replace(
        stays,
        persons=stays.persons.filter(stays.persons.person_id.isin(few)).cache(),
        facts=stays.facts.filter(stays.facts.person_id.isin(few)).cache(),
    )
    assert run.verdicts(part, criteria, dictionary) == oracle.verdicts(part, criteria, dictionary)


def test_virtual_stays_know_more(
    virtual: PatientTables, criteria: tuple[Criterion, ...], dictionary: Concepts
) -> None:
    found = screen.screen(virtual, criteria, dictionary)
    assert found.cohort.synthetic
    assert not {
        "positive end-expiratory pressure",
        "interleukin 6",
        "c-reactive protein",
        "vasopressor",
    } & set(found.not_in_data)
    assert found.certain == 0  # consent is in no record here either
    assert found.possible > 50
    assert found.possible + found.excluded == 1500
    assert counts_of(found, "covid-19").fails > 0


def test_one_stay_explained(
    stays: PatientTables, criteria: tuple[Criterion, ...], dictionary: Concepts
) -> None:
    who = min(stays.persons.person_id.to_pyarrow().to_pylist())
    explained = screen.explain(stays, criteria, dictionary, who)
    assert [e.criterion for e in explained] == [c.id for c in criteria]
    clearance = explained[-1].parts[0]
    assert clearance.concept == "creatinine clearance"
    assert all(f.canonical_unit == "mL/min" and f.value is not None for f in clearance.facts)
