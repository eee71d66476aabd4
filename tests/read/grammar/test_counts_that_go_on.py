"""Counts that follow one out of an arm's people, drugs and regimens whose names hold numerals, and groups that are no arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar


def counts(found: Grammar) -> list[tuple[str, int | None, str]]:
    return [(r.arm, r.count, r.endpoint) for r in found.results if r.count is not None]


def percents(found: Grammar) -> list[tuple[str, float]]:
    return [(r.arm, r.value.value) for r in found.results if r.unit == "%" and r.value]


def test_kinds_of_responses_of_one_arm_after_the_other(page) -> None:
    text = (
        "Women were randomized to idarubicin or epirubicin. Partial responses were obtained in 9 of 31 women receiving epirubicin, and a further 11 "
        "showed stable disease; 4 showed progressive disease. Of the 33 women who received idarubicin, 8 achieved a partial response, 15 had stable "
        "disease, and 6 progressive disease."
    )
    assert counts(grammar(page(text))) == [
        ("epirubicin", 9, "Partial responses"), ("epirubicin", 11, "stable disease"), ("epirubicin", 4, "progressive disease"),
        ("idarubicin", 8, "partial response"), ("idarubicin", 15, "stable disease"), ("idarubicin", 6, "progressive disease"),
    ]  # fmt: skip


def test_counts_that_are_more_than_the_people_do_not_go_on(page) -> None:
    text = (
        "Women were randomized to idarubicin or epirubicin. Of the 33 women who received idarubicin, 8 achieved a partial response, and 45 had "
        "stable disease."
    )
    assert [(arm, n) for arm, n, _ in counts(grammar(page(text)))] == [("idarubicin", 8)]


def test_one_arm_had_so_many_events_compared_with_the_other(page) -> None:
    text = (
        "Women were randomised to tamoxifen or placebo. The placebo group had 121 invasive and non-invasive events in either breast compared with "
        "77 in the tamoxifen group."
    )
    assert [(arm, n) for arm, n, _ in counts(grammar(page(text)))] == [("placebo", 121), ("tamoxifen", 77)]


def test_what_one_arm_had_of_something_else_is_no_count(page) -> None:
    text = "Women were randomised to tamoxifen or placebo. The placebo group had 121 mg of calcium compared with 77 in the tamoxifen group."
    assert not counts(grammar(page(text)))


def test_so_many_percent_fewer_are_no_share(page) -> None:
    text = "Women were randomised to tamoxifen or placebo. In the tamoxifen group the rate ratio represented 37% fewer events."
    assert not percents(grammar(page(text)))


def test_a_drug_that_begins_with_a_numeral(page) -> None:
    text = (
        "Folinic acid in gastric cancer. We did a randomized study of 5-fluorouracil (5FU) + leucovorin versus 5FU alone in 80 adults. The response "
        "rate was 31% for the combination and only 9% for 5FU alone."
    )
    found = grammar(page(text))
    assert len(found.arms) == 2
    assert percents(found) == [(found.arms[0].label, 31), (found.arms[1].label, 9)]


def test_a_value_behind_versus_is_no_drug(page) -> None:
    found = grammar(page("Pain was lower with walking in adults: 5.1 points versus 5 points alone."))
    assert not found.arms


def test_two_regimens_by_semicolons_and_their_alternation(page) -> None:
    text = (
        "In this phase III trial, 310 men were randomly assigned to receive either 12 weeks of cisplatin and etoposide (EP); 18 weeks of ifosfamide, "
        "doxorubicin, and vincristine (IAV); or 18 weeks of alternation of these two regimens (IAV/EP). There were no differences for EP, IAV, or "
        "IAV/EP in terms of response rate (60%, 52%, 57%, respectively)."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms][::2] == ["EP", "IAV/EP"]
    assert percents(found) == [(a.label, n) for a, n in zip(found.arms, (60, 52, 57), strict=True)]
    assert {r.endpoint for r in found.results if r.unit == "%"} == {"response"}


def test_regimens_that_share_all_their_words(page) -> None:
    text = (
        "One hundred women were randomly allocated to any of three regimens: DTX 100 plus FEC 75, alternated for eight courses (ALT); four "
        "courses of DTX 100 followed by four courses of FEC 75 (SEQ T); or four courses of FEC 75 followed by four courses of DTX 100 (SEQ F). Fever "
        "occurred in 8% (ALT), 15% (SEQ T) and 3% (SEQ F) of patients."
    )
    found = grammar(page(text))
    assert percents(found) == [(a.label, n) for a, n in zip(found.arms, (8, 15, 3), strict=True)]
    assert not [r for r in found.results if r.measure == "size"]  # "FEC 75" is a dose


def test_a_number_behind_an_arms_own_code_is_its_size(page) -> None:
    found = grammar(page("Adults were randomised to zinc (ZN) or copper (CU): 66 took part (ZN 34, CU 32)."))
    assert sorted(int(r.value.value) for r in found.results if r.measure == "size" and r.value) == [32, 34]


def test_what_all_are_given_names_the_arm_with_nothing_more(page) -> None:
    text = (
        "Patients were randomized to receive either levamisole, 50 mg/d for five days, or nothing. All patients received 5-FU, 370 mg/m2/d for five "
        "days. The response rate was 31% (20 of 64 patients) in the 5-FU and levamisole arm and was 8% (5 of 63 patients) in the 5-FU arm."
    )
    assert percents(grammar(page(text))) == [("levamisole", 31), ("nothing", 8)]


@pytest.mark.parametrize(("group", "arms"), [("5-FU", {""}), ("LV", {"leucovorin"})])
def test_a_group_by_a_short_form_that_is_no_arms(page, group: str, arms: set[str]) -> None:
    text = (
        "We tested fluorouracil (5-FU) in combination with leucovorin (LV). Patients were randomized to receive either LV, 50 mg for five days, or "
        f"nothing. The response rate was 31% in all and was 8% (5 of 63 patients) in the {group} arm, as LV needs more time."
    )
    assert {arm for arm, n in percents(grammar(page(text))) if n == 8} == arms


def test_codes_with_long_regimens_in_brackets(page) -> None:
    text = (
        "Phase III trial of ifosfamide-based chemotherapy compared with platinum-based chemotherapy in lung cancer. Patients were randomised to receive six cycles of either ICE "
        "(ifosfamide 5 g/m2 i.v., carboplatin AUC 6 i.v. on day 1 and etoposide 100 mg/m2 i.v. on day 1, then etoposide 200 mg/m2 orally for 2 days) "
        "or PE (cisplatin 80 mg/m2 and etoposide 120 mg/m2 i.v. on day 1, then etoposide 200 mg/m2 orally for 2 days). A total of 190 patients were "
        "included (96 ICE, 94 PE). The response rates were 70% for ICE and 74% for PE."
    )
    found = grammar(page(text))
    assert percents(found) == [(found.arms[0].label, 70), (found.arms[1].label, 74)]


def test_a_share_of_one_arm_compared_with_so_many_people_of_the_other(page) -> None:
    text = (
        "Women were randomized to tamoxifen or placebo. A rash was seen in 19 (79%) patients on tamoxifen, compared with two patients in the "
        "placebo group."
    )
    assert [(arm, n) for arm, n, _ in counts(grammar(page(text)))] == [("tamoxifen", 19), ("placebo", 2)]


def test_people_who_are_compared_are_no_events(page) -> None:
    text = "Women were randomised to zinc or copper. Sixty women on zinc were compared with 58 women in the copper group."
    assert not counts(grammar(page(text)))


def test_one_event_in_each_group(page) -> None:
    text = "Women were randomised to docetaxel or doxorubicin. There was one death from sepsis in each group."
    assert [(arm, n) for arm, n, _ in counts(grammar(page(text)))] == [("docetaxel", 1), ("doxorubicin", 1)]


def test_one_visit_in_each_group_is_no_event(page) -> None:
    text = "Women were randomised to docetaxel or doxorubicin. There was one visit in each group."
    assert not counts(grammar(page(text)))


def test_some_of_all_with_a_difference_in_favour_of_one_arm(page) -> None:
    text = (
        "Women were randomised to goserelin or exemestane. In 83 women with bone metastases only, clear differences in favour of "
        "exemestane were seen in survival."
    )
    assert not counts(grammar(page(text)))


def test_a_combination_of_drugs_is_the_combination_regimen(page) -> None:
    text = (
        "Tropisetron was compared with a metoclopramide drug combination. The trial was a randomized study of 96 women. Complete response rates "
        "were 61% for tropisetron and 43% for the combination regimen."
    )
    found = grammar(page(text))
    assert [n for _, n in percents(found)] == [61, 43]
    assert len({arm for arm, _ in percents(found)}) == 2


def test_cases_in_the_one_and_in_the_other_arm(page) -> None:
    text = (
        "Women were randomised, to docetaxel or capecitabine. One and three cases of heart failure were reported in the capecitabine and docetaxel "
        "arms, respectively."
    )
    assert [(arm, n) for arm, n, _ in counts(grammar(page(text)))] == [("capecitabine", 1), ("docetaxel", 3)]


def test_visits_in_the_one_and_in_the_other_arm_are_no_cases(page) -> None:
    text = "Women were randomised, to docetaxel or capecitabine. Two and three visits were made in the capecitabine and docetaxel arms, respectively."
    assert not counts(grammar(page(text)))


def test_a_second_percent_of_the_combination(page) -> None:
    text = (
        "Women were randomized to docetaxel plus capecitabine or docetaxel. More rash occurred with combination therapy (71% v 49%, respectively), "
        "whereas cough was slightly more common with docetaxel (31% v 25% with combination)."
    )
    found = grammar(page(text))
    assert [(arm == "docetaxel", n) for arm, n in percents(found)] == [
        (False, 71),
        (True, 49),
        (True, 31),
        (False, 25),
    ]


def test_a_second_percent_of_nobody_keeps_its_order(page) -> None:
    text = (
        "Women were randomized to docetaxel plus capecitabine or docetaxel. More rash occurred with combination therapy (71% v 49%, respectively), "
        "whereas cough was as common (25% v 26%)."
    )
    found = grammar(page(text))
    assert [arm == "docetaxel" for arm, _ in percents(found)] == [False, True, False, True]


def test_survival_with_its_standard_error(page) -> None:
    text = (
        "Women were randomized to CMF or epirubicin. At 8 years, relapse-free survival was 65.4% (+/-4%) in the CMF arm and 62.7% (+/-4%) in the "
        "epirubicin arm. The dose intensity was 85.4% (+/-4%) in the CMF arm and 82.7% (+/-4%) in the epirubicin arm."
    )
    assert percents(grammar(page(text))) == [("CMF", 65.4), ("epirubicin", 62.7)]


def test_patients_with_their_number_in_brackets_who_were_randomised(page) -> None:
    found = grammar(page("Women (482) were randomised to receive docetaxel or tamoxifen."))
    assert [s.value for s in found.stated if s.field == "randomised"] == [482]


def test_those_put_aside_and_cases_registered_are_not_all(page) -> None:
    text = (
        "Docetaxel versus tamoxifen: a randomised study. 348 patients with positive nodes were accrued. Eight randomised patients were considered "
        "ineligible. Two cases of leukaemia were registered."
    )
    assert [s.value for s in grammar(page(text)).stated if s.field == "randomised"] == [348]
