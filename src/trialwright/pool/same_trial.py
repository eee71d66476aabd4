"""One trial, many documents: which results belong to the same trial, so that none counts twice."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

# Identifiers that name a trial rather than a paper about it.
REGISTERS = ("nct", "eudract", "ctis", "isrctn")


class Trials:
    """Maps a result to its trial. Names are joined by shared identifiers, and by an equal key unless
    two registered numbers of the same register contradict it."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._same: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._numbers: dict[str, dict[str, str]] = {}
        for reading in readings:
            if reading.trial is not None:
                self._join(reading)

    def of(self, reading: Reading, result: Result) -> tuple[str, str]:
        """(identity, name to show). A result of an unnamed trial belongs to its document alone."""
        own = reading.trial.key if reading.trial is not None else ""
        name = result.trial or own
        if not name:
            return f"document {reading.document.key}", reading.document.name
        root = self._root(_document(reading) if name == own else self._named(name))
        return root, self._shown.get(root, name)

    def _named(self, name: str) -> str:
        as_number = f"id {_plain(name)}"
        return as_number if as_number in self._same else f"key {_plain(name)}"

    def _join(self, reading: Reading) -> None:
        assert reading.trial is not None
        me = _document(reading)
        self._same.setdefault(me, me)
        self._shown.setdefault(me, reading.trial.key or reading.document.name)
        self._numbers[me] = {
            i.scheme: _plain(i.value) for i in reading.trial.identifiers if i.scheme in REGISTERS
        }
        for identifier in reading.trial.identifiers:
            self._unite(me, f"id {_plain(identifier.value)}")
        key = f"key {_plain(reading.trial.key)}"
        if reading.trial.key and not self._contradict(me, key):
            self._unite(me, key)

    def _contradict(self, a: str, b: str) -> bool:
        mine, theirs = self._numbers.get(self._root(a), {}), self._numbers.get(self._root(b), {})
        return any(scheme in theirs and theirs[scheme] != value for scheme, value in mine.items())

    def _unite(self, a: str, b: str) -> None:
        self._same.setdefault(b, b)
        keep, drop = self._root(b), self._root(a)
        if keep == drop:
            return
        self._same[drop] = keep
        self._shown[keep] = self._shown.get(keep) or self._shown.get(drop, "")
        self._numbers[keep] = {**self._numbers.get(drop, {}), **self._numbers.get(keep, {})}

    def _root(self, name: str) -> str:
        while self._same.get(name, name) != name:
            name = self._same[name]
        return name


def _document(reading: Reading) -> str:
    return f"reading {reading.document.key}"


def _plain(name: str) -> str:
    return " ".join(words(name))
