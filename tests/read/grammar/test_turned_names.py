"""Less of something is an outcome of its own where people have it; where two arms are compared it is how they differ."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.mean_spreads import style
from trialwright.read.grammar.sentences import sentences

ARMS = "80 adults were randomised to velatinib (n = 40) or placebo (n = 40). "


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Decreased appetite was reported by 25 of 40 patients on velatinib and 10 of 40 on placebo.", "Decreased appetite"),
        ("Less pain was felt by 25 of 40 given velatinib and 10 of 40 given placebo.", "Less pain"),
        ("Reduced libido occurred in 25 of 40 with velatinib and 10 of 40 with placebo.", "Reduced libido"),
        ("Fewer falls were seen with velatinib (5 of 40 v 12 of 40).", "falls"),
        ("Less pain was seen with velatinib (5 of 40 v 12 of 40).", "pain"),
        ("Nausea was reported by 25 of 40 patients on velatinib and 10 of 40 on placebo.", "Nausea"),
    ],
)  # fmt: skip
def test_the_name_keeps_what_turns_it(page, text: str, name: str) -> None:
    found = [r.endpoint for r in grammar(page(ARMS + text)).results if r.measure == "proportion"]
    assert found == [name, name]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Mean mortality was 5% (SD 2) with velatinib and 9% (SD 3) with placebo.", []),
        ("The average response rate was 45% with velatinib and 30% with placebo.", []),
        (
            "Mean ejection fraction was 45% (SD 8) with velatinib and 40% (SD 9) with placebo.",
            ["mean", "mean"],
        ),
        (
            "Mean heart rate was 85 (SD 8) bpm with velatinib and 80 (SD 9) bpm with placebo.",
            ["mean", "mean"],
        ),
    ],
)
def test_a_mean_of_what_people_have_or_not_is_none(page, text: str, measures: list[str]) -> None:
    assert [r.measure for r in grammar(page(ARMS + text)).results if r.measure == "mean"] == measures


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Values are means ± standard deviations or standard errors, as appropriate.", "both"),
        ("Values are means ± SD or SEM.", "both"),
        ("Values are means ± standard errors.", "SE"),
        ("Values are means ± SD or medians with ranges.", "SD"),
    ],
)
def test_spreads_that_may_be_either_are_neither(page, text: str, said: str) -> None:
    assert style(sentences(page(text))) == said


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("With velatinib, rash, fever and death occurred in 15, 9 and 3 of 40 patients.", ["death"]),
        ("Rash and fever occurred in 15 of 40 and 9 of 40, respectively, on velatinib and in 24 of 40 and 8 of 40 on placebo.", ["Rash", "fever"] * 2),
        ("Rash and fever occurred in 15 of 40 and 24 of 40 patients with velatinib and placebo, respectively.", ["Rash and fever"] * 2),
        ("Nausea and vomiting occurred in 15 of 40 with velatinib and 24 of 40 with placebo.", ["Nausea and vomiting"] * 2),
    ],
)  # fmt: skip
def test_a_number_of_a_list_is_of_the_name_in_its_place(page, text: str, names: list[str]) -> None:
    shares = [r for r in grammar(page(ARMS + text)).results if r.measure == "proportion" and r.total]
    assert [r.endpoint for r in shares] == names


@pytest.mark.parametrize(
    "text",
    [
        "The hazard ratio for death was 0.70 (95% CI 0.50 to 0.98) at 1 year and 0.85 (95% CI 0.66 to 1.09) at 5 years.",
        "The odds ratio for death was 0.70 (95% CI 0.50 to 0.98) at month 1 and 0.85 (95% CI 0.66 to 1.09) at month 6.",
    ],
)
def test_ratios_of_several_times_have_each_its_own(page, text: str) -> None:
    found = [r for r in grammar(page(ARMS + text)).results if r.measure.endswith("_ratio")]
    assert [r.value.value for r in found] == [0.70, 0.85]
    assert [r.endpoint for r in found] == ["death", "death"]
    assert len({r.time for r in found} - {""}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The hazard ratio was 0.60 (95% CI 0.40 to 0.90) for relapse or death, 0.70 (95% CI 0.52 to 0.94) for relapse and 0.85 (95% CI 0.66 to 1.09) for death.",
        "The hazard ratio for relapse or death was 0.60 (95% CI 0.40 to 0.90), for relapse 0.70 (95% CI 0.52 to 0.94) and for death 0.85 (95% CI 0.66 to 1.09).",
    ],
)
def test_ratios_of_several_outcomes_have_each_its_own(page, text: str) -> None:
    found = [r for r in grammar(page(ARMS + text)).results if r.measure == "hazard_ratio"]
    assert [(r.value.value, r.endpoint) for r in found] == [(0.60, "relapse or death"), (0.70, "relapse"), (0.85, "death")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Relapse within the first year occurred in 3 of 40 on velatinib and 5 of 40 on placebo; over 2 years relapse occurred in 6 of 40 and 9 of 40.", ["first year"] * 2 + ["2 years"] * 2),
        ("In-hospital death came in 3 of 40 on velatinib and 5 of 40 on placebo; 90-day death came in 6 of 40 and 9 of 40.", [""] * 2 + ["90-day"] * 2),
        ("Relapse came in 3 of 40 on velatinib and 5 of 40 on placebo at 6 months; rash was rare.", ["6 months"] * 2),
    ],
)  # fmt: skip
def test_a_time_of_later_numbers_is_theirs(page, text: str, times: list[str]) -> None:
    assert [r.time for r in grammar(page(ARMS + text)).results if r.measure == "proportion"] == times
