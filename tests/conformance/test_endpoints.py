"""Every endpoint found keeps the same promises."""

import numpy as np
import pytest

from trialwright import design, endpoints
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

# A control arm for each, and an effect that gives a power between 50 and 95 % in 300 patients.
STATED = {
    "continuous": ({"mean": 2.3, "sd": 1.0}, 0.30),
    "binary": ({"rate": 0.35}, 0.60),
    "ordinal": ({"probabilities": (0.25, 0.30, 0.25, 0.20)}, 0.55),
    "dose_response": (
        {"e0": 3.0, "emax": 4.5, "ed50": 8.0, "doses": (2.5, 5.0, 10.0), "sd_between": 0.9, "sd_within": 0.5},
        0.40,
    ),
    "ancova": ({"mean": 2.3, "sd": 1.0, "correlation": 0.6}, 0.25),
    "change_from_baseline": ({"mean": 2.3, "sd": 1.0, "correlation": 0.6}, 0.27),
    "count": ({"rate": 0.1, "dispersion": 0.8, "exposure": 12.0}, 0.38),
    "slope": (
        {"slope": -0.95, "sd_slope": 0.55, "sd_residual": 1.5, "visits": tuple(range(13)), "leaving": 0.3},
        0.20,
    ),
    "win_odds": ({"probabilities": (0.25, 0.30, 0.25, 0.20)}, 0.55),
}
# Two arms' tallies of which the second is higher, where those below do not fit.
BASELINES = np.array([50.0, 100.0, 260.0, 90.0, 210.0, 220.0])
TALLIES = {
    "ancova": (BASELINES, BASELINES + np.array([0.0, 25.0, 140.0, 0.0, 0.0, 45.0])),
    "change_from_baseline": (BASELINES, BASELINES + np.array([0.0, 25.0, 140.0, 0.0, 0.0, 45.0])),
    "slope": (
        np.array([50.0, 50.0, 100.0, 52.0, 104.0, 270.0]),
        np.array([50.0, 50.0, 125.0, 52.0, 130.0, 400.0]),
    ),
}
NAMES = sorted(n for n, kind in endpoints.found().items() if not hasattr(kind, "SOURCE"))
# Endpoints whose patients come from a source of their own: a control arm, and an effect as above with `better`
# lower, 300 patients and this many events.
OWN = {"time_to_event": ({"median": 12.0}, -0.45, 200)}
CRP = Marker(
    name="hsCRP",
    probabilities=(0.0, 0.25, 0.5, 0.75, 1.0),
    values=(0.2, 1.1, 2.4, 5.8, 60.0),
    within_sd=0.4,
    assay_cv=0.05,
)


def streams(block):
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(20, spawn_key=(block,))))


def run(
    name,
    effect,
    better="higher",
    replicates=20_000,
    cutoff=None,
    test="",
    patients=300,
    margin=None,
    **of_scenario,
):
    stated = {"control": STATED[name][0], "screened_per_month": 30, "marker": CRP} | of_scenario
    made = Scenario(name="s", effect=EffectCurve(level=effect), **stated)
    a_design = Design(
        name="d",
        type="fixed",
        endpoint=name,
        better=better,
        patients=patients,
        cutoff=cutoff,
        marker="hsCRP" if cutoff else "",
        test=test,
        margin=margin,
    )
    return design.evaluate([a_design], made, Limits(patients=max(400, patients)), replicates, streams)[
        0
    ].figures


def off(figure, expected):
    return abs(figure.value - expected) / figure.mcse


def test_every_endpoint_found_is_tried_here():
    assert set(NAMES) == set(STATED)
    assert set(endpoints.found()) == set(NAMES) | set(OWN)


@pytest.mark.parametrize("name", NAMES)
def test_it_declares_what_the_contract_asks(name):
    kind = endpoints.endpoint(name)
    assert kind.NAME == name == kind.__name__.rsplit(".", 1)[-1]
    assert kind.LABEL
    assert kind.EFFECT
    assert kind.MEASURE
    assert {p.name for p in kind.PARAMETERS} == STATED[name][0].keys()
    assert all(p.meaning for p in kind.PARAMETERS)
    outcome = kind.latent(STATED[name][0])
    assert outcome.sd > 0
    assert bool(outcome.cuts) == kind.CATEGORICAL
    assert list(outcome.cuts) == sorted(outcome.cuts)


@pytest.mark.parametrize("cutoff", [None, 2.0, 5.0])
@pytest.mark.parametrize("name", NAMES)
def test_type_one_error_is_nominal_at_every_cutoff_with_marker_noise(name, cutoff):
    found = run(name, STATED[name][1], cutoff=cutoff)
    assert off(found["type_one_error"], 0.025) < 4


@pytest.mark.parametrize("name", NAMES)
def test_without_effect_the_power_is_the_type_one_error(name):
    none, some = (run(name, effect, replicates=1500) for effect in (0.0, STATED[name][1]))
    assert none["power"] == none["type_one_error"] == some["type_one_error"]


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("name", NAMES)
def test_closed_form_power_is_the_simulated_power(name, better):
    outcome = endpoints.endpoint(name).latent(STATED[name][0])
    rises = outcome.shifted_by(np.array([1.0]))[0] > 0
    effect = STATED[name][1] * (1 if (better == "higher") == rises else -1)
    found = run(name, effect, better, cutoff=2.0, dropout=0.05)
    assert 0.5 < found["power"].value < 0.97
    assert off(found["power"], found["power_analytic"].value) < 4


TESTS = [(name, test) for name in NAMES for test in sorted(getattr(endpoints.endpoint(name), "TESTS", {}))]


