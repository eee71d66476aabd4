"""Names of arms that are more than their first word, and words around them that are no part of a name."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.naming import sound
from trialwright.read.grammar.phrases import arm_phrase


def arms(found) -> list[tuple[str, int | None]]:
    return [(a.label, a.size) for a in found.arms]


@pytest.mark.parametrize(
    "name",
    [
        "no treatment",
        "no further treatment",
        "treatment as usual",
        "care as usual",
        "deferred treatment",
        "one-stage revision",
        "four-layer bandaging",
        "3-day course",
    ],
)
def test_the_whole_name_is_kept(name: str) -> None:
    assert arm_phrase(name) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("a 9-week rowing programme", "rowing programme"),
        ("two sessions a week", ""),
        ("a 12-week course of kelvarone", "12-week course of kelvarone"),
    ],
)
def test_how_long_is_no_name_but_of_a_course(said: str, name: str) -> None:
    assert arm_phrase(said) == name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("supervised rowing", "no treatment"),
        ("kelvarone", "treatment as usual"),
        ("kelvarone", "care as usual"),
        ("three-port fundoplication", "four-port fundoplication"),
        ("one-step fixation", "two-step fixation"),
        ("immediate treatment", "deferred treatment"),
    ],
)
def test_two_arms_by_such_names(page, first: str, second: str) -> None:
    found = grammar(
        page(
            f"Adults with gout were allocated to {first} or {second}. Of the 131 adults, 67 were assigned to {first} and 64 to {second}."
        )
    )
    assert arms(found) == [(first, 67), (second, 64)]


@pytest.mark.parametrize(
    "said",
    [
        "Of 131 men randomised, 67 received kelvarone and the remaining 64 received bexalin.",
        "In all, 131 men were randomised: 67 to kelvarone and the other 64 to bexalin.",
    ],
)
def test_the_remaining_is_no_part_of_a_name(page, said: str) -> None:
    found = grammar(page(f"A randomised trial in men with gout. {said}"))
    assert arms(found) == [("kelvarone", 67), ("bexalin", 64)]


def test_digits_of_a_code_are_no_size(page) -> None:
    said = "Men were randomised to KV-3306 or placebo. In all 131 men took part, with 67 assigned to KV-3306 and 64 to placebo."
    found = grammar(page(said))
    assert arms(found) == [("KV-3306", 67), ("placebo", 64)]
    assert [r.total for r in found.results if r.measure == "size"] == [67, 64]


def test_randomisation_is_no_arm(page) -> None:
    said = "We compared early closure with delayed closure. Then 131 men underwent randomisation, 67 to the early group and 64 to the delayed group."
    assert not sound("randomisation")
    assert arms(grammar(page(said))) == [("early closure", 67), ("delayed closure", 64)]


def test_when_they_are_seen_is_no_third_arm(page) -> None:
    said = "Men were randomised to rowing or usual care and were seen before rowing, mid-programme, and after the programme."
    assert [a.label for a in grammar(page(said)).arms] == ["rowing", "usual care"]


def test_a_dose_of_something_is_called_by_it(page) -> None:
    said = "Men were randomly assigned to receive no treatment or 40 mg of KV-33/day for two years."
    assert [a.label for a in grammar(page(said)).arms] == ["no treatment", "KV-33"]


@pytest.mark.parametrize(
    ("first", "second", "called"),
    [
        ("text-message reminders", "no reminders", ("reminder", "no-reminder")),
        ("early closure", "delayed closure", ("early", "delayed")),
    ],
)
def test_arms_called_by_a_part_of_their_names_have_them_in_full(page, first, second, called) -> None:
    said = f"Adults were randomly assigned to {first} or {second}. Of 131 randomised, 67 were in the {called[0]} arm and 64 in the {called[1]} arm. "
    said += f"Falls were seen in 9 of 67 in the {called[0]} group and 17 of 64 in the {called[1]} group (P = 0.04)."
    found = grammar(page(said))
    assert [a.size for a in found.arms] == [67, 64]
    assert found.arms[0].label == first
    assert [r.arm for r in found.results if r.measure == "proportion"] == [a.label for a in found.arms]


def test_sham_of_something_is_the_sham(page) -> None:
    said = "Women were randomised to cupping or sham cupping. Of the 131 women, 67 were in the cupping arm and 64 in the sham arm. "
    said += "Of the 67 women who received cupping, 9 (13.4%) fell; of the 64 who received sham cupping, 17 (26.6%) did."
    found = [(r.arm.split()[0], r.count) for r in grammar(page(said)).results if r.measure == "proportion"]
    assert found == [("cupping", 9), ("sham", 17)]


def test_sham_alone_names_the_sham_arm(page) -> None:
    said = "Half the women were randomised to cupping and half to sham cupping. Falls: cupping 9/67 (13.4%), sham 17/64 (26.6%)."
    found = [(r.arm, r.count) for r in grammar(page(said)).results if r.measure == "proportion"]
    assert found == [("cupping", 9), ("sham cupping", 17)]


@pytest.mark.parametrize("name", ["vitamin K2", "omega-6", "factor XR-7"])
def test_digits_in_a_name_do_not_end_it(page, name: str) -> None:
    said = f"Men were randomly assigned to {name} or placebo. We enrolled 131 men - 67 in the {name} group and 64 in the placebo group."
    assert arms(grammar(page(said))) == [(name, 67), ("placebo", 64)]


@pytest.mark.parametrize("control", ["best supportive care", "TAU"])
def test_controls_by_these_names(page, control: str) -> None:
    said = f"Men were randomised to rowing or {control}. Of the 131 men, 67 were in the rowing arm and 64 in the {control} arm."
    assert [a.role for a in grammar(page(said)).arms] == ["experimental", "control"]


def test_names_in_full_of_the_title(page) -> None:
    said = "Three-layer bandaging versus elastic stockings in ulcers: a randomised trial\n\n131 men were randomised: 67 in the three-layer group and 64 in the stocking group."
    assert arms(grammar(page(said))) == [("Three-layer bandaging", 67), ("elastic stockings", 64)]


def test_people_set_against_each_other_are_no_events(page) -> None:
    found = grammar(
        page(
            "Men were randomised to kelvarone or bexalin. 131 men were randomised (kelvarone vs bexalin: 67 vs 64)."
        )
    )
    assert arms(found) == [("kelvarone", 67), ("bexalin", 64)]
    assert [r.measure for r in found.results] == ["size", "size"]


def test_events_set_against_each_other_are_no_sizes(page) -> None:
    found = grammar(
        page(
            "131 men were randomised to kelvarone or bexalin. There were 21 relapses (kelvarone vs bexalin: 9 vs 12)."
        )
    )
    assert [(r.arm, r.count) for r in found.results] == [("kelvarone", 9), ("bexalin", 12)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("cognitive behavioural therapy", "cognitive behavioural therapy"),
        ("early goal-directed therapy", "early goal-directed therapy"),
        ("kelvarone therapy", "kelvarone"),
        ("active therapy", ""),
    ],
)
def test_therapy_is_kept_behind_a_word_that_is_no_noun(said: str, name: str) -> None:
    assert arm_phrase(said) == name


def test_initials_that_are_not_explained(page) -> None:
    said = "Adults were randomised to problem solving training or treatment as usual. Of 131 adults, 67 were in the PST group and 64 in the TAU group. "
    said += "Of those assigned to problem solving training, 9 of 67 (13.4%) relapsed, compared with 17 of 64 (26.6%) assigned to treatment as usual."
    found = grammar(page(said))
    assert arms(found) == [("problem solving training", 67), ("treatment as usual", 64)]
    told = [(r.arm, r.count) for r in found.results if r.measure == "proportion"]
    assert told == [("problem solving training", 9), ("treatment as usual", 17)]


@pytest.mark.parametrize(
    "said",
    [
        "Adults were randomised into three groups: kelvarone 5 mg, kelvarone 20 mg and placebo.",
        "A three-arm randomised trial compared kelvarone 5 mg, kelvarone 20 mg and placebo in adults with gout.",
        "The trial had three parallel arms: kelvarone 5 mg, kelvarone 20 mg or placebo. People were allocated by coin.",
    ],
)
def test_three_arms_of_a_list(page, said: str) -> None:
    said += " In all, 44 were in the kelvarone 5 mg group, 41 in the kelvarone 20 mg group and 43 in the placebo group."
    assert [a.label for a in grammar(page(said)).arms] == ["kelvarone 5 mg", "kelvarone 20 mg", "placebo"]


def test_a_list_cut_at_its_commas_adds_no_arm(page) -> None:
    said = "Men were randomised to stapling, rubber banding, or usual care. In all 128 men were randomised; 44, 41 and 43 were assigned to "
    said += "stapling, rubber banding and usual care, respectively."
    assert arms(grammar(page(said))) == [("stapling", 44), ("rubber banding", 41), ("usual care", 43)]


@pytest.mark.parametrize("said", ["intravenous iron or oral iron", "intravenous or oral iron"])
def test_arms_told_apart_by_the_way_they_are_given(page, said: str) -> None:
    text = f"Women were randomised to {said}. Of 131 women, 67 were in the intravenous iron group and 64 in the oral iron group."
    assert arms(grammar(page(text))) == [("intravenous iron", 67), ("oral iron", 64)]


def test_names_in_full_that_the_text_says_again(page) -> None:
    said = "Using a list, men were assigned in equal numbers to postcard reminders or no reminders. Of 131 men randomised, 67 were in the reminder group "
    said += (
        "and 64 in the no-reminder group. Falls were as many with postcard reminders as with no reminders."
    )
    found = grammar(page(said))
    assert [a.size for a in found.arms] == [67, 64]
    assert found.arms[0].label == "postcard reminders"


def test_a_length_of_time_alone_is_no_name(page) -> None:
    text = (
        "We randomly assigned women with gout to receive zelotinib for 9 months or 18 months. 412 were assigned to 18 months and 408 "
        "to 9 months of treatment. Survival was 91% in the 9-month group and 93% in the 18-month group."
    )
    sizes = {(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "size"}
    assert sizes == {("18-month", 412.0), ("9-month", 408.0)}


def test_what_people_are_offered_is_the_arm(page) -> None:
    said = "Men were randomised to be offered kelvarone or bexalin. Of the 131 men, 67 were offered kelvarone and 64 bexalin."
    assert [a.label for a in grammar(page(said)).arms] == ["kelvarone", "bexalin"]


def test_a_count_out_of_others_is_no_part_of_a_name(page) -> None:
    said = "We tested kelvarone against bexalin in a randomised trial. In all 9 (13.4%) of 67 men allocated to kelvarone and 17 (26.6%) of 64 allocated to bexalin had falls."
    found = grammar(page(said))
    assert [a.label for a in found.arms] == ["kelvarone", "bexalin"]
    told = [(r.arm, r.count) for r in found.results if r.measure == "proportion"]
    assert told == [("kelvarone", 9), ("bexalin", 17)]


@pytest.mark.parametrize("name", ["two-week course", "four-month course"])
def test_a_span_in_words_is_a_name(name: str) -> None:
    assert arm_phrase(f"a {name}") == name


@pytest.mark.parametrize("verb", ["relapsed", "died", "recovered", "had a fever"])
def test_what_became_of_those_on_an_arm_is_no_part_of_its_name(page, verb: str) -> None:
    text = f"Zelotinib shortens fever. 240 adults got zelotinib or placebo. Overall, 12 of 120 on zelotinib {verb} versus 24 of 120 on placebo."
    assert [a.label.lower() for a in grammar(page(text)).arms] == ["zelotinib", "placebo"]


@pytest.mark.parametrize(
    "text",
    [
        "Local versus systemic antifungals in tinea. We randomised 90 children. Cure came in 71 % with local and 80 % with systemic antifungals.",
        "90 children received local or systemic antifungals at random. Cure came in 71 % with local and 80 % with systemic antifungals.",
        "Children had been allocated local or systemic antifungals for 9 days. Cure came in 71 % in the local group and 80 % in the systemic group.",
    ],
)
def test_local_and_systemic_have_their_noun(page, text: str) -> None:
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["local antifungals", "systemic antifungals"]
    assert [r.arm for r in found.results if r.measure == "proportion"] == [a.label for a in found.arms]


def test_local_and_systemic_reactions_are_no_arms(page) -> None:
    text = "90 children received a vaccine. Local or systemic reactions occurred in 12 % and 9 %."
    assert [a.label for a in grammar(page(text)).arms] == []
