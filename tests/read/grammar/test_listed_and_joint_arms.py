"""Arms of a list that says how many it has, one of them two others together; and two times of one thing, which are no arms."""

from __future__ import annotations

from trialwright.read.grammar import grammar

LIST = "The 88 women with gout were randomized into four groups: placebo, naproxen, HP and combined (naproxen plus HP). "


def arms(page, text: str) -> list[str]:
    return [a.label for a in grammar(page(text)).arms]


def test_combined_is_two_of_the_others(page) -> None:
    text = (
        LIST
        + "Response was seen in 20% on placebo, 35% on naproxen, 30% on HP and 50% in the combined group."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["placebo", "naproxen", "HP", "naproxen plus HP"]
    told = [(r.arm, r.value.value) for r in found.results if r.measure == "proportion" and r.value]
    assert told == [("placebo", 20), ("naproxen", 35), ("HP", 30), ("naproxen plus HP", 50)]


def test_all_of_so_many_are_arms(page) -> None:
    """Two of them are told apart more often than the others."""
    text = "We compared heat packs (HP), naproxen and their combination. " + LIST
    text += "Pain differed between the HP and placebo group as well as the HP and naproxen group. HP was better than placebo."
    assert arms(page, text) == ["placebo", "naproxen", "heat packs", "naproxen plus heat packs"]


def test_combined_with_three_others_is_a_name(page) -> None:
    text = "The 88 women with gout were randomized into four groups: rest, naproxen, ice and combined."
    assert "naproxen plus ice" not in arms(page, text)


def test_two_times_are_no_arms(page) -> None:
    text = "Twenty women took part in an exercise programme. It raised endurance (pre-training: 312 ± 94 m vs. post-training: 441 ± 89 m, p < 0.05)."
    found = grammar(page(text))
    assert found.arms == ()
    assert {r.arm for r in found.results} == {""}


def test_times_of_what_is_given_are_arms(page) -> None:
    text = "Forty women had radiotherapy. Relapse came to 12% with preoperative radiotherapy vs. 15% with postoperative radiotherapy."
    assert len(arms(page, text)) == 2


def test_three_groups_that_are_given_things_in_several_words(page) -> None:
    text = "A study was performed in 90 children, mean age of 11 ± 3.2 months, to see what mint tea does. Thirty patients with colic were fed twice-daily 15 ml/kg of Mint Tea (MT), 30 received White Cocoa (WC), and 30 were given flavored water (WA). "
    text += "The mean ± SD duration was 39.4 ± 22.6, 37.5 ± 28.9 and 16.5 ± 17.4 h in patients fed MT, WC and WA, respectively."
    found = grammar(page(text))
    assert [(a.label, a.size) for a in found.arms] == [
        ("mint tea", 30), ("White Cocoa", 30), ("flavored water", 30)
    ]  # fmt: skip
    told = [(r.arm, r.value.value) for r in found.results if r.measure == "mean" and r.value]
    # the age is that of all
    assert told == [("", 11), ("mint tea", 39.4), ("White Cocoa", 37.5), ("flavored water", 16.5)]


def test_the_age_of_those_on_one_arm_is_its_own(page) -> None:
    text = "Ninety children were randomised to tea or cocoa. We gave tea to 45 children, mean age 11 ± 3.2 months, and cocoa to 45 children, mean age 12 ± 3.1 months."
    found = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "mean" and r.value]
    assert found == [("tea", 11), ("cocoa", 12)]
