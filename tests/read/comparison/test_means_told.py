"""Means in tables of whole small articles: decimal commas, p values between lines, what the text says its spreads are, parts of
one scale, and the time that is asked for."""

from __future__ import annotations

from math import sqrt

import pytest

from trialwright import read
from trialwright.read.comparison.values import said

HEAD = ("Outcome", "Kelp (n = 64)", "Placebo (n = 49)", "P")


def told(
    rows: tuple[tuple[str, ...], ...],
    outcome: str,
    methods: str = "",
    caption: str = "Outcomes at week 9",
    note: str = "",
) -> list[float]:
    """Mean, SD and size of both arms; [] where the table gives no answer."""
    wide = max(map(len, rows))
    sizes = [max(len(row[c]) for row in rows if c < len(row)) + 1 for c in range(wide)]
    lines = ["  " + " ".join(x.ljust(s) for x, s in zip(row, sizes, strict=False)).rstrip() for row in rows]
    rule = "  " + " ".join("-" * s for s in sizes)
    table = "\n".join(["::: caption", caption, ":::", "", lines[0], rule, *lines[1:], "", note, ""])
    text = f"# Methods\n\nAdults with gout were randomised to kelp or placebo. They were seen at baseline, week 4 and week 9. {methods}\n\n# Results\n\n{table}\n"
    document = read.documents(text.encode(), "a.md")[0]
    cells = read.cells(
        document, outcome=outcome, intervention="kelp", comparator="placebo", kind="continuous"
    )
    found = [getattr(side, f) for side in (cells.intervention, cells.comparator) for f in ("mean", "sd", "n")]
    return [round(n.value, 3) for n in found] if cells.complete else []


@pytest.mark.parametrize(
    ("cell", "mean", "spread"),
    [
        ("395 ± 5,48", 395, 5.48),
        ("5,28 ± 0,205", 5.28, 0.205),
        ("0,125 (0,031)", 0.125, 0.031),
        ("7,7 (1,234)", 7.7, 1.234),
        ("395 (5,4)", 395, 5.4),
        ("1,204 ± 312", 1204, 312),  # thousands
        ("1,204 (35)", 1204, 35),
        ("90,212 ± 10,313", 90212, 10313),
    ],
)
def test_decimal_commas_and_thousands(cell: str, mean: float, spread: float) -> None:
    found = said(cell)
    assert found.mean
    assert found.spread
    assert (found.mean.value, found.spread.value) == (mean, spread)


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [("364 (351,6; 376,4)", 351.6, 376.4), ("364 (351,6 to 376,4)", 351.6, 376.4), ("40 (30,50)", 30, 50)],
)
def test_decimal_commas_of_limits(cell: str, low: float, high: float) -> None:
    found = said(cell)
    assert found.low
    assert found.high
    assert (found.low.value, found.high.value) == (low, high)


@pytest.mark.parametrize("p", ["<0.001", "< 0.05", "0.31"])
def test_lines_below_one_that_spans_them_whatever_its_p(p: str) -> None:
    rows = (
        ("Outcome", "Time", "Kelp (n = 64)", "Placebo (n = 49)", "P"),
        ("Pain", "Baseline", "51.2 ± 9.4", "50.3 ± 9.9", "0.62"),
        ("Week 4", "44.1 ± 8.8", "47.0 ± 9.1", p),
        ("Week 9", "39.6 ± 8.1", "45.9 ± 9.0", "0.018"),
        ("Sleep", "Baseline", "6.1 ± 1.4", "6.3 ± 1.2", "0.62"),
        ("Week 4", "6.4 ± 1.1", "6.0 ± 1.3", p),
        ("Week 9", "7.6 ± 1.0", "6.9 ± 1.5", "0.018"),
    )
    assert told(rows, "pain at week 9", caption="Means ± SD over time") == [39.6, 8.1, 64, 45.9, 9.0, 49]


ERRORS = [31.2, round(1.1 * sqrt(64), 3), 64, 36.9, round(1.3 * sqrt(49), 3), 49]
DEVIATIONS = [31.2, 1.1, 64, 36.9, 1.3, 49]


@pytest.mark.parametrize(
    ("methods", "note", "expected"),
    [
        ("Results are given as means ± standard error of the mean.", "", ERRORS),
        ("Data are expressed as mean ± SEM.", "", ERRORS),
        ("Data are expressed as mean ± SEM.", "Values are mean ± SD.", DEVIATIONS),  # the table says it
        ("Data are expressed as mean ± SD.", "", DEVIATIONS),
        ("Data are shown as mean ± SD or mean ± SEM.", "", []),  # open which
        ("The standard error of the difference was 1.2.", "", DEVIATIONS),  # of no mean
    ],
)
def test_what_the_text_says_its_spreads_are(methods: str, note: str, expected: list[float]) -> None:
    rows = (HEAD, ("Pain", "31.2 ± 1.1", "36.9 ± 1.3", "0.04"), ("Sleep", "6.1 ± 1.4", "6.3 ± 1.2", "0.62"))
    assert told(rows, "pain", methods, note=note) == expected


