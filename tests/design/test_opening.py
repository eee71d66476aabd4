"""A trial that is opened is the trial that the run counted."""

import math

import numpy as np
import pytest

from trialwright import design as engine
from trialwright.design import designs
from trialwright.design.designs.decided import REASONS
from trialwright.design.running import BLOCK, drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

CRP = Marker(name="hsCRP", probabilities=(0.0, 0.5, 1.0), values=(0.3, 2.4, 40.0), within_sd=0.4)
NEEDED = {"group_sequential": {"looks": (0.4, 0.7, 1.0)}, "multi_arm": {"arms": ("low", "high")}}
CONTROL = {
    "continuous": {"mean": 3.0, "sd": 1.0},
    "binary": {"rate": 0.35},
    "ordinal": {"probabilities": (0.25, 0.30, 0.25, 0.20)},
    "time_to_event": {"median": 9.0},
}
LIMITS = Limits()


def streams(block):
    return np.random.default_rng([5, block])


def a_design(name, **changes):
    stated = {"name": "d", "type": name, "endpoint": "continuous", "better": "higher", "patients": 160}
    return Design(**(stated | NEEDED.get(name, {}) | changes))


def scenario(endpoint="continuous", **changes):
    stated = {
        "marker": CRP, "effect": EffectCurve(curve="emax", half=4.0, level=0.6), "screened_per_month": 20,
        "followup_months": 2.0, "dropout": 0.1, "eligible": 0.7,
    }  # fmt: skip
    return Scenario(name="s", control=CONTROL[endpoint], **(stated | changes))


def counted(d, s, replicates, block):
    """The block's decisions, as the run makes them."""
    n = min(BLOCK, replicates - block * BLOCK)
    setting = Setting(d, s, LIMITS)
    return setting.kind.run(d, Trials(setting, drawn(s, block, n, streams)))


# Types that an earlier test of their own runs with what they need beyond a name.
NAMES = [n for n in sorted(designs.found()) if n in ("fixed", "group_sequential", "multi_arm")]


@pytest.mark.parametrize("endpoint", sorted(CONTROL))
@pytest.mark.parametrize("name", NAMES)
def test_the_decision_is_the_one_the_run_counted(name, endpoint):
    d, s, replicates = a_design(name, endpoint=endpoint), scenario(endpoint), 1300
    decided = {b: counted(d, s, replicates, b) for b in (0, 1)}
    for number in (1, 2, 3, 17, 999, 1000, 1001, 1300):
        block, place = divmod(number - 1, BLOCK)
        run, one = decided[block], engine.open_trial(d, s, LIMITS, number, replicates, streams)
        assert (one.block, one.place) == (block, place)
        assert one.reason == REASONS[run.reason[place]]
        assert len(one.looks) == run.look[place] + 1
        assert len(one.rejected) == run.rejected[place].sum()
        assert one.patients_enrolled == run.account.patients[place]
        assert one.screened == run.account.screened[place]
        assert one.months == run.account.months[place]
        if one.naive is not None:
            assert one.naive.value == run.naive.value[place]


@pytest.mark.parametrize("name", NAMES)
def test_the_share_of_opened_trials_that_reject_is_the_power_of_the_run(name):
    d, s = a_design(name), scenario()
    power = engine.evaluate([d], s, LIMITS, 40, streams, nulls=False)[0].figures["power"].value
    shown = sum(bool(engine.open_trial(d, s, LIMITS, k, 40, streams).rejected) for k in range(1, 41))
    assert shown == round(40 * power)


