"""One trial, many documents: which readings, and which of their results, belong to the same trial.

Joined, in this order: by registration numbers, by article numbers, by acronym or name, by content. Never against two
different numbers of one register, and a document that names several trials' numbers, or reviews trials, joins nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from trialwright.model.labels import is_control, words
from trialwright.model.result import Reading, Result
from trialwright.model.trial import REGISTERS, Trial

_ARTICLES = ("doi", "pmid", "pmcid")
_SIZES = ("randomised", "recruited", "participants", "enrollment", "treated")
ALIKE = 0.9  # of the larger size: nearer ones may be of one trial (randomised and analysed)
FIGURES = 2  # equal figures that content is joined by
# trials that a document tells one after the other, and does not name
_BY_PLACE = re.compile(r"(?:first|second|third|fourth) trial|trial (?:\d|[A-Z]{1,3})")
_HEAD = 300  # characters that hold a title and how a text begins
MANY = 60  # people in two arms, as many in each of two documents: fewer are as many by chance
_REVIEW = re.compile(
    r"(?i)\b(?:systematic|scoping|umbrella) review\b|\bmeta-?\s?analys|\bpooled analysis of\b"
)
_WITH_REVIEW = re.compile(
    r"(?i)\btrial(?:,| and| with)\b.*(?:review|meta-?\s?analys)"
)  # "a trial and updated meta-analysis"
_OF_SOME = re.compile(
    r"(?i)\bfollow-?\s?up (?:stud(?:y|ies)|report|analysis|of (?:the|a|an|patients|participants|people|those)\b)|\bextension (?:stud|phase|trial|period)"
    r"|\bsub-?\s?stud(?:y|ies)\b|\b(?:secondary|ancillary|interim|post[- ]hoc|subgroup|exploratory) analys[ei]s\b"
)
_NAMELESS = frozenset(
    ["group", "arm", "intervention", "treatment", "treated", "active", "experimental", "drug", "study", "dose", "plus", "and", "with", "mg", "daily", "oral", "low", "high", "standard", "care"]
)  # fmt: skip


class Trials:
    """Maps a result to its trial, and groups readings of one trial."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = [r for r in readings if r.trial is not None]
        self._parent: dict[str, str] = {}
        self._held: dict[str, list[Reading]] = {}
        for reading in self._readings:
            me = _node(reading)
            self._parent[me], self._held[me] = me, [reading]
        able = [r for r in self._readings if not _of_several(r)]
        for schemes in (REGISTERS, _ARTICLES):
            for reading in able:
                for name in _numbered(reading, schemes, said=True):
                    self._unite(_node(reading), f"id {name}")
        self._by_named_number(able)
        self._by_name(able)
        self._by_content(able)

    def of(self, reading: Reading, result: Result) -> tuple[str, str]:
        """(identity, name to show). A result of an unnamed trial, or of the second of a document's own, belongs to that document alone."""
        own = reading.trial.key if reading.trial is not None else ""
        name = result.trial or own
        if _BY_PLACE.fullmatch(result.trial):
            return f"document {reading.document.key} {name}", f"{name} of {reading.document.name}"
        if not name:
            return f"document {reading.document.key}", reading.document.name
        root = self._root(_node(reading) if name == own and reading.trial is not None else self._named(name))
        return root, self._shown(root) or name

    def own(self, reading: Reading) -> str:
        """The identity of the trial that a reading is of."""
        return self._root(_node(reading))

    def is_of(self, number: str, reading: Reading) -> bool:
        """Whether a number is not known to be of another trial than the reading's."""
        return self._is_of(number, self.own(reading))

    def groups(self) -> list[list[Reading]]:
        """The readings of each trial, in reading order."""
        found: dict[str, list[Reading]] = {}
        for reading in self._readings:
            found.setdefault(self._root(_node(reading)), []).append(reading)
        return list(found.values())

    def _shown(self, root: str) -> str:
        held = self._held.get(root, ())
        keys = (r.trial.key or r.document.name for r in held if r.trial is not None)
        return next((k for k in keys if self._is_of(k, root)), held[0].document.name if held else "")

    def _is_of(self, key: str, root: str) -> bool:
        """Whether a key is no number of another trial, which its document merely names."""
        number = f"id {_plain(key)}"
        return number not in self._parent or self._root(number) == root

    def _named(self, name: str) -> str:
        as_number = f"id {_plain(name)}"
        return as_number if as_number in self._parent else f"key {_plain(name)}"

    def _by_named_number(self, able: list[Reading]) -> None:
        """A number that a page only names may be of a trial that it speaks of: not where what is tried, or in how many, is another."""
        for reading in able:
            for name in _numbered(reading, REGISTERS, said=False):
                held = self._held.get(self._root(f"id {name}"), [])
                if not any(
                    _tries_another(reading, other) or _of_other_sizes(reading, other) for other in held
                ):
                    self._unite(_node(reading), f"id {name}")

    def _by_name(self, able: list[Reading]) -> None:
        """Where a name is of two trials, a document without a number is of neither by its name alone."""
        called: dict[str, list[Reading]] = {}
        for reading in able:
            for name in _names(reading):
                called.setdefault(f"key {name}", []).append(reading)
        for name, ones in called.items():
            if any(self._apart(a, b) for a, b in combinations(ones, 2)):
                continue
            for reading in ones:
                self._unite(_node(reading), name)

    def _by_content(self, able: list[Reading]) -> None:
        """A document without a number joins the one trial whose arms, size and figures it has."""
        for reading in able:
            if _numbered(reading, REGISTERS):
                continue
            like = [
                r
                for r in able
                if r is not reading and _same_content(reading, r) and not self._apart(reading, r)
            ]
            if len({self._root(_node(r)) for r in like} - {self._root(_node(reading))}) == 1:
                for other in like:
                    self._unite(_node(reading), _node(other))

    def _apart(self, a: Reading, b: Reading) -> bool:
        """Whether what is known of either reading's trial says that they are two trials."""
        one, two = (self._held[self._root(_node(r))] for r in (a, b))
        return one is not two and any(_contradict(x, y) for x in one for y in two)

    def _unite(self, a: str, b: str) -> None:
        self._parent.setdefault(b, b)
        keep, drop = self._root(b), self._root(a)
        mine, theirs = self._held.get(drop, []), self._held.get(keep, [])
        if keep == drop or any(_two_numbers(x, y) for x in mine for y in theirs):
            return
        self._parent[drop] = keep
        order = {id(r): i for i, r in enumerate(self._readings)}
        self._held[keep] = sorted([*theirs, *mine], key=lambda r: order[id(r)])

    def _root(self, name: str) -> str:
        while self._parent.get(name, name) != name:
            name = self._parent[name]
        return name


