"""The figures of an analysis: what the sides of a forest mean, and what a survival curve shows under its axis."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest

from trialwright.analyse import survival
from trialwright.analyse.survival_figure import survival_figure
from trialwright.model.analysis import Analysis, EndpointAnalysis, Estimated
from trialwright.model.base import Because
from trialwright.report.analysed import behind, figures, sides
from trialwright.report.charts import survival as survival_chart

BECAUSE = Because(rule="analyse.planned", of=())


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def placed(svg: str) -> list[tuple[str, float, float]]:
    """Each text with its place, x to the right and y downwards."""
    out = []
    for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        at = [e.attrib[k] for k in ("x", "y") if k in e.attrib]
        at = at or re.findall(r"-?[\d.]+", e.attrib["transform"])[:2]
        out.append((e.text or "", float(at[0]), float(at[1])))
    return out


def endpoint(name: str, scale: str, better: str, **more: object) -> EndpointAnalysis:
    main = Estimated(label=name, scale=scale, estimate=0.7, low=0.55, high=1.3, p=0.2, main=True)
    stated = {"type": "binary", "planned": "m", "used": "m", "arms": (), "estimates": (main,)} | more
    return EndpointAnalysis(endpoint=name, better=better, because=BECAUSE, **stated)  # type: ignore[arg-type]


def analysis(*endpoints: EndpointAnalysis) -> Analysis:
    return Analysis(
        source="t.csv", control="placebo", arms=("placebo", "active"), multiplicity="none", alpha=0.05,
        endpoints=endpoints, because=BECAUSE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "better", "left"),
    [
        ("odds ratio", "higher", "placebo"),
        ("odds ratio", "lower", "active"),
        ("hazard ratio", "higher", "placebo"),  # the event is good, a recovery
        ("hazard ratio", "lower", "active"),
        ("time", "higher", "active"),  # of a recovery, a shorter time without it
        ("time", "lower", "placebo"),
        ("risk difference", "lower", "active"),
        ("mean difference", "higher", "placebo"),
        ("slope", "lower", "active"),
        ("probability", "lower", "placebo"),  # a win is counted by what is better
        ("probability", "higher", "placebo"),
    ],
)
def test_the_side_that_favours_an_arm_is_that_of_what_is_better(scale: str, better: str, left: str) -> None:
    said = sides(endpoint("e", scale, better), "active", "placebo")
    right = {"placebo": "active", "active": "placebo"}[left]
    assert said.left.startswith("←")
    assert said.left.endswith(f"favours {left}")
    assert said.right.endswith(f"favours {right} →")


@pytest.mark.parametrize("scale", ["ratio of odds ratios", "interaction"])
def test_an_interaction_favours_no_arm(scale: str) -> None:
    assert "favours no arm" in sides(endpoint("e", scale, "higher"), "active", "placebo").left


def test_no_side_is_claimed_that_the_plan_does_not_state() -> None:
    said = sides(endpoint("e", "odds ratio", ""), "active", "placebo")
    assert "does not state" in said.left
    assert said.right == ""


def test_outcomes_of_opposite_directions_are_apart_each_under_its_sides() -> None:
    of = analysis(
        endpoint("cured", "odds ratio", "higher"),
        endpoint("falls", "odds ratio", "lower"),
        endpoint("walks", "odds ratio", "higher"),
    )
    height = {text: y for text, _, y in placed(figures(of)["analysis-ratios"])}
    assert height["cured"] < height["walks"] < height["falls"]
    assert height["← favours placebo"] < height["cured"]
    assert height["walks"] < height["← favours active"] < height["falls"]


def test_a_win_probability_is_against_a_half_in_a_figure_of_its_own() -> None:
    drawn = figures(analysis(endpoint("wins", "probability", "higher"), endpoint("d", "slope", "higher")))
    assert "wins" in texts(drawn["analysis-probabilities"])
    assert "wins" not in texts(drawn["analysis-differences"])
    assert "0.0" not in texts(drawn["analysis-probabilities"])
    (table,) = behind(analysis(endpoint("wins", "probability", "")), ["analysis-probabilities"])
    assert [r[0] for r in table.rows] == ["wins"]


def with_curve() -> Analysis:
    data = {
        "time": [1.0, 2, 2, 3, 5, 6, 2, 4, 4, 6, 7, 8],
        "status": [1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0],
        "arm": ["placebo"] * 6 + ["active"] * 6,
    }
    drawn = survival_figure(survival.survival("arm", data, levels={"arm": ["placebo", "active"]}))
    return analysis(
        endpoint(
            "death", "hazard ratio", "lower", type="time_to_event", figure=drawn.steps, bands=drawn.bands,
            at_risk=drawn.at_risk, axes=("months", "alive"),
        )
    )  # fmt: skip


def test_a_survival_curve_has_the_numbers_at_risk_under_its_ticks() -> None:
    of = with_curve()
    svg = figures(of)["analysis-curve-1"]
    found = texts(svg)
    assert {"Number at risk", "placebo", "active", "Shaded: 95 % limits at each time"} <= set(found)
    row = of.endpoints[0].at_risk["placebo"]
    assert row == ((0.0, 6), (2.0, 5), (4.0, 2), (6.0, 1), (8.0, 0))
    at = placed(svg)
    title = next(y for text, _, y in at if text == "Number at risk")
    axis = {text: x for text, x, y in at if text in ("0", "2", "4", "6", "8") and y < title}
    first = min(y for text, _, y in at if text == "placebo" and y > title)
    under = {x: text for text, x, y in at if abs(y - first) < 4 and text != "placebo"}
    for tick, patients in row:
        near = min(under, key=lambda x: abs(x - axis[f"{tick:g}"]))
        assert abs(near - axis[f"{tick:g}"]) < 1
        assert under[near] == str(patients)
    assert "At risk: placebo 6 at 0, 5 at 2" in svg  # for who cannot see it


def test_arms_differ_without_colour_and_bands_without_shade() -> None:
    svg = figures(with_curve())["analysis-curve-1"]
    lines = [
        s
        for s in re.findall(r'style="(fill: none; [^"]*)"', svg)
        if re.search(r"stroke-width: (1\.7|0\.6)", s)
    ]
    by_colour = {c: [s for s in lines if c in s] for c in ("#0072b2", "#d55e00")}
    assert all(len(v) >= 3 for v in by_colour.values())  # the curve and both edges of its band
    assert not any("dasharray" in s for s in by_colour["#0072b2"])
    assert all("dasharray" in s for s in by_colour["#d55e00"])


def test_the_numbers_of_the_curve_hold_band_and_numbers_at_risk() -> None:
    of = with_curve()
    rows = behind(of, ["analysis-curve-1"])[0].rows
    lines = {r[0] for r in rows}
    assert {"placebo", "placebo, lower limit", "placebo, upper limit", "placebo, at risk"} <= lines
    # Survival is 0 after the last death: there is no limit there.
    assert not any(math.isnan(r[2]) for r in rows)
    assert max(r[1] for r in rows if r[0] == "placebo, lower limit") == 6.0


def test_an_arm_without_a_band_is_drawn() -> None:
    steps = {"a": ((0.0, 1.0), (1.0, 1.0), (1.0, 0.5)), "b": ((0.0, 1.0), (2.0, 1.0))}
    at_risk = {"a": ((0.0, 2), (1.0, 2)), "b": ((0.0, 3), (1.0, 3))}
    svg = survival_chart.survival("s", steps, {"a": (), "b": ()}, at_risk, ("t", "S"), 95, "d")
    assert texts(svg).count("3") == 2
