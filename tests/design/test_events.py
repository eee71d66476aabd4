"""Designs that follow patients to an event: against rpact, against closed forms, and as their scenarios say."""

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright import design
from trialwright.adapters import engines
from trialwright.design.event_theory import last_look, truth
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels import log_rank
from trialwright.kernels.risk_tables import risk_tables
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

R = json.loads((Path(__file__).parents[1] / "reference" / "survival_simulation.json").read_text())
LIMITS = Limits()
THIRDS = (1 / 3, 2 / 3, 1.0)
CRP = Marker(name="hsCRP", probabilities=(0.0, 0.5, 1.0), values=(0.3, 2.4, 40.0), within_sd=0.4)


def streams(block):
    return np.random.default_rng([47, block])


def a_design(**changes):
    stated = {
        "name": "d",
        "type": "group_sequential",
        "endpoint": "time_to_event",
        "better": "lower",
        "patients": 400,
        "events": 300,
    }
    return Design(**(stated | changes))


def scenario(ratio=0.7, **changes):
    stated = {
        "name": "s",
        "control": {"median": 12.0},
        "effect": EffectCurve(level=float(np.log(ratio))),
        "screened_per_month": 400 / 24,
    }
    return Scenario(**(stated | changes))


def run(d, s, replicates=10_000, nulls=False):
    return design.evaluate([d], s, LIMITS, replicates, streams, nulls=nulls)[0]


def apart(ours, theirs, n):
    """Monte Carlo errors between our share and rpact's, of n iterations."""
    p = (ours.value + theirs) / 2
    return abs(ours.value - theirs) / np.sqrt(ours.mcse**2 + p * (1 - p) / n)


@pytest.mark.parametrize("case", ["three looks", "two to one", "piecewise"])
def test_rpact_simulates_the_same(case):
    ref, n = R["cases"][case], R["iterations"]
    given = {
        "three looks": ({"looks": THIRDS}, {"dropout": 0.05}),
        "two to one": ({"looks": (0.5, 1.0), "allocation": 2.0, "events": 200}, {"dropout": 0.10}),
        "piecewise": (
            {"looks": THIRDS, "events": 240},
            {"control": {"hazards": (0.10, 0.03), "starts": (0.0, 6.0)}},
        ),
    }[case]
    found = run(a_design(**given[0]), scenario(**given[1]), replicates=20_000)
    assert apart(found.figures["power"], ref["overallReject"], n) < 4
    for stop, theirs in zip(found.stops, ref["rejectPerStage"], strict=True):
        assert apart(stop.efficacy, theirs, n) < 4
    events = found.figures["events"]
    # Theirs has an error as large as ours.
    assert abs(events.value - ref["expectedNumberOfEvents"]) < 4 * np.sqrt(2) * events.mcse
    assert found.figures["patients"].value == pytest.approx(ref["expectedNumberOfSubjects"], rel=0.01)


@pytest.mark.parametrize(
    ("control", "extra"),
    [
        ({"median": 12.0}, {}),
        ({"median": 12.0, "delay": 4.0}, {}),
        ({"hazards": (0.12, 0.02), "starts": (0.0, 5.0)}, {"ramp_months": 10.0}),
        ({"median": 10.0, "shape": 1.5}, {"eligible": 0.4, "consent": 0.7}),
        ({"median": 10.0, "cured": 0.2}, {"dropout": 0.3}),
    ],
    ids=["exponential", "delayed", "piecewise and ramp", "weibull and screening", "cured and dropout"],
)
@pytest.mark.parametrize(
    "d", [{"looks": (0.4, 0.7, 1.0)}, {"type": "fixed", "events": None}], ids=["events", "time"]
)
def test_type_one_error_is_alpha(control, extra, d):
    s = scenario(control=control, followup_months=6.0, **extra)
    found = run(a_design(**({"events": 220} | d)), s, nulls=True).figures["type_one_error"]
    assert abs(found.value - 0.025) < 4 * found.mcse