@pytest.mark.parametrize("cutoff", [None, 3.0])
def test_the_patients_listed_give_the_figures_of_each_look(cutoff):
    d = a_design("group_sequential", cutoff=cutoff, marker="hsCRP" if cutoff else "")
    one = engine.open_trial(d, scenario(), LIMITS, 17, 200, streams)
    for look in one.looks:
        came = one.patients[: look.patients]
        y = {a: [p.outcome for p in came if p.arm == a and p.outcome is not None] for a in look.by_arm}
        assert sum(look.by_arm.values()) == look.patients == len(came)
        difference = np.mean(y["experimental"]) - np.mean(y["control"])
        assert look.statistics[0].estimate == pytest.approx(difference, abs=1e-12)
        assert look.statistics[0].information == pytest.approx(look.statistics[0].standard_error ** -2)
    assert any(p.outcome is None for p in one.patients)
    if cutoff:
        assert all(p.marker >= cutoff for p in one.patients)
        assert one.patients[-1].eligible > len(one.patients)


@pytest.mark.parametrize(
    "name", sorted(n for n, kind in designs.found().items() if getattr(kind, "WAITS", False))
)
def test_nobody_gets_what_a_look_decides_before_its_outcomes_are_there(name):
    """Whoever came while a look's outcomes were awaited would have been randomised by the arms and chances of before."""
    several = 0
    for number in range(1, 11):
        d = a_design(
            name,
            **({"cutoff": 2.4, "marker": "hsCRP"} if hasattr(designs.design_type(name), "cutoffs") else {}),
        )
        one = engine.open_trial(d, scenario(), LIMITS, number, 200, streams)
        for look in one.looks[:-1]:
            several += 1
            assert min(p.month for p in one.patients[look.patients :]) >= look.month
    assert several


@pytest.mark.parametrize("pause", [False, True])
def test_patients_come_in_order_and_the_last_outcome_ends_the_trial(pause):
    d = a_design("group_sequential", pause=pause)
    trials = [engine.open_trial(d, scenario(), LIMITS, k, 200, streams) for k in range(1, 20)]
    for one in trials:
        months = [p.month for p in one.patients]
        assert months == sorted(months)
        assert one.patients[-1].awaited_until == pytest.approx(one.months, abs=1e-9)
        assert one.looks[-1].month == pytest.approx(one.months, abs=1e-9)
    # Between looks a pause waits for the outcomes of those enrolled.
    first = next(t for t in trials if len(t.looks) > 1)
    gap = first.patients[first.looks[0].patients].month - first.patients[first.looks[0].patients - 1].month
    assert (gap > 2.0) == pause


def test_waits_between_patients_are_those_of_a_poisson_process():
    d, s = a_design("fixed", patients=400), scenario(eligible=1.0, followup_months=0.0)
    waits = np.concatenate(
        [np.diff([0, *(p.month for p in engine.open_trial(d, s, LIMITS, k, 20, streams).patients)])
         for k in range(1, 6)]
    )  # fmt: skip
    assert np.mean(waits) == pytest.approx(1 / 20, abs=4 / 20 / math.sqrt(len(waits)))
    # An exponential law has as large a standard deviation as its mean.
    assert np.std(waits) == pytest.approx(1 / 20, rel=0.1)


def test_events_are_those_that_the_look_counts():
    d = a_design("group_sequential", endpoint="time_to_event", events=90, patients=160, better="lower")
    s = scenario("time_to_event", marker=None, effect=EffectCurve(level=-0.4))
    one = engine.open_trial(d, s, LIMITS, 17, 200, streams)
    assert sum(p.outcome for p in one.patients) == one.events
    assert len(one.patients) == one.patients_enrolled
    assert max(p.awaited_until for p in one.patients) <= one.months + 1e-9


def test_a_boundary_that_is_reached_stops_the_trial():
    d = a_design("group_sequential")
    trials = [engine.open_trial(d, scenario(), LIMITS, k, 200, streams) for k in range(1, 30)]
    for one in trials:
        for look in one.looks:
            reached = look.statistics[0].z >= look.efficacy
            assert reached == (look is one.looks[-1] and one.reason == "efficacy")
            assert look.decision.startswith("Goes on") == (look is not one.looks[-1])
    assert len({len(t.looks) for t in trials}) > 1


