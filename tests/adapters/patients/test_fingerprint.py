"""Whatever the patients depend on changes their fingerprint, so that nothing stale is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.adapters import concepts, patients
from trialwright.adapters.patients.keys import NOT_TOGETHER
from trialwright.errors import PatientsError


@pytest.mark.parametrize("key", ["table", "mapping", "map", "omop", "fhir", "vocabulary"])
@pytest.mark.parametrize("is_folder", [False, True])
def test_every_file_that_a_plan_names_counts(tmp_path: Path, key: str, is_folder: bool) -> None:
    file = tmp_path / "named" / "part.csv" if is_folder else tmp_path / "named"
    file.parent.mkdir(exist_ok=True)
    file.write_text("one")
    before = patients.fingerprint({key: "named", "id": "x"}, tmp_path)
    assert len(before) == 64
    assert patients.fingerprint({key: "named", "id": "x"}, tmp_path) == before
    file.write_text("two")
    assert patients.fingerprint({key: "named", "id": "x"}, tmp_path) != before


def test_a_generator_has_none_and_a_server_never_the_same() -> None:
    assert patients.fingerprint({"synthetic": "icu", "n": 5}, Path()) == ""
    server = {"postgres": "SITE", "table": "t"}
    assert patients.fingerprint(server, Path()) != patients.fingerprint(server, Path())


@pytest.mark.parametrize("two", NOT_TOGETHER)
def test_keys_that_would_be_ignored_are_refused(two: tuple[str, str]) -> None:
    with pytest.raises(PatientsError, match=f"not read from {two[0]} by {two[1]}"):
        patients.open(dict.fromkeys(two, "x"), Path(), concepts.load())
