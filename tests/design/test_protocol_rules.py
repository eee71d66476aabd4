"""What a protocol says of a design is what its simulation does: no rule that is off, none left out that is on."""

import numpy as np
import pytest

from trialwright import design as engine
from trialwright.design.designs import combined, found, options_of, rules_of
from trialwright.design.statement import state
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

PLAIN = Scenario(name="base", control={"rate": 0.4}, effect=EffectCurve(level=-0.7), screened_per_month=20)
MARKED = PLAIN.model_copy(update={"marker": Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, 5.0))})
COMMON = {"name": "d", "endpoint": "binary", "better": "lower", "patients": 310}
OF = {
    "multi_arm": {"arms": ("low", "middle", "high"), "looks": (0.4, 0.7, 1.0)},
    "response_adaptive": {"arms": ("low", "high")},
    "multiple_contrast": {"arms": ("low", "high")},
    "enrichment": {"marker": "m", "cutoff": 2.0},
    "stratified": {"marker": "m", "cutoff": 2.0, "looks": (0.5, 1.0)},
    "adaptive_threshold": {"marker": "m", "options": {"candidates": [2.0, 3.0]}},
    "blinded_reestimation": {"options": {"effect": 0.6}},
}
# Another value of each option, with those without which it says nothing.
CHANGES = {
    "allocate": ("rosenberger", {}),
    "bound": (0.2, {"rule": "smallest"}),
    "boundaries": ("pocock", {}),
    "control": (0.3, {}),
    "combination": ("fisher", {}),
    "decrease": (0.5, {}),
    "doses": ([3.0, 9.0], {}),
    "effect": (0.5, {}),
    "efficacy": (0.97, {}),
    "emax": ([4.0], {}),
    "epsilon": (0.1, {"selection": "epsilon"}),
    "everyone": (False, {}),
    "evidence": ("pooled", {}),
    "exponential": ([4.0], {}),
    "first": ("subgroup", {"intersection": "hierarchical"}),
    "fisher_method": ("full_alpha", {"combination": "fisher"}),
    "fit": (True, {}),
    "increase": (1.5, {}),
    "intersection": ("bonferroni", {}),
    "log_linear": (True, {}),
    "measure": ("statistic", {}),
    "minimum": (0.2, {}),
    "model": ("beta", {"efficacy": 0.98}),
    "power": (0.5, {}),
    "predictive": (0.1, {}),
    "promising": (0.4, {}),
    "r": (1, {"selection": "r best"}),
    "rule": (None, {}),
    "selection": ("all", {}),
    "stop": ("any", {"boundaries": "pocock"}),
    "target": (0.8, {}),
    "threshold": (0.05, {}),
    "threshold_subgroup": (0.05, {}),
}
RULES = {"reestimation": "conditional power", "adaptive_threshold": "estimate"}
SHAPES = {  # of the same name as another type's option, or with words of its own
    ("multi_arm", "futility"): ([0.1, 0.2], {}),
    ("response_adaptive", "futility"): ([0.1, 0.2, 0.3, 0.4], {}),
    ("bayesian", "delta"): (0.1, {"efficacy": 0.97}),
    ("bayesian", "prior_mean"): (0.1, {"prior_sd": 1.0, "efficacy": 0.97}),
    ("bayesian", "prior_sd"): (1.0, {"efficacy": 0.97}),
    ("bayesian", "prior_arm"): ([2.0, 3.0], {"model": "beta", "efficacy": 0.97}),
    ("bayesian", "prior_control"): ([2.0, 3.0], {"model": "beta", "efficacy": 0.97}),
    ("multiple_contrast", "linear"): (False, {"log_linear": True}),
    ("multiple_contrast", "target"): (0.3, {"fit": True}),
}
SPENDING = {"gamma": "kim_demets", "delta": "wang_tsiatis"}
ESTIMATES = {"adjusted"}  # what is reported beside, not what is decided


def streams(block):
    return np.random.default_rng([9, block])


def a_design(kind, **changes):
    given = COMMON | {"type": kind} | OF.get(kind, {}) | changes
    given["options"] = OF.get(kind, {}).get("options", {}) | changes.get("options", {})
    return Design(**given)


def words(design):
    """Who enters, how an effect is shown, by which rules: what stands before any figure of the simulation."""
    scenario = MARKED if design.marker else PLAIN
    found = engine.evaluate([design], scenario, Limits(), 20, streams, nulls=False)
    return " ".join(
        p for p in state(found, scenario, Limits(), streams).protocol if "simulated trials" not in p
    )


def every_option():
    for kind, module in sorted(found().items()):
        if hasattr(module, "bounds"):
            continue  # their boundaries' own words, tests/design/boundaries
        for option in getattr(module, "OPTIONS", ()):
            if option.name not in ESTIMATES | {"candidates"}:
                yield kind, option


