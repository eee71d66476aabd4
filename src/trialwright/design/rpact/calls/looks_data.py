"""getDataset: the data of each stage as rpact's users write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.looks.datasets import (
    Dataset,
    Floats,
    Means,
    Populations,
    Rates,
    StratifiedSurvival,
    Survival,
)
from trialwright.design.rpact.answer import Answer
from trialwright.errors import DesignError

NAMES = {
    "n": "n",
    "samplesizes": "n",
    "samplesize": "n",
    "means": "mean",
    "mean": "mean",
    "stdevs": "sd",
    "stdev": "sd",
    "stds": "sd",
    "std": "sd",
    "events": "events",
    "event": "events",
    "logranks": "log_rank",
    "logrank": "log_rank",
    "allocationratios": "allocation_ratio",
    "allocationratio": "allocation_ratio",
    "expectedevents": "expected",
    "expectedevent": "expected",
    "varianceevents": "variance",
    "varianceevent": "variance",
}
KINDS: dict[frozenset[str], type[Dataset]] = {
    frozenset({"n", "mean", "sd"}): Means,
    frozenset({"n", "events"}): Rates,
    frozenset({"events", "log_rank", "allocation_ratio"}): Survival,
    frozenset({"events", "expected", "variance", "allocation_ratio"}): StratifiedSurvival,
}
FIELDS = {
    "n": "sampleSizes",
    "mean": "means",
    "sd": "stDevs",
    "events": "events",
    "log_rank": "logRanks",
    "allocation_ratio": "allocationRatios",
    "expected": "expectedEvents",
    "variance": "varianceEvents",
}
_NAME = re.compile(r"(overall|cumulative|cum)?(.+?)(\d*)$", re.IGNORECASE)


def getDataset(frame: Any = None, *, floatingPointNumbersEnabled: bool = False, **columns: Any) -> Answer:
    given = {"frame": frame, "floatingPointNumbersEnabled": floatingPointNumbersEnabled, **columns}
    if isinstance(frame, dict):
        columns = {**frame, **columns}
    elif frame is not None:
        raise DesignError(
            "The data set's unnamed argument is not a data frame.",
            fix="Name the columns, as in n1 = c(20, 30).",
        )
    if any(isinstance(value, Answer) for value in columns.values()):
        return _populations(columns, given)
    data = _data(columns, whole=not floatingPointNumbersEnabled)
    return Answer("getDataset", _fields(data), given, data)


CALLS = {"getDataset": getDataset, "getDataSet": getDataset}


def _numbers(name: str, values: Any) -> Floats:
    try:
        found = np.atleast_1d(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        found = np.array([np.inf])
    if found.ndim > 1 or np.any(np.isinf(found)):
        raise DesignError(
            f"`{name}` is not of numbers.", where=name, fix="Give a number, or NA, for each stage."
        )
    return found


def _data(columns: Mapping[str, Any], whole: bool) -> Dataset:
    parts: dict[str, dict[int, Floats]] = {}
    cumulative: set[bool] = set()
    for name, values in columns.items():
        if name.lower() in ("stages", "stage"):
            continue
        prefix, part, group = _named(name)
        parts.setdefault(part, {})[group] = _numbers(name, values)
        cumulative.add(prefix)
    if len(cumulative) != 1:
        raise DesignError(
            "Stage-wise and cumulative figures are mixed, or there are none.",
            where=", ".join(columns),
            fix="Give all with the prefix `cumulative`, or none.",
        )
    if "log_rank" in parts or "expected" in parts:
        ones = {g: np.where(np.isnan(e), np.nan, 1.0) for g, e in parts.get("events", {}).items()}
        parts.setdefault("allocation_ratio", ones)
    kind = KINDS.get(frozenset(parts))
    if kind is None:
        raise DesignError(
            "These columns make no data set of means, rates or survival.",
            where=", ".join(columns),
            fix="Give n, means and stDevs; n and events; or events and logRanks.",
        )
    table = {part: _matrix(part, groups) for part, groups in parts.items()}
    if len({t.shape for t in table.values()}) != 1:
        raise DesignError(
            "The columns have different numbers of stages or groups.",
            where=", ".join(columns),
            fix="Give one value a stage, NA where there is none, in every column.",
        )
    _check_absent(table)
    if whole:
        table = {p: np.trunc(t) if p in ("n", "events") else t for p, t in table.items()}
    make: Any = kind.from_cumulative if cumulative.pop() else kind  # type: ignore[attr-defined]
    return make(**table)


def _check_absent(table: Mapping[str, Floats]) -> None:
    """An arm is absent from a stage in every figure, and from then on; two arms are absent together. Raises DesignError."""
    absent = {part: np.isnan(t) for part, t in table.items()}
    first = next(iter(absent.values()))
    for part, where in absent.items():
        if not np.array_equal(where, first):
            stage = 1 + int(np.argwhere(where != first)[0, 0])
            raise DesignError(
                "An arm has some of its figures at a stage, and NA for others.",
                where=f"{FIELDS[part]}, stage {stage}",
                fix="Give all figures of an arm at a stage, or NA for all of them.",
            )
    if np.any(first[:-1] & ~first[1:]) or first[0].any():
        raise DesignError(
            "An arm is NA at the first stage, or comes back after a stage without it.",
            fix="Let NA stand only for the stages from which on an arm has ended.",
        )
    if {"n"} <= set(table) and first.shape[1] == 2 and np.any(first[:, 0] != first[:, 1]):
        raise DesignError(
            "One of two arms is NA at a stage, and nothing can be compared.",
            fix="Give NA for both, or neither.",
        )


def _named(name: str) -> tuple[bool, str, int]:
    """Whether cumulative, which part, which group (0 where there is one only) a column's name says."""
    found = _NAME.fullmatch(name)
    part = NAMES.get(found.group(2).lower()) if found else None
    if found is None or part is None:
        raise DesignError(
            f"There is no column `{name}` of a data set.",
            where=name,
            fix=f"Known: {', '.join(FIELDS.values())}.",
        )
    return found.group(1) is not None, part, int(found.group(3) or 0)


