"""Which columns of a table hold an arm's figures, when they were measured, and of what part of the row's outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trialwright.model.trial import Arm
from trialwright.read.comparison.column_kinds import is_test, without_measures
from trialwright.read.comparison.table_parts import Column, Table
from trialwright.read.grammar.listed_arms import link
from trialwright.read.patterns import Pattern
from trialwright.read.tabled.times import time_in

_SIZE = Pattern(
    r"(?i)[(\[]?\s?\bn\s?=\s?\d[\d,]*\s?[)\]]?|[(\[]\s?\d[\d,]*\s(?:patients|participants|people|women|men|children)\s?[)\]]"
)
_SHARES = Pattern(r"(?i)^\W*(?:%|per ?cent(?:age)?s?)\W*$")
_COUNTS = Pattern(r"(?i)^\W*(?:n|no\.?|number|events?|count|patients)?\W*$")
_CASES = Pattern(r"(?i)^\W*(?:cases?|events?|n|no\.? (?:of|with) (?:cases|events)|deaths)\W*$")
_TOTALS = Pattern(r"(?-i:^\W*N\W*$)|(?i:^\W*(?:totals?|at risk|no\.? at risk|patients|participants)\W*$)")
# "Grade 3 or worse", "any grade": a part of those with the row's event
_PART = Pattern(
    r"(?i)\W*(?:(?:any|all)[- ]grades?|grades?\s?[≥>]?\s?\d(?:\s?(?:-|or|and|to)\s?(?:\d|worse|higher|more|above|greater))?|severe|serious)\W*"
)
# What stands beside an arm's name without making it another group: how it is given
_ASIDE = Pattern(
    r"(?i)\b(?:group|arm|patients|participants|treated|treatment|therapy|oral|iv|intravenous|subcutaneous|tablets?|capsules?|once|twice|daily|weekly|monthly|bid|qd|tid|plus usual care)\b"
    r"|\b\d+(?:[.,]\d+)?\s?(?:mg|g|µg|mcg|ml|iu|u|%|mg/kg|mg/d(?:ay)?|mg/m2)\b|[^\w+]+"
)


@dataclass(frozen=True)
class ArmColumn:
    """The column of an arm's figures. n : the size over it. share : the column of percents beside one of counts, -1
    without one; of : that of totals. time, part : what else stands over it."""

    arm: str
    at: int
    n: int | None
    share: int = -1
    time: str = ""
    part: str = ""
    head: str = ""
    of: int = -1


def arm_columns(table: Table, arms: Sequence[Arm], short: Mapping[str, str]) -> list[ArmColumn]:
    """The columns of arms in order; [] where they are not of two arms or more, or where two columns are of the same.
    short : the document's short forms."""
    labels = [a.label for a in arms]
    found = [
        made
        for at, column in enumerate(table.columns)
        if at >= table.stubs and (made := _of_column(column, at, labels, short)) is not None
    ]
    paired = _with_shares(table, found)
    kinds = [(c.arm, c.time, c.part) for c in paired]
    if len({c.arm for c in paired}) < 2 or len(set(kinds)) < len(kinds):
        return []
    return paired


def _of_column(column: Column, at: int, labels: Sequence[str], short: Mapping[str, str]) -> ArmColumn | None:
    arm, rest = "", []
    for words in column.head:
        bare = without_measures(_SIZE.sub(" ", words)).strip(" ,;:-()")
        found = _arm(bare, labels, short)
        if found and arm and found != arm:
            return None  # "A v B"
        if found:
            arm = found
        elif bare and not any(x.match(bare) for x in (_SHARES, _COUNTS, _CASES, _TOTALS)):
            rest.append(bare)
    if not arm:
        return None
    words = " ".join(rest)
    time = time_in(words)
    left = without_measures(words.replace(time, " ")).strip(" ,;:-()") if time else words
    left = re.sub(r"(?i)^(?:at|after|in|on|by)\b|\b(?:at|after)$", "", left).strip(" ,;:-()")
    if left and not _PART.fullmatch(left):
        return None  # words that say what it is of and that are not known
    return ArmColumn(arm, at, column.n, time=time, part=left, head=column.words)


def _arm(words: str, labels: Sequence[str], short: Mapping[str, str]) -> str:
    """The one arm that words over a column name, "" for none or several."""
    if not words or is_test(words):
        return ""
    if linked := link(words, labels, short).label:
        return linked
    inside = [x for x in labels if re.search(rf"(?i)(?<![\w-]){re.escape(x)}(?![\w-])", words)]
    rest = re.sub(rf"(?i){re.escape(inside[0])}", " ", words, count=1) if len(inside) == 1 else ""
    return inside[0] if len(inside) == 1 and not _ASIDE.sub("", rest) else ""


def _with_shares(table: Table, found: Sequence[ArmColumn]) -> list[ArmColumn]:
    """Columns of counts joined with those of percents beside them, where an arm has both."""
    out: list[ArmColumn] = []
    for c in found:
        last = out[-1] if out else None
        heads = table.columns[c.at].head
        if (
            last is not None
            and last.share < 0
            and (last.arm, last.time, last.part, last.at + 1) == (c.arm, c.time, c.part, c.at)
            and heads
            and _SHARES.match(heads[-1])
            and _is_of_counts(table.columns[last.at])
        ):
            out[-1] = ArmColumn(c.arm, last.at, last.n or c.n, c.at, c.time, c.part, last.head)
        elif (
            last is not None
            and (last.arm, last.time, last.part, last.at + 1) == (c.arm, c.time, c.part, c.at)
            and _CASES.match(_SIZE.sub("", table.columns[last.at].head[-1]))
            and heads
            and _TOTALS.match(heads[-1])
        ):
            out[-1] = ArmColumn(c.arm, last.at, None, -1, c.time, c.part, last.head, of=c.at)
        else:
            out.append(c)
    return out


def _is_of_counts(column: Column) -> bool:
    """Whether no word over a column but its arm's says what it holds, or that it holds counts."""
    return len(column.head) == 1 or _COUNTS.match(_SIZE.sub("", column.head[-1])) is not None
