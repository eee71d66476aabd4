"""What cannot be right is refused, with words that say what to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trialwright.analyse import (
    contrasts,
    linear,
    negative_binomial,
    ordinal,
    rates,
    repeated,
    slopes,
    survival,
    unequal_variances,
)
from trialwright.analyse.expressions import values
from trialwright.errors import AnalysisError
from trialwright.kernels import concordance, threshold_structures

PATIENTS: dict[str, Any] = {
    "n": [3, 3, 2, 3, 4, 3], "x": [1.0, 2.0, 2.0, 1.0, 1.0, 2.0], "who": [1, 2, 3, 1, 2, 3], "time": [1, 2, 3, 4, 5, 6],
    "status": [1, 0, 1, 0, 1, 1], "w": [1.0, 2.0, 1.0, 1.0, 1.0, 1.0],
}  # fmt: skip


def test_counts_that_vary_less_than_poisson_ones_have_no_dispersion() -> None:
    with pytest.raises(AnalysisError, match="Fit a Poisson model"):
        negative_binomial.negative_binomial("n ~ x", PATIENTS)


def test_a_half_is_no_count() -> None:
    with pytest.raises(AnalysisError, match="no counts"):
        negative_binomial.negative_binomial("x ~ n", PATIENTS | {"x": [0.5, 1, 2, 3, 4, 5]})


def test_a_polynomial_needs_more_values_than_its_degree() -> None:
    with pytest.raises(AnalysisError, match="lower degree"):
        linear.ancova("n ~ poly(x, 2)", PATIENTS)
    with pytest.raises(AnalysisError, match="not understood"):
        linear.ancova("n ~ poly(x, n)", PATIENTS)


def test_ordered_is_no_term_for_its_contrasts_would_be_guessed() -> None:
    with pytest.raises(AnalysisError, match="contrasts of polynomials"):
        linear.ancova("n ~ ordered(who)", PATIENTS)
    assert len(ordinal.proportional_odds("ordered(who) ~ x", PATIENTS).categories) == 3


def test_an_orthogonal_polynomial_spans_what_plain_powers_do() -> None:
    data = {"y": [1.0, 4, 2, 8, 5, 7, 3], "a": [0.1, 0.9, 2.0, 3.7, 5.1, 5.9, 8.0]}
    one, other = (linear.ancova(f"y ~ {t}", data) for t in ("poly(a, 3)", "a + I(a^2) + I(a^3)"))
    assert one.fit.rss == pytest.approx(other.fit.rss, rel=1e-9)
    x = one.prepared.x[:, 1:]
    assert x.T @ x == pytest.approx(np.eye(3), abs=1e-12)
    assert one.prepared.design.again(data) == pytest.approx(one.prepared.x)
    assert values("a", data)[0] == 0.1


def test_thresholds_with_a_structure_have_common_effects_only() -> None:
    with pytest.raises(AnalysisError, match="differ by threshold"):
        ordinal.proportional_odds("who ~ 1", PATIENTS, nominal="~ x", thresholds="symmetric")
    with pytest.raises(AnalysisError, match="rigid"):
        ordinal.proportional_odds("who ~ x", PATIENTS, thresholds="rigid")


@pytest.mark.parametrize("q", [2, 3, 4, 5, 8])
@pytest.mark.parametrize("name", threshold_structures.NAMES[1:])
def test_thresholds_are_what_their_structure_says(name: str, q: int) -> None:
    matrix, names = threshold_structures.matrix(name, q)
    assert matrix.shape == (q, len(names))
    parameters = np.arange(1.0, len(names) + 1)
    if names[0].startswith("central"):
        parameters[: names.count("central") or 2] = [0.0] if "central" in names else [-0.5, 0.5]
    gaps = np.diff(matrix @ parameters)
    assert (gaps > 0).all()
    assert gaps == pytest.approx(gaps[::-1])
    if name == "equidistant":
        assert np.ptp(gaps) == 0


def test_a_row_that_is_empty_in_every_stratum_tells_nothing() -> None:
    with pytest.raises(AnalysisError, match="Leave out"):
        rates.general_association([[[1, 2, 3], [0, 0, 0], [3, 2, 1]]] * 2)
    with pytest.raises(AnalysisError, match="counts"):
        rates.general_association([[[1, 2], [-1, 3]]])


def test_two_by_two_tables_have_the_same_test_from_either_door() -> None:
    tables = [[[3, 7], [6, 2]], [[4, 4], [9, 1]]]
    assert rates.general_association(tables).chi_squared == pytest.approx(
        rates.stratified(tables).chi_squared
    )


def test_what_a_weighted_model_explains_is_not_offered() -> None:
    fitted = survival.cox("~ x", PATIENTS, weights="w")
    with pytest.raises(AnalysisError, match="weights"):
        fitted.summary()


def test_curves_of_nobody_and_shares_that_are_none() -> None:
    found = survival.curves(PATIENTS)
    assert found.groups == ("all",)
    with pytest.raises(AnalysisError, match="no share"):
        found.quantiles(1.0)
    with pytest.raises(AnalysisError, match="No row"):
        survival.curves({"time": [None], "status": [1]})


def test_concordance_turns_with_the_risk() -> None:
    rng = np.random.default_rng(8)
    risk, time, event = (
        rng.normal(size=30).round(1),
        rng.integers(1, 9, 30).astype(float),
        rng.random(30) < 0.6,
    )
    one, other = concordance.concordance(risk, time, event), concordance.concordance(-risk, time, event)
    assert one.value + other.value == pytest.approx(1.0)
    assert one.error == pytest.approx(other.error)
    assert np.isnan(concordance.concordance(risk, time, np.zeros(30, bool)).value)


REPEATED: dict[str, Any] = {
    "y": [1.0, 2.5, 2.0, 4.0, 0.5, 3.5, 1.5, 1.0, 2.0, 5.0], "t": [0, 1] * 5, "id": [k for k in range(5) for _ in "ab"],
    "arm": [0, 0, 1, 1, 0, 0, 1, 1, 1, 1],
}  # fmt: skip


def test_variances_by_group_go_with_one_structure() -> None:
    with pytest.raises(AnalysisError, match="Name the groups once"):
        repeated.mmrm("y ~ t + us(t | arm / id)", REPEATED, variance_by="arm")
    with pytest.raises(AnalysisError, match="independent errors"):
        slopes.random_slopes("y ~ t + (1 | id) + ar1(t | id)", REPEATED, variance_by="arm")


def test_one_variance_is_least_squares() -> None:
    one, other = (
        unequal_variances.unequal_variances("y ~ t", REPEATED, None),
        linear.ancova("y ~ t", REPEATED),
    )
    assert one.coefficients.error == pytest.approx(other.coefficients.error, rel=1e-6)
    assert one.deviations[0] ** 2 == pytest.approx(other.fit.sigma2, rel=1e-6)


def test_tukey_is_of_all_pairs() -> None:
    data = {"y": [1.0, 2, 4, 3, 5, 7, 2], "g": ["a", "b", "c", "a", "b", "c", "a"]}
    fitted = linear.ancova("y ~ g", data)
    pairs = contrasts.pairwise(fitted, "g")
    assert (contrasts.adjusted_p(pairs, "tukey", 3) >= pairs.p).all()
    assert (contrasts.half_widths(pairs, "sidak") > contrasts.half_widths(pairs, "none")).all()
    with pytest.raises(AnalysisError, match="all pairs"):
        contrasts.adjusted_p(fitted.differences("g"), "tukey", 3)
    with pytest.raises(AnalysisError, match="No adjustment"):
        contrasts.adjusted_p(pairs, "scheffe")
    with pytest.raises(AnalysisError, match="no intervals"):
        contrasts.half_widths(pairs, "holm")


def test_mid_p_limits_on_a_grid_are_within_the_exact_ones() -> None:
    for x, n in [(1, 9), (4, 9), (8, 9), (50, 300)]:
        rate = rates.OneRate(x, n)
        (low, high), (near, far) = rate.mid_p(), rate.printed_mid_p()
        assert low <= near <= low + 5e-4
        assert high - 5e-4 <= far <= high
    assert rates.OneRate(0, 20).printed_mid_p() == pytest.approx((0.0, 1 - 0.05 ** (1 / 20)))


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("n ~ cut(time, c(0, 3, 5))", "none of the intervals, as 6"),
        ("n ~ cut(time, 3)", "breaks that differ"),
        ("n ~ scale(x, center = 2)", "scale = FALSE"),
        ("n ~ scale(1 * 2)", "does not vary"),
        ("n ~ (time > 2", "not closed"),
        ("n ~ I(time > 9)", "one level only"),
        ("n ~ I(time > 'b')", "words with numbers"),
    ],
)
def test_terms_that_compute_say_what_they_take(formula: str, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        linear.ancova(formula, PATIENTS)


def test_words_with_signs_in_them_are_no_comparisons() -> None:
    data = {"y": [1.0, 2, 4, 3, 6], "g": ["<5", ">=5", "<5", ">=5", ">=5"]}
    found = linear.ancova("y ~ relevel(as.factor(g), ref = '>=5')", data).coefficients.names
    assert found == ("(Intercept)", 'relevel(as.factor(g), ref = ">=5")<5')
    assert linear.ancova("y ~ I(g == '<5')", data).coefficients.names[1] == 'I(g == "<5")TRUE'


def test_words_are_not_compared_with_numbers() -> None:
    data = {"y": [1.0, 2, 4, 3], "g": ["a", "b", "a", "b"]}
    with pytest.raises(AnalysisError, match="words with numbers"):
        linear.ancova("y ~ I(g > 3)", data)


def test_an_interval_without_end_is_named_as_in_r() -> None:
    """R 4.2: levels(cut(1:100, c(-Inf, 50, Inf)))."""
    made = linear.ancova("y ~ cut(a, c(-Inf, 2, Inf))", {"y": [1.0, 2, 4, 3, 5], "a": [1.0, 2, 3, 4, 5]})
    assert made.coefficients.names[1] == "cut(a, c(-Inf, 2, Inf))(2, Inf]"


def test_no_second_call_of_a_kind_is_left_out_without_a_word() -> None:
    with pytest.raises(AnalysisError, match="takes one"):
        slopes.random_slopes("n ~ time + (1 | who) + (1 | x)", PATIENTS)
    with pytest.raises(AnalysisError, match="takes one"):
        repeated.mmrm("n ~ time + cs(time | who) + us(x | who)", PATIENTS)


def test_groups_within_groups_are_refused_as_such() -> None:
    with pytest.raises(AnalysisError, match="groups within groups"):
        slopes.random_slopes("n ~ time + (1 | x/who)", PATIENTS)


def test_strata_that_leave_nobody_to_compare_with_are_refused() -> None:
    with pytest.raises(AnalysisError, match="in the same stratum"):
        survival.cox("~ w + strata(x) + strata(who)", PATIENTS)
    with pytest.raises(AnalysisError, match="no event"):
        survival.cox("~ x", PATIENTS | {"status": [0] * 6})


def test_weights_that_are_no_counts_have_no_greenwood_variance() -> None:
    with pytest.raises(AnalysisError, match="whole numbers"):
        survival.curves(PATIENTS | {"w": [1.5, 1, 1, 1, 1, 1]}, weights="w")


def test_a_row_that_stands_for_three_is_three_rows() -> None:
    times, counts = [1.0, 2, 3, 5, 8], [3, 1, 2, 1, 1]
    rows = {"time": times, "status": [1, 0, 1, 1, 0], "k": counts}
    whole = {name: np.repeat(rows[name], counts).tolist() for name in ("time", "status")}
    one, other = survival.curves(rows, weights="k"), survival.curves(whole)
    assert one.survival_at(3)[0] == pytest.approx(other.survival_at(3)[0], rel=1e-12)
    assert one.restricted_means(6)[0] == pytest.approx(other.restricted_means(6)[0], rel=1e-12)
    assert one.curves[0].risk_at(2) == other.curves[0].risk_at(2) == 5


@pytest.mark.parametrize("treated", [[float("nan"), 2.0], ["a", "b"], [None, 1.0]])
def test_a_value_that_is_missing_neither_wins_nor_loses(treated) -> None:
    """Those who are missing were counted as lost: 1 win and 2 losses of these two against 1 and 2."""
    with pytest.raises(AnalysisError, match="missing or no number") as told:
        ordinal.wins(treated, [1.0, 2.0])
    assert told.value.fix
    assert ordinal.wins([2.0, 3.0], [1.0, 2.0]).losses == 0
