"""Whose the numbers of a list are, in a sentence that names arms near it: one rule after another, each sure of its order or silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from trialwright.read.grammar.bare_pairs import is_bare
from trialwright.read.grammar.comparatives import contradicted, is_of_something_else
from trialwright.read.grammar.completion import AND_SO_MANY, is_opened
from trialwright.read.grammar.ends_of_lists import RESPECTIVELY, is_first_of_list, is_last_of_list
from trialwright.read.grammar.listed_groups import are_subjects
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.pair_words import each_counted, or_not, subjects_of_all
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import (
    BETWEEN_ARMS,
    BOTH,
    JUST_BEFORE,
    STARTS_AGAINST,
    VERSUS,
    Group,
    distinct,
)
from trialwright.read.patterns import Pattern

_TESTED = Pattern(r"(?i)[)\]]?,?\s?[(\[,;]\s?(?:HR|hazard ratio|log-?rank|p)\b")
_RESPECTIVE_END = Pattern(r"(?i)[)\]]?,?\s(?:respectively\b|resp\.|in\sthat\sorder\b)")
_CLAUSE_ENDS = Pattern(r"(?i)[)\]](?:[,;]|\s(?:and|but|whereas|while)\s)")
_COUPLES = Pattern(rf"(?i)\s(?:and|or|{VERSUS}|that (?:in|of|for|with))\s(?:[a-z-]+\s){{0,3}}$")
# A sentence that compares in words, and names no arm, compares something else: "older women had more than younger ones".
_OF_OTHERS = Pattern(
    r"(?i)\b(?:(?<!other )than(?!\s(?:\d+|one|two|three|four|five|six|half)\b)|compared|relative to|between(?=\sthe\s|\s[^.;,()\d]{3,50}\sand\s|\s\d)|(?:similar|equal|identical) (?:to|with)|with (?:that|those))\b"
)
_THAN_OTHERS = Pattern(
    r"(?i)\bthan\s(?:in|with|for|among|on|those)\s"
)  # the rest of "more in women than in men (3 v 2%)"
# "higher than placebo (24 % v 9 %)": the one name is that of the second number.
_AGAINST_IT = Pattern(
    r"(?i)\b(?:than|versus|vs\.?|(?:compared|comparison|relative) (?:with|to)|over)\s"
    r"(?:(?:with|in|for|on|of|to|the|that|those|patients|women|given|receiving|treated|after|by)\s){0,5}(?:[\w-]+\s?(?:/|\+|\bplus\b)\s?)?$"
)
_CLOSED = Pattern(r"\s?[)\];]")
# "41 of the 160 zinc patients": the arm's own count, so that a name after it is not what a later pair begins with
_COUNT_OF = Pattern(r"(?i)(?:\d\s?/|\bof(?:\s(?:the|all))?)\s?\d+\s(?:[a-z-]+\s){0,2}$")
_OTHER_CLAUSE = Pattern(r"(?i);|\b(?:whereas|while|but)\b")
# "12% v 19%, and rash was rarer on A", "(relative risk against A", "40% v 55% in favour of A": no order is told
_OF_MORE = Pattern(
    rf"(?i),\s(?:and|or)\s[^\d]{{0,60}}\b(?:was|were|had|is|are|did)\b[^\d]{{0,60}}$|\b(?:although|though|which|than|expected|favou?r\w*)\b|[(\[;,][^()\[\]]{{0,80}}\s(?:{VERSUS})\s(?:the\s)?$|\d[;,]\s?(?:the\s)?$"
)
# "31% v 44% once A was stopped", "was why A was stopped more than B", "led more to stop A than B"
_CLAUSE_BEHIND = Pattern(r"(?i)\b(?:why|once|because|until|led|leading|causing)\b")
_THAN = Pattern(rf"(?i)\b(?:{VERSUS}|whereas|while)\s")
_LEADS = Pattern(r"(?:(?!\band\b|\bor\b)[^.;,:%\d]){0,60}[(]?")  # no other number, and no new clause
_AND_SECOND = Pattern(r"(?i)%?[)\]]?,?\sand\s")
_NEAR = 60  # characters behind a list in which names may stand that it is of


class Clause(NamedTuple):
    """The numbers of a clause in `groups`. names : that the clause has, in order. arms : of the trial. order : in which the sentence
    before names them. torn : the sentence before has another order than the document."""

    sentence: Sentence
    groups: Sequence[Group]
    names: Sequence[Mention]
    arms: Sequence[str]
    order: Sequence[str]
    torn: bool = False


@dataclass(frozen=True)
class Run:
    """Numbers that stand together, the `group`, with what its `Clause` has. pair : places of the first two numbers."""

    sentence: Sentence
    groups: Sequence[Group]
    names: Sequence[Mention]
    arms: Sequence[str]
    order: Sequence[str]
    torn: bool
    group: Group
    pair: tuple[tuple[int, int], tuple[int, int]]

    @cached_property
    def size(self) -> int:
        return len(self.group.members)

    @cached_property
    def of_two(self) -> bool:
        """Two numbers, and two arms."""
        return self.size == 2 == len(self.arms)

    @cached_property
    def respectively(self) -> bool:
        return RESPECTIVELY.search(self.sentence.text) is not None

    @cached_property
    def against(self) -> bool:
        """Two numbers set against each other, whose order no "respectively" tells."""
        return self.of_two and self.group.against and not self.respectively

    @cached_property
    def before(self) -> list[str]:
        """The arms named before, each where it is named last."""
        return distinct([m for m in self.names if m.start < self.group.start][::-1])[::-1]

    @cached_property
    def after(self) -> list[str]:
        return distinct([m for m in self.names if m.start >= self.group.end])

    def other(self, label: str) -> str:
        return next(o for o in self.arms if o != label)


def ordered(run: Run) -> list[str]:
    """The arms of the numbers, in their order: as many names nearby, or the trial's own order; "" of each where nothing tells."""
    return next((told for rule in _RULES if (told := rule(run))), [""] * run.size)


