"""Proportions with count, total, arm, endpoint and time; what is not settled stays empty."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Patients were randomised to velatinib or placebo. "


def shares(document):
    return [r for r in grammar(document).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # count, total, percent, decimals, arm, endpoint
        ("Relapse occurred in 4/20 (20%) on velatinib v 8/21 (38.1%) on placebo.", [(4, 20, 20.0, 0, "velatinib", "Relapse"), (8, 21, 38.1, 1, "placebo", "Relapse")]),
        ("Relapse rates were 20% (n = 4) in the velatinib group and 38% (n = 8) in the placebo group.", [(4, 20, 20.0, 0, "velatinib", "Relapse"), (8, 21, 38.0, 0, "placebo", "Relapse")]),
        ("In the velatinib group 4 of 20 patients died, and in the placebo group 8 of 21 patients died.", [(4, 20, None, None, "velatinib", "died"), (8, 21, None, None, "placebo", "died")]),
        ("The relapse rate was 20% and 38% in the velatinib and placebo groups, respectively.", [(None, None, 20.0, 0, "velatinib", "relapse"), (None, None, 38.0, 0, "placebo", "relapse")]),
        ("Eleven out of the 12 women on velatinib (92%) developed a rash.", [(11, 12, 92.0, 0, "velatinib", "rash")]),
        ("Relapse occurred in 20,5% of the velatinib group.", [(None, None, 20.5, 1, "velatinib", "Relapse")]),
        ("Velatinib-treated patients had no relapses over two years, versus ~12% in the placebo group.", [(0, None, 0.0, 0, "velatinib", "relapses"), (None, None, 12.0, 0, "placebo", "relapses")]),
        # Two percentages and no arm named: they stand in the order in which the arms were set out ...
        ("Nausea was seen too (13% vs 15%).", [(None, None, 13.0, 0, "velatinib", "Nausea"), (None, None, 15.0, 0, "placebo", "Nausea")]),
        # ... but not where the sentence compares other people in words.
        ("Nausea was seen in fewer men than women (13% vs 15%).", [(None, None, 13.0, 0, "", "Nausea"), (None, None, 15.0, 0, "", "Nausea")]),
    ],
)  # fmt: skip
def test_proportions(page, text: str, expected: list) -> None:
    found = [
        (r.count, r.total, r.value and r.value.value, r.value and r.value.decimals, r.arm, r.endpoint)
        for r in shares(page(ARMS + text))
    ]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "The study had 80% power to detect a difference.",
        "The estimate had a 95% confidence interval of 1 to 2.",
        "Grade 3/4 events were rare.",
        "The rate was close to (95% CI, 65.5% to 75.0%).",
        "Adherence of 80% or more was asked for, and less than 50% ended it.",
        "Compliance ranged from 37 to 52%.",
        "Scores changed by -3 ± 4%.",
        "We assumed that 30% would relapse.",
        "Scores fell by 12% with velatinib.",
        "Velatinib lowered the mean score to 80% of predicted.",
        "Previous trials reported relapse in 40% of patients.",
    ],
)
def test_percentages_that_are_no_proportions(page, text: str) -> None:
    assert shares(page(ARMS + text)) == []


def test_about_is_kept(page) -> None:
    (share,) = shares(page(ARMS + "Relapse occurred in nearly 8% of the placebo group."))
    assert (share.value.relation, share.value.value, share.value.text) == ("~", 8.0, "nearly 8")


def test_totals_are_solved_with_their_derivation(page) -> None:
    read = grammar(
        page(
            "Of 120 patients screened, 80 were randomised 1:1 to velatinib or placebo. The primary outcome was cure at day 10. "
            "The primary outcome was not different (82.5% (n = 33) in the velatinib group vs. 77.5% (n = 31) in the placebo group)."
        )
    )
    share = next(r for r in read.results if r.count == 33)
    randomised = next(s for s in read.stated if s.field == "randomised")
    endpoint = read.endpoints[0]
    assert (share.total, share.endpoint, share.time) == (40, "cure", "day 10")
    assert share.because.rule == "read.grammar.solve.totals"
    assert set(share.because.of) >= {randomised.id, endpoint.id}
    assert "{40}" in share.because.formula
    assert [(a.size, a.because.rule) for a in read.arms] == [(40, "read.grammar.solve.sizes")] * 2
    assert read.arms[0].because.formula == "40 + 40 = 80 randomised"


def test_totals_that_are_not_unique_stay_absent_and_say_so(page) -> None:
    read = grammar(
        page(
            "We randomised 400 patients to velatinib or placebo. Relapse occurred in 52% (n = 100) in the velatinib group."
        )
    )
    share = next(r for r in read.results if r.count == 100)
    assert share.total is None
    assert "not unique" in share.because.formula
    assert [a.size for a in read.arms] == [None, None]


def test_a_subgroup_is_not_the_whole_trial(page) -> None:
    text = (
        ARMS
        + "In patients with raised ferritin, relapse occurred in 4/20 (20%) on velatinib and 8/21 (38%) on placebo."
    )
    assert {r.subgroup for r in shares(page(text))} == {"patients with raised ferritin"}
    same = "Patients with raised ferritin were randomised to velatinib or placebo. " + text.removeprefix(ARMS)
    assert {r.subgroup for r in shares(page(same))} == {""}


def test_printed_totals_that_add_up_are_the_arms(page) -> None:
    text = "We randomised 41 adults to velatinib or placebo. Relapse occurred in 4/20 (20%) on velatinib v 8/21 (38%) on placebo."
    assert [a.size for a in grammar(page(text)).arms] == [20, 21]
    assert [a.size for a in grammar(page(text.replace("41 adults", "50 adults"))).arms] == [None, None]


def test_a_length_of_time_beside_a_share_is_no_share(page) -> None:
    found = shares(
        page(
            ARMS
            + "Median (months) and one-year survival were 7.5 and 31% on velatinib, 8.5 and 42% on placebo."
        )
    )
    assert [r.value.value for r in found] == [31.0, 42.0]
    found = shares(page(ARMS + "Relapse was seen in 12.5 and 25% of those on velatinib and placebo."))
    assert [r.value.value for r in found] == [12.5, 25.0]
