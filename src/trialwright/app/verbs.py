"""The verbs that stand alone: each takes files or a plan folder and gives model objects."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trialwright.app import corrections, evidence, opening, plan, plan_file, pricing, simulating, stages
from trialwright.app.store import Store
from trialwright.app.watch import Silent, Watcher
from trialwright.errors import DocumentError, EvidenceError, PlanError, SomeUnread
from trialwright.model.check import Check
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.design import OperatingCharacteristics, Recommendation
from trialwright.model.document import Document
from trialwright.model.findings import DesignStatement
from trialwright.model.outlook import Outlook
from trialwright.model.pooled import Fragility, Pooled, Prior, Scale
from trialwright.model.price import Price
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

if TYPE_CHECKING:
    from trialwright.model.findings import Missing
    from trialwright.read.criteria.corrections import Corrected

NOTHING_KEPT = Store(None)
MOST_LINES = 20_000  # of a file of criteria: longer than any document that states a trial's


def _files(paths: Sequence[Path]) -> list[Path]:
    """Files as named; a plan folder stands for its documents, any other folder for its files."""
    out: list[Path] = []
    for path in paths:
        if (path / plan_file.PLAN_NAME).is_file():
            out += stages.document_paths(plan_file.load(path))
        elif path.is_dir():
            out += sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and not p.name.startswith(stages.PASSED_OVER) and not corrections.is_kept(p)
            )
        elif path.name == plan_file.PLAN_NAME and path.is_file():
            raise DocumentError(
                f"{path} is a plan, not a document.", where=str(path), fix=f"Give its folder, {path.parent}."
            )
        elif path.is_file():
            out.append(path)
        else:
            raise DocumentError(
                f"There is no file {path}.", fix="Give a file, a folder of documents, or a plan folder."
            )
    if not out:
        raise DocumentError(
            "There is nothing to read.",
            where=", ".join(map(str, paths)),
            fix="Put documents there: saved pages, HTML, PDF, PubMed XML, ClinicalTrials.gov JSON.",
        )
    return out


def dictionary(extra: Path | None = None) -> Concepts:
    from trialwright.adapters import concepts

    return concepts.load(*([extra] if extra else []))


def read(
    paths: Sequence[Path], today: datetime.date, concepts: Path | None = None, watch: Watcher | None = None
) -> tuple[tuple[Reading, ...], tuple[Stated, ...]]:
    """Readings of every document, and the recruitment statuses that follow on `today`. Raises SomeUnread, with as much of the
    others, where some of several files are not read."""
    try:
        readings = stages.read(_files(paths), dictionary(concepts), NOTHING_KEPT, watch or Silent())
    except SomeUnread as error:
        error.answer = error.answer, plan._statuses(error.answer, today)
        raise
    return readings, plan._statuses(readings, today)


def check(
    paths: Sequence[Path], watch: Watcher | None = None
) -> tuple[tuple[Reading, ...], tuple[Check, ...]]:
    """Readings, and every check of what they report. Raises SomeUnread, with as much of the others, where some of several files
    are not read."""
    watch = watch or Silent()
    try:
        readings = stages.read(_files(paths), dictionary(), NOTHING_KEPT, watch)
    except SomeUnread as error:
        error.answer = error.answer, stages.check(error.answer, NOTHING_KEPT, watch)
        raise
    return readings, stages.check(readings, NOTHING_KEPT, watch)


def price(paths: Sequence[Path], watch: Watcher | None = None) -> tuple[tuple[Check, ...], tuple[Price, ...]]:
    """Every check, and the price of each finding in the pools of the one plan folder that is named; without one, or where
    its pools cannot be made, each says so. Raises SomeUnread, with as much of the others, where some of several files are not read."""
    watch = watch or Silent()
    if len(paths) != 1 or not (paths[0] / plan_file.PLAN_NAME).is_file():
        try:
            checks = check(paths, watch)[1]
        except SomeUnread as error:
            error.answer = error.answer[1], pricing.without(error.answer[1], pricing.NO_PLAN)
            raise
        return checks, pricing.without(checks, pricing.NO_PLAN)
    one = plan_file.load(paths[0])
    words = stages.concepts(one, NOTHING_KEPT)
    try:
        readings = stages.read(_files(paths), words, NOTHING_KEPT, watch)
    except SomeUnread as error:
        checks = stages.check(error.answer, NOTHING_KEPT, watch)
        error.answer = checks, pricing.without(checks, "Not every document is read, so nothing is pooled.")
        raise
    checks = stages.check(readings, NOTHING_KEPT, watch)
    try:
        pooled = evidence.pool(one, readings, checks, NOTHING_KEPT, watch).pooled
    except EvidenceError as error:
        return checks, pricing.without(checks, f"The plan's pools cannot be made: {error.what}")
    return checks, pricing.prices(one, readings, checks, pooled)


def pool(
    paths: Sequence[Path], endpoint: str, scale: Scale, method: str = "reml", watch: Watcher | None = None,
    arm: str = "experimental",
) -> tuple[Pooled, Prior, Fragility | None, tuple[Missing, ...]]:  # fmt: skip
    """One endpoint pooled over the documents, what its conclusion hangs on, and what matched and was left out. Raises EvidenceError when none reports it usably."""
    import trialwright.pool as pooler

    readings, checks = check(paths, watch)
    effects = pooler.effects(readings, checks, endpoint, scale, arm)
    if not effects:
        raise EvidenceError(
            f"No document reports a usable {scale.replace('_', ' ')} for `{endpoint}`.",
            fix="`trialwright read` lists the endpoints and measures that were read.",
        )
    pooled = pooler.pool(endpoint, effects, method=method)
    left_out = pooler.left_out(readings, checks, endpoint, scale, arm)
    return (
        pooled,
        pooler.prior(pooled),
        pooler.fragility(pooled, readings, checks, endpoint, method),
        left_out,
    )


def outlook(pooled: Pooled, patients: int, better: str) -> Outlook:
    """What a pool says of a next trial of so many patients. better : "higher", "lower", or "" for the pooled effect's side."""
    from trialwright.app.simulating import stream
    from trialwright.pool import outlook as outlooks

    side = better or ("higher" if pooled.mean > 0 else "lower")
    return outlooks.outlook(pooled, patients, side, stream(1, evidence.OUTLOOK_STREAM, 0))


