"""`trialwright external`: past controls are balanced first, that is locked, and only then are outcomes compared."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trialwright.app import digest, drawing, plan_file
from trialwright.app.plan_file import Plan
from trialwright.app.simulating import stream
from trialwright.app.store import Store, write_whole
from trialwright.errors import EvidenceError, PlanError
from trialwright.model.base import Because
from trialwright.model.external import External, ExternalSpec, Lock

if TYPE_CHECKING:
    from trialwright.adapters.external_people import Baseline

STREAM = 0x65787465  # its resamples' own random numbers
LOCK_SUFFIX = ".lock.json"
FIGURES = "external"


@dataclass(frozen=True)
class Run:
    """figures : written beside the plan, FOLDER/external/*.svg."""

    external: External
    figures: tuple[Path, ...]


def run(place: Path, today: datetime.date, lock: bool = False) -> Run:
    """Balance, and where the covariates are locked, outcomes too. lock : fix them now, from the plan as it stands.

    Raises PlanError where the plan has no `external`, EvidenceError where what was locked is no longer what the plan says.
    """
    plan = plan_file.load_alone(place)
    if plan.spec.external is None:
        raise PlanError(
            "The plan has no section `external`.", where=plan.document.name, fix="Add one: docs/plan.md says what it holds."
        )  # fmt: skip
    if lock:
        _lock(plan, plan.spec.external, today)
    found = compared(plan, Store(None))
    assert found is not None
    from trialwright.report.external import figures

    return Run(found, drawing.beside(plan, FIGURES, figures(found)))


def compared(plan: Plan, store: Store) -> External | None:
    """None where the plan has no `external`, from the store unless the section, the data or the lock changed."""
    spec = plan.spec.external
    if spec is None:
        return None
    path, kept = plan.folder / spec.data, lock_path(plan)
    inputs = (
        digest.of(spec),
        digest.of_file(path) if path.is_file() else "",
        digest.of_file(kept) if kept.is_file() else "",
        str(plan.spec.simulate.seed),
    )
    names = plan.resting_on("external")
    found = store.get("external", External, inputs, lambda: _made(plan, spec), names)[0]
    if found.lock is not None:
        _note_seen(plan, found.lock)
    return found


def inputs(plan: Plan) -> list[Path]:
    """Files that the comparison reads: the data, and the lock where there is one."""
    if plan.spec.external is None:
        return []
    return [p for p in (plan.folder / plan.spec.external.data, lock_path(plan)) if p.is_file()]


def lock_path(plan: Plan) -> Path:
    """Beside the plan, kept with it."""
    return plan.folder / f"{Path(plan.document.name).stem}-external{LOCK_SUFFIX}"


def _lock(plan: Plan, spec: ExternalSpec, today: datetime.date) -> None:
    from trialwright.adapters import external_people
    from trialwright.pool import external

    people = external_people.baseline(plan.folder / spec.data, spec)
    external_people.check_columns(plan.folder / spec.data, spec)
    external.balance(people.x, people.treated, spec.method)  # a method without weights cannot be locked
    kept = _locks(plan)
    made = Lock(
        when=today.isoformat(), method=spec.method, covariates=people.names, sha256=people.sha256,
        outcome=spec.outcome_keys, compared=bool(_seen(plan)),
    )  # fmt: skip
    if not (kept and _same(kept[-1], made)):
        text = json.dumps(
            [one.model_dump(mode="json") for one in (*kept, made)], indent=1, ensure_ascii=False
        )
        write_whole(lock_path(plan), f"{text}\n".encode())


def _same(one: Lock, other: Lock) -> bool:
    return one.model_dump(exclude={"when", "compared"}) == other.model_dump(exclude={"when", "compared"})


def _seen_path(plan: Plan) -> Path:
    """Which locks have had their outcomes compared: a lock made later says that they were known."""
    return lock_path(plan).with_suffix(".seen")


def _seen(plan: Plan) -> list[str]:
    place = _seen_path(plan)
    return place.read_text(encoding="utf-8").split() if place.is_file() else []


def _note_seen(plan: Plan, lock: Lock) -> None:
    seen = _seen(plan)
    if (name := digest.of(lock)) not in seen:
        write_whole(_seen_path(plan), ("\n".join([*seen, name]) + "\n").encode())


def _locks(plan: Plan) -> list[Lock]:
    place = lock_path(plan)
    if not place.is_file():
        return []
    try:
        return [Lock.model_validate(one) for one in json.loads(place.read_text(encoding="utf-8"))]
    except (ValueError, TypeError):
        raise EvidenceError(
            f"{place.name} is not a lock as it was written.", where=str(place),
            fix="Restore it; or delete it, and say in your report that the lock was lost.",
        ) from None  # fmt: skip


def _made(plan: Plan, spec: ExternalSpec) -> External:
    from trialwright.adapters import external_people
    from trialwright.pool import external_comparison, external_words

    path = plan.folder / spec.data
    people, locks = external_people.baseline(path, spec), _locks(plan)
    lock = locks[-1] if locks else None
    if lock is not None:
        _refuse_changed(lock, people, spec, plan)
    before, balances = external_comparison.balances(people.x, people.treated)
    compared, visits = None, (0, 0)
    if lock is not None:
        seen = external_people.visits(path, spec, people.persons)
        rng = stream(plan.spec.simulate.seed, STREAM)
        everyone = external_comparison.People(
            people.x, people.treated, seen.source, seen.of, seen.month, seen.value, seen.died
        )
        compared = external_comparison.compare(everyone, spec, rng)
        visits = tuple(int((people.treated[seen.of] == g).sum()) for g in (True, False))  # type: ignore[assignment]
    treated = int(people.treated.sum())
    return External(
        data=spec.data, unit=spec.unit, method=spec.method, covariates=people.names,
        people=(treated, len(people.persons) - treated), visits=visits, before=before, balances=balances,
        lock=lock, locks=len(locks), compared=compared, sentence=external_words.sentence(spec, compared),
        remarks=external_words.remarks(spec, balances, lock, len(locks), compared),
        because=Because(rule="pool.external_comparison", of=plan.resting_on("external"), formula=spec.data),
    )  # fmt: skip


def _refuse_changed(lock: Lock, people: Baseline, spec: ExternalSpec, plan: Plan) -> None:
    changed = [
        what
        for what, differs in (
            ("the method", lock.method != spec.method),
            ("the covariates", lock.covariates != people.names),
            ("the people or their covariates' values", lock.sha256 != people.sha256),
            ("the outcome, its time, end, direction, deaths or sources", lock.outcome != spec.outcome_keys),
        )
        if differs
    ]
    if changed:
        raise EvidenceError(
            f"Since the lock of {lock.when}, {', '.join(changed)} changed.", where=str(lock_path(plan)),
            fix="Undo the change; or lock anew with `trialwright external PLAN --lock`: the report then says that outcomes "
            "had been compared before.",
        )  # fmt: skip
