"""Intercurrent events: what each strategy of ICH E9(R1) makes of the data before a method sees them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from trialwright.analyse.estimates import Note
from trialwright.analyse.prepare import in_order
from trialwright.errors import AnalysisError
from trialwright.model.analysis import AnalysedEndpoint, IntercurrentSpec

TRUE = {"y", "yes", "true", "1", "1.0"}
FALSE = {"n", "no", "false", "0", "0.0", "", "nan", "none", "<na>"}  # or nothing
IN_WORDS = {
    "treatment policy": "whatever the event, the outcome counts as it is",
    "composite": "the event counts as the worst outcome",
    "hypothetical": "what is seen after the event does not count, as if it had not happened",
    "while on treatment": "the outcome up to the event counts",
}


def handled(
    data: pd.DataFrame, endpoint: AnalysedEndpoint, everyone: pd.DataFrame, subject: str
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """The data under every strategy that the endpoint states. everyone : the trial's rows before the population's were
    chosen, for an event may be flagged on its own row alone. subject : column of the patient. Raises AnalysisError where
    a strategy has no meaning for the endpoint's type, or lacks the column that it needs."""
    notes = []
    for name, event in endpoint.intercurrent.items():
        data, happened = _of_patients(name, data, everyone, event, subject)
        data, touched = _strategies(name, data, endpoint, event, happened)
        notes.append(
            Note(
                "data",
                f"{name} ({event.strategy}): {int(happened.sum())} rows with the event, {touched} changed.",
            )
        )
    return data, tuple(notes)


def _flag(data: pd.DataFrame, column: str) -> np.ndarray:
    if column not in data:
        raise AnalysisError(f"The data have no column {column!r}.", where="intercurrent")
    said = data[column].map(lambda v: "" if pd.isna(v) else str(v).strip().lower()).astype(str)
    if (other := sorted(set(said) - TRUE - FALSE))[:1]:
        raise AnalysisError(
            f"{column} has values that say neither yes nor no: {', '.join(other[:3])}.",
            where="intercurrent", fix="Write Y, yes, true or 1 where the event happened; N, no, false, 0 or nothing elsewhere.",
        )  # fmt: skip
    return said.isin(TRUE).to_numpy()


def _of_patients(
    name: str, data: pd.DataFrame, everyone: pd.DataFrame, event: IntercurrentSpec, subject: str
) -> tuple[pd.DataFrame, np.ndarray]:
    """The data with the event's time on all rows of its patient, and which rows are of a patient who had it.

    Data sets flag an event on all rows of a patient or on the event's own; both mean the same. Raises AnalysisError where
    a patient's rows name several times, for then what follows the event is not known.
    """
    here = _flag(data, event.flag)
    if subject not in data or subject not in everyone:
        return data, here
    flagged = everyone[_flag(everyone, event.flag) & everyone[subject].notna().to_numpy()]
    happened = here | data[subject].isin(flagged[subject]).to_numpy()
    if not event.at or event.at not in data:
        return data, happened
    times = (
        flagged.dropna(subset=[event.at]).drop_duplicates([subject, event.at]).set_index(subject)[event.at]
    )
    if times.index.has_duplicates:
        who = times.index[times.index.duplicated()][0]
        raise AnalysisError(
            f"{name}: {event.at} has several times of the event for {subject} {who}.", where=event.at,
            fix="State the first on every row where the event is flagged.",
        )  # fmt: skip
    known = data[subject].map(times)
    return data.assign(**{event.at: data[event.at].where(known.isna(), known)}), happened