def _node(reading: Reading) -> str:
    return f"reading {reading.document.key}"


def _plain(name: str) -> str:
    return " ".join(words(name))


def _trial(reading: Reading) -> Trial:
    assert reading.trial is not None
    return reading.trial


def _numbered(reading: Reading, schemes: Sequence[str], said: bool | None = None) -> dict[str, str]:
    """Plain number → scheme. said : only those that are said to be the document's own, or only those that are not."""
    ids = [i for i in _trial(reading).identifiers if i.scheme in schemes and said in (None, i.said)]
    return {_plain(i.value): i.scheme for i in ids}


def _names(reading: Reading) -> Iterator[str]:
    trial = _trial(reading)
    acronym = trial.first("acronym")
    yield from dict.fromkeys(
        n
        for n in (_plain(trial.key), _plain(str(acronym.value)) if acronym else "")
        if n and n not in _numbered(reading, REGISTERS, said=False)
    )


def _of_several(reading: Reading) -> bool:
    """Whether a document is of several trials: it has two numbers of one register, or reviews trials."""
    schemes = list(_numbered(reading, REGISTERS).values())
    return len(set(schemes)) < len(schemes) or reviews(reading)


def reviews(reading: Reading) -> bool:
    """Whether a document's title says that it reviews trials."""
    titles = [str(s.value) for s in _trial(reading).all("title")] if reading.trial is not None else []
    return any(_REVIEW.search(t) and not _WITH_REVIEW.search(t) for t in titles)


def _two_numbers(a: Reading, b: Reading) -> bool:
    """Whether two readings have different numbers of one register."""
    mine, theirs = ({s: n for n, s in _numbered(r, REGISTERS).items()} for r in (a, b))
    return any(scheme in theirs and theirs[scheme] != number for scheme, number in mine.items())


def _contradict(a: Reading, b: Reading) -> bool:
    """Whether two readings of one name are of two trials: by their numbers, or by what is tried in how many people."""
    if _two_numbers(a, b):
        return True
    one, two = _tried(_trial(a)), _tried(_trial(b))
    if not one or not two or one & two:
        return False
    sizes = [(x, y) for x in _sizes(a) for y in _sizes(b)]
    return bool(sizes) and not any(min(x, y) >= ALIKE * max(x, y) for x, y in sizes)


