"""The rules in order: what is said of the design first, then results that can be linked to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from trialwright.model.base import Because, Node
from trialwright.model.document import Document
from trialwright.model.number import Printed
from trialwright.model.result import Result
from trialwright.model.trial import Arm, Endpoint, Regimen, Stated
from trialwright.read.grammar import Grammar
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arm_flow import arm_flow
from trialwright.read.grammar.arm_sizes import found_sizes
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
from trialwright.read.grammar.factors import is_factorial, with_margins
from trialwright.read.grammar.followed import followed
from trialwright.read.grammar.kept_sizes import ArmSize, kept_sizes
from trialwright.read.grammar.lineage import Lineage
from trialwright.read.grammar.listed_arms import link, listed
from trialwright.read.grammar.mean_spreads import MEDIANS, style
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.order_kept import OrderKept
from trialwright.read.grammar.other_trials import without_others
from trialwright.read.grammar.p_values import p_values
from trialwright.read.grammar.participants import participants
from trialwright.read.grammar.people import SAID, in_arms, parts_said_as_whole, with_sum
from trialwright.read.grammar.planned import planned
from trialwright.read.grammar.polarity import better
from trialwright.read.grammar.proportions import proportions
from trialwright.read.grammar.record_parts import happened, of_record
from trialwright.read.grammar.record_regimens import regimens_of_record
from trialwright.read.grammar.regimens import regimens
from trialwright.read.grammar.registry_arms import linked, registry_arms, started, with_started
from trialwright.read.grammar.registry_contrasts import registry_contrasts
from trialwright.read.grammar.registry_tables import tables
from trialwright.read.grammar.same_endpoint import CONTRASTS, with_endpoints
from trialwright.read.grammar.sentences import Sentence, forget, readable
from trialwright.read.grammar.size_by_difference import by_difference
from trialwright.read.grammar.size_results import size_results, without_totals
from trialwright.read.grammar.sizes import stated_sizes
from trialwright.read.grammar.sizes_dealt import sizes_dealt
from trialwright.read.grammar.spoken_differences import spoken_differences
from trialwright.read.grammar.subgroups import population_words
from trialwright.read.grammar.taken_in import without_parts
from trialwright.read.grammar.telegraphic import telegraphic
from trialwright.read.grammar.test_statistics import test_statistics
from trialwright.read.grammar.topics import topics
from trialwright.read.grammar.trials import by_trial, trial_names
from trialwright.read.grammar.turned_pairs import turned
from trialwright.read.grammar.zeros import NOTHING
from trialwright.read.limits import ARMS, ENDPOINTS, NAMES, RESULTS, TRIALS, Unread, told
from trialwright.read.patterns import Pattern

_DIGIT = Pattern(r"[\d¹²³]")
_NUMBER = Pattern(
    r"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b"
    r"|\bno(?:ne)?\b[^.;]{1,60}\b(?:observed|seen|detected|reported|found|noted|recorded)\b"
)


def assemble(document: Document) -> Grammar:
    """See `trialwright.read.grammar.grammar`."""
    own, unread = readable(document)
    try:
        return _assembled(document, own, unread)
    finally:
        forget(own)


def _assembled(document: Document, own: Sequence[Sentence], unread: Sequence[Unread]) -> Grammar:
    """The Grammar of these sentences. unread : what is too long or too full to be one."""
    record = of_record(own)
    own = own if record else without_others(document, own)
    names = [] if record else trial_names(own)  # a record is of one trial
    if len(names) > TRIALS:
        why = f"The text introduces {len(names):,} trials by name: which of them a number is of was not read."
        return Grammar(unread=(*told(unread), why))
    parts: list[tuple[str, Grammar]] = []
    for trial, group in by_trial(own, names).items():
        parts.append((trial, _read(group, RESULTS - sum(len(p.results) for _, p in parts))))
    found = parts[0][1] if len(parts) == 1 and parts[0][0] == "" else _joined(parts)
    found = _with_registry(found, document, own)
    return found._replace(
        unread=tuple(dict.fromkeys((*told(unread), *(u for _, p in parts for u in p.unread))))
    )


def _with_registry(found: Grammar, document: Document, own: Sequence[Sentence]) -> Grammar:
    """Adds what the outcome tables of a registry's record state, with the endpoints they report on."""
    arms = registry_arms(document)
    if not arms and not any(t.analyses for t in tables(document)):
        return found
    short = abbreviations(own)
    entries = find_arms(own, short)
    names = Names(entries)
    labels = [e.label for e in entries]
    arms = linked(arms, labels, short)
    most = max(0, RESULTS - len(found.results) - len(arms))
    arm_of = (lambda title: link(title, labels, short).label or title) if listed(document) else None
    every = registry_contrasts(document, names, most + 1, arm_of)
    extra = [*every[:most], *arms]
    flow = started(arms)
    said = [r for r in found.results if r.measure != "size" or r.arm not in flow]
    results = sorted([*said, *extra], key=lambda r: (r.quote.start, r.quote.end))
    reported = _reported(extra, found.endpoints)
    unread = dict.fromkeys((*found.unread, *_left_out(len(every) > most, (), 0)))
    return found._replace(
        results=tuple(results),
        arms=with_started(found.arms, arms),
        endpoints=(*found.endpoints, *reported),
        unread=tuple(unread),
    )


