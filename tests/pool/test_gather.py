import importlib.util
import math
from pathlib import Path

import pytest

from trialwright import pool
from trialwright.errors import EvidenceError
from trialwright.model.check import Check
from trialwright.model.result import Result

_spec = importlib.util.spec_from_file_location(
    "pool_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def one(value="-0.40", low="-0.70", high="-0.10", name="alpha", nct="", key="ALPHA", **more):
    page = e.Page(name, f"The difference was {value} ({low} to {high}).")
    return e.reading(
        page, e.difference(page, value, low, high, **more), key=key, nct=nct,
        arms=(("active", "experimental", 31), ("placebo", "control", 29)),
    )  # fmt: skip


def test_a_printed_difference_becomes_an_effect_with_its_arithmetic():
    reading = one()
    (effect,) = pool.effects([reading], [], "symptom score", "mean_difference")
    assert effect.y == -0.40
    assert effect.v == pytest.approx((0.6 / (2 * 1.959964)) ** 2, rel=1e-6)
    assert effect.n == (31, 29)
    assert effect.because.of == (reading.results[0].id,)
    assert "0.1531" in effect.because.formula


def test_control_v_experimental_is_turned_round():
    reading = one("0.40", "0.10", "0.70", arm="placebo", versus="active")
    (effect,) = pool.effects([reading], [], "symptom score", "mean_difference")
    assert effect.y == -0.40
    assert effect.n == (31, 29)


def test_a_ratio_goes_to_its_logarithm_at_its_own_level():
    reading = one("0.50", "0.25", "1.00", measure="odds_ratio", level=90.0)
    (effect,) = pool.effects([reading], [], "symptom score", "log_odds_ratio")
    assert effect.y == pytest.approx(math.log(0.5))
    assert math.sqrt(effect.v) == pytest.approx(math.log(4.0) / (2 * 1.644854), rel=1e-6)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"arm": "", "versus": ""}, "direction is unclear"),
        ({"arm": "high dose", "versus": "low dose"}, "neither"),
        ({"level": None}, "level"),
        ({"low": None}, "no confidence interval"),
    ],
)
def test_what_is_not_stated_is_refused_with_its_reason(more, reason):
    reading = one()
    result = reading.results[0].model_copy(update=more)
    reading = reading.model_copy(update={"results": (result,)})
    with pytest.raises(EvidenceError, match=reason):
        pool.effects([reading], [], "symptom score", "mean_difference")
    (missing,) = pool.left_out([reading], [], "symptom score", "mean_difference")
    assert reason in missing.what


def test_nothing_on_the_endpoint_is_no_effect_and_no_error():
    assert pool.effects([one()], [], "survival", "mean_difference") == ()
    assert pool.effects([one()], [], "symptom score", "log_odds_ratio") == ()


def test_baseline_values_are_not_an_effect():
    page = e.Page("means", "At baseline 2.26 (0.27)", "and 2.39 (0.28).")
    means = tuple(
        Result(measure="mean", value=e.printed(m), sd=e.printed(s), total=30, arm=a, endpoint="symptom score",
               time="baseline", quote=page.quote(m))
        for m, s, a in (("2.26", "0.27", "active"), ("2.39", "0.28", "placebo"))
    )  # fmt: skip
    assert pool.effects([e.reading(page, *means)], [], "symptom score", "mean_difference") == ()
    later = tuple(m.model_copy(update={"time": "week 8"}) for m in means)
    (effect,) = pool.effects([e.reading(page, *later)], [], "symptom score", "mean_difference")
    assert effect.y == pytest.approx(-0.13)
    assert effect.v == pytest.approx(0.27**2 / 30 + 0.28**2 / 30)


def counts(x1, n1, x2, n2, name="counts", **more):
    page = e.Page(name, "first arm", "second arm")
    return e.reading(
        page, e.events(page, "first arm", "active", x1, n1, **more),
        e.events(page, "second arm", "placebo", x2, n2, **more), key=name,
    )  # fmt: skip


