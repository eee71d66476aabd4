"""Tables whose heads or first cells span several columns or lines, in words and numbers of our own."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.read.comparison.cells import Cells
from trialwright.read.comparison.table_kinds import is_set
from trialwright.read.comparison.tables import tables

INTRO = (
    "# Abstract ## Methods Zinc lozenges were compared with placebo for colds in a randomized trial. "
    "Eighty adults were randomly assigned. ## Results They are in the table. \n"
)
ARMS = {"intervention": "zinc lozenges", "comparator": "placebo"}
PARTS = """::: caption
Scores of the nose and the throat
:::

               Nose                                Throat
  ------------ --------------- --------- --------- --------------- --------- ---------
               Zinc lozenges   Placebo   P value   Zinc lozenges   Placebo   P value
               Mean (SD)                           Mean (SD)
  At night     n = 21          n = 20              n = 18          n = 17
  Itch score   2.1 (1.0)       3.4 (1.2) 0.03      1.5 (0.5)       2.5 (0.6) 0.01
"""
CHANGE = """::: caption
Mean difference from baseline
:::

  Variable      Week   Zinc lozenges                        Placebo                              P value
  ------------- ------ --------------- ------ -------------- --------- ------ -------------- ---------
                       n               Mean   (95% CI)       n         Mean   (95% CI)
  Itch score    4      25              1.0    (0.2; 1.8)     16        2.0    (1.0; 3.0)     0.04
  Itch score    8      25              1.5    (0.7; 2.3)     16        2.5    (1.5; 3.5)     0.03
"""
SPANS = """::: caption
Effects by arm and town
:::

  Outcome               Arm             Clusters   Prevalence
  --------------------- --------------- ---------- -------------
                                        n          Mean (SD)
  Handkerchiefs used    Placebo         12         22.6% (23)
  North                 7               17.6% (15)
  Zinc lozenges         14              36.4% (32)
  North                 8               43.5% (38)
  Sneezes counted       Placebo         11         64.2% (28)
  Zinc lozenges         13              56.1% (31)
"""
PHASES = """::: caption
Sneezing rates before and after the lozenges came
:::

                    Study site               Control site
  ----------------- ------------- ---------- ------------- ---------- ---------- ---------
                    Pretest       Posttest                 Pretest    Posttest
                    n = 46        n = 56     P-value       n = 30     n = 31     P-value
  Short sneezes
  Morning           0.6 ± 0.2     7.1 ± 0.8  0.001         0.4 ± 0.1  6.3 ± 0.5  0.001
  Overall           0.7 ± 0.2     5.1 ± 0.7  0.001         0.2 ± 0.1  3.3 ± 0.5  0.001
"""


def asked(table: str, outcome: str, **arms: str) -> Cells:
    document = read.documents((INTRO + table).encode(), "article.md")[0]
    return read.cells(document, outcome=outcome, kind="continuous", **(arms or ARMS))


def six(cells: Cells) -> list[float]:
    return [
        round(v.value, 2) for s in (cells.intervention, cells.comparator) for v in (s.mean, s.sd, s.n) if v
    ]


@pytest.mark.parametrize(
    ("table", "outcome", "expected"),
    [
        (PARTS, "itch score of the nose", [2.1, 1.0, 21, 3.4, 1.2, 20]),
        (PARTS, "itch score of the throat", [1.5, 0.5, 18, 2.5, 0.6, 17]),
        # SD = sqrt(n) x (high - low) / (2 t): 5 x 1.6 / 4.128 and 4 x 2 / 4.263 (R 4.2.2, qt); the last week where none is asked for.
        (CHANGE, "itch score", [1.5, 1.94, 25, 2.5, 1.88, 16]),
        (CHANGE, "itch score at week 4", [1.0, 1.94, 25, 2.0, 1.88, 16]),
        (SPANS, "handkerchiefs used", [36.4, 32, 14, 22.6, 23, 12]),
        (SPANS, "sneezes counted", [56.1, 31, 13, 64.2, 28, 11]),
    ],
)
def test_six_cells(table: str, outcome: str, expected: list[float]) -> None:
    assert six(asked(table, outcome)) == expected


def test_before_and_after_are_arms_and_the_row_for_all_is_meant() -> None:
    arms = {"intervention": "after the lozenges", "comparator": "before the lozenges"}
    assert six(asked(PHASES, "short sneezes", **arms)) == [5.1, 0.7, 56, 0.7, 0.2, 46]


def test_the_line_below_a_span_belongs_to_it() -> None:
    (table,) = tables(SPANS)
    assert [r.path for r in table.rows][:4] == [
        ("Handkerchiefs used", "Placebo"),
        ("Handkerchiefs used", "North"),
        ("Handkerchiefs used", "Zinc lozenges"),
        ("Handkerchiefs used", "North"),
    ]
    assert table.rows[1].cells[3].text == "17.6% (15)"


def test_a_part_that_is_an_arm_too_is_not_taken_for_the_other() -> None:
    arms = {"intervention": "zinc", "comparator": "placebo"}
    table = SPANS.replace("Zinc lozenges         14 ", "Zinc                  14 ").replace(
        "North                 8  ", "Zinc and honey        9  "
    )
    assert six(asked(table, "handkerchiefs used", **arms)) == [36.4, 32, 14, 22.6, 23, 12]


def test_no_answer_from_a_row_that_is_less_like_the_question() -> None:
    """The row that is asked for has no spread: a row with all six cells that shares one word is no answer."""
    table = """::: caption
Scores at the end
:::

  Variable              Zinc lozenges (n = 41)   Placebo (n = 39)
  --------------------- ------------------------ ------------------
  Cough score at night  2.1                      3.4
  Fever score at noon   1.1 (0.5)                1.4 (0.6)
"""
    found = asked(table, "cough score at night")
    assert not found.complete
    assert found.missing == "sd of the intervention; sd of the comparator"


def test_a_row_of_dots_behind_a_set_of_people_is_soon_told_from_one() -> None:
    assert is_set("mITT population (n = 31)")
    assert not is_set("ITT " + "." * 5_000 + " page")
    assert not is_set("Per protocol " + "()" * 2_000 + " page")
