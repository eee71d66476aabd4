"""zero_events, safe_from_little, no_effect_from_little, subgroup_without_interaction."""

import importlib.util
from pathlib import Path

import pytest

from trialwright.check import (
    no_effect_from_little,
    safe_from_little,
    subgroup_without_interaction,
    zero_events,
)
from trialwright.kernels.two_by_two import fisher_exact
from trialwright.model.result import Result

_spec = importlib.util.spec_from_file_location(
    "check_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


PAGE = e.Page(
    "words",
    "The drug is safe and did not work; people with a high marker gain most. None relapsed, 11 % did.",
)
TWO = (("active", "experimental", 40), ("placebo", "control", 40))


def share(percent=None, arm="active", **more):
    return Result(
        measure="proportion", value=e.printed(percent) if percent else None, arm=arm, endpoint="relapse",
        quote=PAGE.quote("None relapsed"), **more,
    )  # fmt: skip


def test_no_event_in_a_known_number():
    (found,) = zero_events.check([e.reading(PAGE, share(count=0, total=17))])
    assert found.recomputed["upper one-sided"] == pytest.approx(100 * (1 - 0.05 ** (1 / 17)))
    assert found.recomputed["upper two-sided"] == pytest.approx(100 * (1 - 0.025 ** (1 / 17)))
    assert "one-sided" in found.finding


def test_no_event_in_an_unknown_number_is_bounded_and_no_number_is_invented():
    nameless = (("active", "experimental", None), ("placebo", "control", None))
    (found,) = zero_events.check([e.reading(PAGE, share(count=0), share("11", arm="placebo"), arms=nameless)])
    assert (found.verdict, found.severity) == ("not checkable", "major")
    n = int(found.recomputed["smallest distinguishable N"])
    # 11 % of n as a whole number, and n the first where Fisher's exact test tells it from none.
    assert round(100 * 6 / n) == 11
    assert fisher_exact(0, n, 6, n) < 0.05
    assert fisher_exact(0, n - 1, round(0.11 * (n - 1)), n - 1) > 0.05 or round(100 * 6 / (n - 1)) != 11
    assert "whole arm" not in " ".join(found.recomputed)


def test_an_arm_of_known_size_is_only_an_if():
    (found,) = zero_events.check([e.reading(PAGE, share(count=0), arms=TWO)])
    assert found.verdict == "not checkable"
    assert "If all 40" in found.finding


def test_nobody_of_a_kind_at_baseline_is_no_event_without_a_bound():
    at_start = share(count=0, total=17, time="baseline")
    later = share(count=0, total=17, time="baseline, weeks 2, 4 and 8")
    assert not list(zero_events.check([e.reading(PAGE, at_start)]))
    assert list(zero_events.check([e.reading(PAGE, later)]))


def test_some_events_are_not_zero():
    assert list(zero_events.check([e.reading(PAGE, share(count=1, total=17), share("11"))])) == []


@pytest.mark.parametrize(("n", "severity"), [(17, "major"), (40, "minor"), (400, "note")])
def test_safe_from_how_many(n, severity):
    made = e.with_claims(
        e.reading(PAGE, arms=(("active", "experimental", n),)), e.claim(PAGE, "safe", "The drug is safe")
    )
    (found,) = safe_from_little.check([made])
    assert found.severity == severity
    assert found.recomputed["upper one-sided"] == pytest.approx(100 * (1 - 0.05 ** (1 / n)))


def test_safe_from_an_unstated_number():
    made = e.with_claims(e.reading(PAGE, arms=()), e.claim(PAGE, "safe", "The drug is safe"))
    (found,) = safe_from_little.check([made])
    assert found.severity == "minor"
    assert found.recomputed == {}


def no_effect(reading):
    (found,) = no_effect_from_little.check(
        [e.with_claims(reading, e.claim(PAGE, "no_effect", "did not work"))]
    )
    return found


def test_no_effect_with_an_interval_that_holds_both():
    made = e.two_arms(35, 40, 37, 40)
    found = no_effect(made)
    assert (found.verdict, found.severity) == ("not checkable", "major")
    assert round(found.recomputed["low"], 3) == 0.126
    assert round(found.recomputed["high"], 3) == 2.554


def test_no_effect_with_a_tight_interval_stands():
    found = no_effect(e.two_arms(4000, 10000, 4010, 10000))
    assert (found.verdict, found.severity) == ("consistent", "none")


def test_no_effect_on_a_mean_is_judged_by_half_an_sd():
    page = e.Page("mean", "Difference 0.10 (-0.90 to 1.10).")
    wide = e.reading(
        page,
        e.difference(page, "0.10", "-0.90", "1.10"),
        arms=(("active", "experimental", 10), ("placebo", "control", 10)),
    )
    many = e.reading(
        page,
        e.difference(page, "0.10", "-0.90", "1.10"),
        arms=(("active", "experimental", 500), ("placebo", "control", 500)),
    )
    assert no_effect(wide).severity == "major"
    assert no_effect(many).verdict == "consistent"


def test_no_effect_without_any_interval():
    assert no_effect(e.reading(PAGE)).severity == "minor"


def test_a_responder_group_needs_a_test_of_interaction():
    claim = e.claim(PAGE, "subgroup", "people with a high marker gain most")
    (found,) = subgroup_without_interaction.check([e.with_claims(e.reading(PAGE), claim)])
    assert (found.verdict, found.severity) == ("not checkable", "major")
    assert claim.id in found.subjects
    test = Result(
        measure="p_value",
        value=e.printed("0.01"),
        analysis="test of interaction",
        quote=PAGE.quote("high marker"),
    )
    (found,) = subgroup_without_interaction.check([e.with_claims(e.reading(PAGE, test), claim)])
    assert found.verdict == "consistent"
    weak = test.model_copy(update={"value": e.printed("0.30")})
    (found,) = subgroup_without_interaction.check([e.with_claims(e.reading(PAGE, weak), claim)])
    assert (found.verdict, found.severity) == ("not checkable", "major")


@pytest.mark.parametrize("module", [safe_from_little, no_effect_from_little, subgroup_without_interaction])
def test_no_claim_no_finding(module):
    assert list(module.check([e.two_arms(35, 40, 37, 40)])) == []
