"""A limit of its own for each sex: "haemoglobin ≥ 12 g/dL in women and ≥ 13 g/dL in men"."""

from __future__ import annotations

import re
from itertools import pairwise

from trialwright.model.criterion import All, Any, Comparison, Tree
from trialwright.read.criteria.context import SEXES
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.pieces import Piece

_BESIDE = frozenset(
    {"glue", "mute", "comma", "semi", "and", "or", "open", "close", "colon", "slash", "person", "stop"}
)
_WORDS = re.compile(r"(?:for|in|if|among|respectively)", re.I)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)


def by_sex(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    """Who is asked which limit, of a rule that holds one limit for each sex and nothing else; None for any other."""
    said = [p for p in pieces if p.role == "leaf" or _sex(p)]
    limits = [p for p in said if p.role == "leaf"]
    others = [p for p in pieces if p not in said]
    if len(said) != 4 or len(limits) != 2 or {_sex(p) for p in said} != {"", *SEXES}:
        return None
    nodes = [p.node for p in limits if isinstance(p.node, Comparison)]
    if len(nodes) != 2 or nodes[0].concept != nodes[1].concept:
        return None
    if not all(p.role in _BESIDE or _WORDS.fullmatch(scribe.text, p.start, p.end) for p in others):
        return None
    pairs = _paired(said, scribe)
    return _each(pairs, scribe) if pairs else None


def _sex(piece: Piece) -> str:
    named = piece.role == "mention" and piece.concept is not None and piece.concept.name in SEXES
    return piece.concept.name if named and piece.concept is not None else ""


def _paired(said: list[Piece], scribe: Scribe) -> list[tuple[Piece, Piece]]:
    """(limit, sex) in order; empty where the order does not tell which goes with which."""
    order = "".join("s" if _sex(p) else "l" for p in said)
    if order == "lsls":
        return [(said[0], said[1]), (said[2], said[3])]
    if order == "slsl":
        return [(said[1], said[0]), (said[3], said[2])]
    if order == "llss" and _RESPECTIVELY.search(scribe.text, said[-1].end, said[-1].end + 20):
        return [(said[0], said[2]), (said[1], said[3])]
    return []


def _each(pairs: list[tuple[Piece, Piece]], scribe: Scribe) -> Tree:
    branches: list[Tree] = []
    for limit, sex in pairs:
        assert limit.node is not None
        assert sex.concept is not None
        apart = sorted([(limit.start, limit.end), (sex.start, sex.end)])
        # "for women" is the sex's own words, so that none is left over
        between = next(b[0] if a == (sex.start, sex.end) else a[1] for a, b in pairwise(apart))
        start, end = (sex.start, between) if sex.start < limit.start else (between, sex.end)
        while scribe.text[start] in " (,;":
            start += 1
        asked = scribe.has(sex.concept, start, max(end, sex.end), None)
        whole = scribe.quote(apart[0][0], apart[1][1])
        branches.append(All(of=(asked, limit.node), quote=whole))
    start = min(p.start for pair in pairs for p in pair)
    end = max(p.end for pair in pairs for p in pair)
    tail = _RESPECTIVELY.search(scribe.text, end, end + 20)
    return Any(of=tuple(branches), quote=scribe.quote(start, tail.end() if tail else end))
