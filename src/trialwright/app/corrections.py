"""Where a person's corrections of criteria are kept: beside the document or plan.yaml that holds the rules."""

from __future__ import annotations

from pathlib import Path

from trialwright.errors import CriterionError
from trialwright.model.criterion import Correction

SUFFIX = ".criteria.yaml"


def beside(path: Path) -> Path:
    """protocol.html → protocol.html.criteria.yaml"""
    return path.with_name(path.name + SUFFIX)


def content(path: Path) -> bytes:
    """The bytes of the corrections beside a file, empty where there are none."""
    kept = beside(path)
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
