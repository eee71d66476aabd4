"""A scenario in words: control arm, effect curve, marker, accrual; never a patient's own value."""

from __future__ import annotations

from trialwright.model.scenario import EffectCurve, Marker, Scenario
from trialwright.report.numbers import exact, percent, significant

SAMPLE_FOR_QUARTILES = 44  # four groups of 11: no quartile then speaks of 1-10 patients


def scenario_facts(node: Scenario, eligible_shown: bool = True) -> list[tuple[str, str]]:
    """A scenario's numbers. eligible_shown False: the share would give a small count of patients away."""
    parameters = (
        (k, " / ".join(significant(x, 4) for x in v) if isinstance(v, tuple) else significant(v, 4))
        for k, v in node.control.items()
    )
    counted = f" (from {node.eligible_n:,} patients)" if node.eligible_n else " (stated)"
    facts = (
        ("control arm", ", ".join(f"{k} {v}" for k, v in parameters)),
        ("effect", effect_curve(node.effect, node.marker)),
        *((f"effect of {arm}", effect_curve(e, node.marker)) for arm, e in node.arms.items()),
        *(
            (f"responses of {arm}, in place of an effect", " / ".join(percent(p) for p in shares))
            for arm, shares in node.responses.items()
        ),
        ("marker", marker(node.marker) if node.marker else ""),
        ("reach screening per month", exact(node.screened_per_month) + _ramp(node)),
        (
            "pass the criteria",
            percent(node.eligible) + counted if eligible_shown else "not shown (small counts)",
        ),
        ("consent, of those who pass", percent(node.consent)),
        ("dropout", _dropout(node)),
        ("follow-up", f"{exact(node.followup_months)} month{'' if node.followup_months == 1 else 's'}"),
        ("drift of control for every 100 eligible", significant(node.drift, 4) if node.drift else ""),
    )
    return [(name, value) for name, value in facts if value]


def effect_curve(effect: EffectCurve, by: Marker | None) -> str:
    """The treatment effect against the marker, in words."""
    name = by.name if by else "marker"
    level = significant(effect.level, 4)
    if effect.curve == "step":
        return f"{level} at {name} ≥ {exact(effect.half)}, none below"
    if effect.curve == "log_linear":
        return f"{level} at {name} {exact(effect.half)}, {significant(effect.slope, 4)} more per natural log unit"
    if effect.curve == "emax":
        return f"{level} × {name} / ({name} + {exact(effect.half)})"
    if effect.curve == "points":
        return "; ".join(f"{significant(y, 4)} at {name} {exact(x)}" for x, y in effect.at)
    return f"{level} in everyone"


def marker(of: Marker) -> str:
    """The marker's distribution by its knots, or by quartiles where it is a sample large enough for them."""
    unit = f" {of.unit}" if of.unit else ""
    if of.probabilities:
        spread = ", ".join(
            f"{significant(v)} at {100 * p:g} %"
            for p, v in zip(of.probabilities, of.values, strict=True)
            if 0 < p < 1
        )
    elif len(of.values) >= SAMPLE_FOR_QUARTILES:
        ordered = sorted(of.values)
        quartiles = (significant(ordered[round(q * (len(ordered) - 1))]) for q in (0.25, 0.5, 0.75))
        spread = f"quartiles {', '.join(quartiles)} in {len(ordered):,} patients"
    else:
        spread = "a sample too small to summarise here"
    noise = f"; within-person SD {exact(of.within_sd)} (log), assay CV {percent(of.assay_cv, 0)}"
    return f"{of.name}{unit}: {spread}{noise if of.within_sd or of.assay_cv else ''}"


def _dropout(node: Scenario) -> str:
    """Of everybody, by arm, or by the category of the outcome."""
    if node.dropout_by_category:
        return " / ".join(percent(share) for share in node.dropout_by_category) + " by category, lowest first"
    if not node.dropouts:
        return percent(node.dropout)
    return ", ".join(f"{arm} {percent(share)}" for arm, share in node.dropouts.items())


def _ramp(node: Scenario) -> str:
    """How recruitment comes to that, where not at once."""
    if not node.ramp_months:
        return ""
    sites = f" as {node.sites} sites open at random" if node.sites else ""
    return f", reached over {exact(node.ramp_months)} months{sites}"
