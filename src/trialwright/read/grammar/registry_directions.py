"""Which group of a registry's analysis is compared with which. The order in which it lists them is no direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.number import Printed
from trialwright.model.result import Measure
from trialwright.read.grammar.arm_roles import role_of
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.registry_tables import Table
from trialwright.read.limits import WORD
from trialwright.read.patterns import Pattern

RATIOS = ("odds_ratio", "risk_ratio", "hazard_ratio", "rate_ratio")
_FILL = r"[^.;:,/]{0,40}?"
_NEXT = r"(?:the\s)?(?:[\w.%-]+\s){0,3}"
_MINUS = Pattern(rf"{_FILL}(?:\s?-\s?|\sminus\s){_NEXT}", re.IGNORECASE)
_OVER = Pattern(rf"{_FILL}(?:\s?/\s?|\sdivided by\s|\sover\s){_NEXT}", re.IGNORECASE)
_VERSUS = Pattern(
    rf"{_FILL}\s(?:vs?\.?|versus|over|compared (?:with|to)|relative to|in comparison (?:with|to))\s{_NEXT}",
    re.IGNORECASE,
)
_TO = Pattern(rf"{_FILL}\sto\s{_NEXT}", re.IGNORECASE)
_RATIO_OF = Pattern(r"(?i)\b(?:ratio|odds|hazards?|risks?)\s(?:of|for|in)\s[^.;:,]{0,40}$")
_TOKEN = Pattern(r"\d+(?:\.\d+)?\s?[A-Za-zµ%][\w/]*|[A-Za-z][\w-]{2,}")
_GENERIC = Pattern(
    r"groups?|arms?|doses?|daily|weekly|once|twice|weeks?|months?|days?|mg|per|qw|q[24]w|every|and|the|with|plus|set|full"
    r"|treat(?:ment|ed)|analysis|population|fas|m?itt|cohort|part|period"
)
_PLACEBO = ("placebo", "pbo", "plb")
_CONTROL = ("control", "comparator", "reference", "control group")
_ACTIVE = ("active", "active treatment", "active drug", "treatment", "study drug", "experimental", "test")


class Direction(NamedTuple):
    """arm, versus : titles of groups, "" where nothing settles it. why : what settled it, or what stood against it."""

    arm: str = ""
    versus: str = ""
    why: str = ""


def direction(
    table: Table,
    groups: Sequence[str],
    said: str,
    measure: Measure,
    estimate: tuple[Printed, ...],
    names: Names,
) -> Direction:
    """From the words of the analysis unless the values contradict them, else from the values, else none.

    estimate : the value, then the limits of its interval if there are any.
    """
    if len(groups) != 2 or groups[0] == groups[1]:
        return Direction(why="the record lists no two groups for this analysis")
    worded = _worded(groups, said, measure, names)
    valued = _valued(table, groups, said, measure, estimate[0])
    if worded is None:
        return Direction(why="the words of the analysis name both directions")
    if not worded.arm:
        return valued
    if valued.arm and valued.arm != worded.arm:
        return Direction(why=f"{worded.why}, but {valued.why}")
    opposed = _opposed(table, worded, said, measure, estimate)
    return Direction(why=f"{worded.why}, but {opposed}") if opposed else worded


def _worded(groups: Sequence[str], said: str, measure: Measure, names: Names) -> Direction | None:
    """The direction in which the words compare the groups; None if they do so both ways."""
    mentions = _mentions(groups, said, names)
    exact, loose = (_OVER, _VERSUS) if measure in RATIOS else (_MINUS, _VERSUS)
    for patterns in ((exact,), (loose, _TO) if measure in RATIOS else (loose,)):
        found: dict[tuple[int, int], str] = {}
        for (start, end, a), (then, stop, b) in pairwise(mentions):
            fits = [p for p in patterns if a != b and p.fullmatch(said[end:then])]
            if fits == [_TO] and not _RATIO_OF.search(said[max(0, start - 60) : start]):
                continue  # "from A to B" compares nothing
            if fits:
                found.setdefault((a, b), said[start:stop])
        if len(found) > 1:
            return None
        for (a, b), words in found.items():
            return Direction(groups[a], groups[b], f"the analysis says “{words}”")
    return Direction()


def _mentions(groups: Sequence[str], said: str, names: Names) -> list[tuple[int, int, int]]:
    """(start, end, which group) of every name of one group and not of the other, in order."""
    own = [_aliases(groups[i], groups[1 - i], names) for i in (0, 1)]
    which = {a: i for i in (0, 1) for a in own[i] - own[1 - i]}
    if not which:
        return []
    longest = sorted(which, key=lambda a: (-len(a), a))
    pattern = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return [(m.start(), m.end(), which[m.group().lower()]) for m in pattern.finditer(said)]


def _aliases(title: str, other: str, names: Names) -> set[str]:
    """Lower-case ways to write a group: its title, words only it has, its arm's names, and its part in the trial."""
    mine, theirs = shadow(title).lower()[:WORD], shadow(other).lower()[:WORD]
    out = {mine, re.sub(r"\s?\([^()]*\)\s?$", "", mine)}
    there = {t.lower() for t in _TOKEN.findall(theirs)} | set(re.findall(r"\w+", theirs))
    out |= {t for t in _TOKEN.findall(mine) if t not in there and not _GENERIC.fullmatch(t)}
    label, against = names.only(title), names.only(other)
    if label and against and label != against:
        out |= {n.lower() for n in names.forms(label)}
    roles = role_of(mine), role_of(theirs)
    if roles[0] == "control" != roles[1]:
        out |= {*_CONTROL, *(_PLACEBO if "placebo" in mine else ())}
    elif roles[1] == "control" != roles[0]:
        out |= set(_ACTIVE)
    return {a for a in out if len(a) > 1}


