"""Arms that are given one drug by two schedules, and arms that a set of two leaves out."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def _told(page, text: str) -> tuple[list[str], list[tuple[str, float | None]]]:
    found = grammar(page(text))
    shares = [(r.arm, r.value and r.value.value) for r in found.results if r.measure == "proportion"]
    return [arm.label for arm in found.arms], shares


@pytest.mark.parametrize(
    "dealt",
    [
        "134 women were assigned to weekly and 129 to 3-weekly oxanol.",
        "134 women were assigned to weekly oxanol and 129 to three-weekly oxanol.",
        "Women were randomly assigned to oxanol every week for 9 doses or every 3 weeks for 3 doses.",
        "Women were randomly assigned to receive oxanol either weekly (9 doses) or once every 3 weeks (3 doses), followed by zinc every 3 weeks.",
        "Women were randomly assigned to paclitaxel once a week or every three weeks.",
    ],
)
@pytest.mark.parametrize("every", ["3-weekly", "three-weekly", "every 3 weeks"])
def test_weekly_and_every_three_weeks(page, dealt: str, every: str) -> None:
    said = f" Remission was seen in 12% with weekly treatment and 8% with {every} treatment."
    arms, shares = _told(page, dealt + said)
    assert len(arms) == 2
    assert shares == [(arms[0], 12), (arms[1], 8)]
    assert arms[0] == "weekly"


@pytest.mark.parametrize(
    "dealt",
    [
        "Women were randomly assigned to docetaxel weekly or paclitaxel every 3 weeks.",
        "Women were randomly assigned to docetaxel every 3 weeks or paclitaxel every 3 weeks.",
    ],
)
def test_two_drugs_keep_their_names(page, dealt: str) -> None:
    arms, shares = _told(page, dealt + " Remission was seen in 12% with docetaxel and 8% with paclitaxel.")
    assert arms == ["docetaxel", "paclitaxel"]
    assert shares == [("docetaxel", 12), ("paclitaxel", 8)]


def test_visits_by_two_schedules_are_no_arms(page) -> None:
    text = "Women were randomly assigned to zinc or copper. They were seen weekly or every 3 weeks. Hives came in 12% v 8%."
    assert _told(page, text)[0] == ["zinc", "copper"]


THREE = "Women were randomized 2:1:1 to true needling (n = 62), sham needling (n = 31), or waitlist control (n = 30). "


def test_a_third_arm_that_is_called_a_group_is_kept(page) -> None:
    said = (
        "Pain eased in 58% of the true needling group, 34% of the sham group and 29% of the waitlist group. Bruises were "
        "seen in 47% of the true needling arm and 24% of the sham arm."
    )
    arms, shares = _told(page, "True needling for pain. " + THREE + said)
    assert len(arms) == 3
    assert [value for arm, value in shares if arm] == [58, 34, 29, 47, 24]
