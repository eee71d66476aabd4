"""What became of each character of a rule."""

from __future__ import annotations

from trialwright.model.criterion import Criterion
from trialwright.read.criteria.account import Part, parts, unaccounted

# Where two parts overlap, the more cautious of the two is what a reader must see.
_CAUTION = {"parsed": 0, "not computable": 1, "not understood": 2}


def coverage(criterion: Criterion) -> list[Part]:
    """(start, end, kind) with kind "parsed", "not computable" or "not understood": disjoint, in order, together
    covering every character of the criterion's quote that is not white space. Offsets into Document.text.

    The words of the grammar itself (and, or, with, patients, ...), bullets and punctuation count as parsed.
    """
    quote = criterion.quote
    kinds = ["parsed"] * len(quote.exact)
    lost = [
        (a, b, "not understood")
        for a, b in unaccounted(criterion.tree, quote.exact, 0, len(quote.exact), quote.start)
    ]
    for a, b, kind in (*_inside(criterion), *lost):
        for i in range(a, b):
            if _CAUTION[kind] > _CAUTION[kinds[i]]:
                kinds[i] = kind
    return _runs(kinds, quote.exact, quote.start)


def _inside(criterion: Criterion) -> list[Part]:
    at, size = criterion.quote.start, len(criterion.quote.exact)
    return [
        (max(0, a - at), min(size, b - at), kind)
        for a, b, kind in parts(criterion.tree)
        if b > at and a - at < size
    ]


def _runs(kinds: list[str], text: str, offset: int) -> list[Part]:
    out: list[Part] = []
    for i, kind in enumerate(kinds):
        if text[i].isspace():
            continue
        if (
            out
            and out[-1][2] == kind
            and text[out[-1][1] - offset : i].isspace() | (out[-1][1] - offset == i)
        ):
            out[-1] = out[-1][0], offset + i + 1, kind
        else:
            out.append((offset + i, offset + i + 1, kind))
    return out