def _changed(kind, option):
    """(options without it, options with it)"""
    if option in combined.OPTIONS and option.name in SPENDING:
        with_it = {"boundaries": SPENDING[option.name]}
        return with_it | {option.name: 0.3}, with_it | {option.name: 0.6}
    value, beside = SHAPES.get((kind, option.name)) or CHANGES.get(option.name) or (0.1, {})
    value = RULES[kind] if option.name == "rule" else value
    beside = {k: v for k, v in beside.items() if k in options_of(a_design(kind))}
    return beside, beside | {option.name: value}


@pytest.mark.parametrize(
    ("kind", "option"), list(every_option()), ids=lambda x: x if isinstance(x, str) else x.name
)
def test_an_option_that_changes_what_is_decided_changes_what_is_said(kind, option):
    before, after = _changed(kind, option)
    assert words(a_design(kind, options=before)) != words(a_design(kind, options=after))


@pytest.mark.parametrize("kind", sorted(k for k, m in found().items() if not hasattr(m, "bounds")))
def test_rules_that_are_off_are_not_printed_and_none_in_the_words_of_an_option(kind):
    said = words(a_design(kind))
    for sign in ("None", "False", "True", "()", ": 0.0", "`", "Its rules"):
        assert sign not in said
    for option in getattr(found()[kind], "OPTIONS", ()):
        assert option.meaning not in said
        assert f"{option.name}:" not in said
    if "futility" in {o.name for o in getattr(found()[kind], "OPTIONS", ())}:
        assert " below " not in said.replace("conditional power at", "") or kind == "reestimation"


def largest_seen(design, scenario, n=400):
    """Patients of the largest of the first sixty simulated trials."""
    return max(
        engine.open_trial(design, scenario, Limits(), k, n, streams).looks[-1].patients for k in range(1, 61)
    )


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("multi_arm", {"patients": 480}),
        ("multi_arm", {"patients": 480, "looks": (0.5, 1.0), "arms": ("low", "high")}),
        ("multi_arm", {"patients": 481, "allocation": 0.5, "options": {"selection": "r best", "r": 2}}),
        ("multi_arm", {"patients": 480, "options": {"selection": "all"}}),
        ("multi_arm", {"patients": 480, "looks": (1.0,)}),
        ("response_adaptive", {}),
        ("enrichment", {}),
        ("stratified", {}),
        ("bayesian", {}),
        ("reestimation", {}),
        ("adaptive_threshold", {}),
        ("group_sequential", {}),
        ("fixed", {}),
    ],
)  # fmt: skip
def test_the_most_patients_that_are_stated_are_those_of_the_largest_trial(kind, changes):
    """With a weak effect hardly a trial ends early, so the largest there can be is seen."""
    design = a_design(kind, **changes)
    weak = (MARKED if design.marker else PLAIN).model_copy(update={"effect": EffectCurve(level=-0.25)})
    (found,) = engine.evaluate([design], weak, Limits(), 400, streams, nulls=False)
    assert found.largest == largest_seen(design, weak)
    said = state([found], weak, Limits(), streams).protocol[0]
    assert said.startswith(f"At most {found.largest:,} patients")


def test_blocks_are_permuted_in_the_burn_in_alone_where_chances_follow_the_data():
    said = words(a_design("response_adaptive"))
    assert "in permuted blocks until the first look (20 % of the planned information)" in said
    assert "drawn at random, with the arms' chances of the last look" in said
    alone = words(a_design("response_adaptive", looks=(1.0,)))
    assert "in permuted blocks." in alone
    assert "chance" not in alone


def test_pooled_data_are_not_combined_by_stages():
    said = words(a_design("response_adaptive", options={"evidence": "pooled", "boundaries": "lan_demets_of"}))
    assert "inverse normal" not in said
    assert "weighted" not in said
    reach = combined.at_sizes(a_design("response_adaptive"), [62, 124, 186, 248, 310], {
        "combination": "inverse normal", "boundaries": "lan_demets_of", "gamma": None, "delta": None,
    })  # fmt: skip
    assert f"score of all patients so far is at least {reach.reached()}" in said


def test_a_rule_that_is_on_is_said_with_its_figures():
    said = words(
        a_design(
            "multi_arm",
            options={"selection": "r best", "r": 2, "futility": [0.0, 0.3], "threshold": 0.1, "stop": "any"},
        )
    )
    for part in (
        "only the best 2 arms go on",
        "below 0.1",
        "below 0 at look 1 and 0.3 at look 2",
        "as soon as any arm is shown to be better",
    ):
        assert part in said
    assert rules_of(a_design("fixed"), 310) == []


@pytest.mark.parametrize(
    ("endpoint", "control", "article"),
    [
        ("ordinal", {"probabilities": (0.2, 0.3, 0.5)}, "an ordinal outcome,"),
        ("binary", {"rate": 0.4}, "a binary outcome,"),
    ],
)
def test_the_article_goes_with_the_word(endpoint, control, article):
    scenario = PLAIN.model_copy(update={"control": control})
    design = a_design("fixed", endpoint=endpoint)
    made = engine.evaluate([design], scenario, Limits(), 20, streams, nulls=False)
    assert f"is {article}" in state(made, scenario, Limits(), streams).protocol[0]
