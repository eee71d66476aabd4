"""The figures of a registry's tables: whose denominators they are of, and which of them stand for no value at all."""

from __future__ import annotations

import json

import pytest

from trialwright import read
from trialwright.read.grammar import grammar
from trialwright.read.grammar.registry_figures import is_share

ARMS = ("Velatinib", "Placebo")


def groups(titles=ARMS):
    return [{"id": f"G{i}", "title": t} for i, t in enumerate(titles)]


def of(*values):
    return [{"groupId": f"G{i}", **(v if isinstance(v, dict) else {"value": str(v)})} for i, v in enumerate(values)]  # fmt: skip


def people(*counts, units="Participants"):
    return {"units": units, "counts": of(*counts)}


def rows(title, *values, denoms=None):
    made = {"title": title, "categories": [{"measurements": of(*values)}]}
    return made | ({"denoms": denoms} if denoms else {})


def outcome(kind, unit, classes, denoms=None, **more):
    made = {
        "type": "SECONDARY", "title": "Redness", "timeFrame": "Week 8", "paramType": kind, "unitOfMeasure": unit, "groups": groups(),
        "denoms": [people(70, 72)] if denoms is None else denoms, "classes": classes,
    }  # fmt: skip
    return made | more


def found(*outcomes, **sections):
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT09999914", "briefTitle": "Velatinib in scleritis"},
            "armsInterventionsModule": {"armGroups": [{"label": "Velatinib", "type": "EXPERIMENTAL"}, {"label": "Placebo", "type": "PLACEBO_COMPARATOR"}]},
        },
        "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": list(outcomes)}, **sections},
    }  # fmt: skip
    (document,) = read.documents(json.dumps(study).encode(), "study.json")
    return grammar(document)


def shown(results):
    return [(r.endpoint, r.count if r.value is None else r.value.value, r.total) for r in results]


def test_a_row_is_of_the_numbers_analysed_at_its_own_visit():
    weeks = [rows("Week 2", 11, 12, denoms=[people(61, 63)]), rows("Week 8", 21, 22)]
    got = found(outcome("COUNT_OF_PARTICIPANTS", "Participants", weeks)).results
    assert shown(got) == [
        ("Redness, Week 2", 11, 61), ("Redness, Week 2", 12, 63), ("Redness, Week 8", 21, 70), ("Redness, Week 8", 22, 72),
    ]  # fmt: skip


def test_a_characteristic_without_numbers_of_its_own_is_of_all_again():
    def measure(title, value, **more):
        return {"title": title, "paramType": "MEAN", "unitOfMeasure": "years", "classes": [{"categories": [{"measurements": of(value, value)}]}], **more}  # fmt: skip

    module = {
        "groups": groups(), "denoms": [people(70, 72)],
        "measures": [measure("Years ill", 4, denoms=[people(50, 51)]), measure("Age", 44)],
    }  # fmt: skip
    got = found(baselineCharacteristicsModule=module).results
    assert shown(got) == [("Years ill", 4, 50), ("Years ill", 4, 51), ("Age", 44, 70), ("Age", 44, 72)]


def test_a_mean_of_eyes_is_not_of_the_people_whose_eyes_they_are():
    both = [people(70, 72), people(131, 135, units="Eyes")]
    assert [r.total for r in found(outcome("MEAN", "letters", [rows("", 50, 51)], both)).results] == [
        None,
        None,
    ]
    told = outcome("MEAN", "years", [rows("", 50, 51)], both, denomUnitsSelected="Participants")
    assert [r.total for r in found(told).results] == [70, 72]


@pytest.mark.parametrize(
    ("description", "value", "expected"),
    [
        ("", {"value": "99999", "lowerLimit": "8.1", "upperLimit": "99999"}, None),
        ("", {"value": "12.5", "lowerLimit": "8.1", "upperLimit": "9999"}, (12.5, 8.1, None)),
        (
            "'999' signifies that it was not reached.",
            {"value": "12.5", "lowerLimit": "8.1", "upperLimit": "999"},
            (12.5, 8.1, None),
        ),
        ("", {"value": "999", "lowerLimit": "81", "upperLimit": "1200"}, (999, 81, 1200)),
        (
            "A score of 40 indicates no pain.",
            {"value": "40", "lowerLimit": "8", "upperLimit": "50"},
            (40, 8, 50),
        ),
    ],
)
def test_nines_in_place_of_a_value_that_could_not_be_had_are_none(description, value, expected):
    table = outcome("MEDIAN", "weeks", [rows("", value)], [people(70)], dispersionType="95% Confidence Interval", description=description)  # fmt: skip
    got = [(r.value.value, r.low.value, r.high and r.high.value) for r in found(table).results]
    assert got == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("STANDARD_DEVIATION", {"value": "2.5", "spread": "0.9"}, (0.9, None, None, None, None)),
        ("Standard Error", {"value": "2.5", "spread": "0.2"}, (None, 0.2, None, None, None)),
        ("95% Confidence Interval", {"value": "2.5", "lowerLimit": "2.1", "upperLimit": "2.9"}, (None, None, 2.1, 2.9, 95.0)),
        ("Full Range", {"value": "2.5", "lowerLimit": "0.1", "upperLimit": "8.9"}, (None, None, None, None, None)),
    ],
)  # fmt: skip
def test_a_mean_has_the_spread_that_its_table_names(kind, cell, expected):
    table = outcome("LEAST_SQUARES_MEAN", "cm", [rows("", cell)], [people(41)], dispersionType=kind)
    (mean,) = found(table).results
    told = (mean.sd, mean.se, mean.low, mean.high)
    assert (*(x and x.value for x in told), mean.level) == expected


