"""R source text → tokens with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialwright.errors import DesignError

PATTERN = re.compile(
    r"""(?P<space>[ \t\r\f\u00a0]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<number>0[xX][0-9a-fA-F]+L?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?L?)
    |(?P<name>(?:[^\W\d_]|\.(?!\d))[\w.]*|`[^`\n]+`)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<operator><<-|<-|->|<=|>=|==|!=|&&|\|\||%%|%/%|%in%|::|\[\[|\]\]|[-+*/^:()\[\]{},;=<>!&|$~@])
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


@dataclass(frozen=True)
class Token:
    """kind : number, name, string, operator, newline or end; start, stop : offsets into the text."""

    kind: str
    text: str
    start: int
    stop: int


def tokens(text: str) -> Iterator[Token]:
    """Every token of R source, spaces and comments dropped. Raises DesignError where nothing fits."""
    at = 0
    while at < len(text):
        found = PATTERN.match(text, at)
        if found is None:
            raise DesignError(
                f"R does not know the sign `{text[at]}` here.", where=place(text, at), fix=_remedy(text, at)
            )
        if found.lastgroup != "space":
            yield Token(str(found.lastgroup), found.group(), at, found.end())
        at = found.end()
    yield Token("end", "", len(text), len(text))


def unquoted(literal: str) -> str:
    """The words of an R string literal, its escapes resolved."""
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m.group(1), m.group(1)), literal[1:-1], flags=re.DOTALL)


def place(text: str, at: int) -> str:
    """A place in the text for a person: line, column and what stands there, with an arrow before it."""
    line = text.count("\n", 0, at) + 1
    start = text.rfind("\n", 0, at) + 1
    column = at - start + 1
    stop = text.find("\n", at)
    whole = text[start : stop if stop >= 0 else len(text)]
    before, after = whole[: column - 1][-32:], whole[column - 1 :][:24]
    return f"line {line}, column {column}: {before}▸{after}"


def _remedy(text: str, at: int) -> str:
    if text[at] in "\"'":
        return "Close the quotation mark."
    if text[at] in "“”‘’":
        return "Use straight quotation marks."
    return "Remove it."
