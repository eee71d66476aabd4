"""A person's word on how rules were read, kept in a YAML file beside the text:

    - quote: Moderate to severe asthma       # the rule's own words
      read: FEV1 < 80 %                      # the rule in words that are read instead; or: confirmed
      by: A. Reader
      when: 2026-03-01

It survives re-reading: a correction is found by the rule's words, not by its place. What is confirmed is the reading of
that day (said:), so a reading that has changed since asks to be confirmed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from trialwright.errors import CriterionError
from trialwright.model.base import Because, Node
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Correction, Criterion, NeedsPerson
from trialwright.model.document import Document, Quote
from trialwright.read.correction_file import CONFIRMED, entries
from trialwright.read.criteria.logic import leaves
from trialwright.read.criteria.rules import parse
from trialwright.read.criteria.wording import in_words

_KEYS = {"quote", "read", "said", "by", "when"}


class Corrected(NamedTuple):
    """criteria : with what people said applied. told : criterion id → who said it and when. warnings : corrections
    that fit no rule, and confirmations of another reading than today's."""

    criteria: tuple[Criterion, ...]
    told: dict[str, str]
    warnings: tuple[str, ...]


def load(data: bytes, name: str) -> tuple[Correction, ...]:
    """The corrections in a YAML file. Raises CriterionError with file, line and fix."""
    return tuple(_correction(node, where) for node, where in entries(data, name, CriterionError))


def _correction(node: yaml.Node, where: str) -> Correction:
    fields: dict[str, Any] = {}
    if isinstance(node, yaml.MappingNode):
        fields = {str(k.value): v.value for k, v in node.value if isinstance(v, yaml.ScalarNode)}
    missing = [k for k in ("quote", "read", "by", "when") if not str(fields.get(k, "")).strip()]
    unknown = sorted(set(fields) - _KEYS)
    if missing or unknown:
        raise CriterionError(
            f"A correction has no {missing[0]!r}."
            if missing
            else f"A correction has no field {unknown[0]!r}.",
            where=where,
            fix="It needs quote, read, by and when; said is what had been read.",
        )
    return Correction(**fields, where=where)


def apply(criteria: Sequence[Criterion], corrections: Sequence[Correction], concepts: Concepts) -> Corrected:
    """The criteria as people corrected or confirmed them. Raises CriterionError where a correction cannot be read."""
    by_words: dict[str, Correction] = {}
    for correction in corrections:
        words = _plain(correction.quote)
        if words in by_words:
            raise CriterionError(
                "One rule is corrected twice.", where=correction.where, fix="Keep the later of the two."
            )
        by_words[words] = correction
    out: list[Criterion] = []
    told: dict[str, str] = {}
    warnings: list[str] = []
    for criterion in criteria:
        said = by_words.get(_plain(criterion.quote.exact))
        out.append(criterion if said is None else _as_told(criterion, said, concepts, told, warnings))
    known = {_plain(c.quote.exact) for c in criteria}
    warnings += [
        f"{c.where}: no rule has the words «{c.quote}»" for w, c in by_words.items() if w not in known
    ]
    return Corrected(tuple(out), told, tuple(warnings))


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(" .;,")


def _as_told(
    criterion: Criterion, told: Correction, concepts: Concepts, by: dict[str, str], warnings: list[str]
) -> Criterion:
    who = f"{told.by}, {told.when}"
    if told.read.strip().lower() == CONFIRMED:
        said = in_words(criterion)
        if told.said and _plain(told.said) != _plain(said):
            warnings.append(f"{told.where}: confirmed was «{told.said}»; read today is «{said}»")
            return criterion
        because = Because(rule="read.criteria.corrections.confirmed", formula=who)
        criterion = criterion.model_copy(update={"because": because})
        by[criterion.id] = f"confirmed by {who}"
        return criterion
    because = Because(rule="read.criteria.corrections.corrected", formula=f"{who}: {told.read}")
    tree = _placed(_read(told, criterion, concepts).tree, criterion.quote)
    corrected = criterion.model_copy(update={"tree": tree, "because": because})
    by[corrected.id] = f"corrected by {who}: {told.read}"
    return corrected


def _read(told: Correction, criterion: Criterion, concepts: Concepts) -> Criterion:
    """The corrected words as one criterion, all of it understood or for a person by their own words."""
    words = Document(sha256="0" * 64, name=told.where, format="text", text=told.read)
    found = parse(words, 0, len(told.read), criterion.side, concepts)
    lost = [
        leaf.quote.exact
        for c in found
        for leaf in leaves(c.tree)
        if isinstance(leaf, NeedsPerson) and leaf.why == "not understood"
    ]
    if len(found) != 1 or lost:
        raise CriterionError(
            f"The corrected words are not understood: «{(lost or [told.read])[0]}».",
            where=told.where,
            fix="Say one rule in words that are read, e.g. `eGFR < 30 mL/min/1.73 m2`, or `confirmed`.",
        )
    return found[0]


def _placed(node: Any, quote: Quote) -> Any:
    """A tree whose every leaf stands for the rule's own words: the text that a reader has is the document's."""
    if isinstance(node, tuple):
        return tuple(_placed(branch, quote) for branch in node)
    changed: dict[str, Any] = {"quote": quote}
    if isinstance(branches := getattr(node, "of", None), tuple | Node):
        changed["of"] = _placed(branches, quote)
    if getattr(node, "heading", None) is not None:
        changed["heading"] = None
    if (window := getattr(node, "window", None)) is not None:
        changed["window"] = window.model_copy(update={"quote": None})
    return node.model_copy(update=changed)
