"""A design in protocol words, and R's call for it only where R would simulate the same."""

import numpy as np
import pytest

from trialwright import design as engine
from trialwright.design.rpact import answer
from trialwright.design.scenario_words import assumed
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

BASE = Scenario(name="base", control={"rate": 0.4}, effect=EffectCurve(level=-0.7), screened_per_month=20)


def streams(block):
    return np.random.default_rng([9, block])


def stated(scenario=BASE, **changes):
    d = Design(
        **(
            {
                "name": "d",
                "type": "group_sequential",
                "endpoint": "binary",
                "better": "lower",
                "patients": 310,
            }
            | changes
        )
    )
    return engine.state(
        engine.evaluate([d], scenario, Limits(), 200, streams, nulls=False), scenario, Limits(), streams
    )


def test_the_words_say_the_size_the_looks_and_what_the_power_rests_on():
    said = " ".join(stated(looks=(0.5, 1.0), allocation=1.0).protocol)
    for words in (
        "At most 310 patients",
        "1 : 1",
        "2 looks",
        "2.963",
        "scenario base",
        "200 simulated trials",
    ):
        assert words in said


def test_a_path_is_the_trial_that_is_opened():
    d = Design(name="d", type="group_sequential", endpoint="binary", better="lower", patients=310)
    for path in stated().paths:
        one = engine.open_trial(d, BASE, Limits(), path.number, 200, streams)
        assert path.z == pytest.approx([look.statistics[0].z for look in one.looks])
        assert path.shown == (one.reason == "efficacy")


def test_no_call_is_given_where_r_would_simulate_something_else():
    assert "rpact, simulated" in stated().calls
    assert "rpact, simulated" not in stated().remarks  # nothing differs
    said = stated(scenario=BASE.model_copy(update={"drift": 0.1}))
    assert set(said.calls) == {"rpact", "gsDesign"}
    assert said.no_power == "the control outcome drifts while patients are enrolled"


def test_a_call_of_those_with_an_outcome_says_so():
    said = stated(scenario=BASE.model_copy(update={"dropout": 0.1}))
    assert "maxNumberOfSubjects = 279)" in said.calls["rpact, power"]
    assert "plannedSubjects = c(140, 279)" in said.calls["rpact, simulated"]
    for name in ("rpact, power", "rpact, simulated"):
        assert "expected to have an outcome, 279 of the 310 patients" in said.remarks[name]


def test_a_type_without_boundaries_states_its_rules():
    said = stated(type="multi_arm", arms=("low", "high"), looks=(0.5, 1.0), patients=450)
    assert any("only the best arm goes on" in p and "Dunnett's test" in p for p in said.protocol)
    assert said.protocol[0].startswith(
        "At most 375 patients"
    )  # of 450, where one arm of two goes on after half
    assert said.calls["rpact"].startswith("getDesignInverseNormal(")
    assert "plannedSubjects = c(75, 150)" in said.calls["rpact, simulated"]  # of each arm
    assert said.information == ()


def test_a_type_that_r_does_not_have_has_no_call():
    said = stated(type="bayesian", looks=(0.5, 1.0))
    assert said.calls == {}
    assert said.no_power.startswith("rpact has no such type of design")


WAITING = {"endpoint": "time_to_event", "patients": 400, "events": 240, "looks": (0.5, 1.0)}
FOLLOWED = Scenario(
    name="base", control={"median": 12.0}, effect=EffectCurve(level=-0.4), screened_per_month=25, dropout=0.05,
    eligible=0.8,
)  # fmt: skip


def of_control(**control):
    return FOLLOWED.model_copy(update={"control": control})


@pytest.mark.parametrize(
    "scenario",
    [
        FOLLOWED,
        of_control(hazards=(0.08, 0.04), starts=(0.0, 6.0)),
        FOLLOWED.model_copy(
            update={
                "dropout": 0.0,
                "control": {"median": 12.0, "shape": 1.4},
                "effect": EffectCurve(level=-0.3),
            }
        ),
    ],
    ids=["exponential", "piecewise", "weibull"],
)
def test_the_survival_calls_have_the_plans_hazards_accrual_and_dropout(scenario):
    """Read again by our own door: the power is the simulated one, and the needed events give the power they are for."""
    d = Design(name="d", type="group_sequential", better="lower", **WAITING)
    (found,) = engine.evaluate([d], scenario, Limits(), 2000, streams, nulls=False)
    calls = engine.state([found], scenario, Limits(), streams).calls
    power = answer(calls["rpact, power"])
    assert power.fields["overallReject"][0] == pytest.approx(found.figures["power"].value, abs=0.04)
    # the median trial goes to the last look
    assert power.fields["analysisTime"][1, 0] == pytest.approx(found.figures["months"].value, rel=0.04)
    needed = answer(calls["rpact, events for 80% power"]).fields["maxNumberOfEvents"][0]
    again = calls["rpact, power"].replace("maxNumberOfEvents = 240", f"maxNumberOfEvents = {needed:.12g}")
    assert answer(again).fields["overallReject"][0] == pytest.approx(0.8, abs=1e-6)


