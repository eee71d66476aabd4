"""R expressions → a tree: numbers, strings, names, vectors, calls, arithmetic, indexing, assignment.

What R has beyond expressions (function definitions, loops, conditions) is refused with its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from trialwright.design.rpact.tokens import Token, place, tokens, unquoted
from trialwright.errors import DesignError


@dataclass(frozen=True)
class Node:
    """at, end : offsets into the source text."""

    at: int
    end: int


@dataclass(frozen=True)
class Literal(Node):
    value: float | str


@dataclass(frozen=True)
class Name(Node):
    name: str


@dataclass(frozen=True)
class Operation(Node):
    """sign : the operator; sides : one operand or two."""

    sign: str
    sides: tuple[Node, ...]


@dataclass(frozen=True)
class Call(Node):
    """arguments : (name or "", value); value None for an argument left empty."""

    function: str
    arguments: tuple[tuple[str, Node | None], ...]


@dataclass(frozen=True)
class Index(Node):
    """of[where...] or of[[where]]; where None for an index left empty."""

    of: Node
    where: tuple[Node | None, ...]


@dataclass(frozen=True)
class Member(Node):
    """of$name"""

    of: Node
    name: str


@dataclass(frozen=True)
class Assignment(Node):
    name: str
    value: Node


# R's binary operators, weakest first; all but ^ bind to the left.
LEVELS = (
    ("||", "|"),
    ("&&", "&"),
    ("!",),
    ("==", "!=", "<", ">", "<=", ">="),
    ("+", "-"),
    ("*", "/"),
    ("%%", "%/%", "%in%"),
    (":",),
)
STATEMENTS = {"function", "if", "else", "for", "while", "repeat", "next", "break"}


def parse(text: str) -> tuple[Node, ...]:
    """The statements of an R program. Raises DesignError with the place of what cannot be read."""
    return _Parser(text).program()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.all, self.i = text, list(tokens(text)), 0
        self.depth = 0  # inside brackets a new line is a space

    @property
    def now(self) -> Token:
        while self.depth and self.all[self.i].kind == "newline":
            self.i += 1
        return self.all[self.i]

    def program(self) -> tuple[Node, ...]:
        statements = []
        while True:
            while self.now.kind == "newline" or self.now.text == ";":
                self.i += 1
            if self.now.kind == "end":
                return tuple(statements)
            statements.append(self.statement())
            if self.now.kind not in ("newline", "end") and self.now.text != ";":
                self.fail(f"`{self.now.text}` is not expected here.", "Separate statements by `;`.")

    def statement(self) -> Node:
        node = self.expression(0)
        if self.now.kind == "operator" and self.now.text in ("<-", "<<-", "="):
            if not isinstance(node, Name):
                self.fail("Only a name can be assigned to.", "Write `name <- value`.")
            self.step()
            value = self.statement()
            return Assignment(node.at, value.end, node.name, value)
        if self.now.text == "->":
            self.step()
            name = self.expression(0)
            if not isinstance(name, Name):
                self.fail("Only a name can be assigned to.", "Write `name <- value`.")
            return Assignment(node.at, name.end, name.name, node)
        return node

    def expression(self, level: int) -> Node:
        if level == len(LEVELS):
            return self.signed()
        if LEVELS[level] == ("!",):
            if self.now.text != "!":
                return self.expression(level + 1)
            start = self.step()
            side = self.expression(level)
            return Operation(start.start, side.end, "!", (side,))
        left = self.expression(level + 1)
        while self.now.kind == "operator" and self.now.text in LEVELS[level]:
            sign = self.step().text
            self.skip_newlines()
            right = self.expression(level + 1)
            left = Operation(left.at, right.end, sign, (left, right))
        return left

    def signed(self) -> Node:
        if self.now.kind == "operator" and self.now.text in "+-" and self.now.text:
            start = self.step()
            side = self.signed()
            return Operation(start.start, side.end, start.text, (side,))
        return self.power()

    def power(self) -> Node:
        base = self.postfix()
        if self.now.text == "^":
            self.step()
            exponent = self.signed()  # -2^-1: the exponent may carry a sign, and ^ binds to the right
            return Operation(base.at, exponent.end, "^", (base, exponent))
        return base

    def postfix(self) -> Node:
        node = self.atom()
        while True:
            sign = self.now.text if self.now.kind == "operator" else ""
            if sign == "(" and isinstance(node, Name):
                arguments, end = self.arguments(")")
                node = Call(node.at, end, node.name, arguments)
            elif sign == "[":
                arguments, end = self.arguments("]")
                node = Index(node.at, end, node, tuple(value for _, value in arguments))
            elif sign == "[[":
                arguments, end = self.arguments("]]")
                node = Index(node.at, end, node, tuple(value for _, value in arguments))
            elif sign == "$":
                self.step()
                name = self.now
                if name.kind not in ("name", "string"):
                    self.fail("A name is expected after `$`.", "Write `object$field`.")
                self.step()
                node = Member(node.at, name.stop, node, _bare(name))
            else:
                return node

    def atom(self) -> Node:
        token = self.now
        if token.kind == "number":
            self.step()
            digits = token.text.rstrip("L")
            value = float(int(digits, 16)) if digits[:2].lower() == "0x" else float(digits)
            return Literal(token.start, token.stop, value)
        if token.kind == "string":
            self.step()
            return Literal(token.start, token.stop, unquoted(token.text))
        if token.kind == "name":
            return self.name()
        if token.text in ("(", "{"):
            return self.group("}" if token.text == "{" else ")")
        if token.kind == "end":
            self.fail("The call ends before it is complete.", "Close every bracket.")
        self.fail(f"`{token.text.strip() or 'a new line'}` is not expected here.", "A value is expected.")

    def name(self) -> Node:
        token = self.step()
        if token.text in STATEMENTS:
            self.fail(
                f"`{token.text}` is not read: only expressions and calls are.",
                "Write the values themselves.",
                token,
            )
        name = _bare(token)
        if self.now.text == "::":
            self.step()
            name = _bare(self.step())
        return Name(token.start, token.stop, name)

    def group(self, close: str) -> Node:
        self.step()
        self.depth += 1
        inner = self.statement()
        if self.now.text != close:
            self.fail(f"`{close}` is expected here.", "Close every bracket.")
        self.depth -= 1
        self.step()
        return inner

    def arguments(self, close: str) -> tuple[tuple[tuple[str, Node | None], ...], int]:
        self.step()
        self.depth += 1
        found: list[tuple[str, Node | None]] = []
        while not self.closes(close):
            found.append(self.argument(close))
            if self.now.text == ",":
                self.step()
                if self.closes(close) and close == "]":
                    found.append(("", None))
            elif not self.closes(close):
                self.fail(f"`,` or `{close}` is expected here.", "Separate arguments by commas.")
        return tuple(found), self.close(close)

    def closes(self, close: str) -> bool:
        # a[b[1]] ends in what the tokens take for one sign.
        return self.now.text == close or (close == "]" and self.now.text == "]]")

    def close(self, close: str) -> int:
        self.depth -= 1
        token = self.all[self.i]
        if token.text == "]]" and close == "]":
            self.all[self.i] = Token("operator", "]", token.start + 1, token.stop)
            return token.start + 1
        self.i += 1
        return token.stop

    def argument(self, close: str) -> tuple[str, Node | None]:
        if self.now.text == ",":
            return "", None
        token = self.now
        if token.kind in ("name", "string") and self.after().text == "=":
            self.step()
            self.step()
            empty = self.now.text == "," or self.closes(close)
            return _bare(token), None if empty else self.expression(0)
        return "", self.statement() if close == ")" else self.expression(0)

    def after(self) -> Token:
        j = self.i + 1
        while self.all[j].kind == "newline":
            j += 1
        return self.all[j]

    def skip_newlines(self) -> None:
        while self.all[self.i].kind == "newline":
            self.i += 1

    def step(self) -> Token:
        token = self.now
        if token.kind != "end":
            self.i += 1
        return token

    def fail(self, what: str, fix: str, token: Token | None = None) -> NoReturn:
        at = (token or self.now).start
        if self.now.kind == "end":
            what, fix = "The call ends before it is complete.", "Close every bracket."
        raise DesignError(what, where=place(self.text, at), fix=fix)


def _bare(token: Token) -> str:
    return unquoted(token.text) if token.kind == "string" or token.text[0] == "`" else token.text
