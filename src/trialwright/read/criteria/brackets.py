"""What a pair of brackets does to the words before it: defines them, gives examples, adds a condition, or repeats."""

from __future__ import annotations

import re

from trialwright.model.criterion import All, Any, Comparison, Has, NeedsPerson, Tree
from trialwright.model.units import convert
from trialwright.read.criteria.formula_names import names_formula
from trialwright.read.criteria.leaves import FOR_SOME, Scribe
from trialwright.read.criteria.logic import combine, comparisons, either_way, leaves, understood
from trialwright.read.criteria.names import abnormal_side
from trialwright.read.criteria.pieces import Piece

_QUALIFIERS = frozenset(
    {"narrow", "level", "glue", "mute", "disorder", "mention", "past", "history", "person", "link"}
)


def defines(head: list[Piece], inner: Tree, scribe: Scribe) -> bool:
    """Whether the words before are a disorder of what is compared, with nothing else but its severity:
    "Neutropenia (neutrophils < 1.5 x 10⁹/L)"."""
    spoken = [p for p in head if p.role not in ("glue", "mute", "link")]
    if not spoken or any(p.role not in _QUALIFIERS for p in spoken):
        return False
    if any(p.role == "mention" and not p.disorders for p in spoken):
        return False
    abnormal = {c.name for p in spoken for c in p.disorders}
    compared = comparisons(inner)
    if (
        not compared
        or len(compared) != len(leaves(inner))
        or not any(c.concept in abnormal for c in compared)
    ):
        return False
    words = " ".join(scribe.text[p.start : p.end].lower() for p in spoken)
    return all(_is_abnormal(c, words, scribe) for c in compared if c.concept in abnormal)


def _is_abnormal(c: Comparison, words: str, scribe: Scribe) -> bool:
    """Whether a limit lies on the side that the disorder's name says: "anaemia (Hb > 10)" defines no anaemia."""
    concept = scribe.concepts.by_name.get(c.concept)
    side = abnormal_side(words) or (concept.worst if concept else "")
    if side == "low":
        return c.comparator in ("<", "<=", "between")
    return side == "" or c.comparator in (">", ">=", "between")


def absorb(node: Tree, start: int, end: int, scribe: Scribe) -> Tree:
    """The node with its quote widened over words that it defines."""
    if isinstance(node, Comparison | Has):
        wide = scribe.quote(min(start, node.quote.start), max(end, node.quote.end))
        return node.model_copy(update={"quote": wide})
    if isinstance(node, All | Any) and start < node.quote.start:
        heading = scribe.quote(start, _trimmed(scribe.text, start, node.quote.start))
        return node.model_copy(
            update={"heading": heading, "quote": scribe.quote(start, max(end, node.quote.end))}
        )
    return node


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in " \t\r\n,;:(":
        end -= 1
    return end


def _of_one_concept(before: Tree | None, inner: Tree) -> tuple[Comparison, Comparison] | None:
    """The two, if both are limits of the same concept."""
    if not isinstance(before, Comparison) or not isinstance(inner, Comparison):
        return None
    return (before, inner) if before.concept == inner.concept else None


def repeats(before: Tree | None, inner: Tree, scribe: Scribe) -> bool:
    """Whether the brackets say the same limit in another unit: "1.5 mg/dL (133 µmol/L)", within rounding of 5 %."""
    limits = _of_one_concept(before, inner)
    if limits is None:
        return False
    a, b = (limit.quantity for limit in limits)
    concept = scribe.concepts.by_name.get(limits[0].concept)
    if a.uln or b.uln or before.comparator != inner.comparator or concept is None:
        return False
    there = convert(b.low, b.unit, a.unit, concept)
    return there is not None and abs(there - a.low) <= 0.05 * abs(a.low)


_OTHER_END = {"<": ">", "<=": ">", ">": "<", ">=": "<"}


def another_limit(nodes: list[Tree], inner: Tree, scribe: Scribe) -> type[All] | type[Any] | None:
    """How a second limit in brackets, which can only be for some patients, goes together with the first; None where
    there is none. "≤ 2.5 x ULN (≤ 5 x ULN with liver metastases)" lets more in: either. "ECOG 0-2 (0-1 if over 70)" lets
    fewer in: both. Where the two cannot be compared, as `relaxed` does."""
    pairs = [
        (a, b)
        for b in comparisons(inner)
        for node in nodes
        for a in comparisons(node)
        if a.concept == b.concept and _OTHER_END.get(a.comparator, "") != b.comparator[:1]
    ]
    if not pairs:
        return None
    if all(_within(b, a, scribe) for a, b in pairs):
        return All
    if all(_within(a, b, scribe) for a, b in pairs):
        return Any
    return relaxing(scribe)


def _within(a: Comparison, b: Comparison, scribe: Scribe) -> bool:
    """Whether every value that satisfies a satisfies b."""
    concept = scribe.concepts.by_name.get(a.concept)
    if concept is None or a.quantity.uln != b.quantity.uln or a.measure != b.measure:
        return False
    (low, high), (floor, ceiling) = _ends(a), _ends(b)
    if not a.quantity.uln:
        there = [convert(v, a.quantity.unit, b.quantity.unit, concept) for v in (low, high)]
        if there[0] is None or there[1] is None:
            return False
        low, high = there[0], there[1]
    return low >= floor and high <= ceiling


def _ends(c: Comparison) -> tuple[float, float]:
    q, infinite = c.quantity, float("inf")
    if c.comparator in ("<", "<="):
        return -infinite, q.low
    if c.comparator in (">", ">="):
        return q.low, infinite
    return q.low, q.low if q.high is None else q.high


