"""What a design cannot support, and what would do instead: every refusal in one list, checked before anything runs.

A plan outside a method's scope gets no figures: its type I error would not be what it says. docs/scope.md tells the reasons.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

from trialwright import endpoints
from trialwright.design.designs import cutoffs_of, design_type, looks_of, options_of
from trialwright.design.entry import ratio
from trialwright.design.population import Population
from trialwright.endpoints.outcome import SPARSE
from trialwright.errors import DesignError
from trialwright.model.design import Design
from trialwright.model.scenario import Scenario

CHOOSING = (
    *("candidates", "choice", "choose", "chosen", "cutoffs", "enrich", "enrichment", "populations", "rule"),
    *("select", "selection", "subgroup", "subgroups", "threshold", "thresholds"),
)
RESIZING = ("increase", "decrease", "target", "promising")
FIXED = ("fixed", "group_sequential")  # size, allocation and population before the first patient
CHOOSE_POPULATION = ("enrichment", "adaptive_threshold")
TWO_POPULATIONS = ("enrichment", "stratified")
LARGEST_SCORE = ("spiessens_debois", "dunnett")
MOST_CANDIDATES = 8


class Refusal(NamedTuple):
    """name : as docs/scope.md heads it. applies : whether a design under a scenario is outside the scope. what, fix :
    sentences in which {design}, {type} and {endpoint} are filled in. where : the place in the design."""

    name: str
    applies: Callable[[Design, Scenario], bool]
    what: str
    where: str
    fix: str


def refuse_out_of_scope(design: Design, scenario: Scenario) -> None:
    """Raises DesignError for the first refusal that applies."""
    for r in REFUSALS:
        if r.applies(design, scenario):
            told = {"design": design.name, "type": design.type, "endpoint": design.endpoint}
            raise DesignError(r.what.format(**told), where=r.where, fix=r.fix.format(**told))


def _size_without_a_method(design: Design, scenario: Scenario) -> bool:
    of_size = design.options.get("rule") == "promising zone" or any(n in RESIZING for n in design.options)
    return design.type in FIXED and of_size


def _chances_without_a_method(design: Design, scenario: Scenario) -> bool:
    return design.type in FIXED and "allocate" in design.options


def _looks_without_a_bound(design: Design, scenario: Scenario) -> bool:
    return design.type == "fixed" and len(design.looks) > 1


def _choice_without_a_method(design: Design, scenario: Scenario) -> bool:
    own = {o.name for o in getattr(design_type(design.type), "OPTIONS", ())}
    return any(name.split("_")[0] in CHOOSING and name not in own for name in design.options)


def _no_subgroup(design: Design, scenario: Scenario) -> bool:
    return design.type in TWO_POPULATIONS and design.cutoff is None


def _no_candidates(design: Design, scenario: Scenario) -> bool:
    return design.type == "adaptive_threshold" and not cutoffs_of(design)


def _disordered(design: Design, scenario: Scenario) -> bool:
    at = cutoffs_of(design)
    falls = any(b <= a for a, b in itertools.pairwise(at))
    return design.type == "adaptive_threshold" and (falls or len(at) > MOST_CANDIDATES)


def _not_two_looks(design: Design, scenario: Scenario) -> bool:
    return design.type in CHOOSE_POPULATION and len(looks_of(design)) != 2


def _several_arms(design: Design, scenario: Scenario) -> bool:
    return design.type in (*CHOOSE_POPULATION, *TWO_POPULATIONS) and len(design.arms) > 1


def _later_events(design: Design, scenario: Scenario) -> bool:
    source = getattr(endpoints.endpoint(design.endpoint), "SOURCE", "tally")
    return design.type in CHOOSE_POPULATION and source != "tally"


def _no_normal_scores(design: Design, scenario: Scenario) -> bool:
    """Some category of the control arm expects fewer than five patients in the smallest population at the first look."""
    made = endpoints.endpoint(design.endpoint)
    populations = hasattr(design_type(design.type), "cutoffs")  # otherwise all who enter are of one
    if not (populations and getattr(made, "CATEGORICAL", False) and cutoffs_of(design)):
        return False
    if options_of(design).get("intersection") not in LARGEST_SCORE:
        return False
    split = Population(scenario.marker, scenario.effect).checked_split(max(cutoffs_of(design)))
    experimental, control = ratio(design.allocation)
    smaller = min(experimental, control) / (experimental + control)
    there = (
        design.patients
        * looks_of(design)[0]
        * split.prevalence
        * smaller
        * (1 - max(scenario.lost(design.arms)))
    )
    return bool(there * _rarest(made.latent(scenario.control).cuts) < SPARSE)


def _rarest(cuts: tuple[float, ...]) -> float:
    """Probability of the control arm's rarest category."""
    from scipy.special import expit

    below = [0.0, *map(float, expit(cuts)), 1.0]
    return min(b - a for a, b in itertools.pairwise(below))


