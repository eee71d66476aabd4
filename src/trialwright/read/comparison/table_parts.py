"""What a table is made of: cells, columns with the words over them, rows with the words at their left."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """text : without marks of notes. start, end : its place in the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Column:
    """head : the words over it, from the outermost down. n : the size printed there, None without one."""

    head: tuple[str, ...]
    n: int | None = None
    place: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        return " ".join(self.head)


@dataclass
class Row:
    """path : the words at its left, headings above it first. cells : column index → cell. time : a number at its
    left after the words, as a week or a visit is. sizes : column index → size that a line above gives to a part of
    the table, with its place. part_of : the words of a row above, with figures of its own, under which it is set in."""

    path: tuple[str, ...]
    cells: dict[int, Cell] = field(default_factory=dict)
    time: str = ""
    sizes: dict[int, tuple[int, tuple[int, int]]] = field(default_factory=dict)
    part_of: str = ""


@dataclass
class Table:
    """marks : the mark of a time ("T1") → what the text says that it means."""

    caption: str
    columns: list[Column]
    rows: list[Row]
    stubs: int = 1
    note: str = ""
    marks: dict[str, str] = field(default_factory=dict)
