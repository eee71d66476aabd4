"""`trialwright design --search`: the grid run, its rows on disk as they come, what they say."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialwright.app import designing, digest, evidence, plan_file, search_grid, stages
from trialwright.app.plan import WORK
from trialwright.app.scenarios import Known
from trialwright.app.simulating import SEARCH_STREAM, Engine, Streams, stream
from trialwright.app.store import Store, writable, write_whole
from trialwright.app.watch import Silent, Watcher
from trialwright.model.design import Limits
from trialwright.model.search import Search

if TYPE_CHECKING:
    from trialwright.app.search_grid import Grid
    from trialwright.design.search import Point, Row

FOLDER = "search"
PART = 256  # points that are kept together: what a run that is stopped does again at most, for each worker


def run(
    folder: Path,
    out: Path | None = None,
    watch: Watcher | None = None,
    engine: str = "threads",
    workers: int | None = None,
) -> tuple[Search, Path]:
    """Search as the plan's `search:` says and write FOLDER/search, or `out`: points.csv and points.parquet, a row for each
    design under each scenario, and the tables and figures of the answer. A run that was stopped goes on."""
    watch = watch or Silent()
    plan = plan_file.load(folder)
    known, target = _known(plan, folder, watch), out or folder / FOLDER
    with Engine(engine, workers) as simulator:
        found, parts = _simulated(plan, known, folder / WORK / FOLDER, watch, simulator)
    _write_points(target, found, parts)
    answer = _summary(plan, found, parts)
    _write(target, answer)
    return answer, target


def answer(
    plan: plan_file.Plan, known: Known, work: Path | None, watch: Watcher, engine: Engine
) -> Search | None:
    """What the plan's search comes to, None where it states none. work : where its rows are kept; None keeps none."""
    if plan.spec.search is None:
        return None
    return _summary(plan, *_simulated(plan, known, work, watch, engine))


def _simulated(
    plan: plan_file.Plan, known: Known, work: Path | None, watch: Watcher, engine: Engine
) -> tuple[Grid, _Parts]:
    found = search_grid.grid(plan, known, stream(plan.spec.simulate.seed, SEARCH_STREAM))
    parts = _Parts(work, _named(plan, found))
    _simulate(plan, found, parts, watch, engine)
    return found, parts


def _known(plan: plan_file.Plan, folder: Path, watch: Watcher) -> Known:
    """What the stages before say, as `plan` has them."""
    store = Store(folder / WORK / "cache")
    dictionary = stages.concepts(plan, store)
    readings = stages.read(stages.document_paths(plan), dictionary, store, watch, [])
    pools = evidence.pool(plan, readings, stages.check(readings, store, watch), store, watch)
    screened = stages.screen(plan, stages.criteria(plan, dictionary, store), dictionary, store, watch)
    return stages.known(pools, screened)


def _named(plan: plan_file.Plan, found: Grid) -> str:
    """The work's name: of what its rows follow from."""
    search, simulate = plan.spec.search, plan.spec.simulate
    assert search is not None
    content = digest.without_places(*found.designs, *found.scenarios)
    return digest.of(digest.of_code(), content, _limits(plan), search.trials, search.level, simulate.seed)[
        :24
    ]


def _limits(plan: plan_file.Plan) -> Limits:
    """With the search's own costs, where it states some."""
    search = plan.spec.search
    if search is None or search.cost is None:
        return plan.spec.affordable
    return plan.spec.limits.model_copy(update={"costs": search.cost})


class _Parts:
    """Rows of PART points each, in files under the work's name, where those of other work go; or held, without a folder."""

    def __init__(self, work: Path | None, name: str) -> None:
        self.folder = work and work / name
        self._held: dict[int, list[Row]] = {}
        for other in work.glob("*") if work else ():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)

    def get(self, number: int, count: int) -> list[Row] | None:
        """None where the part is absent or damaged."""
        from trialwright.design.search import Row

        if self.folder is None:
            return self._held.get(number)
        try:
            rows = [Row(*r) for r in json.loads((self.folder / f"{number:06}.json").read_bytes())]
        except (OSError, ValueError, TypeError):
            return None
        return rows if len(rows) == count else None

    def put(self, number: int, rows: list[Row]) -> None:
        if self.folder is None:
            self._held[number] = rows
        else:
            write_whole(self.folder / f"{number:06}.json", json.dumps(rows).encode())


def _spans(found: Grid) -> list[tuple[int, int]]:
    """(first point, points) of each part; those of the nulls come last, in parts of their own."""
    with_effect, nulls = (len(found.designs) * len(s) for s in (found.scenarios, found.nulls))
    spans = [(a, min(PART, with_effect - a)) for a in range(0, with_effect, PART)]
    return spans + [(with_effect + a, min(PART, nulls - a)) for a in range(0, nulls, PART)]