@pytest.mark.parametrize(
    ("methods", "cells", "known"),
    [
        ("Results are given as means with 95% confidence intervals.", ("31.2 (29.0, 33.4)", "36.9 (34.1, 39.7)"), True),
        ("Data are means (95% CI).", ("31.2 (29.0 to 33.4)", "36.9 (34.1 to 39.7)"), True),
        ("Data are medians (interquartile range).", ("31.2 (29.0, 33.4)", "36.9 (34.1, 39.7)"), False),
        ("Results are given as means with 95% confidence intervals.", ("31.2 (22.0, 33.4)", "36.9 (34.1, 49.7)"), False),
        ("The mean difference with its 95% confidence interval was 5.7 (2.1 to 9.3).", ("31.2 (29.0, 33.4)", "36.9 (34.1, 39.7)"), False),
    ],
)  # fmt: skip
def test_limits_are_of_the_means_where_the_text_says_so(
    methods: str, cells: tuple[str, str], known: bool
) -> None:
    found = told((HEAD, ("Pain", *cells, "0.04")), "pain", methods)
    assert [found[i] for i in (0, 2, 3, 5)] == [31.2, 64, 36.9, 49] if known else found == []
    assert not known or (8 < found[1] < 10 and 9 < found[4] < 11)


SCALES = (
    HEAD,
    ("SF-36 vitality", "51.2 ± 9.4", "50.3 ± 9.9", "0.62"),
    ("SF-36 physical function", "44.1 ± 8.8", "47.0 ± 9.1", "0.21"),
    ("Sleep duration, hours", "6.1 ± 1.4", "6.3 ± 1.2", "0.51"),
)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("SF-36 vitality score", [51.2, 9.4, 64, 50.3, 9.9, 49]),
        ("SF-36 physical functioning", [44.1, 8.8, 64, 47.0, 9.1, 49]),
        ("SF-36 social function", []),
        ("SF-36 sleep disturbance", []),
        ("SF-36 coping", []),
    ],
)
def test_another_part_of_a_scale_is_not_meant(outcome: str, expected: list[float]) -> None:
    assert told(SCALES, outcome, note="Values are mean ± SD.") == expected


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Change from baseline to week 9", []),
        ("Outcomes at week 9", []),
        ("Characteristics at baseline", [31.2, 8.4, 64, 36.9, 9.1, 49]),
        ("Baseline characteristics of the participants", [31.2, 8.4, 64, 36.9, 9.1, 49]),
    ],
)
def test_a_row_without_a_time_is_of_the_start_where_the_table_is(caption: str, expected: list[float]) -> None:
    rows = (HEAD, ("Pain, mean (SD)", "31.2 (8.4)", "36.9 (9.1)", "0.04"))
    assert told(rows, "pain at baseline", caption=caption) == expected


def of_arms(arms: tuple[str, str], methods: str, table: str, outcome: str) -> list[float]:
    """Mean, SD and size of both arms in a table that is written out; [] without an answer."""
    document = read.documents(f"# Methods\n\n{methods}\n\n# Results\n\n{table}\n".encode(), "a.md")[0]
    cells = read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind="continuous")
    found = [getattr(side, f) for side in (cells.intervention, cells.comparator) for f in ("mean", "sd", "n")]
    return [round(n.value, 3) for n in found] if cells.complete else []


MOVED = """::: caption
Results at week 9
:::

            Sham laser   Leaflet   Laser therapy
  --------- ------------ --------- --------------- ----- ------ -----
            Mean         SD        Mean            SD    Mean   SD
  {n}         46           39        52
  Pain      31.2         8.4       36.9            9.1   28.0   7.7
"""
LASER = "Adults were randomised to laser therapy (n = 55), a leaflet (n = 41) or sham laser (n = 48)."


@pytest.mark.parametrize(
    ("arms", "expected"),
    [
        (("leaflet", "sham laser"), [36.9, 9.1, 39, 31.2, 8.4, 46]),
        (("laser therapy", "sham laser"), [28.0, 7.7, 52, 31.2, 8.4, 46]),
        (("laser therapy", "leaflet"), [28.0, 7.7, 52, 36.9, 9.1, 39]),
    ],
)
def test_sizes_that_have_moved_to_the_left_are_of_their_arms(
    arms: tuple[str, str], expected: list[float]
) -> None:
    assert of_arms(arms, LASER, MOVED.format(n="N"), "pain at week 9") == expected
    scores = of_arms(arms, LASER, MOVED.format(n="Q"), "pain at week 9")  # no sizes
    assert expected[2] not in scores
    assert expected[5] not in scores


