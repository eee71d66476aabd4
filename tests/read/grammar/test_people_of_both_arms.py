"""The number of people is that of both arms: neither of one, nor of months."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Altogether 146 adults with gout entered this trial. Then 71 adults who had had a diet and who were taking pills were randomly assigned to zinc and 75 were allocated to no zinc.",
            146,
        ),
        (
            "Gout at home. This was a randomised trial with 15 month follow up, and adults were seen at home or at a clinic. In all, 96 adults with gout took part.",
            96,
        ),
        (
            "We undertook a parallel group trial in 5 towns with 123 adults who had gout and were to be bathed. Adults were randomly assigned to zinc (n=61) or no further treatment (62), with minimisation.",
            123,
        ),
        ("Eighty adults were randomised in all, and 60 were randomised to zinc or iron after a run-in.", 80),
    ],
)
def test_people(page, text: str, people: int) -> None:
    stated = grammar(page(text)).stated
    told = [s.value for s in stated if s.field in ("randomised", "recruited", "participants")]
    assert told[:1] == [people]