def test_counts_give_ratios_and_a_half_is_added_only_where_a_cell_is_zero():
    (plain,) = pool.effects([counts(15, 50, 5, 50)], [], "relapse", "log_odds_ratio")
    assert plain.y == pytest.approx(math.log(15 * 45 / (35 * 5)))
    assert "0.5" not in plain.because.formula
    (zero,) = pool.effects([counts(0, 20, 5, 21)], [], "relapse", "log_odds_ratio")
    assert zero.y == pytest.approx(math.log(0.5 * 16.5 / (20.5 * 5.5)))
    assert "0.5 added" in zero.because.formula
    (rd,) = pool.effects([counts(15, 50, 5, 50)], [], "relapse", "risk_difference")
    assert (rd.y, rd.v) == (pytest.approx(0.2), pytest.approx(0.3 * 0.7 / 50 + 0.1 * 0.9 / 50))


def test_no_event_in_either_arm_is_left_out():
    with pytest.raises(EvidenceError, match="cannot be told apart"):
        pool.effects([counts(0, 20, 0, 21)], [], "relapse", "log_odds_ratio")


def test_the_same_trial_in_two_documents_counts_once():
    register = one(name="register", nct="NCT01234567", key="ALPHA")
    news = one("-0.41", "-0.71", "-0.11", name="news", nct="NCT01234567", key="Alpha study")
    by_name = one("-0.60", "-0.9", "-0.3", name="blog", key="ALPHA")
    other = one("-0.2", "-0.5", "0.1", name="beta", key="BETA")
    found = pool.effects([by_name, register, news, other], [], "symptom score", "mean_difference")
    assert [x.y for x in found] == [-0.40, -0.2]
    said = [
        m.what
        for m in pool.left_out([by_name, register, news, other], [], "symptom score", "mean_difference")
    ]
    assert len(said) == 2
    assert "they differ" in said[0]


def test_two_trials_of_one_name_with_different_numbers_stay_two():
    a = one(name="a", nct="NCT01234567", key="ALPHA")
    b = one("-0.2", "-0.5", "0.1", name="b", nct="NCT07654321", key="ALPHA")
    assert len(pool.effects([a, b], [], "symptom score", "mean_difference")) == 2


def test_a_note_on_several_trials_and_the_paper_of_one_of_them():
    page = e.Page("note", "ALPHA: -0.40 (-0.70 to -0.10)", "GAMMA: -0.25 (-0.50 to 0.00)")
    note = e.reading(
        page,
        e.difference(page, "-0.40", "-0.70", "-0.10", trial="NCT01234567"),
        e.difference(page, "-0.25", "-0.50", "0.00", trial="GAMMA"),
        key="note",
    )
    paper = one(nct="NCT01234567")
    found = pool.effects([note, paper], [], "symptom score", "mean_difference")
    assert sorted(x.y for x in found) == [-0.40, -0.25]


def test_a_review_of_trials_is_not_pooled_as_a_trial():
    page = e.Page("review", "Zinc for colds: a meta-analysis", "-0.40 (-0.70 to -0.10)")
    review = e.reading(
        page, e.difference(page, "-0.40", "-0.70", "-0.10"), key="Zinc for colds: a meta-analysis"
    )
    titled = e.with_stated(review, e.stated(page, "title", "Zinc for colds: a meta-analysis"))
    paper = one("-0.2", "-0.5", "0.1", nct="NCT01234567")
    (effect,) = pool.effects([titled, paper], [], "symptom score", "mean_difference")
    assert effect.y == -0.2
    (missing,) = pool.left_out([titled, paper], [], "symptom score", "mean_difference")
    assert "reviews trials" in missing.what


def test_two_times_in_one_document_are_not_chosen_between():
    page = e.Page("two", "At week 4 -0.40 (-0.70 to -0.10)", "at week 8 -0.10 (-0.40 to 0.20)")
    reading = e.reading(
        page,
        e.difference(page, "-0.40", "-0.70", "-0.10", time="week 4"),
        e.difference(page, "-0.10", "-0.40", "0.20", time="week 8"),
        key="TWO",
    )
    with pytest.raises(EvidenceError, match="several results"):
        pool.effects([reading], [], "symptom score", "mean_difference")
    (effect,) = pool.effects([reading], [], "symptom score week 8", "mean_difference")
    assert effect.y == -0.10


def test_a_subgroup_does_not_stand_for_the_trial():
    page = e.Page("sub", "Overall -0.40 (-0.70 to -0.10)", "inflamed only -0.60 (-1.00 to -0.20)")
    reading = e.reading(
        page,
        e.difference(page, "-0.40", "-0.70", "-0.10"),
        e.difference(page, "-0.60", "-1.00", "-0.20", subgroup="inflamed"),
        key="SUB",
    )
    (effect,) = pool.effects([reading], [], "symptom score", "mean_difference")
    assert effect.y == -0.40


