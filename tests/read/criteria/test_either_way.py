"""Words with two readings: met where both readings are met, not met where neither is, otherwise for a person."""

from __future__ import annotations

import itertools

import pytest

from trialwright.model.criterion import All, Any, NeedsPerson, Not


def value(tree, facts: dict[str, bool | None]) -> bool | None:
    """Kleene's strong three-valued logic; None is unknown."""
    if isinstance(tree, NeedsPerson):
        return None
    if isinstance(tree, Not):
        inner = value(tree.of, facts)
        return None if inner is None else not inner
    if isinstance(tree, All | Any):
        got = [value(b, facts) for b in tree.of]
        decisive = isinstance(tree, Any)
        if decisive in got:
            return decisive
        return None if None in got else not decisive
    return facts[tree.concept]


@pytest.mark.parametrize(
    ("text", "strict", "lax"),
    [
        # "and" between names in a rule that keeps out: for both, or for either
        ("Asthma and epilepsy", lambda a, b, c: a and b, lambda a, b, c: a or b),
        # and/or mixed: (A or B) and C, or A or (B and C)
        ("Asthma or epilepsy with sepsis", lambda a, b, c: (a or b) and c, lambda a, b, c: a or (b and c)),
    ],
)
def test_only_what_both_readings_say_is_decided(parse, text: str, strict, lax) -> None:
    (criterion,) = parse(text, "exclusion")
    for a, b, c in itertools.product([True, False], repeat=3):
        got = value(criterion.tree, {"asthma": a, "epilepsy": b, "sepsis": c})
        assert got == (strict(a, b, c) if strict(a, b, c) == lax(a, b, c) else None)


def test_a_time_after_a_list_may_belong_to_all_of_it(said) -> None:
    assert said("Stroke or sepsis within 4 weeks", "exclusion") == (
        'any(has stroke [-672..0], all(has stroke, person "within 4 weeks"), has sepsis [-672..0])'
    )


def test_a_time_after_a_list_of_three_may_belong_to_each(said) -> None:
    assert said("Asthma, stroke or sepsis within 4 weeks", "exclusion").count('person "within 4 weeks"') == 2


def test_words_around_a_name_do_not_take_the_time_away(said) -> None:
    assert said("Bilateral stroke or sepsis within 4 weeks", "exclusion") == (
        'any(all(person "Bilateral", has stroke [-672..0]), '
        'all(all(person "Bilateral", has stroke), person "within 4 weeks"), has sepsis [-672..0])'
    )


def test_a_time_in_words_for_a_person_still_reaches_back(said) -> None:
    first = 'any(has sepsis [-672..0], all(has sepsis, person "within 4 weeks")'
    assert said("Sepsis or hiccups within 4 weeks", "exclusion").startswith(first)


def test_a_time_before_a_list_may_belong_to_its_first_name_only(said) -> None:
    assert said("Within 4 weeks stroke or sepsis", "exclusion") == (
        'any(has stroke [-672..0], has sepsis [-672..0], all(has sepsis, person "Within 4 weeks"))'
    )


def test_of_two_times_each_keeps_its_own(said) -> None:
    assert said("Stroke within 8 weeks or sepsis within 4 weeks", "exclusion") == (
        "any(has stroke [-1344..0], has sepsis [-672..0])"
    )


def test_a_last_value_in_a_window_may_not_be_the_last_of_all(said) -> None:
    """Met where both are, not met where neither is: the two readings do not imply one another."""
    dated, any_time = "c-reactive protein > 5 mg/L [-48..0]", "c-reactive protein > 5 mg/L"
    assert said("CRP > 5 mg/L or sepsis in the past 48 hours", "exclusion") == (
        f"any(all({dated}, {any_time}), "
        f'all(any({dated}, {any_time}), person "in the past 48 hours"), has sepsis [-48..0])'
    )


def test_a_length_of_time_after_a_list_may_be_asked_of_each(said) -> None:
    got = said("Asthma or epilepsy for at least 2 years", "exclusion")
    assert got.startswith('any(all(has asthma, person "for at least 2 years")')


def test_a_comma_before_and_orders_it(said) -> None:
    assert said("Asthma or epilepsy, and sepsis") == "all(any(has asthma, has epilepsy), has sepsis)"


def test_commas_take_the_next_word(said) -> None:
    assert said("Asthma, epilepsy or sepsis", "exclusion") == "any(has asthma, has epilepsy, has sepsis)"
