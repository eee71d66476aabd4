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


def test_a_comma_before_and_orders_it(said) -> None:
    assert said("Asthma or epilepsy, and sepsis") == "all(any(has asthma, has epilepsy), has sepsis)"


def test_commas_take_the_next_word(said) -> None:
    assert said("Asthma, epilepsy or sepsis", "exclusion") == "any(has asthma, has epilepsy, has sepsis)"
