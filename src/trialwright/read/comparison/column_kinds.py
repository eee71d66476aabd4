"""What the columns of one arm hold, by their heads: a mean, its spread, a size, a share."""

from __future__ import annotations

import re

from trialwright.read.comparison.table_kinds import usual
from trialwright.read.comparison.table_parts import Table
from trialwright.read.patterns import Pattern

_MEASURES = Pattern(
    r"(?i)[(\[]?\b(?:mean|m(?=\s?[(±]\s?sd)|sd|s\.d\.|sem?|median|iqr|range|n/N|(?:cases|events|n|no\.?|number)\s?/\s?(?:totals?|participants|patients|subjects|n|number)|n|no\.|95 ?% ?CI)\b\)?\.?|±|[(\[]\s?%?\s?[)\]]|,\s?%(?=\W*$|\s?[(\[]\s?n\b)"
)
_DIFFERENCE = Pattern(r"(?i)\W*(?:mean )?differences?\W*(?:\(?sd\)?)?\W*")
_TEST = Pattern(
    r"(?i)^\W*p\b.{0,12}$|p[- ]?values?|effect size|difference|^t$|^z$|ratio|^\W*(?:nnt|es|smd|irr|cohen\W?s?)\b|\b[tf]-?tests?\b|\(p\)|\bcomparisons? (?:of|between)\b"
)

_COUNT_IN = Pattern(r"(?i)\b(?:n|no)\b")  # "n (%)" beside "n"
_LEAST_AGAIN = 3  # headings


def what(head: str) -> str:
    head = head.strip().lower().replace("( ", "(").replace(" )", ")")
    for name, pattern in (
        ("events", r"^(?:number|no\.?) of (?:events|cases|deaths)$|^(?:events|cases|deaths)$"),
        ("mean sd", r"mean.*(?:sd|\bse\b|±|\+|95 ?% ?ci)|\bm ?[(±] ?sd\b"), ("sd", r"^\(?s\.?d\.?\)?$|standard deviation"), ("se", r"^\(?s\.?e\.?m?\.?\)?$|standard error"),
        ("interval", r"95 ?% ?ci|confidence"), ("mean", r"mean|^m$|average"), ("share", r"^\(?n? ?\(?%\)?$|percent"),
        ("n", r"^n\.?$|^no\.?$|\bnumbers?\b(?!\sof\s(?!(?:the |all )?(?:people|patients|participants|subjects|children|infants|women|men|adults|persons|individuals|eyes|pupils|students)\b))|^no\. of (?:people|patients|participants|subjects|children|women)\b"),
    ):  # fmt: skip
        if re.search(pattern, head):
            return name
    return ""


def are_counts(table: Table, c: int) -> bool:
    """Whether a column of "n" has the shares of its counts beside it, and so holds no sizes."""
    columns = table.columns
    head, other = columns[c].head, columns[c + 1].head if c + 1 < len(columns) else ()
    shares = bool(head and other) and head[:-1] == other[:-1] and what(other[-1]) == "share"
    return shares and not _COUNT_IN.search(other[-1]) and not are_again(table, c)


def are_again(table: Table, c: int) -> bool:
    """Whether a column has the same whole number in every row of the same words, under several headings: the size of an arm
    that the rows name."""
    told: dict[str, list[str]] = {}
    for row in table.rows:
        if c in row.cells and row.path:
            told.setdefault(row.path[-1], []).append(row.cells[c].text)
    return len(told) > 1 and all(
        len(texts) >= _LEAST_AGAIN and len(set(texts)) == 1 and texts[0].isdigit() for texts in told.values()
    )


def is_test(words: str) -> bool:
    """Whether heads say that a column holds the figures of a test or an effect, of no arm."""
    return bool(_TEST.search(words))


def is_own_change(table: Table, c: int) -> bool:
    """Whether a column headed "Difference" holds the change of each arm: a mean with its spread in most rows, as a
    difference between arms has an interval or stands in a row of its own."""
    head = table.columns[c].head
    texts = [row.cells[c].text for row in table.rows if c in row.cells]
    return (
        bool(head and _DIFFERENCE.fullmatch(head[-1]))
        and not any(is_test(h) for h in head[:-1])
        and 2 * len(texts) > len(table.rows)
        and usual(texts) == "mean spread"
    )


def without_measures(words: str) -> str:
    """Words without those of what is printed: "Pain, mean (SD)" is "Pain,"."""
    return " ".join(_MEASURES.sub("", words).split())