def _matrix(part: str, groups: Mapping[int, Floats]) -> Floats:
    numbers = sorted(groups)
    if numbers not in ([0], list(range(1, len(numbers) + 1))):
        raise DesignError(
            f"The groups of `{FIELDS[part]}` are not numbered 1, 2, ...",
            where=str(numbers),
            fix="Number them so.",
        )
    if len({len(groups[g]) for g in numbers}) != 1:
        raise DesignError(
            f"The groups of `{FIELDS[part]}` have different numbers of stages.",
            fix="Give NA for a group that a stage did not enrol.",
        )
    return np.column_stack([groups[g] for g in numbers])


def _populations(columns: Mapping[str, Any], given: Mapping[str, Any]) -> Answer:
    subsets: dict[str, Dataset] = {}
    for name, value in columns.items():
        if not isinstance(value, Answer) or isinstance(value.of, Populations):
            raise DesignError(
                f"`{name}` is not a data set.", where=name, fix="Give getDataset(...) for each."
            )
        subsets[name] = value.of
    if not ({"F", "R"} & set(subsets)) or len({type(d) for d in subsets.values()}) != 1:
        raise DesignError(
            "The populations are not one kind of data with the full population F or the remainder R.",
            where=", ".join(subsets),
            fix="Give S1, S2, ..., F, or the strata S1, S12, ..., R.",
        )
    return Answer("getDataset", _population_fields(subsets), given, Populations(subsets))


def _fields(data: Dataset) -> dict[str, Any]:
    columns = _columns(data)
    stages, groups = next(iter(columns.values())).shape
    fields: dict[str, Any] = {
        "stages": np.repeat(np.arange(1.0, stages + 1), groups),
        "groups": np.tile(np.arange(1.0, groups + 1), stages),
    }
    return fields | {name: table.ravel() for name, table in columns.items()}


def _columns(data: Dataset) -> dict[str, Floats]:
    parts = KINDS_OF[type(data)]
    total = data.cumulative
    own = {FIELDS[p]: getattr(data, p) for p in parts}
    return own | {f"overall{FIELDS[p][0].upper()}{FIELDS[p][1:]}": getattr(total, p) for p in parts}


KINDS_OF: dict[type, tuple[str, ...]] = {
    Means: ("n", "mean", "sd"),
    Rates: ("n", "events"),
    Survival: ("events", "log_rank", "allocation_ratio"),
    StratifiedSurvival: ("events", "expected", "variance", "allocation_ratio"),
}


def _population_fields(subsets: Mapping[str, Dataset]) -> dict[str, Any]:
    """Stage by stage, group by group within it, population by population within that."""
    each = {name: _columns(data) for name, data in subsets.items()}
    names = list(subsets)
    first = next(iter(each.values()))
    stages, groups = next(iter(first.values())).shape
    fields: dict[str, Any] = {
        "stages": np.repeat(np.arange(1.0, stages + 1), groups * len(names)),
        "groups": np.tile(np.repeat(np.arange(1.0, groups + 1), len(names)), stages),
        "subsets": names * (stages * groups),
    }
    return fields | {c: np.stack([each[n][c] for n in names], axis=-1).ravel() for c in first}
