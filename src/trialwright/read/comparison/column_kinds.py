"""What the columns of one arm hold, by their heads: a mean, its spread, a size, a share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.comparison.table_parts import Column


def what(head: str) -> str:
    head = head.strip().lower().replace("( ", "(").replace(" )", ")")
    for name, pattern in (
        ("mean sd", r"mean.*(?:sd|\bse\b|±|\+|95 ?% ?ci)|m \(sd\)"), ("sd", r"^\(?s\.?d\.?\)?$|standard deviation"), ("se", r"^\(?s\.?e\.?m?\.?\)?$|standard error"),
        ("interval", r"95 ?% ?ci|confidence"), ("mean", r"mean|^m$|average"), ("share", r"^\(?n? ?\(?%\)?$|percent"),
        ("n", r"^n\.?$|^no\.?$|number|^no\. of (?:people|patients|participants|subjects|children|women)\b"),
    ):  # fmt: skip
        if re.search(pattern, head):
            return name
    return ""


def are_counts(columns: Sequence[Column], c: int) -> bool:
    """Whether a column of "n" has the shares of its counts beside it, and so holds no sizes."""
    head, other = columns[c].head, columns[c + 1].head if c + 1 < len(columns) else ()
    return bool(head and other) and head[:-1] == other[:-1] and what(other[-1]) == "share"
