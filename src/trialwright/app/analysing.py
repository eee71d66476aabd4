"""`trialwright analyse`: the analysis that the plan states, on the trial's data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trialwright.app import digest, drawing, plan_file
from trialwright.app.plan_file import Plan
from trialwright.app.simulating import stream
from trialwright.app.store import Store
from trialwright.errors import PlanError
from trialwright.model.analysis import Analysis, AnalysisSpec
from trialwright.model.base import Because

STREAM = 0x616E616C  # imputations' own random numbers, apart from those of the designs
FIGURES = "analysis"


@dataclass(frozen=True)
class Analysed:
    """figures : written beside the plan, FOLDER/analysis/*.svg."""

    analysis: Analysis
    figures: tuple[Path, ...]


def run(place: Path) -> Analysed:
    """Analyse, and draw into FOLDER/analysis. place : a plan's folder, or its file. Raises PlanError where the plan has no `analysis`."""
    plan = plan_file.load_alone(place)
    if plan.spec.analysis is None:
        raise PlanError(
            "The plan has no section `analysis`.", where=plan.document.name,
            fix="Add one: docs/plan.md says what it holds.",
        )  # fmt: skip
    found = analysed(plan, Store(None))
    assert found is not None
    from trialwright.report.analysed import figures

    return Analysed(found, drawing.beside(plan, FIGURES, figures(found)))


def analysed(plan: Plan, store: Store) -> Analysis | None:
    """None where the plan has no `analysis`, from the store unless the plan's section or the data changed."""
    spec = plan.spec.analysis
    if spec is None:
        return None
    path = data_path(plan)
    inputs = (
        digest.of(spec),
        digest.of_file(path) if path and path.is_file() else "",
        str(plan.spec.simulate.seed),
    )
    names = plan.resting_on("analysis")
    return store.get("analysis", Analysis, inputs, lambda: _made(plan, spec, path), names)[0]


def data_path(plan: Plan) -> Path | None:
    spec = plan.spec.analysis
    return plan.folder / spec.data if spec and spec.data else None


def _made(plan: Plan, spec: AnalysisSpec, path: Path | None) -> Analysis:
    from trialwright.adapters import trial_data
    from trialwright.analyse.planned import analyse

    if path is not None:
        table, source = trial_data.load(path), spec.data
    else:
        outcomes = {e.outcome for e in spec.endpoints.values()}
        if len(outcomes) > 1:
            raise PlanError(
                "Counts are of one outcome, and the endpoints name several.", where=plan.where("analysis", "counts"),
                fix="Give the data as a file.",
            )  # fmt: skip
        table, source = (
            trial_data.expanded(spec.counts, spec.arm, outcomes.pop()),
            f"counts in {plan.document.name}",
        )
    because = Because(rule="analyse.planned", of=plan.resting_on("analysis"), formula=source)
    return analyse(spec, table, source, lambda i: stream(plan.spec.simulate.seed, STREAM + i), because)
