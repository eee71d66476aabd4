"""The verbs of patients: criteria on a plan's cohort or on a table, one patient, a limit moved, a mapping drafted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trialwright.app import plan_file, sharing, simulating, stages, verbs
from trialwright.app.plan import WORK
from trialwright.app.store import Store
from trialwright.app.watch import Silent, Watcher
from trialwright.errors import CriterionError, DocumentError, PatientsError, PlanError
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.screening import Screening, Status, ThresholdCurve

if TYPE_CHECKING:
    from trialwright.model.patients import PatientTables
    from trialwright.screen.explanation import Explanation


class AlongLimit(NamedTuple):
    """curve : as it may be shown, None where it may not. points : that it had before. figure : an <svg> element."""

    curve: ThresholdCurve | None
    points: int
    figure: str


def screen_plan(
    folder: Path, watch: Watcher | None = None, by: Sequence[str] = ()
) -> tuple[Screening, tuple[Criterion, ...]]:
    """A plan's criteria on its patients. by : columns to count by, as screen.screen takes them."""
    one, words, rules = verbs.plan_criteria(folder)
    if by:
        import trialwright.screen as screener

        return screener.screen(_plan_patients(one, words), rules, words, by=by), rules
    found = stages.screen(one, rules, words, Store(folder / WORK / "cache"), watch or Silent())
    if found is None:
        raise _no_patients(folder)
    return found.screening, rules


def small_cells(folder: Path | None, asked: bool) -> bool:
    """Whether counts of 1-10 patients are shown: where that is asked for, or a plan says `show_small_cells: true`."""
    return asked or (folder is not None and plan_file.load(folder).spec.show_small_cells)


def explain_plan(folder: Path, person_id: str) -> tuple[Explanation, ...]:
    """Why one patient of a plan passes, fails or stays unknown."""
    import trialwright.screen as screener

    one, words, rules = verbs.plan_criteria(folder)
    return screener.explain(_plan_patients(one, words), rules, words, person_id)


def screen(
    spec: dict[str, object],
    criteria: Path,
    seed: int = 1,
    concepts: Path | None = None,
    by: Sequence[str] = (),
) -> tuple[Screening, tuple[Criterion, ...]]:
    """The criteria in a file on a patient table (or generator) described as in a plan's `patients:`."""
    import trialwright.screen as screener

    tables, rules, words = _opened(spec, criteria, seed, concepts)
    return screener.screen(tables, rules, words, by=by), rules


def explain(
    spec: dict[str, object], criteria: Path, person_id: str, seed: int = 1, concepts: Path | None = None
) -> tuple[Explanation, ...]:
    """Why one patient of a table passes, fails or stays unknown; arguments as for screen."""
    import trialwright.screen as screener

    tables, rules, words = _opened(spec, criteria, seed, concepts)
    return screener.explain(tables, rules, words, person_id)


def curve(
    folder: Path | None,
    spec: dict[str, object],
    criteria: Path,
    number: int,
    seed: int = 1,
    concepts: Path | None = None,
    small_cells: bool = False,
) -> AlongLimit:
    """The cohort of a plan, or of a table, along the limit of the criterion of this number (from 1)."""
    import trialwright.screen as screener
    from trialwright.report.charts.limits import limits

    if folder:
        one, words, rules = verbs.plan_criteria(folder)
        tables = _plan_patients(one, words)
    else:
        tables, rules, words = _opened(spec, criteria, seed, concepts)
    if not 1 <= number <= len(rules):
        raise CriterionError(
            f"There is no criterion {number}.", where="--curve", fix=f"Write a number from 1 to {len(rules)}."
        )
    whole = screener.curve(tables, rules, words, number - 1)
    shown = sharing.shareable_curve(whole, screener.screen(tables, rules, words), small_cells)
    return AlongLimit(shown, len(whole.points), limits(shown) if shown else "")


def examples(
    folder: Path | None, spec: dict[str, object], criteria: Path, seed: int = 1, concepts: Path | None = None
) -> dict[Status, str]:
    """Patients to explain, one of each status over all criteria: of a plan, or of a table."""
    import trialwright.screen as screener

    if folder:
        one, words, rules = verbs.plan_criteria(folder)
        return screener.examples(_plan_patients(one, words), rules, words)
    tables, rules, words = _opened(spec, criteria, seed, concepts)
    return screener.examples(tables, rules, words)


def draft_mapping(table: Path, out: Path | None = None, concepts: Path | None = None) -> tuple[Path, str]:
    """A drafted mapping file for a patient table, written beside it or to `out`. Overwrites nothing."""
    from trialwright.adapters import patients

    target = out or table.with_name(f"{table.stem}.map.yaml")
    text = patients.draft(table.name, table.parent, verbs.dictionary(concepts))
    try:
        with target.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise PlanError(
            f"{target} is there already.", fix="Name another file with --out; nothing was written."
        ) from None
    except OSError as error:
        raise PlanError(
            f"{target} cannot be written: {error.strerror}.", fix="Name another file with --out."
        ) from None
    return target, text


def _plan_patients(one: plan_file.Plan, words: Concepts) -> PatientTables:
    from trialwright.adapters import patients

    if one.spec.patients is None:
        raise _no_patients(one.folder)
    rng = simulating.stream(one.spec.simulate.seed, simulating.PATIENTS_STREAM)
    return patients.open(one.spec.patients, one.folder, words, rng)


def _no_patients(folder: Path) -> PatientsError:
    return PatientsError(
        "The plan names no patients.",
        where=str(folder / plan_file.PLAN_NAME),
        fix="Add `patients: {table: ...}` or `patients: {synthetic: icu, n: 1000}`.",
    )


def _opened(
    spec: dict[str, object], criteria: Path, seed: int, concepts: Path | None
) -> tuple[PatientTables, tuple[Criterion, ...], Concepts]:
    from trialwright.adapters import patients

    words = verbs.dictionary(concepts)
    rules = verbs.criteria_of(criteria, words)
    if not rules:
        raise DocumentError("No criterion was found.", where=str(criteria), fix="Write one criterion a line.")
    return (
        patients.open(spec, Path(), words, simulating.stream(seed, simulating.PATIENTS_STREAM)),
        rules,
        words,
    )