@pytest.mark.parametrize(
    "test", ["fleming_harrington(0, 1)", "fleming_harrington(1, 0)", "modest(8)", "max_combo"]
)
def test_weighted_tests_keep_alpha(test):
    found = run(a_design(type="fixed", events=200, test=test), scenario(), 6000, nulls=True)
    assert abs(found.figures["type_one_error"].value - 0.025) < 4 * found.figures["type_one_error"].mcse


@pytest.mark.parametrize(
    "test", ["", "fleming_harrington(0, 1)", "fleming_harrington(1, 0)", "modest(6)", "modest(12, 1.5)"]
)
@pytest.mark.parametrize("delay", [0.0, 6.0])
def test_power_under_a_delay_is_what_theory_says(test, delay):
    s = scenario(0.62, control={"median": 12.0, "delay": delay}, dropout=0.1)
    found = run(a_design(type="fixed", events=220, test=test), s).figures
    assert abs(found["power"].value - found["power_analytic"].value) < 0.012
    if delay and test == "fleming_harrington(0, 1)":
        plain = run(a_design(type="fixed", events=220), s).figures
        assert found["power"].value > plain["power"].value + 0.05
        combo = run(a_design(type="fixed", events=220, test="max_combo"), s, 4000).figures
        assert combo["power"].value > plain["power"].value


@pytest.mark.parametrize("test", ["", "fleming_harrington(0, 1)"])
def test_the_closed_form_of_more_events_is_that_of_a_better_that_is_higher(test):
    """Recovery, say: the hazard is raised from the sixth month on."""
    s = scenario(1.5, control={"median": 12.0, "delay": 3.0}, dropout=0.1)
    found = run(a_design(type="fixed", better="higher", events=200, test=test), s).figures
    assert 0.3 < found["power"].value < 0.95
    assert abs(found["power"].value - found["power_analytic"].value) < 0.012


@pytest.mark.parametrize(
    ("changes", "of"),
    [
        ({"looks": THIRDS}, {}),
        ({"looks": (0.5, 1.0), "allocation": 2.0, "options": {"futility": (0.3,)}}, {"dropout": 0.2}),
        ({"looks": THIRDS, "better": "higher", "options": {"boundaries": "pocock"}}, {"ratio": 1.35}),
    ],
)
def test_looks_at_events_under_proportional_hazards_have_a_closed_form(changes, of):
    found = run(a_design(events=240, **changes), scenario(**of)).figures
    assert abs(found["power"].value - found["power_analytic"].value) < 0.012


def test_looks_have_none_where_the_hazards_are_not_proportional():
    for control in ({"median": 12.0, "delay": 4.0}, {"median": 12.0, "cured": 0.2}):
        assert "power_analytic" not in run(a_design(), scenario(control=control), 200).figures
    assert "power_analytic" not in run(a_design(test="fleming_harrington(0, 1)"), scenario(), 200).figures


def two_populations(test="", **changes):
    return a_design(
        type="stratified", test=test, marker="hsCRP", cutoff=2.4, patients=300, events=160, looks=(0.5, 1.0), **changes
    )  # fmt: skip


def test_the_stratified_score_adds_up_over_the_ranges_of_the_marker():
    s = scenario(marker=CRP, effect=EffectCurve(curve="step", half=2.4, level=-0.8), dropout=0.2)
    trials = Trials(Setting(two_populations("stratified_log_rank"), s, LIMITS), drawn(s, 0, 30, streams))
    look = trials.enrol(120)
    c, cut = trials.source.cohorts, trials.source.months(look.rows)
    seen = c.entry + c.time <= cut[:, None]
    time = np.where(seen, c.time, cut[:, None] - c.entry)
    for r in (0, 11, 29):
        here = c.entry[r] <= cut[r]
        parts = [
            log_rank.scores(risk_tables(time[r][k], (c.event & seen)[r][k], c.arm[r][k] == 1))
            for k in (here & (c.group[r] == g) for g in (0, 1))
        ]
        score, variance = sum(p[0][0, 0] for p in parts), sum(p[1][0, 0, 0] for p in parts)
        assert look.z()[r] == pytest.approx(-score / np.sqrt(variance))
        assert look.z(bins=1)[r] == pytest.approx(-parts[1][0][0, 0] / np.sqrt(parts[1][1][0, 0, 0]))


