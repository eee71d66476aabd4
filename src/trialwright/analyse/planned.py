"""The analysis that a protocol planned, run on the trial's data: each endpoint, its fallback, then multiplicity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from trialwright.analyse import imputation, intercurrent, multiple
from trialwright.analyse.estimates import Note
from trialwright.analyse.methods import Outcome, Task, check_used, method
from trialwright.analyse.r_data import quoted, r_data
from trialwright.analyse.survival import events as seen_events
from trialwright.analyse.visits import at_visit, imputed_by_visit, seen_at
from trialwright.analyse.wording import sentence
from trialwright.errors import AnalysisError
from trialwright.model.analysis import (
    AnalysedEndpoint,
    Analysis,
    AnalysisSpec,
    ArmCounts,
    EndpointAnalysis,
    GraphSpec,
    Remark,
)
from trialwright.model.base import Because

Stream = Callable[[int], np.random.Generator]


def analyse(
    spec: AnalysisSpec, data: pd.DataFrame, source: str, stream: Stream, because: Because
) -> Analysis:
    """Run the plan. data : a row a patient, or a row a visit. stream : endpoint's number → its random numbers.

    Raises AnalysisError with what the data lack.
    """
    frame = _arms_as_text(spec, data)
    arms = _arms(spec, frame)
    chosen, everyone = _population(spec, frame), frame
    found = [
        _endpoint(spec, name, e, everyone, chosen, arms, stream(i), because)
        for i, (name, e) in enumerate(spec.endpoints.items())
    ]
    return Analysis(
        source=source, control=arms[0], arms=arms, multiplicity=_named(spec.multiplicity), alpha=spec.alpha,
        endpoints=_adjusted(spec, found), estimands={n: _estimand(spec, e) for n, e in spec.endpoints.items()},
        r_data=r_data(spec, arms, {e.visit: chosen[e.visit].tolist() for e in spec.endpoints.values() if e.type == "repeated"}),
        because=because,
    )  # fmt: skip


def _arms_as_text(spec: AnalysisSpec, data: pd.DataFrame) -> pd.DataFrame:
    if spec.arm not in data:
        raise AnalysisError(
            f"The data have no column {spec.arm!r} for the arm.",
            fix=f"The columns are {', '.join(map(str, data))}.",
        )
    frame = data.copy()
    frame[spec.arm] = frame[spec.arm].map(lambda v: None if pd.isna(v) else _text(v))
    return frame


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _arms(spec: AnalysisSpec, frame: pd.DataFrame) -> tuple[str, ...]:
    given, control = sorted(frame[spec.arm].dropna().unique()), _text(spec.control)
    if control not in given:
        raise AnalysisError(
            f"No row is of the control arm {control!r}.", where="analysis.control",
            fix=f"The arms are {', '.join(given)}." if given else "No row has an arm.",
        )  # fmt: skip
    if len(given) < 2:
        raise AnalysisError("The data have one arm only.", fix="A comparison needs two.")
    return (control, *(a for a in given if a != control))


def _population(spec: AnalysisSpec, frame: pd.DataFrame) -> pd.DataFrame:
    keep = frame[spec.arm].notna()
    for column, value in spec.population.items():
        if column not in frame:
            raise AnalysisError(f"The data have no column {column!r}.", where="population")
        keep &= frame[column].map(lambda v: None if pd.isna(v) else _text(v)) == _text(value)
    if not keep.any():
        raise AnalysisError("Nobody is in the population.", where="population")
    return frame[keep]


def _endpoint(
    spec: AnalysisSpec,
    name: str,
    e: AnalysedEndpoint,
    everyone: pd.DataFrame,
    chosen: pd.DataFrame,
    arms: tuple[str, ...],
    rng: np.random.Generator,
    because: Because,
) -> EndpointAnalysis:
    check_used(e, name)
    data = at_visit(name, e, _ready(name, e, chosen, spec))
    _one_row_each(name, e, data, spec)
    data, notes = intercurrent.handled(data, e, everyone, spec.subject)
    level = 100 * (1 - spec.alpha)
    task = Task(name, e, data, spec.arm, spec.subject, arms, level, rng)
    outcome, used, tried = _with_fallback(task)
    remarks = tuple(
        Remark(kind=n.kind, what=n.what, concern=n.concern, p=n.p) for n in (*notes, *tried, *outcome.notes)
    )
    counts = tuple(_counts(a, e, everyone, chosen, data, spec) for a in arms)
    made = EndpointAnalysis(
        endpoint=name, type=e.type, planned=e.method, used=used, arms=counts, estimates=outcome.estimates,
        outcome=e.outcome, remarks=remarks, r_call=_r_call(e, outcome.r_call), figure=dict(outcome.figure), axes=outcome.axes,
        bands=dict(outcome.bands), at_risk=dict(outcome.at_risk),
        # What the plan leaves to the default is no statement of which side is good.
        better=e.better if "better" in e.model_fields_set else "", because=because,
    )  # fmt: skip
    return made.model_copy(update={"sentence": sentence(made, method(used, e.type).label, arms, level)})


def _r_call(e: AnalysedEndpoint, call: str) -> str:
    """With the strategies that change the data first, for R has the file's."""
    changing = [n for n, x in e.intercurrent.items() if x.strategy != "treatment policy"]
    if seen_at(e):
        call = f"# on subset(data, {e.visit} == {quoted(e.at)}): {call}"
    return (
        f"# once `data` are as the strategies for {', '.join(changing)} leave them: {call}"
        if changing
        else call
    )


