"""Words of a list that may be of one name or of all: what only one reading says is for a person."""

from __future__ import annotations

import pytest

EXCLUSION = [
    # a word in front of the first name
    ("Recent fracture or sepsis", "has sepsis"),
    ("Severe asthma, epilepsy or stroke", "has epilepsy"),
    ("Uncontrolled hypertension or epilepsy", "has epilepsy"),
    ("Recent (within 3 weeks) stroke or epilepsy", "has epilepsy"),
    # a circumstance behind the last
    ("PaO2 < 65 mmHg or PaCO2 > 48 mmHg whilst breathing air", "pao2 < 65 mmHg"),
    ("Asthma or epilepsy despite treatment", "has asthma"),
    # a time behind words that nobody knows
    ("Epilepsy or zzyzx fits within the past 2 years (tea apart)", "has epilepsy"),
]  # fmt: skip


def alternatives(tree: str) -> list[str]:
    """The branches of any(...) as `brief` writes them."""
    assert tree.startswith("any("), tree
    out, depth = [""], 0
    for c in tree[4:-1]:
        depth += (c == "(") - (c == ")")
        out = [*out, ""] if c == "," and not depth else [*out[:-1], out[-1] + c]
    return [branch.strip() for branch in out]


@pytest.mark.parametrize(("text", "name"), EXCLUSION)
def test_a_name_that_the_words_may_restrict_keeps_nobody_out_alone(said, text: str, name: str) -> None:
    branches = alternatives(said(text, "exclusion"))
    assert name not in branches
    assert any(name in branch for branch in branches)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bilateral stroke or sepsis", "has sepsis"),  # a site is of one name
        ("Another cancer or epilepsy", "has epilepsy"),
        ("Severe asthma or previous stroke", "has stroke [..0]"),
        ("Severe asthma or FEV1 < 35 %", "forced expiratory volume in one second < 35 %"),
        ("Stroke or allergy to latex", "has stroke"),
    ],
)
def test_words_that_are_of_one_name_take_nothing_from_the_others(said, text: str, name: str) -> None:
    assert name in alternatives(said(text, "exclusion"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("During the last 2 months, stroke or epilepsy", "any(has stroke [-1461..0], has epilepsy [-1461..0])"),
        ("Within 3 weeks: sepsis or stroke", "any(has sepsis [-504..0], has stroke [-504..0])"),
        ("In the last 5 days: sepsis", "has sepsis [-120..0]"),
        ("In the past 4 days, ECOG > 2", 'all(person "In the past 4 days", ecog performance status > 2)'),
    ],
)  # fmt: skip
def test_a_time_set_in_front_holds_for_all_that_follows(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


def test_a_comma_after_or_may_be_one_more_or(said) -> None:
    tree = said("Potassium < 3.1 or > 6.2 mmol/L, calcium > 3 mmol/L", "exclusion")
    either = "any(potassium < 3.1 mmol/L, potassium > 6.2 mmol/L, calcium > 3 mmol/L)"
    assert tree.startswith("any(all(any(potassium < 3.1 mmol/L, potassium > 6.2 mmol/L), calcium > 3 mmol/L)")
    assert f"all({either}, person" in tree


def test_a_comma_after_a_denial_asks_for_nothing(said) -> None:
    assert said("No sepsis, epilepsy") == 'all(not(has sepsis), person "epilepsy")'
    assert said("No sepsis, epilepsy or stroke") == "not(any(has sepsis, has epilepsy, has stroke))"


def test_a_denial_reaches_a_list_whose_time_may_be_of_all(said) -> None:
    assert said("No sepsis or stroke within 4 weeks") == (
        'not(any(has sepsis [-672..0], all(has sepsis, person "within 4 weeks"), has stroke [-672..0]))'
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Ferritin < 90 µg/L, or 90-280 µg/L if TSAT < 18 %",
         'any(ferritin < 90 µg/L, all(ferritin between 90..280 µg/L, person "if TSAT < 18 %"))'),
        ("LVEF ≤ 30 %, or ≤ 40 % if admitted within the last year",
         'any(left ventricular ejection fraction <= 30 %, '
         'all(left ventricular ejection fraction <= 40 %, person "if admitted within the last year"))'),
    ],
)  # fmt: skip
def test_a_condition_is_one_of_the_second_way_in(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_women_who_are_not_pregnant_are_women(said) -> None:
    assert said("Non-lactating women") == "all(has female, not(has lactation))"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Hepatitis B or C", "any(has hepatitis b, has hepatitis c)"),
        ("Hepatitis B and/or C infection", "any(has hepatitis b, has hepatitis c)"),
        ("Type 1 or type 2 diabetes", "any(has type 1 diabetes, has type 2 diabetes)"),
        ("Lung, ovarian or breast cancer", "any(has lung cancer, has ovarian cancer, has breast cancer)"),
        ("Asthma or zzyzx", 'any(has asthma, person "zzyzx")'),
        ("Zzyzx or breast cancer", 'any(person "Zzyzx", has breast cancer)'),
    ],
)
def test_half_a_name_takes_the_other_half_of_the_one_beside_it(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


def test_what_negative_denies_beyond_the_name_before_it_is_not_said(said) -> None:
    assert said("Sepsis and HIV negative") == (
        'all(person "Sepsis", not(has human immunodeficiency virus infection))'
    )


def test_a_comma_before_a_time_parts_nothing(said) -> None:
    assert said("Stroke, within the last 5 weeks", "exclusion") == "has stroke [-840..0]"


def test_a_limit_for_some_may_ask_nothing_of_the_others(said) -> None:
    limit, some = "platelets >= 72 x 10^9/L", "has liver cirrhosis"
    assert said("Platelets ≥ 72 x 10^9/L in patients with cirrhosis") == (
        f'any(all({limit}, {some}), all(any({limit}, not({some})), person "in patients with"))'
    )
    assert said("Platelets < 72 x 10^9/L in patients with cirrhosis", "exclusion") == (
        f"all({limit.replace('>=', '<')}, {some})"
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Any of the following within 3 weeks: stroke, sepsis", "any(has stroke [-504..0], has sepsis [-504..0])"),
        ("One of the following in the last 2 days:\n  - stroke\n  - sepsis", "any(has stroke [-48..0], has sepsis [-48..0])"),
        ("Any of the following within 3 weeks: ECOG > 2, sepsis",
         'all(person "within 3 weeks", any(ecog performance status > 2, has sepsis))'),
    ],
)  # fmt: skip
def test_a_time_beside_the_count_of_a_list_is_of_all_of_it(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


def test_the_use_of_a_drug_is_the_drug(said) -> None:
    assert said("Warfarin use within 4 days", "exclusion") == "has warfarin [-96..0]"
    assert said("No insulin use") == "not(has insulin)"
    assert said("Aspirin use disorder", "exclusion").startswith("person")
