"""Numbers whose words tell whose they are, or that they are no results: behind a colon, behind who was given what, in other clauses."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Adults were randomised to orvelin (n = 90) or placebo (n = 90). "
ORV, P = "orvelin", "placebo"


def counts(page, text: str) -> list[tuple[str, int]]:
    return [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion" and r.count is not None]  # fmt: skip


def percents(page, text: str) -> list[tuple[str, float]]:
    results = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in results if r.measure == "proportion" and r.value]


def sizes(page, text: str) -> dict[str, int]:
    return {r.arm: r.total for r in grammar(page(text)).results if r.measure == "size"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Itching was worst with orvelin (27 adults vs three).", [(ORV, 27), (P, 3)]),
        ("Itching was commoner with orvelin (14 cases against 5).", [(ORV, 14), (P, 5)]),
        ("Oxygen was needed in 13 vs 7.", [(ORV, 13), (P, 7)]),
        ("Drug-related deaths: three versus none.", [(ORV, 3), (P, 0)]),
        ("Fever was seen in none v 6.", [(ORV, 0), (P, 6)]),
        ("Dialysis was begun in 16 vs 9.", [(ORV, 16), (P, 9)]),
        ("Dizziness was most frequent (18, 20%, vs 9, 10%).", [(ORV, 18), (P, 9)]),
        ("Bleeding was seen in 45 (orvelin, 50%) and 36 (placebo, 40%) adults.", [(ORV, 45), (P, 36)]),
        (
            "Flares were seen in 9 (10%) adults who received orvelin and 27 (30%) who did not.",
            [(ORV, 9), (P, 27)],
        ),
        (
            "Headache (11 v 4) and nausea (9 v 3) were more common with orvelin.",
            [(ORV, 11), (P, 4), (ORV, 9), (P, 3)],
        ),
        (
            "Relief was full or partial in 36 (40.0%; 6 full + 30 partial) and 27 (30.0%; 3 full + 24 partial), respectively.",
            [(ORV, 36), (P, 27)],
        ),
        # what was measured has no people
        ("Weight gain: 13 vs 17.", []),
        ("Pain score: 9 vs 6.", []),
        ("Stay in hospital was needed for 13 vs 7 days.", []),
        ("Relief was seen in 13 vs 17 minutes.", []),
    ],
)
def test_counts_set_against_each_other(page, text: str, expected: list[tuple[str, int]]) -> None:
    lead = "Fever was seen in 31% with orvelin and 20% with placebo. "
    assert counts(page, TWO + lead + text) == expected


def test_each_clause_has_its_own_number(page) -> None:
    text = "In the orvelin group rash developed in 7 adults while in the placebo group it developed in 16."
    assert (P, 7) not in counts(page, TWO + text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # doses that are no names here: a number with words of its own is not of the one name
        ("Relief was seen in 33.3% with placebo, 45.6% with 5 mg and 54.4% with 10 mg.", [(P, 33.3), ("", 45.6), ("", 54.4)]),
        # a change from the start is no share of people, and nor is the other arm's
        ("Urate fell 38% from baseline in the orvelin group and 8% in the placebo group.", []),
        ("Grip averaged 74% of the healthy side in the orvelin group and 69% in the placebo group.", []),
        ("Urate declined by 21% over 6 weeks in the orvelin group and 17% in the placebo group.", []),
        ("Mortality was high (36% orvelin, 35% placebo), and 7% of all adults withdrew.", [(ORV, 36), (P, 35), ("", 7)]),
        # of one thing in two arms, or of two things in one?
        ("The rates for orvelin were 26% and 31%.", [("", 26), ("", 31)]),
        ("Relief at 1 and 2 years in the orvelin group was 26% and 31%.", [(ORV, 26), (ORV, 31)]),
        ("Of 180 enrolled, 90 received orvelin and 90 placebo; 31 (17%) had no crystals and were excluded.", [("", 17)]),
    ],
)  # fmt: skip
def test_percents_with_words_of_their_own(page, text: str, expected: list[tuple[str, float]]) -> None:
    assert percents(page, TWO + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ninety adults took part in a double-blind comparison of orvelin (5 mg a day) and taxomab (20 mg a day). Orvelin was given to 46 adults and taxomab to 44.",
            {"orvelin": 46, "taxomab": 44}),
        ("Ninety adults were randomised to early lancing or late lancing. Thirty-one adults in the early lancing group returned to work, as did 22 in the late lancing group.", {}),
        ("Ninety adults were randomised to orvelin, taxomab or placebo. Itching was less frequent with taxomab (11 adults) than with orvelin (18) or placebo (20).", {}),
        ("Ninety adults were randomised to orvelin, taxomab or placebo. Orvelin, taxomab and placebo were taken by 31, 29 and 30 adults, respectively.",
            {"orvelin": 31, "taxomab": 29, "placebo": 30}),
    ],
)  # fmt: skip
def test_who_is_in_an_arm(page, text: str, expected: dict[str, int]) -> None:
    assert sizes(page, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orvelin (ORV) and taxomab (TAX) were compared with ice packs (ICE) in gout. Adults were randomised: ORV, 56; TAX, 60; ICE, 52. Relief was seen in 31 (55.4%) after ORV, 28 (46.7%) after TAX and 12 (23.1%) after ICE.",
            [("Orvelin", 55.4), ("taxomab", 46.7), ("ice packs", 23.1)]),
        ("Orvelin (ORV) 5 mg and 10 mg were compared with placebo in gout. Results are for the treated population (placebo, 91; ORV 5 mg, 94; ORV 10 mg, 95). Relief was seen in 33.3% with placebo, 45.6% with 5 mg and 54.4% with 10 mg.",
            [("placebo", 33.3), ("orvelin 5 mg", 45.6), ("orvelin 10 mg", 54.4)]),
        ("We randomised 90 adults with gout to balm X, balm Y or balm Z. Fifteen adults (50%) treated with X had relief, against 9 (30%) with Y and 12 (40%) with Z. Sleep was better with X (60%).",
            [("balm X", 50), ("balm Y", 30), ("balm Z", 40), ("balm X", 60)]),
        ("Of 120 men 60 were randomised to orvelin and 60 to watchful waiting. Gout recurred in 21% of treated and 43% of untreated men.",
            [("orvelin", 21), ("watchful waiting", 43)]),
        ("Two hundred and ten women took part; 104 were allocated to the programme and 106 to a booklet. Pain persisted in 52 programme women (50.0%) and 71 booklet women (67.0%).",
            [("programme", 50), ("booklet", 67)]),
    ],
)  # fmt: skip
def test_arms_known_by_more_names(page, text: str, expected: list[tuple[str, float]]) -> None:
    assert percents(page, text) == expected


KEPT = "Fever was seen in 31% with orvelin and 20% with placebo. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were 13 and 17 deaths.", [(ORV, 13), (P, 17)]),
        ("Deaths numbered 13 and 17.", [(ORV, 13), (P, 17)]),
        ("Withdrawals due to rash: 2 and 5.", [(ORV, 2), (P, 5)]),
        ("Urate increased in 3 and 6 adults.", [(ORV, 3), (P, 6)]),
        ("Crutches were still used by 7 and 12 adults at the end.", [(ORV, 7), (P, 12)]),
        ("At a median of 38 months there had been 14 flares in the orvelin group and 26 in the placebo group.", [(ORV, 14), (P, 26)]),
        ("New tophi were reported by 15 adults taking orvelin and 24 taking placebo.", [(ORV, 15), (P, 24)]),
    ],
)  # fmt: skip
def test_counts_in_the_order_kept(page, text: str, expected: list[tuple[str, int]]) -> None:
    assert counts(page, TWO + KEPT + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Relief is 65% and 52%.", [(ORV, 65), (P, 52)]),
        ("After one year 38% and 27% of adults remained well.", [(ORV, 38), (P, 27)]),
        ("At the end 27 (30.0%) and 36 (40.0%) had a flare.", [(ORV, 30), (P, 40)]),
        ("One-year relief: 69% and 56%.", [(ORV, 69), (P, 56)]),
        ("During a median of two years, 27 (30.0%) and 36 (40.0%) adults had a flare.", [(ORV, 30), (P, 40)]),
        ("The rate of relief was 13.3% (12 of 90) and 8.9% (8 of 90), that of rash 42.2% and 34.4%.", [(ORV, 13.3), (P, 8.9), (ORV, 42.2), (P, 34.4)]),
        ("Extra calls were made by 18% and 21% of adults.", [(ORV, 18), (P, 21)]),
        # the name is that of what was counted, or stands in another clause
        ("At least 5 of 6 orvelin doses were given in 64% and 82% of adults.", [("", 64), ("", 82)]),
        ("The orvelin patch was found in 64% and 82%.", [("", 64), ("", 82)]),
        ("Cramp (16% v 11%) was seen, whereas rash was rare with placebo.", [("", 16), ("", 11)]),
    ],
)  # fmt: skip
def test_percents_in_the_order_kept(page, text: str, expected: list[tuple[str, float]]) -> None:
    assert percents(page, TWO + KEPT + text)[2:] == expected


THREE = "Adults were randomised to orvelin (n = 100), taxomab (n = 98) or placebo (n = 101). Fever was seen in 12%, 10% and 15% with orvelin, taxomab and placebo. "


@pytest.mark.parametrize(
    "text",
    [
        "The choice was made by 28.3%, 42.9% and 45.5% (p<0.001 for both against placebo).",
        "Falls were seen in two on orvelin; gout was diagnosed in 28.3%, 42.9% and 45.5%.",
    ],
)
def test_a_list_of_three_is_not_of_the_one_named_beside_it(page, text: str) -> None:
    assert percents(page, THREE + text)[3:] == [("orvelin", 28.3), ("taxomab", 42.9), ("placebo", 45.5)]


def test_people_divided_behind_a_colon(page) -> None:
    text = (
        "In 1993, 190 adults were randomised: 64 orvelin 5 mg (OR5), 62 orvelin 10 mg (OR10) and 64 taxomab (TAX), for three years. "
        "Relief: OR5 70.3%, OR10 71.0%, TAX 71.9%."
    )
    assert sizes(page, text) == {"orvelin 5 mg": 64, "orvelin 10 mg": 62, "taxomab": 64}
    assert percents(page, text) == [("orvelin 5 mg", 70.3), ("orvelin 10 mg", 71.0), ("taxomab", 71.9)]


def test_doses_of_which_one_ends_like_the_other(page) -> None:
    text = "Adults were randomised to orvelin 2.5 mg, orvelin 5 mg or taxomab. Drowsiness: 2.5 mg, 4%; 5 mg, 6%; taxomab, 21%."
    assert percents(page, text) == [("orvelin 2.5 mg", 4), ("orvelin 5 mg", 6), ("taxomab", 21)]


def test_a_code_that_is_no_name_has_its_number(page) -> None:
    assert percents(page, TWO + "Relief: orvelin 21%, placebo 22%, XQ 35%.") == [(ORV, 21), (P, 22), ("", 35)]


def test_bare_sizes_behind_decimal_doses(page) -> None:
    text = "In all 180 adults entered a double-blind trial of orvelin 200 mg (59 adults), oral taxomab 0.1 mg (61), or placebo (60) for a week."
    lead = " Fever was seen in 12%, 10% and 11% on orvelin, taxomab and placebo."
    assert sizes(page, text + lead) == {"orvelin": 59, "taxomab": 61, "placebo": 60}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adults were randomised to orvelin or placebo. Of 246 randomised, 121 and 118 received at least one dose and were analysed.", {"orvelin": 121, "placebo": 118}),
        ("Adults were randomised to orvelin, taxomab or placebo. In all 310 adults came in, of whom 104, 97 and 99 respectively were evaluable.", {"orvelin": 104, "taxomab": 97, "placebo": 99}),
        ("In all 322 adults were randomised: orvelin 500 mg 108, taxomab 106, combination 108. Relief was 22.9%, 31.1% and 48.1% on orvelin, taxomab and the combination.", {"orvelin": 108, "taxomab": 106, "combination": 108}),
        ("We randomised 246 adults to orvelin or placebo. Results: 121 and 125 adults, respectively, were analysed as allotted.", {"orvelin": 121, "placebo": 125}),
        # a part of the people is no size, nor is what happened to them
        ("Adults were randomised to orvelin or placebo. Of 246 smokers, 117 and 15 were treated for cough.", {}),
        ("Adults were randomised to orvelin or placebo. Of 246 adults, 121 and 118 had fever.", {}),
    ],
)  # fmt: skip
def test_sizes_in_the_order_in_which_arms_are_set_out(page, text: str, expected: dict[str, int]) -> None:
    assert sizes(page, text) == expected


def test_what_people_wished_is_no_part_of_an_arm(page) -> None:
    text = "Orvelin, taxomab and placebo in gout. At the end 29 adults given taxomab, 20 given orvelin and 19 given placebo wished to go on."
    assert all("wish" not in a.label for a in grammar(page(text)).arms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Toxicity (orvelin, taxomab, placebo): rash 4%, 9%, 13%; cough 2%, 6%, 5%; falls 0%, 3%, 1%.",
            [4, 9, 13, 2, 6, 5, 0, 3, 1]),
        ("Flares were seen in 18 on orvelin, 15 on taxomab and 25 on placebo (18.0%, 15.3% and 24.8%).", [18.0, 15.3, 24.8]),
    ],
)  # fmt: skip
def test_lists_of_three_behind_all_names(page, text: str, expected: list[float]) -> None:
    arms = ["orvelin", "taxomab", "placebo"]
    told = [(arms[i % 3], value) for i, value in enumerate(expected)]
    assert percents(page, THREE + text)[3:] == told


def test_one_sentence_that_turns_three_arms_lends_no_order(page) -> None:
    text = (
        "Adults were randomised to orvelin (n = 100), taxomab (n = 100) or the combination (n = 101). "
        "Rash was frequent with orvelin (22%) and the combination (24%), less so with taxomab (3%). Surgery was done in 41%, 40% and 43%."
    )
    assert percents(page, text)[3:] == [("", 41), ("", 40), ("", 43)]


def test_respectively_has_no_order_where_the_sentence_before_turns_the_documents(page) -> None:
    text = (
        "Relief was commoner with orvelin than with placebo. Rash was seen in 31 placebo adults and in two orvelin adults. "
        "Cure came to 71.2% and 68.8%, respectively."
    )
    assert percents(page, TWO + text) == [("", 71.2), ("", 68.8)]
