"""The status that follows from stated dates on a day that is passed in."""

from __future__ import annotations

import datetime

import pytest

from trialwright.model.trial import Trial
from trialwright.read import documents, identity
from trialwright.read.status import derive

HEAD = "Examplimab for Sepsis in Adults Again\n\n"
BODY = "\n\nOverview\n\nThe study went on for two years in three towns, with visits every month and calls between.\n"


def trial(lines: str) -> Trial:
    (document,) = documents((HEAD + lines + BODY).encode(), "page.txt")
    who = identity.read(document)
    return Trial(key=who.key, identifiers=who.identifiers, stated=who.stated)


@pytest.mark.parametrize(
    ("today", "value"),
    [
        ("2026-05-31", "open to participants"),
        ("2026-06-01", "open to participants"),
        ("2026-06-02", "closed to participants"),
    ],
)
def test_a_deadline_counts_until_the_end_of_its_day(today: str, value: str) -> None:
    found = derive(trial("Participation Deadline: 2026-06-01"), datetime.date.fromisoformat(today))
    assert found is not None
    assert found.value == value
    assert found.quote.exact == "2026-06-01"
    assert found.label == "Participation Deadline"
    assert today in found.because.formula


def test_it_rests_on_the_deadline() -> None:
    one = trial("Participation Deadline: 2026-06-01")
    found = derive(one, datetime.date(2026, 7, 1))
    assert found is not None
    assert found.because.of == (one.all("date")[0].id,)


@pytest.mark.parametrize(("today", "value"), [("2026-06-30", "open"), ("2026-07-01", "closed")])
def test_a_month_counts_until_its_last_day(today: str, value: str) -> None:
    found = derive(trial("Recruitment ends: June 2026"), datetime.date.fromisoformat(today))
    assert found is not None
    assert str(found.value).startswith(value)


@pytest.mark.parametrize(
    ("today", "value"),
    [
        ("2026-01-05", "open to participants"),
        ("2026-03-01", "unclear"),
        ("2026-06-02", "closed to participants"),
    ],
)
def test_two_readings_settle_the_status_only_where_they_agree(today: str, value: str) -> None:
    found = derive(trial("Participation Deadline: 06/01/2026"), datetime.date.fromisoformat(today))
    assert found is not None
    assert found.value == value
    assert "2026-06-01" in found.because.formula
    assert "2026-01-06" in found.because.formula


def test_a_stated_status_wins_and_is_returned_as_it_is() -> None:
    one = trial("Status: Recruiting\nParticipation Deadline: 2020-01-01")
    assert derive(one, datetime.date(2026, 1, 1)) == one.first("status")


def test_nothing_stated_gives_nothing() -> None:
    assert derive(trial("Posted: 2020-01-01"), datetime.date(2026, 1, 1)) is None
