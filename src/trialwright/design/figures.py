"""The figures an evaluation reports: what each is called, counted in and means."""

from __future__ import annotations

import math
from typing import NamedTuple

from trialwright.model.design import Figure


class Label(NamedTuple):
    """label : for tables and axes. unit : "" for none. format : of the value, as Python spells it.
    meaning : one sentence."""

    label: str
    unit: str
    format: str
    meaning: str


ADEQUATE = 0.8  # power that a design must reach to be worth running


FIGURES: dict[str, Label] = {
    "power": Label(
        "Power",
        "",
        ".1%",
        "Share of simulated trials that show the treatment to be better; of several hypotheses at least one (disjunctive).",
    ),
    "power_analytic": Label(
        "Power, closed form",
        "",
        ".1%",
        "The same from a formula, for the mean and spread of the effect in those enrolled; of times to an event, from expected "
        "events and numbers at risk.",
    ),
    "assurance": Label(
        "Assurance",
        "",
        ".1%",
        "Power averaged over how uncertain the pooled effect is for a new trial; simulated, with its error, where no closed form holds.",
    ),
    "type_one_error": Label(
        "Type I error",
        "",
        ".2%",
        "Share of the same trials that show a benefit when the effect is set to none (with a margin: to one at the margin).",
    ),
    "power_all": Label(
        "Power, every hypothesis",
        "",
        ".1%",
        "Share of simulated trials that reject every hypothesis of the design (conjunctive).",
    ),
    "patients": Label(
        "Patients enrolled",
        "patients",
        ",.0f",
        "Enrolled in all arms together: mean of trials, 5 % and 95 % of trials, where trials differ.",
    ),
    "events": Label("Events", "events", ",.0f", "Observed by the trial's end: mean of trials, 5 % and 95 %."),
    "screened": Label(
        "Patients screened",
        "patients",
        ",.0f",
        "Screened until the last is enrolled: median trial, 5 % and 95 % of trials.",
    ),
    "months": Label(
        "Months",
        "months",
        ".1f",
        "From the first screening to the last visit: median trial, 5 % and 95 % of trials.",
    ),
    "screened_mean": Label(
        "Patients screened, mean", "patients", ",.0f", "Screened until the last is enrolled: mean of trials."
    ),
    "months_mean": Label(
        "Months, mean", "months", ".1f", "From the first screening to the last visit: mean of trials."
    ),
    "cost": Label(
        "Cost",
        "",
        ",.0f",
        "Of screening, patients, months and assays, in the plan's unit of money: mean of trials, 5 % and 95 % of trials.",
    ),
    "within_limits_probability": Label(
        "Chance to keep the limits",
        "",
        ".0%",
        "Share of simulated trials that keep every limit of the plan.",
    ),
    "bias": Label(
        "Bias",
        "",
        ".4f",
        "Mean error of the estimate at the trial's end, taken as if the size had been fixed.",
    ),
    "rmse": Label("Root mean squared error", "", ".4f", "Of that estimate."),
    "coverage": Label("Coverage", "", ".1%", "Share of that estimate's intervals that hold the truth."),
    "bias_adjusted": Label("Bias, adjusted", "", ".4f", "Mean error of the design's own estimate."),
    "rmse_adjusted": Label("Root mean squared error, adjusted", "", ".4f", "Of the design's own estimate."),
    "coverage_adjusted": Label(
        "Coverage, adjusted", "", ".1%", "Share of the design's own intervals that hold the truth."
    ),
    "dose_found": Label(
        "Target dose found",
        "",
        ".1%",
        "Share of trials that show a response and whose fitted curve reaches the target effect at a dose tried.",
    ),
    "coverage_dose": Label(
        "Coverage of the target dose",
        "",
        ".1%",
        "Share of its intervals that hold the dose with that effect, beyond all doses where none tried has it.",
    ),
    "bias_dose": Label(
        "Bias of the target dose",
        "",
        ".3f",
        "Mean of ln(estimated dose / true dose) over trials that find one.",
    ),
    "rmse_dose": Label(
        "Root mean squared error of the target dose",
        "",
        ".3f",
        "Of that logarithm.",
    ),
    "prevalence": Label(
        "At or above the cut-off",
        "",
        ".0%",
        "Share of eligible patients whose one measurement reaches it; of a design that chooses whom it goes on with, "
        "the mean over trials of those its choice lets in.",
    ),
    "effect_enrolled": Label(
        "Mean effect in the enrolled",
        "",
        ".3f",
        "On the endpoint's effect scale: mean of trials, 5 % and 95 % of trials.",
    ),
    "effect_excluded": Label(
        "Mean effect in the excluded", "", ".3f", "In eligible patients measured below the cut-off."
    ),
    "below_cutoff": Label(
        "Enrolled, usually below",
        "",
        ".0%",
        "Share of the enrolled whose usual value is below the cut-off: a high day let them in.",
    ),
    "missed": Label(
        "Usually above, missed",
        "",
        ".0%",
        "Share of patients usually at or above the cut-off measured below it.",
    ),
    "shut_out": Label(
        "Benefit left outside",
        "",
        ".0%",
        "Of all the benefit that eligible patients stand to gain, the share that falls to those not enrolled; of a "
        "design that chooses whom it goes on with, what that choice leaves out, over trials.",
    ),
}


def proportion(count: int, replicates: int) -> Figure:
    """A share of simulated trials. Its Monte Carlo error stays above 0 when none or all count."""
    p = (count + 0.5) / (replicates + 1)
    return Figure(value=count / replicates, mcse=math.sqrt(p * (1 - p) / replicates))