def check_on(reading, **more):
    result = reading.results[-1]
    return Check(**{
        "name": "ratio_interval", "verdict": "explained", "finding": "it is the other way round",
        "subjects": (result.id,), "quote": result.quote, **more,
    })  # fmt: skip


def test_a_check_that_finds_the_inverse_direction_flips_the_effect_and_is_named():
    reading = one("2.00", "1.00", "4.00", measure="odds_ratio")
    check = check_on(reading, recomputed={"direction": "inverse"})
    (effect,) = pool.effects([reading], [check], "symptom score", "log_odds_ratio")
    assert effect.y == pytest.approx(-math.log(2))
    assert check.id in effect.because.of


def test_a_result_that_a_check_found_impossible_is_left_out():
    reading = one("2.00", "3.00", "4.00", measure="odds_ratio")
    check = check_on(reading, name="interval_symmetry", verdict="impossible")
    with pytest.raises(EvidenceError, match="impossible"):
        pool.effects([reading], [check], "symptom score", "log_odds_ratio")


def test_a_result_whose_direction_a_check_found_unclear_is_left_out():
    reading = one("2.00", "1.00", "4.00", measure="hazard_ratio")
    check = check_on(reading, name="event_hazard", verdict="explained", recomputed={"direction": "unclear"})
    with pytest.raises(EvidenceError, match="direction is not plain"):
        pool.effects([reading], [check], "symptom score", "log_hazard_ratio")


def test_different_units_are_not_mixed():
    a, b = one(unit="mg/L", name="a", key="A"), one(unit="nmol/L", name="b", key="B")
    with pytest.raises(EvidenceError, match="different units"):
        pool.effects([a, b], [], "symptom score", "mean_difference")


def test_an_unknown_scale_is_an_error():
    with pytest.raises(EvidenceError, match="not a scale"):
        pool.effects([one()], [], "symptom score", "hedges_g")


def test_the_ledger_of_readings_has_their_counts_and_the_trials_without_events():
    tables = [(300, 1500, 262, 1500), (12, 60, 10, 59), (20, 99, 17, 100), (0, 12, 1, 12), (0, 9, 0, 9)]
    readings = [counts(*t, name=f"trial {i}") for i, t in enumerate(tables)]
    effects = pool.effects(readings, [], "relapse", "log_odds_ratio")
    pooled = pool.pool("relapse", effects)
    found = pool.fragility(pooled, readings, [], "relapse")
    assert (found.stated.mean, found.stated.low) == pytest.approx((pooled.mean, pooled.low))
    rows = {(c.what, c.option): c for c in found.choices}
    assert found.stated.trials == 4
    assert rows["trials without events", "kept, 1/2 added"].trials == 5
    assert rows["zero cells", "nothing added: trials with a zero cell left out"].trials == 3
    assert ("no correction", "Mantel-Haenszel") in rows
    assert found.because.of == (pooled.id,)


def test_the_ledger_of_readings_undoes_a_check_that_turned_an_effect():
    others = [one("-0.30", "-0.60", "0.00", name=n, key=n) for n in ("beta", "gamma")]
    turned = one("0.40", "0.10", "0.70")
    check = check_on(turned, recomputed={"direction": "inverse"})
    readings = [turned, *others]
    pooled = pool.pool("score", pool.effects(readings, [check], "symptom score", "mean_difference"))
    found = pool.fragility(pooled, readings, [check], "symptom score")
    (row,) = [c for c in found.choices if c.what == "correction"]
    assert row.mean > found.stated.mean + 0.1


def test_a_check_that_bears_a_figure_out_is_no_correction_of_it():
    readings = [counts(12, 60, 10, 59, name="alpha"), counts(20, 99, 17, 100, name="beta")]
    first, second = readings[0].results[:2]
    check = check_on(readings[0], recomputed={}).model_copy(update={"subjects": (first.id, second.id), "verdict": "consistent"})  # fmt: skip
    effects = pool.effects(readings, [check], "relapse", "log_odds_ratio")
    assert check.id in effects[0].because.of
    found = pool.fragility(pool.pool("relapse", effects), readings, [check], "relapse")
    assert not [c for c in found.choices if c.what == "correction"]
