"""Units as written, and conversions a laboratory would sign."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.concept import Concept
from trialwright.model.units import _measured, convert, linear, normalise

CREATININE = Concept(name="creatinine", kind="lab", unit="umol/L", molar_mass=113.12)
BICARBONATE = Concept(name="bicarbonate", kind="lab", unit="mmol/L", valence=1)
PLATELETS = Concept(name="platelets", kind="lab", unit="10*9/L")
ALT = Concept(name="alt", kind="lab", unit="U/L")
INSULIN = Concept(name="insulin", kind="lab", unit="m[iU]/L")
TEMPERATURE = Concept(name="temperature", kind="vital", unit="Cel")
HBA1C = Concept(name="hba1c", kind="lab", unit="%", other_scales={"mmol/mol": (0.09148, 2.152)})
FIO2 = Concept(name="fio2", kind="vital", unit="%")
CLEARANCE = Concept(name="creatinine clearance", kind="derived", unit="mL/min")


@pytest.mark.parametrize(
    ("written", "ucum"),
    [
        ("mcg/mL", "ug/mL"), ("x 109/L", "10*9/L"), ("109/L", "10*9/L"), ("× 10⁹/L", "10*9/L"), ("x10^9/L", "10*9/L"),
        ("10^3/uL", "10*3/uL"), ("103/µL", "10*3/uL"), ("K/uL", "10*3/uL"), ("/mm3", "/mm3"), ("cells/mm³", "/mm3"),
        ("per microL", "/uL"), ("mMol/L", "mmol/L"), ("mM", "mmol/L"), ("µmol/l", "umol/L"), ("ml/minute", "mL/min"),
        ("mL/min/1.73 m2", "mL/min/{1.73_m2}"), ("ml/min per 1.73 m²", "mL/min/{1.73_m2}"),
        ("ml/min/1,73 m*m", "mL/min/{1.73_m2}"), ("kg/m^2", "kg/m2"), ("mm Hg", "mm[Hg]"), ("cmH2O", "cm[H2O]"),
        ("cm H20", "cm[H2O]"), ("degrees C", "Cel"), ("℃", "Cel"), ("°F", "[degF]"), ("beats per minute", "/min"),
        ("IU/L", "[iU]/L"), ("MIU", "M[iU]"), ("mIU/mL", "m[iU]/mL"), ("percent", "%"), ("per cent", "%"), ("", "1"),
    ],
)  # fmt: skip
def test_a_unit_as_published_gets_its_ucum_name(written: str, ucum: str) -> None:
    assert normalise(written) == ucum


@pytest.mark.parametrize("written", ["furlongs", "patients", "mg/fortnight", "with", "10/6/2"])
def test_words_that_are_no_unit_are_none(written: str) -> None:
    assert normalise(written) is None


@pytest.mark.parametrize(
    ("value", "source", "target", "concept", "expected"),
    [
        # 1 mg/dL = 10 mg/L; 10 / 113.12 mmol/L (molar mass of creatinine, PubChem CID 588)
        (1.0, "mg/dL", "umol/L", CREATININE, 88.4017),
        (133.0, "µmol/L", "mg/dl", CREATININE, 1.504496),
        (18.0, "mEq/L", "mmol/L", BICARBONATE, 18.0),
        (150.0, "K/uL", "10*9/L", PLATELETS, 150.0),
        (50_000.0, "/mm3", "10*9/L", PLATELETS, 50.0),
        (1.5, "x 109/L", "10*9/L", PLATELETS, 1.5),
        (40.0, "IU/L", "U/L", ALT, 40.0),
        (98.6, "°F", "Cel", TEMPERATURE, 37.0),
        (37.0, "Cel", "fahrenheit", TEMPERATURE, 98.6),
        (5.0, "cmH2O", "mmHg", CLEARANCE, 3.677796),
        (1.0, "mL/s", "mL/min", CLEARANCE, 60.0),
        (48.0, "mmol/mol", "%", HBA1C, 6.543),  # 48 mmol/mol is the 6.5 % that diagnoses diabetes (WHO 2011)
        (6.543, "percent", "mmol/mol", HBA1C, 48.0),
        (0.4, "fraction", "%", FIO2, 40.0),
        (40.0, "%", "", FIO2, 0.4),
        (3.0, "1/min", "/h", CLEARANCE, 180.0),
    ],
)
def test_conversions(value: float, source: str, target: str, concept: Concept, expected: float) -> None:
    assert convert(value, source, target, concept) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("source", "target", "concept"),
    [
        ("mg/dL", "mmol/L", PLATELETS),  # no molar mass
        ("mEq/L", "mmol/L", CREATININE),  # no valence
        ("mL/min", "mL/min/1.73m2", CLEARANCE),  # the body surface is not known
        ("U/L", "[iU]/L", INSULIN),  # an arbitrary unit, not an enzyme's
        ("ng{FEU}/mL", "ng{DDU}/mL", PLATELETS),
        ("", "mg/dL", CREATININE),
        ("mmol/mol", "%", FIO2),
        ("furlongs", "mg/dL", CREATININE),
        ("mm[Hg]", "Cel", TEMPERATURE),
        ("10*9/L", "10*9/kg", PLATELETS),
    ],
)
def test_what_is_not_licensed_is_none(source: str, target: str, concept: Concept) -> None:
    assert convert(1.0, source, target, concept) is None


UNITS = ["mg/dL", "g/L", "umol/L", "mmol/L", "nmol/mL", "ng/mL"]


@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.floats(1e-3, 1e6))
def test_there_and_back_is_the_same_value(a: str, b: str, value: float) -> None:
    there = convert(value, a, b, CREATININE)
    assert there is not None
    assert convert(there, b, a, CREATININE) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    "unit", ["mg/dL", "10*9/L", "kg/m2", "mm[Hg]", "cm[H2O]", "kPa", "mL/min", "a", "umol/L", "fL", "[lb_av]"]
)
def test_the_table_agrees_with_ucumvert(unit: str) -> None:
    """independent_: the same unit through pint and ucumvert."""
    from ucumvert import PintUcumRegistry

    base = PintUcumRegistry().from_ucum(unit).to_base_units()
    mine = _measured(unit)
    assert mine is not None
    # pint's base for mass and pressure is the kilogram, ours the gram and the pascal
    kilograms = dict(mine[1]).get("g", 0)
    assert mine[0] / 1000.0**kilograms == pytest.approx(float(base.magnitude), rel=1e-6)


def test_a_unit_outside_the_table_is_found_through_ucumvert() -> None:
    assert linear("[pt_us]", "mL", PLATELETS) == pytest.approx((473.176473, 0.0), rel=1e-6)


@pytest.mark.parametrize(
    ("written", "size"), [("IU/L", 0.001), ("mIU/mL", 0.001), ("kIU/L", 1.0), ("kU/L", None)]
)
def test_the_international_unit_is_one_however_ucum_spells_it(written, size):
    concept = Concept(name="antigen", kind="lab", unit="k[IU]/L", synonyms=())
    found = linear(written, concept.unit, concept)
    assert found is None if size is None else found == (pytest.approx(size), 0.0)


def test_international_units_per_litre_are_no_count_per_litre():
    concept = Concept(name="antigen", kind="lab", unit="k[IU]/L", synonyms=())
    assert linear("10^9/L", concept.unit, concept) is None


def test_the_bundled_dictionary_needs_no_units_library(monkeypatch):
    """It takes a second to load, and every command that reads a document would wait for it."""
    from trialwright.adapters.concepts import files
    from trialwright.model import units

    asked = []
    units.normalise.cache_clear()
    units._measured.cache_clear()
    monkeypatch.setattr(units, "_by_pint", lambda ucum: asked.append(ucum))
    folder = pathlib.Path(files.__file__).parent
    for path in folder.rglob("*.yaml"):
        files.read(path)
    assert list(folder.rglob("*.yaml"))
    assert asked == []
