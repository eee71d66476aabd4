"""A ratio of men to women, of what predicts an outcome or of two ratios is none of the trial's two arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults with gout were randomised to velatinib (n = 180) or placebo (n = 182). "
RATIO = "hazard ratio 1.62; 95% CI 1.10 to 2.39"


def pairs(page, text: str) -> list[tuple[str, str]]:
    return [(r.arm, r.versus) for r in grammar(page(ARMS + text)).results if r.measure.endswith("_ratio")]


@pytest.mark.parametrize(
    "text",
    [
        f"An age above 65 was associated with death ({RATIO}), and velatinib was not.",
        f"Death was associated with a uric acid above 9 mg/dL ({RATIO}).",
        f"Tophi at entry were a risk factor for relapse ({RATIO}).",
        "Older age (hazard ratio 1.62; 95% CI 1.10 to 2.39) was an independent predictor of relapse.",
        f"Relapse was more frequent in men than in women ({RATIO}).",
        f"Relapse was commoner in smokers compared with non-smokers ({RATIO}).",
        f"People who had tophi relapsed sooner than those without ({RATIO}).",
        "For each 10-unit increase in the score the hazard ratio for relapse was 1.62 (95% CI 1.10 to 2.39).",
        "In women and men the ratio of hazard ratios for relapse was 1.62 (95% CI 1.10 to 2.39).",
        f"Of patients on velatinib, relapse was more likely in those with tophi than in those without ({RATIO}).",
    ],
)
def test_a_contrast_of_other_things_is_of_no_arms(page, text: str) -> None:
    assert pairs(page, text) == [("", "")]


@pytest.mark.parametrize(
    "text",
    [
        f"Velatinib was associated with relapse ({RATIO}).",
        f"Treatment was associated with more relapses ({RATIO}).",
        f"It was associated with relapse in men and in women ({RATIO}).",
        f"Relapse was more frequent in those given velatinib than in those given placebo ({RATIO}).",
        f"Relapse was commoner in men given velatinib than in men given placebo ({RATIO}).",
        f"Relapse was commoner in people who received the drug than in those who did not receive it ({RATIO}).",
        f"There was a 62% increase in relapse ({RATIO}).",
        "Relapse came 6 times per 100 person-years with velatinib and 4 with placebo (rate ratio 1.62; 95% CI 1.10 to 2.39).",
        f"Velatinib predicted relapse ({RATIO}).",
        f"Relapse was more frequent ({RATIO}).",
    ],
)
def test_a_contrast_of_the_arms_stays_theirs(page, text: str) -> None:
    assert pairs(page, text) == [("velatinib", "placebo")]


def test_a_ratio_that_names_its_arms_before_a_semicolon_is_read(page) -> None:
    text = "Relapse came in 31 and 52 (odds ratio with placebo versus velatinib 1.62; 95% CI 1.10 to 2.39)."
    assert pairs(page, text) == [("placebo", "velatinib")]
