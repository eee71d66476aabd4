"""What a file of criteria may be."""

from pathlib import Path

import pytest

from trialwright.adapters.concepts import load
from trialwright.app import verbs
from trialwright.errors import DocumentError


def test_a_folder_is_refused_and_not_taken_for_its_first_file(tmp_path: Path) -> None:
    for name, line in (("a.txt", "Age 18 to 80 years"), ("b.txt", "Age 50 to 60 years")):
        (tmp_path / name).write_text(f"Inclusion\n{line}\n", encoding="utf-8")
    concepts = load()
    assert len(verbs.criteria_of(tmp_path / "b.txt", concepts)) == 1
    with pytest.raises(DocumentError, match="is a folder, not a file of criteria"):
        verbs.criteria_of(tmp_path, concepts)