def _tries_another(a: Reading, b: Reading) -> bool:
    """Whether what is tried in one is not what is tried in the other, by any word; as many people tell of one drug by two names."""
    one, two = _tried(_trial(a)), _tried(_trial(b))
    return bool(one and two) and not one & two and not _sizes(a) & _sizes(b)


def _of_other_sizes(a: Reading, b: Reading) -> bool:
    """Whether both have arms with sizes, none of them alike: a report that names an earlier trial's number is of its own, unless it has
    fewer people and says that it follows them up or looks at some of them."""
    one, two = ({x.size for x in _trial(r).arms if x.size} for r in (a, b))
    if not one or not two or any(min(x, y) >= ALIKE * max(x, y) for x in one for y in two):
        return False
    smaller = a if max(one) < max(two) else b
    return _OF_SOME.search(smaller.document.text) is None


def _tried(trial: Trial) -> frozenset[str]:
    """Words that name what is tried."""
    labels = [a.label for a in trial.arms if a.role != "control" and not is_control(a.label)]
    said = [*labels, *(str(s.value) for s in trial.all("drug"))]
    return frozenset(
        w for text in said for w in words(text) if len(w) > 2 and w not in _NAMELESS and not w.isdigit()
    )


def _sizes(reading: Reading) -> set[int]:
    trial = _trial(reading)
    stated = {int(s.value) for f in _SIZES for s in trial.all(f) if isinstance(s.value, int | float)}
    counted = {words(a.label): a.size or 0 for a in trial.arms}
    for r in reading.results:
        if r.total and not r.subgroup and words(r.arm) in counted:
            counted[words(r.arm)] = max(counted[words(r.arm)], r.total)
    totals = {sum(counted.values())} if len(counted) > 1 and all(counted.values()) else set[int]()
    return {n for n in stated | totals if n > 0}


def _same_content(a: Reading, b: Reading) -> bool:
    """Whether two documents try the same in as many people and share figures: what one trial has, and two do not."""
    one, two = _tried(_trial(a)), _tried(_trial(b))
    acronyms = {_plain(str(s.value)) for r in (a, b) for s in _trial(r).all("acronym")}
    if not one & two or not _sizes(a) & _sizes(b) or len(acronyms) > 1:
        return False
    if len(_figures(a) & _figures(b)) >= FIGURES:
        return True
    # a later report of the same people has other figures, of a later time
    later = any(_OF_SOME.search(r.document.text) for r in (a, b))
    return later and sum(as_many_tried(a, b)) >= MANY


def try_the_same(a: Reading, b: Reading) -> bool:
    """Whether a word that names what is tried is in both, and their numbers are not those of two trials."""
    if a.trial is None or b.trial is None or _two_numbers(a, b):
        return False
    return bool(_tried(a.trial) & _tried(b.trial))


def looks_at_some(reading: Reading) -> bool:
    """Whether the head of a document says that it follows up, or looks at some of, the people of a trial."""
    return _OF_SOME.search(reading.document.text[:_HEAD]) is not None


def as_many_tried(a: Reading, b: Reading) -> tuple[int, ...]:
    """The sizes of the arms of two readings that try the same in arms of the same sizes; () where they do not, or it is not known."""
    if not try_the_same(a, b):
        return ()
    one, two = (sorted((x.role == "control", x.size or 0) for x in _trial(r).arms) for r in (a, b))
    return tuple(n for _, n in one) if len(one) > 1 and one == two and all(n for _, n in one) else ()


def _figures(reading: Reading) -> set[tuple[object, ...]]:
    """Figures that two trials do not share by chance: counts of a size, means with an SD, contrasts with an interval."""
    found = set[tuple[object, ...]]()
    for r in reading.results:
        if r.measure in ("size", "p_value"):
            continue
        if r.count and r.total and r.count != r.total:
            found.add(("count", r.count, r.total))
        if r.value is not None and r.sd is not None:
            found.add(("mean", r.value.value, r.sd.value))
        if r.value is not None and r.low is not None and r.high is not None:
            found |= {("estimate", r.measure, r.value.value), ("interval", r.low.value, r.high.value)}
    return found


__all__ = ["REGISTERS", "Trials", "as_many_tried", "looks_at_some", "reviews", "try_the_same"]
