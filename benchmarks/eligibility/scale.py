"""Screening large cohorts against hand-written DuckDB SQL: `python -m benchmarks.eligibility.scale [--json]`.

--patients N   patients of the first comparison (10 million by default); the second has a tenth of them, each
               with 50 measurements

screen_ratio   our seconds over those of hand-written SQL: ten criteria, status and mask histogram, from Parquet
window_ratio   the same for the last value in 48 hours, in two units, over 50 measurements a patient
shapley_s      seconds for the count of all 1,024 subsets of ten criteria and their exact Shapley values
peak_gb        largest resident memory of this process

The tables are made for the run and removed after it. They are Parquet in the shape that screening begins with
(model.patients.PatientTables: persons, and facts of one row a measurement), so that what is compared is screening
and not the reading of a site's own layout. Both sides ask the same files on the same DuckDB connection and must give
the same mask histogram, or the run fails. The SQL drops implausible values and converts units, as screening does; it
counts nothing for warnings, and knows the units before it begins. So does screening, from its adapter, which has asked the
table for its units; window_untold_ratio is the ratio where no adapter could tell them and screening finds them itself.
SQL is written in two ways (by_hand), and the ratio is to the quicker of them; *_in_columns_* is the one that keeps a
column a test. Seconds are wall clock, the least of three runs, which take turns.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import numpy as np

from trialwright import screen
from trialwright.adapters.concepts import load
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.document import Document
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort
from trialwright.read import criteria as grammar
from trialwright.screen.pricing import shapley, shapley_by_subsets, subset_counts

MEASUREMENTS = 50
MEMORY = "5GB"
RUNS, HOPELESS = 3, 3.0
Cells = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Lab:
    """A generated value, lognormal about median in the dictionary's unit. other : a second unit and what one of it is
    in the first. line : the criterion. holds : its tree in SQL over v. low, high : plausible."""

    concept: str
    unit: str
    median: float
    line: str
    holds: str
    low: float
    high: float
    side: str = "inclusion"
    other: tuple[str, float] | None = None


class By(NamedTuple):
    """Seconds of the two ways of writing it by hand."""

    in_columns: float
    joined: float


MG_DL_CREATININE, MG_DL_LACTATE = 1e4 / 113.12, 10 / 90.08
SCREEN = (
    Lab("platelets", "10*9/L", 180, "Platelets >= 100 x 10^9/L", "v >= 100", 0, 3000),
    Lab("haemoglobin", "g/dL", 12, "Haemoglobin >= 9 g/dL", "v >= 9", 1, 30),
    Lab("total bilirubin", "umol/L", 12, "Total bilirubin <= 26 umol/L", "v <= 26", 0.1, 1500),
    Lab("alanine aminotransferase", "U/L", 30, "ALT <= 100 U/L", "v <= 100", 1, 50000),
    Lab("lactate", "mmol/L", 2, "Lactate > 2 mmol/L", "v > 2", 0.05, 40, other=("mg/dL", MG_DL_LACTATE)),
    Lab("c-reactive protein", "mg/L", 20, "CRP > 10 mg/L", "v > 10", 0, 1000),
    Lab("albumin", "g/L", 35, "Albumin < 25 g/L", "v < 25", 3, 80, side="exclusion"),
    Lab("creatinine", "umol/L", 90, "Creatinine > 2 mg/dL", f"v > {2 * MG_DL_CREATININE!r}", 5, 4000, "exclusion",
        ("mg/dL", MG_DL_CREATININE)),
    Lab("potassium", "mmol/L", 4.2, "Potassium > 5.5 mmol/L", "v > 5.5", 1, 12, side="exclusion"),
)  # fmt: skip
WINDOW = (
    Lab("lactate", "mmol/L", 2, "Lactate > 2 mmol/L within 48 hours after admission", "v > 2", 0.05, 40,
        other=("mg/dL", MG_DL_LACTATE)),
    Lab("creatinine", "umol/L", 90, "Creatinine > 2 mg/dL within 48 hours after admission",
        f"v > {2 * MG_DL_CREATININE!r}", 5, 4000, "exclusion", ("mg/dL", MG_DL_CREATININE)),
)  # fmt: skip
AGE = "Age 18 years or older"


def rules(labs: Sequence[Lab], with_age: bool, concepts: Concepts) -> list[Criterion]:
    """The criteria as they are written, read by the grammar."""
    lines = [(AGE, "inclusion")] * with_age + [(lab.line, lab.side) for lab in labs]
    out = []
    for line, side in lines:
        page = Document(sha256="0" * 64, name="criteria", format="text", text=line)
        out += grammar.parse(page, 0, len(line), side, concepts)
    return out


def u(person: str, salt: object) -> str:
    """A number in (0, 1) that depends on the person and the salt alone."""
    return f"((hash({person}, '{salt}') % 999983 + 0.5) / 999983)"


def generate(con: Any, folder: Path, patients: int, labs: Sequence[Lab], per_lab: int) -> None:
    """persons.parquet and facts.parquet: per_lab values of each laboratory test, a fifth of them absent, one in a
    thousand implausible, in both units where there are two; times from -12 to 84 hours, no two the same."""
    person = "'P' || lpad(i::varchar, 8, '0')"
    con.execute(
        f"copy (select {person} person_id, 16 + 70 * {u('i', 'age')} age_years, "
        f"if({u('i', 'sex')} < 0.5, 'female', 'male') sex from range({patients}) t(i)) "
        f"to '{folder}/persons.parquet' (format parquet)"
    )
    parts = []
    for lab in labs:
        # A logistic deviate of the logarithm: skewed like a laboratory's values.
        size = f"{lab.median} * exp(0.3 * ln({u('i * 100 + k', lab.concept)} / (1 - {u('i * 100 + k', lab.concept)})))"
        value = f"if({u('i * 100 + k', lab.concept + ' gone')} < 0.001, -1, {size})"
        unit = f"'{lab.unit}'"
        if lab.other:
            second = f"{u('i * 100 + k', lab.concept + ' unit')} < 0.4"
            value = f"if({second}, ({value}) / {lab.other[1]!r}, {value})"
            unit = f"if({second}, '{lab.other[0]}', {unit})"
        hours = f"-12 + 96 * (k + {u('i * 100 + k', lab.concept + ' time')}) / {per_lab}"
        kept = "true" if per_lab > 1 else f"{u('i', lab.concept + ' kept')} < 0.8"
        parts.append(
            f"select {person} person_id, '{lab.concept}' concept, {hours} time_hours, {value} \"value\", {unit} unit "
            f"from range({patients}) t(i), range({per_lab}) s(k) where {kept}"
        )
    con.execute(
        f"copy ({' union all '.join(parts)}) to '{folder}/facts.parquet' (format parquet, row_group_size 200000)"
    )


def by_hand(folder: Path, labs: Sequence[Lab], with_age: bool, window: bool) -> tuple[str, str]:
    """The mask histogram as one would write it for these files, in two ways: a column a laboratory test from one
    aggregate, and an aggregate a test, joined. The first keeps as many states a patient as there are tests, and of ten
    million patients those do not fit the memory; the second reads the file once a test, and skips what is of others."""
    inside = "time_hours between 0 and 48" if window else "true"
    flags = [("not (age_years >= 18)", "age_years is null")] * with_age
    for j, x in enumerate(labs):
        holds = x.holds.replace("v ", f"v{j} ")
        flags.append((holds if x.side == "exclusion" else f"not ({holds})", f"v{j} is null"))
    fails, unknown = (
        " + ".join(f"if(coalesce({flag[side]}, false), {1 << j}, 0)" for j, flag in enumerate(flags))
        for side in (0, 1)
    )
    counted = f"""
        select {fails} as fails, {unknown} as unknown, count(*)
        from '{folder}/persons.parquet' p"""
    return (
        f"with {_in_columns(folder, labs, inside)} {counted} left join latest using (person_id) group by 1, 2",
        f"{counted} {_joined(folder, labs, inside)} group by 1, 2",
    )


def _in_columns(folder: Path, labs: Sequence[Lab], inside: str) -> str:
    converted = " ".join(
        f"when concept = '{x.concept}' and unit = '{x.other[0]}' then value * {x.other[1]!r}"
        for x in labs
        if x.other
    )
    plausible = " ".join(f"when '{x.concept}' then v between {x.low} and {x.high}" for x in labs)
    last = ", ".join(
        f"arg_max(v, time_hours) filter (concept = '{x.concept}') v{j}" for j, x in enumerate(labs)
    )
    return f"""
        facts as (select person_id, concept, time_hours, case {converted} else value end v
                  from '{folder}/facts.parquet' where {inside}),
        latest as (select person_id, {last} from facts where case concept {plausible} end group by person_id)"""


def _joined(folder: Path, labs: Sequence[Lab], inside: str) -> str:
    parts = []
    for j, x in enumerate(labs):
        value = f"if(unit = '{x.other[0]}', value * {x.other[1]!r}, value)" if x.other else "value"
        parts.append(f"""
        left join (select person_id, arg_max(v, time_hours) v{j}
                   from (select person_id, time_hours, {value} v from '{folder}/facts.parquet'
                         where concept = '{x.concept}' and {inside})
                   where v between {x.low} and {x.high} group by person_id) using (person_id)""")
    return "".join(parts)


def least(*works: Callable[[], Cells]) -> tuple[list[float], list[Cells]]:
    """Least wall-clock seconds of each, and what each answered. In rounds, so that what else the machine does meanwhile
    falls on all alike. One that took over three times the quickest is out of the race after its first round."""
    seconds = [float("inf")] * len(works)
    answers = [Cells() for _ in works]
    for turn in range(RUNS):
        for i, work in enumerate(works):
            if turn and seconds[i] > HOPELESS * min(seconds):
                continue
            start = time.perf_counter()
            answers[i] = work()
            seconds[i] = min(seconds[i], time.perf_counter() - start)
    return seconds, answers


def compare(
    patients: int, labs: Sequence[Lab], per_lab: int, concepts: Concepts
) -> tuple[float, float, By, Cells]:
    """Our seconds, ours where no units are told, those of SQL, and the histogram that all gave."""
    with_age, window = per_lab == 1, per_lab > 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ours = ibis.duckdb.connect(memory_limit=MEMORY, temp_directory=str(folder / "spill"))
        generate(ours.con, folder, patients, labs, per_lab)
        tables = PatientTables(
            cohort=Cohort(
                name="generated",
                source="benchmark",
                patients=patients,
                index="time 0",
                fingerprint="0",
                synthetic=True,
            ),
            persons=ours.read_parquet(folder / "persons.parquet"),
            facts=ours.read_parquet(folder / "facts.parquet"),
            held=frozenset({"age", "sex", *(x.concept for x in labs)}),
            units=units_in(ours.con, folder),
        )
        written = rules(labs, with_age, concepts)
        sql = by_hand(folder, labs, with_age, window)

        def screening(given: PatientTables = tables) -> Cells:
            return {(c.fails, c.unknown): c.patients for c in screen.screen(given, written, concepts).cells}

        def hand(written: str) -> Cells:
            return {(f, u): n for f, u, n in ours.con.execute(written).fetchall()}

        untold_tables = replace(tables, units={})
        (in_columns, joined, own, untold), answers = least(
            lambda: hand(sql[0]), lambda: hand(sql[1]), screening, lambda: screening(untold_tables)
        )
        ours.disconnect()
    if any(found != answers[0] for found in answers):
        raise SystemExit("The ways disagree; a ratio of their times would mean nothing.")
    return own, untold, By(in_columns, joined), answers[0]


def units_in(con: Any, folder: Path) -> dict[str, dict[str, int]]:
    """Concept → unit → rows, as an adapter of a table with a column of units asks for them when it opens it."""
    out: dict[str, dict[str, int]] = {}
    asked = f"select concept, unit, count(*) from '{folder}/facts.parquet' group by 1, 2"
    for concept, unit, n in con.execute(asked).fetchall():
        out.setdefault(concept, {})[unit] = n
    return out


def shapley_seconds(cells: Cells, criteria: int) -> float:
    """All subset counts, and exact Shapley values both ways; they must agree."""
    blocked = [(fails | unknown, n) for (fails, unknown), n in cells.items()]
    start = time.perf_counter()
    values = shapley_by_subsets(subset_counts(blocked, criteria))
    seconds = time.perf_counter() - start
    if not np.allclose(values, [float(x) for x in shapley(blocked, criteria)], rtol=1e-9):
        raise SystemExit("Shapley's sum over subsets and its closed form disagree.")
    return seconds


def measure(patients: int) -> dict[str, float]:
    concepts = load()
    own, untold, theirs, cells = compare(patients, SCREEN, 1, concepts)
    few = max(1, patients // 10)
    window_own, window_untold, window_theirs, _ = compare(few, WINDOW, MEASUREMENTS // len(WINDOW), concepts)
    return {
        "patients": patients,
        "screen_s": own,
        "screen_sql_s": min(theirs),
        "screen_sql_in_columns_s": theirs.in_columns,
        "screen_ratio": own / min(theirs),
        "screen_untold_ratio": untold / min(theirs),
        "measurements": few * MEASUREMENTS,
        "window_s": window_own,
        "window_sql_s": min(window_theirs),
        "window_sql_in_columns_s": window_theirs.in_columns,
        "window_ratio": window_own / min(window_theirs),
        "window_untold_ratio": window_untold / min(window_theirs),
        "window_in_columns_ratio": window_own / window_theirs.in_columns,
        "shapley_s": shapley_seconds(cells, 1 + len(SCREEN)),
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        / (1 << 20 if sys.platform == "linux" else 1 << 30),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--patients", type=int, default=10_000_000)
    options = parser.parse_args()
    found = measure(options.patients)
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<26}{value:>14,.4g}" if isinstance(value, float) else f"{name:<26}{value:>14,}")


if __name__ == "__main__":
    main()
