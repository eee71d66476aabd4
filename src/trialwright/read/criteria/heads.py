"""The words before a bracket, a colon or a comma: a label, an abbreviation's name, what a number after them defines."""

from __future__ import annotations

from trialwright.model.criterion import Tree
from trialwright.read.criteria.brackets import absorb, defines
from trialwright.read.criteria.connectives import Operand
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import comparisons
from trialwright.read.criteria.pieces import Piece

_LABELS_TEXT = """
adequate organ function functions hematologic haematologic hematological haematological hepatic renal
liver kidney bone marrow laboratory lab labs parameters criteria values tests test results following as
the by and of hematology haematology blood count counts acceptable normal vital signs coagulation cardiac
pulmonary reserve status clinical screening age weight sex gender bmi inclusion exclusion must have meet
all these a b c d e i ii iii iv 1 2 3 4 5 6
"""
_LABELS = frozenset(_LABELS_TEXT.split())


def is_label(words: str) -> bool:
    """Whether words only name a group of limits: "Adequate renal function"."""
    return all(w.strip(".,;:()[]").lower() in _LABELS for w in words.replace("-", " ").split())


def enumerates(inner: list[Piece]) -> bool:
    """Whether commas in brackets separate examples: after "e.g.", and between names without numbers."""
    return any(p.role == "eg" for p in inner[:2]) or all(p.role not in ("leaf", "refused") for p in inner)


def first_word(head: list[Piece]) -> int:
    return next((p.start for p in head if p.role not in ("glue", "mute", "link")), head[0].start)


def is_abbreviation(head: list[Piece], group: Piece, scribe: Scribe) -> bool:
    """ "acute respiratory distress syndrome (ARDS)": the brackets repeat the name before them."""
    if not head or head[-1].role not in ("mention", "word", "disorder"):
        return False
    inside = [p for p in group.inner if p.role != "mute"]
    words = scribe.text[group.start + 1 : group.end - 1].strip()
    if len(inside) == 1 and inside[0].role == "mention":
        return inside[0].concept is head[-1].concept
    return (
        head[-1].role != "leaf"
        and len(inside) == 1
        and inside[0].role == "word"
        and len(words) <= 8
        and sum(c.isupper() for c in words) >= 2
    )


def without_severity(head: list[Piece], inner: Tree | None) -> list[Piece]:
    """ "Moderate-severe ARDS (P/F < 200)": the numbers say what moderate to severe is."""
    named = any(p.role == "mention" and p.concept is not None and p.concept.kind == "condition" for p in head)
    if inner is None or not comparisons(inner) or not named:
        return head
    for k, piece in enumerate(head[:-1]):
        following = head[k + 1]
        if piece.role == "narrow" and following.role == "mention":
            following.start = piece.start
    return [
        p
        for k, p in enumerate(head)
        if not (p.role == "narrow" and k + 1 < len(head) and head[k + 1].role == "mention")
    ]


def appositions(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """ "Renal insufficiency, creatinine clearance < 60 mL/min": the number defines the words before the comma."""
    out: list[Operand] = []
    for operand in operands:
        before = out[-1] if out else None
        if (
            before
            and operand.joint == "comma"
            and operand.tree is not None
            and before.negated is None
            and defines(before.pieces, operand.tree, scribe)
        ):
            before.tree = absorb(operand.tree, first_word(before.pieces), operand.tree.quote.end, scribe)
            before.pieces = [*before.pieces, *operand.pieces]
            continue
        out.append(operand)
    return out
