"""`trialwright design --search`: the grid run, its rows on disk as they come, what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trialwright.app import designing, digest, evidence, plan_file, search_grid, stages
from trialwright.app.known import Known
from trialwright.app.plan import WORK
from trialwright.app.search_parts import Parts, apart, rows, spans, write_points
from trialwright.app.simulating import SEARCH_STREAM, Engine, Streams, stream
from trialwright.app.store import Store, write_whole
from trialwright.app.watch import Silent, Watcher
from trialwright.model.design import Limits
from trialwright.model.search import Search

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trialwright.app.search_grid import Grid
    from trialwright.design.search import Point

    Floats = NDArray[np.float64]

FOLDER = "search"


def run(
    folder: Path,
    out: Path | None = None,
    watch: Watcher | None = None,
    engine: str = "threads",
    workers: int | None = None,
) -> tuple[Search, Path]:
    """Search as the plan's `search:` says and write FOLDER/search, or `out`: points.csv and points.parquet, a row for each
    design under each scenario, and the tables and figures of the answer. A run that was stopped goes on. folder : or the
    plan's file alone, beside which both go."""
    watch = watch or Silent()
    plan = plan_file.load_alone(folder)
    folder = plan.folder
    known, target = _known(plan, folder, watch), out or folder / FOLDER
    with Engine(engine, workers) as simulator:
        found, parts = _simulated(plan, known, folder / WORK / FOLDER, watch, simulator)
    write_points(target, found, parts)
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
) -> tuple[Grid, Parts]:
    found = search_grid.grid(plan, known, stream(plan.spec.simulate.seed, SEARCH_STREAM))
    parts = Parts(work, _named(plan, found))
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


def _point(found: Grid, number: int) -> Point:
    from trialwright.design.search import Point, without_effect

    scenario, design = divmod(number, len(found.designs))
    point = Point(found.designs[design], (*found.scenarios, *found.nulls)[scenario])
    return point if scenario < len(found.scenarios) else without_effect(point)


def _simulate(plan: plan_file.Plan, found: Grid, parts: Parts, watch: Watcher, engine: Engine) -> None:
    from trialwright.design import search as searcher

    search = plan.spec.search
    assert search is not None
    points = len(found.designs) * (len(found.scenarios) + len(found.nulls))
    watch.stage(
        "search",
        f"{len(found.designs)} designs x {len(found.scenarios):,} scenarios and {len(found.nulls)} without effect x "
        f"{search.trials:,} trials",
    )
    todo = [(i, a, n) for i, (a, n) in enumerate(spans(found)) if parts.get(i, n) is None]
    of = [_point(found, a + j) for _, a, n in todo for j in range(n)]
    with designing.placed(plan, search.scenario or next(iter(plan.spec.scenarios))):
        searcher.check(of, search.trials)
        done = points - len(of)
        made = searcher.evaluate(
            of, _limits(plan), search.trials, Streams(plan.spec.simulate.seed), engine, search.level
        )
        for number, _, n in todo:
            part = []
            for _ in range(n):
                part.append(next(made))
                done += 1
                watch.step(done, points)
            parts.put(number, part)


def _summary(plan: plan_file.Plan, found: Grid, parts: Parts) -> Search:
    import numpy as np

    from trialwright.design.search.missing import comparable, left_out, refuse_nothing
    from trialwright.design.search.summary import Searched, summary

    search = plan.spec.search
    assert search is not None
    table, why = _table(found, parts)
    scenarios, missing = len(found.scenarios), np.isnan(table[:, :, 0])
    compared = comparable(missing[:scenarios], missing[scenarios:], found.together)
    at = sorted({scenario for scenario, _ in why})
    told = left_out(found.designs, why, len(table), {s: apart(found, s) for s in at}, compared.designs)
    refuse_nothing(compared, told)
    return summary(
        Searched(
            rows=table[:scenarios, compared.designs],
            null_rows=table[scenarios:, compared.designs],
            designs=[found.designs[i] for i in compared.designs],
            together=compared.together,
            alone=found.alone,
            scenario=search.scenario or next(iter(plan.spec.scenarios)),
            drawn=found.drawn,
            trials=search.trials,
            level=search.level,
            rule=search.choose,
            enough=search.enough,
            priced=_limits(plan).costs is not None,
            limits=_limits(plan),
            rests_on=(found.base, *(i for p in ("search", "limits", "costs") for i in plan.resting_on(p))),
            left_out=told,
            empty_scenarios=len(found.together) - len(compared.together),
        )
    )


def _table(found: Grid, parts: Parts) -> tuple[Floats, dict[tuple[int, int], str]]:
    """(scenarios and then nulls, designs, fields of a Row), nan where a point is missing; and by (scenario, design) why."""
    import numpy as np

    from trialwright.design.search import Missing, Row

    points = len(found.designs) * (len(found.scenarios) + len(found.nulls))
    table, why = np.full((points, len(Row._fields)), np.nan), {}
    for at, row in enumerate(row for part in rows(found, parts) for row in part):
        if isinstance(row, Missing):
            why[divmod(at, len(found.designs))] = row.why
        else:
            table[at] = row
    return table.reshape(-1, len(found.designs), len(Row._fields)), why


def _write(target: Path, answer: Search) -> None:
    from trialwright.report import search_files

    files = search_files(answer)
    files["search.json"] = (answer.model_dump_json(indent=1) + "\n").encode()
    for name, data in sorted(files.items()):
        write_whole(target / name, data)
