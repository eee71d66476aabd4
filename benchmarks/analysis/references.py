"""Reference values of other programs against ours: pooling, priors and the analysis of trials.

`python -m benchmarks.analysis.references --data FILE|DIR [--json]` → cases, within, failed: ids with what was expected and
what we got. FILE holds `oracles`, each with an `id`, a `family`, the `call` that was made, its `data`, the `expected`
fields and a tolerance `tol`, absolute up to 1 and relative above. A family or a call that nothing answers counts as failed, and so does a field
that is not answered. Exits with 1 where any failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import oracle_files
from benchmarks.analysis.case import Case, Unknown, agrees
from benchmarks.analysis.families import families
from benchmarks.analysis.families._calls import chosen
from benchmarks.plain import plain


def cases(data: dict[str, Any]) -> Iterator[Case]:
    """Every case of a file."""
    calls: dict[str, tuple[str, ...]] = {}
    for case in data["oracles"]:
        family, call = str(case["family"]), str(case["call"])
        yield Case(
            id=str(case["id"]),
            family=family,
            call=call,
            data=case["data"],
            expected=case["expected"],
            tolerance=float(case["tol"]),
            note=str(case.get("note") or ""),
            source=str(case.get("source") or ""),
            before=calls.get(family, ()),
        )
        calls[family] = (call, *calls.get(family, ()))


def judged(case: Case) -> dict[str, Any] | None:
    """What failed: each field's expected and got, or the error; None where all is within tolerance."""
    try:
        answer = families().get(case.family)
        if answer is None:
            raise Unknown(f"no file answers the family `{case.family}`")
        got = answer(chosen(case))
    except Exception as error:  # a defect of ours is a failed case, not the end of the run
        return {"id": case.id, "error": f"{type(error).__name__}: {error}"}
    wrong = {
        name: {"expected": value, "got": plain(got.get(name, "not answered"))}
        for name, value in case.expected.items()
        if name not in got or not agrees(value, plain(got[name]), case.tolerance_of(name), name)
    }
    return {"id": case.id, "fields": wrong} if wrong else None


def run(path: Path) -> dict[str, Any]:
    """The result of a file, or of a folder's files."""
    found = [case for held in oracle_files.of(path, ("oracles",)) for case in cases(held)]
    failed = [wrong for case in found if (wrong := judged(case))]
    return {"cases": len(found), "within": len(found) - len(failed), "failed": failed}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.analysis.references")
    parser.add_argument("--data", type=Path, required=True, help="a file of reference cases, or its folder")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    found = run(asked.data)
    if asked.json:
        print(json.dumps(found))
    else:
        for wrong in found["failed"]:
            print(wrong["id"], wrong.get("error") or json.dumps(wrong["fields"]))
        print(f"{found['within']} of {found['cases']} within tolerance")
    return 1 if found["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
