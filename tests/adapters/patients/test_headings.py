"""Columns as hospital extracts call them: what a heading is taken for, and that none is taken for something else."""

from __future__ import annotations

import pytest

from trialwright.adapters import concepts
from trialwright.adapters.patients.headings import named
from trialwright.model.concept import Concepts

# Headings and codes as exports of laboratory and charting systems have them, by what they mean there.
MEANT = {
    "sodium": "na NA Na sodium serum_na sodium_mmol_l",
    "potassium": "k K potassium k_mmol_l potassium_meq_l",
    "chloride": "cl chloride",
    "bicarbonate": "hco3 HCO3 bicarb bicarbonate hco3_mmol_l",
    "urea nitrogen": "bun BUN bun_mg_dl",
    "urea": "urea urea_mmol_l",
    "creatinine": "creat CREA CREAT crea creatinin s_creat creatinine creat_mgdl creatinine_umol_l SerumCreatinine serum_creatinine "
    "CreatinineMgDl creatinine_mg_dl",
    "glucose": "glu gluc glucose glucose_mg_dl blood_glucose",
    "ionised calcium": "ica ion_ca",
    "calcium": "calcium calcium_mg_dl",
    "magnesium": "mg mag magnesium",
    "phosphate": "phos po4 phosphate phosphorus",
    "albumin": "alb albumin albumin_g_dl alb_gl",
    "total protein": "tp tprot total_protein",
    "total bilirubin": "tbili t_bili bili_total bilirubin bilirubin_total tbil",
    "direct bilirubin": "dbili d_bili bilirubin_direct",
    "aspartate aminotransferase": "ast AST ast_sgot sgot ast_u_l",
    "alanine aminotransferase": "alt ALT alt_sgpt sgpt alt_iul",
    "alkaline phosphatase": "alp alkphos alk_phos",
    "gamma-glutamyl transferase": "ggt GGT gamma_gt",
    "lactate dehydrogenase": "ldh",
    "creatine kinase": "ck cpk ck_total",
    "ck-mb": "ckmb ck_mb",
    "troponin": "trop troponin",
    "troponin t": "trop_t tnt hs_tnt hstnt troponin_t",
    "troponin i": "trop_i tni hstni troponin_i",
    "nt-probnp": "ntprobnp nt_probnp nt_pro_bnp NTproBNP probnp",
    "bnp": "bnp",
    "c-reactive protein": "crp CRP crp_mgl crp_mg_l",
    "high-sensitivity c-reactive protein": "hscrp hs_crp hsCRP",
    "procalcitonin": "procalcitonin procal",
    "d-dimer": "ddimer d_dimer",
    "fibrinogen": "fibrinogen",
    "ferritin": "ferritin",
    "erythrocyte sedimentation rate": "esr",
    "international normalised ratio": "inr INR pt_inr",
    "partial thromboplastin time": "ptt aptt aptt_sec",
    "white blood cells": "wbc WBC wcc leukocytes wbc_k_ul",
    "haemoglobin": "hgb hb Hb haemoglobin hemoglobin hb_gdl hgb_g_dl",
    "haematocrit": "hct hematocrit",
    "platelets": "plt plts PLT platelet_count platelets_10e9_l",
    "neutrophils": "neut neutrophils anc abs_neut",
    "lymphocytes": "lymph lymphs",
    "monocytes": "mono",
    "eosinophils": "eos",
    "lactate": "lactate lac lact lactate_mmol_l lactic_acid",
    "arterial ph": "ph_art arterial_ph",
    "pao2": "pao2 PaO2 pao2_mmhg po2_art",
    "paco2": "paco2 paco2_kpa",
    "fio2": "fio2 FiO2",
    "spo2": "spo2 SpO2 o2sat o2_sat spo2_pct",
    "base excess": "base_excess",
    "heart rate": "hr HR heart_rate pulse hr_bpm",
    "respiratory rate": "rr resp resp_rate respiratory_rate",
    "systolic blood pressure": "sbp bp_sys nibp_sys systolic sbp_mmhg",
    "diastolic blood pressure": "dbp bp_dia nibp_dia",
    "mean arterial pressure": "map mbp nibp_mean",
    "temperature": "temp temperature temp_c temp_f",
    "weight": "wt weight weight_kg",
    "height": "height height_cm",
    "body mass index": "bmi BMI",
    "glasgow coma scale": "gcs gcs_total",
    "sofa score": "sofa SOFA sofa_score",
    "apache ii score": "apache_ii apache2",
    "urine output": "uop urine_output",
    "hba1c": "hba1c a1c HbA1c",
    "total cholesterol": "chol total_cholesterol",
    "ldl cholesterol": "ldl ldl_c",
    "hdl cholesterol": "hdl",
    "triglycerides": "tg trig triglycerides",
    "thyroid stimulating hormone": "tsh",
    "interleukin 6": "il6 il_6 IL-6",
    "left ventricular ejection fraction": "lvef ef",
    "egfr": "egfr eGFR",
    "positive end-expiratory pressure": "peep",
    "end-tidal co2": "etco2",
    "age": "age Age AGE age_yrs age_years age_at_admission Age(years)",
    "sex": "sex gender Gender SEX",
}
# What they hold is not known, is another thing, or depends on the hospital: a suggestion at most.
NOT_SURE = (
    "pct pt ps asa pe mi ra tb vt ph pco2 sao2 scr alc mrs cps old ca co2 tco2 bg be fib ht po2 ua bili tv hrs "
    "creat_u creatinine_urine na_ur k_u cr_u glucose_csf protein_csf urine_na creat_max creatinine_min lactate_last crp_d1 "
    "hb_baseline wbc_admission anchor_age age_at_death age_group creatinine_flag k_units na_ref_high troponin_date "
    "creat_clear crea_clearance ast_alt_ratio na_k_ratio race ethnicity dob mrn ward unit status flag note los died dt id loc "
    "day hour cr up c3 rf ana hbsag mean_airway_pressure gcs_motor gcs_eye lactose sodium_bicarbonate_dose k_replacement "
    "mg_given insulin_rate delta_creatinine weigth hemoglobn"
)  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Concepts:
    return concepts.load()


