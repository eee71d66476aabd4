"""Designs under scenarios: simulation against closed forms, the same bytes, and what must move which way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright import design
from trialwright.adapters import engines
from trialwright.design.population import Population
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

CRP = Marker(
    name="hsCRP",
    unit="mg/L",
    probabilities=(0.0, 0.25, 0.5, 0.75, 1.0),
    values=(0.2, 1.1, 2.4, 5.8, 60.0),
    within_sd=0.4,
    assay_cv=0.05,
)
RARE = Marker(name="hsCRP", probabilities=(0.0, 0.5, 0.99, 1.0), values=(0.2, 2.4, 10.0, 60.0))
LIMITS = Limits(patients=400, months=36)
CURVE = EffectCurve(curve="emax", level=0.7, half=5.0)


def streams(block):
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(11, spawn_key=(block,))))


def scenario(**changes):
    stated = {
        "name": "base",
        "control": {"mean": 0.0, "sd": 1.0},
        "effect": CURVE,
        "marker": CRP,
        "screened_per_month": 40,
        "eligible": 0.5,
        "followup_months": 3,
    }
    return Scenario(**(stated | changes))


def fixed(**changes):
    stated = {"name": "d", "type": "fixed", "endpoint": "continuous", "better": "higher", "patients": 200}
    cut = {"marker": "hsCRP"} if changes.get("cutoff") is not None else {}
    return Design(**(stated | cut | changes))


def figures(a_design, a_scenario, replicates=4000, limits=LIMITS):
    return design.evaluate([a_design], a_scenario, limits, replicates, streams)[0].figures


def differs(figure, expected):
    """How many Monte Carlo errors a simulated figure lies from a number."""
    return abs(figure.value - expected) / figure.mcse


@pytest.mark.parametrize("cutoff", [None, 2.0, 5.0])
@pytest.mark.parametrize("allocation", [1.0, 2.0])
def test_closed_form_power_is_the_simulated_power(cutoff, allocation):
    found = figures(fixed(cutoff=cutoff, allocation=allocation, patients=180), scenario(dropout=0.1), 20_000)
    assert 0.3 < found["power"].value < 0.99
    assert differs(found["power"], found["power_analytic"].value) < 4


def test_integrals_over_the_population_are_what_the_trials_see():
    found = figures(fixed(cutoff=3.0), scenario())
    split = Population(CRP, CURVE).split(3.0)
    assert differs(found["effect_enrolled"], float((split.enrolled_weight * split.effect).sum())) < 4
    assert differs(found["below_cutoff"], float(split.enrolled_weight[split.below].sum())) < 4


def test_effects_of_enrolled_and_excluded_average_to_everybodys():
    enriched, everyone = figures(fixed(cutoff=3.0), scenario()), figures(fixed(), scenario())
    p = enriched["prevalence"].value
    mixed = p * enriched["effect_enrolled"].value + (1 - p) * enriched["effect_excluded"].value
    assert mixed == pytest.approx(everyone["effect_enrolled"].value, abs=4 * enriched["effect_enrolled"].mcse)


def test_shut_out_is_the_benefit_of_those_outside():
    """With a constant effect the benefit shut out is simply the share of patients shut out."""
    found = figures(fixed(cutoff=3.0), scenario(effect=EffectCurve(level=0.3)))
    assert found["shut_out"].value == pytest.approx(1 - found["prevalence"].value)
    assert figures(fixed(), scenario(), 100)["shut_out"].value == 0
    harmful = figures(fixed(cutoff=3.0), scenario(effect=EffectCurve(level=-0.3)), 100)
    assert "shut_out" not in harmful  # no benefit to share out: absent, not zero


def test_regression_to_the_mean_vanishes_without_noise():
    noisy = figures(fixed(cutoff=3.0), scenario(), 1000)
    exact = figures(
        fixed(cutoff=3.0), scenario(marker=CRP.model_copy(update={"within_sd": 0.0, "assay_cv": 0.0})), 1000
    )
    assert noisy["below_cutoff"].value > 0.05
    assert noisy["missed"].value > 0.05
    assert exact["below_cutoff"].value == exact["missed"].value == 0


def test_any_number_of_workers_gives_the_same_bytes():
    designs = [fixed(cutoff=c, name=f"{c}") for c in (None, 2.0, 5.0)]

    def on(workers):
        with engines.open("threads", workers) as engine:
            return design.evaluate(designs, scenario(eligible_n=300), LIMITS, 3500, streams, engine=engine)

    one, two, five = map(on, (1, 2, 5))
    assert [oc.model_dump_json() for oc in one] == [oc.model_dump_json() for oc in two]
    assert [oc.model_dump_json() for oc in one] == [oc.model_dump_json() for oc in five]


def test_a_design_is_the_same_in_any_company_and_order():
    designs = [fixed(cutoff=c, name=f"{c}", patients=n) for c, n in ((None, 200), (2.0, 150), (5.0, 80))]
    together = design.evaluate(designs, scenario(), LIMITS, 1500, streams)
    backwards = design.evaluate(designs[::-1], scenario(), LIMITS, 1500, streams)
    assert together == backwards[::-1]
    assert together[1:2] == design.evaluate(designs[1:2], scenario(), LIMITS, 1500, streams)


def test_more_replicates_only_add_trials():
    """1,500 replicates are the first 1,500 of 2,000: counts can only grow, by at most 500."""
    few, many = figures(fixed(), scenario(), 1500), figures(fixed(), scenario(), 2000)
    extra = round(2000 * many["power"].value) - round(1500 * few["power"].value)
    assert 0 <= extra <= 500


def test_another_seed_gives_other_trials():
    def other(block):
        return np.random.default_rng([5, block])

    ours = design.evaluate([fixed()], scenario(), LIMITS, 1000, streams)[0]
    theirs = design.evaluate([fixed()], scenario(), LIMITS, 1000, other)[0]
    assert ours.figures["effect_enrolled"].value != theirs.figures["effect_enrolled"].value


def test_progress_ends_at_all_trials():
    seen = []
    design.evaluate([fixed()], scenario(), LIMITS, 2300, streams, progress=lambda d, n: seen.append((d, n)))
    assert seen[-1] == (4600, 4600)  # with effect, and without it for the type I error
    assert seen == sorted(seen)
    assert {n for _, n in seen} == {4600}


def test_lineage_names_the_design_the_scenario_and_the_count():
    oc = design.evaluate([fixed()], scenario(), LIMITS, 1000, streams)[0]
    assert oc.because.of == (oc.design.id, scenario().id)
    assert oc.because.rule == "design.evaluate"
    assert oc.because.formula.startswith(f"{round(1000 * oc.figures['power'].value):,} of 1,000")


def test_every_figure_is_described_and_simulated_ones_carry_their_error():
    found = figures(fixed(cutoff=2.0), scenario())
    assert found.keys() <= design.FIGURES.keys()
    for name in ("power", "type_one_error", "within_limits_probability", "effect_enrolled", "below_cutoff"):
        assert found[name].mcse is not None
        assert found[name].mcse > 0
    for name in ("screened", "months"):
        assert found[name].low < found[name].value < found[name].high


def test_a_power_of_one_still_has_an_error():
    assert figures(fixed(), scenario(effect=EffectCurve(level=5.0)), 500)["power"].mcse > 0


def test_limits_are_kept_by_the_median_trial():
    tight = Limits(patients=400, months=figures(fixed(), scenario(), 100)["months"].value - 0.01)
    loose = Limits(patients=400, months=tight.months + 0.02)
    assert not design.evaluate([fixed()], scenario(), tight, 100, streams)[0].within_limits
    oc = design.evaluate([fixed()], scenario(), loose, 4000, streams)[0]
    assert oc.within_limits
    assert differs(oc.figures["within_limits_probability"], 0.5) < 4
    assert not design.evaluate([fixed()], scenario(), Limits(patients=199), 100, streams)[0].within_limits


@settings(max_examples=8, deadline=None)
@given(st.integers(20, 150), st.floats(0.1, 0.5))
def test_power_rises_with_size_and_effect(n, level):
    """On the same patients, so that the order holds up to a few errors of a difference."""
    base = figures(fixed(patients=n), scenario(effect=EffectCurve(level=level)), 2000)["power"]
    larger = figures(fixed(patients=2 * n), scenario(effect=EffectCurve(level=level)), 2000)["power"]
    stronger = figures(fixed(patients=n), scenario(effect=EffectCurve(level=2 * level)), 2000)["power"]
    assert larger.value >= base.value - 4 * base.mcse
    assert stronger.value >= base.value


@settings(max_examples=8, deadline=None)
@given(st.floats(0.5, 4.0), st.floats(1.2, 3.0))
def test_screening_rises_with_the_cutoff(cutoff, times):
    low, high = (figures(fixed(cutoff=c, patients=60), scenario(), 200) for c in (cutoff, cutoff * times))
    assert high["screened"].value > low["screened"].value
    assert high["months"].value > low["months"].value
    assert high["prevalence"].value < low["prevalence"].value


def test_uncertain_eligibility_widens_months():
    known = figures(fixed(), scenario(), 100)["months"]
    unsure = figures(fixed(), scenario(eligible_n=30), 100)["months"]
    assert unsure.high - unsure.low > 1.5 * (known.high - known.low)


def test_a_sample_marker_runs_and_agrees_with_its_closed_form():
    rng = np.random.default_rng(8)
    sample = Marker(name="hsCRP", values=tuple(rng.lognormal(0.8, 1.1, 150).tolist()), within_sd=0.3)
    made = scenario(marker=sample, effect=EffectCurve(level=0.4))
    found = figures(fixed(cutoff=3.0, patients=150), made, 20_000)
    assert differs(found["power"], found["power_analytic"].value) < 4


def test_power_curve_is_evaluate_at_each_size():
    a_design = fixed(cutoff=2.0, patients=120)
    curve = design.power_curve(a_design, scenario(), LIMITS, [60, 120, 200], 2000, streams)
    assert curve.power[1] == figures(a_design, scenario(), 2000)["power"]
    assert curve.power[0].value < curve.power[1].value < curve.power[2].value
    assert curve.because.of == (a_design.id, scenario().id)


def test_a_power_curve_leaves_out_sizes_that_the_method_does_not_support():
    """Of 20 patients 4 in the subgroup of an arm are too few for normal scores, which says nothing of 400."""
    d = Design(
        name="d", type="stratified", endpoint="binary", better="higher", marker="hsCRP", cutoff=3.0, patients=400,
        looks=(1.0,), options={"intersection": "spiessens_debois"},
    )  # fmt: skip
    s = scenario(control={"rate": 0.3})
    found = design.power_curve(d, s, LIMITS, (20, 200, 400), 200, streams)
    assert found.patients == (200, 400)
    assert len(found.power) == 2
    with pytest.raises(DesignError, match="largest score"):
        design.power_curve(d, s, LIMITS, (20,), 200, streams)


def test_endpoints_may_differ_only_where_the_control_fits_both():
    with pytest.raises(DesignError, match="control parameter"):
        figures(fixed(endpoint="binary"), scenario())


@pytest.mark.parametrize(
    ("changes", "of_scenario", "words"),
    [
        ({"cutoff": 100.0}, {}, "0.21% of eligible patients measure at or above it.*from 0.2 to 60 mg/L"),
        ({"cutoff": 40.0}, {"marker": RARE}, "0.23% of eligible patients measure at or above it"),
        ({"cutoff": 0.0}, {}, "outside what the data can say: markers are above 0"),
        ({"cutoff": 3.0, "marker": "IL-6"}, {}, "cuts on `IL-6`"),
        ({"cutoff": 3.0}, {"marker": None, "effect": EffectCurve(level=0.2)}, "describes no marker"),
        ({}, {"marker": None}, "follows a marker"),
        ({"type": "adaptive"}, {}, "no design type `adaptive`"),
        ({"endpoint": "mood"}, {}, "no endpoint type `mood`"),
        ({"patients": 3}, {}, "has 3 patients"),
        ({"events": 40}, {}, "waits for 40 events, and a continuous outcome"),
        ({"type": "multi_arm", "arms": ("low", "low")}, {}, "Two arms of the design `.*` are called `low`"),
        ({"arms": ("control",)}, {}, "called `control`"),
        ({"options": {"evidence": "pooled"}}, {}, "no option `evidence`"),
        ({"allocation": 3.14159}, {}, "not a ratio of small whole numbers"),
        ({}, {"control": {"mean": 0.0}}, "needs the control parameter `sd`"),
        ({}, {"control": {"mean": 0.0, "sd": -1.0}}, "outside its range"),
        ({}, {"control": {"mean": 0.0, "sd": 1.0, "rate": 0.2}}, "has no control parameter `rate`"),
        ({}, {"control": {"mean": 0.0, "sd": (1.0, 2.0)}}, "must be one number"),
        ({}, {"marker": CRP.model_copy(update={"values": (0.2, 1.1, 0.9, 5.8, 60.0)})}, "not a distribution"),
        ({}, {"marker": Marker(name="hsCRP", values=(1.0, 0.0, 2.0))}, "all above 0"),
        (
            {"cutoff": 8.0},
            {"marker": Marker(name="hsCRP", values=(1.0, 2.0, 3.0, 9.0))},
            r"25.00% of eligible patients measure at or above it, 1.0 of the 4 in the data",
        ),
        ({}, {"effect": EffectCurve(curve="points")}, "points of the effect curve"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_with_words(changes, of_scenario, words):
    with pytest.raises(DesignError, match=words) as caught:
        figures(fixed(**changes), scenario(**of_scenario), 100)
    assert caught.value.fix


def test_nothing_to_simulate_is_refused():
    with pytest.raises(DesignError, match="nothing to simulate"):
        design.evaluate([], scenario(), LIMITS, 100, streams)
    with pytest.raises(DesignError, match="nothing to simulate"):
        design.evaluate([fixed()], scenario(), LIMITS, 0, streams)


def test_no_closed_form_is_shown_where_events_are_too_few_for_it():
    rare = scenario(control={"rate": 0.01}, effect=EffectCurve(level=-1.0))
    few, many = (
        figures(fixed(endpoint="binary", better="lower", patients=n), rare, 1000) for n in (100, 4000)
    )
    assert few["power"].value < 0.01
    assert "power_analytic" not in few
    assert differs(many["power"], many["power_analytic"].value) < 4


@pytest.mark.parametrize(("shares", "patients"), [((0.97, 0.02, 0.01), 60), ((0.3, 0.3, 0.4), 8)])
def test_no_closed_form_is_shown_for_ranks_that_are_few_or_tied(shares, patients):
    control = scenario(control={"probabilities": shares}, effect=EffectCurve(level=1.5))
    few, many = (figures(fixed(endpoint="ordinal", patients=n), control, 1000) for n in (patients, 1200))
    assert "power_analytic" not in few
    assert "power_analytic" in many
