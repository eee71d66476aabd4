"""One function per stage of the flow: what it takes, and when its stored answer still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trialwright.app import corrections, designing, digest
from trialwright.app.evidence import Evidence
from trialwright.app.known import Known
from trialwright.app.plan_file import Plan
from trialwright.app.scenario_marker import FEWEST_VALUES
from trialwright.app.scenarios import build
from trialwright.app.simulating import PATIENTS_STREAM, Engine, KeptTrials, Streams, stream
from trialwright.app.store import Store
from trialwright.app.watch import Watcher
from trialwright.errors import (
    DocumentError,
    PatientsError,
    SomeUnread,
    UnknownFormat,
)
from trialwright.model.base import Frozen
from trialwright.model.check import Check
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.design import Design, OperatingCharacteristics
from trialwright.model.findings import Missing, PowerCurve
from trialwright.model.result import Reading
from trialwright.model.scenario import Scenario
from trialwright.model.screening import Screening, ScreeningCosts, ThresholdCurve

if TYPE_CHECKING:
    from trialwright.read.result_corrections import ResultCorrection

DOCUMENTS_DEFAULT = "documents"
PASSED_OVER = (".", "~$")  # hidden files, and what an editor leaves beside an open document
MOST_CURVES = 3  # each asks the patients once more
MOST_VALUES = 10_000  # of a marker: a cut-off's share is then known to half a percent


def concepts(plan: Plan, store: Store) -> Concepts:
    """The built-in dictionary with the plan's own file on top."""
    from trialwright.adapters import concepts as dictionary

    extra = [plan.folder / plan.spec.concepts] if plan.spec.concepts else []
    inputs = tuple(digest.of_file(p) if p.is_file() else "" for p in extra)
    return store.get("concepts", Concepts, inputs, lambda: dictionary.load(*extra))[0]


def document_paths(plan: Plan) -> list[Path]:
    """Files under the plan's documents folder, in name order. A named folder that is absent is an
    error; the default one may be absent."""
    named = plan.spec.documents
    folder = plan.folder / (named or DOCUMENTS_DEFAULT)
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        if named is None:
            return []
        raise DocumentError(
            f"There is no {named} in the plan's folder.",
            where=plan.where("documents"),
            fix="Put the files there, or correct the name.",
        )
    return sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and not p.name.startswith(PASSED_OVER) and not corrections.is_kept(p)
    )


def read(
    paths: Iterable[Path],
    dictionary: Concepts,
    store: Store,
    watch: Watcher,
    unread: list[Missing] | None = None,
) -> tuple[Reading, ...]:
    """Every document in the files, each file from the store unless its bytes changed.

    unread : where files that are no document of any known format are noted; without it they are errors.
    A document that is damaged is an error either way: a plan must not lose a trial over it. Of several files all are read
    first, and SomeUnread names every one that is not, with the readings of the others as its answer.
    """
    import trialwright.read as reader

    paths = list(paths)
    words = digest.of(dictionary)
    out: list[Reading] = []
    damaged: list[DocumentError] = []
    if paths:
        watch.stage("read", f"{len(paths)} file{'s' if len(paths) != 1 else ''}")
    for i, path in enumerate(paths):
        try:
            readings, cached = _of_file(path, dictionary, words, store)
        except DocumentError as error:
            if unread is None or not isinstance(error, UnknownFormat):
                damaged.append(error)
                continue
            unread.append(
                Missing(
                    kind="document", what="any text", where=path.name, so=f"not read: {error.what.lower()}"
                )
            )
            continue
        told = corrections.of_results(path)
        if told:
            readings = _corrected(readings, told)
        watch.note(
            f"{path.name}: {'unchanged' if cached else 'read'}, {sum(len(r.results) for r in readings)} results"
        )
        _tell_warnings(path.name, readings, watch, unread)
        out += readings
        watch.step(i + 1, len(paths))
    readings = reader.own_numbers(out)
    if damaged:
        raise damaged[0] if len(paths) == 1 else _some_unread(damaged, len(paths), readings)
    return readings


def _of_file(path: Path, dictionary: Concepts, words: str, store: Store) -> tuple[tuple[Reading, ...], bool]:
    """(readings of one file, whether they were stored). words : digest of the dictionary."""
    import trialwright.read as reader

    data = _bytes(path)

    def make() -> tuple[Reading, ...]:
        return tuple(reader.read(d, dictionary) for d in reader.documents(data, path.name))

    return store.get("read", tuple[Reading, ...], (digest.of_bytes(data), path.name, words), make)


