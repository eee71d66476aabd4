"""Layouts of tables and ways to name arms that trials of many fields have; words and numbers of our own."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.read.comparison.cells import Cells

PARTS = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Adults with sore heels were randomly allocated to an experimental group with gel insoles and a control group with felt insoles. # Results They were alike.

 ::::table-wrap
::: caption
Characteristics at baseline (N = 59)
:::

  Characteristic   Category    Experimental (n = 31) n (%)   Control (n = 28) n (%)   χ2     p
  ---------------- ----------- ----------------------------- ------------------------ ------ ------
  Age, years       under 30    5 (16.1)                      7 (25.0)                 2.11   .348
  30-44            12 (38.7)   13 (46.4)
  45-59            14 (45.2)   8 (28.6)
  Diabetes         +           4 (12.9)                      6 (21.4)                 0.76   .383
  -                27 (87.1)   22 (78.6)

::::  ::::table-wrap
::: caption
Soreness and function
:::

  Score      Groups                  Pre-fitting M ± SD   Post-fitting M ± SD   t      p
  ---------- ----------------------- -------------------- --------------------- ------ ------
  Soreness   Experimental (n = 31)   6.1 ± 1.4            3.2 ± 1.1             2.20   .032
             Control (n = 28)        6.3 ± 1.2            4.4 ± 1.5
:::: """
INSOLES = {"intervention": "gel insoles", "comparator": "felt insoles"}
THIRD = PARTS.replace(
    "an experimental group with gel insoles and a control group with felt insoles",
    "an experimental group with gel insoles (n = 31), felt insoles (n = 30) or a control group without insoles (n = 28)",
)
BLOCKS = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Adults who stutter were randomly assigned to choral singing (CS, n = 42) or treatment as usual (TAU, n = 40). # Results Two of CS left.

 ::::table-wrap
::: caption
Mean (SD) scores before and after the course
:::

  Group                 Number of blocked words   Number of prolonged sounds   Treatment satisfaction
  --------------------- ------------------------- ---------------------------- ------------------------
  CS group
  Before (n = 42)       14.2 (3.1)                9.1 (2.2)                    3.3 (1.1)
  After (n = 40)        8.4 (2.7)                 6.0 (1.9)                    4.1 (0.8)
  paired t-test (p)     9.10 (<0.001)             6.20 (<0.001)                3.80 (<0.001)
  TAU group
  Before (n = 40)       13.9 (3.4)                8.8 (2.4)                    3.2 (1.0)
  After (n = 37)        12.1 (3.0)                8.1 (2.1)                    3.4 (0.9)
  paired t-test (p)     1.90 (0.064)              1.40 (0.169)                 0.90 (0.374)
:::: """
SINGING = {"intervention": "choral singing", "comparator": "treatment as usual"}
WAVES = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Nurses were randomly assigned to napping (n = 61) or a waiting list (n = 57). # Results

 ::::table-wrap
::: caption
Scores of both groups
:::

                    T0                   T1       T2     p value   Cohen's d
  ----------------- -------------------- -------- ------ --------- ----------- ------- -------- ------- ------ ------
  Mean              (SD)                 Mean     (SD)   Mean      (SD)        T1      T2
  Main outcomes
  Alertness         Napping              3.1      (0.9)  3.8       (0.8)       3.9     (0.7)    0.011   0.41   0.44
  Waiting list      3.0                  (0.8)    3.2    (0.9)     3.1         (0.8)
  Irritability      Napping              2.6      (0.7)  2.2       (0.6)       2.1     (0.6)    0.020   0.31   0.36
  Waiting list      2.5                  (0.6)    2.6    (0.7)     2.5         (0.7)
:::: """
NAPS = {"intervention": "napping", "comparator": "waiting list"}
MODES = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Sixteen adults slept for 4 two-hour periods, two with adaptive cooling (AC) and two with steady cooling (SC), in random order {design}. # Results No differences were found between the two cooling modes in snoring: 8.5 ± 2.1 snores during SC and 7.2 ± 2.4 during AC (p = 0.21). """
COOLING = {"intervention": "adaptive cooling (AC)", "comparator": "SC"}
SHARES = (
    "# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods In all 227 adults were randomly assigned to barley (n = 114) or rice (n = 113). # Results "
    "After that, 103 and 92 adults, respectively, completed the trial. At 12 weeks {barley}% of those given barley and {rice}% of those given rice had a normal blood pressure. "
)
GRAINS = {"intervention": "barley", "comparator": "rice", "outcome": "normal blood pressure"}


