"""What the report calls things: figures of a simulated trial, effect scales, measures, kinds of node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from trialwright.model.design import Figure, Named, OperatingCharacteristics
from trialwright.report.numbers import decimals_for, fixed, significant

Kind = Literal["share", "count", "months", "effect", "number"]


class Label(NamedTuple):
    """title : column heading. meaning : what the number is, one sentence. kind : how it is printed."""

    title: str
    meaning: str
    kind: Kind


FIGURES: dict[str, Label] = {
    "power": Label(
        "Power",
        "Share of simulated trials that show the treatment to be better; of several hypotheses at least one (disjunctive).",
        "share",
    ),
    "power_analytic": Label(
        "Power, closed form",
        "The same from a formula, as a cross-check: that of the test which is simulated; of times to an event, from expected "
        "events and numbers at risk.",
        "share",
    ),
    "assurance": Label(
        "Assurance",
        "Power averaged over how uncertain the pooled effect is for a new trial, in closed form or simulated: the chance of success.",
        "share",
    ),
    "type_one_error": Label(
        "Type I error", "Share that show a benefit when the treatment does nothing.", "share"
    ),
    "power_all": Label(
        "Power, every hypothesis",
        "Share of simulated trials that reject all of the design's hypotheses (conjunctive).",
        "share",
    ),
    "patients": Label("Patients", "Patients enrolled in all arms together: the mean trial.", "count"),
    "events": Label("Events", "Events seen by the trial's end: the mean trial.", "count"),
    "screened": Label(
        "Screened", "Patients screened until the last one is enrolled: the median trial.", "count"
    ),
    "months": Label("Months", "From first screening to last visit: the median trial.", "months"),
    "screened_mean": Label(
        "Screened, mean", "Patients screened until the last one is enrolled: the mean trial.", "count"
    ),
    "months_mean": Label("Months, mean", "From first screening to last visit: the mean trial.", "months"),
    "cost": Label(
        "Cost",
        "Of screening, patients, months and assays, in the plan's unit of money: the mean trial.",
        "count",
    ),
    "prevalence": Label(
        "At or above cut-off",
        "Share of eligible patients whose measured marker passes; of a design that chooses whom it goes on with, the mean over trials.",
        "share",
    ),
    "effect_enrolled": Label("Effect, enrolled", "Mean true effect in those enrolled.", "effect"),
    "effect_excluded": Label(
        "Effect, excluded", "Mean true effect in those the cut-off keeps out, on the same scale.", "effect"
    ),
    "below_cutoff": Label(
        "Enrolled below", "Share enrolled whose usual marker value lies below the cut-off.", "share"
    ),
    "missed": Label(
        "Missed above",
        "Of those whose usual value is at or above the cut-off, the share measured below it.",
        "share",
    ),
    "shut_out": Label(
        "Benefit shut out",
        "Of the benefit to all eligible patients, the share that falls to those kept out.",
        "share",
    ),
    "bias": Label(
        "Bias", "Mean error of the estimate at the trial's end, as if its size had been fixed.", "number"
    ),
    "rmse": Label("Root mean squared error", "Of that estimate, about the truth.", "number"),
    "coverage": Label(
        "Coverage",
        "Share of that estimate's intervals (two-sided, at twice alpha) that hold the truth.",
        "share",
    ),
    "bias_adjusted": Label("Bias, adjusted", "Mean error of the design's own estimate.", "number"),
    "rmse_adjusted": Label("Root mean squared error, adjusted", "Of the design's own estimate.", "number"),
    "coverage_adjusted": Label(
        "Coverage, adjusted", "Share of the design's own intervals that hold the truth.", "share"
    ),
    "dose_found": Label(
        "Target dose found",
        "Share of trials that show a response and whose fitted curve reaches the target effect at a dose tried.",
        "share",
    ),
    "coverage_dose": Label(
        "Coverage of the target dose",
        "Share of its intervals that hold the dose with that effect, beyond all doses where none tried has it.",
        "share",
    ),
    "bias_dose": Label(
        "Bias of the target dose",
        "Mean of ln(estimated dose / true dose) over trials that find one.",
        "number",
    ),
    "rmse_dose": Label("Root mean squared error of the target dose", "Of that logarithm.", "number"),
    "within_limits_probability": Label(
        "Keeps the limits",
        'Share of trials that keep every limit of the plan; "within limits" asks it of the median trial only.',
        "share",
    ),
}

ROUNDING = 1e-12  # a Monte Carlo error this small against its figure is floating-point dust

SCALES = {
    "mean_difference": "mean difference",
    "log_odds_ratio": "log odds ratio",
    "log_risk_ratio": "log risk ratio",
    "log_hazard_ratio": "log hazard ratio",
    "risk_difference": "risk difference",
    "standardised_mean_difference": "standardised mean difference (Hedges' g)",
    "log_ratio_of_means": "log ratio of means",
    "log_peto_odds_ratio": "log Peto odds ratio",
    "log_rate_ratio": "log rate ratio",
    "logit_proportion": "proportion (logit)",
    "arcsine_proportion": "proportion (arcsine)",
    "freeman_tukey_proportion": "double arcsine of the proportion, radians",
    "fisher_z": "correlation (Fisher's z)",
}

MEASURES = {
    "proportion": "Proportion",
    "size": "Size",
    "mean": "Mean",
    "median": "Median",
    "difference": "Difference",
    "relative_change": "Relative change",
    "odds_ratio": "Odds ratio",
    "risk_ratio": "Risk ratio",
    "hazard_ratio": "Hazard ratio",
    "rate_ratio": "Rate ratio",
    "risk_difference": "Risk difference",
    "p_value": "p-value",
    "statistic": "test statistic",
}

VERDICTS = {  # verdict → the sign printed before it, so that colour is never the only cue
    "impossible": "✕",
    "explained": "≈",
    "not checkable": "?",
    "consistent": "✓",
}


def label(name: str) -> Label:
    """The label of a figure; a figure this table does not know goes by its own name."""
    return FIGURES.get(name) or Label(name.replace("_", " "), "", "number")


def scaled(of: Sequence[OperatingCharacteristics], name: str) -> Label:
    """The label of a figure with the scale that it has in these designs, where it is an effect or an error of one."""
    scales = " or ".join(
        dict.fromkeys(s for o in of if name in o.figures and (s := _short(o.scale_of(name))))
    )
    found = label(name)
    return found._replace(title=f"{found.title}: {scales}") if scales else found


def _short(scale: str) -> str:
    """Without what it says in brackets, for a heading."""
    return scale.partition(" (")[0]


def measured_from(
    of: Sequence[OperatingCharacteristics], name: Callable[[OperatingCharacteristics], str]
) -> list[str]:
    """Sentences on what bias and coverage are measured from: one where it is the same for all, else one for each design."""
    told = [o for o in of if o.bias_from]
    if len({o.bias_from for o in told}) == 1:
        return [f"Bias and coverage: from the {told[0].bias_from}."]
    return [f"{name(o)}: bias and coverage are from the {o.bias_from}." for o in told]


def titled(named: Named, of: Sequence[OperatingCharacteristics] = ()) -> Label:
    """The label of any of a design's figures; with its scale in the designs `of`."""
    if named.kind == "figure" and of:
        return scaled(of, named.name)
    if named.kind == "figure":
        return label(named.name)
    title, meaning = {
        "hypothesis": ("Power: {}", "Share of simulated trials that reject this hypothesis."),
        "stop": ("Stops at {}", "Share of simulated trials that end there."),
        "selected": ("Selects {}", "Share of simulated trials that go on with it."),
        "given": ("Given {}", "Share of the patients with an outcome who get it, mean of trials."),
    }[named.kind]
    return Label(title.format(named.name), meaning, "share")


