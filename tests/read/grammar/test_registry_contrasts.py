"""Analyses of a registry record: direction from words or values and never from the order of groups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trialwright.read import documents
from trialwright.read.grammar import grammar

SHARED = Path(__file__).parents[3] / ".." / "shared" / "data" / "reading" / "registry" / "ctgov_v2"


def outcome(
    kind: str, unit: str, placebo: str, active: str, totals: tuple[str, str] = ("100", "100"), **analysis: Any
) -> dict[str, Any]:
    """Placebo comes first, as in many records."""
    return {
        "type": "PRIMARY",
        "title": "Relief of Itch (Scale of 10)",
        "timeFrame": "Week 12 (end)",
        "paramType": kind,
        "unitOfMeasure": unit,
        "groups": [{"id": "A", "title": "Placebo (FAS)"}, {"id": "B", "title": "Velatinib 5 mg (FAS)"}],
        "denoms": [
            {
                "units": "Participants",
                "counts": [{"groupId": g, "value": n} for g, n in zip("AB", totals, strict=True)],
            }
        ],
        "classes": [
            {
                "categories": [
                    {"measurements": [{"groupId": "A", "value": placebo}, {"groupId": "B", "value": active}]}
                ]
            }
        ],
        "analyses": [{"groupIds": ["A", "B"], "pValue": "<0.01", "statisticalMethod": "ANCOVA", **analysis}],
    }


def results(measure: dict[str, Any]):
    """The contrasts that are read of one outcome, without the figures of single arms."""
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT01234567", "briefTitle": "Velatinib v placebo in itch"},
            "descriptionModule": {"briefSummary": "Adults were randomised to velatinib or placebo."},
        },
        "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [measure]}},
    }
    (document,) = documents(json.dumps(study).encode(), "study.json")
    found = [r for r in grammar(document).results if r.endpoint.startswith("Relief")]
    return [r for r in found if r.because.rule != "read.grammar.registry_arms"]  # each arm's own figure


def estimate(kind: str, value: str, low: str, high: str, **more: str) -> dict[str, str]:
    return {
        "paramType": kind,
        "paramValue": value,
        "ciLowerLimit": low,
        "ciUpperLimit": high,
        "ciPctValue": "95",
        **more,
    }


PERCENT = ("NUMBER", "percentage of participants", "7.0", "47.2")
MEANS = ("LEAST_SQUARES_MEAN", "units on a scale", "-0.5", "-2.1")
COUNTS = ("COUNT_OF_PARTICIPANTS", "Participants", "10", "30")
OR = estimate("Odds Ratio (OR)", "15.2", "7.3", "31.6")
MD = estimate("LS Mean Difference", "-1.6", "-2.5", "-0.7")


@pytest.mark.parametrize(
    ("table", "analysis"),
    [
        (PERCENT, {**OR, "groupDescription": "Odds ratio: Velatinib/Placebo, logistic model."}),
        (PERCENT, {**OR, "estimateComment": "Velatinib 5 mg vs. Placebo"}),
        (PERCENT, {**OR, "estimateComment": "odds ratio of velatinib to PBO"}),
        (MEANS, {**MD, "estimateComment": "Velatinib minus placebo"}),
        (MEANS, {**MD, "groupDescription": "Difference (velatinib - placebo)"}),
        (MEANS, {**MD, "groupDescription": "Placebo vs velatinib tested; difference is velatinib - placebo"}),
        (MEANS, MD),
        (COUNTS, estimate("Risk Ratio (RR)", "3.0", "1.5", "6.0")),
        (PERCENT, estimate("Percentage Difference", "40.2", "30", "50")),
    ],
)
def test_direction_from_words_or_values(table, analysis) -> None:
    (found,) = results(outcome(*table, **analysis))
    assert (found.arm, found.versus) == ("velatinib", "placebo")
    assert (found.endpoint, found.time) == ("Relief of Itch (Scale of 10)", "Week 12 (end)")
    assert (found.p.relation, found.p.value, found.level) == ("<", 0.01, 95)
    assert found.because.formula


@pytest.mark.parametrize(
    ("more", "method"),
    [
        ({}, "ANCOVA"),
        ({"groupDescription": "Model with factors for region"}, "ANCOVA; adjusted (factors for)"),
        ({"groupDescription": "unadjusted", "nonInferiorityType": "EQUIVALENCE"}, "ANCOVA; equivalence"),
        ({"nonInferiorityType": "SUPERIORITY"}, "ANCOVA"),
    ],
)
def test_what_an_analysis_says_of_its_method(more, method) -> None:
    (found,) = results(outcome(*MEANS, **MD, **more))
    assert found.analysis == method


def test_the_other_direction_is_kept_as_the_record_has_it() -> None:
    (found,) = results(outcome(*MEANS, **estimate("Difference", "1.6", "0.7", "2.5")))
    assert (found.arm, found.versus) == ("placebo", "velatinib")
    assert "-0.5" in found.because.formula
    assert "-2.1" in found.because.formula


@pytest.mark.parametrize(
    ("table", "analysis"),
    [
        (PERCENT, OR),  # adjusted: 11.9 by the table
        (MEANS, estimate("Difference", "-1.3", "-2.5", "-0.1")),  # neither 1.6 nor -1.6
        (("MEAN", "points", "2.0", "2.0"), estimate("Difference", "0.0", "-1", "1")),
        (
            ("MEAN", "points", "1", "2"),
            estimate("Difference", "0.4", "-1", "2"),
        ),  # rounding hides which is larger
        (MEANS, {**MD, "estimateComment": "placebo minus velatinib"}),  # the words contradict the table
        (PERCENT, {**OR, "estimateComment": "placebo/velatinib"}),
        (PERCENT, {**OR, "estimateComment": "velatinib/placebo", "groupDescription": "placebo/velatinib"}),
        (PERCENT, {**OR, "groupDescription": "difference between placebo and velatinib"}),
        (PERCENT, {**OR, "groupDescription": "patients who went from velatinib to placebo"}),
        (("MEDIAN", "days", "9", "5"), estimate("Median Difference", "-4", "-6", "-2")),
    ],
)
def test_no_direction_is_better_than_a_guess(table, analysis) -> None:
    (found,) = results(outcome(*table, **analysis))
    assert (found.arm, found.versus) == ("", "")
    assert found.endpoint


@pytest.mark.parametrize(
    ("value", "low", "high", "measure", "unit"),
    [
        ("40.2", "30", "50", "risk_difference", "%"),
        ("0.402", "0.3", "0.5", "risk_difference", ""),
        ("0.9", "0.8", "0.95", "difference", ""),
    ],
)
def test_the_unit_of_a_risk_difference_is_told_by_the_table(value, low, high, measure, unit) -> None:
    (found,) = results(outcome(*PERCENT, **estimate("Risk Difference (RD)", value, low, high)))
    assert (found.measure, found.unit) == (measure, unit)


def test_a_ratio_of_means_has_no_measure_here_and_only_its_p_is_read() -> None:
    (found,) = results(outcome(*MEANS, **estimate("Geometric mean ratio", "1.6", "0.7", "2.5")))
    assert (found.measure, found.value.value, found.arm) == ("p_value", 0.01, "")


def test_of_several_rows_the_one_that_the_analysis_names() -> None:
    measure = outcome(*MEANS, **MD, groupDescription="Change at Week 4")
    cells = measure["classes"][0]["categories"]
    other = [{"measurements": [{"groupId": "A", "value": "-2.1"}, {"groupId": "B", "value": "-0.5"}]}]
    measure["classes"] = [{"title": "Week 2", "categories": other}, {"title": "Week 4", "categories": cells}]
    (found,) = results(measure)
    assert (found.arm, found.versus, found.time) == ("velatinib", "placebo", "Week 4")


@pytest.mark.parametrize(("name", "arm"), [("NCT02552212", "certolizumab"), ("NCT02210780", "dupilumab")])
def test_records_that_list_placebo_first(name: str, arm: str) -> None:
    path = SHARED / f"{name}.json"
    if not path.exists():
        pytest.skip("the shared records are not here")
    (document,) = documents(path.read_bytes(), path.name)
    found = [r for r in grammar(document).results if r.measure != "p_value" and r.low is not None]
    assert len(found) >= 7
    assert all(
        r.arm.casefold().startswith(arm)
        and r.versus.casefold().startswith("placebo")
        and r.endpoint
        and r.time
        for r in found
    )