def asked(text: str, name: str = "article.md", **question: str) -> Cells:
    return read.cells(read.documents(text.encode(), name)[0], **question)  # type: ignore[arg-type]


def told(cells: Cells) -> list[float]:
    names = ("events", "n") if cells.kind == "binary" else ("mean", "sd", "n")
    sides = (cells.intervention, cells.comparator)
    return [round(getattr(s, n).value, 2) for s in sides for n in names] if cells.complete else []


@pytest.mark.parametrize(
    ("outcome", "kind", "expected"),
    [
        ("diabetes at baseline", "binary", [4, 31, 6, 28]),  # "+" is those who have it
        ("age 45-59 years", "binary", [14, 31, 8, 28]),  # "45-59" begins a line, and is no figure
        ("soreness", "continuous", [3.2, 1.1, 31, 4.4, 1.5, 28]),  # after what was done to both
        ("soreness before fitting", "continuous", [6.1, 1.4, 31, 6.3, 1.2, 28]),
    ],
)
def test_arms_by_their_roles(outcome: str, kind: str, expected: list[float]) -> None:
    assert told(asked(PARTS, outcome=outcome, kind=kind, **INSOLES)) == expected


def test_a_control_that_is_a_third_arm_is_none_that_is_asked_for() -> None:
    assert told(asked(THIRD, outcome="soreness", kind="continuous", **INSOLES)) == []


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("blocked words after the course", [8.4, 2.7, 40, 12.1, 3.0, 37]),
        ("blocked words before the course", [14.2, 3.1, 42, 13.9, 3.4, 40]),
        ("treatment satisfaction", [4.1, 0.8, 40, 3.4, 0.9, 37]),  # a word of an arm in a head of an outcome
    ],
)
def test_times_under_the_names_of_the_arms(outcome: str, expected: list[float]) -> None:
    assert told(asked(BLOCKS, outcome=outcome, kind="continuous", **SINGING)) == expected


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("alertness at T1", [3.8, 0.8, 61, 3.2, 0.9, 57]),
        ("irritability at T2", [2.1, 0.6, 61, 2.5, 0.7, 57]),
    ],
)
def test_an_effect_at_two_times_beside_a_p_value(outcome: str, expected: list[float]) -> None:
    assert told(asked(WAVES, outcome=outcome, kind="continuous", **NAPS)) == expected


def test_a_crossover_has_all_people_in_each_arm() -> None:
    text = MODES.format(design="(crossover)")
    found = asked(text, outcome="snoring", kind="continuous", **COOLING)
    assert told(found) == [7.2, 2.4, 16, 8.5, 2.1, 16]
    text = MODES.format(design="with cross-over to other beds where wanted")
    found = asked(text, outcome="snoring", kind="continuous", **COOLING)
    assert not found.complete
    assert found.intervention.n is None


def test_a_percent_of_none_of_those_who_completed_is_of_those_randomised() -> None:
    text = SHARES.format(barley="57.9", rice="35.4")
    assert told(asked(text, kind="binary", **GRAINS)) == [66, 114, 40, 113]
    # 57.3 % is 59 of the 103
    text = SHARES.format(barley="57.3", rice="34.8")
    assert told(asked(text, kind="binary", **GRAINS)) == [59, 103, 32, 92]


_HEADS = (
    '<tr><th rowspan="2"/><th colspan="3">Week 6</th><th colspan="3">Week 18</th></tr>'
    "<tr><th>Rice (N = 61)</th><th>Barley 50 g (N = 63)</th><th>p</th><th>Rice (N = 58)</th><th>Barley 50 g (N = 60)</th><th>p</th></tr>"
)
_EVENTS = (
    '<tr><th rowspan="2">Symptoms</th><th colspan="2">No. of adults (%)</th><th rowspan="2">p</th></tr>'
    "<tr><th>Rice (N = 62)</th><th>Barley 50 g (N = 64)</th></tr>"
)