def _some_unread(damaged: Sequence[DocumentError], files: int, readings: tuple[Reading, ...]) -> SomeUnread:
    told = (
        damaged[0]
        if len(damaged) == 1
        else DocumentError(
            f"{len(damaged)} of {files} files are not read: "
            + "; ".join(f"{one.where}: {one.what[:1].lower()}{one.what[1:].rstrip('.')}" for one in damaged)
            + ".",
            where=", ".join(one.where for one in damaged),
            fix="Save them again, or take them out of the folder.",
        )
    )
    error = SomeUnread(told.what, where=told.where, fix=told.fix)
    error.answer = readings
    return error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{path.name} cannot be read: {error.strerror}.",
            where=str(path),
            fix="Check the name and the permissions.",
        ) from None


def _tell_warnings(
    name: str, readings: Sequence[Reading], watch: Watcher, unread: list[Missing] | None
) -> None:
    """What a format warns of (a retraction, pages that are pictures) stands with what is missing, for all is read in spite of it."""
    for warning in dict.fromkeys(w for r in readings for w in r.document.warnings):
        if unread is None:
            watch.warn(f"{name}: {warning}")
        else:
            watch.note(f"{name}: {warning}")
            unread.append(Missing(kind="document", what=warning, where=name))


def _corrected(readings: tuple[Reading, ...], told: Sequence[ResultCorrection]) -> tuple[Reading, ...]:
    """The readings of one file as people corrected or confirmed their numbers; what could not be applied is among a document's warnings."""
    from trialwright.read.result_corrections import apply_to_all

    return tuple(one.reading for one in apply_to_all(readings, told))


def check(readings: tuple[Reading, ...], store: Store, watch: Watcher) -> tuple[Check, ...]:
    import trialwright.check as checker

    if not readings:
        return ()
    found, cached = store.get("check", tuple[Check, ...], readings, lambda: checker.check(readings))
    watch.stage("check", f"{len(found)} checks", cached)
    return found


def criteria(plan: Plan, dictionary: Concepts, store: Store) -> tuple[Criterion, ...]:
    """The planned trial's eligibility, read from plan.yaml where it stands."""
    told = digest.of_bytes(corrections.content(plan.folder / plan.document.name))
    inputs = (plan.document.sha256, digest.of(dictionary), told)
    return store.get("criteria", tuple[Criterion, ...], inputs, lambda: _criteria(plan, dictionary))[0]


def _criteria(plan: Plan, dictionary: Concepts) -> tuple[Criterion, ...]:
    from trialwright.read import criteria as grammar

    out: list[Criterion] = []
    for key, side in (("include", "inclusion"), ("exclude", "exclusion")):
        span = plan.criteria_span(key)
        if span:
            out += grammar.parse(plan.document, *span, side, dictionary)
    told = corrections.told(plan.folder / plan.document.name)
    return grammar.corrected(out, told, dictionary).criteria


class Screened(Frozen):
    """A Screening, and the plan's markers among patients who are not excluded: marker → ordered values,
    thinned to at most MOST_VALUES. They stay in the plan's work folder; the report summarises them.
    curves : along the limits of the dearest numeric criteria."""

    screening: Screening
    samples: dict[str, tuple[float, ...]] = {}
    curves: tuple[ThresholdCurve, ...] = ()


def markers(plan: Plan) -> tuple[str, ...]:
    """Every marker that a scenario's effect or a design's cut-off names, in order of mention."""
    named = [s.effect.by for s in plan.spec.scenarios.values()]
    named += [m for d in plan.spec.designs.values() for m in d.cutoff]
    return tuple(dict.fromkeys(m for m in named if m))


def screen(
    plan: Plan, rules: tuple[Criterion, ...], dictionary: Concepts, store: Store, watch: Watcher
) -> Screened | None:
    """The plan's criteria on the plan's patients; None when it names no patients."""
    spec = plan.spec.patients
    if spec is None:
        return None
    seed = plan.spec.simulate.seed
    inputs = (
        spec,
        patients_digest(plan),
        digest.without_places(*rules),
        digest.of(dictionary),
        markers(plan),
        seed,
    )

    def make() -> Screened:
        watch.stage("screen", "running the criteria on the patients")
        return _screen(plan, spec, rules, dictionary, watch)

    found, cached = store.get("screen", Screened, inputs, make, digest.names_of(*rules))
    watch.stage("screen", f"{found.screening.cohort.patients:,} patients, {len(rules)} criteria", cached)
    return found