NAMED = """::: caption
Pain at week 9, mean ± SD ({sizes})
:::

  Outcome   Leaflet      Sham laser   Laser
  --------- ------------ ------------ ------------
  Pain      36.9 ± 9.1   31.2 ± 8.4   28.0 ± 7.7
"""


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ("Laser therapy, n = 55; Leaflet, n = 39; Sham laser, n = 46", [36.9, 9.1, 39, 31.2, 8.4, 46]),
        ("Sham laser, n = 46; Leaflet, n = 39; Laser therapy, n = 55", [36.9, 9.1, 39, 31.2, 8.4, 46]),
    ],
)
def test_the_size_beside_the_name_that_says_most_of_an_arm(sizes: str, expected: list[float]) -> None:
    methods = "Adults were randomised to laser therapy, a leaflet or sham laser."
    assert (
        of_arms(("leaflet", "sham laser"), methods, NAMED.format(sizes=sizes), "pain at week 9") == expected
    )


DEALT = """::: caption
Pain and HbA1c over time, mean ± SD
:::

  Outcome   Laps         Swimming
  --------- ------------ ------------ ------------- -------------
  T1        T2           T1           T2
  Pain      36.9 ± 9.8   33.0 ± 9.7   31.2 ± 9.4    28.1 ± 9.6
  HbA1c     7.1 ± 0.4    6.8 ± 0.5    7.3 ± 0.5     6.9 ± 0.6
"""
MET = "Adults were randomly assigned into three groups: group 1 received laps, group 2 received leaflets and group 3 received swimming. We randomised 194 adults: 66 to laps, 31 to written leaflets and 97 to swimming."


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("pain", [33.0, 9.7, 66, 28.1, 9.6, 97]),
        ("HbA1c", [6.8, 0.5, 66, 6.9, 0.6, 97]),  # its 1 is not that of T1
        ("HbA1c at T1", [7.1, 0.4, 66, 7.3, 0.5, 97]),
    ],
)
def test_people_dealt_out_by_name_and_the_last_time(outcome: str, expected: list[float]) -> None:
    assert of_arms(("laps", "swimming"), MET, DEALT, outcome) == expected


def test_se_behind_a_mean_is_no_short_form_of_an_arm() -> None:
    table = """::: caption
Outcomes at week 9 (mean (SE))
:::

  Outcome   Phone calls (n = 49)   Standard education (n = 64)
  --------- ---------------------- -----------------------------
  Pain      36.9 (1.3)             31.2 (1.1)
"""
    methods = "Adults were randomised to phone calls or standard education."
    found = of_arms(("phone calls", "standard education"), methods, table, "pain at week 9")
    assert found == [36.9, 9.1, 49, 31.2, 8.8, 64]
    found = of_arms(
        ("phone calls", "standard education"), methods, table.replace("(SE)", "(SD)"), "pain at week 9"
    )
    assert found == [36.9, 1.3, 49, 31.2, 1.1, 64]


def test_a_time_of_follow_up_is_no_routine_follow_up() -> None:
    table = """::: caption
Outcomes over time, mean ± SD
:::

  Outcome    Intervention        Control
  ---------- ------------------- ------------ ------------ -------------------
  Baseline   3-month follow-up   Baseline     3-month follow-up
  Pain       36.9 ± 9.1          31.2 ± 8.4   37.7 ± 9.4   35.0 ± 8.8
"""
    methods = "Adults were randomised to an intervention group with home visits (n = 49) or a control group with routine follow-up (n = 64)."
    found = of_arms(("home visits", "routine follow-up"), methods, table, "pain at 3-month follow-up")
    assert found == [31.2, 8.4, 49, 35.0, 8.8, 64]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("sleep duration post-treatment", []),
        ("sleep duration after treatment", []),
        ("sleep duration at baseline", [393, 54, 64, 314, 49, 49]),
        ("sleep duration", [393, 54, 64, 314, 49, 49]),
    ],
)
def test_a_table_of_the_start_says_nothing_of_what_came_after(outcome: str, expected: list[float]) -> None:
    rows = (HEAD, ("Sleep duration, mean (SD)", "393 (54)", "314 (49)", "0.6"))
    assert told(rows, outcome, caption="Baseline characteristics of the participants") == expected
