"""Reference values of other programs against ours.

`python -m benchmarks.design.references --data FILE|DIR [--json]` → cases, within, failed: ids with what was expected and
what we got. FILE, or each of DIR's that does, holds `cases`, each with an `id`, an `r_call`, the `expected` fields of its result and a `tolerance`,
relative, and on the scale of probabilities where the reference was simulated (ids that start with SIM). A file of
East's values, by gsDesign's calls, is read as well. A call that cannot be read counts as failed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import oracle_files
from benchmarks.plain import plain
from trialwright.design.rpact import Answer, evaluate
from trialwright.errors import TrialwrightError

# What nSurv's fields are called in words.
NSURV = {"events": "d", "power": "power", "n": "n", "patients": "n", "subjects": "n", "sample size": "n"}


@dataclass(frozen=True)
class Case:
    """call : an R program. expected : field → value; the empty name is the program's own value. tolerance : relative,
    or absolute."""

    id: str
    call: str
    expected: dict[str, Any]
    tolerance: float
    simulated: bool = False
    absolute: bool = False


def cases(data: dict[str, Any]) -> Iterator[Case]:
    """Every case of a file."""
    for case in data.get("cases", []):
        simulated = case["id"].startswith("SIM")
        yield Case(case["id"], case["r_call"], case["expected"], case["tolerance"], simulated)
    for i, case in enumerate(data.get("one_sample_exact", []), 1):
        call = f"nBinomial1Sample(p0={case['p0']}, p1={case['p1']}, alpha={case['alpha']}, n={case['n']})"
        # East prints eight digits.
        yield Case(f"one_sample_exact/{i}", call, {"Power": float(case["power"])}, 1e-7)
    for i, case in enumerate(data.get("other", []), 1):
        # gsDesign's authors compare with East on the absolute scale.
        yield Case(f"other/{i}", _program(case["what"]), {"": case["East65"]}, case["tol"], absolute=True)


def _program(what: str) -> str:
    """gsDesign's calls as its authors describe them in words → an R program."""
    if found := re.fullmatch(r"sum gsCP (upper|lower) prob: (gsDesign\(.*?\)), (.*)", what):
        return f"sum(gsCP({found[2]}, {found[3]})${found[1]}$prob)"
    if found := re.fullmatch(r"(?:gsDesign::)?condPower\((.*)\) for (gsDesign\(.*\))", what):
        return f"condPower({found[1]}, x={found[2]})$CP"
    if (found := re.fullmatch(r"(nSurv\(.*\)) ([a-z, ]+)", what)) and set(
        named := found[2].split(", ")
    ) <= set(NSURV):
        return f"x <- {found[1]}; c({', '.join(f'x${NSURV[name]}' for name in named)})"
    return what


def judged(case: Case) -> dict[str, Any] | None:
    """What failed: each field's expected and got, or the error; None where all is within tolerance."""
    try:
        value = evaluate(case.call)
    except TrialwrightError as error:
        return {"id": case.id, "error": str(error)}
    except Exception as error:  # a defect of ours is a failed case, not the end of the run
        return {"id": case.id, "error": f"{type(error).__name__}: {error}"}
    wrong = {}
    for name, expected in case.expected.items():
        got = _field(value, name)
        if got is None or not agrees(expected, got, case):
            wrong[name or "value"] = {"expected": expected, "got": plain(got)}
    return {"id": case.id, "fields": wrong} if wrong else None


def _field(value: Any, name: str) -> Any:
    """A field by its name. Where R gives a bare vector or matrix, "value" (or no name) means it."""
    if not isinstance(value, Answer):
        return value if name in ("", "value") else None
    if name in ("", "value") and name not in value.fields and len(value.fields) == 1:
        return next(iter(value.fields.values()))
    return value.fields.get(name)


def agrees(expected: Any, got: Any, case: Case) -> bool:
    """Every number within tolerance, nothing (null) where nothing is expected, words equal.

    Relative tolerance, on the absolute scale up to 1 for simulated values. A flat list stands for a matrix or an array by columns, as R has it.
    """
    if isinstance(expected, dict):  # a matrix with its rows named
        expected = list(expected.values())
    if _said(expected):
        return _words(expected) == _words(got)
    try:
        theirs, ours = np.array(expected, dtype=float), np.array(got, dtype=float)
    except (TypeError, ValueError):
        return False
    if theirs.ndim < 2 <= ours.ndim:
        ours = ours.ravel(order="F")
    theirs, ours = np.squeeze(theirs), np.squeeze(ours)
    if theirs.shape != ours.shape or not np.array_equal(np.isnan(theirs), np.isnan(ours)):
        return False
    scale = np.maximum(np.abs(theirs), 1.0) if case.simulated else 1.0 if case.absolute else np.abs(theirs)
    near = np.abs(ours - theirs) <= case.tolerance * scale
    zero = (theirs == 0) & (np.abs(ours) <= case.tolerance)
    return bool(np.all(near | zero | np.isnan(theirs) | (theirs == ours)))


def _said(value: Any) -> bool:
    """Whether a value is of words or of TRUE and FALSE, NA among them."""
    flat = value if isinstance(value, list) else [value]
    return any(isinstance(v, str | bool) for v in flat) and all(
        v is None or isinstance(v, str | bool) for v in flat
    )


def _words(value: Any) -> list[Any]:
    """Words as a flat list by columns, as R has it: a word is a vector of one, and NA is None."""
    flat = np.ravel(np.array(value, dtype=object), order="F").tolist()
    return [None if isinstance(v, float) and np.isnan(v) else v for v in flat]


def run(path: Path) -> dict[str, Any]:
    """The result of a file, or of a folder's files."""
    found = [
        case for held in oracle_files.of(path, ("cases", "one_sample_exact", "other")) for case in cases(held)
    ]
    failed = [wrong for case in found if (wrong := judged(case))]
    return {"cases": len(found), "within": len(found) - len(failed), "failed": failed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = run(options.data)
    if options.json:
        print(json.dumps(found))
        return
    for wrong in found["failed"]:
        print(f"{wrong['id']:<24}{wrong.get('error', '')}")
        for name, pair in wrong.get("fields", {}).items():
            print(f"    {name}\n      expected {pair['expected']}\n      got      {pair['got']}")
    print(f"{found['within']} of {found['cases']} cases within tolerance")


if __name__ == "__main__":
    main()
