"""What a sceptical reader would ask of a pool: other times, units, scales and people, trials that are there twice, documents that say nothing."""

import math

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.errors import EvidenceError
from trialwright.pool.gather import gather
from trialwright.pool.synthesis import pool
from trialwright.read import documents, read

HEAD = "We randomised {n} adults to belpravin (n = {a}) or placebo (n = {b}). "


def read_all(told):
    """Readings of texts, each with a head of its own sizes where none is given."""
    out = []
    for i, text in enumerate(told):
        a = 90 + 20 * i
        whole = (
            text
            if "randomised" in text.split(". ")[0] + text
            else HEAD.format(n=2 * a + 3, a=a, b=a + 3) + text
        )
        (document,) = documents(whole.encode(), f"{i}.txt")
        out.append(read(document, concepts.load()))
    return out


def gathered(told, endpoint, scale):
    return gather(read_all(told), [], endpoint, scale)


def warnings(told, endpoint, scale):
    return " ".join(pool("p", gathered(told, endpoint, scale).effects).warnings)


DEATHS = "Death {when} occurred in {x} of {a} patients given belpravin and {y} of {b} given placebo."


def deaths(*whens):
    return [
        DEATHS.format(when=w, x=12 + i, y=20 + i, a=90 + 20 * i, b=93 + 20 * i) for i, w in enumerate(whens)
    ]


@pytest.mark.parametrize(
    ("whens", "told"),
    [
        (("by 30 days", "by 5 years"), "30 days (0.txt), 5 years (1.txt)"),
        (("at 6 weeks", "at 6 weeks", "at 1 year"), "6 weeks (0.txt), 1 year (2.txt)"),
    ],
)
def test_times_that_are_no_one_outcome_are_told(whens, told):
    assert f"Pooled over several times: {told}." in warnings(deaths(*whens), "death", "log_risk_ratio")


@pytest.mark.parametrize(
    "whens", [("by 28 days", "by 30 days"), ("at 6 months", "at 26 weeks"), ("by 30 days", "")]
)
def test_times_that_are_told_for_one_another_are_not(whens):
    assert "several times" not in warnings(deaths(*whens), "death", "log_risk_ratio")


URATE = "Mean urate was {a} (SD {s}){u} with belpravin and {b} (SD {s}){u} with placebo."


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((6.1, 7.0, 1.2, " mg/dL"), (363, 416, 71, " µmol/L")),
        ((6.1, 7.0, 1.2, " weeks"), (42, 49, 8, " days")),
    ],
)
def test_units_behind_the_brackets_of_spreads_are_units(one, two):
    told = [URATE.format(a=a, b=b, s=s, u=u) for a, b, s, u in (one, two)]
    with pytest.raises(EvidenceError, match="different units"):
        gathered(told, "urate", "mean_difference")


def test_a_unit_and_its_short_form_are_one():
    told = [URATE.format(a=a, b=b, s=12, u=u) for a, b, u in ((31, 37, " hours"), (30, 35, " h"))]
    assert len(gathered(told, "urate", "mean_difference").effects) == 2


def test_a_unit_that_is_printed_once_is_that_of_both_arms():
    (reading,) = read_all(["Mean stay was 5.2 (SD 2.1) with belpravin and 6.4 (SD 2.2) days with placebo, and mean urate was 6.1 (SD 1.0) with belpravin and 7.0 (SD 1.1) with placebo."])  # fmt: skip
    units = {r.endpoint: r.unit for r in reading.results if r.measure == "mean"}
    assert units == {"stay": "days", "urate": ""}
    assert [r.unit for r in reading.results if r.endpoint == "stay"] == ["days", "days"]


PAIN = "Mean pain was {a} (SD {s}) with belpravin and {b} (SD {s}) with placebo."


def test_scales_of_other_length_are_refused_without_a_unit():
    told = [PAIN.format(a=4.1, b=5.0, s=1.8), PAIN.format(a=39, b=48, s=19)]
    with pytest.raises(EvidenceError, match="on one scale"):
        gathered(told, "pain", "mean_difference")
    assert len(gathered(told, "pain", "standardised_mean_difference").effects) == 2


