"""Sites, kinds of people, outsiders, both treatments together and what became of some: none of it is an arm or its size."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

PAIR = "Adults were randomised to velamide or placebo. "
RATES = "Flares came in 13% with velamide and 27% with placebo. "


def labels(page, text: str) -> list[str]:
    return [a.label.lower() for a in grammar(page(text)).arms]


def told(page, text: str) -> dict[float, str]:
    results = grammar(page(text)).results
    return {r.value.value: r.arm.lower() for r in results if r.measure == "proportion" and r.value}


def sizes(page, text: str) -> list[tuple[str, int | None]]:
    return [(r.arm.lower(), r.total) for r in grammar(page(text)).results if r.measure == "size"]


@pytest.mark.parametrize(
    "text",
    [
        "We enrolled 150 adults, 91 in Turin and 59 in Bergen, and gave them velamide or placebo. ",
        "In this trial of velamide for gout 91 in Turin and 59 in Bergen took velamide or placebo. ",
        "150 adults (91 with asthma and 59 without asthma) were randomised to velamide or placebo. ",
        "150 adults (91 hip, 59 knee) were randomised to velamide or placebo. ",
        "150 adults (91 smokers and 59 non-smokers) were randomised to velamide or placebo. ",
    ],
)
def test_sites_and_kinds_of_people_are_no_arms(page, text: str) -> None:
    assert labels(page, text + RATES) == ["velamide", "placebo"]
    assert sizes(page, text + RATES) == []


def test_names_with_a_capital_that_people_are_given_are_no_places(page) -> None:
    text = "A trial of Velox and Lorex. 72 adults took part, 37 in Velox and 35 in Lorex. Flares came in 13% with Velox and 27% with Lorex."
    assert labels(page, text) == ["velox", "lorex"]
    assert sizes(page, text) == [("velox", 37), ("lorex", 35)]


@pytest.mark.parametrize(
    "said",
    [
        "In the velamide group, 34% had antibodies; 16% of healthy volunteers had them.",
        "Antibodies were more common on velamide (34%, 16% of healthy volunteers).",
        "Antibodies were seen with velamide in 34%, and 16% of healthy blood donors.",
        "Antibodies were found in 34% with velamide and 16% of healthy controls.",
        "With velamide 34% had antibodies, in contrast to 16% of the general population.",
    ],
)
def test_outsiders_are_in_no_arm(page, said: str) -> None:
    assert told(page, PAIR + said) == {34: "velamide", 16: ""}


def test_healthy_people_who_are_given_something_are_in_its_arm(page) -> None:
    text = "Healthy volunteers were randomised to velamide or placebo. Rash came in 34% of healthy volunteers given velamide and 16% of healthy volunteers given placebo."
    assert told(page, text) == {34: "velamide", 16: "placebo"}


def test_two_treatments_together_are_neither(page) -> None:
    text = "Walking versus coaching. Adults were randomised to walking or coaching. Pain fell in 37% (walking plus coaching), 26% (walking) and 21% (coaching)."
    assert told(page, text) == {37: "", 26: "walking", 21: "coaching"}


def test_both_treatments_of_a_factorial_trial_are_neither(page) -> None:
    text = "A factorial trial. Adults were randomised to walking or no walking and to coaching or no coaching. Pain fell in 37% (walking plus coaching)."
    assert told(page, text) == {37: ""}


def test_what_is_added_is_still_the_arm_that_adds_it(page) -> None:
    text = "Adults were randomised to walking plus coaching or coaching alone. Pain fell in 37% (walking plus coaching) and 21% (coaching alone)."
    assert list(told(page, text)) == [37, 21]
    assert told(page, text)[37].startswith("walking")
    assert told(page, text)[21] == "coaching"


def test_a_list_with_short_names_has_all_of_them(page) -> None:
    text = "Adults were randomised to walking, coaching, walking plus coaching or control. Pain fell in 37% (walking plus coaching), 26% (walking), 21% (coaching) and 12% (control)."
    assert told(page, text) == {37: "walking plus coaching", 26: "walking", 21: "coaching", 12: "control"}


def test_a_list_that_one_arm_is_made_of_is_no_list_of_arms(page) -> None:
    text = "Adults were randomised to receive either steel blades, clamps, ligatures, and diathermy or the laser knife only."
    assert "clamps" not in labels(page, text)
    assert "ligatures" not in labels(page, text)


@pytest.mark.parametrize(
    "said",
    [
        "Fifty-three adults moved away (velamide 29, placebo 24).",
        "Fifty-three adults changed address (29 and 24 in the velamide and placebo groups).",
        "Fifty-three adults were hospitalised later (29 on velamide, 24 on placebo).",
        "The trial had three rounds in all patients (placebo run-in, then velamide).",
        "On velamide itching was the most frequent complaint (n = 36, 21.5% (men: n = 22, women: n = 14)).",
    ],
)
def test_what_became_of_some_is_no_size(page, said: str) -> None:
    assert sizes(page, "Velamide or placebo in gout. " + PAIR + said) == []


def test_sizes_in_brackets_behind_people_who_were_taken_in(page) -> None:
    text = "Velamide or placebo in gout. Fifty-three adults were studied (velamide 29, placebo 24)."
    assert sizes(page, text) == [("velamide", 29), ("placebo", 24)]


def test_group_scans_are_no_group(page) -> None:
    text = "Ninety women were randomised to group KF or group LM. Group US scans showed stones in 14% of group KF and 23% of group LM."
    assert labels(page, text) == ["group kf", "group lm"]


@pytest.mark.parametrize(
    "text",
    [
        "Healing was studied in 70 women with a sham control. Healing was seen in 44% of women and 19% of controls.",
        "Hearing after surgery was tested in 70 adults, of whom 35 were controls. Hearing was normal in 44% and 19% of controls.",
    ],
)
def test_what_is_found_in_people_is_no_arm(page, text: str) -> None:
    assert labels(page, text) == []


def test_the_words_before_a_versus_are_no_name(page) -> None:
    text = "Sleep was measured in 70 women after velamide or placebo. Sleep was sound in 44% and 19%."
    assert labels(page, text) == ["velamide", "placebo"]


def test_a_dose_of_another_drug_is_no_arm(page) -> None:
    text = "Adults were randomised to 60 mg or 30 mg of velamide daily. Flares came in 13% with 60 mg and 27% with 30 mg. Oedema came in 4% with 60 mg torasemide."
    assert told(page, text) == {13: "60 mg", 27: "30 mg", 4: ""}


@pytest.mark.parametrize(
    "said",
    [
        "Adherence was 43% and 36%, first and second year.",
        "At weeks 4 and 8, 43% and 36% had flares.",
        "After one and two years flares came in 43% and 36%.",
        "Flares came in 43% and 36% at baseline and after three months.",
    ],
)
def test_two_times_are_no_two_arms(page, said: str) -> None:
    assert told(page, PAIR + RATES + said) == {13: "velamide", 27: "placebo", 43: "", 36: ""}


@pytest.mark.parametrize(
    "said",
    [
        "Men and women were alike in age. Flares came in 43% of the former (men) and 36% of the latter (women).",
        "Men and women were alike in age. Flares came in 43% of the former and 36% of the latter.",
        "There were 61 men and 72 women. With velamide, flares came in 43% of the former and 36% of the latter.",
    ],
)
def test_the_former_of_others_than_the_arms(page, said: str) -> None:
    assert told(page, PAIR + said) == {43: "", 36: ""}


def test_the_former_of_the_arms(page) -> None:
    text = PAIR + "Flares came in 43% of the former and 36% of the latter."
    assert told(page, text) == {43: "velamide", 36: "placebo"}


@pytest.mark.parametrize(
    "text",
    [
        "Causes of death included sepsis (n = 6 velamide group, n = 5 placebo group) and stroke (n = 3 velamide group; n = 2 placebo group).",
        "Seven adults died, from sepsis (n = 6 velamide group), stroke (n = 5 placebo group) or cancer (n = 2 placebo group).",
        "Reasons for withdrawal were rash (n = 9 velamide group; n = 3 placebo group) and pain (n = 4 velamide group).",
        "Serious adverse events included sepsis (velamide group n = 4; placebo group n = 3) and stroke (velamide n = 5, placebo n = 3).",
        "Adults discontinued because of rash (n = 6, velamide), pain (n = 5, placebo) or cost (n = 2, placebo).",
    ],
)
def test_so_many_who_had_each_cause_are_no_sizes(page, text: str) -> None:
    assert sizes(page, PAIR + text) == []
    assert labels(page, PAIR + text) == ["velamide", "placebo"]


@pytest.mark.parametrize(
    "text",
    [
        "After reasons for withdrawal were heard, those analysed were all the others (n = 61 velamide group, n = 58 placebo group).",
        "Adverse events were told by those treated (velamide, n = 61; placebo, n = 58).",
    ],
)
def test_those_who_were_dealt_out_or_looked_at_are_sizes(page, text: str) -> None:
    assert sizes(page, PAIR + text) == [("velamide", 61), ("placebo", 58)]
