"""Short forms of times at the left or over the columns of a table, written out: "FU" of "after 12 weeks of follow-up (FU)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from trialwright.read.comparison.moments import is_label, moment, parted
from trialwright.read.comparison.table_parts import Table
from trialwright.read.patterns import Pattern

_MARK = Pattern(r"(?=[A-Za-z]*[A-Z])[A-Z][A-Za-z]{1,4}\d{0,2}")
_LEADING = Pattern(r"(?i)^\W*(?:(?:and|or|then|finally|the|also|again)\s)+")
_LITTLE = Pattern(r"(?i)[\W\d]*(?:(?:after|at|and|of|the|in|then|visits?|assessments?)\b\W*)*")
# "Pre-taping" beside "Post-taping": the time before what is done and the one after it
_STAGED = Pattern(r"(?i)\b(?P<s>pre|post)[- ]?(?P<w>(?!op)[a-z]{4,})\b")
_BEFORE, _AFTER = r"(?P<w>[\w -]{3,40}?)\s?\(", r"\s?[=:,]\s?(?P<v>[\w -]{3,40})"


def with_times_written(table: Table, defined: Mapping[str, str]) -> Table:
    """The table with the marks of times in its rows and heads written out, as the words around it or the text do."""
    marks = {w for row in table.rows for w in row.path} | {h for c in table.columns for h in c.head}
    known = _staged(marks) | {
        m: long
        for m in marks
        if _MARK.fullmatch(m) and not is_label(m) and (long := _time(table, m, defined))
    }
    if not known:
        return table
    rows = [replace(row, path=tuple(known.get(w, w) for w in row.path)) for row in table.rows]
    columns = [replace(c, head=tuple(known.get(h, h) for h in c.head)) for c in table.columns]
    return replace(table, rows=rows, columns=columns)


def _staged(marks: AbstractSet[str]) -> dict[str, str]:
    """Words with what is done before and after it ("Post-taping, mean") → the same words with "treatment" for it, where one
    thing has both times."""
    found: dict[str, dict[str, set[str]]] = {}
    for words in marks:
        for match in _STAGED.finditer(words):
            found.setdefault(match["w"].lower(), {}).setdefault(match["s"].lower(), set()).add(words)
    known = {w for w, stages in found.items() if len(stages) > 1}
    told = {words for w in known for said in found[w].values() for words in said}
    return {
        words: _STAGED.sub(lambda m: f"{m['s']}-treatment" if m["w"].lower() in known else m.group(), words)
        for words in told
    }


def _time(table: Table, mark: str, defined: Mapping[str, str]) -> str:
    """The words of the time that a mark stands for, "" where it stands for none."""
    around, name = f"{table.caption}. {table.note}", re.escape(mark)
    found = re.search(rf"{_BEFORE}{name}\)|(?<!\w){name}{_AFTER}", around)
    words = _LEADING.sub("", (found["w"] or found["v"]).strip()) if found else defined.get(mark, "")
    return words if words and moment(words) and _LITTLE.fullmatch(parted(words)[0]) else ""