def _ready(name: str, e: AnalysedEndpoint, data: pd.DataFrame, spec: AnalysisSpec) -> pd.DataFrame:
    """The rows with the outcome as its type has it. Raises AnalysisError where a column is not there or not as said."""
    needed = [e.outcome, e.status, e.visit, e.time, e.baseline, e.biomarker, *e.covariates, *e.strata]
    if e.type in ("repeated", "slope") or (e.impute and e.visit):
        needed.append(spec.subject)
    for column in filter(None, needed):
        if column not in data:
            raise AnalysisError(
                f"The data have no column {column!r}.",
                where=name,
                fix=f"The columns are {', '.join(map(str, data))}.",
            )
    frame = data.copy()
    if e.type == "binary":
        frame[e.outcome] = _binary(name, e, frame[e.outcome])
    elif e.type == "time_to_event" and not e.status:
        raise AnalysisError(
            "A time to an event needs the column that says whether it was seen.",
            where=name,
            fix="State `status`.",
        )
    if e.type != "ordinal" or not e.categories:
        try:
            frame[e.outcome] = pd.to_numeric(frame[e.outcome])
        except (TypeError, ValueError):
            raise AnalysisError(
                f"{e.outcome} is not numbers.", where=name, fix="Leave missing values empty, and code categories by `categories`."
            ) from None  # fmt: skip
        infinite = np.isinf(frame[e.outcome].to_numpy(dtype=float, na_value=np.nan))
        if infinite.any():
            raise AnalysisError(
                f"{e.outcome} is infinite in {int(infinite.sum())} rows.",
                where=name,
                fix="Leave missing values empty.",
            )
    return frame


def _one_row_each(name: str, e: AnalysedEndpoint, data: pd.DataFrame, spec: AnalysisSpec) -> None:
    """Raises AnalysisError where a patient has several outcomes and the type has one: they would count as patients."""
    if e.type in ("repeated", "slope") or imputed_by_visit(e) or spec.subject not in data:
        return
    people = data.loc[data[e.outcome].notna(), spec.subject].dropna()
    again = people[people.duplicated()]
    if len(again):
        raise AnalysisError(
            f"{again.nunique()} patients have several rows with {e.outcome}, {_text(again.iloc[0])} for one.",
            where=name,
            fix="A row a patient is needed: choose the visit by `population`, or take the type `repeated`.",
        )


def _binary(name: str, e: AnalysedEndpoint, values: pd.Series) -> pd.Series:
    given = values.dropna().map(_text)
    event = _text(e.event) if e.event is not None else "1"
    known = set(given.unique())
    if len(known) > 2 or (e.event is None and not known <= {"0", "1"}):
        raise AnalysisError(
            f"{e.outcome} has the values {', '.join(sorted(known)[:6])}.", where=name,
            fix="A binary outcome has two; state which is the `event`.",
        )  # fmt: skip
    if known and event not in known and len(known) == 2:
        raise AnalysisError(
            f"{e.outcome} never is {event!r}.", where=name, fix=f"It is {', '.join(sorted(known))}."
        )
    return values.map(lambda v: np.nan if pd.isna(v) else float(_text(v) == event))


def _with_fallback(task: Task) -> tuple[Outcome, str, tuple[Note, ...]]:
    """The planned method; the fallback where that fails or warns of convergence, and why it was taken."""
    planned, fallback = task.endpoint.method, task.endpoint.fallback
    try:
        found = _run(task, planned)
    except AnalysisError as error:
        if not fallback:
            raise
        why = error.what
    else:
        warned = next((n for n in found.notes if n.concern and n.kind == "convergence"), None)
        if warned is None or not fallback:
            return found, planned, ()
        why = warned.what
    taken = Note("convergence", f"{planned} gave way to {fallback}, as planned: {why}", False)
    return _run(task, fallback), fallback, (taken,)


