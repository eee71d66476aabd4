"""The rules in order: what is said of the design first, then results that can be linked to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from trialwright.model.base import Because
from trialwright.model.document import Document
from trialwright.model.number import Printed
from trialwright.model.result import Claim, Result
from trialwright.model.trial import Arm, Endpoint, Regimen, Stated
from trialwright.read.grammar import Grammar
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arms import Entry, find_arms
from trialwright.read.grammar.averages import averages
from trialwright.read.grammar.changes import changes
from trialwright.read.grammar.claims import claims
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.contrasts import contrasts
from trialwright.read.grammar.denominators import fill_totals, solved_sizes
from trialwright.read.grammar.design_words import design_words
from trialwright.read.grammar.directions import with_directions
from trialwright.read.grammar.endpoints import endpoints, type_of
from trialwright.read.grammar.link import Names
from trialwright.read.grammar.p_values import p_values
from trialwright.read.grammar.polarity import better
from trialwright.read.grammar.proportions import proportions
from trialwright.read.grammar.regimens import regimens
from trialwright.read.grammar.sentences import Sentence, sentences
from trialwright.read.grammar.sizes import ArmSize, arm_sizes, stated_sizes
from trialwright.read.grammar.subgroups import population_words
from trialwright.read.grammar.trials import by_trial

N = TypeVar("N", Result, Claim)
_THE_RATIO = re.compile(r"(?i)\s*the\s(?:[\w-]+\s){0,3}?(?:ratio|difference)\b")
_CONTRASTS = ("difference", "odds_ratio", "risk_ratio", "hazard_ratio", "risk_difference")


def assemble(document: Document) -> Grammar:
    """See `trialwright.read.grammar.grammar`."""
    groups = by_trial(sentences(document))
    parts = [(trial, _read(group)) for trial, group in groups.items()]
    if len(parts) == 1 and parts[0][0] == "":
        return parts[0][1]
    return Grammar(
        arms=_merged([a for _, p in parts for a in p.arms]),
        endpoints=tuple(
            {e.label.lower(): e for _, p in reversed(parts) for e in reversed(p.endpoints)}.values()
        )[::-1],
        stated=(),  # each of these is one trial's, and a document of several has no field to say whose
        results=tuple(
            _of_trial(r, trial) for trial, p in parts for r in (*_trial_sizes(p.stated), *p.results)
        ),
        claims=tuple(_of_trial(c, trial) for trial, p in parts for c in p.claims),
    )


def _trial_sizes(stated: Sequence[Stated]) -> list[Result]:
    """The number randomised as a Result, which has a field for its trial."""
    return [
        Result(
            measure="size",
            value=Printed(value=float(s.value), text=str(s.value)),
            total=int(s.value),
            unit="patients",
            quote=s.quote,
            because=Because(rule="read.grammar.sizes", of=(s.id,)),
        )
        for s in stated
        if s.field == "randomised"
    ]


def _of_trial(node: N, trial: str) -> N:
    return node.model_copy(update={"trial": trial})


def _merged(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """One arm a label; a size that differs between trials belongs to none of them here (see size Results)."""
    out: dict[str, Arm] = {}
    for arm in arms:
        known = out.setdefault(arm.label, arm)
        if known.size != arm.size:
            out[arm.label] = known.model_copy(update={"size": None})
    return tuple(out.values())


def _read(group: Sequence[Sentence]) -> Grammar:
    """Everything about one trial from its sentences."""
    short = abbreviations(group)
    entries = find_arms(group, short)
    names = Names(entries)
    sizes = arm_sizes(group, names)
    stated = [*stated_sizes(group), *design_words(group)]
    arms = _arms(entries, sizes, regimens(group, names))
    defined = endpoints(group)
    results = _results(group, Context(names, defined, population_words(group)))
    results = fill_totals(results, arms, stated)
    arms = solved_sizes(arms, results, stated)
    results = [*_size_results(sizes, arms), *results]
    return Grammar(
        arms=tuple(arms),
        endpoints=tuple(with_directions([*defined, *_reported(results, defined)], group)),
        stated=tuple(stated),
        results=tuple(sorted(results, key=lambda r: (r.quote.start, r.quote.end))),
        claims=tuple(claims(group, names)),
    )


def _results(group: Sequence[Sentence], context: Context) -> list[Result]:
    out: list[Result] = []
    for sentence in group:
        if sentence.background or not any(c.isdigit() for c in sentence.text):
            continue
        taken: list[tuple[int, int]] = []
        found = list(contrasts(sentence, context, taken))
        found += changes(sentence, context, taken)
        found += [r for r in proportions(sentence, context) if not _inside(r, sentence, taken)]
        taken += [(r.quote.start - sentence.start, r.quote.end - sentence.start) for r in found]
        found += averages(sentence, context, taken)
        found += p_values(sentence, context, taken)
        found = _one_endpoint(found)
        out += _said_before(sentence, found, out)
    return out


def _said_before(sentence: Sentence, found: Sequence[Result], earlier: Sequence[Result]) -> list[Result]:
    """ "The odds ratio was ..." right after a sentence about one endpoint speaks of that endpoint."""
    near = [r for r in earlier if 0 <= sentence.start - r.quote.end < 250 and r.quote.end <= sentence.start]
    labels = {r.endpoint for r in near}
    if not _THE_RATIO.match(sentence.text) or len(labels) != 1 or not (label := next(iter(labels))):
        return list(found)
    why = Because(
        rule="read.grammar.same_endpoint", of=(near[-1].id,), formula=f"the sentence before speaks of {label}"
    )
    return [
        r.model_copy(update={"endpoint": label, "time": r.time or near[-1].time, "because": why})
        if r.measure in _CONTRASTS and not r.endpoint
        else r
        for r in found
    ]


def _one_endpoint(found: Sequence[Result]) -> list[Result]:
    """A contrast or p beside the figures it compares speaks of their endpoint, when they have just one."""
    figures = [r for r in found if r.measure in ("proportion", "mean", "median") and r.arm]
    labels = {r.endpoint for r in figures}
    if len(labels) != 1 or not (label := next(iter(labels))):
        return list(found)
    return [
        r.model_copy(update={"endpoint": label, "time": r.time or figures[0].time})
        if not r.endpoint and (r.measure in _CONTRASTS or r.measure == "p_value") and r.versus
        else r
        for r in found
    ]


def _inside(result: Result, sentence: Sentence, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = result.quote.start - sentence.start, result.quote.end - sentence.start
    return any(start < b and a < end for a, b in taken)


def _arms(
    entries: Sequence[Entry], sizes: Sequence[ArmSize], dosed: dict[str, tuple[Regimen, ...]]
) -> list[Arm]:
    out: list[Arm] = []
    for entry in entries:
        said = {s.size for s in sizes if s.label == entry.label}
        first = next((s for s in sizes if s.label == entry.label), None)
        place = entry.place
        out.append(
            Arm(
                label=entry.label,
                role=entry.role,
                # Two printed sizes are the randomised and the analysed; which is which is not for us to guess.
                size=first.size if first and len(said) == 1 else None,
                regimens=dosed.get(entry.label, ()),
                quote=place.sentence.quote(place.start, place.end),
                because=Because(rule="read.grammar.arms"),
            )
        )
    return out


def _size_results(sizes: Sequence[ArmSize], arms: Sequence[Arm]) -> list[Result]:
    """Each printed arm size as a Result of its own, so that every number has its place."""
    return [
        Result(
            measure="size",
            value=Printed(value=float(s.size), text=s.sentence.text[s.start : s.end]),
            total=s.size,
            arm=s.label,
            unit="patients",
            quote=s.sentence.quote(s.start, s.end),
            because=Because(rule="read.grammar.sizes"),
        )
        for s in sizes
    ]


def _reported(results: Sequence[Result], defined: Sequence[Endpoint]) -> list[Endpoint]:
    """Endpoints that no sentence defines but a contrast between arms reports on."""
    known = {e.label.lower() for e in defined}
    out: dict[str, Endpoint] = {}
    for r in results:
        if r.measure in _CONTRASTS and r.endpoint and r.endpoint.lower() not in known:
            out.setdefault(
                r.endpoint.lower(),
                Endpoint(
                    label=r.endpoint,
                    type=type_of(r.endpoint),
                    time=r.time,
                    better=better(r.endpoint),
                    quote=r.quote,
                    because=Because(rule="read.grammar.endpoints", of=(r.id,)),
                ),
            )
    return list(out.values())