def _of_the_second(run: Run) -> list[str]:
    name = run.names[0] if len(run.names) == 1 and run.of_two else None
    told = name and name.label in run.arms and is_second(run.sentence, run.group, name)
    return [run.other(name.label), name.label] if name and told else []


def _named_behind(run: Run) -> list[str]:
    """As many names just behind as there are numbers, and no more before the next numbers."""
    end = run.group.end
    later = next((g.start for g in run.groups if g.start > end), len(run.sentence.text))
    near = distinct([m for m in run.names if end <= m.start <= end + _NEAR and m.start < later])
    if len(near) != run.size:
        return []
    if (
        run.against
        and (own := _its_name(run))
        and (own != near[0] or _CLAUSE_ENDS.match(run.sentence.text, end))
    ):
        return []
    after = distinct([m for m in run.names if end <= m.start < later])
    return _as_compared(run, after) if len(after) == run.size else []


def _its_name(run: Run) -> str:
    """The arm whose name stands just before the bracket that the numbers are in, "" where none does: "more with A (6 v 5 %)"."""
    text, start = run.sentence.text, run.group.start
    names = (m for m in run.names if m.end <= start and JUST_BEFORE.fullmatch(text, m.end, start))
    return next((m.label for m in names), "")


def _as_compared(run: Run, behind: list[str]) -> list[str]:
    """Names behind a pair in the order of its numbers: "(9% v 4%) were less frequent on A than on B" is B's and A's."""
    if run.against and _CLAUSE_BEHIND.search(run.sentence.text, run.group.end, run.group.end + _NEAR):
        return [""] * run.size
    if not (run.against and contradicted(run.sentence, *run.pair)):
        return behind
    return [""] * run.size if is_of_something_else(run.sentence, run.pair[1]) else behind[::-1]


def _with_or_not(run: Run) -> list[str]:
    had = or_not(run.sentence, run.group, run.arms) if run.of_two else ""
    return [had, run.other(had)] if had else []


def _set_apart(run: Run) -> list[str]:
    """Two arms set against each other just before."""
    told = _coupled(run.sentence, run.group, run.names) if run.size == 2 else []
    return told if run.group.against or _CLOSED.match(run.sentence.text, run.group.end) else []


def _of_the_one_set_against(run: Run) -> list[str]:
    if not run.against or len(distinct(run.names)) != 1 or run.names[0].label not in run.arms:
        return []
    label = run.names[0].label
    return [run.other(label), label] if _is_of_second(run.sentence, run.group, run.names, run.pair[1]) else []


