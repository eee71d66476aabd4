"""Kleene's tables, through the engine: drug is met, pregnancy is not met, a person's word is unknown."""

from __future__ import annotations

import itertools
from types import ModuleType

import pytest

from trialwright.screen.run import verdicts

KLEENE = {"met": 1, "unknown": 0, "not met": -1}


@pytest.fixture(scope="module")
def leaves(made: ModuleType) -> dict[str, object]:
    return {"met": made.has("malignancy"), "not met": made.has("vasopressor"), "unknown": made.person()}


@pytest.fixture(scope="module")
def judged(made: ModuleType, leaves: dict[str, object]) -> dict[tuple[str, ...], str]:
    """Every connective on every triple of truth values, in one screening of one patient."""
    rules, keys = [], []
    for names in itertools.product(KLEENE, repeat=3):
        of = [leaves[n] for n in names]
        trees = {
            "all": made.every(*of),
            "any": made.some(*of),
            "two": made.at_least(2, *of),
            "not": made.no(of[0]),
        }
        for kind, tree in trees.items():
            rules.append(made.include(tree))
            keys.append((kind, *names))
    patients = made.patients([("a", 50.0, "male")], [("a", "malignancy", None, None, "")])
    return dict(zip(keys, verdicts(patients, rules, made.CONCEPTS)["a"], strict=True))


def test_all_is_the_least(judged: dict[tuple[str, ...], str]) -> None:
    for (kind, *names), found in judged.items():
        if kind == "all":
            assert KLEENE[found] == min(KLEENE[n] for n in names)


def test_any_is_the_greatest(judged: dict[tuple[str, ...], str]) -> None:
    for (kind, *names), found in judged.items():
        if kind == "any":
            assert KLEENE[found] == max(KLEENE[n] for n in names)


def test_at_least_two_is_the_median_of_three(judged: dict[tuple[str, ...], str]) -> None:
    for (kind, *names), found in judged.items():
        if kind == "two":
            assert KLEENE[found] == sorted(KLEENE[n] for n in names)[1]


def test_not_mirrors(judged: dict[tuple[str, ...], str]) -> None:
    for (kind, *names), found in judged.items():
        if kind == "not":
            assert KLEENE[found] == -KLEENE[names[0]]


def test_an_exclusion_passes_who_does_not_meet_it(made: ModuleType, leaves: dict[str, object]) -> None:
    patients = made.patients([("a", 50.0, "male")], [("a", "malignancy", None, None, "")])
    rules = [made.exclude(leaves[n]) for n in ("met", "not met", "unknown")]
    assert verdicts(patients, rules, made.CONCEPTS)["a"] == ("not met", "met", "unknown")


def test_no_criteria_leave_everybody_certain(made: ModuleType) -> None:
    from trialwright.screen import screen

    found = screen(made.patients([("a", 50.0, "male"), ("b", None, None)]), (), made.CONCEPTS)
    assert (found.certain, found.possible, found.excluded, found.counts) == (2, 0, 0, ())
