"""The R that makes `data`, which the endpoints' printed calls take: read, cut to the population, control first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trialwright.analyse.prepare import in_order
from trialwright.model.analysis import AnalysisSpec

READERS = {
    ".csv": "read.csv({})", ".parquet": "arrow::read_parquet({})", ".xpt": "haven::read_xpt({})",
    ".json": "datasetjson::read_dataset_json({})",
}  # fmt: skip


def r_data(spec: AnalysisSpec, arms: Sequence[str], visits: dict[str, list[Any]]) -> str:
    """One statement a line. arms : control first. visits : column of visits → its values, in order."""
    lines = [f"data <- {_counted(spec) if spec.counts else _read(spec.data)}"]
    if spec.population:
        kept = " & ".join(f"{column} == {quoted(value)}" for column, value in spec.population.items())
        lines.append(f"data <- subset(data, {kept})")
    lines.append(f"data${spec.arm} <- factor(data${spec.arm}, c({', '.join(map(quoted, arms))}))")
    for column, values in visits.items():
        lines.append(f"data${column} <- factor(data${column}, c({', '.join(map(quoted, in_order(values)))}))")
    if visits:
        lines.append(f"data${spec.subject} <- factor(data${spec.subject})")
    return "\n".join(lines)


def _read(name: str) -> str:
    kind = next((k for k in READERS if name.lower().endswith(k)), ".csv")
    return READERS[kind].format(quoted(name))


def _counted(spec: AnalysisSpec) -> str:
    """A row a patient."""
    outcome = next(iter(spec.endpoints.values())).outcome
    cells = [(arm, value, n) for arm, values in spec.counts.items() for value, n in values.items()]
    times = ", ".join(str(n) for _, _, n in cells)
    columns = [
        f"{name} = rep(c({', '.join(quoted(cell[at]) for cell in cells)}), c({times}))"
        for at, name in enumerate((spec.arm, outcome))
    ]
    return f"data.frame({', '.join(columns)})"


def quoted(value: Any) -> str:
    """A number as it is, anything else as a string of R."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
