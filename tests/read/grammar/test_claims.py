"""Which claims of a sentence are conclusions. The texts are invented."""

import pytest

from trialwright.adapters import concepts
from trialwright.read import documents, read

TRIAL = "We randomised 310 men to dalirin or placebo. The primary outcome was bone density at two years. Bone density rose by 1.2 and 1.1% (p = 0.62). "


@pytest.mark.parametrize(
    ("last", "claims"),
    [
        # The tense of what was not shown tells of that claim alone.
        (
            "Dalirin lowered triglycerides but did not slow bone loss.",
            {"benefit": True, "no_effect": False},
        ),
        (
            "There was no difference in falls, and dalirin improves sleep.",
            {"benefit": True, "no_effect": False},
        ),
        ("We conclude that dalirin did not slow bone loss.", {"no_effect": True}),
        ("Dalirin does not slow bone loss.", {"no_effect": True}),
        ("Dalirin did not slow bone loss.", {"no_effect": False}),
    ],
)
def test_what_a_last_sentence_concludes(last, claims):
    (document,) = documents((TRIAL + last).encode(), "abstract.txt")
    found = read(document, concepts.load()).claims
    assert {c.kind: c.concluded for c in found if c.quote.exact == last} == claims
