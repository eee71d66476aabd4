"""Operating characteristics as a pandas table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trialwright.design.figures import FIGURES
from trialwright.model.design import Named, OperatingCharacteristics

_PREFIX = {"hypothesis": "power: ", "stop": "stops at ", "selected": "selects ", "given": "given "}


def table(characteristics: Sequence[OperatingCharacteristics]) -> pd.DataFrame:
    """See trialwright.design.table."""
    return pd.DataFrame([_row(o) for o in characteristics])


def _row(o: OperatingCharacteristics) -> dict[str, object]:
    d = o.design
    row: dict[str, object] = {
        "scenario": o.scenario, "design": d.name, "type": d.type, "marker": d.marker, "cutoff": d.cutoff,
        "size [patients]": d.patients, "trials simulated": o.replicates, "within limits": o.within_limits,
    }  # fmt: skip
    if o.effect_scale:
        row |= {"effect scale": o.effect_scale, "scale of estimates": o.measure, "bias from": o.bias_from}
    for named in o.every():
        row |= _columns(named)
    return row


def _columns(named: Named) -> dict[str, float]:
    name, unit, f = _PREFIX.get(named.kind, "") + named.name, _unit(named), named.figure
    beside = {"": f.value, " mcse": f.mcse, " p5": f.low, " p95": f.high}
    return {f"{name}{part} [{unit}]": v for part, v in beside.items() if v is not None}


def _unit(named: Named) -> str:
    if named.kind != "figure":
        return "share"
    label = FIGURES.get(named.name)
    if label is None:
        return "number"
    return label.unit or ("share" if label.format.endswith("%") else "effect")
