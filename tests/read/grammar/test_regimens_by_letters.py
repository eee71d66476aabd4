"""Trials of regimens: arms by initials or by one drug alone, lists without names beside them, and numbers that are no arm's."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.adapters.concepts import load
from trialwright.read.grammar import grammar
from trialwright.read.grammar.strengths import is_strength


def linked(page, text: str) -> list[tuple[str, float]]:
    """(arm, percent) in the order of the text."""
    found = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value and r.unit]


def counted(page, text: str) -> list[tuple[str, int]]:
    found = grammar(page(text)).results
    return [(r.arm, r.count) for r in found if r.measure == "proportion" and r.count is not None]


def sizes(page, text: str) -> list[tuple[str, int]]:
    return [(r.arm, r.total) for r in grammar(page(text)).results if r.measure == "size" and r.total]


DUO = "Velatin versus velatin plus zorubin in gout: a randomised trial. Adults were randomly assigned to velatin or velatin plus zorubin. "
A, B = "velatin", "velatin plus zorubin"


def test_initials_of_what_is_given_are_the_arms_where_a_regimen_is_called_by_them(page) -> None:
    text = DUO + "Relief was more frequent with the VZ regimen compared to V (31% versus 14%)."
    assert linked(page, text + " Rash was rare for the VZ and V regimens.") == [(B, 31), (A, 14)]
    assert linked(page, text.replace("VZ regimen compared to V", "VZ compared to V")) == [("", 31), ("", 14)]


def test_one_drug_by_itself_is_compared_with_it_and_another(page) -> None:
    text = "Men were randomly assigned to velatin monotherapy 40 mg once daily (31 men) or velatin 40 mg plus zorubin 2 mg once daily (29 men)."
    arms = grammar(page(text)).arms
    assert [(a.label, a.role) for a in arms] == [
        ("velatin monotherapy", "control"),
        ("velatin plus zorubin", "experimental"),
    ]
    assert [n for _, n in sizes(page, text)] == [31, 29]


def test_what_is_had_alone_is_the_control_where_it_is_also_had_with_what_is_tried(page) -> None:
    text = (
        "Adults were randomly assigned to receive either 4 MU subcutaneously of zorubin three times a week, or to observation alone after surgery. "
        "Relapse was seen in 21% of those who had surgery plus zorubin; of those who received surgery alone it was seen in 33%."
    )
    assert linked(page, text) == [("zorubin", 21), ("observation", 33)]


def test_a_sentence_ends_after_the_letter_of_an_arm(page) -> None:
    text = (
        "Sixty adults were randomised to arm A or arm B. Rash, fever and cough were seen in 21, 9 and 6%, respectively, in arm A, "
        "and 12, 8 and 3%, respectively, in arm B. A death was seen in arm A."
    )
    assert linked(page, text) == [("arm A", n) for n in (21, 9, 6)] + [("arm B", n) for n in (12, 8, 3)]


def test_short_forms_before_a_list_of_numbers_are_the_arms(page) -> None:
    text = (
        "Ninety adults were randomised. There were 31 in the ZVC arm, 29 in ZVX and 30 in the KX arm. "
        "Relief rates for ZVC, ZVX and KX were 21% (95% CI 10 to 33), 29% and 25%, respectively. "
        "Relapse was seen in 11, 14 and 17%, respectively."
    )
    assert linked(page, text) == [("ZVC", 21), ("ZVX", 29), ("KX", 25), ("ZVC", 11), ("ZVX", 14), ("KX", 17)]


@pytest.mark.parametrize(
    "text",
    [
        "Relief and sleep at five weeks were 44% and 32%, respectively.",
        "Rash or itching was seen in 7% and 4%, respectively, of the adults.",
    ],
)
def test_numbers_of_two_outcomes_are_of_no_arm(page, text: str) -> None:
    said = "Zorubin reduced pain compared with placebo. "
    setting = "Zorubin versus placebo for gout: a randomised trial. Adults were randomly assigned to zorubin or placebo. "
    assert {arm for arm, _ in linked(page, setting + said + text)} == {""}


def test_counts_of_several_events_among_the_people_of_an_arm(page) -> None:
    text = (
        "Zorubin versus placebo for gout: a randomised trial. There were 30 relapses and 19 deaths among the 84 zorubin-treated adults "
        "compared with 39 relapses and 26 deaths among the 85 placebo-treated adults."
    )
    assert counted(page, text) == [("zorubin", 30), ("zorubin", 19), ("placebo", 39), ("placebo", 26)]
    assert {(r.arm, r.total) for r in grammar(page(text)).results if r.total} == {
        ("zorubin", 84),
        ("placebo", 85),
    }


def test_a_count_with_its_percent_and_interval_in_one_bracket(page) -> None:
    text = DUO + "Relapse was seen in 12 adults (40.0%; 95% CI 23 to 59) given velatin plus zorubin."
    assert counted(page, text) == [(B, 12)]


def test_the_list_of_drugs_that_a_short_form_stands_for_is_one_arm(page) -> None:
    text = (
        "Sixty adults were randomly assigned for therapy with velatin, copperide, zorubin, and kaline (VCZK) alone (n = 31) or VCZK "
        "combined with ribuxin (R-VCZK) (n = 29). R-VCZK reduced relapse. In addition, a higher overall response rate (96% vs 90%; P = .01) was achieved."
    )
    assert [n for _, n in sizes(page, text)] == [31, 29]
    (first, high), (second, low) = linked(page, text)
    assert (high, low) == (96, 90)
    assert second
    assert ("ribuxin" in first, "ribuxin" in second) == (True, False)


def test_letters_keep_their_order_in_pairs_that_name_neither(page) -> None:
    text = (
        "Sixty adults were randomised to zinc (arm A) or iron (arm B). Relief was seen in 75% in arm A and 72% in arm B. "
        "There was no difference in sleep (60% and 58%; P = 0.5) between the two arms."
    )
    assert [n for _, n in linked(page, text)] == [75, 72, 60, 58]
    first, second, third, fourth = (arm for arm, _ in linked(page, text))
    assert (first, second) == (third, fourth)
    assert first != second


def test_the_arm_that_a_list_of_good_outcomes_favours_has_the_higher_numbers(page) -> None:
    text = (
        DUO
        + "Response was seen in 66% and 54% (P = .005), and remission in 31% and 23% (P = .04), respectively, in favor of the zorubin arm."
    )
    assert linked(page, text) == [(B, 66), (A, 54), (B, 31), (A, 23)]


def test_none_against_a_share_is_a_count_of_nought(page) -> None:
    text = DUO + "Clots were more frequent with velatin plus zorubin than with velatin (7% vs none)."
    assert counted(page, text) == [(A, 0)]


def test_what_a_trial_was_planned_to_find_is_no_result(page) -> None:
    text = DUO + "This design gave 87% power to detect a difference in relief of 64% versus 74%."
    assert linked(page, text) == []


def test_three_short_forms_of_one_comparison_are_the_arms(page) -> None:
    text = (
        "We compared velatin (VEL) alone to velatin combined with zorubin (VZ) or zorubin and copperide (ZCO) in untreated gout. "
        "Relief was seen more often with VZ (32%) and ZCO (38%) than with VEL (20%). Clots were more frequent with ZCO compared with VEL (40% vs 27%)."
    )
    found = linked(page, text)
    assert [n for _, n in found] == [32, 38, 20, 40, 27]
    (one, _), (two, _), (three, _), (four, _), (five, _) = found
    assert len({one, two, three}) == 3
    assert (four, five) == (two, three)


def test_what_ends_a_treatment_is_no_third_arm(page) -> None:
    text = (
        "Adults were randomly assigned to receive placebo or zorubin (5 mg daily) starting on day 1 and continued until relief, "
        "or evidence of harm, or up to day 28. Relief was seen in 40% on zorubin and 20% on placebo."
    )
    assert [a.label for a in grammar(page(text)).arms] == ["placebo", "zorubin"]
    assert linked(page, text) == [("zorubin", 40), ("placebo", 20)]


def test_the_treatment_that_is_the_standard_is_compared_with() -> None:
    text = (
        "VCZK versus ribuxin in gout: a randomised trial.\n\nAlthough VCZK (velatin, copperide, zorubin, and kaline) has been established as the "
        "standard of care, newer drugs are tried. Relief was seen in 40% on VCZK and 52% on ribuxin."
    )
    (document,) = read.documents(text.encode(), "note.txt")
    sides = read.sides(read.read(document, load()))
    assert sides.intervention == ("ribuxin",)


def test_response_rates_that_are_shortened_like_risk_ratios_are_shares(page) -> None:
    text = (
        DUO
        + "Response rate (RR) was higher with velatin plus zorubin than with velatin, without significance (RR: 39% vs. 9%, p = 0.07)."
    )
    assert linked(page, text) == [(B, 39), (A, 9)]
    assert not [r for r in grammar(page(text)).results if r.measure == "risk_ratio"]


def test_sizes_listed_after_a_year(page) -> None:
    text = (
        "Velatin versus zorubin for gout: a randomised trial. Between March 2012 and June 2017, 41 and 38 adults were randomised to "
        "velatin and zorubin, respectively."
    )
    assert sizes(page, text) == [("velatin", 41), ("zorubin", 38)]


def test_what_appeared_in_one_patient_is_an_event(page) -> None:
    text = DUO + "Clots appeared in 1 patient in the zorubin group."
    assert counted(page, text) == [(B, 1)]


def test_a_sentence_that_goes_on_keeps_no_subject_that_its_comparative_tells_against(page) -> None:
    text = "Ralvin versus placebo for itch. We assigned 90 adults to ralvin (n = 46) or placebo (n = 44). Ralvin eased itch. "
    assert linked(page, text + "In addition, colds were fewer (8% v 17%).") == [
        ("ralvin", 8),
        ("placebo", 17),
    ]
    assert ("ralvin", 17) not in linked(page, text + "In addition, colds were fewer (17% v 8%).")


def test_shares_before_the_way_that_something_is_given_are_no_strengths() -> None:
    assert is_strength("", "", " oral zinc", alone=True)
    assert not is_strength("", "", " oral and 43% topical", alone=True)
    assert not is_strength("", "", " intravenous versus 38%", alone=True)
