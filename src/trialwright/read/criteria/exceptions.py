"""What "except" takes away: "cancer except basal cell carcinoma", "creatinine clearance < 30 mL/min except on dialysis"."""

from __future__ import annotations

from trialwright.model.criterion import All, Any, Comparison, Has, NeedsPerson, Not, Tree, Window
from trialwright.read.criteria.leaves import WHOSE_TIME, Scribe
from trialwright.read.criteria.logic import combine, either_way, leaves, negate
from trialwright.read.criteria.shared_time import dated

NOTE = "whether a patient with what is excepted has something else too"
_KINDS = frozenset({"condition", "drug", "procedure"})


def without(base: Tree, other: Tree, start: int, scribe: Scribe) -> Tree:
    """The tree of "base except other". start : where the excepting word stands.

    Where both are diagnoses, treatments or procedures, other is one kind of base: who has it may have base in another
    form as well, which data cannot show, and so is for a person. A time at the end counts for base, for other, or for both.
    """
    if isinstance(base, Not):
        return _but_for(base, other, start, scribe)
    strict, bare = base, other
    time = _last_window(other)
    # The last of several values in a window may be another than the last of all, so that neither reading implies the other.
    shared = time is not None and not any(isinstance(x, Comparison) or _window_of(x) for x in leaves(base))
    if time is not None and shared:
        strict, bare = dated(base, time, scribe), _undated(other, time)
    only = combine(All, [strict, negate(bare, start, scribe)], scribe)
    end = max(other.quote.end, time.quote.end if time is not None and time.quote is not None else 0)
    if isinstance(base, Has) and _same_kind(base, other, scribe):
        return either_way(only, base, (start, end), NOTE, scribe)
    whole = combine(All, [base, negate(other, start, scribe)], scribe)
    return either_way(only, whole, (start, end), WHOSE_TIME, scribe) if shared else whole


def _but_for(base: Not, other: Tree, start: int, scribe: Scribe) -> Tree:
    """ "No cancer except basal cell carcinoma": what is excepted is let through, and is not asked for."""
    if isinstance(base.of, Has) and not _people(other):
        return base.model_copy(
            update={
                "of": without(base.of, other, start, scribe),
                "quote": scribe.quote(base.quote.start, other.quote.end),
            }
        )
    person = scribe.person(start, other.quote.end, "an exception")
    return combine(Any, [base, person], scribe) if person else base


def _people(tree: Tree) -> bool:
    return any(isinstance(leaf, NeedsPerson) for leaf in leaves(tree))


def _same_kind(base: Has, other: Tree, scribe: Scribe) -> bool:
    parts = [leaf for leaf in leaves(other) if not isinstance(leaf, NeedsPerson)]
    names = [leaf.concept for leaf in parts if isinstance(leaf, Has)]
    kinds = {scribe.concepts.by_name[name].kind for name in (base.concept, *names)}
    return 0 < len(names) == len(parts) and len(kinds) == 1 and kinds <= _KINDS and not isinstance(other, Not)


def _last_window(tree: Tree) -> Window | None:
    window = _window_of(leaves(tree)[-1])
    return window if window is not None and window.quote else None


def _window_of(leaf: Tree) -> Window | None:
    return leaf.window if isinstance(leaf, Has) else None


def _undated(tree: Tree, time: Window) -> Tree:
    """The tree without the window, so that nobody is decided by a time that may not be its own."""
    if isinstance(tree, Has):
        return tree.model_copy(update={"window": None}) if tree.window == time else tree
    of = getattr(tree, "of", ())
    return tree.model_copy(update={"of": tuple(_undated(branch, time) for branch in of)}) if of else tree
