"""What every rule for results is given, and the one place where a Result is put together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from trialwright.model.base import Because
from trialwright.model.result import Measure, Result
from trialwright.model.trial import Endpoint
from trialwright.read.grammar.comparatives import contradicted
from trialwright.read.grammar.factors import against_partner, pair_of
from trialwright.read.grammar.mean_spreads import Style
from trialwright.read.grammar.mentions import NOBODY, Mention, Names
from trialwright.read.grammar.one_named import turned_pair
from trialwright.read.grammar.other_contrasts import is_of_no_arm
from trialwright.read.grammar.outcome_lists import of_two_outcomes
from trialwright.read.grammar.outcomes import Outcome, outcome
from trialwright.read.grammar.pairing import link
from trialwright.read.grammar.parallel import former_and_latter
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.grammar.subgroups import subgroup
from trialwright.read.grammar.times import time_near
from trialwright.read.grammar.topics import favoured
from trialwright.read.patterns import Pattern

Rule = Literal["averages", "changes", "contrasts", "p_values", "proportions", "sizes", "test_statistics"]
_TEST = Pattern(
    r"(?i)\bFisher'?s?'? exact(?: test)?|\blog-?rank(?: test)?|\bchi-?squared?(?: test)?"
    r"|\bMann-Whitney(?: U)?(?: test)?|\bWilcoxon [\w-]+(?: test)?"
    r"|\bANCOVA\b|\bCochran-Mantel-Haenszel(?: test)?|\bMcNemar'?s? test"
    r"|\bKruskal-Wallis(?: test)?|\b(?:paired |Student'?s? |unpaired "
    r"|Welch'?s? )?t[ -]tests?\b"
    r"|\b(?:Cox|logistic|ordinal)(?: proportional[ -]hazards?)? regression\b"
    r"|\bproportional[ -]odds (?:model|regression)"
)


_ADDED = Pattern(r"(?i)\b(?:addition of|adding)\s")
# "the risk with placebo exceeded that of zinc", "was 1.4 times that with zinc"
_SET_AGAINST = re.compile(
    r"(?i)\b(?:versus|vs\.?|compared|than|relative to|with|over|(?:exceed|surpass|outnumber)(?:s|ed|ing)?(?!\sby\b)|times\s(?:that|those|as))\b"
)


@dataclass(frozen=True)
class Context:
    """names : the arms. endpoints : those the document defines. population : words that say who was enrolled.
    order : the two arms as every comparison in words names them (`Names.order`). people : how many the document speaks of.
    carried : start of a sentence → the arms in the order in which the sentence before it names them all.
    next_to_names : starts of sentences that follow one that names arms, where the text has "the former".
    topics : start of a sentence → the arm that it goes on about (`topics.topics`).
    order_of : the results whose order `order` is, () where words tell it (`order_kept`). torn : pairs by name have another order too.
    spreads : what a spread without a name is (`mean_spreads.style`).
    medians : whether the document speaks of medians, so that a bare number may be one.
    in_arms : how many are in all the arms together, None where one has no size."""

    names: Names
    endpoints: Sequence[Endpoint]
    population: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    people: int | None = None
    carried: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[int, str] = field(default_factory=dict)
    order_of: tuple[Result, ...] = ()
    torn: bool = False
    next_to_names: frozenset[int] = frozenset()
    spreads: Style = "SD"
    in_arms: int | None = None
    medians: bool = True

    def mentions(self, sentence: Sentence) -> list[Mention]:
        return self.names.mentions(sentence)

    def link(self, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[str]:
        """The arm of each stretch of the sentence that holds a number, "" where it is not settled."""
        if not spans:
            return []
        carried = self.carried.get(sentence.start, ())
        mentions = self.names.with_nobody(sentence)
        order = self.order
        if not mentions and all(self.names.pair) and _ADDED.search(sentence.text):
            order = (
                self.names.pair
            )  # "the addition of X raised it (39 % v 13 %)": who was given more is spoken of first
        before = carried if sentence.start in self.next_to_names else ()
        mentions = [*mentions, *former_and_latter(sentence, mentions, before)]
        better = favoured(sentence, spans, mentions) if len(self.names.labels) == 2 else ""
        topic = better or self.topics.get(sentence.start, "")
        if topic and not better and _tells_against(sentence, spans):
            order = () if order[:1] == (topic,) else order
        elif topic:
            order = (topic, next(label for label in self.names.labels if label != topic))
            mentions = [] if better else mentions
        found = link(sentence, spans, mentions, self.names.labels, order, carried, self.torn)
        if self.names.against:
            found = against_partner(sentence, spans, found, mentions, self.names.against)
        for i in of_two_outcomes(sentence, spans) if not mentions else ():
            found[i] = ""
        return ["" if label == NOBODY else label for label in found]

    def outcome(self, sentence: Sentence, start: int, end: int) -> Outcome:
        return outcome(sentence, start, end, self.endpoints, self.names)

    def pair(self, sentence: Sentence, at: int | None = None) -> tuple[str, str]:
        """(arm, versus) of a contrast: as the sentence sets them, else the trial's two arms, else ("", "").

        "A versus B" keeps the document's order, so that a check can see a ratio printed the other way. at : where the
        contrast begins; of several "A versus B" the one that is nearest to it is its own.
        """
        mentions = self.mentions(sentence)
        labels = list(dict.fromkeys(m.label for m in mentions))
        if self.names.against:
            return pair_of(mentions, at, self.names.against)
        if len(labels) < 2 and is_of_no_arm(sentence, mentions, at):
            return "", ""
        if len(labels) == 2:
            set_so = _set_against(sentence.text, mentions, at)
            if set_so is not None:
                return set_so
            first, second = next((a, b) for a, b in itertools.pairwise(mentions) if a.label != b.label)
            if _SET_AGAINST.search(sentence.text[first.end : second.start]):
                return first.label, second.label
        known = self.names.pair
        if not all(known) or not set(labels) <= set(known):
            return "", ""
        return turned_pair(sentence.text, mentions, at, known)

    def result(
        self,
        rule: Rule,
        sentence: Sentence,
        span: tuple[int, int],
        measure: Measure,
        about: Outcome,
        **fields: Any,
    ) -> Result:
        """A Result quoted at `span`. A resolved endpoint is in its lineage; its time serves when none is nearer."""
        span = _closed(sentence.text, span)
        arms = [(m.start, m.end) for m in self.mentions(sentence)]
        part = subgroup(sentence, self.population, span[0], self.in_arms or self.people, arms)
        near = time_near(sentence, *span)
        # "In slices inflamed at baseline, ...": that time says who is meant, not when they were measured.
        time = about.time if near and near in part else near or about.time
        of: tuple[str, ...] = (about.of,) if about.of else ()
        if self.order_of and fields.get("arm") and not self.mentions(sentence):
            of += tuple(r.id for r in self.order_of)
        because = fields.pop("because", None) or Because(rule=f"read.grammar.{rule}", of=of)
        return Result(
            measure=measure,
            endpoint=about.label,
            time=fields.pop("time", "") or time,
            subgroup=part,
            quote=sentence.quote(*span),
            because=because,
            **fields,
        )


def _closed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the bracket that closes one opened inside it, so that quotes read well."""
    start, end = span
    inside = text[start:end]
    for opening, closing in ("()", "[]"):
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            return start, end + 1
    return span


