"""The value of an R tree: R's arithmetic and vectors, and rpact's functions by ours."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from trialwright.design.rpact import calls, language
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.base import CONSTANTS, FUNCTIONS, OPERATORS, single
from trialwright.design.rpact.stated import check
from trialwright.design.rpact.tokens import place
from trialwright.errors import DesignError


class Session:
    """Names assigned so far, and the text that places of errors point into."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names, self.text = names, ""

    def run(self, statements: tuple[language.Node, ...], text: str) -> Any:
        """The value of the last statement."""
        self.text = text
        value: Any = None
        for statement in statements:
            value = self.value(statement)
        return value

    def value(self, node: language.Node) -> Any:
        match node:
            case language.Literal():
                return node.value
            case language.Name():
                return self.named(node)
            case language.Assignment():
                self.names[node.name] = self.value(node.value)
                return self.names[node.name]
            case language.Operation():
                return self.operation(node)
            case language.Call():
                return self.call(node)
            case language.Index():
                return self.indexed(node)
            case language.Member():
                return self.member(node)
        raise AssertionError(node)

    def named(self, node: language.Name) -> Any:
        if node.name in self.names:
            return self.names[node.name]
        if node.name in CONSTANTS:
            return CONSTANTS[node.name]
        self.fail(
            node, f"There is no `{node.name}` yet.", "Assign it first, or put words in quotation marks."
        )

    def operation(self, node: language.Operation) -> Any:
        sides = [_bare(self.value(side)) for side in node.sides]
        try:
            return single(OPERATORS[node.sign, len(sides)](*sides))
        except (TypeError, ValueError):
            self.fail(node, f"`{node.sign}` does not apply to these values.", "Use numbers or vectors.")

    def call(self, node: language.Call) -> Any:
        if node.function in ("library", "require"):  # the one we stand in for, or R's own
            return None
        if node.function in FUNCTIONS:
            return self.base(node, FUNCTIONS[node.function])
        function = calls.found().get(node.function)
        if function is None:
            known = ", ".join(sorted(calls.found()))
            self.fail(node, f"The function `{node.function}` is not known.", f"Known: {known}.")
        given = bind(function, self.arguments(node), lambda what, fix: self.fail(node, what, fix))
        try:
            check(node.function, self.literals(node, function), given)
            return function(**given)
        except DesignError as error:
            if error.where:
                raise
            raise DesignError(error.what, where=place(self.text, node.at), fix=error.fix) from None

    def base(self, node: language.Call, function: Callable[..., Any]) -> Any:
        try:
            return single(function(self.arguments(node)))
        except (TypeError, ValueError, KeyError, IndexError, ArithmeticError) as error:
            self.fail(node, f"`{node.function}` does not take these values: {error}.", "See R's help of it.")

    def arguments(self, node: language.Call) -> list[tuple[str, Any]]:
        return [(name, _bare(self.value(value))) for name, value in node.arguments if value is not None]

    def literals(self, node: language.Call, function: Callable[..., Answer]) -> dict[str, str]:
        """Arguments that are written as NA or NULL, and which: R's typed NA, and what a variable holds, may stand for none."""
        written = [(name, value) for name, value in node.arguments if value is not None]
        bound = bind(function, written, lambda what, fix: self.fail(node, what, fix))
        return {
            name: of.name
            for name, of in bound.items()
            if isinstance(of, language.Name) and of.name in ("NA", "NULL")
        }

    def indexed(self, node: language.Index) -> Any:
        of = _bare(self.value(node.of))
        where = [slice(None) if w is None else self.value(w) for w in node.where]
        try:
            if isinstance(of, dict) and isinstance(where[0], str):
                return of[where[0]]
            if isinstance(of, list):
                return of[int(where[0]) - 1]
            return single(np.atleast_1d(of)[tuple(_positions(w) for w in where)])
        except (KeyError, IndexError, TypeError, ValueError):
            self.fail(node, "There is nothing at this index.", "R counts from 1.")

    def member(self, node: language.Member) -> Any:
        of = self.value(node.of)
        fields: Mapping[str, Any] = (
            of.fields if isinstance(of, Answer) else of if isinstance(of, dict) else {}
        )
        if node.name not in fields:
            known = ", ".join(fields) or "nothing"
            self.fail(node, f"There is no `{node.name}` in it.", f"It has {known}.")
        return fields[node.name]

    def fail(self, node: language.Node, what: str, fix: str) -> Any:
        raise DesignError(what, where=place(self.text, node.at), fix=fix)


def _bare(value: Any) -> Any:
    """The numbers of a call that gives nothing else, which R's own functions and other calls take as they are."""
    if isinstance(value, Answer) and set(value.fields) == {"value"}:
        return single(value.fields["value"])
    return value


def bind(
    function: Callable[..., Answer], given: list[tuple[str, Any]], fail: Callable[[str, str], Any]
) -> dict[str, Any]:
    """Arguments by R's rules: exact names, then beginnings of names before `...`, then by position.

    Source: R Language Definition, 4.3.2 Argument matching.
    """
    parameters = inspect.signature(function).parameters
    early = [n for n, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    dots = any(p.kind in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in parameters.values())
    anything = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    late = [n for n, p in parameters.items() if p.kind is p.KEYWORD_ONLY]
    bound: dict[str, Any] = {}
    for name, value in given:
        if not name:
            continue
        name = _dotted(name, parameters)
        matches = [name] if name in early or name in late else [n for n in early if n.startswith(name)]
        if not matches and anything and re.fullmatch(r"[A-Za-z.][\w.]*", name):
            matches = [name]
        if len(matches) != 1 or matches[0] in bound:
            fail(*_unknown(name, matches, bound, [*early, *late]))
        bound[matches[0]] = value
    free = [n for n in early if n not in bound]
    positional = [value for name, value in given if not name]
    if len(positional) > len(free):
        more = "by name" if dots and late else "fewer"
        fail(
            "There are more unnamed arguments than it takes.",
            f"Give them {more}: {', '.join([*early, *late])}.",
        )
    bound |= dict(zip(free, positional, strict=False))
    needed = [n for n, p in parameters.items() if p.default is p.empty and p.kind is not p.VAR_KEYWORD]
    if absent := [n for n in needed if n not in bound]:
        fail(f"The argument `{absent[0]}` is missing.", f"Give {', '.join(absent)}.")
    return bound


def _dotted(name: str, known: Mapping[str, Any]) -> str:
    """R's name of a parameter as Python has it: test.type is `test_type`, lambda is `lambda_`."""
    names = (name, name.replace(".", "_"), f"{name}_")
    return next((n for n in names if n in known), name)


def _unknown(name: str, matches: list[str], bound: Mapping[str, Any], known: list[str]) -> tuple[str, str]:
    if len(matches) > 1:
        return f"The argument `{name}` may be {' or '.join(matches)}.", "Write its name in full."
    if matches:
        return f"The argument `{matches[0]}` is given twice.", "Give it once."
    return f"The argument `{name}` is not known.", f"Known: {', '.join(known)}."


def _positions(where: Any) -> Any:
    """R's index, from 1, as NumPy's; negative ones leave out."""
    if isinstance(where, slice):
        return where
    if isinstance(where, list):
        return np.array(where, dtype=bool)
    if isinstance(where, bool):
        return slice(None) if where else slice(0)
    at = np.asarray(where, dtype=int)
    if np.any(at < 0):
        raise IndexError
    return at - 1
