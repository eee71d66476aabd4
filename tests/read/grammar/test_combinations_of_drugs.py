"""Arms that are combinations of drugs with a short form each, and how trials of cancer tell their numbers."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar


def percents(found: Grammar) -> list[tuple[str, float]]:
    return [(r.arm, r.value.value) for r in found.results if r.unit == "%" and r.value]


def counts(found: Grammar) -> list[tuple[str, int | None]]:
    return [(r.arm, r.count) for r in found.results if r.count is not None]


def sizes(found: Grammar) -> list[tuple[str, int]]:
    return [(r.arm, int(r.value.value)) for r in found.results if r.measure == "size" and r.value]


REGIMENS = (
    "Women were randomized to receive either carboplatin, mitoxantrone and etoposide (CNE) or carboplatin, doxorubicin and etoposide (CAE). "
    "The response rate was 48% for CNE and 61% for CAE.",
    "Women were randomized to a combination of either carboplatin, Endoxan (cyclophosphamide) and 5-fluorouracil (CEF) or carboplatin, Taxol "
    "(paclitaxel) and 5-fluorouracil (CTF). The response rate was 48% for CEF and 61% for CTF.",
    "They had by randomisation either 25 mg/m2 cisplatin, 130 mg/m2 etoposide and 45 mg bleomycin (PEB) or 0.3 mg/kg vinblastine instead of "
    "etoposide (PVB). The response rate was in favour of PEB: 48% PEB versus 61% PVB.",
    "We compared mitomycin, vinblastine and cisplatin (MVP) with gemcitabine and cisplatin (GP) in 130 men. Responses came in 48% and 61% for MVP "
    "and GP, respectively.",
)


@pytest.mark.parametrize("text", REGIMENS)
def test_short_forms_of_combinations_are_arms(page, text: str) -> None:
    found = grammar(page(text))
    assert len(found.arms) == 2
    assert percents(found) == [(found.arms[0].label, 48), (found.arms[1].label, 61)]


def test_short_forms_of_single_drugs_and_of_outcomes_are_no_arms(page) -> None:
    text = (
        "Men were randomised to zinc or copper. All had cisplatin (CDDP), etoposide (VPS) or bleomycin, vincristine and ifosfamide (BVI) before. "
        "The end points were time to relapse, overall survival (OS) or disease-free survival, whichever came first (DFS). OS was 61% and DFS 44%. "
        "Relapse came in 21% of those once given CDDP, 24% of those given VPS and 30% of those given BVI."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["zinc", "copper"]
    assert {arm for arm, _ in percents(found)} == {""}


def test_a_dose_of_one_name_tells_no_arms_apart_where_letters_do(page) -> None:
    text = (
        "Sixty women were allocated at random to either paclitaxel 135 mg/m2 in a 2-h infusion followed by topotecan (TOPO) 1.2 mg (group A) or "
        "paclitaxel, as in A, followed by carboplatin at an AUC of 4 (group B). In total, 12 women (40%) in group A and 9 (30%) in group B "
        "had fever."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["group A", "group B"]
    assert percents(found) == [("group A", 40), ("group B", 30)]


def test_two_doses_tell_arms_apart(page) -> None:
    text = "Women were randomised to zinc 20 mg (group A) or zinc 40 mg (group B). Pain fell in 31% in group A and 42% in group B."
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["zinc 20 mg", "zinc 40 mg"]


def test_the_end_of_a_range_is_no_count(page) -> None:
    text = (
        "Adults whose performance status was 0 to 2 were dealt out to either vinorelbine weekly or oral etoposide daily days 1 to 14 (ETO). "
        "Response came in 21% with vinorelbine and 25% with ETO."
    )
    found = grammar(page(text))
    assert not counts(found)
    assert not sizes(found)


def test_a_number_before_another_arm_is_still_counted(page) -> None:
    found = grammar(page("Sixty-six women were randomised: 32 to zinc and 34 to copper."))
    assert sizes(found) == [("zinc", 32), ("copper", 34)]


def test_shares_of_several_things_that_close_with_their_arm(page) -> None:
    text = (
        "Women were randomized to goserelin or leuprorelin. The response rate was 44% (11% CR and 33% PR for goserelin; 4% CR and 40% PR for "
        "leuprorelin)."
    )
    assert percents(grammar(page(text))) == [
        ("", 44), ("goserelin", 11), ("goserelin", 33), ("leuprorelin", 4), ("leuprorelin", 40),
    ]  # fmt: skip


def test_shares_of_kinds_of_people_are_not_listed_so(page) -> None:
    text = "Adults were randomised to goserelin or leuprorelin. Fever came in 24% (11% in men and 33% in women on goserelin)."
    assert ("goserelin", 11) not in percents(grammar(page(text)))


def test_none_of_so_many(page) -> None:
    text = (
        "Women were randomized to megestrol or tamoxifen. Seven of 21 (33%) women with bone disease were helped by tamoxifen but none of 19 (0%) "
        "were helped by megestrol. Infections were seen in 7% of women treated with tamoxifen, but in none of those given megestrol."
    )
    found = [r for r in grammar(page(text)).results if r.measure == "proportion"]
    assert [(r.arm, r.count, r.total) for r in found] == [
        ("tamoxifen", 7, 21), ("megestrol", 0, 19), ("tamoxifen", None, None), ("megestrol", 0, None),
    ]  # fmt: skip


def test_none_of_so_many_measures_is_no_count(page) -> None:
    text = "Women were randomized to megestrol or tamoxifen. None of the 12 measures of mood differed with tamoxifen."
    assert not counts(grammar(page(text)))


def test_those_who_had_none_are_counted_once(page) -> None:
    text = (
        "Forty-eight patients were randomized to tropisetron or placebo. Following tropisetron, 19 (79%) patients were free of vomiting on the "
        "first day."
    )
    found = grammar(page(text))
    assert percents(found) == [("tropisetron", 79)]
    assert counts(found) == [("tropisetron", 19)]


def test_nobody_who_had_it_is_a_zero(page) -> None:
    text = "Sixty women were randomised to tropisetron or placebo. Women had no vomiting in the tropisetron group, versus 12% in the placebo group."
    assert percents(grammar(page(text))) == [("tropisetron", 0), ("placebo", 12)]


def test_kinds_of_responses_that_add_up(page) -> None:
    text = (
        "We randomized 90 women to tamoxifen or exemestane. Fourteen of 44 patients (32%) who received tamoxifen had an objective regression "
        "(4 complete, 10 partial remissions), whereas 17 of 46 women (37%) receiving exemestane responded."
    )
    found = [(r.arm, r.count, r.endpoint) for r in grammar(page(text)).results if r.count]
    assert found[1:3] == [("tamoxifen", 4, "complete response"), ("tamoxifen", 10, "partial remissions")]


def test_kinds_of_responses_that_do_not_add_up_are_left(page) -> None:
    text = (
        "We randomized 90 women to tamoxifen or exemestane. Fourteen of 44 patients (32%) who received tamoxifen had an objective regression "
        "(4 complete, 12 partial remissions)."
    )
    assert counts(grammar(page(text))) == [("tamoxifen", 14)]


def test_a_rate_of_so_many(page) -> None:
    text = (
        "One hundred women were randomized to letrozole or exemestane. The response rate to letrozole was 37%, and for 44 evaluable patients who "
        "received exemestane the response rate was 30%."
    )
    found = grammar(page(text))
    assert not counts(found)
    assert percents(found) == [("letrozole", 37), ("exemestane", 30)]


def test_a_median_time_has_no_percent(page) -> None:
    text = (
        "Men were randomised to zinc or copper. The rate of response and the median time before relapse were in favour of zinc: 53% zinc versus 36% copper and "
        "11.8 months zinc versus 6.5 months copper."
    )
    found = grammar(page(text))
    assert percents(found) == [("zinc", 53), ("copper", 36)]
    assert {r.measure for r in found.results if r.unit == "%"} == {"proportion"}


def test_a_median_score_may_have_one(page) -> None:
    text = "Sixty women were randomised to zinc or copper. The median score was 53% with zinc."
    assert [r.measure for r in grammar(page(text)).results] == ["median"]
