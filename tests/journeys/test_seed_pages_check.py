"""The five saved pages through read and check: what the ledger must say, and what it must not."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from trialwright import check, pool, read
from trialwright.adapters import concepts
from trialwright.model.check import Check
from trialwright.model.result import Reading

Page = Callable[[str], tuple[Reading, tuple[Check, ...]]]


@pytest.fixture(scope="module")
def page(shared: Path) -> Page:
    dictionary = concepts.load()

    @cache
    def one(number: str) -> tuple[Reading, tuple[Check, ...]]:
        (path,) = (shared / "seeds").glob(f"{number}_*.txt")
        (document,) = read.documents(path.read_bytes(), path.name)
        reading = read.read(document, dictionary)
        return reading, check.check([reading])

    return one


def named(page: Page, number: str, name: str) -> list[Check]:
    return [c for c in page(number)[1] if c.name == name]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_finding_is_quoted_from_the_page(page: Page, number: str) -> None:
    reading, found = page(number)
    for c in found:
        assert reading.document.text[c.quote.start : c.quote.end] == c.quote.exact
        assert c.subjects


@pytest.mark.parametrize("number", ["000", "001"])
def test_pages_without_results_have_no_finding(page: Page, number: str) -> None:
    assert page(number)[1] == ()


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_nothing_on_these_pages_is_called_impossible(page: Page, number: str) -> None:
    assert [c for c in page(number)[1] if c.verdict == "impossible"] == []


def test_als_percentage_is_consistent(page: Page) -> None:
    (found,) = named(page, "002", "percent_count")
    assert (found.verdict, found.severity) == ("consistent", "none")
    assert "16/17 = 94.1 %" in found.finding
    assert found.quote.exact.startswith("Sixteen")


def test_als_safety_is_graded_from_seventeen(page: Page) -> None:
    (found,) = named(page, "002", "safe_from_little")
    assert found.severity == "major"
    assert found.recomputed["n"] == 17.0
    assert found.recomputed["upper one-sided"] == pytest.approx(16.16, abs=0.01)
    assert found.recomputed["upper two-sided"] == pytest.approx(19.51, abs=0.01)
    assert "is safe" in found.quote.exact


def test_als_comparison_with_historical_patients_is_marked(page: Page) -> None:
    (found,) = named(page, "002", "single_arm_historical")
    assert "17 treated v 47 historical" in found.finding
    (none,) = named(page, "002", "no_effect_from_little")
    assert none.verdict == "not checkable"


def test_ivory_zero_of_how_many(page: Page) -> None:
    (found,) = named(page, "003", "zero_events")
    assert (found.verdict, found.severity) == ("not checkable", "major")
    assert "unstated number" in found.finding
    assert "about 11 %" in found.finding
    assert found.recomputed["upper at N = 30"] == pytest.approx(9.5, abs=0.05)
    assert found.recomputed["smallest distinguishable N"] == 50.0
    assert not any("arm" in key for key in found.recomputed)


def test_ivory_responder_claim_carries_no_interaction_test(page: Page) -> None:
    (found,) = named(page, "003", "subgroup_without_interaction")
    reading, _ = page("003")
    assert (found.verdict, found.severity) == ("not checkable", "major")
    claims = {c.id for c in reading.claims if c.kind == "subgroup"}
    assert claims
    assert set(found.subjects) == claims


def test_covid_p_is_fishers_exact(page: Page) -> None:
    (found,) = named(page, "004", "p_value_test")
    assert (found.verdict, found.explanation) == ("explained", "Fisher's exact test")
    assert found.quote.exact == "p = 0.712"
    assert found.recomputed["Fisher's exact test"] == pytest.approx(0.711872, abs=1e-6)
    assert "different tests" in found.finding


def test_covid_odds_ratio_is_wald_in_the_inverse_direction(page: Page) -> None:
    (found,) = named(page, "004", "ratio_interval")
    assert (found.verdict, found.severity) == ("explained", "major")
    assert (found.recomputed["method"], found.recomputed["direction"]) == ("Wald", "inverse")
    got = [round(float(found.recomputed[k]), 3) for k in ("odds_ratio", "low", "high")]
    assert got == [0.568, 0.126, 2.554]
    assert "0.568" in found.corrected


def test_covid_interval_and_p_do_not_belong_together(page: Page) -> None:
    (found,) = named(page, "004", "interval_p")
    assert found.verdict == "explained"
    assert "Fisher" in found.explanation


def test_covid_flow_and_conclusions(page: Page) -> None:
    (flow,) = named(page, "004", "screened_randomised")
    assert (flow.verdict, "80" in flow.finding, "327" in flow.finding) == ("consistent", True, True)
    (nothing,) = named(page, "004", "no_effect_from_little")
    assert nothing.severity == "major"
    (safe,) = named(page, "004", "safe_from_little")
    assert safe.recomputed["n"] == 40.0


def test_covid_effect_is_pooled_in_the_right_direction(page: Page) -> None:
    reading, checks = page("004")
    (effect,) = pool.effects([reading], checks, "treatment success", "log_odds_ratio")
    # ln(0.568): success was less frequent under anakinra, whatever sign the page's odds ratio suggests.
    assert effect.y == pytest.approx(-0.5664, abs=1e-4)
    assert effect.n == (40, 40)
    assert any(i.startswith("check-") for i in effect.because.of)


def test_ivory_news_page_gives_no_effect_to_pool(page: Page) -> None:
    reading, checks = page("003")
    assert pool.effects([reading], checks, "vascular inflammation", "mean_difference") == ()
