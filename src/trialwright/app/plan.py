"""`trialwright plan`: the whole flow over a folder, and `replay`, which does it again from nothing."""

from __future__ import annotations

import datetime
import json
import os
from dataclasses import dataclass
from pathlib import Path

from trialwright import __version__
from trialwright.app import (
    analysing,
    comparing,
    corrections,
    digest,
    evidence,
    manifest,
    missing,
    plan_file,
    simulating,
    stages,
)
from trialwright.app.known import Known
from trialwright.app.plan_file import Plan
from trialwright.app.simulating import Engine
from trialwright.app.store import Store, recover_folder, replace_folder
from trialwright.app.watch import Silent, Watcher
from trialwright.errors import PlanError, ReplayError
from trialwright.model.design import OperatingCharacteristics, Recommendation
from trialwright.model.findings import DesignStatement, Findings, Missing, PowerCurve
from trialwright.model.result import Reading
from trialwright.model.scenario import Scenario
from trialwright.model.search import Search
from trialwright.model.trial import Stated

REPORT, WORK = "report", ".trialwright"
DIGEST = "findings.sha256"


@dataclass(frozen=True)
class Run:
    """findings : what was found. report : index.html. changed : whether the report was rewritten."""

    findings: Findings
    report: Path
    changed: bool


def run(
    folder: Path,
    today: datetime.date | None = None,
    watch: Watcher | None = None,
    engine: str = "threads",
    workers: int | None = None,
) -> Run:
    """Run the flow and write FOLDER/report, recomputing only what changed since the last run.

    today : the date that recruitment statuses are judged on; the plan's own `today:` wins over the
    clock. engine, workers : where trials are simulated (app.simulating.Engine); no byte depends on it. Raises a TrialwrightError that names the place; whatever had finished is kept.
    """
    watch = watch or Silent()
    plan = plan_file.load(folder)
    report = folder / REPORT
    recover_folder(report)
    _refuse_anothers(report)
    store = Store(folder / WORK / "cache")
    with Engine(engine, workers) as simulator:
        findings = find(plan, today or plan.spec.today or datetime.date.today(), store, watch, simulator)
    changed = not _is_current(report, findings, _inputs(plan))
    watch.stage("report", "", cached=not changed)
    if changed:
        replace_folder(report, _outputs(plan, findings), _written(report))
    store.sweep()
    return Run(findings, report / "index.html", changed)


def find(
    plan: Plan, today: datetime.date, store: Store, watch: Watcher, engine: Engine | None = None
) -> Findings:
    """Every stage in order; nothing is written but the store."""
    if engine is None:
        with Engine() as own:
            return find(plan, today, store, watch, own)
    dictionary = stages.concepts(plan, store)
    unread: list[Missing] = []
    readings = stages.read(stages.document_paths(plan), dictionary, store, watch, unread)
    checks = stages.check(readings, store, watch)
    pools = evidence.pool(plan, readings, checks, store, watch)
    rules = stages.criteria(plan, dictionary, store)
    screened = stages.screen(plan, rules, dictionary, store, watch)
    screening = screened.screening if screened else None
    scenarios = stages.scenarios(plan, pools, screened, store)
    characteristics = _characteristics(plan, scenarios, store, watch, engine)
    recommendation = _recommend(plan, characteristics)
    return Findings(
        name=plan.folder.resolve().name,
        question=plan.spec.question,
        today=today.isoformat(),
        seed=plan.spec.simulate.seed,
        version=__version__,
        plan_document=plan.document,
        readings=readings,
        statuses=_statuses(readings, today),
        checks=checks,
        pooled=pools.pooled,
        priors=pools.priors,
        fragility=pools.fragility,
        prices=evidence.prices(plan, readings, checks, pools.pooled, store),
        outlooks=evidence.outlooks(plan, pools, _recommended_size(recommendation, characteristics), store),
        criteria=rules,
        screening=screening,
        costs=stages.costs(screening),
        curves=screened.curves if screened else (),
        assumptions=tuple(plan.assumptions.values()),
        scenarios=scenarios,
        limits=plan.spec.affordable,
        characteristics=characteristics,
        power_curves=_power_curves(plan, scenarios, characteristics, store, engine),
        statements=_statements(plan, scenarios, characteristics),
        recommendation=recommendation,
        search=_search(plan, stages.known(pools, screened), store, watch, engine),
        analysis=analysing.analysed(plan, store),
        external=comparing.compared(plan, store),
        missing=(*unread, *missing.collect(plan, readings, pools, rules, screening)),
        suppress_small_cells=not plan.spec.show_small_cells,
    )


