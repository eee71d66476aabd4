"""Why one patient passes, fails or stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from string import ascii_lowercase
from typing import Literal

from trialwright.errors import PatientsError
from trialwright.model.base import Frozen
from trialwright.model.concept import Concept, Concepts
from trialwright.model.criterion import All, Any, AtLeast, Comparison, Criterion, Has, Not, Tree, Window
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Status
from trialwright.screen.charts import Chart, Row, charts, in_own_unit
from trialwright.screen.never import never
from trialwright.screen.oracle import compared, holds, inside, kinds_of, stands, verdict


class Fact(Frozen):
    """A fact of the patient. raw, unit : as recorded (raw is None for an event and for a derived value).
    value : in canonical_unit. used : its time is in the window that the words ask about, and it is usable.
    upper : the row's own upper limit of normal, in canonical_unit. compared : what the limits are compared with,
    where that is not the value: a multiple, or a change from baseline. unusable : why it counts for nothing.
    of : what a formula put together. concept : where it is another than the words name."""

    hours: float | None
    raw: float | None
    unit: str
    value: float | None
    canonical_unit: str
    used: bool
    upper: float | None = None
    compared: str = ""
    unusable: str = ""
    concept: str = ""
    of: tuple[Fact, ...] = ()


class Part(Frozen):
    """One leaf of a criterion: its words, what it comes to, and the patient's facts on its concept. read : what the
    words were taken to ask. never : why these data can decide it for nobody, "" where they can."""

    words: str
    read: str
    concept: str
    outcome: Literal["holds", "does not hold", "unknown"]
    facts: tuple[Fact, ...]
    never: str = ""


class Explanation(Frozen):
    """verdict : "met" where the patient passes the criterion. joined : how its parts make it, by their letters."""

    criterion: str
    name: str
    side: Literal["inclusion", "exclusion"]
    words: str
    verdict: Status
    parts: tuple[Part, ...]
    joined: str = ""


def explain(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, person_id: str
) -> tuple[Explanation, ...]:
    """An Explanation per criterion, in protocol order; see screen.explain."""
    found = charts(patients, concepts, person_id)
    if not found:
        raise PatientsError(
            f"There is no patient {person_id} in {patients.cohort.name}.",
            where=f"patient {person_id}",
            fix="Use an id of the patient table.",
        )
    return tuple(
        Explanation(
            criterion=c.id,
            name=c.name,
            side=c.side,
            words=c.quote.exact,
            verdict=verdict(c, found[0]),
            parts=tuple(_part(leaf, found[0]) for leaf in _leaves(c.tree)),
            joined=_joined(c.tree, (letter(i) for i in count())),
        )
        for c in criteria
    )


def letter(position: int) -> str:
    """The name of a part: a to z, then a1 to z1, and so on."""
    turn, place = divmod(position, len(ascii_lowercase))
    return ascii_lowercase[place] + (str(turn) if turn else "")


def _joined(tree: Tree, letters: Iterator[str]) -> str:
    """A tree over the letters of its leaves, which are taken in the order of _leaves."""
    if isinstance(tree, Not):
        inner = _joined(tree.of, letters)
        return f"not {inner if _alone(tree.of) else f'({inner})'}"
    if not isinstance(tree, All | Any | AtLeast):
        return next(letters)
    said = [(_joined(branch, letters), branch) for branch in tree.of]
    if isinstance(tree, AtLeast) and tree.count > 1:
        return f"at least {tree.count} of ({', '.join(words for words, _ in said)})"
    if len(said) == 1:
        return said[0][0]
    word = " and " if isinstance(tree, All) else " or "
    return word.join(words if _alone(branch) else f"({words})" for words, branch in said)


def _alone(tree: Tree) -> bool:
    """Whether a branch reads as one without brackets."""
    if isinstance(tree, All | Any) or (isinstance(tree, AtLeast) and tree.count == 1):
        return len(tree.of) == 1 and _alone(tree.of[0])
    return True


def _leaves(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Not):
        yield from _leaves(tree.of)
    elif isinstance(tree, All | Any | AtLeast):
        for branch in tree.of:
            yield from _leaves(branch)
    else:
        yield tree


def _part(leaf: Tree, chart: Chart) -> Part:
    truth = holds(leaf, chart)
    outcome: Literal["holds", "does not hold", "unknown"] = (
        "unknown" if truth is None else "holds" if truth else "does not hold"
    )
    if not isinstance(leaf, Comparison | Has):
        return Part(words=leaf.quote.exact, read=leaf.note, concept="", outcome=outcome, facts=())
    concept = chart.concept(leaf.concept)
    facts = [] if concept is None else [*_usable(leaf, concept, chart), *_unusable(concept, chart)]
    facts.sort(key=lambda f: (f.hours is None, f.hours or 0.0))
    why = never(leaf, chart)
    if why:
        facts = [f.model_copy(update={"used": False}) for f in facts]
    return Part(
        words=leaf.quote.exact,
        read=_read(leaf),
        concept=leaf.concept,
        outcome=outcome,
        facts=tuple(facts),
        never=why,
    )


def _read(leaf: Comparison | Has) -> str:
    """The occasion and window that a leaf asks about, "" for a bare one."""
    when = _when(leaf.window)
    if isinstance(leaf, Has):
        return when
    return ", ".join(x for x in (f"{leaf.occasion} value", when) if x)


def _when(window: Window | None) -> str:
    if window is None:
        return ""
    if window.start_hours is None and window.end_hours is None:
        return f"at {window.anchor}"
    return f"from {_hour(window.start_hours)} to {_hour(window.end_hours)} of {window.anchor}"


def _hour(hours: float | None) -> str:
    return "any hour" if hours is None else f"{hours:+g} h"


def _usable(leaf: Comparison | Has, concept: Concept, chart: Chart) -> Iterator[Fact]:
    """What the leaf looks at: values, multiples or changes; for an event also its kinds."""
    if isinstance(leaf, Comparison):
        for row in compared(leaf, chart, concept):
            yield _fact(row, concept, chart, leaf)
        return
    for kind in (concept, *kinds_of(concept, chart.concepts)):
        for row in chart.rows(kind) if chart.known(kind) else ():
            fact = _fact(row, kind, chart, leaf)
            yield fact if kind == concept else fact.model_copy(update={"concept": kind.name})


def _unusable(concept: Concept, chart: Chart) -> Iterator[Fact]:
    for row, why in chart.unusable(concept):
        yield Fact(
            hours=row.hours, raw=row.raw, unit=row.unit, value=row.value,
            canonical_unit=concept.unit, used=False, unusable=why,
        )  # fmt: skip


def _fact(row: Row, concept: Concept, chart: Chart, leaf: Comparison | Has | None = None) -> Fact:
    if isinstance(leaf, Has):
        absent = row.value == 0
        return Fact(
            hours=row.hours, raw=row.raw if row.raw not in (None, 0, 1) else None, unit=row.unit, value=None,
            canonical_unit="", used=(stands if absent else inside)(row, leaf.window), compared="no" if absent else "yes",
        )  # fmt: skip
    measured = isinstance(leaf, Comparison) and (leaf.quantity.uln or leaf.measure != "value")
    value, said = row.value, ""
    if isinstance(leaf, Comparison) and measured:
        value, said = _value_itself(row, leaf), _compared(row, leaf, concept)
    return Fact(
        hours=row.hours,
        raw=row.raw,
        unit=row.unit,
        value=value,
        canonical_unit=concept.unit,
        used=leaf is not None and inside(row, leaf.window),
        upper=row.upper,
        compared=said,
        of=tuple(_input(word, r, concept, chart) for word, r in row.of),
    )


def _value_itself(row: Row, leaf: Comparison) -> float | None:
    """The value behind a multiple or a change."""
    if leaf.quantity.uln:
        return None if row.value is None or row.upper is None else row.value * row.upper
    return dict(row.of)["value"].value


def _compared(row: Row, leaf: Comparison, concept: Concept) -> str:
    if leaf.quantity.uln:
        return "no upper limit of its own" if row.value is None else f"{row.value:.4g} times its upper limit"
    if row.value is None:
        return "baseline of zero"
    if leaf.measure == "change":
        return f"a change of {row.value:+.4g} {concept.unit}"
    return f"{row.value:.4g} times the baseline"


def _input(word: str, row: Row, concept: Concept, chart: Chart) -> Fact:
    """An input of a formula. A baseline is a value of the concept itself."""
    found = concept if word in ("baseline", "value") else chart.concept(word) or concept
    fact = _fact(row, found, chart)
    # A formula takes its inputs in its own unit: what is shown is the canonical one again.
    if word not in ("baseline", "value") and row.raw is not None:
        fact = fact.model_copy(update={"value": in_own_unit(row.raw, row.unit, found)})
    return fact.model_copy(update={"concept": word})
