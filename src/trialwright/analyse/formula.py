"""R-like formulas: `change ~ baseline + factor(site) + arm * visit`. designs.py makes matrices of them.

Terms: columns, factor(x), as.factor(x), factor(x, levels = c('a', 'b')), relevel(x, ref = 'a'), a:b, a*b, a/b, (a + b)^2,
- term, 0 or -1 for no intercept, log(x), sqrt(x), exp(x), I(x^2), I(x - y), I(x > 2), ifelse(x > 2, 1, 0), poly(x, 2),
scale(x), cut(x, c(0, 5, 9)), bs(x, df = 5), ns(x, 3), pmin(x, 9), x > 2 & y == 'a', x %in% c(1, 2), factor(x > 2); strata(x), cluster(x), offset(x),
(visit | subject), (visit || subject) and structure(visit | subject) are set aside for the method that knows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialwright.errors import AnalysisError

_NAME = r"[A-Za-z.][\w.]*"
_TOKEN = re.compile(rf"\s*(?:({_NAME})|(`[^`]+`)|(\d+\.?\d*)|([~+\-*:^()|,/=]))")


@dataclass(frozen=True)
class Special:
    """A call set aside: strata(x), us(visit | subject). name : "" for (terms | group)."""

    name: str
    inside: str
    group: str = ""

    def __str__(self) -> str:
        return f"{self.name}({self.inside} | {self.group})" if self.group else f"{self.name}({self.inside})"


@dataclass(frozen=True)
class Formula:
    """response : the left side, "" where there is none. terms : each the set of factors whose product it is."""

    response: str
    terms: tuple[tuple[str, ...], ...]
    intercept: bool = True
    specials: tuple[Special, ...] = ()

    def special(self, *names: str) -> Special | None:
        """The one call of these names that it has, None without. Raises AnalysisError where it has several."""
        found = [s for s in self.specials if s.name in names]
        if len(found) > 1:
            raise AnalysisError(
                f"The formula has {' and '.join(map(str, found))}, of which this method takes one.",
                where=self.said, fix="Leave all but one out.",
            )  # fmt: skip
        return found[0] if found else None

    def without(self, *atoms: str) -> Formula:
        """The formula without any term that one of these stands in."""
        kept = tuple(t for t in self.terms if not set(atoms) & set(t))
        return Formula(self.response, kept, self.intercept, self.specials)

    def without_term(self, term: str) -> Formula:
        gone = frozenset(term.split(":"))
        return Formula(
            self.response, tuple(t for t in self.terms if frozenset(t) != gone), self.intercept, self.specials
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the data that it uses, in order."""
        texts = [self.response, *(a for t in self.terms for a in t)]
        texts += [x for s in self.specials for x in (s.inside, s.group)]
        found = [n for text in texts for n in columns_in(text)]
        return tuple(dict.fromkeys(found))

    @property
    def said(self) -> str:
        right = ([] if self.intercept else ["0"]) + [":".join(t) for t in self.terms]
        right += map(str, self.specials)
        return f"{self.response} ~ {' + '.join(right or ['1'])}"


def columns_in(text: str) -> list[str]:
    """Columns that an expression names, as they come."""
    bare = re.sub(rf"'[^']*'|\"[^\"]*\"|raw\s*=\s*\w+|{_NAME}\s*=(?!=)|%in%|\w+::", "", text)
    return [
        m[1].strip("`")
        for m in re.finditer(rf"((?<![\w.]){_NAME}|`[^`]+`)(\s*\()?", bare)
        if not m[2] and m[1] not in ("TRUE", "FALSE", "Inf")
    ]


