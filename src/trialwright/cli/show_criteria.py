"""Eligibility rules said back, for a person to confirm: what is parsed, what no record settles, what is not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from trialwright.cli.show import out_json, wrapped

if TYPE_CHECKING:
    from trialwright.model.criterion import Criterion
    from trialwright.read.criteria.corrections import Corrected

PARSED = "parsed"


def criteria(found: Sequence[tuple[str, Corrected]], as_json: bool) -> None:
    if as_json:
        return out_json({"documents": [_as_data(name, one) for name, one in found]})
    for name, one in found:
        typer.echo(f"\n{name}")
        for number, rule in enumerate(one.criteria, 1):
            _rule(number, rule, one.told.get(rule.id, ""))
        for warning in one.warnings:
            wrapped(f"warning: {warning}")
        _summary(one.criteria)


def _rule(number: int, rule: Criterion, told: str) -> None:
    from trialwright.read.criteria import in_words

    sign = "+" if rule.side == "inclusion" else "-"
    wrapped(f"«{' '.join(rule.quote.exact.split())}»", f"{number:>4} {sign} ")
    wrapped(in_words(rule), "       ")
    for kind, words in _left(rule):
        wrapped(f"{kind}: «{words}»", "       ")
    if told:
        wrapped(told, "       ")


def _left(rule: Criterion) -> list[tuple[str, str]]:
    """What of a rule is not parsed, and why, in order; a rule that a person corrected leaves only what they left."""
    from trialwright.read.criteria import coverage

    at = rule.quote.start
    return [
        (kind, " ".join(rule.quote.exact[a - at : b - at].split()))
        for a, b, kind in coverage(rule)
        if kind != PARSED
    ]


def _standing(rule: Criterion) -> str:
    """ "parsed", "parsed in part", or the one reason for which nothing of a rule is computed."""
    from trialwright.read.criteria import coverage
    from trialwright.read.criteria.logic import understood

    kinds = {kind for _, _, kind in coverage(rule)}
    if understood(rule.tree):
        return PARSED if kinds == {PARSED} else "parsed in part"
    return "not understood" if "not understood" in kinds else "not computable"


def _summary(rules: Sequence[Criterion]) -> None:
    counts = Counter(_standing(rule) for rule in rules)
    order = (PARSED, "parsed in part", "not computable", "not understood")
    said = ", ".join(f"{counts[kind]} {kind}" for kind in order if counts[kind])
    typer.echo(f"{len(rules)} rule{'' if len(rules) == 1 else 's'}: {said or 'none was found'}")


def _as_data(name: str, one: Corrected) -> dict[str, Any]:
    from trialwright.read.criteria import coverage, in_words

    rules = [
        {
            "criterion": rule,
            "words": in_words(rule),
            "standing": _standing(rule),
            "coverage": [{"start": a, "end": b, "kind": kind} for a, b, kind in coverage(rule)],
            "told": one.told.get(rule.id, ""),
        }
        for rule in one.criteria
    ]
    return {"document": name, "rules": rules, "warnings": one.warnings}
