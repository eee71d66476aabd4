"""Evidence rows, the order of the ledger, effects in a reader's units, the lineage of the answer."""

from __future__ import annotations

import math

import pytest

from trialwright.model.base import Because
from trialwright.model.findings import Findings
from trialwright.model.number import Printed
from trialwright.model.result import Result
from trialwright.model.trial import DosePhase
from trialwright.report import answer, describe, evidence, explorer, lineage, printed
from trialwright.report.places import Library, quotes_in


def test_an_effect_and_its_interval_share_their_decimals() -> None:
    assert evidence.shown(-0.171, -0.308, -0.034, "mean_difference") == (
        "\u22120.171",
        "\u22120.308 to \u22120.034",
    )
    assert evidence.shown(-2.8, -5.6, -2e-8, "mean_difference") == ("\u22122.80", "\u22125.60 to 0.00")


def test_logarithmic_scales_are_read_as_ratios() -> None:
    y, low, high = math.log(0.568), math.log(0.126), math.log(2.554)
    assert evidence.shown(y, low, high, "log_odds_ratio") == ("0.57", "0.13 to 2.55")


def test_weights_of_a_pool_add_up(whole: Findings) -> None:
    rows = evidence.forests(whole)[0].lines
    assert math.isclose(sum(r.weight for r in rows), 1)
    # The trial with the narrowest interval weighs most.
    assert max(rows, key=lambda r: r.weight).label.startswith("LANTERN")


def test_the_gravest_check_comes_first(whole: Findings) -> None:
    severities = [c.severity for c in evidence.ledger(whole)]
    assert severities == ["major", "major", "minor", "note", "none"]
    assert evidence.verdict_counts(whole) == {
        "impossible": 1,
        "explained": 1,
        "not checkable": 2,
        "consistent": 1,
    }


def test_a_result_carries_the_checks_made_of_it(whole: Findings) -> None:
    rows = evidence.results(whole, Library(whole.documents, quotes_in(whole)))
    assert [c.name for c in rows[0].checks] == ["interval_p"]
    assert (rows[0].value, rows[0].interval, rows[0].p) == (
        "\u22122.10 mL",
        "95 % CI \u22123.90 to \u22120.30",
        "0.022",
    )
    assert rows[0].place is not None
    assert rows[0].place.exact.startswith("-2.10 mL lower")


def result(**given: object) -> Result:
    quote = {"document": "d", "exact": "x", "start": 0, "end": 1}
    return Result.model_validate({"quote": quote} | given)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"measure": "proportion", "value": Printed(value=94), "count": 16, "total": 17}, "16/17 (94 %)"),
        ({"measure": "proportion", "count": 0}, "0 of an unstated number"),
        ({"measure": "relative_change", "value": Printed(value=8, relation="~")}, "about 8 %"),
        ({"measure": "p_value", "value": Printed(value=0.001, decimals=3, relation="<")}, "< 0.001"),
        ({"measure": "mean", "value": Printed(value=49.9, decimals=1), "sd": Printed(value=11.7, decimals=1), "unit": "years"}, "49.9 years (SD 11.7)"),
        ({"measure": "mean", "value": Printed(value=3.1, decimals=1), "se": Printed(value=0.3, decimals=1)}, "3.1 (SE 0.3)"),
        ({"measure": "size", "count": 80}, "80"),
        ({"measure": "odds_ratio"}, "–"),
    ],
)  # fmt: skip
def test_results_as_printed(given: dict[str, object], text: str) -> None:
    assert printed.result_value(result(**given)) == text


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        (DosePhase(dose=100, dose_unit="mg", route="subcutaneous", every_hours=12, duration_days=3), "100 mg subcutaneous every 12 h for 3 days"),
        (DosePhase(dose=1.5, dose_unit="MIU", every_hours=24), "1.5 MIU once daily"),
        (DosePhase(dose=1.5, dose_unit="MIU", every_hours=168), "1.5 MIU every week"),
        (DosePhase(dose=5, dose_unit="mg", every_hours=48), "5 mg every 2 days"),
    ],
)  # fmt: skip
def test_doses(phase: DosePhase, text: str) -> None:
    assert printed.phase(phase) == text


