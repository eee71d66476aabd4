"""Proportions as Results: each share, and each count without one, with its arm and endpoint where the sentence settles them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.model.result import Result
from trialwright.read.grammar.arm_counts import event_counts, tells_of_a_fate
from trialwright.read.grammar.bracket_counts import bracket_counts, words_of_part
from trialwright.read.grammar.characteristics import is_characteristic
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.counts_by_place import counts_by_place
from trialwright.read.grammar.from_to import SCORED
from trialwright.read.grammar.kept_lists import in_lists, kept_lists
from trialwright.read.grammar.later_clauses import may_have_order, of_later_clauses, order_at
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.listed_counts import listed_counts
from trialwright.read.grammar.lone_arm_counts import of_lone_arm
from trialwright.read.grammar.lone_percents import of_neither
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.of_them import of_them
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcome_lists import are_of_several, of_two_outcomes
from trialwright.read.grammar.outcomes import Outcome, shared
from trialwright.read.grammar.paired_counts import (
    arms_of_pair,
    bracketed_counts,
    counts_events,
    paired_counts,
)
from trialwright.read.grammar.quantities import is_quantity
from trialwright.read.grammar.responses_of_count import kind_of_response
from trialwright.read.grammar.second_arm_counts import second_arm_counts
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.several_counts import several_counts
from trialwright.read.grammar.shares import AND_FIRST, Share, shares
from trialwright.read.grammar.shares_of_doses import of_named_dose
from trialwright.read.grammar.sizes_in_order import set_against
from trialwright.read.grammar.strokes import of_two_arms
from trialwright.read.grammar.than_brackets import as_told_before
from trialwright.read.grammar.turned_names import as_named, of_their_places
from trialwright.read.grammar.two_times import at_two_times
from trialwright.read.grammar.undivided import is_overall, parts_of_all, sums_after
from trialwright.read.patterns import Pattern

# "42% in both arms", "15% of patients in each group"
_IN_EACH = Pattern(
    rf"(?i)[)\]]?\s(?:of\s(?:the\s)?{PEOPLE}\s)?(?:in|for|of|with)\s(?:both|each|either)\s(?:of the\s)?(?:(?:treatment|study|trial|randomi[sz]ed)\s)?(?:groups?|arms?)\b(?!\s(?:combined|together|pooled|taken\stogether))"
)
# "No woman in either group needed surgery"
_NOBODY_IN_EITHER = Pattern(
    rf"(?i)no(?:ne\sof\sthe)?\s(?:{PEOPLE}|woman|man|child|infant)\s(?:in|on)\s(?:either|any)\s(?:of\sthe\s)?(?:\w+\s)?(?:groups?|arms?)\b"
)
# "No maternal death occurred in either group"
_NOTHING_IN_EITHER = Pattern(
    r"(?i)[^.;,]{0,60}?\b(?:occurred|developed|(?:was|were)\s(?:seen|observed|reported|found|noted|recorded))\s(?:in|on|with)\s(?:either|both|any)\s(?:of\sthe\s)?(?:\w+\s)?(?:groups?|arms?)\b"
)
# "97 % of all patients", unless these are of one arm: "of all patients given A"
_OF_ALL = Pattern(
    rf"(?i)[)\]]?\s(?:of|in)\s(?:all|study|the\s(?:whole|entire|total|full|overall|study|studied))\s(?:[\w-]+\s){{0,2}}?"
    rf"(?:{PEOPLE}|population|cohort|sample|analysis\sset)\b(?!\s(?:in|on|with|who|receiving|given|treated|assigned|allocated|randomi[sz]ed|taking)\b)"
)

# "in seven people in the whole study (2.2%)"
# ... or "; of all adults 12%"
_IN_ALL = Pattern(
    rf"(?i)\bin\sthe\s(?:whole|entire)\s(?:study|trial|series|population|sample|cohort)\s?[(\[]$|\b(?:of|among|in)\sall\s(?:the\s)?(?:\w+\s)?{PEOPLE},?\s(?:only\s)?$"
)
_AGAINST = Pattern(r"(?i)[)\]]?\s(?:vs?\.?|versus)\s")
_AGAINST_IT = Pattern(r"(?i)\s(?:vs?\.?|versus)\s$")
_SIZE = Pattern(rf"(?i)\bn\s?=\s?(?P<n>{INT})")
_ITS_SIZE = Pattern(rf"\s?[;,]\s?[Nn]\s?=\s?(?P<n>{INT})(?=\s?[)\]])")
_LEAST = 5  # fewer fit the percents of several numbers of people
_NEAR = 20  # characters after a count in which an arm's name says whose it is
_OPENS_OF = Pattern(r"(?:^|[.;]\s)(?:Of|Among)\s(?:the\s|these\s|all\s)?$")
_EVENTS = r"(?:deaths|relapses|recurrences|withdrawals|drop-?outs|discontinuations)"
_OF_SO_MANY_EVENTS = Pattern(
    rf"(?:^|[.;:]\s)(?:Of|Among|of|among)\s(?:the\s|these\s|all\s)?{COUNT}\s(?:[a-z-]+\s){{0,2}}{_EVENTS},?\s[^.;:]{{0,120}}$"
)
_OF_EVENTS = Pattern(rf"(?i)[)\]]?\sof\s(?:the\s|all\s|these\s)?(?:[a-z-]+\s)?{_EVENTS}\b")
_WHO = Pattern(r"(?i)[)\]]?,?\s(?:with|who|whose|that|for whom|completing|available|evaluable|seen)\b")
_PEOPLE_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/=])(?P<n>{COUNT})\s{FEW}{PEOPLE}\s?[(\[][^()\[\]]{{0,60}}$|[(\[]\s?n\s?=\s?(?P<m>{INT})[;,][^()\[\]]{{0,60}}$"
)

# "16 patients had a flare (8%)": what the share is of stands inside it
_SAYS = Pattern(
    rf"(?i)(?P<n>{COUNT})\s{FEW}{PEOPLE}\s(?:had|developed|died|relapsed|experienced|reported|suffered|withdrew|recovered|responded)\b"
)


# "was normal in 46%": of people, whatever quantity it was
_IN_PEOPLE = Pattern(r"(?i)\b(?:in|among|for|by)\s(?:(?:only|about|nearly|over|up\sto)\s)?$")


def proportions(sentence: Sentence, context: Context) -> Iterator[Result]:
    """One Result a proportion, with arm and endpoint where the sentence settles them."""
    named = [m.start for m in context.mentions(sentence)]
    # "no X" is an arm's name, and so is "X 50"
    found = [
        s
        for s in (of_named_dose(sentence, one, context.mentions(sentence)) for one in shares(sentence))
        if not (s.outcome and s.start in named)
        and not any(m.start < s.start and s.end <= m.end for m in context.mentions(sentence))
    ]
    # "none of those given A had X": the arm stands inside the words of a zero, so only its first word is placed.
    places = [(s.start, s.start + 2 if s.outcome else s.end) for s in found]
    arms = of_later_clauses(sentence, places, context.link(sentence, places), context)
    arms = _without_all(sentence, found, arms, context)
    abouts = shared(
        sentence, [(s.start, s.end) for s in found], [_about(sentence, s, context) for s in found]
    )
    places = [(s.start, s.end) for s in found]
    abouts = as_named(sentence, places, of_their_places(sentence, places, arms, abouts, context.names))
    abouts = as_told_before(sentence, places, context.mentions(sentence), abouts)
    timed = at_two_times(sentence, places, context.mentions(sentence))
    in_people = any(_IN_PEOPLE.search(sentence.text, 0, s.start) for s in found)
    for i, (share, arm, about) in enumerate(zip(found, arms, abouts, strict=True)):
        if is_characteristic(sentence, share.start):
            continue
        measured = not (in_people or share.cases) and bool(share.percent) and is_quantity(about.label)
        for one in context.names.labels if _is_of_each(sentence, share, context) else (arm,):
            yield context.result(
                "proportions", sentence, (share.start, share.end), "mean" if measured else "proportion", about,
                value=share.percent, count=share.cases, total=share.total, arm=one, unit="%" if share.percent else "",
                time=timed[i].time if i in timed else "",
            )  # fmt: skip
    counts = _counts(sentence, context)
    counts += _of_them(sentence, list(zip(found, arms, strict=True)), counts, context)
    counts = [c for c in counts if not any(c[0][0] < s.end and s.start < c[0][1] for s in found)]
    yield from _of_counts(sentence, counts, context)


_CHANGED_TO = Pattern(r"(?i)\bfrom\s\d[\d.]*\s(?:points?\s)?to\s$")


def _of_counts(
    sentence: Sentence, counts: Sequence[tuple[tuple[int, int], str]], context: Context
) -> Iterator[Result]:
    """A Result for each count that is no sum of those behind it."""
    listed = in_lists(sentence.text, counts)
    kept = []
    for (start, end), arm in sorted(counts, key=lambda counted: counted[0]):
        own = any(end <= m.start < end + _NEAR for m in context.mentions(sentence))
        summed = not own and (start, end) not in listed
        if not (summed and _is_divided(sentence, end, whole(sentence.text[start:end]), context)):
            kept.append(((start, end), arm))
    parts = _words_of_parts(sentence, [place for place, _ in kept], context)
    for place, arm in kept:
        if place in parts:
            yield _counted(sentence, place, Outcome(parts[place]), arm, context)
    kept = [(place, arm) for place, arm in kept if place not in parts]
    places = [place for place, _ in kept]
    kinds = [kind_of_response(sentence.text, end) for _, end in places]
    abouts = shared(sentence, places, [context.outcome(sentence, *place) for place in places])
    abouts = of_their_places(sentence, places, [arm for _, arm in kept], abouts, context.names)
    abouts = [Outcome(kind) if kind else about for kind, about in zip(kinds, abouts, strict=True)]
    for ((start, end), arm), about in zip(kept, as_named(sentence, places, abouts), strict=True):
        if SCORED.search(about.label) and _CHANGED_TO.search(sentence.text, max(0, start - 24), start):
            continue  # "the pain score fell from 7 to 3 with A"
        yield _counted(sentence, (start, end), about, arm, context)


def _counted(
    sentence: Sentence, place: tuple[int, int], about: Outcome, arm: str, context: Context
) -> Result:
    count = whole(sentence.text[slice(*place)])
    return context.result("proportions", sentence, place, "proportion", about, count=count, arm=arm)


def _words_of_parts(
    sentence: Sentence, places: Sequence[tuple[int, int]], context: Context
) -> dict[tuple[int, int], str]:
    """Place of each count of a part of what is counted before it → the words that say of which part."""
    mentions = context.mentions(sentence)
    people = context.people or context.in_arms
    several = (
        {i.place: i.words for i in several_counts(sentence, mentions, people)} if len(places) > 1 else {}
    )
    found = {
        place: several.get(place) or words_of_part(sentence.text, place, mentions)
        for place in places
        if not kind_of_response(sentence.text, place[1])
    }
    return {place: words for place, words in found.items() if words}


def _of_them(
    sentence: Sentence,
    found: Sequence[tuple[Share, str]],
    counts: Sequence[tuple[tuple[int, int], str]],
    context: Context,
) -> list[tuple[tuple[int, int], str]]:
    """Counts of some of those who are counted just before them."""
    told = [(s.start, s.end, arm, s.cases) for s, arm in found]
    told += [(a, b, arm, whole(sentence.text[a:b])) for (a, b), arm in counts]
    return list(of_them(sentence, sorted(told), context.mentions(sentence)))


def _is_of_each(sentence: Sentence, share: Share, context: Context) -> bool:
    """Whether one number is said to hold for every arm; not the last one of several: "40% and 20% in both groups"."""
    if share.outcome and len(context.names.labels) > 1:
        text, start = sentence.text, share.start
        if _NOBODY_IN_EITHER.match(text, start) or _NOTHING_IN_EITHER.match(text, start):
            return True
    if len(context.names.labels) < 2 or not _IN_EACH.match(sentence.text, share.end):
        return False
    return not AND_FIRST.search(sentence.text, 0, share.start)


def _without_all(
    sentence: Sentence, found: Sequence[Share], arms: Sequence[str], context: Context
) -> list[str]:
    """`arms`, but none for shares that are of the people of all arms."""
    if not found:
        return []
    dealt = parts_of_all(found, arms)
    if len(found) > 2:
        named = min((m.start for m in context.mentions(sentence)), default=len(sentence.text))
        dealt |= {0} if is_overall(sentence, found, arms, named) else set()
    own = {
        i
        for i, s in enumerate(found)
        if sentence.text[s.end : s.end + 1] not in (")", "]")
        and any(s.end <= m.start < s.end + 2 * _NEAR for m in context.mentions(sentence))
    }
    dealt |= _of_the_whole(found, arms, context.people) - own
    dealt |= {i for i, s in enumerate(found) if _is_of_people(sentence, s, context)}
    dealt |= {i for i, s in enumerate(found) if _is_allocated(sentence, s, context.people)}
    dealt |= {i for i, s in enumerate(found) if _is_of_events(sentence, s)}
    dealt |= {i for i, s in enumerate(found) if _OF_ALL.match(sentence.text, s.end)}
    dealt |= {i for i, s in enumerate(found) if _IN_ALL.search(sentence.text, 0, s.start)}
    dealt |= of_two_arms(sentence, found, context.mentions(sentence), context.people)
    dealt |= {i for i, s in enumerate(found) if _is_of_some(sentence, s, context)}
    dealt |= of_neither(sentence, found, arms, context.mentions(sentence))
    return [
        ""
        if i in dealt
        or (arm and _may_be_sum(sentence, s) and _is_divided(sentence, s.end, s.cases or 0, context))
        else arm
        for i, (s, arm) in enumerate(zip(found, arms, strict=True))
    ]


def _of_the_whole(found: Sequence[Share], arms: Sequence[str], people: int | None) -> set[int]:
    """Indices of counts whose percent is that of all people of the document; none where those of two arms are, as in a trial
    in which each is given to all."""
    fits = {
        i
        for i, s in enumerate(found)
        if people
        and s.percent is not None
        and not s.total
        and (s.cases or 0) >= _LEAST
        and abs(100 * (s.cases or 0) / people - s.percent.value) <= 0.55 * 10.0**-s.percent.decimals
    }
    return fits if len({arms[i] for i in fits}) == 1 else set()


def _is_allocated(sentence: Sentence, share: Share, people: int | None) -> bool:
    """Whether a percent is the part of all people that an arm was given: "A (40 %; n = 200) or B (60 %; n = 300)"."""
    size = _ITS_SIZE.match(sentence.text, share.end) if people and share.percent else None
    if size is None or share.percent is None or not people:
        return False
    return abs(100 * whole(size["n"]) / people - share.percent.value) <= 0.55 * 10.0**-share.percent.decimals


def _is_of_events(sentence: Sentence, share: Share) -> bool:
    """Whether a share is of what happened, and not of people: "Of 20 relapses 15 (75%) were on A", "60% of deaths were on A"."""
    return (
        _OF_SO_MANY_EVENTS.search(sentence.text, 0, share.start) is not None
        or _OF_EVENTS.match(sentence.text, share.end) is not None
    )


def _is_of_people(sentence: Sentence, share: Share, context: Context) -> bool:
    """Whether a percent stands in brackets behind all people of the document: "112 adults (61 % women) were assigned to A"."""
    if share.cases is not None and _OPENS_OF.search(sentence.text, 0, share.start):
        return _WHO.match(sentence.text, share.end) is not None  # "Of 412 (88 %) with follow-up, ..."
    counted = None if share.cases is not None else _PEOPLE_BEFORE.search(sentence.text, 0, share.start)
    beside = sentence.text[share.end : share.end + 1] + sentence.text[share.start - 1 : share.start]
    if counted is None or "/" in beside:  # "(N = 1310; 71%/72%)"
        return False
    number = whole(counted["n"] or counted["m"])
    sizes = [whole(m["n"]) for m in _SIZE.finditer(sentence.text, share.end)]
    return number == context.people or (len(sizes) > 1 and number == sum(sizes))


# "14% of those on A who replied": not of all who are on A
_WHO_COULD = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?\s(?:who|that|and)\s(?:had\s)?(?:replied|answered|returned\s(?:the|a|their)|attended|responded\sto\sthe|were\s(?:examined|scanned|tested|biopsied|reached|interviewed|available|evaluable)|had\s(?:a\s|an\s)?(?:scan|biopsy|data|available))\b"
)


def _is_of_some(sentence: Sentence, share: Share, context: Context) -> bool:
    """Whether a percent is of those of an arm who could be asked or looked at."""
    name = next((m for m in context.mentions(sentence) if m.start >= share.end), None)
    if share.percent is None or share.total or name is None or name.start - share.end > 3 * _NEAR:
        return False
    return _WHO_COULD.match(sentence.text, name.end) is not None


def _may_be_sum(sentence: Sentence, share: Share) -> bool:
    """Whether a count may be that of all arms: one out of an arm's people, or set against another arm's, is not."""
    against = _AGAINST.match(sentence.text, share.end) or _AGAINST_IT.search(sentence.text, 0, share.start)
    return bool(share.cases) and not share.total and not against


def _is_divided(sentence: Sentence, end: int, count: int, context: Context) -> bool:
    """Whether counts that follow, one for each arm, add up to this one."""
    for parts in sums_after(sentence, end, count, len(context.names.labels)):
        arms = context.link(sentence, parts)
        if all(arms) and len(set(arms)) == len(parts):
            return True
    return False


def _counts(sentence: Sentence, context: Context) -> list[tuple[tuple[int, int], str]]:
    """Counts without a percent or a total, each with its arm."""
    known = context.people or (context.in_arms if tells_of_a_fate(sentence) else None)
    out = event_counts(sentence, context.names, known)
    if not out and known is None:
        out = of_lone_arm(sentence, context.mentions(sentence), context.in_arms, len(context.names.labels))
    mentions = context.mentions(sentence)
    if not out:
        out = counts_by_place(sentence, mentions, context.carried.get(sentence.start, ()))
    out += second_arm_counts(sentence, mentions, out, known)
    out += bracket_counts(sentence, mentions, out, context.names.labels)
    taken = {place for place, _ in out}
    several = several_counts(sentence, mentions, known)
    out += [(i.place, i.label) for i in several if i.place not in taken]
    beside_arms = {place for place, _ in out}
    dealt = set_against(sentence.text, context.people)
    for pair in paired_counts(sentence):
        if not beside_arms.issuperset(pair) and pair != dealt:
            own = arms_of_pair(sentence.text, pair, mentions, context.names.labels)
            out += zip(pair, own or context.link(sentence, pair), strict=True)
    bracketed = bracketed_counts(sentence)
    # All people together are in the arms, and had no event by that.
    sizes = sum(whole(sentence.text[a:b]) for a, b in bracketed) == context.people
    arms = context.link(sentence, bracketed) if len(bracketed) == 2 and not sizes else []
    known = {place for place, _ in out}
    carried = context.carried.get(sentence.start, ())
    for places in listed_counts(sentence, carried):
        counted = sum(whole(sentence.text[a:b]) for a, b in places)
        if _are_of_several(sentence, context, places):
            continue
        if counted != context.people and not known.intersection(places):
            arms_of = context.link(sentence, places)
            plain = not any(arms_of) and " and " in sentence.text[places[0][1] : places[-1][0]]
            plain = plain and not of_two_outcomes(sentence, places)
            out += zip(places, carried if plain and len(carried) == len(places) else arms_of, strict=True)
            known.update(places)
    out += _kept(sentence, context, known)
    known = {place for place, _ in out}
    if len(set(arms)) == 2 and all(arms) and not known.intersection(bracketed):
        out += zip(bracketed, arms, strict=True)
    doses = [m for m in context.mentions(sentence) if sentence.text[m.start].isdigit()]  # "X 1, 2 and 5 mg"
    return [
        told
        for told in dict.fromkeys(out)
        if not counts_events(sentence.text, told[0][1])
        and not any(m.start <= told[0][0] < m.end for m in doses)
    ]


def _are_of_several(sentence: Sentence, context: Context, places: Sequence[tuple[int, int]]) -> bool:
    """Whether counts in a sentence that names no arm are told of as many times, places or kinds of people."""
    return not context.mentions(sentence) and are_of_several(sentence.text, places[0][0], places[-1][1])


def _kept(
    sentence: Sentence, context: Context, known: set[tuple[int, int]]
) -> list[tuple[tuple[int, int], str]]:
    """Counts of lists in the order of the arms, in a sentence or clause that names none. known : places that other rules read."""
    out: list[tuple[tuple[int, int], str]] = []
    size = len(context.names.labels)
    for places in kept_lists(sentence, size) if may_have_order(sentence, context) else ():
        order = order_at(sentence, context, places[0][0], places[-1][1])
        counted = sum(whole(sentence.text[a:b]) for a, b in places)
        read = any(a < d and c < b for a, b in places for c, d in known)
        if len(order) != size or read or counted == context.people or of_two_outcomes(sentence, places):
            continue
        if _are_of_several(sentence, context, places):
            continue
        arms = [] if context.mentions(sentence) else context.link(sentence, places)
        out += zip(places, arms if any(arms) else order, strict=True)
    return out


def _about(sentence: Sentence, share: Share, context: Context) -> Outcome:
    if share.outcome:
        return Outcome(tidy(share.outcome, context.names))
    if said := _SAYS.match(sentence.text, share.start, share.end):
        return context.outcome(sentence, *said.span("n"))
    return context.outcome(sentence, share.start, share.end)
