"""Plans for each endpoint run end to end, and effects may be stated as people say them."""

import math
from pathlib import Path

import numpy as np
import pytest

from trialwright.app import plan_file, scenarios, verbs
from trialwright.design.population import Population
from trialwright.errors import DesignError

PLAN = """\
question: which?
trial:
  primary: {{endpoint: score, type: {type}, better: {better}}}
scenarios:
  first:
    control: {control}
    effect: {effect}
    screened_per_month: 20
    followup_months: 12
designs:
  plain: {{patients: 200}}
  looked at: {{type: group_sequential, patients: 200, looks: [0.5, 1]}}
simulate: {{replicates: 500}}
"""
COUNT = ("count", "{rate: 0.1, dispersion: 0.8, exposure: 12}")
BINARY = ("binary", "{rate: 0.4}")
SLOPE = "{slope: -0.95, sd_slope: 0.55, sd_residual: 2, visits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], leaving: 0.2}"
BASELINE = "{mean: 10, sd: 4, correlation: 0.6}"
SHARES = "{probabilities: [0.3, 0.3, 0.4]}"


def plan(folder: Path, kind: str, control: str, effect: str, better: str = "lower") -> Path:
    text = PLAN.format(type=kind, control=control, effect=effect, better=better)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def scenario(folder: Path):
    return scenarios.build(plan_file.load(folder), "first", scenarios.Known(pooled={}))


@pytest.mark.parametrize(
    ("kind", "control", "effect", "better"),
    [
        (*COUNT, "{level: 0.6, scale: rate_ratio}", "lower"),
        ("slope", SLOPE, "{level: 0.25}", "higher"),
        ("ancova", BASELINE, "{level: 1.5}", "higher"),
        ("change_from_baseline", BASELINE, "{level: 1.5}", "higher"),
        ("win_odds", SHARES, "{level: 2, scale: odds_ratio}", "higher"),
        (*BINARY, "{level: 0.5, scale: risk_ratio}", "lower"),
        ("time_to_event", "{median: 9}", "{level: 0.6, scale: hazard_ratio}", "lower"),
    ],
)
def test_a_plan_of_each_endpoint_runs(
    tmp_path: Path, kind: str, control: str, effect: str, better: str
) -> None:
    found, *_ = verbs.design(plan(tmp_path, kind, control, effect, better))
    assert [oc.design.name for oc in found] == ["plain", "looked at"]
    for oc in found:
        assert oc.figures["power"].value > 0.4
        assert oc.figures["type_one_error"].value < 0.08


@pytest.mark.parametrize(
    ("given", "stated", "expected"),
    [
        (COUNT, "{level: 0.7, scale: rate_ratio}", math.log(0.7)),
        (COUNT, "{level: 0.7, scale: rate_ratio, times: 0.5}", math.log(0.7) / 2),
        (BINARY, "{level: 2, scale: odds_ratio}", math.log(2)),
        (BINARY, "{level: 0.5, scale: risk_ratio}", math.log(0.25) - math.log(2 / 3)),
        (BINARY, "{level: -0.2, scale: risk_difference}", math.log(0.25) - math.log(2 / 3)),
        (("time_to_event", "{median: 9}"), "{level: 0.75, scale: hazard_ratio}", math.log(0.75)),
    ],
)
def test_an_effect_is_put_on_the_endpoints_scale(tmp_path: Path, given, stated: str, expected: float) -> None:
    made = scenario(plan(tmp_path, *given, stated))
    assert made.effect.level == pytest.approx(expected)
    assert stated.split("scale: ")[1].split("}")[0].split(",")[0].replace("_", " ") in made.because.formula


@pytest.mark.parametrize(
    ("given", "stated", "words"),
    [
        (COUNT, "{level: 0.7, scale: hazard_ratio}", "stated as `hazard_ratio`"),
        (COUNT, "{level: -0.7, scale: rate_ratio}", "none that this control arm can have"),
        (BINARY, "{level: 3, scale: risk_ratio}", "none that this control arm can have"),
        (BINARY, "{level: pool, scale: odds_ratio}", "not with a pool"),
        (("slope", SLOPE), "{level: 1, scale: ratio}", "stated as `ratio`"),
    ],
)
def test_an_effect_that_cannot_be_is_refused_at_its_line(
    tmp_path: Path, given, stated: str, words: str
) -> None:
    with pytest.raises(DesignError, match=words) as caught:
        scenario(plan(tmp_path, *given, stated))
    assert "plan.yaml:7" in str(caught.value.where) or "line 7" in str(caught.value.where)