def _run(task: Task, name: str) -> Outcome:
    chosen = method(name, task.endpoint.type)
    return imputation.over_imputations(task, chosen.run) if task.endpoint.impute else chosen.run(task)


def _counts(
    arm: str,
    e: AnalysedEndpoint,
    everyone: pd.DataFrame,
    chosen: pd.DataFrame,
    data: pd.DataFrame,
    spec: AnalysisSpec,
) -> ArmCounts:
    def patients(frame: pd.DataFrame) -> int:
        """A patient may have several rows, of which one has the outcome."""
        rows = frame[frame[spec.arm] == arm]
        return int(rows[spec.subject].nunique()) if spec.subject in rows else len(rows)

    seen = data if e.impute else data[data[e.outcome].notna()]
    rows, events = seen[seen[spec.arm] == arm], None
    if e.type == "binary":
        events = int(rows[e.outcome].sum())
    elif e.type == "time_to_event":
        # The codes are those of the whole column: an arm may have one of them alone.
        of_all = seen_events(seen[e.status].to_numpy(), e.status)
        events = int(np.sum(of_all & (seen[spec.arm] == arm).to_numpy()))
    return ArmCounts(
        arm=arm,
        randomised=patients(everyone),
        population=patients(chosen),
        analysed=patients(seen),
        events=events,
    )


def _adjusted(spec: AnalysisSpec, found: list[EndpointAnalysis]) -> tuple[EndpointAnalysis, ...]:
    if spec.multiplicity == "none":
        return tuple(found)
    p = [m.p for e in found for m in e.mains]
    if any(v is None for v in p):
        raise AnalysisError("Multiplicity needs a p-value of every endpoint.")
    values = [float(v) for v in p if v is not None]
    if isinstance(spec.multiplicity, GraphSpec):
        _check_one_comparison(found)
        new = _graph(spec.multiplicity, [e.endpoint for e in found], values)
    else:
        new = multiple.adjusted(values, spec.multiplicity)
    left = iter(new.tolist())
    return tuple(_with_adjusted(e, left) for e in found)


def _with_adjusted(e: EndpointAnalysis, left: Iterator[float]) -> EndpointAnalysis:
    """left : the adjusted p-values of its main figures, and of later endpoints'."""
    mains = e.mains
    rows = [x.model_copy(update={"adjusted_p": next(left)}) if x in mains else x for x in e.estimates]
    first = next(x.adjusted_p for x in rows if x.adjusted_p is not None)
    return e.model_copy(update={"estimates": tuple(rows), "adjusted_p": first})


def _check_one_comparison(found: list[EndpointAnalysis]) -> None:
    """Raises AnalysisError where a node of the graph would be several hypotheses."""
    for e in found:
        if len(e.mains) > 1:
            raise AnalysisError(
                f"{e.endpoint} compares {len(e.mains)} arms with control, and the graph has one node for it.",
                where="analysis.multiplicity", fix="Keep two arms by `population`, or take `holm`, which counts every comparison.",
            )  # fmt: skip


def _graph(graph: GraphSpec, names: list[str], p: list[float]) -> np.ndarray:
    stated = {*graph.weights, *graph.transitions, *(k for row in graph.transitions.values() for k in row)}
    if unknown := stated - set(names):
        raise AnalysisError(f"The graph names {', '.join(sorted(unknown))}, which is no endpoint.")
    weights = [graph.weights.get(n, 0.0) for n in names]
    arrows = [[graph.transitions.get(a, {}).get(b, 0.0) for b in names] for a in names]
    return multiple.graphical(p, weights, arrows)


def _named(multiplicity: str | GraphSpec) -> str:
    return "graphical" if isinstance(multiplicity, GraphSpec) else multiplicity


def _estimand(spec: AnalysisSpec, e: AnalysedEndpoint) -> str:
    """Population, variable, events and their strategies, in words."""
    who = ", ".join(f"{k} = {v}" for k, v in spec.population.items()) or "all randomised"
    events = "; ".join(f"{n}: {intercurrent.IN_WORDS[x.strategy]}" for n, x in e.intercurrent.items())
    return f"{who}; {e.outcome}{f' at {e.at}' if e.at is not None else ''}; {events or 'no intercurrent event stated'}"