def test_a_spread_like_an_error_is_told_and_kept():
    told = [PAIN.format(a=41, b=50, s=1.8), PAIN.format(a=39, b=48, s=19)]
    assert "0.txt: its standard deviation of 1.8 is small beside another's of 19" in warnings(
        told, "pain", "mean_difference"
    )
    alike = [PAIN.format(a=41, b=50, s=9), PAIN.format(a=39, b=48, s=19)]
    assert "small beside" not in warnings(alike, "pain", "mean_difference")


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Median pain was 31 (IQR 20 to 45) with belpravin and 38 (IQR 25 to 52) with placebo.", "it is told as medians"),
        ("The odds ratio for pain with belpravin versus placebo was 0.70 (95% CI 0.50 to 0.98).", "it is told as an odds ratio"),
        ("Among women, mean pain was 31 (SD 18) with belpravin and 38 (SD 19) with placebo.", "it is told of a part of the people alone (“women”)"),
        ("Nausea occurred in 12 of 110 patients given belpravin and 9 of 113 given placebo.", "no result on “pain” was read there"),
    ],
)  # fmt: skip
def test_a_document_that_adds_nothing_is_named_with_its_reason(sentence, why):
    found = gathered([PAIN.format(a=41, b=50, s=18), sentence], "pain", "mean_difference")
    assert [e.label for e in found.effects] == ["0.txt"]
    (left,) = found.left_out
    assert why in left.what
    assert left.where.startswith("1.txt")


RATIO = "{lead}the hazard ratio for relapse with belpravin versus placebo was 0.60 (95% CI 0.43 to 0.84)."


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        ("In the per-protocol population, ", "per-protocol population alone"),
        ("At the first interim analysis, ", "of an interim analysis"),
        ("In the intention-to-treat population, ", ""),
        ("With no interim analysis, ", ""),
    ],
)
def test_whose_figures_they_are_is_told(lead, told):
    said = warnings([RATIO.format(lead=lead)], "relapse", "log_hazard_ratio")
    assert told in said
    assert ("0.txt: " in said) == bool(told)


SIZES = "In {who}{n} adults were randomised to belpravin (n = {a}) or placebo (n = {b}). "


def relapses(x, y, who="a trial, ", a=141, b=138, tail=""):
    return SIZES.format(who=who, n=a + b, a=a, b=b) + f"Relapse occurred in {x} of {a} patients given belpravin and {y} of {b} given placebo.{tail}"  # fmt: skip


def test_a_later_report_of_as_many_people_is_of_the_same_trial():
    told = [relapses(20, 31), relapses(44, 52, "the five-year follow-up of a trial, ")]
    found = gathered(told, "relapse", "log_risk_ratio")
    assert len(found.effects) == 1
    assert "already counted from 0.txt (they differ" in found.left_out[0].what


def test_arms_of_the_same_sizes_may_be_one_trial():
    told = [relapses(20, 31), relapses(44, 52)]
    said = warnings(told, "relapse", "log_risk_ratio")
    assert "1.txt: the same is tried in 0.txt, in arms of the same sizes (141 and 138)" in said


@pytest.mark.parametrize(
    "other",
    [
        relapses(44, 52, a=151, b=149),
        relapses(44, 52).replace("belpravin", "sortamide"),
    ],
)
def test_another_drug_or_other_sizes_are_another_trial(other):
    assert "counts twice" not in warnings([relapses(20, 31), other], "relapse", "log_risk_ratio")


def test_two_numbers_are_two_trials():
    told = [
        relapses(20, 31, tail=" ClinicalTrials.gov number, NCT01111111."),
        relapses(44, 52, tail=" ClinicalTrials.gov number, NCT02222222."),
    ]
    assert len(gathered(told, "relapse", "log_risk_ratio").effects) == 2
    assert "counts twice" not in warnings(told, "relapse", "log_risk_ratio")


