"""What does not enter a pool though its figures are read: clusters and pairs as if they were patients, and retracted articles."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.pool.gather import gather
from trialwright.read import documents, read

COUNTS = "Relapse occurred in 30 of 200 given corvelin and 62 of 200 given placebo."


def gathered(told, scale="log_odds_ratio"):
    (document,) = documents(told.encode(), "trial.txt")
    readings = [read(document, concepts.load())]
    return gather(readings, check(readings), "relapse", scale)


PARALLEL = f"Corvelin for gout. We randomised 400 adults to corvelin (n = 200) or placebo (n = 200). {COUNTS}"
CLUSTER = f"Corvelin for gout. Twenty villages with 400 adults were randomised to corvelin (n = 200) or placebo (n = 200). {COUNTS}"
CROSSED = f"Corvelin for gout, a crossover trial. Two hundred adults were randomised to corvelin or placebo first. {COUNTS}"
RATIO = " The odds ratio, adjusted for clustering, was 0.42 (95% CI 0.21 to 0.84)."


def test_patients_of_parallel_arms_are_pooled():
    assert len(gathered(PARALLEL).effects) == 1


@pytest.mark.parametrize("told", [CLUSTER, CROSSED])
def test_counts_of_clusters_and_of_pairs_are_left_out_with_the_reason(told):
    found = gathered(told)
    assert found.effects == ()
    assert "not independent" in found.left_out[0].what


def test_a_contrast_that_allows_for_clusters_is_pooled():
    (effect,) = gathered(CLUSTER + RATIO).effects
    assert effect.because.rule == "pool.contrast"


def test_one_arm_of_a_crossover_is_one_group_and_clusters_are_not():
    assert len(gathered(CROSSED, "logit_proportion").effects) == 1
    assert gathered(CLUSTER, "logit_proportion").effects == ()


@pytest.mark.parametrize(
    "told",
    [
        f"RETRACTED: {PARALLEL}",
        f"[Retracted] {PARALLEL}",
        f"Retracted article: {PARALLEL}",
        f"This article has been retracted by the editors.\n\n{PARALLEL}",
    ],
)
def test_a_retracted_article_is_read_with_a_warning_and_not_pooled(told):
    (document,) = documents(told.encode(), "trial.txt")
    assert document.retracted
    found = gathered(told)
    assert found.effects == ()
    assert found.left_out[0].what == "the article was retracted"


@pytest.mark.parametrize(
    "told",
    [
        f"{PARALLEL} An earlier trial was retracted.",
        f"{PARALLEL} Others found a benefit, but this study was retracted after an inquiry.",
        f"Retracted eyelids after corvelin. {PARALLEL}",
        PARALLEL
        + " "
        + "Nothing else was found. " * 200
        + "This article has been retracted, we wrote of another.",
    ],
)
def test_an_article_that_speaks_of_a_retraction_is_not_retracted(told):
    (document,) = documents(told.encode(), "trial.txt")
    assert not document.retracted


@pytest.mark.parametrize(
    "told",
    [
        "Crossover was allowed after progression.",
        "No crossover between treatments was permitted.",
        "Unlike earlier crossover trials, ours had parallel groups.",
        "A previous cluster randomised trial found no effect.",
        "A split-mouth design was considered.",
        "The crossover rate from placebo was 11%.",
        "After a washout period of two weeks, patients were randomised.",
        "Slides were read in random order.",
        "Patients received both drugs if they relapsed.",
        "The clinics were then randomly audited.",
    ],
)
def test_a_design_of_others_or_a_switch_after_failure_leaves_a_trial_in(told):
    assert len(gathered(f"{PARALLEL} {told}").effects) == 1


@pytest.mark.parametrize(
    "told",
    [
        "In this crossover trial patients were allowed other drugs.",
        "There was a washout period of two weeks between treatments.",
        "Pain was measured after each drug, which were given in random order.",
        "Twelve practices were randomly allocated.",
        "Treatments followed each other in random order.",
        "The trial was not blinded. Cluster randomisation was used.",
    ],
)
def test_an_own_design_is_known_beside_such_words(told):
    assert gathered(f"{PARALLEL} {told}").effects == ()
