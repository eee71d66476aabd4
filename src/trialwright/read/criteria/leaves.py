"""The leaves of a criterion's tree, each with its place in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from trialwright.model.base import Because
from trialwright.model.concept import Concept, Concepts
from trialwright.model.criterion import All, Any, Comparison, Has, NeedsPerson, Quantity, Tree, Window
from trialwright.model.document import Document, Quote
from trialwright.read.criteria.link import Link
from trialwright.read.criteria.phrases import NOT_COMPUTABLE
from trialwright.read.criteria.tokens import lowered
from trialwright.read.criteria.windows import Span

JUDGED = re.compile(rf"\b(?:{NOT_COMPUTABLE})")  # in lower case; not the "ability" of "disability"
FOR_SOME = "holds for some patients only"
WHOSE_TIME = "whether the time holds for all that are named"
BOTH_OR_EITHER = "both may be meant, or either"
_PERSON = Because(rule="read.criteria.leaves.person")
_TRIM = " \t\r\n,;:.·•"


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes nodes about one document. text : document.text as the rules look at it (tokens.plain).
    side : of the list the words stand in."""

    document: Document
    text: str
    concepts: Concepts
    side: Literal["inclusion", "exclusion"]

    def quote(self, start: int, end: int) -> Quote:
        return self.document.quote(start, end)

    def person(self, start: int, end: int, note: str = "") -> NeedsPerson | None:
        """Words for a person, without the punctuation around them; None where only that is left."""
        while start < end and self.text[start] in _TRIM:
            start += 1
        while end > start and self.text[end - 1] in _TRIM:
            end -= 1
        if start >= end:
            return None
        computable = not JUDGED.search(lowered(self.text), start, end)
        return NeedsPerson(
            why="not understood" if computable else "not computable",
            note=note,
            quote=self.quote(start, end),
            because=_PERSON,
        )

    def unread(self, start: int, end: int) -> NeedsPerson:
        """Words that the rules did not look at, because no rule is written like this."""
        return NeedsPerson(
            why="not understood",
            note="not read: longer than a rule is",
            quote=self.quote(start, end),
            because=Because(rule="read.criteria.leaves.unread"),
        )

    def has(self, concept: Concept, start: int, end: int, time: Span | None, past: bool = False) -> Has:
        window = self.window(time) or (Window(end_hours=0.0, text="before") if past else None)
        return Has(
            concept=concept.name,
            window=window,
            quote=self.quote(start, end),
            because=Because(rule="read.criteria.leaves.has"),
        )

    def window(self, time: Span | None) -> Window | None:
        if time is None:
            return None
        return Window(
            start_hours=time.low_hours,
            end_hours=time.high_hours,
            anchor=time.anchor,
            text=" ".join(self.text[time.start : time.end].split()),
            quote=self.quote(time.start, time.end),
        )

    def comparison(self, link: Link, start: int, end: int, time: Span | None = None) -> Tree:
        """One Comparison, or several joined as the text joins their concepts or their two ends."""
        each = tuple(self._compare(link, c, start, end, time) for c in link.concepts)
        if len(each) == 1:
            return each[0]
        both, either = All(of=each, quote=self.quote(start, end)), Any(of=each, quote=self.quote(start, end))
        inclusion = self.side == "inclusion"
        if link.joint in ("slash", "comma"):
            return both if inclusion else either
        if link.joint == "or":
            return (
                self._doubt(both, either, link)
                if inclusion and link.measure.comparator in ("<", "<=")
                else either
            )
        return both if inclusion else self._doubt(both, either, link)

    def _doubt(self, both: All, either: Any, link: Link) -> Tree:
        """ "AST or ALT ≤ 2.5 x ULN" as a condition to be let in, "AST and ALT > 3 x ULN" as one to be kept out:
        protocols write these both for "both" and for "either"."""
        from trialwright.read.criteria.logic import either_way

        return either_way(
            both, either, link.joint_at or (both.quote.start, both.quote.end), BOTH_OR_EITHER, self
        )

    def _compare(self, link: Link, concept: Concept, start: int, end: int, time: Span | None) -> Tree:
        m, quote, window = link.measure, self.quote(start, end), self.window(time)
        unit = "" if m.uln else link.unit
        assumed = bool(unit) and not m.unit
        because = Because(
            rule="read.criteria.leaves.comparison",
            formula=f"no unit printed: {unit} is the only one in use for {concept.name}" if assumed else "",
        )

        def one(comparator: str, low: float, high: float | None = None, unit: str = unit) -> Comparison:
            return Comparison(
                concept=concept.name,
                comparator=comparator,
                quantity=Quantity(low=low, high=high, unit=unit, uln=m.uln),
                window=window,
                occasion=link.occasion,
                measure=link.change,
                quote=quote,
                because=because,
            )

        if m.outside and m.high is not None:
            return Any(of=(one("<", m.low), one(">", m.high)), quote=quote)
        if m.comparator == "between" and (True in m.strict or m.low_unit) and m.high is not None:
            low = one(">" if m.strict[0] else ">=", m.low, unit=m.low_unit or unit)
            ends = low, one("<" if m.strict[1] else "<=", m.high)
            return All(of=ends, quote=quote)
        return one(m.comparator, m.low, m.high)