def _jats(*tables: tuple[str, str, str]) -> str:
    inner = "".join(
        f"<table-wrap><label>Table {i}</label><caption><p>{caption}</p></caption><table><thead>{head}</thead><tbody>{rows}</tbody></table></table-wrap>"
        for i, (caption, head, rows) in enumerate(tables, 1)
    )
    return (
        '<?xml version="1.0"?><article><front><article-meta><title-group><article-title>Barley or rice</article-title></title-group></article-meta></front>'
        f"<body><sec><title>Results</title><p>All were seen.</p>{inner}</sec></body></article>"
    )


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


def test_heads_over_several_columns_of_jats_keep_their_places() -> None:
    rows = _row("Remission (%)", "8 (13.1)", "13 (20.6)", "0.27", "9 (15.5)", "19 (31.7)", "0.04")
    symptoms = _row("Bloating", "5 (8.1)", "11 (17.2)", "0.12") + _row(
        "Thirst", "7 (11.3)", "3 (4.7)", "0.17"
    )
    text = _jats(("Remission", _HEADS, rows), ("Symptoms", _EVENTS, symptoms))
    names = {"intervention": "barley", "comparator": "rice", "kind": "binary"}
    assert told(asked(text, "a.xml", outcome="remission at week 6", **names)) == [13, 63, 8, 61]
    assert told(asked(text, "a.xml", outcome="remission at week 18", **names)) == [19, 60, 9, 58]
    assert told(asked(text, "a.xml", outcome="bloating", **names)) == [11, 64, 5, 62]
    assert told(asked(text, "a.xml", outcome="remission at week 30", **names)) == []


def test_means_and_sds_under_times_of_jats() -> None:
    heads = (
        '<tr><th rowspan="2" colspan="2"/><th colspan="2">T0</th><th colspan="2">T1</th><th rowspan="2">p value</th><th colspan="2">Effect size</th></tr>'
        "<tr><th>Mean</th><th>(SD)</th><th>Mean</th><th>(SD)</th><th>T0</th><th>T1</th></tr>"
    )
    rows = (
        _row("Alertness", "Barley (n = 21)", "3.1", "(0.9)", "3.8", "(0.8)", "0.011", "0.10", "0.41")
        + _row("", "Rice (n = 19)", "3.0", "(0.8)", "3.2", "(0.7)", "", "", "")
        + _row("Gloom", "Barley (n = 21)", "2.6", "(0.6)", "2.1", "(0.5)", "0.020", "0.05", "0.31")
        + _row("", "Rice (n = 19)", "2.5", "(0.7)", "2.6", "(0.4)", "", "", "")
    )
    names = {"intervention": "barley", "comparator": "rice", "kind": "continuous"}
    found = asked(_jats(("Scores", heads, rows)), "a.xml", outcome="alertness at T1", **names)
    assert told(found) == [3.8, 0.8, 21, 3.2, 0.7, 19]
    found = asked(_jats(("Scores", heads, rows)), "a.xml", outcome="gloom at T1", **names)
    assert told(found) == [2.1, 0.5, 21, 2.6, 0.4, 19]


GRID = """
+---------+-----------+---------+-------+-----------+---------+-------+
|         | Barley    | Rice    | P     | Barley    | Rice    | P     |
+=========+===========+=========+=======+===========+=========+=======+
| Measure | Median change         | Median change                     |
+---------+-----------+---------+-------+-----------+---------+-------+
| Sodium  | 1.1       | 0.4     | .31   | 0.9       | 0.2     | .44   |
+---------+-----------+---------+-------+-----------+---------+-------+
"""


def test_a_grid_of_lines_is_no_error() -> None:
    text = f"# Methods\n\nForty adults were randomly assigned to barley (n = 21) or rice (n = 19).\n\n# Results\n{GRID}"
    found = asked(text, outcome="sodium", intervention="barley", comparator="rice", kind="continuous")
    assert not found.complete


WARDS = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Children with burns were randomly assigned to honey (n = 33) or silver (n = 29). # Results All were seen.

 ::::table-wrap