def test_the_stratified_test_keeps_alpha_over_looks():
    d = two_populations("stratified_log_rank", alpha=0.05)
    found = run(d, scenario(marker=CRP), 4000, nulls=True).figures["type_one_error"]
    assert abs(found.value - 0.05) < 4 * found.mcse


def test_it_is_refused_where_there_is_one_stratum():
    for d in (
        a_design(test="stratified_log_rank"),
        a_design(test="stratified_log_rank", cutoff=2.4, marker="hsCRP"),
    ):
        with pytest.raises(DesignError, match="one range of the marker"):
            run(d, scenario(marker=CRP), 10)


def test_a_delay_costs_the_log_rank_test_power():
    powers = [
        run(a_design(type="fixed"), scenario(control={"median": 12.0, "delay": m}), 4000)
        .figures["power"]
        .value
        for m in (0.0, 3.0, 9.0)
    ]
    assert powers[0] > powers[1] + 0.03 > powers[2] + 0.06


@pytest.mark.parametrize("delay", [0.0, 6.0])
def test_the_truth_is_what_a_very_large_trial_estimates(delay):
    effect = EffectCurve(curve="step", half=2.4, level=-0.8)
    s = scenario(
        effect=effect, marker=CRP, control={"median": 12.0, "delay": delay}, screened_per_month=20_000 / 24
    )
    d = a_design(type="fixed", patients=20_000, events=12_000, name="large")
    setting = Setting(d, s, LIMITS)
    trials = Trials(setting, drawn(s, 0, 20, streams))
    look = trials.enrol(trials.full)
    estimate = look.estimate().value
    assert abs(estimate.mean() - truth(setting, 1, (True,))) < 4 * estimate.std() / np.sqrt(20)
    assert look.patients.max() <= 20_000
    assert abs(trials.source.months(look.rows).mean() - last_look(setting)) < 0.1


def test_a_look_shows_the_data_there_are():
    s = scenario(marker=CRP, effect=EffectCurve(curve="step", half=2.4, level=-0.8), dropout=0.2)
    setting = Setting(a_design(cutoff=1.0, marker="hsCRP", looks=(0.5, 1.0)), s, LIMITS)
    trials = Trials(setting, drawn(s, 0, 90, streams))
    first = trials.enrol(150)
    c, cut = trials.source.cohorts, trials.source.months(first.rows)
    seen = c.entry + c.time <= cut[:, None]
    assert ((c.event & seen).sum(1) == 150).all()
    assert (first.events().sum(1) == 150).all()
    assert (c.group[c.entry <= cut[:, None]] == 1).all()
    time = np.where(seen, c.time, cut[:, None] - c.entry)
    for r in (0, 40, 89):
        here = c.entry[r] <= cut[r]
        made = risk_tables(time[r][here], (c.event & seen)[r][here], c.arm[r][here] == 1)
        score, variance = log_rank.scores(made)
        assert first.z()[r] == pytest.approx(-score[0, 0] / np.sqrt(variance[0, 0, 0]))
        assert first.estimate().value[r] == pytest.approx(log_rank.cox(made)[0][0])
        assert first.information()[r] == pytest.approx(variance[0, 0, 0])
        assert first.patients[r] == here.sum()
    z, old = first.z(), first.information()
    second = trials.enrol(300)
    assert np.array_equal(first.z(), z)
    increment = (second.z() * np.sqrt(second.information()) - z * np.sqrt(old)) / np.sqrt(
        second.information() - old
    )
    assert second.z(stage=True) == pytest.approx(increment)


def test_stage_statistics_are_independent_normal_without_effect():
    s = scenario(1.0)
    setting = Setting(a_design(looks=(0.5, 1.0)), s, LIMITS)
    trials = Trials(setting, drawn(s, 0, 4000, streams))
    first, second = trials.enrol(150).z(), trials.enrol(300).z(stage=True)
    for z in (first, second):
        assert abs(z.mean()) < 4 / np.sqrt(4000)
        assert abs(z.std() - 1) < 4 / np.sqrt(8000)
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(4000)