@once
def test_named(sentence: Sentence) -> str:
    """The one statistical test the sentence names, "" for none or several."""
    found = {m.group().lower(): m.group() for m in _TEST.finditer(sentence.text)}
    return next(iter(found.values())) if len(found) == 1 else ""


def _tells_against(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a pair is no order of one that "had lower rates" and another: "lower (19 v 6 %)"."""
    pairs = zip(spans[::2], spans[1::2], strict=False)
    return any(contradicted(sentence, first, second) for first, second in pairs)


# "placebo v zinc", "placebo/zinc", "placebo minus zinc": the first is compared with the second ...
_AGAINST = re.compile(
    r"(?i)\s?(?:(?:groups?|arms?|patients|therapy|treatment)\s)?(?:versus|vs\.?|v\.?|minus|/|(?:as )?compared (?:with|to)|relative to)\s?(?:the\s)?"
)
# ... and "compared with zinc, placebo had" the second with the first.
_COMPARED = re.compile(
    r"(?i)\b(?:compared|comparison|relative) (?:with|to)(?: the| those (?:given|on|receiving))?\s?\Z"
)
_THEN = re.compile(
    r"(?i)(?:\s(?:groups?|arms?|alone|therapy|treatment))?,\s(?:the\s|(?:patients|people|those|participants)\s(?:given|on|receiving|assigned to|treated with)\s)?"
)
_FAR = 120  # characters between a contrast and the words that set it


def _set_against(text: str, mentions: Sequence[Mention], at: int | None) -> tuple[str, str] | None:
    """(arm, versus) where the words between two names set one against the other, nearest to `at`; None where none do."""
    found: list[tuple[int, tuple[str, str]]] = []
    for a, b in itertools.pairwise(mentions):
        between = text[a.end : b.start]
        if a.label == b.label:
            continue
        if _AGAINST.fullmatch(between):
            found.append((_apart(a.start, b.end, at), (a.label, b.label)))
        elif _THEN.fullmatch(between) and _COMPARED.search(text, max(0, a.start - 60), a.start):
            found.append((_apart(a.start, b.end, at), (b.label, a.label)))
    near = [x for x in found if x[0] <= _FAR]
    return min(near)[1] if near else None


def _apart(start: int, end: int, at: int | None) -> int:
    return 0 if at is None or start <= at <= end else min(abs(start - at), abs(end - at))