def _screen(
    plan: Plan, spec: dict[str, object], rules: tuple[Criterion, ...], dictionary: Concepts, watch: Watcher
) -> Screened:
    import trialwright.screen as screener
    from trialwright.adapters import patients as adapter

    tables = adapter.open(spec, plan.folder, dictionary, stream(plan.spec.simulate.seed, PATIENTS_STREAM))
    samples = {}
    for marker in markers(plan):
        values = sorted(float(v) for v in screener.marker_values(tables, rules, dictionary, marker) if v > 0)
        if len(values) >= FEWEST_VALUES:
            every = 1 + len(values) // MOST_VALUES
            samples[marker] = tuple(values[every // 2 :: every])
        watch.note(f"{marker}: {len(values)} values")
    by = [name for name in ("age", "sex") if name in tables.held]
    found = screener.screen(tables, rules, dictionary, by=by)
    dear = screener.dearest_limits(found, rules)[:MOST_CURVES]
    curves = tuple(screener.curve(tables, rules, dictionary, i) for i in dear)
    return Screened(screening=found, samples=samples, curves=curves)


def costs(screening: Screening | None) -> ScreeningCosts | None:
    """What the plan's criteria cost; None without patients."""
    import trialwright.screen as screener

    return None if screening is None else screener.priced(screening)


def patients_digest(plan: Plan) -> str:
    """Of every byte that the patients depend on; "" for a generator or a plan without patients."""
    spec = plan.spec.patients
    if spec is None or "synthetic" in spec:
        return ""
    table = spec.get("table")
    if (
        isinstance(table, str)
        and "postgres" not in spec
        and "spark" not in spec
        and not (plan.folder / table).exists()
    ):
        raise PatientsError(
            f"There is no patient table {table}.",
            where=plan.where("patients", "table"),
            fix="Correct the name; it is relative to the plan's folder.",
        )
    from trialwright.adapters import patients as adapter

    return adapter.fingerprint(spec, plan.folder)


def scenarios(
    plan: Plan, evidence: Evidence, screened: Screened | None, store: Store
) -> tuple[Scenario, ...]:
    def make() -> tuple[Scenario, ...]:
        found = known(evidence, screened)
        return tuple(build(plan, name, found) for name in plan.spec.scenarios)

    return store.get("scenarios", tuple[Scenario, ...], (plan.document.sha256, evidence, screened), make)[0]


def known(evidence: Evidence, screened: Screened | None) -> Known:
    """What scenarios are made of, from the stages before."""
    pooled, priors = ({p.name: p for p in of} for of in (evidence.pooled, evidence.priors))
    return Known(
        pooled, priors, screened.screening if screened else None, screened.samples if screened else {}
    )


def designs(plan: Plan, scenario: Scenario, store: Store) -> tuple[Design, ...]:
    """Every design of the plan, one for each cut-off, sized for a scenario within the limits."""
    inputs = (plan.document.sha256, scenario)
    return store.get("designs", tuple[Design, ...], inputs, lambda: designing.build(plan, scenario))[0]


def evaluate(
    plan: Plan,
    scenario: Scenario,
    candidates: tuple[Design, ...],
    store: Store,
    watch: Watcher,
    engine: Engine,
) -> tuple[OperatingCharacteristics, ...]:
    """Operating characteristics under one scenario. An interrupted run keeps whole scenarios, and of the one under way
    the blocks of trials that are done."""
    from trialwright.design import evaluate as run

    simulate, limits = plan.spec.simulate, plan.spec.affordable
    work = f"scenario {scenario.name}: {len(candidates)} designs x {simulate.replicates:,} trials"

    kept = KeptTrials(store.folder and store.folder / "trials", simulate.seed)

    def make() -> tuple[OperatingCharacteristics, ...]:
        watch.stage("design", work)
        return run(
            candidates,
            scenario,
            limits,
            simulate.replicates,
            Streams(simulate.seed),
            progress=watch.step,
            engine=engine,
            kept=kept,
        )

    inputs = (digest.without_places(scenario, *candidates), limits, simulate)
    names = digest.names_of(scenario, *candidates)
    with designing.placed(plan, scenario.name):
        found, cached = store.get("design", tuple[OperatingCharacteristics, ...], inputs, make, names)
    kept.forget()
    if cached:
        watch.stage("design", work, cached=True)
    return found


def power_curve(plan: Plan, scenario: Scenario, chosen: Design, store: Store, engine: Engine) -> PowerCurve:
    """Power of the chosen design from a quarter of its size to half as much again."""
    from trialwright.design import power_curve as run

    sizes = tuple(
        sorted(
            {max(8, 2 * round(chosen.patients * f / 2)) for f in (0.25, 0.4, 0.55, 0.7, 0.85, 1, 1.25, 1.5)}
        )
    )
    simulate = plan.spec.simulate
    replicates = (
        simulate.replicates
    )  # the same trials as the table's, so that the same size has the same power

    def make() -> PowerCurve:
        return run(
            chosen, scenario, plan.spec.affordable, sizes, replicates, Streams(simulate.seed), engine=engine
        )

    inputs = (digest.without_places(scenario, chosen), sizes, replicates, plan.spec.affordable, simulate.seed)
    return store.get("curve", PowerCurve, inputs, make, digest.names_of(scenario, chosen))[0]