def _statuses(readings: tuple[Reading, ...], today: datetime.date) -> tuple[Stated, ...]:
    from trialwright.read import status

    found = (status.derive(r.trial, today) for r in readings if r.trial)
    return tuple(s for s in found if s is not None)


def _characteristics(
    plan: Plan, scenarios: tuple[Scenario, ...], store: Store, watch: Watcher, engine: Engine
) -> tuple[OperatingCharacteristics, ...]:
    if not plan.spec.designs:
        return ()
    # All are built before any is simulated: a mistake that only the last scenario shows is told at once.
    built = [stages.designs(plan, s, store) for s in scenarios]
    return tuple(
        oc
        for s, candidates in zip(scenarios, built, strict=True)
        for oc in stages.evaluate(plan, s, candidates, store, watch, engine)
    )


def _statements(
    plan: Plan, scenarios: tuple[Scenario, ...], characteristics: tuple[OperatingCharacteristics, ...]
) -> tuple[DesignStatement, ...]:
    """Each design in the words of a protocol; its size is that of the first scenario."""
    from trialwright.design import state

    streams = simulating.Streams(plan.spec.simulate.seed)
    names = dict.fromkeys((o.design.name, o.design.cutoff) for o in characteristics)
    return tuple(
        state(
            [o for o in characteristics if (o.design.name, o.design.cutoff) == name],
            scenarios[0],
            plan.spec.affordable,
            streams,
        )
        for name in names
    )


def _search(plan: Plan, known: Known, store: Store, watch: Watcher, engine: Engine) -> Search | None:
    from trialwright.app import searching

    return searching.answer(
        plan, known, store.folder and store.folder.parent / searching.FOLDER, watch, engine
    )


def _recommend(plan: Plan, characteristics: tuple[OperatingCharacteristics, ...]) -> Recommendation | None:
    from trialwright.design import recommend

    return recommend(characteristics, plan.spec.affordable) if characteristics else None


def _recommended_size(
    recommendation: Recommendation | None, characteristics: tuple[OperatingCharacteristics, ...]
) -> int | None:
    """Of the design to take forward under the first scenario, or of the first design where none is; None without any."""
    if recommendation is None:
        return None
    name = recommendation.design or characteristics[0].design.name
    return next(oc.design.patients for oc in characteristics if oc.design.name == name)


def _power_curves(
    plan: Plan,
    scenarios: tuple[Scenario, ...],
    characteristics: tuple[OperatingCharacteristics, ...],
    store: Store,
    engine: Engine,
) -> tuple[PowerCurve, ...]:
    """For the recommended design, or the first where none can be recommended, under each scenario."""
    recommendation = _recommend(plan, characteristics)
    if recommendation is None:
        return ()
    name = recommendation.design or characteristics[0].design.name
    chosen = {oc.scenario: oc.design for oc in characteristics if oc.design.name == name}
    return tuple(
        stages.power_curve(plan, s, chosen[s.name], store, engine) for s in scenarios if s.name in chosen
    )


def _inputs(plan: Plan) -> dict[str, str]:
    """Relative path → SHA-256 of every file that the plan reads; "patients" stands for all of theirs."""
    own, documents = plan.folder / plan_file.PLAN_NAME, stages.document_paths(plan)
    named = [own, *documents, *corrections.files(documents, own)]
    named += [plan.folder / plan.spec.concepts] if plan.spec.concepts else []
    data = analysing.data_path(plan)
    named += [*([data] if data else []), *comparing.inputs(plan)]
    patients = stages.patients_digest(plan)
    files = {_relative(p, plan.folder): digest.of_file(p) for p in named if p.is_file()}
    return files | ({"patients": patients} if patients else {})