@pytest.mark.parametrize(("name", "test"), TESTS)
def test_every_other_test_of_it_keeps_its_promises(name, test):
    found = run(name, STATED[name][1], test=test, dropout=0.05)
    excess = found["type_one_error"].value - 0.025
    assert excess < 4 * found["type_one_error"].mcse
    if test != "fisher":  # exact, so conservative
        assert excess > -4 * found["type_one_error"].mcse
    assert ("power_analytic" in found) == (test not in WITHOUT_CLOSED_FORM)
    if "power_analytic" in found:
        assert off(found["power"], found["power_analytic"].value) < 4
    assert off(found["coverage"], 0.95) < 6


WITHOUT_CLOSED_FORM = ("fisher", "emax")


MARGINS = {
    "continuous": (0.3, 0.05),
    "binary": (0.15, 0.05),
}  # margin, and an effect under which it is often kept


def test_every_endpoint_with_a_margin_is_tried_here():
    assert set(MARGINS) == {n for n in NAMES if hasattr(endpoints.endpoint(n), "MARGIN")}


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("name", MARGINS)
def test_at_the_margin_non_inferiority_is_shown_with_chance_alpha(name, better):
    margin, effect = MARGINS[name]
    given = {"margin": margin, "better": better, "dropout": 0.05}
    found = run(name, effect if better == "higher" else -effect, **given)
    assert off(found["type_one_error"], 0.025) < 4
    assert 0.5 < found["power"].value < 0.97
    assert off(found["power"], found["power_analytic"].value) < 4
    assert off(found["coverage"], 0.95) < 5


@pytest.mark.parametrize("name", NAMES)
def test_a_test_it_has_not_is_refused(name):
    with pytest.raises(DesignError, match="no test `crystal`"):
        run(name, 0.0, test="crystal", replicates=100)


@pytest.mark.parametrize("name", NAMES)
def test_the_estimate_is_right_in_large_trials(name):
    found = run(name, STATED[name][1], marker=None, patients=4000, replicates=1000)
    assert abs(found["bias"].value) < max(4 * found["bias"].mcse, 0.02 * abs(STATED[name][1]))
    assert off(found["coverage"], 0.95) < 4


@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_direction_is_hardly_ever_shown(name):
    outcome = endpoints.endpoint(name).latent(STATED[name][0])
    wrong = -STATED[name][1] if outcome.shifted_by(np.array([1.0]))[0] > 0 else STATED[name][1]
    assert run(name, wrong, replicates=2000)["power"].value < 0.002


@pytest.mark.parametrize("name", NAMES)
def test_the_estimate_is_of_the_effect_and_zero_for_equal_arms(name):
    kind = endpoints.endpoint(name)
    tally = np.array([40.0, 30, 20, 10]) if name in ("ordinal", "win_odds") else np.array([60.0, 40.0])
    tally = tally if kind.CATEGORICAL else np.array([50.0, 100.0, 260.0])
    tally, other = TALLIES.get(name, (tally, None))
    assert kind.estimate(tally, tally) == pytest.approx(0, abs=1e-12)
    assert kind.p_value(tally, tally) == pytest.approx(0.5, abs=1e-9)
    higher = tally[::-1].copy() if kind.CATEGORICAL else np.array([50.0, 125.0, 400.0])
    higher = higher if other is None else other
    assert kind.estimate(tally, higher) > 0
    assert kind.p_value(tally, higher) < 0.05


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_parameter_is_named(name):
    control = dict(STATED[name][0])
    gone = next(iter(control))
    del control[gone]
    with pytest.raises(DesignError, match=f"needs the control parameter `{gone}`"):
        endpoints.endpoint(name).latent(control)


def run_own(name, effect, cutoff=None, better="lower", replicates=10_000, events=None, **of_scenario):
    control, _, wanted = OWN[name]
    stated = {"control": control, "screened_per_month": 30, "marker": CRP} | of_scenario
    a_design = Design(
        name="d",
        type="fixed",
        endpoint=name,
        better=better,
        patients=300,
        events=wanted if events is None else events or None,
        cutoff=cutoff,
        marker="hsCRP" if cutoff else "",
    )
    scenario = Scenario(name="s", effect=EffectCurve(level=effect), **stated)
    return design.evaluate([a_design], scenario, Limits(), replicates, streams)[0].figures


@pytest.mark.parametrize("name", OWN)
def test_an_endpoint_with_its_own_source_says_what_it_is(name):
    kind = endpoints.endpoint(name)
    assert kind.NAME == name == kind.__name__.rsplit(".", 1)[-1]
    assert kind.LABEL
    assert kind.EFFECT
    assert kind.MEASURE
    assert set(OWN[name][0]) <= {p.name for p in kind.PARAMETERS}
    assert all(p.meaning for p in kind.PARAMETERS)
    with pytest.raises(DesignError, match="control parameter"):
        kind.latent({})


@pytest.mark.parametrize("cutoff", [None, 2.0, 5.0])
@pytest.mark.parametrize("name", OWN)
def test_its_type_one_error_is_nominal_and_the_wrong_direction_hardly_ever_shown(name, cutoff):
    found = run_own(name, OWN[name][1], cutoff)
    assert off(found["type_one_error"], 0.025) < 4
    assert run_own(name, -OWN[name][1], cutoff, replicates=2000)["power"].value < 0.002


@pytest.mark.parametrize("events", [None, 0], ids=["by events", "by time"])
@pytest.mark.parametrize("name", OWN)
def test_its_closed_form_power_is_the_simulated_power(name, events):
    found = run_own(name, OWN[name][1], 2.0, dropout=0.05, events=events, followup_months=6)
    assert 0.5 < found["power"].value < 0.97
    assert off(found["power"], found["power_analytic"].value) < 4
    assert abs(found["bias"].value) < 0.02
    assert off(found["coverage"], 0.95) < 5