def show(name: str, figure: Figure) -> str:
    """A figure's value with its unit, e.g. "87.1 %", "1,204", "31.4", "−0.171"."""
    return shown(label(name).kind, figure)


def shown(kind: Kind, figure: Figure) -> str:
    """As show, by the kind of figure."""
    if kind == "share":
        return _share(figure.value)
    if kind == "count":
        return fixed(figure.value, 0)
    if kind == "months":
        return fixed(figure.value, 1)
    if figure.mcse and figure.mcse > ROUNDING * abs(figure.value):
        # No digit beyond the Monte Carlo error, and never more than three that count.
        return fixed(figure.value, min(decimals_for(figure.mcse, 1), decimals_for(abs(figure.value), 3)))
    return significant(figure.value, 3, trim=False)


def show_error(name: str, figure: Figure) -> str:
    """The Monte Carlo standard error in the figure's unit, "" for an exact figure or one that no trial changes."""
    return shown_error(label(name).kind, figure)


def shown_error(kind: Kind, figure: Figure) -> str:
    """As show_error, by the kind of figure."""
    if figure.mcse is None or figure.mcse <= ROUNDING * abs(figure.value):
        return ""
    return significant(100 * figure.mcse if kind == "share" else figure.mcse, 2, trim=False)


def show_range(name: str, figure: Figure) -> str:
    """The 5th to 95th percentile over simulated trials, "" where the figure does not vary by trial."""
    return shown_range(label(name).kind, figure)


def shown_range(kind: Kind, figure: Figure) -> str:
    """As show_range, by the kind of figure."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = Figure(value=figure.low), Figure(value=figure.high)
    ends = shown(kind, low), shown(kind, high)
    return "" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _share(value: float) -> str:
    """Percent with one decimal, two below 1 % and where one would round up to 100."""
    fine = 0 < value < 0.01 or 0.9995 <= value < 1
    text = fixed(100 * value, 2 if fine else 1)
    return f"{text} %" if text[-1].isdigit() else text