def contrast_range(
    table: Table, row: str, arm: str, versus: str, measure: Measure
) -> tuple[float, float] | None:
    """(low, high) of the contrast that the printed values leave possible; None where they do not give it.

    A difference of shares is in percentage points, a ratio without unit.
    """
    shares = table.shares(row)
    if arm in shares and versus in shares and measure in ("risk_difference", "risk_ratio", "odds_ratio"):
        (a, b), (c, d) = shares[arm], shares[versus]
        if measure == "risk_difference":
            return 100 * (a - d), 100 * (b - c)
        if measure == "odds_ratio":
            if b >= 1 or d >= 1:
                return None
            a, b, c, d = a / (1 - a), b / (1 - b), c / (1 - c), d / (1 - d)
        return (a / d, b / c) if c > 0 else None
    values = table.rows[row]
    if measure == "difference" and table.is_mean and arm in values and versus in values:
        (a, b), (c, d) = values[arm].interval, values[versus].interval
        return a - d, b - c
    return None


def _valued(table: Table, groups: Sequence[str], said: str, measure: Measure, value: Printed) -> Direction:
    """The direction in which, alone of the two, the values of the same table give the estimate."""
    row = table.row_of(said)
    null = 1.0 if measure in RATIOS else 0.0
    fits: list[tuple[str, str]] = []
    for arm, versus in ((groups[0], groups[1]), (groups[1], groups[0])):
        possible = contrast_range(table, row, arm, versus, measure) if row is not None else None
        if possible is None or possible[0] <= null <= possible[1]:
            return Direction(
                why="neither the words of the analysis nor its table say which group is compared with which"
            )
        if any(_meets(possible, value, scale) for scale in _scales(measure)):
            fits.append((arm, versus))
    if row is None or len(fits) != 1:
        return Direction(
            why="neither the words of the analysis nor its table say which group is compared with which"
        )
    arm, versus = fits[0]
    values = table.rows[row]
    why = (
        f"{arm}: {values[arm].text}, {versus}: {values[versus].text}; "
        f"only {arm} against {versus} gives {value.text}"
    )
    return Direction(arm, versus, why)


def _scales(measure: Measure) -> tuple[float, ...]:
    """A risk difference is printed in percentage points or as a fraction."""
    return (1.0, 100.0) if measure == "risk_difference" else (1.0,)


def _meets(possible: tuple[float, float], value: Printed, scale: float) -> bool:
    low, high = (scale * x for x in value.interval)
    return low <= possible[1] + 1e-9 and possible[0] - 1e-9 <= high


def _opposed(
    table: Table, found: Direction, said: str, measure: Measure, estimate: tuple[Printed, ...]
) -> str:
    """Why the values speak against the words: a clear estimate on the other side of no effect; "" if they do not."""
    row = table.row_of(said)
    possible = contrast_range(table, row, found.arm, found.versus, measure) if row is not None else None
    if row is None or possible is None:
        return ""
    null = 1.0 if measure in RATIOS else 0.0
    above = all(e.value > null for e in estimate)
    below = all(e.value < null for e in estimate)
    if (above and possible[1] < null) or (below and possible[0] > null):
        values = table.rows[row]
        return (
            f"{found.arm} has {values[found.arm].text} and {found.versus} {values[found.versus].text}, "
            f"which is the other way round than {estimate[0].text}"
        )
    return ""