def test_a_trial_that_the_run_has_not_is_refused():
    with pytest.raises(DesignError, match="no trial 201"):
        engine.open_trial(a_design("fixed"), scenario(), LIMITS, 201, 200, streams)


def test_values_of_a_cohort_without_noise_are_not_shown():
    cohort = Marker(name="hsCRP", values=tuple(np.linspace(0.5, 9, 60)))
    one = engine.open_trial(a_design("fixed"), scenario(marker=cohort), LIMITS, 1, 200, streams)
    assert all(p.marker is None for p in one.patients)
    assert any("not shown" in note for note in one.notes)


def test_the_evidence_of_combined_stages_is_that_of_the_scores_it_lists():
    """Stage by stage, the subgroup's z over the root of two, against the bound of the look."""
    d = a_design("enrichment", marker="hsCRP", cutoff=3.0)
    for number in range(1, 30):
        found = engine.open_trial(d, scenario(), LIMITS, number, 300, streams)
        if found.selected == "subgroup" and len(found.looks) == 2:
            break
    of_stage = [
        next(s.z for s in look.statistics if s.stage and s.comparison.endswith("hsCRP ≥ 3"))
        for look in found.looks
    ]
    first, last = ({e.what: e for e in look.evidence} for look in found.looks)
    name = "no effect in subgroup: z of its stages combined"
    assert first[name].value == pytest.approx(of_stage[0])
    assert last[name].value == pytest.approx(sum(of_stage) / math.sqrt(2))
    assert last[name].bound == pytest.approx(1.9686, abs=1e-4)
    both = last["no effect in everyone and subgroup: z of its stages combined"]
    shown = min(last[name].value, both.value) >= last[name].bound
    assert shown == ("subgroup" in found.rejected) == (found.reason == "efficacy")
    assert not any("everyone:" in what for what in last)  # not tested any more


def test_a_posterior_probability_is_told_beside_what_it_must_reach():
    found = engine.open_trial(a_design("bayesian"), scenario(), LIMITS, 3, 300, streams)
    for look in found.looks:
        (evidence,) = look.evidence
        assert evidence.value == pytest.approx(1 - look.statistics[0].p)
        assert evidence.bound == pytest.approx(0.98531, abs=1e-5)


@pytest.mark.parametrize("endpoint", sorted(CONTROL))
def test_a_patient_is_the_same_person_in_every_design(endpoint):
    """By number among the eligible: came in the same month and measured the same, whatever the looks, the size, the
    cut-off or the pauses; and in the same arm had the same outcome."""
    s = scenario(endpoint, eligible=0.6, sites=3, ramp_months=5.0)
    made = {
        "fixed": a_design("fixed", endpoint=endpoint),
        "looks": a_design("group_sequential", endpoint=endpoint, looks=(0.3, 0.62, 1.0)),
        "larger": a_design("group_sequential", endpoint=endpoint, patients=240, looks=(0.5, 1.0)),
        "enriched": a_design("fixed", endpoint=endpoint, marker="hsCRP", cutoff=2.0, patients=70),
        "arms": a_design("multi_arm", endpoint=endpoint, looks=(0.45, 1.0)),
    }
    for number in (1, 17):
        of = {
            name: {p.eligible: p for p in engine.open_trial(d, s, LIMITS, number, 200, streams).patients}
            for name, d in made.items()
        }
        for name in set(made) - {"fixed"}:
            waits = (
                2.0 if name == "arms" and endpoint != "time_to_event" else 0.0
            )  # until the interim is known
            shared = sorted(of["fixed"].keys() & of[name].keys())
            assert len(shared) > 30
            for j in shared:
                one, other = of["fixed"][j], of[name][j]
                late = waits if other.number > 72 else 0.0
                assert other.month - late == pytest.approx(one.month, abs=1e-9)
                assert other.marker == one.marker
                if one.arm == other.arm and endpoint != "time_to_event":  # followed to another day otherwise
                    assert other.words == one.words