REFUSALS = (
    Refusal(
        "A look that no boundary allows for",
        _looks_without_a_bound,
        "The design `{design}` is of type fixed, which looks at the data once, and states several looks.",
        "design.looks",
        "Use `group_sequential`, whose boundaries allow for the looks, or leave `looks` out.",
    ),
    Refusal(
        "A size that follows the data in a design that fixes it",
        _size_without_a_method,
        "The design `{design}` is of type {type}, whose error rate holds for sizes fixed before the first patient. It does not "
        "hold where the interim data set them.",
        "design.type",
        "Use `reestimation` (stages combined with weights planned beforehand) or `blinded_reestimation` (nobody sees the arms "
        "apart).",
    ),
    Refusal(
        "Chances that follow the data in a design that fixes them",
        _chances_without_a_method,
        "The design `{design}` is of type {type}, whose error rate holds for an allocation fixed before the first patient. It "
        "does not hold where outcomes set the chance of each arm.",
        "design.type",
        "Use `response_adaptive`, which combines the stages (`evidence: combination`).",
    ),
    Refusal(
        "A population chosen from the data by a design that fixes it",
        _choice_without_a_method,
        "The design `{design}` is of type {type}, whose error rate holds for one population fixed before the first "
        "patient. It does not hold where a subgroup or a cut-off is chosen from the data, or several are tested.",
        "design.type",
        "Use `enrichment` (one cut-off, chosen at the interim), `adaptive_threshold` (several cut-offs, one chosen) or "
        "`stratified` (subgroup and everybody, both tested).",
    ),
    Refusal(
        "A subgroup without a cut-off",
        _no_subgroup,
        "The design `{design}` tests a subgroup and states no cut-off that makes it.",
        "design.cutoff",
        "State one: `cutoff: {{hsCRP: 2}}`. For everybody alone use `group_sequential`.",
    ),
    Refusal(
        "A choice among no cut-offs",
        _no_candidates,
        "The design `{design}` chooses a cut-off and has none to choose among.",
        "design.cutoff",
        "List the candidates: `cutoff: {{hsCRP: [2, 3, 5]}}`. For a fixed population use `group_sequential`.",
    ),
    Refusal(
        "Candidate cut-offs out of order, or too many",
        _disordered,
        f"The candidate cut-offs of `{{design}}` must rise, and be no more than {MOST_CANDIDATES}.",
        "design.cutoff",
        "List each once, the lowest first. Many close ones gain nothing: their populations are nearly the same.",
    ),
    Refusal(
        "More than one choice",
        _not_two_looks,
        "The design `{design}` chooses its population once, so it has two looks: the interim and the last.",
        "design.looks",
        "State two, e.g. `looks: [0.5, 1]`. For more looks without a choice use `stratified` or `group_sequential`.",
    ),
    Refusal(
        "A population and an arm both chosen",
        _several_arms,
        "The design `{design}` tests populations of one experimental arm, and has several.",
        "design.arms",
        "Keep one arm, or choose among arms in one population with a multi-arm design.",
    ),
    Refusal(
        "Events after the interim of patients enrolled before it",
        _later_events,
        "The design `{design}` chooses its population at an interim of a {endpoint} endpoint. Patients enrolled before it "
        "have events after it, which the interim data may already foretell, so the stages would not be independent.",
        "design.type",
        "Use `stratified` (nothing is chosen), or an endpoint known at the interim; a choice is sound only where each "
        "stage-1 patient is followed to a planned end and counted in stage 1 alone (Jenkins, Stone & Jennison 2011).",
    ),
    Refusal(
        "Tests by the largest score without normal scores",
        _no_normal_scores,
        "The design `{design}` tests populations by their largest score, which needs normal scores, and its smallest "
        "population expects fewer than five control or treated patients in a category at the first look.",
        "design.intersection",
        "Use `intersection: simes` or `bonferroni`, a later first look, a lower cut-off or more patients.",
    ),
)
