"""Virtual patients: deterministic, plausible, and what their sources say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trialwright import screen
from trialwright.adapters import concepts, patients, synthetic
from trialwright.adapters.synthetic import icu, post_mi
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts
from trialwright.model.patients import PatientTables

HERE = Path()


@pytest.fixture(scope="module")
def dictionary() -> Concepts:
    return concepts.load()


def opened(name: str, dictionary: Concepts, n: int = 2000, seed: int = 7, **more: object) -> PatientTables:
    return patients.open({"synthetic": name, "n": n, **more}, HERE, dictionary, np.random.default_rng(seed))


@pytest.mark.parametrize("name", sorted(synthetic.found()))
def test_the_same_seed_gives_the_same_patients(name: str, dictionary: Concepts) -> None:
    once, again, other = (opened(name, dictionary, 50, seed) for seed in (1, 1, 2))
    assert once.facts.to_pyarrow() == again.facts.to_pyarrow()
    assert once.cohort == again.cohort
    assert once.cohort.fingerprint != other.cohort.fingerprint
    assert once.facts.to_pyarrow() != other.facts.to_pyarrow()


@pytest.mark.parametrize("name", sorted(synthetic.found()))
def test_every_generator_says_what_it_assumes(name: str) -> None:
    made = synthetic.found()[name]
    assert made.ASSUMPTIONS
    assert all(why for _, why in made.ASSUMPTIONS.values())


@pytest.mark.parametrize("name", sorted(synthetic.found()))
def test_no_generated_value_is_implausible_or_in_a_wrong_unit(name: str, dictionary: Concepts) -> None:
    from trialwright.screen.facts import canonical

    tables = opened(name, dictionary)
    assert tables.cohort.synthetic
    facts = canonical(tables, dictionary, tables.held)
    assert facts.told(facts.implausible()) == ()


def test_hscrp_follows_the_quartiles_of_its_source() -> None:
    assert post_mi.hscrp(np.array([0.25, 0.5, 0.75])) == pytest.approx([1.0, 2.2, 6.0])
    # log-linear between 1.0 and 2.2: 2 mg/L is at 0.25 + 0.25 ln 2 / ln 2.2 = 0.4698
    assert post_mi.hscrp(np.array([0.46978])) == pytest.approx([2.0], abs=0.005)
    sample = post_mi.hscrp(np.random.default_rng(1).random(100_000))
    assert np.mean(sample >= 2) == pytest.approx(0.53, abs=0.006)


def test_post_mi_marker_values(dictionary: Concepts) -> None:
    values = screen.marker_values(opened("post_mi", dictionary, 8000), (), dictionary, "hsCRP")
    missing = post_mi.ASSUMPTIONS["missing"][0]["hsCRP"]
    # Binomial SD of the count is 29, of the median's rank share 0.006.
    assert len(values) == pytest.approx(8000 * (1 - missing), abs=150)
    assert np.mean(values < 2.2) == pytest.approx(0.5, abs=0.03)


def test_sicker_stays_are_sicker_all_over(dictionary: Concepts) -> None:
    made = icu.generate(4000, np.random.default_rng(5))
    last = {}
    for word in ("lactate", "bicarbonate", "creatinine", "CRP"):
        last[word] = np.full(4000, np.nan)
        for who, name, value in zip(made.person, made.word, made.value, strict=True):
            if name == word:
                last[word][who] = value
    both = ~np.isnan(last["lactate"]) & ~np.isnan(last["bicarbonate"])
    assert np.corrcoef(last["lactate"][both], last["bicarbonate"][both])[0, 1] < -0.2
    both = ~np.isnan(last["lactate"]) & ~np.isnan(last["CRP"])
    assert np.corrcoef(np.log(last["lactate"][both]), np.log(last["CRP"][both]))[0, 1] > 0.1


def test_concepts_can_be_left_out(dictionary: Concepts) -> None:
    tables = opened("icu", dictionary, 50, absent=["PEEP", "IL-6", "CRP"])
    gone = {dictionary.by_word[w].name for w in ("peep", "il-6", "crp")}
    assert not gone & tables.held
    assert not gone & set(tables.facts.concept.to_pyarrow().to_pylist())


@pytest.mark.parametrize(
    ("spec", "where"),
    [
        ({"synthetic": "icy"}, "patients.synthetic"),
        ({"synthetic": "icu", "n": 0}, "patients.n"),
        ({"synthetic": "icu", "n": "many"}, "patients.n"),
        ({"synthetic": "icu", "absent": ["phlogiston"]}, "patients.absent"),
    ],
)
def test_mistakes(dictionary: Concepts, spec: dict, where: str) -> None:
    with pytest.raises(PatientsError) as caught:
        patients.open(spec, HERE, dictionary, np.random.default_rng(1))
    assert caught.value.where == where
    assert caught.value.fix


def test_no_seed(dictionary: Concepts) -> None:
    with pytest.raises(PatientsError):
        patients.open({"synthetic": "icu"}, HERE, dictionary, None)
