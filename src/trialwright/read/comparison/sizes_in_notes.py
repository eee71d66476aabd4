"""Sizes of the arms that the words under a table give for the rows with their mark alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.patterns import Pattern

_MARK = re.compile(r"\^\[?\^?(?P<m>[a-z]|\d|[*†‡§#])\^?\]?(?:\(#\))?\^?")
# "in 63 and 60 early and late births", "in 75 early and 74 late births", "early: n = 63; late: n = 60"
_BOTH = Pattern(
    rf"(?i)(?<![\w.,])(?P<a>{INT})\sand\s(?P<b>{INT})\s(?P<p>[^\d.;,()]{{3,60}}?)\sand\s(?P<q>[^\d.;,()]{{3,60}}?),?\srespectively"
)
_EACH_OWN = Pattern(
    rf"(?i)(?<![\w.,])(?P<a>{INT})\s(?P<p>[^\d.;,()]{{3,60}}?)\sand\s(?P<b>{INT})\s(?P<q>[^\d.;()]{{3,60}})"
)
_NAMED = Pattern(
    rf"(?i)(?P<p>[A-Za-z][^\d.;,()=]{{2,60}}?)[,:(\s]{{1,3}}n\s?=\s?(?P<a>{INT})\)?(?:[,;]\s?|\sand\s|\svs\.?\s)(?P<q>[A-Za-z][^\d.;,()=]{{2,60}}?)[,:(\s]{{1,3}}n\s?=\s?(?P<b>{INT})"
)
_REACH = 400  # characters of white space and words that a note may have more than the table keeps of it
_LEAST = 5  # people


def marked_sizes(arms: Arms, table: Table, row: Row) -> Mapping[str, Number]:
    """The size of each arm that the note with the mark of a row gives both of, {} where the row has no mark or it gives none."""
    for begin, end in _notes_of(arms, table, row):
        if found := _told(arms, begin, end):
            return found
    return {}


def marked_note(arms: Arms, table: Table, row: Row) -> str:
    """The words of the notes with the marks of a row; "" where it has none."""
    return " ".join(
        arms.document.text[a:b].replace("\n", " ").strip() for a, b in _notes_of(arms, table, row)
    )


def note_without_others(arms: Arms, table: Table, row: Row) -> str:
    """The words under a table without the notes of marks that a row has not."""
    if "^" not in table.note:
        return table.note
    own = marks_of(arms, row)
    places = list(_MARK.finditer(table.note))
    ends = [*(m.start() for m in places[1:]), len(table.note)]
    kept = [table.note[: places[0].start()]] if places else [table.note]
    kept += [table.note[m.end() : end] for m, end in zip(places, ends, strict=False) if m["m"] in own]
    return " ".join(" ".join(kept).split())


def marks_of(arms: Arms, row: Row) -> set[str]:
    """The marks behind the words at the left of a row."""
    first = min((cell.start for cell in row.cells.values()), default=0)
    text = arms.document.text
    label = text[text.rfind("\n", 0, first) + 1 : first]
    return {m["m"] for m in _MARK.finditer(label)} if "^" in label else set()


def _notes_of(arms: Arms, table: Table, row: Row) -> list[tuple[int, int]]:
    """Where the notes with the marks of a row begin and end."""
    marks = marks_of(arms, row) if table.note else set()
    if not marks:
        return []
    text = arms.document.text
    last = max(cell.end for r in table.rows for cell in r.cells.values())
    end = min(len(text), last + len(table.note) + _REACH)
    stop = text.find("::::", last, end)
    end = stop if stop > 0 else end
    notes = list(_MARK.finditer(text, last, end))
    ends = [*(n.start() for n in notes[1:]), end]
    return [(note.end(), after) for note, after in zip(notes, ends, strict=False) if note["m"] in marks]


def _told(arms: Arms, begin: int, end: int) -> dict[str, Number]:
    """The sizes of both arms between two places of the text, {} where both are not told once each."""
    words = arms.document.text[begin:end].replace("\n", " ")
    for pattern in (_BOTH, _EACH_OWN, _NAMED):
        match = pattern.search(words)
        sides = [arms.side_of(match[g]) for g in ("p", "q")] if match else []
        if match and sorted(sides) == sorted((TRIED, COMPARED)):
            told = {
                side: number(arms.document, whole(match[g]), (begin + match.start(g), begin + match.end(g)))
                for side, g in zip(sides, ("a", "b"), strict=True)
            }
            return told if min(n.value for n in told.values()) >= _LEAST else {}
    return {}