def test_delayed_effects_are_simulated_in_r_and_have_no_formula():
    calls = stated(of_control(median=12.0, delay=4.0), **WAITING).calls
    assert set(calls) == {"rpact", "gsDesign", "rpact, simulated"}
    assert "piecewiseSurvivalTime = c(0, 4)" in calls["rpact, simulated"]
    assert "accrualIntensity = 20, " in calls["rpact, simulated"]
    assert "plannedEvents = c(120, 240)" in calls["rpact, simulated"]


def test_rpact_has_no_formula_for_a_weibull_law_with_dropout():
    assert "rpact, power" not in stated(of_control(median=12.0, shape=1.4), **WAITING).calls


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (FOLLOWED, "median time to the event is 12 months; the hazard ratio is 0.67; 20 patients join a month; 5 % are lost within 12"),
        (of_control(hazards=(0.08, 0.04), starts=(0.0, 6.0), delay=2.0), "0.08 from month 0, 0.04 from month 6"),
        (of_control(median=12.0, delay=2.0), "0.67, from 2 months after enrolment on"),
        (of_control(median=12.0, shape=1.4), "(Weibull, shape 1.4)"),
        (of_control(median=12.0, cured=0.1), "10 % never having one"),
        (FOLLOWED.model_copy(update={"dropouts": {"control": 0.1}}), "10 % of control and 5 % of the experimental arm"),
        (FOLLOWED.model_copy(update={"ramp_months": 6.0}), "full rate, after 6 months"),
    ],
)  # fmt: skip
def test_what_a_survival_plan_assumes_is_said(scenario, words):
    assert words in assumed(
        Design(name="d", type="fixed", better="lower", **(WAITING | {"looks": ()})), scenario
    )


MARKED = BASE.model_copy(
    update={"marker": Marker(name="ferritin", positive=0.4), "effect": EffectCurve(curve="step", level=-0.7)}
)
CUT = {"marker": "ferritin", "cutoff": 1.0}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"type": "enrichment", "scenario": MARKED, **CUT}, ("2.963 at look 1 and 1.969", "ferritin of 1 or more", "weighted by 0.7071")),
        ({"type": "stratified", "scenario": MARKED, **CUT}, ("its score is at least 1.960", "ferritin of 1 or more")),
        (
            {"type": "enrichment", "scenario": MARKED, "options": {"combination": "fisher", "threshold": 0.0}, **CUT},
            ("at most 0.01579 at look 1 and 0.002221 at look 2", "is below 0 for everyone and 0 for subgroup; where none does, the trial ends"),
        ),
        ({"type": "reestimation", "patients": 400}, ("2.963 at look 1 and 1.969", "rate of the whole trial is 0.025")),
        ({"type": "blinded_reestimation", "options": {"effect": 0.6}}, ("at least 1.960",)),
        ({"type": "bayesian"}, ("a benefit of any size is at least 0.98531", "rate of the whole trial is 0.025")),
        ({"type": "response_adaptive"}, ("is at least 1.960 at look 5",)),
        ({"type": "multi_arm", "arms": ("low", "high")}, ("when every intersection of hypotheses",)),
        (
            {"type": "multi_arm", "arms": ("low", "high"), "options": {"combination": "fisher"}},
            ("when the product of its stages' p-values is at most 0.",),
        ),
    ],
)  # fmt: skip
def test_a_combination_states_its_weights_its_bounds_and_who_the_subgroup_are(changes, words):
    said = " ".join(stated(**changes).protocol)
    for word in words:
        assert word in said
    assert "adjusted" not in said


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "bayesian", "options": {"efficacy": 0.9}},
        {"type": "response_adaptive", "options": {"evidence": "pooled"}},
    ],
)
def test_no_error_rate_is_claimed_that_the_rule_does_not_keep(changes):
    said = " ".join(stated(**changes).protocol)
    assert "type I error rate of the whole trial" not in said
    assert "0.9." in said or "does not drift" in said


def test_what_does_not_apply_is_not_stated():
    """Neither the level of Fisher's test beside the inverse normal's, nor how many arms go on where the best does."""
    said = " ".join(stated(type="multi_arm", arms=("low", "high")).protocol)
    assert "Fisher" not in said
    assert "r best` do" not in said


