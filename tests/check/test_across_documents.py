"""Checks over several documents of one trial."""

import importlib.util
from pathlib import Path

from trialwright.check import documents_disagree, news_source, outcome_switching
from trialwright.check.evidence.documents import of_one_trial

_spec = importlib.util.spec_from_file_location(
    "across_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def test_a_primary_outcome_that_was_not_registered():
    (found,) = outcome_switching.check(e.one_trial_thrice())
    assert (found.verdict, found.severity) == ("not checkable", "minor")
    assert "death at day 28" in found.finding


def test_an_outcome_moved_up_from_secondary_is_major_and_the_registered_one_is_consistent():
    record, report, news = e.one_trial_thrice()
    (primary,) = record.trial.endpoints
    swapped = record.trial.model_copy(
        update={
            "endpoints": (primary, primary.model_copy(update={"label": "relapse rate", "role": "secondary"}))
        }
    )
    (found,) = outcome_switching.check([record.model_copy(update={"trial": swapped}), report, news])
    assert found.severity == "major"
    same = report.trial.model_copy(
        update={"endpoints": (report.trial.endpoints[0].model_copy(update={"label": "death"}),)}
    )
    (found,) = outcome_switching.check([record, report.model_copy(update={"trial": same})])
    assert found.verdict == "consistent"


def test_death_and_mortality_are_one_outcome():
    record, report, _ = e.one_trial_thrice()

    def named(reading, label):
        (primary,) = (x for x in reading.trial.endpoints if x.role == "primary")
        ends = (primary.model_copy(update={"label": label}),)
        return reading.model_copy(update={"trial": reading.trial.model_copy(update={"endpoints": ends})})

    for told, registered in (
        ("mortality", "Death from any cause"),
        ("HbA1c", "Change in glycated haemoglobin"),
    ):
        (found,) = outcome_switching.check([named(record, registered), named(report, told)])
        assert found.verdict == "consistent"


def test_sizes_that_differ_between_record_and_report():
    found = list(documents_disagree.check(e.one_trial_thrice()))
    assert [(c.verdict, c.recomputed) for c in found if "randomised" in c.finding] == [("not checkable", {})]
    assert "58 here, 60 in the registry record" in found[0].finding


def test_news_is_held_to_its_source():
    record, report, news = e.one_trial_thrice()
    (found,) = news_source.check([record, report, news])
    assert found.verdict == "consistent"
    other = news.model_copy(
        update={"results": (news.results[0].model_copy(update={"value": e.printed("12")}),)}
    )
    (found,) = news_source.check([record, report, other])
    assert found.verdict == "not checkable"


def test_counts_that_differ_do_not_agree_because_their_percents_may_be_rounded_alike():
    _, report, _ = e.one_trial_thrice()
    share = report.results[0].model_copy(update={"value": e.printed("68"), "count": 41, "total": 60})
    other = share.model_copy(update={"value": e.printed("67"), "count": 40})
    a, b = (report.model_copy(update={"results": (r,)}) for r in (share, other))
    b = b.model_copy(update={"document": b.document.model_copy(update={"sha256": "f" * 64})})
    (found,) = (c for c in documents_disagree.check([a, b]) if "relapse" in c.finding)
    assert found.verdict == "not checkable"
    assert "41/60" in found.finding


def test_news_of_counts_and_of_a_number_that_its_source_gives_otherwise():
    record, report, news = e.one_trial_thrice()
    share = report.results[0].model_copy(update={"value": None, "count": 12, "total": 58})
    counted = report.model_copy(update={"results": (share,)})

    def told(value, **more):
        result = news.results[0].model_copy(update={"value": e.printed(value), **more})
        (found,) = news_source.check([record, counted, news.model_copy(update={"results": (result,)})])
        return found

    assert told("21").verdict == "consistent"
    assert told("21", arm="new drug").verdict == "consistent"
    other = told("15")
    assert (other.verdict, other.severity) == ("not checkable", "minor")
    assert "is 12/58 in its source (active)" in other.finding


def test_trials_are_joined_by_their_own_numbers_or_names_only():
    record, report, news = e.one_trial_thrice()
    assert of_one_trial([record, report, news]) == [[record, report, news]]
    other = report.trial.model_copy(update={"identifiers": (), "key": "OTHER"})
    assert of_one_trial([record, report.model_copy(update={"trial": other})]) == []