def _of_the_one_before(run: Run) -> list[str]:
    """ "fewer with A (6 v 5 %)": the arm just before comes first."""
    beside = next((m for m in reversed(run.names) if m.start < run.group.start), None)
    if not run.against or beside is None or beside.label not in run.arms or _is_second_of_two(run):
        return []
    text = run.sentence.text
    counted = len(run.before) == 2 == len(run.names) and all(
        _COUNT_OF.search(text, max(0, m.start - 40), m.start) for m in run.names
    )
    set_out = (
        counted
        or each_counted(text, run.names)
        or (
            len(run.before) == 2
            and _set_against(run.sentence, run.names, beside)
            # "more with A (6 v 5 %), whereas ... was more with B (7 v 4 %)": the first has a pair of its own
            and not any(g.end <= beside.start for g in run.groups)
        )
    )
    near = JUST_BEFORE.fullmatch(text[beside.end : run.group.start])
    return [beside.label, run.other(beside.label)] if near and not set_out else []


_OPENED = Pattern(r"(?i)[(\[]$|,\s(?:i\.e\.,?|that is,?|or)\s$")


_COMMA = Pattern(r"[a-zA-Z)],\s$")
_ENDS = Pattern(r"\s?[.;,(]|\s?$")


def _of_those_before(run: Run) -> list[str]:
    """ "In the A and B groups, x and y": the order of the one is the order of the other."""
    if len(run.before) != run.size:
        return []
    if not run.group.against and are_subjects(run.sentence, run.group, run.names):
        return run.before
    opened = _OPENED.search(run.sentence.text, max(0, run.group.start - 12), run.group.start)
    behind = _COMMA.search(run.sentence.text, 0, run.group.start) and run.of_two and not run.group.against
    behind = behind and _ENDS.match(run.sentence.text, run.group.end)
    # "11 on A and 12 on B, 18% and 20%"
    opened = opened or (behind and each_counted(run.sentence.text, run.names))
    # "11 on A, 12 on B and 15 on C (18%, 20% and 25%)", "11 on A and 12 on B (18% and 20%)"
    counted = opened and (len(run.arms) > 2 or each_counted(run.sentence.text, run.names))
    if counted and run.size == len(run.arms):
        return run.before
    if not run.group.against and not run.respectively:
        return []
    # "Compared with B, A had more (x v y)": the one that is spoken of comes first.
    two = run.size == 2 and not run.respectively
    turned = two and run.group.against and STARTS_AGAINST.match(run.sentence.text)
    if two and not turned and (subjects := subjects_of_all(run.sentence, run.names)):
        return subjects
    return run.before[::-1] if turned and not contradicted(run.sentence, *run.pair) else run.before


def _of_one_before_and_one_behind(run: Run) -> list[str]:
    """ "In the A group it was x, and y in the B group": the first of two is the name's before, the second that of the name behind."""
    if not run.of_two or run.group.against or len(run.names) != 2:
        return []
    first, second = run.names
    if first.label == second.label or first.end > run.group.start or run.group is not run.groups[-1]:
        return []
    between = run.sentence.text[run.pair[0][1] : run.pair[1][0]]
    leads = _LEADS.fullmatch(run.sentence.bare, first.end, run.group.start)
    alone = len(run.groups) == 1 and leads and _AND_SECOND.fullmatch(between)
    told = alone and is_opened(run.sentence, run.group.end, second.start)
    return [first.label, second.label] if told else []


def _of_those_behind(run: Run) -> list[str]:
    told = len(run.after) == run.size and (run.group.against or run.respectively) and not run.before
    return _as_compared(run, run.after) if told else []


def _of_the_order(run: Run) -> list[str]:
    """Of three arms or more: in the order in which the sentence before names them."""
    told = (
        not run.names and len(run.order) == run.size and (run.respectively or 2 < run.size == len(run.arms))
    )
    if told and run.group.against and _THAN_OTHERS.search(run.sentence.text):
        return []
    return list(run.order) if told else []


def _of_the_one_behind(run: Run) -> list[str]:
    return (
        run.after * run.size if _is_of_one(run.sentence, run.group, run.groups, run.names, run.arms) else []
    )


