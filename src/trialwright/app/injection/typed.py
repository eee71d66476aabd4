"""One function a type of error. Each takes a marked document and a generator, and returns the error, or None where
the document has no place for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from trialwright.app.injection.places import Marked, Place


@dataclass(frozen=True)
class Error:
    """text : the document with the error. start, end : where it differs, in that text. was, now : the numbers."""

    type: str
    text: str
    start: int
    end: int
    was: tuple[str, ...]
    now: tuple[str, ...]
    places: tuple[Place, ...]


def _made(kind: str, document: Marked, changes: dict[Place, str]) -> Error | None:
    if not changes or all(document.number(p) == new for p, new in changes.items()):
        return None
    text, start, end = document.replaced(changes)
    return Error(
        kind,
        text,
        start,
        end,
        tuple(document.number(p) for p in changes),
        tuple(changes.values()),
        tuple(changes),
    )


def _one(rng: np.random.Generator, of: list[Place]) -> Place | None:
    return of[int(rng.integers(len(of)))] if of else None


def arm_swap(document: Marked, rng: np.random.Generator) -> Error | None:
    """The two arms' counts and percentages, or their means, change places; what compares them stays."""
    ways = []
    for statement in dict.fromkeys(p.statement for p in document.places if p.arm is not None):
        pairs: dict[str, dict[int, Place]] = {}
        for p in document.places:
            if (
                p.statement == statement
                and p.arm is not None
                and p.kind in ("count", "total", "percent", "mean", "sd")
            ):
                pairs.setdefault(p.kind, {}).setdefault(p.arm, p)
        whole = {k: v for k, v in pairs.items() if len(v) == 2 and k != "total"}
        if whole:
            ways.append(whole)
    if not ways:
        return None
    chosen = ways[int(rng.integers(len(ways)))]
    changes = {}
    for two in chosen.values():
        changes |= {two[0]: document.number(two[1]), two[1]: document.number(two[0])}
    return _made("arm swap", document, changes)


def digit_typo(document: Marked, rng: np.random.Generator) -> Error | None:
    """One digit of a count, percentage, estimate, limit, mean or p is another digit."""
    place = _one(
        rng,
        [
            p
            for p in document.places
            if p.kind in ("count", "percent", "estimate", "low", "high", "mean", "p")
        ],
    )
    if place is None:
        return None
    number = document.number(place)
    at = [i for i, c in enumerate(number) if c.isdigit()]
    i = at[int(rng.integers(len(at)))]
    digit = str((int(number[i]) + int(rng.integers(1, 10))) % 10)
    return _made("digit typo", document, {place: number[:i] + digit + number[i + 1 :]})


def one_sided_p(document: Marked, rng: np.random.Generator) -> Error | None:
    """A two-sided p is halved."""
    place = _one(rng, [p for p in document.of("p") if 0.002 <= float(document.number(p)) < 0.9])
    if place is None:
        return None
    number = document.number(place)
    decimals = max(3, len(number.partition(".")[2]))
    half = f"{float(number) / 2:.{decimals}f}"
    return _made("one-sided p", document, {place: half.lstrip("0") if number.startswith(".") else half})


def sd_for_se(document: Marked, rng: np.random.Generator) -> Error | None:
    """The SDs of both arms are their standard errors."""
    if document.sizes is None:
        return None
    ways = [
        s
        for s in dict.fromkeys(p.statement for p in document.of("sd"))
        if len({p.arm for p in document.of("sd", s)} - {None}) == 2
    ]
    if not ways:
        return None
    changes = {}
    for place in document.of("sd", ways[int(rng.integers(len(ways)))]):
        if place.arm is not None:
            number = document.number(place)
            error = float(number) / math.sqrt(document.sizes[place.arm])
            decimals = max(len(number.partition(".")[2]), 2 - math.floor(math.log10(max(error, 1e-9))) - 1)
            changes[place] = f"{error:.{decimals}f}"
    return _made("SD for SE", document, changes)


def truncation(document: Marked, rng: np.random.Generator) -> Error | None:
    """A percentage is cut off instead of rounded."""
    ways = []
    for place in document.of("percent"):
        count, total = (_same(document, place, kind) for kind in ("count", "total"))
        size = (
            int(document.number(total))
            if total
            else document.sizes[place.arm]
            if document.sizes and place.arm is not None
            else 0
        )
        if count is None or not size:
            continue
        number = document.number(place)
        decimals = len(number.partition(".")[2])
        cut = f"{math.floor(100 * int(document.number(count)) / size * 10**decimals + 1e-9) / 10**decimals:.{decimals}f}"
        if cut != number:
            ways.append({place: cut})
    return _made("truncation", document, ways[int(rng.integers(len(ways)))]) if ways else None


def _same(document: Marked, place: Place, kind: str) -> Place | None:
    return next((p for p in document.of(kind, place.statement) if p.arm == place.arm), None)


def lost_superscript(document: Marked, rng: np.random.Generator) -> Error | None:
    """A power of ten is printed with its exponent as plain digits."""
    place = _one(rng, document.of("power of ten"))
    if place is None:
        return None
    plain = document.number(place).lstrip("^").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    return _made("lost superscript", document, {place: plain})


def wrong_n(document: Marked, rng: np.random.Generator) -> Error | None:
    """The size of an arm, or the number randomised, is off by a few or has two digits exchanged."""
    place = _one(rng, [p for p in document.places if p.kind in ("size", "total", "randomised")])
    if place is None:
        return None
    n = int(document.number(place))
    other = n + int(rng.choice([-10, -3, -2, -1, 1, 2, 3, 10, 100]))
    return _made("wrong N", document, {place: str(other)}) if other > 1 else None


TYPES: dict[str, Callable[[Marked, np.random.Generator], Error | None]] = {
    "arm swap": arm_swap,
    "digit typo": digit_typo,
    "one-sided p": one_sided_p,
    "SD for SE": sd_for_se,
    "truncation": truncation,
    "lost superscript": lost_superscript,
    "wrong N": wrong_n,
}