def pool_plan(
    folder: Path, watch: Watcher | None = None
) -> tuple[tuple[Pooled, ...], tuple[Prior, ...], tuple[Fragility, ...], tuple[Missing, ...]]:
    """Every pool that a plan states."""
    watch = watch or Silent()
    one = plan_file.load(folder)
    if not one.spec.pool:
        raise PlanError(
            "The plan pools nothing.",
            where=str(folder / plan_file.PLAN_NAME),
            fix="Add `pool: {name: {endpoint: ..., scale: ...}}`, or give --endpoint and --scale.",
        )
    store = Store(folder / plan.WORK / "cache")
    readings = stages.read(stages.document_paths(one), stages.concepts(one, store), store, watch)
    found = evidence.pool(one, readings, stages.check(readings, store, watch), store, watch)
    return found.pooled, found.priors, found.fragility, found.left_out


def plan_criteria(folder: Path) -> tuple[plan_file.Plan, Concepts, tuple[Criterion, ...]]:
    """A plan, its dictionary, and its criteria."""
    one, store = plan_file.load(folder), Store(folder / plan.WORK / "cache")
    words = stages.concepts(one, store)
    return one, words, stages.criteria(one, words, store)


def criteria_of(path: Path, concepts: Concepts) -> tuple[Criterion, ...]:
    """The criteria in a file, as people corrected them (see _criteria_in)."""
    return _criteria_in(path, concepts).criteria