def _of_a_contrast(run: Run) -> list[str]:
    """Two numbers set against each other: the arm that is named first, else the order of the sentence before."""
    text, group = run.sentence.text, run.group
    compared = not run.names and _TESTED.match(text, group.end)  # "was 96% and 95% (HR 0.8"
    compared = compared or (not run.names and not run.torn and is_bare(run.sentence, group))
    if not (group.against or compared) or not run.of_two:
        return []
    said = run.before[-1:] or _said_behind(run)
    if said and run.before and _is_second_of_two(run):
        return []
    if (
        len(run.before) > run.size
    ):  # with a group that is none of the arms: the two that are set against each other
        beside = next(m for m in reversed(run.names) if m.start < group.start)
        return run.before[-2:] if _set_against(run.sentence, run.names, beside) else []
    if said and said[0] in run.arms:
        alone = len(distinct(run.names)) == 1 or not run.before
        turned = alone and contradicted(run.sentence, *run.pair)
        return [run.other(said[0]), said[0]] if turned else [said[0], run.other(said[0])]
    around = text[: group.start] + text[group.end :]
    around = BETWEEN_ARMS.sub(" ", around)
    open_order = len(run.order) == 2 and not run.names and not BOTH.search(around)
    return list(run.order) if open_order and not _OF_OTHERS.search(around) else []


def _said_behind(run: Run) -> list[str]:
    """The first arm that is named behind a pair in its own clause."""
    name = next((m for m in run.names if m.start >= run.group.end), None)
    if name is None or _OTHER_CLAUSE.search(run.sentence.bare[run.group.end : name.start]):
        return []
    between = run.sentence.text[run.group.end : name.start]
    if (
        _OF_MORE.search(between)
        or _CLAUSE_BEHIND.search(between)
        or is_of_something_else(run.sentence, run.pair[1])
    ):
        return []
    return [name.label]


def _is_second_of_two(run: Run) -> bool:
    """Whether the one name before a pair is joined to one that is not known: "the groups, 46 given X and 45 placebo, (31 v 34%)"."""
    name = next(m for m in reversed(run.names) if m.start < run.group.start)
    return len(distinct(run.names)) == 1 and AND_SO_MANY.search(run.sentence.text, 0, name.start) is not None


_RULES: tuple[Callable[[Run], list[str]], ...] = (
    _of_the_second,
    _named_behind,
    _with_or_not,
    _set_apart,
    _of_the_one_set_against,
    _of_the_one_before,
    _of_those_before,
    _of_one_before_and_one_behind,
    _of_those_behind,
    _of_the_order,
    _of_the_one_behind,
    _of_a_contrast,
)


def is_second(sentence: Sentence, group: Group, name: Mention) -> bool:
    """Whether a name is set against one that is not known: "48 on Z versus 51 on A, that is 34% and 38%, respectively"."""
    second = name.end <= group.start and _THAN.search(sentence.text, 0, name.start)
    return bool(second and _RESPECTIVE_END.match(sentence.text, group.end))


def _is_of_one(
    sentence: Sentence, group: Group, groups: Sequence[Group], names: Sequence[Mention], arms: Sequence[str]
) -> bool:
    """Whether a list is longer than there are arms, and the one arm that is named follows it: "in x, y and z of those on A"."""
    if len(distinct(names)) != 1 or names[0].start < group.end:
        return False
    nearest = [g for g in groups if g.end <= names[0].start][-1]
    listed = len(group.members) > len(arms) == 2 and not group.against
    alone = not is_last_of_list(sentence, nearest, names[0]) and not is_first_of_list(
        sentence, nearest, names[0]
    )
    return listed and alone


def _is_of_second(
    sentence: Sentence, group: Group, names: Sequence[Mention], second: tuple[int, int]
) -> bool:
    """Whether the one arm that is named is that of a pair's second number: "13 %, against 21 % of those on B", "more than B (24 v 9)"."""
    before = [m for m in names if m.end <= group.start]
    if before:
        return len(before) == len(names) and all(
            _AGAINST_IT.search(sentence.text[max(0, m.start - 60) : m.start]) for m in before
        )
    # The bracket of "9 of 41 (22%)" closes no pair.
    own = any(sign in sentence.text[slice(*second)] for sign in "([")
    closed = sentence.text[group.end : group.end + 1] in (")", "]") and not own
    return not closed and is_opened(sentence, group.end, names[0].start)


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
