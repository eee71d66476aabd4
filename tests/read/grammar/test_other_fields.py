"""Habits of abstracts of other fields: dashes, scores, vaccines, doses by group."""

from __future__ import annotations

from trialwright import read
from trialwright.adapters import concepts
from trialwright.model.document import Document
from trialwright.model.result import Result
from trialwright.read.grammar.naming import sound
from trialwright.read.grammar.short_names import initials


def reading(text: str) -> Document:
    (document,) = read.documents(text.encode(), "made.txt")
    return read.read(document, concepts.load())


def rows(text: str, measure: str = "proportion") -> list[tuple[str, int | None, float | None]]:
    def row(r: Result) -> tuple[str, int | None, float | None]:
        return r.arm, r.count, r.value.value if r.value else None

    return [row(r) for r in reading(text).results if r.measure == measure]


SET_OUT = "Forty adults were randomised to receive zinc or placebo. "


def people(text: str) -> list[int]:
    return [s.value for s in reading(text).trial.stated if s.unit == "patients"]


def test_a_typed_dash_parts_a_name_from_the_word_before() -> None:
    text = "Children were randomised to ZCI or LEA for croup. Cure rates were--ZCI: 27/30 (90.0%); LEA: 24/30 (80.0%)."
    assert rows(text) == [("ZCI", 27, 90.0), ("LEA", 24, 80.0)]


def test_a_level_of_confidence_is_no_second_percent() -> None:
    text = SET_OUT + "Relief was had by 15/20 (75.0%, 95% CI: 50.9, 91.3) on zinc."
    assert rows(text) == [("zinc", 15, 75.0)]


def test_a_protective_efficacy_is_no_share_of_people() -> None:
    text = SET_OUT + "The protective efficacy (PE) of zinc was 98% for croup (95% C = 14-94%)."
    assert rows(text) == []


def test_shares_and_scores_are_no_number_of_people() -> None:
    assert (
        people("A randomised trial of zinc and placebo. Four percent of the patients entered had gout.") == []
    )
    assert people("A trial. Nulliparous with a Bishop score ≤7 were randomized to gel or tablet.") == []


def test_numbers_of_groups_are_no_sizes() -> None:
    text = (
        "Patients received either zinc (Group 1, n = 15), lead (Group 2, n = 15), or tin (Group 3, n = 15) at random. "
        "Patients in Groups 1 and 2 received 6 ml of saline, while those in Group 3 received 5 ml."
    )
    assert {value for _, _, value in rows(text, "size")} == {15.0}


def test_people_who_came_to_need_something_are_no_arm() -> None:
    text = (
        "Zinc compared with placebo. Seven patients were judged to require surgery after treatment with zinc."
    )
    assert rows(text, "size") == []


def test_alone_is_not_said_by_a_letter() -> None:
    assert initials("zinc alone", {"ZA"}, ()) == set()
    assert initials("usual care", {"UC"}, ()) == {"UC"}


def test_a_name_is_not_the_same_word_twice() -> None:
    assert not sound("cabezine or cabezine")
    assert sound("cabezine plus zinc")


def test_the_number_reached_and_not_the_planned_or_first_one() -> None:
    trial = "A randomised trial of zinc and placebo. "
    assert people(trial + "Planned accrual was 320 adults; 290 were enrolled before it was closed.") == [290]
    first = "Of the initial 230 adults who came, 214 met all criteria and were randomly assigned to zinc or placebo."
    assert people(trial + first) == [214]


def test_practice_and_other_practice_with_more() -> None:
    text = (
        "Adults with a zinc-lead-tin implant were studied at four clinics. They were randomised to either plain clinical "
        "practice (PP group), or plain practice plus TIM monitoring (TIM group). Compared with the PP group, adults in the "
        "TIM group were more often at home (43% vs. 23%)."
    )
    assert [(arm[-10:], value) for arm, _, value in rows(text)] == [
        ("monitoring", 43.0),
        ("l practice", 23.0),
    ]


def test_places_are_no_people() -> None:
    text = (
        "A randomised study at four institutions to compare zinc and lead in 186 adults. Adults received zinc (n = 93) or "
        "lead (n = 93)."
    )
    assert rows(text, "size") == [("zinc", None, 93.0), ("lead", None, 93.0)]


def test_how_strong_a_rinse_is() -> None:
    text = (
        "In a randomised trial 42 adults were allocated to rinsing with zinc (group A), bound leadidine 0.12% (group B) or "
        "free leadidine 0.12% (group C)."
    )
    assert rows(text) == []


def test_two_pairs_with_a_partner_in_common() -> None:
    text = (
        "A randomised trial to compare zincol and tinol (ZT) with leadol and tinol (LT) in gout. Ten centers included 95 "
        "patients in this study: 48 on ZT, 47 on LT. Relief was had by 34% in the ZT arm and 27% in the LT arm."
    )
    assert rows(text) == [("zincol and tinol", None, 34.0), ("leadol and tinol", None, 27.0)]
    assert rows(text, "size") == [("zincol and tinol", None, 48.0), ("leadol and tinol", None, 47.0)]


def test_deaths_among_infants_are_a_count_of_them() -> None:
    text = (
        SET_OUT
        + "There were 5 perinatal deaths among 150 infants in the zinc group and 4 among 148 in the placebo group."
    )
    assert rows(text) == [("zinc", 5, None), ("placebo", 4, None)]


def test_a_state_is_no_treatment() -> None:
    assert not sound("inoperable")
    assert sound("zinc")


def test_two_lengths_before_one_word_for_both_groups() -> None:
    text = (
        "Children were randomly assigned 3 days or 7 days of oral zinc. Ninety children were enrolled, 45 to 3 days and 45 to "
        "7 days. Cure rates were 89.5% and 89.9% in the 3-day and 7-day groups."
    )
    assert rows(text) == [("3-day", None, 89.5), ("7-day", None, 89.9)]
