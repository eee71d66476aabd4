"""An eligibility section → its items: bullets of every kind, numbers, hard wraps, nesting by indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from trialwright.read.limits import DEPTH

Side = Literal["inclusion", "exclusion"]

_BULLET = re.compile(
    r"(?P<mark>[•·▪▫◦‣⁃∙●○■□➢✓✔❖*◆◇►▶\uf0b7\uf0a7]|[-–—](?=\s)|o(?=\s{1,4}\S)(?!\s*f\b)"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[.)](?=\s|[A-Z])|\d{1,2}\.(?=[A-Z])|\([a-z]\)|[a-z][.)](?=\s)|\(?[ivx]{1,4}[.)](?=\s))[ \t]*"
)
# The hundredth item of a list, where the one before it was the ninety-ninth: "at least\n100. Patients" ends a sentence.
_HUNDREDTH = re.compile(r"(?P<mark>\(?(?P<n>\d{3})[.)])[ \t]+")
_HEADING = re.compile(
    r"\W*(?:key |main |major |general |specific |patient |the )?(?P<side>inclusion|exclusion)(?: criteria| criterion)?(?: are| include)?\W*$",
    re.I,
)
_OPEN_END = re.compile(r"(?:,|\band|\bor|\bof|\bthe|\bthan|\bwith|\(|[<>≤≥=/-])\s*$", re.I)
_INTRODUCES = re.compile(r"(?::|\bfollowing(?:\s+\w+){0,2}\W*)$", re.I)
_TAB = 8
_END = 200  # characters at the end of an item that tell whether it goes on


@dataclass(slots=True)
class Item:
    """start, end : the words of this item, without its bullet and without its children's."""

    start: int
    end: int
    side: Side
    column: int
    mark: str
    unclosed: int = 0  # brackets that its words open and do not close
    children: list[Item] = field(default_factory=list)

    @property
    def last(self) -> int:
        """Where the item ends, children included."""
        return self.children[-1].last if self.children else self.end


@dataclass(frozen=True, slots=True)
class _Line:
    start: int  # of the words, after the bullet
    end: int
    column: int  # of the bullet, or of the words where there is none
    mark: str  # "" without a bullet; digits and letters are made "1" and "a"
    after_blank: bool


def items(text: str, start: int, end: int, side: Side) -> list[Item]:
    """The outermost items of text[start:end], in order. A heading of the other side turns the side."""
    roots: list[Item] = []
    stack: list[Item] = []
    lines = _lines(text, start, end)
    bulleted = sum(bool(line.mark) for line in lines) * 2 >= len(lines) if lines else False
    for line in lines:
        if heading := _HEADING.match(text, line.start, line.end):
            side = "inclusion" if heading["side"].lower() == "inclusion" else "exclusion"
            stack = []
        elif stack and _continues(text, line, stack[-1], bulleted):
            stack[-1].unclosed += _unclosed(text, stack[-1].end, line.end)
            stack[-1].end = line.end
        else:
            unclosed = _unclosed(text, line.start, line.end)
            item = Item(line.start, line.end, side, line.column, line.mark, unclosed)
            parent = _parent(text, item, stack)
            (parent.children if parent else roots).append(item)
            del stack[stack.index(parent) + 1 if parent else 0 :]
            stack.append(item)
    return roots


def _lines(text: str, start: int, end: int) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    number = 0  # of the last item that has one
    for m in re.finditer(r"[^\n\r]+|\n|\r", text[start:end]):
        a, b = start + m.start(), start + m.end()
        words = text[a:b]
        if not words.strip():
            blank = blank or words not in ("\n", "\r") or text[max(start, a - 1) : a] in ("\n", "\r")
            continue
        column = len(words[: len(words) - len(words.lstrip())].expandtabs(_TAB))
        begin = a + len(words) - len(words.lstrip())
        bullet = _BULLET.match(text, begin, b)
        if bullet is None and (far := _HUNDREDTH.match(text, begin, b)) and int(far["n"]) == number + 1:
            bullet = far
        if bullet is not None and (digits := bullet["mark"].strip("().")).isdigit():
            number = int(digits)
        stop = a + len(words.rstrip())
        if bullet and bullet.end() < stop:
            lines.append(_Line(bullet.end(), stop, column, _kind(bullet["mark"]), blank))
        else:
            lines.append(_Line(begin, stop, column, "", blank))
        blank = False
    return lines


def _kind(mark: str) -> str:
    return "1" if mark.strip("().")[:1].isdigit() else "a" if mark.strip("().").isalpha() else mark


def _continues(text: str, line: _Line, item: Item, bulleted: bool) -> bool:
    """Whether a line without a bullet goes on with the item before it."""
    if line.mark or line.after_blank:
        return False
    if item.mark or bulleted:
        return bool(item.mark) and line.column >= item.column
    before = text[max(item.start, item.end - _END) : item.end]
    if _INTRODUCES.search(before):
        return False
    # One rule a line: a line goes on only where the one before it cannot have ended.
    return bool(_OPEN_END.search(before)) or item.unclosed > 0


def _unclosed(text: str, start: int, end: int) -> int:
    return text.count("(", start, end) - text.count(")", start, end)


def _parent(text: str, item: Item, stack: list[Item]) -> Item | None:
    """The item under which this one stands: further in, or of another bullet after a line that introduces it."""
    if len(stack) >= DEPTH and stack[-1].column <= item.column:
        return stack[DEPTH - 2]
    for above in reversed(stack):
        if above.column < item.column:
            return above
        same = above.column == item.column
        if (
            same
            and above.mark != item.mark
            and above is stack[-1]
            and _INTRODUCES.search(text[max(above.start, above.end - _END) : above.end])
        ):
            return above
        if same and above.mark == item.mark:
            index = stack.index(above)
            return stack[index - 1] if index else None
    return None
