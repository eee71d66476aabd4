"""The dictionary of concepts: our files in this folder, and a site's own on top."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from trialwright.model.concept import Concepts


def load(*extra: Path) -> Concepts:
    """The dictionary, with the entries of `extra` YAML files on top; a same name replaces ours.

    Raises PlanError with file, line and fix for a file that is absent, malformed or contradicts itself.
    """
    from trialwright.adapters.concepts.files import read, refuse_doubled_words
    from trialwright.adapters.concepts.hypersensitivities import to_drugs

    entries = {c.name: c for c in _bundled()}
    for path in extra:
        added = read(path)
        refuse_doubled_words(added, entries, path)
        entries |= {c.name: c for c in added.values()}
    return Concepts(entries=(*entries.values(), *to_drugs(entries.values())))


@lru_cache(maxsize=1)
def _bundled():  # type: ignore[no-untyped-def]
    from trialwright.adapters.concepts.files import read

    return tuple(c for path in sorted(Path(__file__).parent.glob("*.yaml")) for c in read(path).values())