def _point(found: Grid, number: int) -> Point:
    from trialwright.design.search import Point, without_effect

    scenario, design = divmod(number, len(found.designs))
    point = Point(found.designs[design], (*found.scenarios, *found.nulls)[scenario])
    return point if scenario < len(found.scenarios) else without_effect(point)


def _simulate(plan: plan_file.Plan, found: Grid, parts: _Parts, watch: Watcher, engine: Engine) -> None:
    from trialwright.design import search as searcher

    search = plan.spec.search
    assert search is not None
    points = len(found.designs) * (len(found.scenarios) + len(found.nulls))
    watch.stage(
        "search",
        f"{len(found.designs)} designs x {len(found.scenarios):,} scenarios and {len(found.nulls)} without effect x "
        f"{search.trials:,} trials",
    )
    todo = [(i, a, n) for i, (a, n) in enumerate(_spans(found)) if parts.get(i, n) is None]
    of = [_point(found, a + j) for _, a, n in todo for j in range(n)]
    with designing.placed(plan, search.scenario or next(iter(plan.spec.scenarios))):
        searcher.check(of, search.trials)
        done = points - len(of)
        made = searcher.evaluate(
            of, _limits(plan), search.trials, Streams(plan.spec.simulate.seed), engine, search.level
        )
        for number, _, n in todo:
            rows = []
            for _ in range(n):
                rows.append(next(made))
                done += 1
                watch.step(done, points)
            parts.put(number, rows)


def _rows(found: Grid, parts: _Parts) -> Iterator[list[Row]]:
    for i, (_, n) in enumerate(_spans(found)):
        rows = parts.get(i, n)
        assert rows is not None, f"part {i} of the search is not there"
        yield rows


def _write_points(target: Path, found: Grid, parts: _Parts) -> None:
    """points.csv and points.parquet, a part at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from trialwright.design.search import Row

    paths = sorted({p for one in found.varied for p in one})
    number: Any = pa.float64()
    schema = pa.schema(
        [("scenario", pa.int64()), ("changed_alone", pa.string())]
        + [(p, number) for p in paths]
        + [("design", pa.string()), ("type", pa.string()), ("cutoff", number), ("size", pa.int64())]
        + [(f, pa.bool_() if f == "within_limits" else number) for f in Row._fields]
    )
    alone = {i: path for path, one in found.alone.items() for i in one.scenarios}
    temporary = [target / f".points.{kind}.tmp" for kind in ("csv", "parquet")]
    with writable(target):
        target.mkdir(parents=True, exist_ok=True)
        with (
            temporary[0].open("w", encoding="utf-8", newline="") as text,
            pq.ParquetWriter(temporary[1], schema, compression="zstd") as columns,
        ):
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(schema.names)
            for (first, _), rows in zip(_spans(found), _rows(found, parts), strict=True):
                if first >= len(found.designs) * len(found.scenarios):
                    break  # trials without effect are told by their type I error
                lines = []
                for j, row in enumerate(rows):
                    scenario, design = divmod(first + j, len(found.designs))
                    d, varied = found.designs[design], found.varied[scenario]
                    lines.append(
                        (scenario, alone.get(scenario, ""), *(varied.get(p) for p in paths), d.name, d.type, d.cutoff, d.patients, *row)
                    )  # fmt: skip
                writer.writerows(lines)
                columns.write_batch(
                    pa.record_batch([pa.array(c, f.type) for c, f in zip(zip(*lines, strict=True), schema, strict=True)], schema=schema)
                )  # fmt: skip
        for path, name in zip(temporary, ("points.csv", "points.parquet"), strict=True):
            path.replace(target / name)


def _summary(plan: plan_file.Plan, found: Grid, parts: _Parts) -> Search:
    import numpy as np

    from trialwright.design.search import Row
    from trialwright.design.search.summary import Searched, summary

    search = plan.spec.search
    assert search is not None
    scenarios, shape = len(found.scenarios), (-1, len(found.designs), len(Row._fields))
    points = len(found.designs) * (scenarios + len(found.nulls))
    table, at = np.empty((points, shape[2])), 0
    for rows in _rows(found, parts):
        table[at : at + len(rows)] = rows
        at += len(rows)
    return summary(
        Searched(
            rows=table.reshape(shape)[:scenarios],
            null_rows=table.reshape(shape)[scenarios:],
            designs=found.designs,
            together=found.together,
            alone=found.alone,
            scenario=search.scenario or next(iter(plan.spec.scenarios)),
            drawn=found.drawn,
            trials=search.trials,
            level=search.level,
            rule=search.choose,
            enough=search.enough,
            priced=_limits(plan).costs is not None,
            rests_on=(found.base, *(i for p in ("search", "limits", "costs") for i in plan.resting_on(p))),
        )
    )


def _write(target: Path, answer: Search) -> None:
    from trialwright.report import search_files

    files = search_files(answer)
    files["search.json"] = (answer.model_dump_json(indent=1) + "\n").encode()
    for name, data in sorted(files.items()):
        write_whole(target / name, data)