@pytest.mark.parametrize("concept", MEANT)
def test_headings_mean_what_they_mean_in_a_hospital(words: Concepts, concept: str) -> None:
    for heading in MEANT[concept].split():
        found = named(heading, words)
        assert found is not None, heading
        assert (heading, found.concept.name) == (heading, concept)
        assert found.how != "perhaps", heading


@pytest.mark.parametrize("heading", NOT_SURE.split())
def test_what_is_not_sure_says_so(words: Concepts, heading: str) -> None:
    found = named(heading, words)
    if found is not None:
        assert found.how == "perhaps"
        assert found.why


def test_there_are_many_names() -> None:
    assert len(" ".join(MEANT.values()).split()) > 180
    assert len(NOT_SURE.split()) > 80


@pytest.mark.parametrize(
    ("heading", "concept", "unit"),
    [
        ("creat_mgdl", "creatinine", "mg/dL"), ("CreatinineMgDl", "creatinine", "mg/dL"), ("temp_f", "temperature", "[degF]"),
        ("temp_c", "temperature", "Cel"), ("wbc_k_ul", "white blood cells", "10*3/uL"), ("hb_gdl", "haemoglobin", "g/dL"),
        ("alt_iul", "alanine aminotransferase", "U/L"), ("paco2_kpa", "paco2", "kPa"),
    ],
)  # fmt: skip
def test_units_at_the_end_of_a_heading(words: Concepts, heading: str, concept: str, unit: str) -> None:
    found = named(heading, words)
    assert found is not None
    assert (found.concept.name, found.unit) == (concept, unit)


def test_letters_at_the_end_that_are_no_unit_of_it_are_none(words: Concepts) -> None:
    """`u` is a unit, of mass: creatinine_u is creatinine in urine."""
    assert named("creatinine_u", words) is None
    assert named("glucose_f", words) is None
    assert named("crp_c", words) is None


@pytest.mark.parametrize(
    ("heading", "concept"),
    [("creatinnine", "creatinine"), ("weigth", "weight"), ("haemoglobn", "haemoglobin"), ("creat_max", "creatinine"),
     ("first_lactate", "lactate"), ("anchor_age", "age")],
)  # fmt: skip
def test_a_person_is_asked_of_misspelling_and_circumstance(
    words: Concepts, heading: str, concept: str
) -> None:
    found = named(heading, words)
    assert found is not None
    assert (found.concept.name, found.how) == (concept, "perhaps")