@pytest.mark.parametrize(
    "curve",
    [
        "curve: step, at: {3: 1.2}",
        "curve: log_linear, at: {2: 0.4, 9: 1.4}",
        "curve: emax, at: {2: 0.5, 9: 1.1}",
        "curve: points, at: {2: 0.4, 5: 0.9, 9: 1.0}",
    ],
)
@pytest.mark.parametrize("times", [0.0, 0.5])
def test_an_effect_stated_at_marker_values_is_multiplied_as_a_level_is(
    tmp_path: Path, curve: str, times: float
) -> None:
    """It was left as it stood, so that a search over `effect.times` compared a scenario with itself."""

    def curve_of(more: str):
        folder = plan(tmp_path, "continuous", "{mean: 0, sd: 3}", f"{{by: IL6, {curve}{more}}}", "higher")
        text = (folder / "plan.yaml").read_text(encoding="utf-8")
        marked = text.replace(
            "    screened_per", "    marker: {quantiles: {0.25: 2, 0.75: 7}}\n    screened_per"
        )
        (folder / "plan.yaml").write_text(marked, encoding="utf-8")
        built = scenario(folder)
        return Population(built.marker, built.effect).effects(np.log([1.0, 2.0, 4.0, 9.0, 20.0]))

    assert curve_of(f", times: {times}") == pytest.approx(times * curve_of(""))


@pytest.mark.parametrize("key", ["half", "slope", "among"])
def test_a_key_that_says_nothing_beside_the_points_of_a_curve_is_refused(tmp_path: Path, key: str) -> None:
    effect = f"{{by: IL6, curve: emax, at: {{2: 0.5, 9: 1.1}}, {key}: 4}}"
    folder = plan(tmp_path, "continuous", "{mean: 0, sd: 3}", effect, "higher")
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    marked = text.replace("    screened_per", "    marker: {quantiles: {0.25: 2, 0.75: 7}}\n    screened_per")
    (folder / "plan.yaml").write_text(marked, encoding="utf-8")
    with pytest.raises(DesignError, match=f"`{key}` beside them says nothing"):
        scenario(folder)


QUANTILES = "    marker: {quantiles: {0.25: 1.0, 0.5: 2.0, 0.75: 6.0}}\n"


def marked(folder: Path, effect: str) -> Path:
    plan(folder, "continuous", "{mean: 0, sd: 1}", "{by: m, " + effect + "}", "higher")
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    (folder / "plan.yaml").write_text(
        text.replace("    screened_per_month", QUANTILES + "    screened_per_month"), encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("effect", "key"),
    [
        ("curve: constant, level: 0.5, half: 2", "half"),
        ("curve: constant, level: 0.5, slope: 0.1", "slope"),
        ("curve: constant, level: 0.5, among: 3", "among"),
        ("curve: step, level: 0.5, half: 2, slope: 0.1", "slope"),
        ("curve: emax, level: 0.5, half: 2, slope: 0.1", "slope"),
    ],
)
def test_what_a_curve_would_pass_over_is_refused_at_its_place(tmp_path: Path, effect: str, key: str) -> None:
    with pytest.raises(DesignError, match=f"has no `{key}`") as error:
        scenario(marked(tmp_path, effect))
    assert "line 7" in str(error.value)


def test_a_log_linear_effect_by_its_level_needs_its_slope(tmp_path: Path) -> None:
    """Without one it was flat: the same for everybody, whatever the marker."""
    with pytest.raises(DesignError, match="needs `slope:`"):
        scenario(marked(tmp_path, "curve: log_linear, level: 0.5, half: 2"))


def test_half_the_effect_is_half_of_it_at_every_marker_value(tmp_path: Path) -> None:
    stated = "curve: log_linear, level: 0.5, half: 2, slope: 0.3"
    whole, half = (scenario(marked(tmp_path, stated + more)).effect for more in ("", ", times: 0.5"))
    assert (half.level, half.slope) == (whole.level / 2, whole.slope / 2)