def _strategies(
    name: str, data: pd.DataFrame, e: AnalysedEndpoint, event: IntercurrentSpec, happened: np.ndarray
) -> tuple[pd.DataFrame, int]:
    if event.strategy == "treatment policy":
        return data, 0
    if event.strategy == "composite":
        return _worst(name, data, e, happened)
    if e.type == "time_to_event":
        return _censored(name, data, e, event, happened)
    if e.type in ("repeated", "slope") or (e.visit and event.strategy == "hypothetical"):
        return _after(name, data, e, event, happened)
    if event.strategy == "hypothetical":
        changed = data.copy()
        changed[e.outcome] = changed[e.outcome].mask(happened)
        return changed, int(happened.sum())
    raise AnalysisError(f"{name}: `while on treatment` needs an outcome that is followed over time.")


def _worst(
    name: str, data: pd.DataFrame, e: AnalysedEndpoint, happened: np.ndarray
) -> tuple[pd.DataFrame, int]:
    if e.type == "binary":
        worst: object = 0 if e.better == "higher" else 1
    elif e.type == "ordinal" and e.categories:
        worst = e.categories[0 if e.better == "higher" else -1]
    elif e.type == "ordinal":
        worst = data[e.outcome].min() if e.better == "higher" else data[e.outcome].max()
    else:
        raise AnalysisError(
            f"{name}: a composite has a worst outcome only on a binary or ordinal scale.",
            fix="Define the composite in the data, or use another strategy.",
        )
    changed = data.copy()
    differs = happened & (changed[e.outcome] != worst).to_numpy()
    changed.loc[happened, e.outcome] = worst
    return changed, int(differs.sum())


def _censored(
    name: str, data: pd.DataFrame, e: AnalysedEndpoint, event: IntercurrentSpec, happened: np.ndarray
) -> tuple[pd.DataFrame, int]:
    if not event.at or event.at not in data:
        raise AnalysisError(
            f"{name}: censoring at the event needs the column of its time.", fix="State `at`."
        )
    changed = data.copy()
    at = changed[event.at].astype(float).to_numpy()
    earlier = happened & (at < changed[e.outcome].astype(float).to_numpy())
    changed.loc[earlier, e.outcome] = at[earlier]
    changed.loc[earlier, e.status] = 0
    return changed, int(earlier.sum())


def _after(
    name: str, data: pd.DataFrame, e: AnalysedEndpoint, event: IntercurrentSpec, happened: np.ndarray
) -> tuple[pd.DataFrame, int]:
    """Measurements from the event on are dropped; a likelihood then answers as if the course had gone on."""
    if not event.at or event.at not in data:
        raise AnalysisError(
            f"{name}: dropping what follows needs the visit or time of the event.", fix="State `at`."
        )
    when = data[e.visit or e.time]
    _comparable(name, e.visit or e.time or "", when, event.at, data[event.at][happened])
    place = {v: i for i, v in enumerate(in_order([*when, *data[event.at]]))}
    at = data[event.at].map(place)
    if (happened & at.isna().to_numpy()).any():
        raise AnalysisError(f"{name}: the event happened, but {event.at} does not say when.", where=event.at)
    gone = happened & (when.map(place) >= at).to_numpy()
    changed = data.copy()
    changed[e.outcome] = changed[e.outcome].mask(gone)
    return changed, int(gone.sum())


def _comparable(name: str, visit: str, visits: pd.Series, at: str, events: pd.Series) -> None:
    """Raises AnalysisError where an event's visit cannot be placed among the visits: 4 beside Week 4 may be a day, a week or
    the fourth visit, and Rescue 2 is before or after Week 4 by its spelling alone."""
    known = {_kind(v) for v in visits.dropna()}
    odd = [v for v in events.dropna().unique() if _kind(v) not in known]
    if odd:
        raise AnalysisError(
            f"{name}: {at} says {odd[0]}, which is not written as the visits of {visit} are.", where=at,
            fix=f"Write it as one of them, such as {visits.dropna().iloc[0]}.",
        )  # fmt: skip


def _kind(value: object) -> str:
    """Words without their numbers: those alike are ordered by their numbers."""
    return re.sub(r"\d+(\.\d+)?", "#", value.lower()) if isinstance(value, str) else "number"
