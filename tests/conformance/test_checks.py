"""Every file in check/ keeps the same promises."""

import importlib.util
from pathlib import Path

import pytest

from trialwright import check as checks
from trialwright.model.base import nodes_in
from trialwright.model.number import Printed
from trialwright.model.result import Result

_spec = importlib.util.spec_from_file_location(
    "conformance_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)

FILES = checks.files()
FOLDER = Path(checks.__file__).parent
# A refactor that loses a check must say so here.
KNOWN = {
    "adverse_events", "allocation_ratio", "arm_sizes", "arms_exchanged", "baseline_imbalance", "baseline_table", "denominators",
    "documents_disagree", "dose_plausible", "event_hazard", "flow_sums", "granularity", "independent_patients",
    "interval_level", "interval_p", "interval_symmetry", "lost_superscript", "mean_difference", "mean_test_p", "median_order",
    "multiplicity", "news_source", "no_effect_from_little", "outcome_switching", "p_above_one", "p_value_test", "percent_count", "plans_disagree",
    "ratio_interval", "safe_from_little", "sample_size", "screened_randomised", "sd_bound", "sd_or_se",
    "single_arm_historical", "spin", "statistic_p", "total_in_arm", "subgroup_without_interaction", "within_group", "words_and_direction",
    "words_and_p", "zero_events",
}  # fmt: skip


def readings():
    """Invented documents that between them give every check something to say."""
    text = "Screened 120. At baseline the score was 2.26 and 2.39. Later -0.171. None died; 11 % did. Safe, no effect, best in some."
    page = e.Page("everything", text)
    mean = [
        Result(measure="mean", value=e.printed(m), arm=a, endpoint="score", quote=page.quote(m))
        for m, a in (("2.26", "active"), ("2.39", "placebo"))
    ]
    full = e.reading(
        page,
        *mean,
        e.difference(page, "-0.171", "-0.308", "-0.034", endpoint="score", p=e.printed("0.015")),
        e.events(page, "None died", "active", 0, None, endpoint="death"),
        e.events(page, "11 %", "placebo", None, None, endpoint="death", value=e.printed("11")),
        Result(
            measure="relative_change", value=e.printed("~8"), unit="%", arm="active", quote=page.quote("best")
        ),
        arms=(("active", "experimental", 30), ("placebo", "control", 30), ("earlier", "historical", 47)),
        key="FULL",
    )
    full = e.with_stated(
        full, e.stated(page, "screened", 120, "120"), e.stated(page, "randomised", 60, "120")
    )
    full = e.with_claims(
        full, *(e.claim(page, k, w) for k, w in (("safe", "Safe"), ("no_effect", "no effect"), ("subgroup", "best in some")))
    )  # fmt: skip
    counted = e.two_arms(
        35, 40, 37, 40,
        lambda p: e.contrast(p, "odds_ratio", "1.762", "0.39", "7.93", p="0.712"), text="OR 1.762 (0.39 to 7.93)."
    )  # fmt: skip
    share = counted.results[0].model_copy(update={"value": Printed(value=87.5, decimals=1)})
    counted = counted.model_copy(update={"results": (share, *counted.results[1:])})
    return [full, counted, *e.told_in_words(), *e.one_trial_thrice(), e.within_a_margin()]


def test_no_check_was_lost():
    assert {f.NAME for f in FILES} >= KNOWN


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.NAME)
def test_declares_itself_by_its_file_name_with_a_source(file):
    assert (FOLDER / f"{file.NAME}.py").exists()
    assert len(file.SOURCE) > 20
    assert file.__doc__


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.NAME)
def test_has_nothing_to_say_about_nothing(file):
    empty = e.reading(e.Page("empty", "Nothing is reported here."), arms=())
    assert list(file.check([])) == []
    assert list(file.check([empty, empty.model_copy(update={"trial": None})])) == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.NAME)
def test_every_finding_can_be_followed_back(file):
    documents = readings()
    known = {n.id for r in documents for n in nodes_in(r)}
    texts = {r.document.key: r.document.text for r in documents}
    found = list(file.check(documents))
    assert found, "give this check something to find in readings()"
    for c in found:
        assert c.name == file.NAME
        assert c.because.rule == f"check.{file.NAME}"
        assert set(c.subjects) <= set(c.because.of) <= known
        assert c.subjects
        assert c.because.formula
        assert c.finding.endswith(".")
        assert c.trial in ("FULL", "TWO", "WORDS", "THRICE", "margin.txt")
        assert texts[c.quote.document][c.quote.start : c.quote.end] == c.quote.exact
        assert c.verdict != "explained" or c.explanation
        assert c.verdict != "impossible" or c.severity in ("minor", "major")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.NAME)
def test_the_same_readings_give_the_same_findings_and_stay_unchanged(file):
    documents = readings()
    before = [r.model_dump_json() for r in documents]
    assert [c.id for c in file.check(documents)] == [c.id for c in file.check(readings())]
    assert [r.model_dump_json() for r in documents] == before


def test_all_checks_run_in_reading_order():
    documents = readings()
    found = checks.check(documents)
    keys = [r.document.key for r in documents]
    places = [(keys.index(c.quote.document), c.quote.start, c.name) for c in found]
    assert places == sorted(places)
    assert {c.name for c in found} == {f.NAME for f in FILES}