def _relative(path: Path, folder: Path) -> str:
    """A name for a file that says nothing of the machine, also when it lies outside the folder."""
    return (
        path.resolve().relative_to(folder.resolve()).as_posix()
        if _inside(path, folder)
        else f"outside/{path.name}"
    )


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _outputs(plan: Plan, findings: Findings) -> dict[str, bytes]:
    from trialwright.report import render

    # Charts keep a font cache; without a home inside the plan it would be rebuilt on every run.
    os.environ.setdefault("MPLCONFIGDIR", str((plan.folder / WORK / "matplotlib").resolve()))
    files = render(findings)
    files[DIGEST] = (digest.of(findings) + "\n").encode()
    seed = plan.spec.simulate.seed
    return {**files, manifest.MANIFEST: manifest.write(_inputs(plan), files, findings.today, seed)}


def _refuse_anothers(report: Path) -> None:
    """Raises PlanError where what lies in the report's place was not written by a run: it would be written over."""
    if not report.exists() or any((report / name).exists() for name in (manifest.MANIFEST, DIGEST)):
        return
    if not report.is_dir() or any(report.iterdir()):
        raise PlanError(
            "The report's place is taken by what Trialwright did not write.",
            where=str(report),
            fix="Move it elsewhere, or give it another name: the report is a folder of that name.",
        )


def _written(report: Path) -> set[str]:
    """What the last run left in the report's folder; of a manifest that cannot be read, whatever a report may hold."""
    try:
        outputs = set(json.loads((report / manifest.MANIFEST).read_bytes())["outputs"])
    except (OSError, ValueError, KeyError, TypeError):
        of_reports = (p.relative_to(report) for p in report.rglob("*"))
        outputs = {p.as_posix() for p in of_reports if p.parts[0] in ("index.html", "figures", "tables")}
    return {*outputs, manifest.MANIFEST, DIGEST}


def _is_current(report: Path, findings: Findings, inputs: dict[str, str]) -> bool:
    """Whether the report on disk is what these findings would give, down to every file's bytes."""
    try:
        old = json.loads((report / manifest.MANIFEST).read_bytes())
        return (
            old["code"] == digest.of_code()
            and old["versions"] == manifest.versions()
            and old["inputs"] == inputs
            and (report / DIGEST).read_text().strip() == digest.of(findings)
            and all(digest.of_file(report / name) == sha for name, sha in old["outputs"].items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def replay(
    folder: Path, watch: Watcher | None = None, engine: str = "threads", workers: int | None = None
) -> list[str]:
    """Run the plan again with nothing stored, and compare every byte with FOLDER/report.

    Returns the names of the files compared. Raises ReplayError naming what differs: an input that
    changed, another version of the code, or an output that did not come out the same.
    """
    plan = plan_file.load(folder)
    report = folder / REPORT
    recover_folder(report)
    try:
        recorded = (report / manifest.MANIFEST).read_bytes()
        old = json.loads(recorded)
        today = datetime.date.fromisoformat(old["today"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ReplayError(
            "There is no manifest to replay.",
            where=str(report / manifest.MANIFEST),
            fix=f"Run `trialwright plan {folder}` first.",
        ) from None
    _same("inputs", old, {"inputs": _inputs(plan)}, "Restore the file, or run `plan` to make a new report.")
    _same("versions", old, {"versions": manifest.versions()}, "Install the versions that the manifest names.")
    if old.get("code") != digest.of_code():
        raise ReplayError(
            f"The report was made by other code (Trialwright {old.get('trialwright')}).",
            where=manifest.MANIFEST,
            fix="Install that version, or run `plan` again.",
        )
    with Engine(engine, workers) as simulator:
        findings = find(plan, today, Store(None), watch or Silent(), simulator)
    files = _outputs(plan, findings)
    different = [n for n, data in files.items() if not _holds(report / n, data)]
    if different:
        raise ReplayError(
            f"{len(different)} files came out different: {', '.join(sorted(different)[:5])}.",
            where=str(report),
            fix="The report was edited, or a computation is not reproducible on this machine.",
        )
    return sorted(files)


def _same(section: str, old: dict[str, object], new: dict[str, object], fix: str) -> None:
    changed = manifest.differences(old, new, section)
    if changed:
        raise ReplayError(
            f"The {section} are not those of the manifest: {', '.join(changed)}.",
            where=manifest.MANIFEST,
            fix=fix,
        )


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
