"""Observed information, calendar time, chosen looks, harm bounds, calls of R and words for a protocol."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trialwright.design.boundaries import (
    SequentialDesign,
    at_information,
    fisher,
    group_sequential,
    protocol_text,
)
from trialwright.design.rpact import answer
from trialwright.design.rpact.writing import gsDesign_call, rpact_call
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import stage_probabilities

PLANNED = group_sequential(4, boundaries="lan_demets_of")


def alpha(design: SequentialDesign) -> float:
    none = np.append(np.full(design.k - 1, -np.inf), design.critical_values[-1])
    return float(stage_probabilities(none, design.critical_values, design.information_rates, 0.0)[1].sum())


def test_bounds_at_the_planned_information_are_the_planned_bounds() -> None:
    again = at_information(PLANNED, [50, 100], 200)
    np.testing.assert_allclose(again.critical_values, PLANNED.critical_values, rtol=1e-10)


@pytest.mark.parametrize("last", [180.0, 200.0, 231.0])
def test_over_and_under_running_spend_all_and_no_more(last: float) -> None:
    first = at_information(PLANNED, [61.0], 200)
    second = at_information(PLANNED, [61.0, 117.0], 200)
    ended = at_information(PLANNED, [61.0, 117.0, last], 200, final=True)
    assert ended.k == 3
    assert alpha(ended) == pytest.approx(0.025, rel=1e-9)
    # What has been tested keeps its bound.
    assert second.critical_values[0] == pytest.approx(first.critical_values[0], rel=1e-10)
    np.testing.assert_allclose(ended.critical_values[:2], second.critical_values[:2], rtol=1e-10)


@pytest.mark.parametrize(
    ("information", "final", "said"),
    [
        ([100.0, 90.0], False, "does not rise"),
        ([60.0, 160.0], False, "next planned look"),
        ([210.0, 220.0], True, "Only the last"),
    ],
)
def test_information_that_does_not_fit_is_refused(information: list[float], final: bool, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        at_information(PLANNED, information, 200, final=final)


def test_a_shape_does_not_follow_the_information() -> None:
    with pytest.raises(DesignError, match="do not follow"):
        at_information(group_sequential(3), [60.0], 200)


def test_calendar_spending_spends_by_the_calendar() -> None:
    design = group_sequential(
        3, boundaries="lan_demets_pocock", information_rates=[0.2, 0.5, 1], spending_times=[1 / 3, 2 / 3, 1]
    )
    by_information = group_sequential(3, boundaries="lan_demets_pocock")
    np.testing.assert_allclose(design.alpha_spent, by_information.alpha_spent, rtol=1e-9)


def test_a_look_that_cannot_reject_leaves_its_error_to_the_next() -> None:
    design = group_sequential(3, boundaries="lan_demets_of", efficacy_looks=[False, True, True])
    assert design.critical_values[0] == np.inf
    assert design.alpha_spent[0] == 0.0
    assert design.alpha_spent[1] == pytest.approx(
        group_sequential(3, boundaries="lan_demets_of").alpha_spent[1]
    )
    shape = group_sequential(3, boundaries="pocock", efficacy_looks=[False, True, True])
    assert alpha(shape) == pytest.approx(0.025, rel=1e-9)


def test_harm_bounds_spend_their_own_error_under_no_effect() -> None:
    design = group_sequential(
        3, boundaries="lan_demets_of", harm_spending="lan_demets_pocock", harm_alpha=0.1
    )
    assert design.harm_bounds is not None
    below, _ = stage_probabilities(design.harm_bounds, design.critical_values, design.information_rates, 0.0)
    spent = 0.1 * np.log1p((np.e - 1) * np.array([1, 2, 3]) / 3)
    np.testing.assert_allclose(np.cumsum(below), spent, rtol=1e-9)


STATED: list[dict[str, Any]] = [
    {"k": 4},
    {"k": 1, "alpha": 0.05, "sided": 2},
    {"boundaries": "wang_tsiatis", "delta": 0.25, "information_rates": [0.3, 0.6, 1]},
    {"k": 3, "boundaries": "haybittle_peto", "constant_bound": 3.2},
    {"k": 3, "boundaries": "pampallona_tsiatis", "deltas": (0.0, 0.2)},
    {
        "k": 3,
        "boundaries": "kim_demets",
        "gamma": 3.0,
        "beta_spending": "hwang_shih_decani",
        "beta_gamma": -2.0,
    },
    {"k": 3, "alpha": 0.05, "sided": 2, "boundaries": "lan_demets_of", "beta_spending": "lan_demets_pocock"},
    {"boundaries": "user_spending", "alpha_spending": [0.004, 0.025]},
    {"k": 3, "futility_bounds": [-np.inf, 0.4], "binding_futility": True, "kind": "inverse normal"},
    {"k": 3, "boundaries": "lan_demets_of", "futility_bounds": [0.0, 0.4], "delayed_information": [0.1, 0.1]},
    {"k": 3, "boundaries": "no_early_efficacy", "futility_bounds": [0.0, 0.4]},
]


@pytest.mark.parametrize("stated", STATED, ids=str)
def test_the_rpact_call_states_the_same_design(stated: dict[str, Any]) -> None:
    design = group_sequential(**stated)
    call = rpact_call(design)
    assert call is not None
    again = answer(call).of
    np.testing.assert_allclose(again.critical_values, design.critical_values, rtol=1e-9)
    if design.futility_bounds is not None:
        np.testing.assert_allclose(again.futility_bounds, design.futility_bounds, rtol=1e-8)
    assert again.kind == design.kind


def test_the_fisher_call_states_the_same_design() -> None:
    design = fisher(3, 0.025, "full_alpha", [0.2, 0.6, 1], futility_p_values=[0.7, 0.6])
    again = answer(str(rpact_call(design))).of
    np.testing.assert_allclose(again.critical_values, design.critical_values, rtol=1e-9)


def test_calls_that_cannot_state_a_design_are_none() -> None:
    assert rpact_call(group_sequential(3, boundaries="pocock", efficacy_looks=[False, True, True])) is None
    assert gsDesign_call(group_sequential(3, futility_bounds=[0, 0.5])) is None
    assert gsDesign_call(fisher(3)) is None


@pytest.mark.parametrize(
    ("stated", "call"),
    [
        (
            {"k": 3, "boundaries": "lan_demets_of"},
            "gsDesign(k = 3, test.type = 1, alpha = 0.025, beta = 0.2, sfu = sfLDOF)",
        ),
        (
            {"k": 2, "alpha": 0.05, "sided": 2, "boundaries": "hwang_shih_decani", "gamma": -4},
            "gsDesign(k = 2, test.type = 2, alpha = 0.025, beta = 0.2, sfu = sfHSD, sfupar = -4)",
        ),
        (
            {
                "k": 2,
                "beta": 0.1,
                "boundaries": "lan_demets_of",
                "beta_spending": "kim_demets",
                "beta_gamma": 2,
            },
            "gsDesign(k = 2, test.type = 4, alpha = 0.025, beta = 0.1, sfu = sfLDOF, sfl = sfPower, sflpar = 2)",
        ),
    ],
)
def test_the_gsdesign_call(stated: dict[str, Any], call: str) -> None:
    assert gsDesign_call(group_sequential(**stated)) == call


def test_the_protocol_says_what_the_design_does() -> None:
    text = protocol_text(
        group_sequential(
            2, beta=0.1, boundaries="lan_demets_of", beta_spending="lan_demets_of", binding_futility=True
        )
    )
    for part in (
        "2 looks, at 50 % and 100 % of the planned information",
        "one-sided type I error rate is 0.025, spent by the Lan-DeMets spending function of O'Brien-Fleming type",
        "at least 2.963 (nominal p = 0.00153) at look 1",
        "stops for futility when it is below",
        "for a power of 90 %",
        "binding: the critical values rest on it",
    ):
        assert part in text, part


@pytest.mark.parametrize("stated", STATED, ids=str)
def test_the_protocol_of_every_design_is_whole_sentences(stated: dict[str, Any]) -> None:
    text = protocol_text(group_sequential(**stated))
    assert text.endswith((".", ")."))
    assert not {"{", "nan", "inf", "None"} & set(text.replace(".", " ").split())


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"alpha": 0.6}, "alpha"),
        ({"k": 3, "information_rates": [0.5, 1]}, "2 information rates for 3 looks"),
        ({"information_rates": [0.5, 0.9]}, "do not rise from above 0 to 1"),
        ({"boundaries": "hwang_shih_decani"}, "needs gamma"),
        ({"boundaries": "kim_demets", "gamma": -1}, "needs gamma"),
        ({"boundaries": "wang_tsiatis"}, "need delta"),
        ({"k": 3, "futility_bounds": [0]}, "1 futility bounds for 3 looks"),
        ({"k": 2, "futility_bounds": [3.5]}, "is not below the critical value"),
        ({"k": 2, "futility_bounds": [np.nan]}, "not a number"),
        ({"k": 4, "boundaries": "haybittle_peto", "constant_bound": 1.9}, "looks before the last spend all"),
        ({"boundaries": "user_spending", "alpha_spending": [0.01, 0.02]}, "does not rise to alpha"),
        (
            {"k": 3, "boundaries": "lan_demets_of", "delayed_information": [0.1, 0.1]},
            "needs a futility bound",
        ),
        ({"sided": 3}, "1 or 2 sides"),
        ({"boundaries": "sharp"}, "no boundaries `sharp`"),
    ],
)
def test_what_makes_no_design_is_refused(stated: dict[str, Any], said: str) -> None:
    with pytest.raises(DesignError, match=said) as raised:
        group_sequential(**stated)
    assert raised.value.fix


@pytest.mark.parametrize("method", ["equal_alpha", "full_alpha"])
def test_fisher_refuses_an_alpha_that_its_futility_stops_leave_out_of_reach(method: str) -> None:
    with pytest.raises(DesignError, match="too few trials to spend alpha on"):
        fisher(3, 0.2, method, futility_p_values=[0.1, 0.1])
