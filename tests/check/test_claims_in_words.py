"""What abstracts claim in plain sentences: claims_in_words.txt holds some that a reviewer would flag, and near ones that are sound;
claims_and_plans.txt holds faults beside the same sentences without one.

The abstracts are invented: their drugs, people and figures are of no trial.
"""

import re
from pathlib import Path

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.check.evidence.looks import true_alpha
from trialwright.read import documents, read

BLOCKS = [
    block.partition("\n")
    for name in ("claims_in_words.txt", "claims_and_plans.txt")
    for block in re.split(r"\n\s*\n", Path(__file__).with_name(name).read_text().strip())
]


def findings(text, name):
    """Minor and major findings of one check."""
    (document,) = documents(text.encode(), "abstract.txt")
    made = [c for c in check([read(document, concepts.load())]) if c.name == name]
    return [c for c in made if c.verdict != "consistent" and c.severity in ("minor", "major")]


@pytest.mark.parametrize(("head", "text"), [(h.removeprefix("# "), t) for h, _, t in BLOCKS])
def test_a_claim_is_flagged_or_left_alone(head, text):
    name, wanted = head.split()
    found = findings(text, name)
    assert bool(found) == (wanted == "fire"), [c.finding for c in found]
    assert all(c.explanation for c in found if c.verdict == "not checkable")


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ("(hazard ratio 0.88, 95% CI 0.66 to 1.17; p = 0.38)", 1),
        ("(hazard ratio 0.88, 95% CI 0.66 to 1.17)", 1),
        ("(hazard ratio 0.61, 95% CI 0.44 to 0.85; p = 0.003)", 0),
    ],
)
def test_words_that_p_and_interval_contradict_are_told_once(figures, told):
    text = f"We randomised 610 men to tavorin or placebo. Relapse was significantly reduced with tavorin {figures}."
    assert len(findings(text, "words_and_p")) == told


def test_two_changes_with_a_p_each_are_compared():
    """R 4.2.2: errors |change| / qt(1 - p/2, 41), Welch: -1.700 (-4.061 to 0.661), p = 0.156."""
    text = (
        "We randomised 84 nurses to qigong (n = 42) or leaflets (n = 42). In the qigong group the strain score fell from 11.2 to 8.4 "
        "(p = 0.003). In the leaflets group the fall, from 11.0 to 9.9, was not significant (p = 0.17)."
    )
    (found,) = findings(text, "within_group")
    got = [round(float(found.recomputed[k]), 3) for k in ("difference", "low", "high", "p")]
    assert got == [-1.7, -4.061, 0.661, 0.156]


def test_two_changes_with_an_sd_each_are_compared():
    """R 4.2.2, 0.9 (SD 1.4, n = 24) v 0.5 (SD 1.5, n = 24), Welch: 0.400 (-0.443 to 1.243), p = 0.345."""
    text = (
        "We randomised 48 tenants to buteyko (n = 24) or usual care (n = 24). Wheeze had improved significantly with buteyko (mean "
        "change 0.9, SD 1.4; p = 0.005), while with usual care the change was not significant (mean change 0.5, SD 1.5; p = 0.12)."
    )
    (found,) = findings(text, "within_group")
    got = [round(float(found.recomputed[k]), 3) for k in ("difference", "low", "high", "p")]
    assert got == [0.4, -0.443, 1.243, 0.345]


def test_what_counts_leave_open_is_told_in_patients():
    """R 4.2.2, Newcombe's method 10 of 5/22 v 8/22: -37.9 to 12.9 points; Wald odds ratio 0.515 (0.137 to 1.931)."""
    text = (
        "Forty-four men were randomised to febulol (n = 22) or placebo (n = 22). Five of 22 (23%) given febulol and 8 of 22 (36%) given "
        "placebo died. Febulol has no effect on mortality."
    )
    (found,) = findings(text, "no_effect_from_little")
    assert "38 fewer to 13 more in 100 patients" in found.finding
    assert round(found.recomputed["high"], 3) == 1.931


