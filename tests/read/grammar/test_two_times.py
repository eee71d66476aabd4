"""Two numbers of one arm at two times in the bracket behind its name."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "Adults were randomised to zinc (n = 30) or copper (n = 30). "


def told(page, text: str, measure: str = "mean"):
    return [
        (r.arm, r.time, r.value and r.value.value)
        for r in grammar(page(LEAD + text)).results
        if r.measure == measure and r.quote.start >= len(LEAD)
    ]


def test_from_a_time_to_another(page) -> None:
    text = (
        "Both enzymes rose from the start of the trial to day 3 in the copper group (3.12 ± 0.52 ng/mL vs 5.26 ± 0.88 ng/mL for "
        "one, P = 0.02, 1.41 ± 0.10 ng/mL vs 2.30 ± 0.14 ng/mL for the other, P = 0.04), whereas no change was observed in the zinc group."
    )
    assert told(page, text) == [
        ("copper", "baseline", 3.12),
        ("copper", "day 3", 5.26),
        ("copper", "baseline", 1.41),
        ("copper", "day 3", 2.30),
    ]
    found = [r for r in grammar(page(LEAD + text)).results if r.measure == "p_value"]
    assert [(r.arm, r.versus) for r in found] == [("copper", ""), ("copper", "")]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Pain fell from baseline to week 4 in the zinc group (6.1 ± 1.2 vs 3.2 ± 1.1).", ("baseline", "week 4")),
        ("Pain was lower compared with baseline in the zinc group (6.1 ± 1.2 vs 3.2 ± 1.1).", ("baseline", "")),
        ("Pain fell between week 2 and week 8 with zinc (6.1 ± 1.2 vs 3.2 ± 1.1).", ("week 2", "week 8")),
    ],
)  # fmt: skip
def test_times_in_other_words(page, text: str, times: tuple[str, str]) -> None:
    assert told(page, text) == [("zinc", times[0], 6.1), ("zinc", times[1], 3.2)]


def test_shares(page) -> None:
    text = "Relapse increased from year 1 to year 2 in the zinc group (12% vs 20%)."
    assert told(page, text, "proportion") == [("zinc", "year 1", 12.0), ("zinc", "year 2", 20.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Pain was lower in the zinc group (3.2 ± 1.1 vs 6.1 ± 1.2).",
        "Pain fell more from baseline to week 4 with zinc than with copper (3.2 ± 1.1 vs 6.1 ± 1.2).",
    ],
)
def test_two_arms_are_two_arms(page, text: str) -> None:
    assert [(arm, value) for arm, _, value in told(page, text)] == [("zinc", 3.2), ("copper", 6.1)]