def test_after_an_adaptation_events_come_from_those_still_recruited():
    s = scenario(marker=CRP, screened_per_month=20.0)
    setting = Setting(a_design(cutoff=2.4, marker="hsCRP", patients=300, events=200), s, LIMITS)
    trials = Trials(setting, drawn(s, 0, 50, streams))
    trials.enrol(60, admitted=0)
    c, cut = trials.source.cohorts, trials.source.cut.copy()
    time = c.time.copy()
    trials.enrol(90, admitted=1)
    early = c.entry <= cut[:, None]
    assert np.array_equal(c.time[early], time[early])
    assert (c.group[~early] == 1).all()
    assert (c.group[early] == 0).any()
    assert (np.diff(c.entry, axis=1) > 0).all()
    above = c.event & (c.group == 1) & (c.entry + c.time <= trials.source.cut[:, None])
    reached = trials.source.cut > cut
    assert (above.sum(1)[reached] == 90).all()


def test_a_trial_short_of_events_ends_when_nobody_is_left():
    s = scenario(control={"median": 12.0, "cured": 0.4})
    d = a_design(type="fixed", patients=60, events=58)
    trials = Trials(Setting(d, s, LIMITS), drawn(s, 0, 40, streams))
    look = trials.enrol(trials.full)
    c = trials.source.cohorts
    assert (look.events().sum(1) == c.event.sum(1)).all()
    assert np.isfinite(trials.source.months(look.rows)).all()


def test_the_same_bytes_for_any_number_of_workers():
    given = ([a_design(looks=THIRDS)], scenario(marker=CRP, dropout=0.1), LIMITS, 5_300, streams)
    one = design.evaluate(*given)[0]
    with engines.open("threads", 2) as engine:
        two = design.evaluate(*given, engine=engine)[0]
    assert one == two


@pytest.mark.parametrize(
    ("d", "s", "message"),
    [
        ({"events": 500}, {}, "500 events among 400 patients"),
        ({"test": "wilcoxon"}, {}, "no log-rank test `wilcoxon`"),
        ({"test": "modest(-1)"}, {}, "no log-rank test"),
        ({}, {"drift": 0.1}, "drift"),
        ({}, {"control": {}}, "`median` or `hazards`"),
        ({}, {"control": {"median": 12.0, "hazards": (0.1,)}}, "not both"),
        ({}, {"control": {"hazards": (0.1, 0.2)}}, "2 hazards do not go with"),
        ({}, {"control": {"hazards": (0.1,), "shape": 2.0}}, "Weibull"),
        ({}, {"control": {"median": 12.0, "cured": 0.6}}, "no median"),
        ({}, {"control": {"median": -1.0}}, "outside its range"),
    ],
)
def test_what_cannot_be_simulated_is_said(d, s, message):
    with pytest.raises(DesignError, match=message) as caught:
        run(a_design(**d), scenario(**s), 10)
    assert caught.value.fix


def test_no_statistic_level_and_no_test_for_other_endpoints():
    with pytest.raises(DesignError, match="patient by patient"):
        design.evaluate([a_design()], scenario(), LIMITS, 10, streams, level="statistic")
    other = a_design(endpoint="continuous", events=None, test="log_rank")
    with pytest.raises(DesignError, match="no test `log_rank`"):
        design.evaluate([other], scenario(control={"mean": 0.0, "sd": 1.0}), LIMITS, 10, streams)


def test_a_power_curve_waits_for_the_same_share_of_events_at_each_size():
    d = a_design(type="fixed", patients=120, events=90)
    curve = design.power_curve(d, scenario(0.5), LIMITS, (30, 60, 120), 400, streams)
    powers = [f.value for f in curve.power]
    assert powers == sorted(powers)
    whole = design.evaluate([d], scenario(0.5), LIMITS, 400, streams)[0]
    assert powers[-1] == whole.figures["power"].value