def test_looks_have_the_chance_of_all_of_them():
    """Armitage, McPherson & Rowe 1969, J R Stat Soc A 132:235, table 2: 8.3, 12.6, 14.2 and 19.3 % at 2, 4, 5 and 10 looks."""
    assert [round(100 * true_alpha(k), 1) for k in (1, 2, 4, 5, 10)] == [5.0, 8.3, 12.6, 14.2, 19.3]
    text = (
        "We looked at the data every week, ten times in all, and stopped the trial once the difference was significant (p = 0.04). "
        "Sixty cooks had been randomised to gloves or no gloves."
    )
    (found,) = findings(text, "multiplicity")
    assert (found.recomputed["looks"], round(float(found.recomputed["true alpha"]), 3)) == (10, 0.193)


def test_the_number_told_and_not_the_number_printed_is_allowed_for():
    """R 4.2.2: p.adjust(0.02, "holm", n = 8) = 0.16; 1 - 0.95^8 = 0.337."""
    text = (
        "We compared eight outcomes between 60 cooks randomised to gloves and 60 randomised to no gloves. Burns were fewer with gloves "
        "(p = 0.02). The other seven outcomes did not differ. Gloves prevent burns."
    )
    (found,) = findings(text, "multiplicity")
    assert (found.recomputed["tests"], round(float(found.recomputed["chance of one"]), 3)) == (8, 0.337)
    assert not findings(text.replace("eight outcomes", "eight outcomes, by Holm's method,"), "multiplicity")
    assert findings(
        text.replace("eight outcomes", "eight outcomes, without correction for multiple comparisons,"),
        "multiplicity",
    )


def test_looks_that_are_not_counted_are_the_fewest_there_can_be():
    text = (
        "Sixty cooks were randomised to gloves or no gloves. The trial was stopped early after an interim analysis showed fewer burns with "
        "gloves (p = 0.04)."
    )
    (found,) = findings(text, "multiplicity")
    assert "2 looks, the fewest there can be, pass by chance in 8 %" in found.finding


def test_arms_of_sizes_that_fit_each_other_s_counts_leave_open_which_changed_places():
    text = "We randomised 110 adults to molvine (n = 44) or placebo (n = 66). Fever was seen in 11{} (16.7%) on molvine and 22{} (50.0%) on placebo."
    (found,) = findings(text.format("", ""), "arms_exchanged")
    assert found.corrected == (
        "22/44 (molvine) and 11/66 (placebo) if the counts were exchanged; 11/66 (molvine) and 22/44 (placebo) if the numbers of patients were"
    )
    assert found.restated == ()
    (found,) = findings(text.format(" of 44", " of 66"), "arms_exchanged")
    assert found.corrected == "22/44 (molvine) and 11/66 (placebo)"
    assert [x.figures["count"] for x in found.restated] == [22, 11]


def test_those_treated_are_counted_from_the_words_where_no_trial_was_read():
    text = "We treated forty-two infants with palorin. In one infant the dose was halved. Palorin is safe."
    (found,) = findings(text, "safe_from_little")
    assert "at most 42 treated patients" in found.finding
    assert findings(text.replace("In one infant", "In 60 infants"), "safe_from_little") == []


def test_counts_beside_their_totals_changed_places_though_one_percentage_would_fit_either_way():
    text = (
        "We randomised 411 adults to molvine (n = 208) or placebo (n = 203). Fever was seen in 52 of 208 (26%) on molvine and 49 of 203 "
        "(24%) on placebo."
    )
    (found,) = findings(text, "arms_exchanged")
    assert found.corrected == "49/208 (molvine) and 52/203 (placebo)"
    assert findings(text.replace(" of 208 (", " (").replace(" of 203 (", " ("), "arms_exchanged") == []
