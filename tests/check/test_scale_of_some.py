"""Scores that people are chosen by are no ends of a scale."""

from __future__ import annotations

from trialwright import check, read
from trialwright.adapters import concepts


def test_people_with_some_scores_tell_no_scale() -> None:
    text = (
        "We randomised 90 adults to remotin (n=45) or placebo (n=45). In patients with a Toronto snore score 12 to 19 the drug did more. "
        "The mean Toronto snore score was 22.4 (SD 5.1) with remotin and 25.0 (SD 5.2) with placebo."
    )
    (document,) = read.documents(text.encode(), "a.txt")
    found = check.check([read.read(document, concepts.load())])
    assert [c.finding for c in found if c.name == "sd_bound" and c.verdict == "impossible"] == []