def _joined(parts: Sequence[tuple[str, Grammar]]) -> Grammar:
    """Several trials as one document. What is stated of a design is one trial's, and has no field to say whose."""
    arms = _merged([a for _, p in parts for a in p.arms])
    endpoints = list(
        {e.label.lower(): e for _, p in reversed(parts) for e in reversed(p.endpoints)}.values()
    )[::-1]
    results = [(trial, r) for trial, p in parts for r in (*_trial_sizes(p.stated), *p.results)]
    claims_made = [(trial, c) for trial, p in parts for c in p.claims]
    nodes: list[Node] = [*arms, *endpoints, *(r for _, r in results)]
    lineage = Lineage(nodes, {n.id: trial for trial, n in [*results, *claims_made]})
    return Grammar(
        arms=lineage.all(arms),
        endpoints=lineage.all(endpoints),
        results=lineage.all(r for _, r in results),
        claims=lineage.all(c for _, c in claims_made),
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


def _merged(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """One arm a label; a size that differs between trials belongs to none of them here (see size Results)."""
    out: dict[str, Arm] = {}
    for arm in arms:
        known = out.setdefault(arm.label, arm)
        if known.size != arm.size:
            out[arm.label] = known.model_copy(update={"size": None})
    return tuple(out.values())


def _read(group: Sequence[Sentence], most: int = RESULTS) -> Grammar:
    """Everything about one trial from its sentences. most : results, after which no more are read."""
    short = abbreviations(group)
    entries = find_arms(group, short)
    names = Names(entries)
    spoken, told = happened(group), [] if of_record(group) else group
    stated = [*stated_sizes(spoken), *design_words(group), *planned(group)]
    stated += _flow(group, names)
    if not any(s.field in ("randomised", "recruited", "treated") for s in stated):
        spoken_of = participants(spoken)
        # The flow of a record tells of those screened, of whom fewer came in.
        looked_at = {s.value for s in stated if s.field == "screened" and of_record(group)}
        stated += [spoken_of] if spoken_of and spoken_of.value not in looked_at else []
    total, people = _people(stated)
    found = found_sizes(spoken, names, people)
    if taken := parts_said_as_whole(stated, found, names.labels):
        stated = [s for s in stated if s not in taken]
        total, people = _people(stated)
    found = without_parts(found, names, total, people)
    stayed = [s for s in found if s.of]
    every_size = kept_sizes([s for s in found if not s.of], names, total, people)
    every_size += by_difference(every_size, spoken, names, people)
    sizes = every_size[: max(0, most)]
    stated = with_sum(stated, sizes, names.labels)
    dosed = regimens_of_record(group, entries, names) if of_record(group) else regimens(group, names)
    arms = _arms(entries, sizes, dosed, sizes_dealt(sizes, names.labels, total))
    defined = with_directions(endpoints(told), group)
    context = replace(_context(group, names, defined, people), in_arms=in_arms(arms, names.labels))
    read, rest = _results(told, context, most - len(sizes))
    results = turned(fill_totals(read, arms, stated), arms, names, group)
    if is_factorial(group):
        results = with_margins(results, {a.label: a.size for a in arms}, group[0].document.text)
    results = with_endpoints(results, group)
    arms = solved_sizes(arms, results, stated)
    results = [*size_results(without_totals([*sizes, *stayed], results)), *results]
    return Grammar(
        arms=tuple(arms),
        endpoints=(*defined, *with_directions(_reported(results, defined), group)),
        stated=tuple(stated),
        results=tuple(sorted(results, key=lambda r: (r.quote.start, r.quote.end))),
        claims=tuple(claims(told, names, context.population)),
        unread=_left_out(rest or len(every_size) > len(sizes), entries, len(defined)),
    )


def _flow(group: Sequence[Sentence], names: Names) -> list[Stated]:
    """How many completed, withdrew and were analysed, of all and of each arm."""
    of_all, of_arms = followed(group), arm_flow(group, names)
    said = {s.field for s in of_all}
    return [*of_all, *(s for s in of_arms if s.field not in said)]


def _context(
    group: Sequence[Sentence], names: Names, defined: Sequence[Endpoint], people: int | None
) -> Context:
    """What the sentences of one trial say together, for the reading of each of them."""
    words, order, carried = population_words(group), names.order(group), names.carried(group)
    return Context(
        names,
        defined,
        words,
        order,
        people,
        carried,
        topics(group, names),
        next_to_names=_next_to_names(group, names),
        spreads=style(group),
        medians=any(MEDIANS.search(s.text) for s in group),
    )


def _next_to_names(group: Sequence[Sentence], names: Names) -> frozenset[int]:
    """See `Context.next_to_names`. What follows "the former" of such a sentence goes on from the same names."""
    if not any("the former" in s.text for s in group):
        return frozenset()
    found: set[int] = set()
    for before, sentence in pairwise(group):
        if names.mentions(before) or (before.start in found and "the former" in before.text):
            found.add(sentence.start)
    return frozenset(found)


def _people(stated: Sequence[Stated]) -> tuple[int | None, int | None]:
    """(those randomised, those or, where that is not stated, the people that the document speaks of)."""
    said = {s.field: int(s.value) for s in reversed(stated) if s.field in SAID}
    return said.get("randomised"), next((said[field] for field in SAID if field in said), None)


def _left_out(results: bool, arms: Sequence[Entry], endpoints: int) -> tuple[str, ...]:
    """What a document with more than any trial has does not get read of it."""
    most = (
        (results, f"results after the first {RESULTS:,}"),
        (len(arms) >= ARMS, f"arms after the first {ARMS}"),
        (any(len(a.names) >= NAMES for a in arms), f"names of an arm after the first {NAMES}"),
        (endpoints >= ENDPOINTS, f"endpoints after the first {ENDPOINTS}"),
    )
    return tuple(
        f"The {what} were not read: no document for readers has as many." for more, what in most if more
    )


def _results(group: Sequence[Sentence], context: Context, most: int) -> tuple[list[Result], bool]:
    """(results of the sentences in order, whether sentences were left because there were `most` already)."""
    out: list[Result] = []
    kept = OrderKept()
    two = len(context.names.labels) == 2
    if two and context.names.factorial:  # a pair without a name may be of the other factor
        context = replace(context, order=(), torn=True)
    open_order = two and not context.order and not context.torn
    for sentence in group:
        if sentence.background or not _has_number(sentence):
            continue
        if len(out) >= most:
            return out, True
        named = bool(context.mentions(sentence))
        # Of a sentence that names an arm, a clause before it may name none.
        if open_order and (kept.arms or not kept.torn) and (not named or ";" in sentence.text):
            order = kept.arms or (() if named else context.names.order_set_out)
            found = _in_sentence(sentence, replace(context, order=order, order_of=kept.of))
        else:
            torn = kept.torn or (bool(context.order) and kept.arms not in ((), context.order))
            both_ways = kept.torn and "espectively" not in sentence.text
            order = () if both_ways else context.order
            mine = replace(context, torn=True, order=order) if torn and not named else context
            found = _in_sentence(sentence, mine)
        kept = kept.after(found) if named and two else kept
        out += found
    return out, False


def _in_sentence(sentence: Sentence, context: Context) -> list[Result]:
    taken: list[tuple[int, int]] = []
    found = list(test_statistics(sentence, context, taken))
    found += contrasts(sentence, context, taken)
    found += spoken_differences(sentence, context, taken)
    found += changes(sentence, context, taken)
    found += telegraphic(sentence, context, taken)
    found += [r for r in proportions(sentence, context) if not _inside(r, sentence, taken)]
    taken += [(r.quote.start - sentence.start, r.quote.end - sentence.start) for r in found]
    found += averages(sentence, context, taken)
    found += p_values(sentence, context, taken)
    return found


def _has_number(sentence: Sentence) -> bool:
    text = sentence.text
    return bool(_DIGIT.search(text) or _NUMBER.search(text) or NOTHING.search(text))


def _inside(result: Result, sentence: Sentence, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = result.quote.start - sentence.start, result.quote.end - sentence.start
    return any(start < b and a < end for a, b in taken)


def _arms(
    entries: Sequence[Entry],
    sizes: Sequence[ArmSize],
    dosed: dict[str, tuple[Regimen, ...]],
    dealt: Mapping[str, int],
) -> list[Arm]:
    out: list[Arm] = []
    for entry in entries:
        own = _told_of_all([s for s in sizes if s.label == entry.label])
        said, first = {s.size for s in own}, next(iter(own), None)
        place = entry.place
        out.append(
            Arm(
                label=entry.label,
                role=entry.role,
                # Two printed sizes are the randomised and the analysed; only a sum tells which is which.
                size=dealt.get(entry.label, first.size if first and len(said) == 1 else None),
                regimens=dosed.get(entry.label, ()),
                quote=place.sentence.quote(place.start, place.end),
                because=Because(rule="read.grammar.arms"),
            )
        )
    return out


def _told_of_all(sizes: Sequence[ArmSize]) -> Sequence[ArmSize]:
    """The sizes of an arm without those over tables, which count the people who are analysed there ("n = 83" over adverse
    events), where the text tells of as many or more."""
    in_text = [s for s in sizes if s.sentence.role != "table"]
    return in_text if in_text and max(s.size for s in in_text) == max(s.size for s in sizes) else sizes


def _reported(results: Sequence[Result], defined: Sequence[Endpoint]) -> list[Endpoint]:
    """Endpoints that no sentence defines but a contrast between arms reports on."""
    known = {e.label.lower() for e in defined}
    out: dict[str, Endpoint] = {}
    for r in results:
        if len(out) < ENDPOINTS and r.measure in CONTRASTS and r.endpoint and r.endpoint.lower() not in known:
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