def test_an_interim_report_and_the_final_one_are_told():
    told = [relapses(20, 31, "interim results of a trial, ", a=70, b=71), relapses(44, 52)]
    assert "it tells of an interim analysis, and 1.txt tries the same" in warnings(
        told, "relapse", "log_risk_ratio"
    )


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("Death or stroke", "death", True),
        ("Death or stroke", "death or stroke", False),
        ("Death", "death", False),
        ("Nausea and vomiting", "nausea", False),
    ],
)
def test_an_outcome_of_several_is_told(name, asked, told):
    sentence = f"{name} occurred in 12 of 90 patients given belpravin and 20 of 93 given placebo."
    assert (f"its figures are of “{name}”" in warnings([sentence], asked, "log_risk_ratio")) == told


LOGS = "Mean ferritin was 40 (95% CI 33 to 48) with belpravin and 60 (95% CI 50 to 72) with placebo."


def test_limits_that_are_even_on_the_log_scale_give_no_deviation_where_logarithms_are_told():
    found = gathered(["Values are back-transformed means. " + LOGS], "ferritin", "mean_difference")
    assert found.effects == ()
    assert "log scale" in found.left_out[0].what
    even = LOGS.replace("33 to 48", "32 to 48").replace("50 to 72", "49 to 71")
    assert (
        len(gathered(["Ferritin was log-transformed. " + even], "ferritin", "mean_difference").effects) == 1
    )
    assert len(gathered([LOGS], "ferritin", "mean_difference").effects) == 1


def test_a_ratio_of_the_control_that_is_named_alone_is_its_own():
    told = "Death was more likely with placebo (odds ratio 1.71; 95% CI 1.00 to 2.93)."
    readings = read_all([told])
    (effect,) = gather(readings, check(readings), "death", "log_odds_ratio").effects
    assert effect.y == pytest.approx(-math.log(1.71))


SOME = "Belpravin in women: a secondary analysis of a randomised trial. In this trial, women were randomised to belpravin (n = 61) or placebo (n = 59). Relapse occurred in 12 of 61 women given belpravin and 20 of 59 given placebo."


def test_a_look_at_some_of_a_trial_may_count_them_twice():
    said = warnings([relapses(20, 31), SOME], "relapse", "log_risk_ratio")
    assert "1.txt: it looks at some of a trial's people" in said
    other = SOME.replace("belpravin", "sortamide").replace("Belpravin", "Sortamide")
    assert "looks at some" not in warnings([relapses(20, 31), other], "relapse", "log_risk_ratio")


def test_a_correction_whose_figures_are_not_taken_is_told():
    told = "Correction: belpravin in gout. Adults were randomised to belpravin (n = 141) or placebo (n = 138). The table has been replaced."
    found = gathered([relapses(20, 31), told], "relapse", "log_risk_ratio")
    assert [m.where for m in found.left_out if "it corrects an article" in m.what] == ["1.txt"]
    plain = told.replace("Correction:", "Correction of anaemia:")
    assert not [m for m in gathered([relapses(20, 31), plain], "relapse", "log_risk_ratio").left_out if "corrects" in m.what]  # fmt: skip


def test_a_document_that_names_the_outcome_without_a_figure_of_an_arm_is_told():
    table = (
        "Belpravin or placebo in asthma. Adults were randomised to belpravin (n = 77) or placebo (n = 75).\n\n"
        "Table 2  Outcomes\n                     Belpravin (n = 77)   Placebo (n = 75)\n"
        "Relapse, n (%)       12 (15.6)            21 (28.0)\n"
    )
    other = table.replace("Relapse", "Wheeze")
    plan = "We will randomise 300 adults to belpravin or placebo. The primary outcome is relapse at one year."
    found = gathered([relapses(20, 31), table, other, plan], "relapse", "log_risk_ratio")
    assert len(found.effects) == 1
    assert [m.where for m in found.left_out if "no figure of an arm was read" in m.what] == ["1.txt, 3.txt"]


def test_news_of_a_trial_that_is_counted_is_not_told_to_be_unread():
    counted = relapses(20, 31) + " Trial registration: NCT07770001."
    news = "A pill stops relapse, its maker says. Relapse was rare in the randomised trial (NCT07770001)."
    found = gathered([counted, news], "relapse", "log_risk_ratio")
    assert not [m for m in found.left_out if "no figure of an arm was read" in m.what]