def test_the_answer_rests_on_results_in_documents(whole: Findings) -> None:
    found = answer.answer(whole)
    assert found is not None
    assert found.basis.counts == {"stated assumptions": 4, "reported results": 3, "documents": 3}
    assert [kind for _, kind, _ in found.basis.named] == ["Pooled", "Prior", "Screening"]
    assert [(u.scenario, u.regret) for u in found.under] == [
        ("base", "0.8 points"),
        ("weak", "2.0 points"),
        ("no gradient", "0.2 points"),
    ]


def test_walking_down_ends_and_names_each_node_once(whole: Findings) -> None:
    assert whole.recommendation is not None
    below = lineage.rests_on(whole, whole.recommendation)
    assert len({n.id for n in below}) == len(below)
    assert {type(n).__name__ for n in below} >= {
        "Scenario",
        "Prior",
        "Pooled",
        "Effect",
        "Result",
        "Assumption",
        "Screening",
    }


def test_the_explorer_lines_up_cutoffs_and_marks_the_choice(whole: Findings) -> None:
    found = explorer.explore(whole)
    assert found is not None
    assert [c.text for c in found.cuts] == ["everyone", "≥ 3", "≥ 5", "≥ 8", "≥ 12"]
    assert found.chosen == 2
    assert found.designs == ["fixed"]  # one family: they differ only in where they cut
    assert sum(r.chosen for r in found.rows) == 3
    cells = explorer.data(found)["cells"]
    assert len(cells) == 15
    assert cells["1/0/4"]["figures"][0]["value"] == "50.0 %"


def test_designs_of_one_type_at_one_cutoff_are_told_apart(whole: Findings) -> None:
    first = whole.characteristics[2]
    other = first.model_copy(
        update={"design": first.design.model_copy(update={"name": "enriched 2:1", "allocation": 2.0})}
    )
    other = type(first).model_validate(other.model_dump())
    found = explorer.explore(whole.model_copy(update={"characteristics": (*whole.characteristics, other)}))
    assert found is not None
    assert set(found.designs) == {"everyone", "enriched", "enriched 2:1"}


def test_one_family_where_only_the_size_differs_by_scenario(whole: Findings) -> None:
    def resized(o: object, n: int) -> object:
        given = o.model_dump() | {
            "design": o.design.model_dump() | {"patients": n, "name": describe.design_name(o.design)}
        }  # type: ignore[attr-defined]
        return type(o).model_validate(given)

    done = tuple(resized(o, 100 + i) for i, o in enumerate(whole.characteristics))
    found = explorer.explore(whole.model_copy(update={"characteristics": done}))
    assert found is not None
    assert found.designs == ["fixed"]


def test_a_name_that_says_its_cutoff_says_it_once(whole: Findings) -> None:
    assert describe.with_cut("enriched hsCRP ≥ 2", 2.0, "hsCRP") == "enriched hsCRP ≥ 2"
    assert describe.with_cut("enriched", 2.0, "hsCRP") == "enriched, hsCRP ≥ 2"
    design = whole.characteristics[2].design.model_copy(update={"name": "enriched IL-6 ≥ 5"})
    assert describe.base_name(design) == "enriched"


def test_an_interval_without_a_level_is_not_called_one_of_confidence() -> None:
    quartiles = {"low": Printed(value=1.0, decimals=1), "high": Printed(value=6.0, decimals=1)}
    assert printed.interval(result(measure="median", **quartiles)) == "1.0 to 6.0"
    assert printed.interval(result(measure="difference", level=95, **quartiles)) == "95 % CI 1.0 to 6.0"


def test_a_result_that_a_person_corrected_says_so(whole: Findings) -> None:
    library = Library(whole.documents, quotes_in(whole))
    assert "corrected" not in evidence.results(whole, library)[0].notes
    because = Because(rule="read.result_corrections.corrected", formula="A. Reader, 2026-03-01: count: 13")
    reading = whole.readings[0]
    changed = (reading.results[0].model_copy(update={"because": because}), *reading.results[1:])
    readings = (reading.model_copy(update={"results": changed}), *whole.readings[1:])
    rows = evidence.results(whole.model_copy(update={"readings": readings}), library)
    assert rows[0].notes.endswith("corrected by A. Reader, 2026-03-01: count: 13")