def test_a_spread_of_nines_is_no_standard_deviation():
    table = outcome("MEAN", "cm", [rows("", {"value": "2.5", "spread": "99999"})], [people(1)], dispersionType="STANDARD_DEVIATION")  # fmt: skip
    assert [(r.value.value, r.sd) for r in found(table).results] == [(2.5, None)]


def test_a_geometric_least_squares_mean_is_no_mean():
    said = {"description": "Least squares geometric means of an ANCOVA of logarithms."}
    assert found(outcome("LEAST_SQUARES_MEAN", "ng/mL", [rows("", 31, 62)], **said)).results == ()
    assert len(found(outcome("LEAST_SQUARES_MEAN", "ng/mL", [rows("", 31, 62)])).results) == 2


def contrast(kind, value, param="MEAN", unit="ng/mL", **more):
    analysis = {"groupIds": ["G0", "G1"], "paramType": kind, "paramValue": value, "pValue": "0.012", "groupDescription": "Velatinib versus placebo", **more}  # fmt: skip
    table = outcome(param, unit, [rows("", 31, 62)], analyses=[analysis])
    return [r for r in found(table).results if r.because.rule != "read.grammar.registry_arms"]


def test_how_far_geometric_means_are_apart_in_percent_is_no_difference():
    assert [r.measure for r in contrast("Percent Difference in Geometric Mean", "-50", "GEOMETRIC_MEAN")] == ["p_value"]  # fmt: skip
    assert [r.measure for r in contrast("Percent Difference", "-50")] == ["p_value"]
    assert [r.measure for r in contrast("Mean Difference", "-31")] == ["difference"]


def test_an_estimate_or_bound_of_nines_is_none():
    assert contrast("Mean Difference", "9999") == []
    (one,) = contrast("Mean Difference", "-31", ciLowerLimit="-40", ciUpperLimit="99999", ciPctValue="95")
    assert (one.low.value, one.high) == (-40, None)


def test_a_one_sided_p_says_so():
    (one,) = contrast("Mean Difference", "-31", pValueComment="The test was one-sided.")
    assert "one-sided" in one.analysis
    (two,) = contrast("Mean Difference", "-31")
    assert "one-sided" not in two.analysis


@pytest.mark.parametrize(
    ("unit", "share"),
    [
        ("percentage of participants", True),
        ("Percent of responders", True),
        ("%", True),
        ("percentage of visits", False),
        ("percent change", False),
        ("% lung function", False),
        ("percentage of body surface", False),
    ],
)
def test_percent_of_what(unit, share):
    assert is_share(unit) is share
    got = found(outcome("NUMBER", unit, [rows("", 30, 40)])).results
    assert [r.total for r in got] == ([70, 72] if share else [])


def test_a_survival_rate_is_no_count_over_those_analysed():
    table = outcome("NUMBER", "percentage of participants", [rows("", 30, 40)], description="Kaplan-Meier estimate at 3 years.")  # fmt: skip
    assert [(r.value.value, r.total) for r in found(table).results] == [(30, None), (40, None)]


def test_a_number_of_participants_is_a_count():
    got = found(outcome("NUMBER", "participants", [rows("", 30, 0)])).results
    assert [(r.measure, r.count, r.total) for r in got] == [("proportion", 30, 70), ("proportion", 0, 72)]
    assert found(outcome("NUMBER", "participants", [rows("", 90, 91)])).results == ()  # more than there are


def test_those_who_started_a_run_in_are_no_size_of_an_arm():
    def period(title, *counts):
        started = [{"groupId": f"G{i}", "numSubjects": str(n)} for i, n in enumerate(counts)]
        return {"title": title, "milestones": [{"type": "STARTED", "achievements": started}]}

    flow = {"groups": groups(), "periods": [period("Run-in", 90, 91), period("Double-blind", 70, 72), period("Extension", 0, 31)]}  # fmt: skip
    got = found(participantFlowModule=flow)
    assert [(a.label, a.size) for a in got.arms] == [("Velatinib", 70), ("Placebo", 72)]
    assert 0 not in [r.total for r in got.results if r.measure == "size"]


def test_an_analysis_of_one_of_several_rows_says_which():
    classes = [rows("Norway (n = 30, 31)", 3, 9), rows("Chile (n = 40, 41)", 6, 13)]
    analyses = [
        {"groupIds": ["G0", "G1"], "pValue": "0.03", "title": "Norway: those with redness"},
        {"groupIds": ["G0", "G1"], "pValue": "0.04", "title": "NO, per protocol"},
    ]
    got = found(outcome("COUNT_OF_PARTICIPANTS", "Participants", classes, analyses=analyses)).results
    assert [r.endpoint for r in got if r.measure == "p_value"] == [
        "Redness: Norway",
        "Redness: NO, per protocol",
    ]
