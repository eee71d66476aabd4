"""Numbers that are told of as many places, times, kinds of people or things as there are arms, and so of no arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

PAIR = "Adults were randomised to velamide or placebo. "
THREE = "Adults were randomised to velamide, orvelin or placebo. "
RATES = "Flares came in 13% with velamide and 27% with placebo. "


def told(page, text: str) -> list[tuple[str, float]]:
    results = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in results if r.measure == "proportion" and r.value]


def counted(page, text: str) -> list[str]:
    return [r.arm for r in grammar(page(text)).results if r.measure == "proportion" and r.value is None]


def sized(page, text: str) -> list[tuple[str, int | None]]:
    return [(r.arm, r.total) for r in grammar(page(text)).results if r.measure == "size"]


@pytest.mark.parametrize(
    "text",
    [
        PAIR + "Of 260 women screened, 121 and 98 were eligible in Turin and Bergen.",
        PAIR + "Of 260 adults, 151 and 107 were included in the first and second year.",
        PAIR + "Of 260 adults randomised, 128 and 122 were analysed for pain and for sleep.",
        PAIR + "Of 260 patients, 140 and 120 had type 1 and type 2 disease, respectively.",
        PAIR + "Of 260 patients, 140 and 120 were treated before and after surgery, respectively.",
        THREE + "Of 310 adults, 120, 100 and 90 were treated in Turin, Bergen and Cork, respectively.",
        THREE + "Of 310 adults, 120, 100 and 90 were assessed at 1, 2 and 3 years.",
        "Velamide or placebo in women (n = 62) and men (n = 57). " + PAIR,
        "94 adults were randomised to velamide (21 men, 26 women) or placebo (25 men, 22 women).",
    ],
)
def test_sizes_of_several_are_no_arms(page, text: str) -> None:
    assert sized(page, text) == []


def test_those_taken_in_are_still_the_arms(page) -> None:
    assert sized(page, PAIR + "Of 260 adults randomised, 128 and 122 were evaluable.") == [("velamide", 128), ("placebo", 122)]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "94 adults from Turin (n = 45) and Bergen (n = 49) were randomly assigned to velamide or placebo. ",
        "We recruited 94 adults from primary care (n = 45) and hospitals (n = 49). They were randomised to velamide or placebo. ",
        "94 adults, 45 on statins and 49 on aspirin, were randomised to velamide or placebo. ",
    ],
)
def test_those_who_are_then_dealt_to_others_are_no_arms(page, text: str) -> None:
    assert [a.label for a in grammar(page(text + RATES)).arms] == ["velamide", "placebo"]
    assert sized(page, text + RATES) == []


def test_numbers_alone_name_no_arm(page) -> None:
    text = "Adults were randomised to velamide or placebo (n = 94), 45 and 49 in Turin and Bergen. " + RATES
    assert [a.label for a in grammar(page(text)).arms] == ["velamide", "placebo"]


@pytest.mark.parametrize(
    "said",
    [
        "Cramp was seen in 8 and 15 adults under and over 60.",
        "Cramp was seen in 8 and 15 adults on day 1 and day 2.",
        "Cramp was seen in 8 and 15 of the nurses and doctors.",
        "Deaths: 8 and 15 (men and women).",
        "Eight and 15 adults had died at one and two years.",
        "Two cohorts had 8 and 15 deaths.",
    ],
)
def test_counts_of_several_are_of_no_arm(page, said: str) -> None:
    assert [arm for arm in counted(page, PAIR + RATES + said) if arm] == []


def test_counts_in_the_order_kept_stay(page) -> None:
    assert counted(page, PAIR + RATES + "Cramp was seen in 8 and 15 adults.") == ["velamide", "placebo"]


def test_kinds_of_people_below_a_heading_of_arms(page) -> None:
    text = (
        THREE
        + "Side effects (velamide, orvelin, placebo): rash 4, 9, 13%; cramp in men, women and children 2, 6, 5%."
    )
    assert {arm for arm, value in told(page, text) if value in (2, 6, 5)} == {""}


def test_places_behind_a_list(page) -> None:
    text = "Flares came in 21, 24 and 17% for Turin, Bergen and Cork, respectively. " + THREE
    assert {arm for arm, _ in told(page, text)} == {""}


@pytest.mark.parametrize(
    "said",
    [
        "Sweating (31% v 24%), rash and cramp were more often mild with placebo.",
        "Sweating (31% v 24%), rash and cramp were less frequent in men.",
        "Compared with women, men had more sweats on velamide (31% v 24%).",
    ],
)
def test_a_comparative_of_something_else_tells_no_order(page, said: str) -> None:
    assert told(page, PAIR + said) == [("", 31), ("", 24)]


def test_a_dose_of_it_is_of_another_drug(page) -> None:
    text = "Adults were randomised to 20 or 40 mg of velamide. After 40 mg of prednisone rash came in 21%, and after 20 mg of it in 14%."
    assert told(page, text) == [("", 21), ("", 14)]


@pytest.mark.parametrize(
    "said",
    [
        "Response was 31% and 24% (investigators and central review).",
        "In the two hospitals cramp was seen in 31% and 24%.",
    ],
)
def test_percents_of_two_sources_are_of_no_arm(page, said: str) -> None:
    assert told(page, PAIR + RATES + said)[2:] == [("", 31), ("", 24)]


def test_what_was_so_at_the_start_is_not_the_other_arm_s(page) -> None:
    text = PAIR + "With velamide cramp was seen in 31% v 44% at baseline."
    assert told(page, text) == [("velamide", 31), ("", 44)]


def test_what_some_took_besides_is_no_name_of_an_arm(page) -> None:
    text = PAIR + "Of 20 adults on steroids 31% relapsed on velamide; 24% on placebo."
    assert told(page, text) == [("velamide", 31), ("placebo", 24)]
    assert counted(page, text) == []


@pytest.mark.parametrize(
    ("arms", "said"),
    [
        ("surgery or radiotherapy", "Previous surgery had been done in 14%."),
        ("chemotherapy or radiotherapy", "Before chemotherapy 14% had pain."),
        ("velamide or iron", "Iron overload was seen in 14%."),
        ("home or hospital care", "Hospital stay was long in 14%."),
        ("early or late feeding", "Early sepsis occurred in 14%."),
        ("standard or intensive treatment", "Intensive care was needed by 14%."),
    ],
)
def test_an_arm_s_word_in_another_sense(page, arms: str, said: str) -> None:
    text = f"Adults were randomised to {arms}. "
    assert len(grammar(page(text)).arms) == 2
    assert told(page, text + said) == [("", 14)]


def test_a_degree_of_the_arm_s_own_noun_stays_its_name(page) -> None:
    text = "Infants were randomised to early or late feeding. Sepsis occurred in 14% with early feeding and 17% in the late group."
    assert [arm[:4] for arm, _ in told(page, text)] == ["earl", "late"]


@pytest.mark.parametrize(
    ("arms", "said"),
    [
        ("oral velamide or nasal velamide", "Rash came in 31% with oral velamide and 24% with nasal spray."),
        ("open surgery or closed surgery", "Sepsis came in 31% after open repair and 24% after closed repair."),
        ("immediate or delayed antibiotics", "Cure came in 31% of the immediate prescription group and 24% of the delayed prescription group."),
    ],
)  # fmt: skip
def test_people_of_a_degree_are_its_arm_whatever_the_noun(page, arms: str, said: str) -> None:
    text = f"Adults were randomised to {arms}. "
    labels = [a.label for a in grammar(page(text + said)).arms]
    assert told(page, text + said) == [(labels[0], 31), (labels[1], 24)]
