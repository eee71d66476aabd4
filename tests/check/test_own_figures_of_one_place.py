"""An SD beside its own interval, the text beside its table, sexes of an arm, quartiles beside extremes, nobody harmed."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

OF = "We randomised 44 adults with gout to corvelin (n = 21) or placebo (n = 23). {}"


def findings(text, name):
    (document,) = documents(text.encode(), "text.txt")
    return [c for c in check([read(document, concepts.load())]) if c.name == name]


@pytest.mark.parametrize(
    ("first", "second", "verdicts"),
    [
        ("SD 0.44; 95% CI 6.5 to 8.3", "SD 0.52; 95% CI 7.1 to 9.3", ["explained", "explained"]),
        ("SD 2.0; 95% CI 6.5 to 8.3", "SD 2.5; 95% CI 7.1 to 9.3", ["consistent", "consistent"]),
        ("SD 5.9; 95% CI 6.5 to 8.3", "SD 6.0; 95% CI 7.1 to 9.3", []),
    ],
)
def test_an_sd_is_held_against_the_interval_of_its_own_mean(first, second, verdicts):
    """By hand: 1.8 / (2 x 2.086) = 0.431 and 2.2 / (2 x 2.074) = 0.530; SDs 0.44 x sqrt(21) = 2.02 and 0.52 x sqrt(23) = 2.49."""
    text = OF.format(f"Mean pain was 7.4 ({first}) with corvelin and 8.2 ({second}) with placebo.")
    found = findings(text, "sd_or_se")
    assert [c.verdict for c in found] == verdicts
    if "explained" in verdicts:
        assert [round(c.recomputed["SD"], 2) for c in found] == [2.02, 2.49]
        assert [c.restated[0].figures["sd"] for c in found] == [c.recomputed["SD"] for c in found]


ARTICLE = """Corvelin in gout: a randomised trial

We randomised 120 adults with gout to corvelin (n = 60) or placebo (n = 60).

Results

Flare occurred in {} of 60 adults ({}%) with corvelin and 27 of 60 (45%) with placebo{}.

Table 2. Outcomes

Outcome | Corvelin (n = 60) | Placebo (n = 60)
Flare, n (%) | 15 (25) | 27 (45)
Rash, n (%) | 9 (15) | 6 (10)
"""


@pytest.mark.parametrize(
    ("count", "percent", "more", "verdicts"),
    [
        (18, 30, "", ["not checkable", "consistent"]),
        (15, 25, "", ["consistent", "consistent"]),
        (18, 30, " in the per-protocol analysis", []),
    ],
)
def test_the_text_is_held_against_the_table(count, percent, more, verdicts):
    found = findings(ARTICLE.format(count, percent, more), "documents_disagree")
    assert [c.verdict for c in found] == verdicts
    assert all("in a table" in c.finding for c in found)


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("There were 9 men and 13 women in the corvelin group.", ["impossible"]),
        ("There were 9 men and 12 women in the corvelin group.", ["consistent"]),
        ("There were 9 men and 10 women in the corvelin group.", ["not checkable"]),
        ("The corvelin group had 9 men and 13 women.", ["impossible"]),
        ("The corvelin group had 9 men and 13 women with a flare.", []),
        ("There were 9 women and 13 women with rash in the corvelin group.", []),
    ],
)
def test_sexes_of_an_arm_add_up_to_it(words, verdicts):
    assert [c.verdict for c in findings(OF.format(words), "baseline_table")] == verdicts


@pytest.mark.parametrize(
    ("spreads", "many"),
    [
        ("IQR 3 to 9, range 4 to 12", 1),
        ("IQR 3 to 9; range 2 to 8", 1),
        ("interquartile range, 3 to 9; range, 3 to 9", 0),
        ("IQR 3 to 9, range 1 to 12", 0),
    ],
)
def test_quartiles_lie_within_the_extremes(spreads, many):
    text = OF.format(f"The median stay was 5 days ({spreads}) with corvelin.")
    assert [c.verdict for c in findings(text, "median_order")].count("impossible") == many


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ("No deaths occurred.", 1),
        ("There were no serious adverse events in either group.", 1),
        ("No deaths occurred after week 4 of follow-up in those who stopped.", 0),
        ("There were no differences in deaths.", 0),
    ],
)
def test_nobody_harmed_leaves_a_rate_possible(words, many):
    """By hand: 1 - 0.05^(1/44) = 6.58 %, 1 - 0.05^(1/21) = 13.29 %, 1 - 0.05^(1/23) = 12.21 %."""
    found = [
        c
        for c in findings(OF.format(words), "zero_events")
        if c.finding.startswith("No ") and " in 44:" in c.finding
    ]
    assert len(found) == many
    for one in found:
        assert one.severity == "minor"
        assert "up to 6.6 %" in one.finding
        assert "13.3 % in the 21 of corvelin, 12.2 % in the 23 of placebo" in one.finding


def test_the_bound_of_many_people_is_no_nought():
    """By hand: 1 - 0.05^(1/44000) = 0.0068 %."""
    text = "We randomised 44000 adults to corvelin (n = 21000) or placebo (n = 23000). No deaths occurred."
    (found,) = findings(text, "zero_events")
    assert "up to 0.0068 %" in found.finding


def test_one_figure_of_the_text_may_be_of_others_than_the_arm_of_the_table():
    text = ARTICLE.format(18, 30, "")
    assert findings(text.replace(" and 27 of 60 (45%) with placebo.", "."), "documents_disagree") == []


@pytest.mark.parametrize(("words", "told"), [("54 historical controls", "54 historical"), ("historical controls", "an unstated number historical")])  # fmt: skip
def test_the_number_of_historical_controls_is_told_where_it_is_printed(words, told):
    text = f"Thirty adults with gout received corvelin and were compared with {words}. Relief came to 20 of 30 (67%) with corvelin and to 22 of 54 (41%) historical controls."
    (found,) = findings(text, "single_arm_historical")
    assert told in found.finding