::: caption
Course in both groups
:::

                              Honey group                 Silver group
  --------------------------- --------------------------- -------------- -----
  (n = 33)                    (n = 29)
  Needed no graft             27                          18
  Home within a week          22                          14
  Fever                       On the first day            6              11
  Later                       2                           4
  Time to closure (days)      Min                         3              4
  Max                         19                          30
  mean ± SD                   8.2 ± 3.1                   11.4 ± 4.6
:::: """
HONEY = {"intervention": "honey", "comparator": "silver"}


@pytest.mark.parametrize(
    ("outcome", "kind", "expected"),
    [
        ("no need of a graft", "binary", [27, 33, 18, 29]),
        ("fever later on", "binary", [2, 33, 4, 29]),
        ("time to closure", "continuous", [8.2, 3.1, 33, 11.4, 4.6, 29]),
    ],
)
def test_words_over_two_columns_at_the_left(outcome: str, kind: str, expected: list[float]) -> None:
    assert told(asked(WARDS, outcome=outcome, kind=kind, **HONEY)) == expected


COMMAS = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Children with burns were randomly assigned to honey (n = 33) or silver (n = 29). # Results All were seen.

 ::::table-wrap
::: caption
Measures at the end
:::

  Measure                   Honey (n = 33), mean (SD)   Silver (n = 29), mean (SD)
  ------------------------- --------------------------- ----------------------------
  Haemoglobin (g/dl)        11,25 (1.42)                10,9 (1,38)
  Platelets (per µl)        281,400 (61,200)            279,100 (58,700)
  Itch score                5 (1,4)                     6 (1,7)
:::: """


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("haemoglobin", [11.25, 1.42, 33, 10.9, 1.38, 29]),
        ("platelets", [281400, 61200, 33, 279100, 58700, 29]),
    ],
)
def test_commas_before_decimals(outcome: str, expected: list[float]) -> None:
    assert told(asked(COMMAS, outcome=outcome, kind="continuous", **HONEY)) == expected


def test_a_comma_in_brackets_alone_may_part_two_numbers() -> None:
    assert told(asked(COMMAS, outcome="itch score", kind="continuous", **HONEY)) != [5, 1.4, 33, 6, 1.7, 29]


DOSES = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Adults with gout were randomly assigned to placebo, to telaxin 40 mg or to telaxin 2 × 40 mg. # Results All were seen.

 ::::table-wrap
::: caption
Treatment-emergent adverse events
:::

  Event      Patients (events), n
  ---------- ---------------------- ------------------------ ----------------------------
             Placebo (n = 11)       Telaxin 40 mg (n = 12)   2 × 40 mg telaxin (n = 12)
  Total      2 (3)                  5 (9)                    4 (6)
  Headache   1 (1)                  3 (4)                    1 (2)
:::: """
PEOPLE = """# Abstract ## Background Few trials have asked this, and those that did were small. ## Methods Adults with gout were randomly assigned to telaxin (n = 90) or placebo (n = 80). # Results All were seen.

 ::::table-wrap
::: caption
Characteristics and course
:::

                              Telaxin (n = 90)   Placebo (n = 80)
  --------------------------- ------------------ ------------------
  Men, n (%)
    People with tophi         31 (34.4)          25 (31.3)
    People with stones        12 (13.3)          9 (11.3)
  Leavers, n (%)
    People with tophi         14 (15.6)          17 (21.3)
    People with stones        3 (3.3)            5 (6.3)
:::: """


def test_events_beside_people_under_one_head() -> None:
    names = {"intervention": "telaxin 40 mg", "comparator": "placebo", "kind": "binary"}
    assert told(asked(DOSES, outcome="treatment-emergent adverse events", **names)) == [5, 12, 2, 11]
    assert told(asked(DOSES, outcome="headache", **names)) == [3, 12, 1, 11]


def test_rows_of_one_name_under_headings_that_nobody_asks_for() -> None:
    names = {"intervention": "telaxin", "comparator": "placebo", "kind": "binary"}
    assert told(asked(PEOPLE, outcome="tophi", **names)) == []
    assert told(asked(PEOPLE, outcome="leavers with tophi", **names)) == [14, 90, 17, 80]