def _criteria_in(path: Path, concepts: Concepts) -> Corrected:
    """The criteria in a file: a document's own eligibility section, or plain lines under the headings
    "Inclusion" and "Exclusion" (lines under no heading are inclusion)."""
    import trialwright.read as reader
    from trialwright.read import criteria as grammar

    if path.is_dir():
        raise DocumentError(
            f"{path} is a folder, not a file of criteria.", where=str(path), fix="Name one file in it."
        )
    data = _files([path])[0].read_bytes()
    if not data.strip():
        raise DocumentError(
            "The file of criteria is empty.",
            where=str(path),
            fix="Write one criterion a line, under the headings Inclusion and Exclusion.",
        )
    if (lines := data.count(b"\n")) > MOST_LINES:
        raise DocumentError(
            f"The file of criteria has {lines:,} lines, more than the {MOST_LINES:,} that are read.",
            where=str(path),
            fix="Give the criteria of one trial, or parts of the file one after another.",
        )
    out: list[Criterion] = []
    for document in reader.documents(data, path.name):
        trial = reader.read(document, concepts).trial
        out += trial.criteria if trial else ()
    if not out:
        whole = Document(sha256="0" * 64, name=path.name, format="text", text=_decoded(data))
        out += grammar.parse(whole, 0, len(whole.text), "inclusion", concepts)
    return grammar.corrected(out, corrections.told(path), concepts)


def _decoded(data: bytes) -> str:
    """A text as UTF-8, or else as an office program of long ago wrote it: "µmol/L" keeps its unit."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_criteria(paths: Sequence[Path], concepts: Path | None = None) -> tuple[tuple[str, Corrected], ...]:
    """The criteria of each file, or of each plan folder's plan.yaml, with what people said of them; name first."""
    from trialwright.read import criteria as grammar

    words = dictionary(concepts)
    out: list[tuple[str, Corrected]] = []
    for path in paths:
        if (path / plan_file.PLAN_NAME).is_file():
            one, _, rules = plan_criteria(path)
            told = corrections.told(path / plan_file.PLAN_NAME)
            out.append((one.document.name, grammar.corrected(rules, told, words)))
        else:
            out += [(file.name, _criteria_in(file, words)) for file in _files([path])]
    return tuple(out)


class Compared(NamedTuple):
    """statements : each design as a protocol states it, with R's calls where they correspond."""

    characteristics: tuple[OperatingCharacteristics, ...]
    recommendation: Recommendation
    statements: tuple[DesignStatement, ...]


def design(
    folder: Path,
    watch: Watcher | None = None,
    engine: str = "threads",
    workers: int | None = None,
    stated: str | None = None,
) -> Compared:
    """Operating characteristics of every design of a plan under every scenario, the choice, and the designs in words.

    folder : a plan folder, or a plan's file alone, beside which nothing is kept. stated : the design to state, else every one.
    """
    one = opening.with_designs(folder)
    if stated is not None:
        opening.refuse_unknown_design(one, stated, opening.store_of(folder))
    today, store = one.spec.today or datetime.date.today(), opening.store_of(folder)
    with simulating.Engine(engine, workers) as simulator:
        found = plan.find(one, today, store, watch or Silent(), simulator)
    assert found.recommendation is not None
    told = tuple(s for s in found.statements if stated in (None, s.design.name))
    return Compared(found.characteristics, found.recommendation, told)


def init(folder: Path) -> tuple[str, ...]:
    """Write a commented plan that runs unchanged. Refuses a folder that holds anything."""
    from importlib.resources import files

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlanError(f"{folder} is there already.", fix="Choose a new name; nothing was written.")
    source = files("trialwright.app") / "starter"
    names = (plan_file.PLAN_NAME, "documents/earlier-trial.txt")
    try:
        _write_starter(folder, {name: source.joinpath(name).read_bytes() for name in names})
    except OSError as error:
        raise PlanError(
            f"{folder} cannot be made: {error.strerror}.", fix="Choose a place you can write to."
        ) from None
    return names


def _write_starter(folder: Path, contents: dict[str, bytes]) -> None:
    """All of it or nothing: it is written beside `folder` and then renamed."""
    parent = folder.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=f".{folder.name}.") as scratch:
        for name, data in contents.items():
            path = Path(scratch) / "plan" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if folder.exists():
            folder.rmdir()
        (Path(scratch) / "plan").rename(folder)
