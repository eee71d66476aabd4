"""Where a person's corrections are kept: beside the document, or the plan.yaml that holds the rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from trialwright.errors import CriterionError
from trialwright.model.criterion import Correction

if TYPE_CHECKING:
    from trialwright.read.result_corrections import ResultCorrection

SUFFIX = ".criteria.yaml"
RESULTS = ".results.yaml"  # corrections of numbers


def is_kept(path: Path) -> bool:
    """Whether a file holds corrections, and is no document."""
    return path.name.endswith((SUFFIX, RESULTS))


def beside(path: Path, suffix: str = SUFFIX) -> Path:
    """protocol.html → protocol.html.criteria.yaml"""
    return path.with_name(path.name + suffix)


def files(documents: Iterable[Path], plan: Path) -> list[Path]:
    """Correction files that are there, of the documents and of the plan's own rules: inputs like what they correct."""
    named = [beside(plan), *(beside(d, suffix) for d in documents for suffix in (SUFFIX, RESULTS))]
    return [p for p in named if p.is_file()]


def content(path: Path, suffix: str = SUFFIX) -> bytes:
    """The bytes of the corrections beside a file, empty where there are none."""
    kept = beside(path, suffix)
    try:
        return kept.read_bytes() if kept.is_file() else b""
    except OSError as error:
        raise CriterionError(
            f"{kept.name} cannot be read: {error.strerror}.", where=str(kept), fix="Check its permissions."
        ) from None


def told(path: Path) -> tuple[Correction, ...]:
    """The corrections beside a file. Raises CriterionError for a file that cannot be read."""
    from trialwright.read import criteria

    data = content(path)
    return criteria.corrections_in(data, beside(path).name) if data else ()


def of_results(path: Path) -> tuple[ResultCorrection, ...]:
    """The corrections of numbers beside a document. Raises EvidenceError for a file that says something else."""
    data = content(path, RESULTS)
    if not data:
        return ()
    from trialwright.read.result_corrections import load

    return load(data, beside(path, RESULTS).name)