def _restates(before: Tree | None, inner: Tree, group: Piece, scribe: Scribe) -> bool:
    """Whether brackets hold a bare number for the concept just limited, which is not the same limit."""
    if _of_one_concept(before, inner) is None:
        return False
    return not re.search(r"[<>≤≥=]|than|least|most|below|above|between", scribe.text[group.start : group.end])


_EXAMPLES = re.compile(
    r"\(\s*(?:e\.?\s?g\.?|such as|for example|for instance|including|includes?|like)", re.I
)
_RELAXES = re.compile(
    r"[(,;]?\s*\b(?:if|unless|except|or|when|in case|for (?:patients|subjects|those|participants)|in (?:patients|subjects|those))\b",
    re.I,
)
# "(patients with benign ethnic neutropenia: ≥ 0.8 x 10⁹/L)"
_FOR_OTHERS = re.compile(
    r"[(,;]?\s*(?:the\s+)?(?:patients|subjects|participants|those|individuals)\s+(?:with|who|on|having|receiving|over|under|aged)\b[^()]*"
    r"(?:[<>≤≥]|\b(?:than|least|most)\b)",
    re.I,
)


def beside(
    nodes: list[Tree], head: list[Piece], group: Piece, inner: Tree | None, scribe: Scribe
) -> list[Tree]:
    """The nodes of a phrase after a bracket that follows them."""
    text = scribe.text
    if inner is None:
        return nodes
    last = nodes[-1] if nodes else None
    examples = bool(_EXAMPLES.match(text, group.start, group.end))
    if examples and isinstance(last, Has) and only_illustrates(inner, group.inner):
        return [*nodes[:-1], absorb(last, last.quote.start, group.end, scribe)]
    if examples and nodes:
        return [example_of(nodes, inner, scribe)]
    if isinstance(last, Comparison) and names_formula(text[group.start : group.end], last.concept):
        return [*nodes[:-1], absorb(last, last.quote.start, group.end, scribe)]
    if repeats(last, inner, scribe):
        return [*nodes[:-1], absorb(last, last.quote.start, group.end, scribe)] if last is not None else nodes
    if _restates(last, inner, group, scribe):
        person = scribe.person(group.start + 1, group.end - 1, "another limit than the one before it")
        return [*nodes, person] if person else nodes
    if nodes and (join := another_limit(nodes, inner, scribe)) is not None:
        return [relaxed(combine(All, nodes, scribe), group.start + 1, group.end - 1, scribe, join)]
    for_some = any(p.role in ("if", "except", "relax") for p in group.inner)
    says_so = any(rule.match(text, group.start + 1, group.end) for rule in (_RELAXES, _FOR_OTHERS))
    if (for_some or says_so) and nodes:
        whole = combine(All, nodes, scribe)
        return (
            [relaxed(whole, group.start + 1, group.end - 1, scribe)] if understood(whole) else [*nodes, inner]
        )
    return [*nodes, inner]


def only_illustrates(inner: Tree, pieces: list[Piece]) -> bool:
    """Whether examples of a known condition add nothing to it: words we do not know, and no exception or time."""
    return not understood(inner) and all(
        p.role not in ("not", "except", "time", "if", "relax", "group") for p in pieces
    )


EXAMPLE = "what this is an example of"


def example_of(head: list[Tree], inner: Tree, scribe: Scribe) -> Tree:
    """Any of the examples suffices; that none holds does not settle it, because others may count too."""
    named = combine(All, head, scribe)
    if isinstance(named, All):
        # "Hypertension treated with three drugs, including a diuretic": of which part it is an example is not said.
        words = inner.quote.start, inner.quote.end
        return either_way(named, combine(Any, [inner, named], scribe), words, EXAMPLE, scribe)
    if isinstance(named, NeedsPerson) and (how := _HOW_BAD.search(named.quote.exact)) and _names_only(inner):
        # "Uncontrolled conditions, including diabetes": whether any diabetes is meant is not said.
        words = scribe.person(named.quote.start + how.start(), named.quote.start + how.end(), EXAMPLE)
        return combine(Any, [named, combine(All, [inner, *([words] if words else [])], scribe)], scribe)
    kinds = inner.of if isinstance(inner, Any | All) and inner.heading is None and _plain(inner) else (inner,)
    return combine(Any, [named, *kinds] if isinstance(named, NeedsPerson) else [inner, named], scribe)


_HOW_BAD = re.compile(
    r"\b(?:un-?controlled|(?:poorly|inadequately|not(?:\s+\w+)?)\s+controlled|unstable|symptomatic|decompensated|untreated|active|severe"
    r"|(?:clinically\s+)?(?:significant|relevant))\b",
    re.I,
)


def _names_only(inner: Tree) -> bool:
    """Whether examples are names: a limit, as in "severe renal failure (e.g. eGFR < 15)", says itself how bad."""
    found = leaves(inner)
    return any(isinstance(n, Has) for n in found) and not any(isinstance(n, Comparison) for n in found)


def _plain(inner: Any | All) -> bool:
    return all(isinstance(n, Comparison | Has | NeedsPerson) for n in inner.of)


def relaxing(scribe: Scribe) -> type[All] | type[Any]:
    """How a further limit for some patients goes together with the first, where it is not said which asks for more:
    as what it mostly is, one that keeps fewer out."""
    return Any if scribe.side == "inclusion" else All


def relaxed(
    node: Tree, start: int, end: int, scribe: Scribe, join: type[All] | type[Any] | None = None
) -> Tree:
    """A further limit for some patients only; a person has to say for whom. join : All where it can only keep a patient
    from what is asked, Any where it can only help to it; None where that is not said."""
    person = scribe.person(start, end, FOR_SOME)
    if person is None:
        return node
    return combine(join or relaxing(scribe), [node, person], scribe)
