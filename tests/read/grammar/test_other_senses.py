"""Numbers of the whole study before those of its arms, and words that name an arm and are of something else."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults were randomised to singing or chess. "


def shares(page, text: str) -> dict[float, str]:
    found = grammar(page(text)).results
    return {r.value.value: r.arm for r in found if r.measure == "proportion" and r.value}


@pytest.mark.parametrize(
    "said",
    [
        "Cramp was seen in 37%; rest came in 14% of singing adults and 23% of chess adults.",
        "Overall cramp was met by 37%, and rest by 14% on singing and 23% on chess.",
        "Rest was 37%, being 14% on singing and 23% on chess.",
        "Women (37%) had rest in 14% on singing and 23% on chess.",
    ],
)
def test_a_number_before_those_of_the_arms_is_of_neither(page, said: str) -> None:
    assert shares(page, ARMS + said) == {37: "", 14: "singing", 23: "chess"}


def test_a_number_before_those_of_three_arms_is_of_none(page) -> None:
    text = "Adults were randomised to singing, maps or chess. Women made up 58%, and rest came in 14% of singing, 19% of maps and 23% of chess adults."
    assert shares(page, text) == {58: "", 14: "singing", 19: "maps", 23: "chess"}


def test_a_number_with_a_code_that_is_no_known_arm_is_of_none(page) -> None:
    text = "Adults were randomised to velatin (Vel), taxomab (Tax) or both (VT). Cramp rates were 14% in Vel, 19% in Tax and 7% in VT."
    found = shares(page, text)
    assert found[14] in ("", "velatin")
    assert found[19] in ("", "taxomab")
    assert found[7] not in ("velatin", "taxomab")


def test_one_drug_alone_is_not_the_two_together(page) -> None:
    text = (
        "Adults were randomised to velatin alone, taxomab alone, velatin and taxomab, or placebo. There were 52 adults on velatin alone, "
        "49 on taxomab alone, 55 on velatin and taxomab and 51 on placebo."
    )
    sizes = {(r.arm, r.total) for r in grammar(page(text)).results if r.measure == "size"}
    assert ("velatin and taxomab", 49) not in sizes
    assert ("velatin and taxomab", 55) in sizes


@pytest.mark.parametrize(
    "said",
    [
        "Prednisone 15 mg was used by 33%, and aspirin 30 mg by 8%.",
        "Rest came in 51% with 15 mg and 57% with 30 mg; morphine 15 mg was needed by 8%.",
    ],
)
def test_the_dose_of_another_drug_names_no_arm(page, said: str) -> None:
    found = shares(page, "Adults were randomised to velatin 15 mg or velatin 30 mg. " + said)
    assert found[8] == ""
    assert found.get(33, "") == ""
    assert found.get(51, "velatin 15 mg") == "velatin 15 mg"


def test_a_dose_of_the_drug_itself_names_its_arm(page) -> None:
    text = "Adults were randomised to velatin 15 mg or 30 mg. Rest came in 51% on velatin 15 mg and 57% on velatin 30 mg."
    assert list(shares(page, text)) == [51, 57]
    assert len(set(shares(page, text).values())) == 2


def test_what_is_added_is_not_the_arm_without_it(page) -> None:
    text = "Adults were randomised to velatin 15 mg plus zinc or velatin 15 mg alone. Cramp was seen in 14% with velatin 15 mg and 9% with zinc."
    assert shares(page, text)[9] != "velatin"


def test_falls_and_rises_in_brackets_are_no_shares(page) -> None:
    text = "Adults were randomised to zinc or placebo. A drop in weight (12.6%; P = 0.02) and a rise in height (27.3%; P = 0.004) were seen on zinc, but not on placebo."
    found = grammar(page(text)).results
    assert [(r.measure, r.arm, r.value.value, r.analysis) for r in found if r.measure != "p_value"] == [
        ("relative_change", "zinc", 12.6, "reduction"),
        ("relative_change", "zinc", 27.3, "increase"),
    ]


def test_two_arms_joined_are_neither(page) -> None:
    text = "Adults were randomised to iron, folate or placebo. Cramp was seen in 11% with iron plus folate, 13% with iron, 17% with folate and 24% with placebo."
    assert shares(page, text) == {11: "", 13: "iron", 17: "folate", 24: "placebo"}


@pytest.mark.parametrize(
    ("listed", "labels"),
    [
        ("iron + folate, iron + placebo, folate + placebo or placebo alone", ["iron + folate", "iron + placebo", "folate + placebo", "placebo"]),
        ("iron alone, folate alone, iron and folate, or placebo", ["iron", "folate", "iron and folate", "placebo"]),
        ("iron plus zinc, given daily, or placebo", ["iron", "placebo"]),
        ("iron, taken with folate and zinc, once daily, or placebo", ["iron", "placebo"]),
    ],
)  # fmt: skip
def test_lists_of_arms_that_share_what_they_are_given(page, listed: str, labels: list[str]) -> None:
    found = grammar(page(f"Adults were randomised to {listed}. Cramp was rare."))
    assert [a.label for a in found.arms] == labels


def test_each_of_four_arms_has_its_number(page) -> None:
    text = "Adults were assigned to iron + folate, iron + placebo, folate + placebo or placebo alone. Cramp was seen in 8%, 13%, 17% and 24%, respectively."
    assert shares(page, text) == {
        8: "iron + folate",
        13: "iron + placebo",
        17: "folate + placebo",
        24: "placebo",
    }
