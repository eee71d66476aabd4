"""gsDesign's gsBoundSummary: the table of bounds that its users print, of gsDesign() and gsSurv()."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ndtr

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, refuse
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given, number

LEFT_OUT = ["B-value", "Spending", "CP", "CP H1", "PP"]


def gsBoundSummary(
    x: Any,
    deltaname: Any = None,
    logdelta: Any = False,
    Nname: Any = None,
    digits: Any = 4.0,
    ddigits: Any = 2.0,
    tdigits: Any = 0.0,
    timename: Any = "Month",
    *,
    exclude: Any = None,
    POS: Any = False,
) -> Answer:
    """Five rows a look: z, one-sided p, the effect seen at the bound, and the chance to have crossed it by then without
    effect and with the design's. Numbers are rounded to `digits`, as the table shows them."""
    if not isinstance(x, Answer) or x.call not in ("gsDesign", "gsSurv"):
        refuse("`x` must be a design.", "Give the result of gsDesign() or gsSurv().")
    if flag(POS, "POS", False) or (given(exclude) and sorted(exclude) != sorted(LEFT_OUT)):
        refuse(
            "Only the table's usual rows are computed.", "Leave out POS and exclude; see gsCP, gsPP, gsPOS."
        )
    survival, places = x.call == "gsSurv", int(number(digits, "digits"))
    name = deltaname if given(deltaname) else "HR" if survival else "delta"
    as_log = flag(logdelta, "logdelta", False)
    effects = _effects(x.fields, survival, as_log)
    shown = [f"{round(e, int(number(ddigits, 'ddigits'))):g}" for e in effects]
    rows = ["Z", "p (1-sided)", f"~{name} at bound", *(f"P(Cross) if {name}={e}" for e in shown)]
    labels = _labels(x.fields, survival, Nname, timename, int(number(tdigits, "tdigits")))
    columns = {"Efficacy": "upper", "Futility": "lower"} if x.fields["lower"] else {"Efficacy": "upper"}
    return Answer(
        "gsBoundSummary",
        {
            "Analysis": [line for look in labels for line in (*look, *[""] * (len(rows) - len(look)))],
            "Value": rows * len(labels),
        }
        | {title: _column(x.fields, side, survival, as_log).round(places) for title, side in columns.items()},
        {"x": x},
        x.of,
    )


CALLS = checked({"gsBoundSummary": gsBoundSummary})


def _effects(f: dict[str, Any], survival: bool, as_log: bool) -> tuple[float, float]:
    """Of no effect, and of the design's."""
    null, effect = (f["hr0"], f["hr"]) if survival else (f["delta0"], f["delta1"])
    return (math.exp(null), math.exp(effect)) if as_log else (null, effect)


def _labels(f: dict[str, Any], survival: bool, of: Any, time: str, places: int) -> list[list[str]]:
    """What is said of each look, one line a row."""
    count = of if given(of) else "N/Fixed design N" if f["n.fix"] == 1 else "N"
    labels = []
    for i, share in enumerate(f["timing"]):
        last = i == len(f["timing"]) - 1
        n = f["eNC"][i] + f["eNE"][i] if survival else f["n.I"][i]
        size = math.ceil(n - 1e-8) if survival or count == "N" else round(n, 2)
        lines = ["Final" if last else f"IA {i + 1}: {100 * share:.0f}%", f"{count}: {size:g}"]
        if survival:
            lines += [f"Events: {math.ceil(f['n.I'][i] - 1e-8)}", f"{time}: {f['T'][i]:.{places}f}"]
        labels.append(lines)
    return labels


def _column(f: dict[str, Any], side: str, survival: bool, as_log: bool) -> np.ndarray:
    """(5 looks,) of one bound, look by look."""
    bound, crossed = np.asarray(f[side]["bound"]), np.cumsum(f[side]["prob"], axis=0)
    if survival:  # Schoenfeld 1981, Biometrika 68:316
        spread = (1 + f["ratio"]) / np.sqrt(f["ratio"] * f["n.I"])
        effect = f["hr0"] * np.exp(np.sign(np.log(f["hr"] / f["hr0"])) * bound * spread)
    else:
        share = bound / (f["delta"] * np.sqrt(f["n.I"]))  # of the design's effect
        effect = f["delta0"] + share * (f["delta1"] - f["delta0"])
        effect = np.exp(effect) if as_log else effect
    return np.column_stack([bound, ndtr(-bound), effect, crossed[:, 0], crossed[:, 1]]).ravel()
