"""`trialwright check --inject`: typed errors in a user's documents, or in abstracts of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trialwright.app import verbs
from trialwright.app.injection.places import marked
from trialwright.app.injection.scoring import Trialled
from trialwright.app.injection.scoring import inject as put_in
from trialwright.app.injection.synthetic import abstract
from trialwright.app.injection.typed import TYPES

OWN = 20  # abstracts where no document is named


@dataclass(frozen=True)
class Injected:
    """trialled : every error that was made. without : types that found no place in any document."""

    documents: int
    trialled: tuple[Trialled, ...]
    without: tuple[str, ...]


def inject(paths: Sequence[Path], seed: int) -> Injected:
    """One error of each type in each document that has a place for it, read and checked before and after."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    if paths:
        documents = [marked(r) for r in verbs.read(paths, None)[0] if r.results]
    else:
        documents = [abstract(rng, i).marked for i in range(OWN)]
    trialled, without = put_in(documents, list(TYPES), rng, verbs.dictionary())
    return Injected(len(documents), tuple(trialled), tuple(without))
