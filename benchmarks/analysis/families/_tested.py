"""Which coefficients an omnibus test is of: `btt=`, or all but the intercept."""

from __future__ import annotations

import re

from benchmarks.analysis.case import Unknown


def tested(call: str, terms: list[str]) -> list[int]:
    """Places of `btt=2:4`, `btt=c(2,3)` or `btt='grade'`, a part of terms' names. Raises Unknown."""
    said = re.search(r"(?<![\w.])btt\s*=\s*(?:(\d+):(\d+)|c\(([\d, ]+)\)|(\d+)|['\"]([^'\"]+)['\"])", call)
    if said is None:
        if re.search(r"(?<![\w.])btt\s*=", call):
            raise Unknown(f"the coefficients in {call!r}")
        others = [i for i, t in enumerate(terms) if t != "intrcpt"]
        return others or [0]
    if said[5]:
        return [i for i, t in enumerate(terms) if re.search(said[5], t)]
    if said[1]:
        return list(range(int(said[1]) - 1, int(said[2])))
    return [int(i) - 1 for i in (said[3] or said[4]).split(",")]
