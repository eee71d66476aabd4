"""Generators of virtual patients, one file each, for plans without patient data.

A file declares NAME, INDEX, ASSUMPTIONS (name → value and why), SOURCES (name → citation), CAPTURED
(words) and generate(n, rng) → Generated. Generated patients show what the tool does; they are no evidence.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass
class Generated:
    """Persons in order 0..n-1, and facts as columns that grow together.

    age_years, sex : (n,). Facts: person (index into persons), word of the concept, hours from the index
    (NaN: no time), value (NaN: bare event), unit.
    """

    age_years: Floats
    sex: list[str]
    person: list[Any] = field(default_factory=list)
    word: list[str] = field(default_factory=list)
    hours: list[Floats] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    unit: list[str] = field(default_factory=list)

    def add(self, word: str, unit: str, who: Any, hours: Any, value: Any) -> None:
        """Facts of one concept for some persons. who : (m,) indices; hours, value : (m,) or one number."""
        who = np.asarray(who)
        self.person.append(who)
        self.word.append(word)
        self.hours.append(np.broadcast_to(np.asarray(hours, dtype=float), who.shape))
        self.value.append(np.broadcast_to(np.asarray(value, dtype=float), who.shape))
        self.unit.append(unit)


class Generator(Protocol):
    """What a file in this folder declares."""

    NAME: str
    INDEX: str
    ASSUMPTIONS: Mapping[str, tuple[Any, str]]
    SOURCES: Mapping[str, str]
    CAPTURED: tuple[str, ...]

    @staticmethod
    def generate(n: int, rng: np.random.Generator) -> Generated: ...


def found() -> dict[str, Generator]:
    """Every generator in this folder, by its NAME."""
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.NAME: m for m in modules}
