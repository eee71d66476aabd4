"""What the columns of one arm hold, by their heads: a mean, its spread, a size, a share."""

from __future__ import annotations

import re


def what(head: str) -> str:
    head = head.strip().lower()
    for name, pattern in (
        ("mean sd", r"mean.*(?:sd|±|\+)|m \(sd\)"), ("sd", r"^\(?s\.?d\.?\)?$|standard deviation"), ("se", r"^\(?s\.?e\.?m?\.?\)?$|standard error"),
        ("interval", r"95 ?% ?ci|confidence"), ("mean", r"mean|^m$|average"), ("share", r"^\(?n? ?\(?%\)?$|percent"), ("n", r"^n\.?$|^no\.?$|number"),
    ):  # fmt: skip
        if re.search(pattern, head):
            return name
    return ""