@pytest.mark.parametrize(
    ("months", "looks", "words"),
    [
        (9.0, (0.5, 1.0), "A look is 9 months after the enrolment of the last patient planned for it, however many events"),
        (0.0, (0.5, 1.0), "A look is at the enrolment of the last patient planned for it, however many events"),
        (9.0, (1.0,), "The analysis is 9 months after the enrolment of the last patient, however many events"),
    ],
)  # fmt: skip
def test_a_survival_design_that_waits_for_no_events_says_when_its_looks_are(months, looks, words):
    scenario = FOLLOWED.model_copy(update={"followup_months": months})
    kind = "group_sequential" if len(looks) > 1 else "fixed"
    said = " ".join(stated(scenario, **(WAITING | {"type": kind, "events": None, "looks": looks})).protocol)
    assert words in said
    assert "followed until" not in said
    waiting = " ".join(stated(scenario, **(WAITING | {"type": kind, "looks": looks})).protocol)
    assert "however many events" not in waiting


@pytest.mark.parametrize("kind", ["stratified", "enrichment"])
def test_those_outside_the_subgroup_join_as_well_where_everybody_enters(kind):
    """The share of patients above the cut-off was taken off, as if nobody else came."""
    scenario = FOLLOWED.model_copy(update={"marker": Marker(name="ferritin", positive=0.4)})
    chosen = Design(name="d", type=kind, better="lower", **(WAITING | {"looks": ()} | CUT))
    assert "; 20 patients join a month" in assumed(chosen, scenario)
    restricted = chosen.model_copy(update={"type": "fixed"})
    assert "; 8 patients join a month" in assumed(restricted, scenario)


SLOPES = Scenario(
    name="slow",
    control={"slope": -0.3, "sd_slope": 0.25, "sd_residual": 3.0, "visits": (0.0, 4.0, 9.0), "leaving": 0.1},
    effect=EffectCurve(level=0.09),
    screened_per_month=14,
    followup_months=9.0,
)
GRADES = Scenario(
    name="grades",
    control={"probabilities": (0.5, 0.3, 0.2)},
    effect=EffectCurve(level=0.4),
    screened_per_month=14,
    dropout_by_category=(0.2, 0.1, 0.0),
    responses={"high": (0.4, 0.2, 0.4)},
)


@pytest.mark.parametrize(
    ("endpoint", "scenario", "changes", "words"),
    [
        ("binary", BASE, {}, "the control arm has rate 0.4; the log odds ratio is -0.7; 20 patients join a month; outcomes are known at enrolment; 0 % have no outcome."),
        ("binary", BASE.model_copy(update={"dropouts": {"control": 0.1}, "drift": 0.2}), {}, "10 % of control and 0 % of the experimental arm have no outcome; the control outcome changes by 0.2"),
        ("binary", BASE.model_copy(update={"arms": {"low": EffectCurve(level=-0.2)}}), {"arms": ("low", "high")}, "the log odds ratio of low is -0.2; the log odds ratio of high is -0.7"),
        ("binary", MARKED, CUT, "the log odds ratio follows ferritin (step); 8 patients join a month"),
        ("slope", SLOPES, {}, "slope -0.3, SD slope 0.25, SD residual 3, visits 0, 4, 9, leaving 0.1; the difference in slopes per month is 0.09"),
        ("slope", SLOPES, {}, "known 9 months after enrolment"),
        ("ordinal", GRADES, {"arms": ("low", "high")}, "the log common odds ratio of low is 0.4; the categories' shares of high are 0.4, 0.2, 0.4"),
        ("win_odds", GRADES, {}, "the log common odds ratio is 0.4; 14 patients join a month; outcomes are known at enrolment; 20 %, 10 %, 0 % of the patients in each category, lowest first, have no"),
    ],
)  # fmt: skip
def test_what_a_power_rests_on_is_said_of_every_endpoint(endpoint, scenario, changes, words):
    d = Design(name="d", type="fixed", endpoint=endpoint, better="lower", patients=200, **changes)
    assert words in assumed(d, scenario)


def test_the_protocol_says_what_its_power_rests_on():
    assert any(line == assumed(stated().design, BASE) for line in stated().protocol)


@pytest.mark.parametrize(
    ("events", "months", "told"), [(None, 0.0, True), (None, 6.0, False), (120, 0.0, False)]
)
def test_a_survival_design_that_waits_for_nothing_is_told_beside_its_figures(events, months, told):
    d = Design(name="d", type="fixed", better="lower", **(WAITING | {"looks": (), "events": events}))
    scenario = FOLLOWED.model_copy(update={"followup_months": months})
    (found,) = engine.evaluate([d], scenario, Limits(), 100, streams, nulls=False)
    assert any("waits for nothing" in note for note in found.notes) == told


def test_looks_at_shares_of_patients_are_noted_where_boundaries_are_of_events():
    def notes(**changes):
        d = Design(**({"name": "d", "type": "group_sequential", "better": "lower"} | WAITING | changes))
        s = FOLLOWED.model_copy(update={"followup_months": 6.0})
        (found,) = engine.evaluate([d], s, Limits(), 50, streams, nulls=False)
        return " ".join(found.notes)

    assert "looks are at shares of the patients" in notes(events=None)
    assert "shares of the patients" not in notes()
    assert "shares of the patients" not in notes(events=None, type="fixed", looks=())
