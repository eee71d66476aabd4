"""Which arm each of a sentence's numbers belongs to: by the order of names and numbers, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.breakdowns import parts
from trialwright.read.grammar.comparatives import contradicted
from trialwright.read.grammar.completion import by_code, completed, is_opened, without_both
from trialwright.read.grammar.link import Mention
from trialwright.read.grammar.number_groups import between_words, number_groups, runs_of_names
from trialwright.read.grammar.pair_words import AND, or_not, subjects_of_all
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import (
    BETWEEN_ARMS,
    BOTH,
    JUST_BEFORE,
    STARTS_AGAINST,
    VERSUS,
    Group,
    apart,
    by_side,
    distinct,
    next_named,
)
from trialwright.read.patterns import Pattern

_RESPECTIVELY = Pattern(r"(?i)\brespective(?:ly)?\b")
_TESTED = Pattern(r"(?i)[)\]]?,?\s?[(\[,;]\s?(?:HR|hazard ratio|log-?rank|p)\b")
_RESPECTIVE_END = Pattern(r"(?i)[)\]]?,?\srespectively\b")
_COMMA = Pattern(r"(?i)(?:\s(?:groups?|arms?))?,\s(?:the\s)?")
_WERE = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?,?\s(?:(?!(?:and|or)\b)[a-z-]+\s){0,6}?(?:were|was|had|is|are)\s(?:(?:seen|observed|achieved|reported|found) in\s)?"
)
_LIST = re.compile(r",\s|\band\s|\bor\s")
_COUPLES = Pattern(rf"(?i)\s(?:and|or|{VERSUS}|that (?:in|of|for|with))\s(?:[a-z-]+\s){{0,3}}$")
# A sentence that compares in words, and names no arm, compares something else: "older women had more than younger ones".
_OF_OTHERS = Pattern(
    r"(?i)\b(?:than|compared|relative to|between|(?:similar|equal|identical) (?:to|with)|with (?:that|those))\b"
)
# "rarer after the short course (8 v 18 %)": which is spoken of may be said in words that are no name
_MORE = Pattern(
    r"(?i)\b(?:less|more|fewer|lower|higher|rarer|better|worse|shorter|longer|greater|smaller|reduced|increased|decreased|improved|favou?r\w*)\b"
)
# Words between two lists of numbers that name what the second is of.
_WORDS = Pattern(r"(?i)\b(?!(?:and|or)\b)[a-z]{3,}")
# "higher than placebo (24 % v 9 %)": the one name is that of the second number.
_AGAINST_IT = Pattern(
    r"(?i)\b(?:than|versus|vs\.?|(?:compared|comparison|relative) (?:with|to)|over)\s"
    r"(?:(?:with|in|for|on|of|to|the|that|those|patients|women|given|receiving|treated|after|by)\s){0,5}$"
)
_CLOSED = Pattern(r"\s?[)\];]")
# "41 of the 160 zinc patients": the arm's own count, so that a name after it is not what a later pair begins with
_COUNT_OF = Pattern(r"(?i)(?:\d\s?/|\bof(?:\s(?:the|all))?)\s?\d+\s(?:[a-z-]+\s){0,2}$")
_THAN = Pattern(rf"(?i)\b(?:{VERSUS}|whereas|while)\s")


def link(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str] = (),
    order: Sequence[str] = (),
    carried: Sequence[str] = (),
) -> list[str]:
    """The arm of each value (a span in the sentence), "" where the order does not settle it.

    arms : labels of the trial's arms; of a pair that names one of two, the other value is the other's.
    order : the two arms as the document's comparisons always name them, for pairs that name neither.
    carried : the arms as the sentence before names them: for "respectively" before that order, for other pairs and lists
    where there is no such order.
    """
    aside = parts(sentence, values, mentions) if len(values) > 2 else ()
    if aside:  # of kinds of people, whose numbers are not their arm's
        kept = [i for i in range(len(values)) if i not in aside]
        found = link(sentence, [values[i] for i in kept], mentions, arms, order, carried)
        whole = dict(zip(kept, found, strict=True))
        return [whole.get(i, "") for i in range(len(values))]
    if _RESPECTIVELY.search(sentence.text):
        order = () if len(arms) > 2 and carried and order and carried != order else carried or order
    elif not order and not _MORE.search(sentence.text):
        order = carried
    inside = [{m.label for m in mentions if a <= m.start < b} for a, b in values]
    out = [next(iter(labels)) if len(labels) == 1 else "" for labels in inside]
    # "11 of the 12 on A (92 %)" carries its arm itself, and the name is not there for others.
    rest = [i for i, labels in enumerate(inside) if not labels]
    free = [m for m in mentions if not any(a <= m.start < b for a, b in values)]
    for indices, names in _clauses(sentence, [values[i] for i in rest], free):
        labels = _clause(sentence, [values[rest[i]] for i in indices], names, arms, order)
        for i, label in zip(indices, labels, strict=True):
            out[rest[i]] = label
    groups = [(g.members, g.against) for g in number_groups(sentence, values, mentions)]
    out = completed(sentence, values, out, groups, mentions, arms)
    out = by_code(sentence, values, out, mentions, arms)
    return without_both(sentence, values, out)


def _clauses(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> list[tuple[list[int], list[Mention]]]:
    """Values and mentions clause by clause; a semicolon ends a clause if each side has its own names."""
    cuts = [i for i, sign in enumerate(sentence.bare) if sign == ";"] if ";" in sentence.bare else []
    groups: list[tuple[list[int], list[Mention]]] = [([], []) for _ in range(len(cuts) + 1)]
    for i, value in enumerate(values):
        groups[bisect_right(cuts, value[0])][0].append(i)
    for mention in mentions:
        groups[bisect_right(cuts, mention.start)][1].append(mention)
    if all(names for indices, names in groups if indices):
        return [g for g in groups if g[0]]
    return [(list(range(len(values))), list(mentions))]


def _clause(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
    order: Sequence[str],
) -> list[str]:
    names = runs_of_names(values, mentions)
    groups = number_groups(sentence, values, names)
    if len(groups) > 1 and not any(g.against for g in groups) and _of_each_outcome(sentence, groups, names):
        return [m.label for _ in groups for m in names]
    if len(names) == len(groups) == 1 and _one_each(sentence, groups[0], names[0], arms):
        return list(order) if len(order) == len(arms) else [""] * len(values)
    alternating = _alternating(sentence, groups, names)
    if not alternating and any(len(g.members) > 1 for g in groups):
        alternating = _segmented(sentence, groups, names)
    out = [""] * len(values)
    if alternating:
        for group, label in zip(groups, alternating, strict=True):
            for i in group.members:
                out[i] = label
        return out
    singles = [g for g in groups if len(g.members) == 1]
    if len(singles) < len(groups) and not any(g.against for g in groups):
        # "20%, 30% and 40% on A, higher than on B (10%, 15% and 20%)": each side of the contrast is one arm's.
        sided = by_side(sentence, groups, names)
        for group, label in zip(groups, sided, strict=True) if sided else ():
            for i in group.members:
                out[i] = label
        if sided:
            return out
    earlier: Group | None = None  # the pair before that is linked to two arms
    for group in groups:
        if len(group.members) > 1:
            pair = values[group.members[0]], values[group.members[1]]
            labels = _ordered(sentence, group, groups, names, arms, order, pair)
            if earlier and group.against and _goes_on(sentence, earlier, group, names):
                labels = [out[i] for i in earlier.members]
            for i, label in zip(group.members, labels, strict=True):
                out[i] = label
            earlier = group if group.against and len(set(labels)) == 2 and all(labels) else earlier
    alone = (
        apart(sentence, singles, names, arms)
        if len(singles) == len(groups)
        else next_named(sentence, singles, groups, names)
    )
    for group, label in zip(singles, alone, strict=True):
        out[group.members[0]] = label
    return out


def _alternating(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> list[str]:
    """One name for each group of values, all after theirs or all before theirs: "x in A and y in B"."""
    if not groups or any(g.against for g in groups):
        return []
    if len(groups) != len(names):
        return []
    if len(groups) == 1 and len(groups[0].members) > 1 and BOTH.search(sentence.text):
        return []
    if len(groups) == 1 < len(groups[0].members) and _is_second(sentence, groups[0], names[0]):
        return []
    if len(groups) == 1 < len(groups[0].members) and _is_last_of_list(sentence, groups[0], names[0]):
        return []
    after = all(g.end <= m.start for g, m in zip(groups, names, strict=True))
    before = all(m.start < g.start for g, m in zip(groups, names, strict=True))
    parted = all(
        not (groups[i].end <= names[j].start < groups[i + 1].start) if j != (i if after else i + 1) else True
        for i in range(len(groups) - 1)
        for j in range(len(names))
    )
    return [m.label for m in names] if (after or before) and parted else []


def _goes_on(sentence: Sentence, earlier: Group, group: Group, names: Sequence[Mention]) -> bool:
    """Whether a pair keeps the order of the one before: no two arms are set against each other between, and none just before it."""
    between = [m for m in names if earlier.end <= m.start < group.start]
    if len(earlier.members) != len(group.members) or len(distinct(between)) > 1:
        return False
    return not any(JUST_BEFORE.fullmatch(sentence.text, m.end, group.start) for m in between)


def _one_each(sentence: Sentence, group: Group, name: Mention, arms: Sequence[str]) -> bool:
    """Whether a list in brackets has one number for each of three arms or more, though one is named: "more on A (4, 0 and 10 %)"."""
    return (
        len(group.members) == len(arms) > 2
        and name.end <= group.start
        and sentence.text[name.end : group.start].rstrip()[-1:] in ("(", "[")
        and not JUST_BEFORE.fullmatch(sentence.text, name.end, group.start)
    )


def _of_each_outcome(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> bool:
    """Whether each group has one number for each arm, as "in A and B survival was x and y at one year, and z and w at two" has.

    Where no words part the groups, that is not said: "survival and response were x and y, and z and w".
    """
    size = len(names)
    if size < 2 or any(len(g.members) != size for g in groups):
        return False
    before = names[-1].end < groups[0].start
    told = _RESPECTIVELY.search(sentence.text) or (before and _subjects(sentence, groups[0], names))
    return bool(told and (before or names[0].start > groups[-1].end)) and all(
        _WORDS.search(between_words(sentence, a.end, b.start)) is not None for a, b in pairwise(groups)
    )


def _segmented(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> list[str]:
    """The arm of each group where every name has the groups before it: "in 4 % and later in 8 % of A, and in 5 % and 11 % of B"."""
    if len({m.label for m in names}) < 2 or any(g.against for g in groups) or len(groups) <= len(names):
        return []
    if _RESPECTIVELY.search(sentence.text) or groups[-1].end > names[-1].start:
        return []
    owners = [next(i for i, m in enumerate(names) if m.start >= g.end) for g in groups]
    last = {owner: g for g, owner in zip(groups, owners, strict=True)}
    if len(last) < len(names):
        return []
    opened = all(is_opened(sentence, g.end, names[i].start) for i, g in last.items())
    return [names[i].label for i in owners] if opened else []


def _is_second(sentence: Sentence, group: Group, name: Mention) -> bool:
    """Whether a name is set against one that is not known: "48 on Z versus 51 on A, that is 34% and 38%, respectively"."""
    second = name.end <= group.start and _THAN.search(sentence.text, 0, name.start)
    return bool(second and _RESPECTIVE_END.match(sentence.text, group.end))


def _is_last_of_list(sentence: Sentence, group: Group, name: Mention) -> bool:
    """Whether a name after several numbers is one that is known of names that are not: "x, y and z for K, L and placebo"."""
    between = sentence.text[group.end : name.start]
    return (
        name.start > group.end
        and _LIST.search(between) is not None
        and bool(_RESPECTIVELY.search(sentence.text))
    )


def _ordered(
    sentence: Sentence,
    group: Group,
    groups: Sequence[Group],
    names: Sequence[Mention],
    arms: Sequence[str],
    order: Sequence[str],
    pair: tuple[tuple[int, int], tuple[int, int]],
) -> list[str]:
    """The arms of values that stand together, in their order: as many names nearby, or the trial's own order.

    pair : places of the first two of them.
    """
    size = len(group.members)
    none = [""] * size
    later = [g.start for g in groups if g.start > group.end]
    after = distinct([m for m in names if m.start >= group.end and (not later or m.start < later[0])])
    every_after = distinct([m for m in names if m.start >= group.end])
    before = distinct([m for m in names if m.start < group.start][::-1])[::-1]
    respectively = _RESPECTIVELY.search(sentence.text) is not None
    if (
        len(names) == 1
        and size == 2 == len(arms)
        and names[0].label in arms
        and _is_second(sentence, group, names[0])
    ):
        return [next(o for o in arms if o != names[0].label), names[0].label]
    near = distinct([m for m in names if group.end <= m.start <= group.end + 60])
    if len(near) == size and len(after) == size:
        return after
    if size == 2 == len(arms) and (had := or_not(sentence, group, arms)):
        return [had, next(o for o in arms if o != had)]
    beside = next((m for m in reversed(names) if m.start < group.start), None)
    two = size == 2 == len(arms) and group.against and not respectively
    counted = len(before) == 2 == len(names) and all(
        _COUNT_OF.search(sentence.text, max(0, m.start - 40), m.start) for m in names
    )
    set_out = counted or (len(before) == 2 and beside and _set_against(sentence, names, beside))
    coupled = _coupled(sentence, group, names) if size == 2 else []
    if coupled and (group.against or _CLOSED.match(sentence.text, group.end)):
        return coupled
    if two and len(distinct(names)) == 1 and names[0].label in arms and _is_of_second(sentence, group, names):
        return [next(o for o in arms if o != names[0].label), names[0].label]
    if (
        two
        and beside
        and beside.label in arms
        and not set_out
        and JUST_BEFORE.fullmatch(sentence.text[beside.end : group.start])
    ):
        return [beside.label, next(o for o in arms if o != beside.label)]  # "fewer with A (6 v 5 %)"
    if len(before) == size and not group.against and _subjects(sentence, group, names):
        return before  # "In the A and B groups, x and y": the order of the one is the order of the other
    if len(before) == size and (group.against or respectively):
        # "Compared with B, A had more (x v y)": the one that is spoken of comes first.
        turned = size == 2 and group.against and not respectively and STARTS_AGAINST.match(sentence.text)
        if size == 2 and not respectively and not turned and (subjects := subjects_of_all(sentence, names)):
            return subjects
        return before[::-1] if turned and not contradicted(sentence, *pair) else before
    if len(every_after) == size and (group.against or respectively) and not before:
        return every_after
    if not names and len(order) == size and (respectively or 2 < size == len(arms)):
        return list(order)  # of three or more arms: in the order in which the sentence before names them
    if _is_of_one(sentence, group, groups, names, arms):
        return every_after * size
    compared = not names and _TESTED.match(sentence.text, group.end)  # "was 96% and 95% (HR 0.8"
    if not (group.against or compared) or size != 2 or len(arms) != 2:
        return none
    said = before[-1:] or every_after[:1]
    if said and said[0] in arms:
        other = next(o for o in arms if o != said[0])
        alone = len(distinct(names)) == 1 and before and contradicted(sentence, *pair)
        return [other, said[0]] if alone else [said[0], other]
    around = sentence.text[: group.start] + sentence.text[group.end :]
    around = BETWEEN_ARMS.sub(" ", around) if compared else around
    open_order = len(order) == 2 and not names and not BOTH.search(around)
    return list(order) if open_order and not _OF_OTHERS.search(around) else none


def _is_of_one(
    sentence: Sentence, group: Group, groups: Sequence[Group], names: Sequence[Mention], arms: Sequence[str]
) -> bool:
    """Whether a list is longer than there are arms, and the one arm that is named follows it: "in x, y and z of those on A"."""
    if len(distinct(names)) != 1 or names[0].start < group.end:
        return False
    nearest = [g for g in groups if g.end <= names[0].start][-1]
    listed = len(group.members) > len(arms) == 2 and not group.against
    return listed and not _is_last_of_list(sentence, nearest, names[0])


def _is_of_second(sentence: Sentence, group: Group, names: Sequence[Mention]) -> bool:
    """Whether the one arm that is named is that of a pair's second number: "13 %, against 21 % of those on B", "more than B (24 v 9)"."""
    before = [m for m in names if m.end <= group.start]
    if before:
        return len(before) == len(names) and all(
            _AGAINST_IT.search(sentence.text[max(0, m.start - 60) : m.start]) for m in before
        )
    return sentence.text[group.end : group.end + 1] not in (")", "]") and is_opened(
        sentence, group.end, names[0].start
    )