def parse(text: str) -> Formula:
    """Read a formula. Raises AnalysisError with the place of what it does not understand."""
    left, tilde, right = text.partition("~")
    if not tilde:
        left, right = "", text
    reader = _Reader(right)
    terms, removed = reader.sum()
    if reader.rest:
        raise AnalysisError(f"The formula has {reader.rest!r} where a term was expected.", where=text)
    intercept = ("0",) not in terms and ("1",) not in removed
    found: list[tuple[str, ...]] = []
    for term in terms:
        if term not in (("0",), ("1",)) and frozenset(term) not in {frozenset(f) for f in found}:
            found.append(term)
    gone = {frozenset(r) for r in removed}
    # Within an interaction as between terms, factors stand in the order in which the formula first has them.
    place = {a: i for i, a in enumerate(dict.fromkeys(reader.atoms))}
    kept = (tuple(sorted(t, key=lambda a: place[a])) for t in found if frozenset(t) not in gone)
    ordered = sorted(kept, key=len)
    return Formula(left.strip(), tuple(ordered), intercept, tuple(reader.specials))


class _Reader:
    """Recursive descent over the right side; terms are tuples of atoms."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.specials, self.atoms = text, 0, list[Special](), list[str]()

    @property
    def rest(self) -> str:
        return self.text[self.at :].strip()

    def peek(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        return next((g for g in found.groups() if g is not None), "") if found else ""

    def take(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if not found:
            raise AnalysisError(f"The formula cannot be read at {self.rest!r}.", where=self.text)
        self.at = found.end()
        return next(g for g in found.groups() if g is not None)

    def sum(self) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        terms, removed = list[tuple[str, ...]](), list[tuple[str, ...]]()
        sign = "+"
        if self.peek() in ("+", "-"):
            sign = self.take()
        while True:
            (terms if sign == "+" else removed).extend(self.product())
            if self.peek() not in ("+", "-"):
                return terms, removed
            sign = self.take()

    def product(self) -> list[tuple[str, ...]]:
        found = self.interaction()
        while self.peek() in ("*", "/"):
            nested = self.take() == "/"
            other = self.interaction()
            # Within a / b, the second is told apart in each of all that stands before.
            first = [_together(found)] if nested else found
            found = found + ([] if nested else other) + [_joined(a, b) for a in first for b in other]
        return found

    def interaction(self) -> list[tuple[str, ...]]:
        found = self.power()
        while self.peek() == ":":
            self.take()
            other = self.power()
            found = [_joined(a, b) for a in found for b in other]
        return found

    def power(self) -> list[tuple[str, ...]]:
        found = self.atom()
        if self.peek() == "^":
            self.take()
            base = found
            for _ in range(int(self.take()) - 1):
                found = list(dict.fromkeys(found + [_joined(a, b) for a in found for b in base]))
        return found

    def atom(self) -> list[tuple[str, ...]]:
        token = self.take()
        if token == "(":
            inside = self._bracketed()
            if re.search(r"[<>]|[=!]=|%in%", inside):
                return self._one(inside.strip())
            if "|" in inside:
                self._set_aside("", inside)
                return []
            inner = _Reader(inside)
            terms, _ = inner.sum()
            if inner.rest:
                raise AnalysisError(
                    f"The formula has {inner.rest!r} where a term was expected.", where=self.text
                )
            self.specials += inner.specials
            self.atoms += inner.atoms
            return terms
        if re.fullmatch(rf"{_NAME}|`[^`]+`|[\d.]+", token) is None:
            raise AnalysisError(f"The formula has {token!r} where a term was expected.", where=self.text)
        if self.peek() != "(" or token[0].isdigit():
            return self._one(token.strip("`"))
        self.take()
        inside = self._bracketed()
        if "|" in inside or token in ("strata", "cluster", "offset", "frailty"):
            self._set_aside(token, inside)
            return []
        return self._one(f"{token}({inside.strip()})")

    def _one(self, atom: str) -> list[tuple[str, ...]]:
        self.atoms.append(atom)
        return [(atom,)]

    def _set_aside(self, name: str, inside: str) -> None:
        terms, _, group = inside.partition("|")
        self.specials.append(Special(name, terms.strip(), group.strip()))

    def _bracketed(self) -> str:
        depth, start = 1, self.at
        while self.at < len(self.text):
            depth += {"(": 1, ")": -1}.get(self.text[self.at], 0)
            self.at += 1
            if depth == 0:
                return self.text[start : self.at - 1]
        raise AnalysisError("A bracket in the formula is not closed.", where=self.text)


def _together(terms: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for t in terms for a in t))


def _joined(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return a + tuple(x for x in b if x not in a)
