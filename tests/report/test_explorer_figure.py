"""The figure of cut-offs: which curve is which design, where a design that chooses stands, and what its titles say."""

from __future__ import annotations

import re

from trialwright.model.design import Design, Figure, Limits, OperatingCharacteristics
from trialwright.model.findings import Findings
from trialwright.report import explorer
from trialwright.report.charts import lines
from trialwright.report.explorer_charts import threshold_figure


def characteristics(
    scenario: str, kind: str, cutoff: float | None = None, **stated: object
) -> OperatingCharacteristics:
    d = Design(
        name=f"{kind} {cutoff}", type=kind, endpoint="binary", better="lower", marker="ferritin", cutoff=cutoff, patients=210,
        **stated,
    )  # fmt: skip
    figures = {
        "power": Figure(value=0.7, mcse=0.01), "screened": Figure(value=900.0, low=850.0, high=950.0),
        "months": Figure(value=21.0, low=20.0, high=22.0),
    }  # fmt: skip
    return OperatingCharacteristics(design=d, scenario=scenario, replicates=100, figures=figures)


def findings(whole: Findings) -> Findings:
    done = [
        one
        for s in ("steep", "flat")
        for one in (
            characteristics(s, "fixed"), characteristics(s, "fixed", 200.0), characteristics(s, "fixed", 400.0),
            characteristics(s, "stratified", 200.0),
            characteristics(s, "adaptive_threshold", options={"candidates": (200.0, 400.0)}),
        )
    ]  # fmt: skip
    return whole.model_copy(
        update={
            "characteristics": tuple(done),
            "limits": Limits(months=24, screened=2000),
            "recommendation": None,
        }
    )


def texts(svg: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", t).strip() for t in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.S)]


def test_a_design_that_chooses_its_cut_off_stands_beside_the_cut_offs(whole: Findings) -> None:
    found = explorer.explore(findings(whole))
    assert found is not None
    assert [c.text for c in found.cuts] == ["everyone", "≥ 200", "≥ 400", "chosen"]
    (place,) = {r.position for r in found.rows if r.family == "adaptive threshold"}
    assert found.cuts[place].text == "chosen"
    assert {r.position for r in found.rows if r.family == "fixed"} == {0, 1, 2}


def test_designs_are_told_apart_by_marker_and_line_and_scenarios_by_colour(whole: Findings) -> None:
    svg = threshold_figure(f := findings(whole), explorer.explore(f))  # type: ignore[arg-type]
    for once in ("steep", "flat", "fixed", "stratified", "adaptive threshold"):
        assert texts(svg).count(once) == 1, once
    of = [
        lines.Curve(s, g, [0], [1], [None], [None], k, n)
        for g, s in enumerate("ab")
        for k, n in enumerate("xyz")
    ]
    looks = [lines._look(c) for c in of]
    assert len({(k["color"], k["marker"], str(k["linestyle"])) for k in looks}) == 6
    assert len({k["color"] for k in looks}) == 2
    assert len({(k["marker"], str(k["linestyle"])) for k in looks}) == 3


def test_titles_stand_above_their_limits_and_run_into_nothing(whole: Findings) -> None:
    found = texts(threshold_figure(f := findings(whole), explorer.explore(f)))  # type: ignore[arg-type]
    assert "(limit 2,000: dashed)" in found
    assert "(limit 24: dashed)" in found
    assert "Patients screened" in found
    assert not any("screened" in t and "limit" in t for t in found)


def test_many_cut_offs_have_their_texts_upright() -> None:
    one = lines.Curve("s", 0, range(9), [50.0] * 9, [None] * 9, [None] * 9)
    svg = lines.threshold([lines.Panel("Power, %", [one], top=102)], [f"≥ {100 * k}" for k in range(9)], "ferritin", None, "")  # fmt: skip
    assert len(re.findall(r"rotate\(-90", svg)) >= 9
