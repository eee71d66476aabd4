"""Washouts of so many half-lives: the shorter of two times is one that both hold in."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Chemotherapy within 20 days or 4 half-lives, whichever is shorter",
         'all(has chemotherapy [-480..0], person "or 4 half-lives, whichever is shorter")'),
        ("Warfarin within 6 days or five half-lives (whichever is the longer) before the first dose",
         'any(has warfarin [-144..0], person "or five half-lives (whichever is the longer) before the first dose")'),
        ("Statins within 2 weeks (or 5 half-lives of the drug, whichever is less)",
         'all(has statin [-336..0], person "(or 5 half-lives of the drug, whichever is less)")'),
        ("Chemotherapy more than 3 weeks ago or 5 half-lives, whichever is shorter",
         'any(has chemotherapy [..-504], person "or 5 half-lives, whichever is shorter")'),
    ],
)  # fmt: skip
def test_which_of_two_washouts_counts(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


def test_a_washout_that_is_denied(said) -> None:
    assert said("No chemotherapy within 20 days or 4 half-lives, whichever is shorter") == (
        'not(all(has chemotherapy [-480..0], person "or 4 half-lives, whichever is shorter"))'
    )


def test_what_comes_first_is_not_said_to_be_shorter(said) -> None:
    tree = said("Warfarin within 6 days or 5 half-lives, whichever comes first", "exclusion")
    assert tree.count('person "whichever comes first"') == 1
    assert not tree.startswith("any(has warfarin")
