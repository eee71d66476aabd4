"""People of a comparison with past controls, from a table with a row a visit. Covariates can be read without outcomes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.adapters import trial_data
from trialwright.errors import EvidenceError
from trialwright.model.external import ExternalSpec


class Baseline(NamedTuple):
    """names : of the columns of x (n, p), a column for each level of a word but the first. persons (n,), treated (n,).
    sha256 : of all of it."""

    names: tuple[str, ...]
    persons: tuple[str, ...]
    x: NDArray[np.float64]
    treated: NDArray[np.bool_]
    sha256: str


class Visits(NamedTuple):
    """of, month, value (visits,): whose visit, when, what was seen. died, source (n,), in the order of the persons."""

    of: NDArray[np.int64]
    month: NDArray[np.float64]
    value: NDArray[np.float64]
    died: NDArray[np.float64]
    source: NDArray[np.str_]


def baseline(path: Path, spec: ExternalSpec) -> Baseline:
    """Who is in which group with which covariates. The outcome's column is dropped before anything is done with the table.

    Raises EvidenceError for an absent column, one group only, a covariate that is missing or changes within a person.
    """
    table = _table(path, spec, (spec.person, spec.group, *spec.covariates))
    wanted = [spec.person, spec.group, *dict.fromkeys(spec.covariates)]
    people = table[wanted].drop_duplicates()
    twice = people[spec.person][people[spec.person].duplicated()]
    if len(twice):
        raise EvidenceError(
            f"The group or a covariate of the person {twice.iloc[0]} is not the same in all rows.", where=spec.data,
            fix="A covariate is of before the treatment: give its one value in every row.",
        )  # fmt: skip
    people = people.sort_values(spec.person, key=lambda s: s.astype(str), kind="stable")
    for column in spec.covariates:
        if n := int(people[column].isna().sum()):
            raise EvidenceError(
                f"{column} is missing for {n} of {len(people)} people.", where="external.covariates",
                fix="Impute it, leave those people out, or balance without it.",
            )  # fmt: skip
    treated = (people[spec.group].astype(str) == str(spec.treated)).to_numpy()
    if treated.sum() < 2 or (~treated).sum() < 2:
        raise EvidenceError(
            f"{int(treated.sum())} people have {spec.group} = {spec.treated}, and {int((~treated).sum())} another value.",
            where="external.treated", fix="Both groups need two people at least; correct `treated`.",
        )  # fmt: skip
    names, columns = _columns(people, spec)
    x = np.column_stack(columns)
    persons = tuple(people[spec.person].astype(str))
    told = "\n".join(
        "\t".join((who, str(int(of)), *(repr(float(v)) for v in row)))
        for who, of, row in zip(persons, treated, x, strict=True)
    )
    digest = hashlib.sha256(("\t".join(names) + "\n" + told).encode()).hexdigest()
    return Baseline(names, persons, x, treated, digest)


def _columns(people: pd.DataFrame, spec: ExternalSpec) -> tuple[tuple[str, ...], list[NDArray[np.float64]]]:
    names, columns = list[str](), list[NDArray[np.float64]]()
    for column in spec.covariates:
        values = people[column]
        if pd.api.types.is_numeric_dtype(values):
            names.append(column)
            columns.append(values.to_numpy(np.float64))
            continue
        words = values.astype(str)
        for level in sorted(words.unique())[1:]:
            names.append(f"{column}: {level}")
            columns.append((words == level).to_numpy(np.float64))
    constant = [n for n, c in zip(names, columns, strict=True) if np.ptp(c) == 0]
    if constant or not names:
        raise EvidenceError(
            f"{', '.join(constant) or ', '.join(spec.covariates)} is the same for everybody.", where="external.covariates",
            fix="Leave it out: there is nothing to balance.",
        )  # fmt: skip
    return tuple(names), columns


def _of_visits(spec: ExternalSpec) -> tuple[str, ...]:
    return (spec.person, spec.time, spec.outcome, *(c for c in (spec.died, spec.source) if c))


def check_columns(path: Path, spec: ExternalSpec) -> None:
    """Raises EvidenceError where a column of the visits is absent: asked by name, before what is named is locked."""
    _table(path, spec, _of_visits(spec))


def visits(path: Path, spec: ExternalSpec, persons: tuple[str, ...]) -> Visits:
    """Outcomes, deaths and sources of `persons`, up to spec.until. Raises EvidenceError."""
    table = _table(path, spec, _of_visits(spec))
    index = {who: i for i, who in enumerate(persons)}
    of = table[spec.person].astype(str).map(index)
    died, source = np.full(len(persons), np.nan), np.full(len(persons), "", dtype=object)
    if spec.died:
        known = table[spec.died].notna()
        died[of[known].to_numpy(np.int64)] = _numbers(table[known], spec.died)
        died[died > spec.until] = np.nan
    if spec.source:
        source[of.to_numpy(np.int64)] = table[spec.source].astype(str).to_numpy()
    seen = table[spec.outcome].notna() & table[spec.time].notna()
    kept = table[seen]
    month, value = _numbers(kept, spec.time), _numbers(kept, spec.outcome)
    if not np.isfinite(month).all() or not np.isfinite(value).all() or (month < 0).any():
        raise EvidenceError(
            "A month is negative, or a figure is not finite.", where=spec.data, fix="Count months from the start of treatment."
        )  # fmt: skip
    within = month <= spec.until
    _check_outcomes(kept[within], spec, value[within])
    return Visits(of[seen].to_numpy(np.int64)[within], month[within], value[within], died, source.astype(str))


def _check_outcomes(table: pd.DataFrame, spec: ExternalSpec, value: NDArray[np.float64]) -> None:
    """Raises EvidenceError where there are none, all are one number, or a person has two at one time."""
    if len(value) == 0 or np.ptp(value) == 0:
        what = f"is {value[0]:g} throughout" if len(value) else f"has no value up to {spec.until:g} months"
        raise EvidenceError(
            f"{spec.outcome} {what}: there are no slopes to compare.", where="external.outcome",
            fix="Look at the outcome's column.",
        )  # fmt: skip
    twice = table[table.duplicated([spec.person, spec.time])]
    if len(twice):
        who, when = twice[spec.person].iloc[0], twice[spec.time].iloc[0]
        raise EvidenceError(
            f"{len(twice)} rows repeat a person's time, the first that of {who} at {when}.", where=spec.data,
            fix="Keep one row for each person and time: a repeated one would count twice.",
        )  # fmt: skip


def _numbers(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    try:
        return pd.to_numeric(table[column]).to_numpy(np.float64)
    except (ValueError, TypeError):
        raise EvidenceError(
            f"{column} holds words where numbers are expected.", where=column, fix="Look at the table."
        ) from None


def _table(path: Path, spec: ExternalSpec, wanted: tuple[str, ...]) -> pd.DataFrame:
    table = trial_data.load(path)
    if absent := [c for c in wanted if c not in table.columns]:
        raise EvidenceError(
            f"There is no column {', '.join(absent)} in {spec.data}.", where=spec.data,
            fix=f"Its columns are {', '.join(map(str, table.columns))}.",
        )  # fmt: skip
    table = table[list(dict.fromkeys(wanted))]
    nobody = table[spec.person].isna()
    if nobody.any():
        raise EvidenceError(
            f"{int(nobody.sum())} rows name no person.", where=spec.data, fix=f"Fill in {spec.person}."
        )
    return table
