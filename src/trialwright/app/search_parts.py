"""Rows of a search on disk as they come, and the table that they make."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialwright.app.store import writable, write_whole

if TYPE_CHECKING:
    from trialwright.app.search_grid import Grid
    from trialwright.design.search import Missing, Row

PART = 256  # points that are kept together: what a run that is stopped does again at most, for each worker


class Parts:
    """Rows of PART points each, in files under the work's name, where those of other work go; or held, without a folder.
    A point that could not be simulated is kept as such, with its reason."""

    def __init__(self, work: Path | None, name: str) -> None:
        self.folder = work and work / name
        self._held: dict[int, list[Row | Missing]] = {}
        for other in work.glob("*") if work else ():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)

    def get(self, number: int, count: int) -> list[Row | Missing] | None:
        """None where the part is absent or damaged."""
        if self.folder is None:
            return self._held.get(number)
        try:
            rows = [_restored(r) for r in json.loads((self.folder / f"{number:06}.json").read_bytes())]
        except (OSError, ValueError, TypeError):
            return None
        return rows if len(rows) == count else None

    def put(self, number: int, rows: list[Row | Missing]) -> None:
        if self.folder is None:
            self._held[number] = rows
        else:
            write_whole(self.folder / f"{number:06}.json", json.dumps(rows).encode())


def _restored(kept: list[Any]) -> Row | Missing:
    from trialwright.design.search import Missing, Row

    return Missing(*kept) if len(kept) == 1 else Row(*kept)


def spans(found: Grid) -> list[tuple[int, int]]:
    """(first point, points) of each part; those of the nulls come last, in parts of their own."""
    with_effect, nulls = (len(found.designs) * len(s) for s in (found.scenarios, found.nulls))
    out = [(a, min(PART, with_effect - a)) for a in range(0, with_effect, PART)]
    return out + [(with_effect + a, min(PART, nulls - a)) for a in range(0, nulls, PART)]


def rows(found: Grid, parts: Parts) -> Iterator[list[Row | Missing]]:
    for i, (_, n) in enumerate(spans(found)):
        part = parts.get(i, n)
        assert part is not None, f"part {i} of the search is not there"
        yield part


def apart(found: Grid, scenario: int) -> str:
    """What sets a scenario of the grid, or of its nulls after those, apart: what it has in place of the plan's values."""
    null = scenario - len(found.scenarios)
    # The first null is the scenario as stated, and each other one of those that change one assumption.
    of = scenario if null < 0 else found.scenarios.index(found.nulls[null]) if null else None
    varied = {} if of is None else found.varied[of]
    said = ", ".join(f"{p} {v:g}" for p, v in varied.items()) or "the scenario as stated"
    return f"{said}, without effect" if null >= 0 else said


def write_points(target: Path, found: Grid, parts: Parts) -> None:
    """points.csv and points.parquet, a part at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    temporary = [target / f".points.{kind}.tmp" for kind in ("csv", "parquet")]
    paths = sorted({p for one in found.varied for p in one})
    schema = _schema(paths)
    alone = {i: path for path, one in found.alone.items() for i in one.scenarios}
    with writable(target):
        target.mkdir(parents=True, exist_ok=True)
        with (
            temporary[0].open("w", encoding="utf-8", newline="") as text,
            pq.ParquetWriter(temporary[1], schema, compression="zstd") as columns,
        ):
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(schema.names)
            for (first, _), part in zip(spans(found), rows(found, parts), strict=True):
                if first >= len(found.designs) * len(found.scenarios):
                    break  # trials without effect are told by their type I error
                lines = [_line(found, first + j, row, paths, alone) for j, row in enumerate(part)]
                writer.writerows(lines)
                columns.write_batch(
                    pa.record_batch([pa.array(c, f.type) for c, f in zip(zip(*lines, strict=True), schema, strict=True)], schema=schema)
                )  # fmt: skip
        for path, name in zip(temporary, ("points.csv", "points.parquet"), strict=True):
            path.replace(target / name)


def _schema(paths: list[str]) -> Any:
    import pyarrow as pa

    from trialwright.design.search import Row

    number: Any = pa.float64()
    return pa.schema(
        [("scenario", pa.int64()), ("changed_alone", pa.string())]
        + [(p, number) for p in paths]
        + [("design", pa.string()), ("type", pa.string()), ("cutoff", number), ("size", pa.int64())]
        + [(f, pa.bool_() if f == "within_limits" else number) for f in Row._fields]
        + [("not_simulated", pa.string())]
    )


def _line(
    found: Grid, point: int, row: Row | Missing, paths: list[str], alone: Mapping[int, str]
) -> tuple[Any, ...]:
    from trialwright.design.search import Missing, Row

    scenario, design = divmod(point, len(found.designs))
    d, varied = found.designs[design], found.varied[scenario]
    figures = (*[None] * len(Row._fields), row.why) if isinstance(row, Missing) else (*row, "")
    return (
        scenario, alone.get(scenario, ""), *(varied.get(p) for p in paths), d.name, d.type, d.cutoff, d.patients, *figures
    )  # fmt: skip
