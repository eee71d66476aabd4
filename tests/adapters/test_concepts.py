"""The dictionary: ours holds together, and a site's own file is read with its mistakes named."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.adapters.concepts import load
from trialwright.errors import PlanError
from trialwright.model.units import convert, linear, normalise

OURS = load()


@pytest.mark.parametrize(
    ("word", "name", "unit"),
    [
        ("IL-6", "interleukin 6", "ng/L"), ("CRP", "c-reactive protein", "mg/L"),
        ("hsCRP", "high-sensitivity c-reactive protein", "mg/L"), ("PaO2/FiO2", "p/f ratio", "mm[Hg]"),
        ("PEEP", "positive end-expiratory pressure", "cm[H2O]"), ("HCO3", "bicarbonate", "mmol/L"),
        ("LVEF", "left ventricular ejection fraction", "%"), ("CrCl", "creatinine clearance", "mL/min"),
        ("neutrophils", "neutrophils", "10*9/L"), ("hyperlactacidemia", "", ""), ("ALSFRS-R", "alsfrs-r", ""),
        ("COVID-19", "covid-19", ""), ("lactating", "lactation", ""), ("malignancies", "malignancy", ""),
    ],
)  # fmt: skip
def test_words_of_trials_find_their_concept(word: str, name: str, unit: str) -> None:
    concept = OURS.by_word.get(word.lower())
    assert (concept.name if concept else "") == name
    assert (concept.unit if concept else "") == unit


@pytest.mark.parametrize("concept", OURS.entries, ids=lambda c: c.name)
def test_every_entry_holds_together(concept) -> None:
    assert concept.name == concept.name.lower()
    assert concept.unit == "" or normalise(concept.unit) is not None
    assert all(OURS.by_word[w.lower()] is concept for w in (concept.name, *concept.synonyms))
    assert set(concept.derived_from) <= set(OURS.by_name)
    assert set(concept.related) <= set(OURS.by_name) - {concept.name}
    assert all(code.startswith("LOINC:") for code in concept.codes)
    if concept.molar_mass:
        assert linear("g/L", "mmol/L", concept) is not None


@pytest.mark.parametrize(
    ("name", "value", "written", "expected"),
    [
        # Conventional-to-SI factors as printed in the AMA Manual of Style, 11th ed., table 17.5-1
        ("creatinine", 1.0, "mg/dL", 88.4), ("total bilirubin", 1.0, "mg/dL", 17.1), ("glucose", 100.0, "mg/dL", 5.55),
        ("total cholesterol", 100.0, "mg/dL", 2.59), ("triglycerides", 100.0, "mg/dL", 1.13), ("calcium", 10.0, "mg/dL", 2.5),
        ("uric acid", 1.0, "mg/dL", 59.48), ("urea", 6.0, "mg/dL", 0.999), ("lactate", 9.01, "mg/dL", 1.0),
        ("calcium", 5.0, "mEq/L", 2.5), ("c-reactive protein", 1.0, "mg/dL", 10.0), ("interleukin 6", 80.0, "pg/ml", 80.0),
        ("haemoglobin", 100.0, "g/L", 10.0), ("albumin creatinine ratio", 3.39, "mg/mmol", 30.0), ("temperature", 100.4, "F", 38.0), ("c-reactive protein", 1.0, "F", None),
    ],
)  # fmt: skip
def test_conversions_into_the_canonical_unit(
    name: str, value: float, written: str, expected: float | None
) -> None:
    concept = OURS.by_name[name]
    got = convert(value, written, concept.unit, concept)
    assert got == (None if expected is None else pytest.approx(expected, rel=5e-3))


def test_a_sites_own_file_adds_and_replaces(tmp_path: Path) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text(
        "our marker: {kind: lab, unit: ng/L, synonyms: [OM-1]}\nferritin: {kind: lab, unit: ug/L}\n"
    )
    both = load(own)
    assert both.by_word["om-1"].unit == "ng/L"
    assert both.by_name["ferritin"].synonyms == ()
    assert len(both.entries) == len(OURS.entries) + 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: {kind: lab}\nb: {kind: labb}\n", "line 2", "kind"),
        ("a:\n  kind: lab\n  unitt: mg/L\n", "line 3", "unitt"),
        ("a:\n  kind: lab\n  unit: furlong\n", "line 3", "unknown unit"),
        ("a:\n  kind: lab\n  plausible: [9, 1]\n", "line 3", "low to high"),
        ("a: {kind: lab}\na: {kind: vital}\n", "line 2", "twice"),
        ("a: {kind: lab\nb: {kind: lab}\n", "line 2", "cannot be read"),
        ("- a\n- b\n", "line 1", "mapping"),
        ("a: lab\n", "line 1", "no fields"),
        ("a: {kind: lab, synonyms: [x]}\nb: {kind: lab, synonyms: [X]}\n", "bad.yaml", "both"),
        ("my crp: {kind: lab, synonyms: [CRP]}\n", "bad.yaml", "already stands"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_fix(tmp_path: Path, text: str, line: str, words: str) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(text)
    with pytest.raises(PlanError) as caught:
        load(bad)
    assert line in caught.value.where
    assert words in caught.value.what
    assert caught.value.fix


def test_what_is_near_is_said_and_not_taken_for_the_same() -> None:
    crp, sensitive = OURS.by_word["crp"], OURS.by_word["hs-crp"]
    assert crp is not sensitive
    assert (sensitive.name in crp.related, crp.name in sensitive.related) == (True, True)


def test_a_sites_own_drug_has_its_hypersensitivity(tmp_path: Path) -> None:
    own = tmp_path / "drugs.yaml"
    own.write_text("purplimab: {kind: drug, synonyms: [pur-1]}\n")
    assert load(own).by_word["allergy to pur-1"].name == "hypersensitivity to purplimab"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="does not exist"):
        load(tmp_path / "none.yaml")


def test_the_word_no_stays_a_word(tmp_path: Path) -> None:
    own = tmp_path / "no.yaml"
    own.write_text("nitric oxide: {kind: lab, unit: ppb, synonyms: [no]}\n".replace("ppb", "umol/L"))
    assert load(own).by_word["no"].name == "nitric oxide"
