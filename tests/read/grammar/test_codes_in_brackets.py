"""Codes in brackets behind what each arm is given, and sizes beside every name that add up."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

NOT_SIZES = (
    "Adults were randomised to orvelin or taxomab. Relapses were seen in 119 patients: 63 in the orvelin group and 56 in the taxomab group.",
    "Adults were randomised to orvelin or taxomab. In all 119 relapses had occurred (63 in the orvelin group and 56 in the taxomab group).",
    "Adults were randomised to orvelin (n = 90) or taxomab (n = 88). 26 women in the orvelin group could be given more than 70 mg.",
)


def test_codes_name_the_arms_that_they_stand_behind(page) -> None:
    text = (
        "We randomised 96 adults to a guided rowing course (EX), a home-based band course (RB) or usual care (UC). Worse sleep was seen in 16% of EX, "
        "27% of RB and 48% of UC participants."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["guided rowing course", "home-based band course", "usual care"]
    assert [(r.arm.split()[0], r.value.value) for r in found.results if r.measure == "proportion"] == [
        ("guided", 16), ("home-based", 27), ("usual", 48),
    ]  # fmt: skip


def test_single_letters_in_brackets(page) -> None:
    text = (
        "Adults were randomised to the plain letter (S), the plain letter with a web-based aid (W), or a printed aid (P). Of 900 adults asked, 414 "
        "answered: 138 in S, 142 in W and 134 in P. A choice was made by 24% in S, 31% in W and 34% in P."
    )
    found = grammar(page(text))
    assert [r.value.value for r in found.results if r.arm and r.value and r.unit == "%"] == [24, 31, 34]
    assert [a.size for a in found.arms] == [138, 142, 134]


def test_a_code_behind_the_time_of_each_arm(page) -> None:
    text = (
        "Adults were randomised to 50 Gy in 25 fractions over 5 weeks (CF) or 43.5 Gy in 15 fractions over 3 weeks (HF). Relapse came in 7.9% "
        "(90% CI 5.6-10.2) in the CF group and 8.4% (90% CI 6.0-10.8) in the HF group."
    )
    found = {r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion"}
    assert "25" in found[7.9]
    assert "15" in found[8.4]


@pytest.mark.parametrize(
    "said",
    [
        "Of 560 adults, 547 let us use their data (275 orvelin, 272 taxomab).",
        "547 adults were allocated (orvelin arm, 275; taxomab arm, 272).",
        "547 adults could be looked at (275 in orvelin and 272 in taxomab).",
        "The 547 adults, 275 orvelin and 272 taxomab, were alike.",
    ],
)
def test_sizes_beside_every_name_that_add_up(page, said: str) -> None:
    found = grammar(page("Adults were randomised to orvelin or taxomab. " + said))
    assert [(a.label, a.size) for a in found.arms] == [("orvelin", 275), ("taxomab", 272)]


@pytest.mark.parametrize("text", NOT_SIZES)
def test_counts_that_are_no_sizes(page, text: str) -> None:
    assert not {a.size for a in grammar(page(text)).arms} & {63, 56, 26}


def test_a_number_behind_a_name_is_not_the_next_name_s(page) -> None:
    text = "Adults were randomised to orvelin, orvelin + zinc or orvelin + light. Numbers randomised were: orvelin alone 77, orvelin + zinc 76, orvelin + light 75."
    assert [a.size for a in grammar(page(text)).arms] == [77, 76, 75]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Between 2001 and 2004, 121 adults were given 6 cycles of PAX 100 and 119 adults 6 cycles of PAX 50. Rest came in 51.9% with PAX 100 and 46.1% with PAX 50.", {"PAX 100": 121, "PAX 50": 119}),
        ("Of 170 adults, 84 got orvelin and 86 daily taxomab. Fever came in 13% and 20% for orvelin and taxomab.", {"orvelin": 84, "taxomab": 86}),
        ("In trial K-9, 284 adults had excision followed by light and 279 excision alone. Relapse came in 35% after excision alone compared with 10% after excision and light.", {"excision followed by light": 284, "excision alone": 279}),
        ("Adults on taxomab were randomised. 1243 were switched to orvelin and 1251 continued taxomab. Rest came in 91% with orvelin and 88% with taxomab.", {"orvelin": 1243, "taxomab": 1251}),
    ],
)  # fmt: skip
def test_two_counts_whose_verb_is_said_once(page, text: str, sizes: dict[str, int]) -> None:
    assert {a.label: a.size for a in grammar(page(text)).arms} == sizes


def test_the_number_of_an_arm_s_name_is_no_percent(page) -> None:
    text = "Adults were given PAX 100 (n = 121) or PAX 50 (n = 119). Rest came in 51.9% (95% CI, 45.2%-58.6%) with PAX 100 and 46.1% (95% CI, 39.9%-52.3%) with PAX 50."
    assert [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"] == [
        ("PAX 100", 51.9),
        ("PAX 50", 46.1),
    ]


def test_those_who_were_lost_are_no_arms(page) -> None:
    text = "Of 158 adults, 79 had immediate and 79 delayed light. Thirteen women (8 delayed, 5 immediate) were lost to follow-up."
    assert not {a.size for a in grammar(page(text)).arms} & {8, 5}


def test_the_late_group_is_the_delayed_one(page) -> None:
    text = "Adults were randomised to early or delayed masks. Masks were worn by 61% of early starters. Of the late group, 17 adults (65%) came to need masks; the median delay was 4.5 months."
    found = {r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion"}
    assert found.get(65) in ("delayed", "delayed masks", "")


def test_excisions_counted_by_their_guide_are_no_sizes(page) -> None:
    text = (
        "Women were randomised to the seed or the wire. The seed was used in 178 and the wire in 181 women. Positive margins were met after 19 seed-guided (10.7%) and 22 wire-guided "
        "(12.2%) excisions."
    )
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("seed", 178), ("wire", 181)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Adults were randomised to orvelin 60, 75, or 100 mg/m2. Rest came in 21.4%, 24.6%, and 31.2% for the 60, 75 and 100 mg/m2 groups.",
            [("60", 21.4), ("75", 24.6), ("100", 31.2)]),
        ("We assigned 322 adults to receive zinc and copper followed by orvelin (ZCT), the same regimen plus 52 weeks of taxomab (ZCT plus taxomab), or orvelin and iron plus taxomab (TFH). "
         "Rest came in 71% among patients receiving ZCT, 83% among those receiving ZCT plus taxomab, and 78% among those receiving TFH.",
            [("ZCT", 71), ("plus taxomab", 83), ("TFH", 78)]),
        ("We compared early orvelin (A), taxomab (E) and velatinib (L) in 377 adults. Rest came in 61.3% for E, 72.2% for L and 66.4% for A.",
            [("taxomab", 61.3), ("velatinib", 72.2), ("orvelin", 66.4)]),
    ],
)  # fmt: skip
def test_three_arms_by_dose_and_by_code(page, text: str, found: list[tuple[str, float]]) -> None:
    read = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert [value for _, value in read] == [value for _, value in found]
    assert all(part in arm for (arm, _), (part, _) in zip(read, found, strict=True))
    assert len({arm for arm, _ in read}) == 3


def test_a_code_that_is_no_arm_s(page) -> None:
    text = "Adults were randomised to orvelin or placebo. Rest came in 75% among patients receiving orvelin, 34% among those receiving placebo, and 81% among those receiving TFH."
    assert [r.arm for r in grammar(page(text)).results if r.measure == "proportion"] == [
        "orvelin",
        "placebo",
        "",
    ]


def test_counts_of_lettered_groups_behind_them(page) -> None:
    text = "Group A (60 adults) had orvelin, group B (60) taxomab and group C (60) both. Rest came in 83% of group A, 72% of group B and 95% of group C. Headache was told by 7, 5 and 6 patients in groups A, B and C."
    counts = [
        (r.arm[-1], r.count) for r in grammar(page(text)).results if r.measure == "proportion" and r.count
    ]
    assert counts == [("A", 7), ("B", 5), ("C", 6)]


def test_sizes_that_add_up_in_the_order_of_the_arms(page) -> None:
    text = "Adults were randomised to orvelin, taxomab or placebo. Of 525 adults, 149, 186 and 190 were treated, respectively. Rest came in 20% with orvelin, 22% with taxomab and 9% with placebo."
    assert [a.size for a in grammar(page(text)).arms] == [149, 186, 190]