def _subjects(sentence: Sentence, group: Group, names: Sequence[Mention]) -> bool:
    """Whether names listed as groups just before as many numbers are what these are said of: "in A and B groups were x and y"."""
    last = [m for m in names if m.end <= group.start][-len(group.members) :]
    if len(last) < len(group.members) or len({m.label for m in last}) < len(last):
        return False
    joined = all(AND.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(last[-2:]))
    listed = all(_COMMA.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(last[:-1]))
    return bool(joined and listed and _WERE.fullmatch(sentence.text, last[-1].end, group.start))


def _set_against(sentence: Sentence, names: Sequence[Mention], last: Mention) -> bool:
    """Whether the arm named last is set against the one named before it: "fewer on A than on B (x v y)"."""
    other = next((m for m in reversed(names) if m.end <= last.start and m.label != last.label), None)
    return other is not None and _THAN.search(sentence.bare[other.end : last.start] + " ") is not None


def _coupled(sentence: Sentence, group: Group, names: Sequence[Mention]) -> list[str]:
    """The two arms that are set against each other just before a pair: "A had more than the B group (x v y)"."""
    before = [m for m in names if m.end <= group.start][-2:]
    if len(before) < 2 or before[0].label == before[1].label:
        return []
    first, second = before
    near = JUST_BEFORE.fullmatch(sentence.text[second.end : group.start])
    between = sentence.text[first.end : second.start]
    return [first.label, second.label] if near and len(between) < 90 and _COUPLES.search(between) else []
