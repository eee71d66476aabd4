"""Stored work: right for its inputs, absent for any other, never half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.app import digest
from trialwright.app.store import Store, recover_folder, replace_folder, write_whole
from trialwright.errors import PlanError
from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.design import Figure
from trialwright.model.document import Quote

QUOTE = Quote(document="d", exact="x", start=0, end=1)


def test_a_stored_value_comes_back_for_the_same_inputs_only(tmp_path: Path) -> None:
    store, made = Store(tmp_path), []

    def make() -> Figure:
        made.append(1)
        return Figure(value=0.1 + 0.2, mcse=1e-17)

    first, was_stored = store.get("s", Figure, (1, "a"), make)
    again, now_stored = store.get("s", Figure, (1, "a"), make)
    other, _ = store.get("s", Figure, (2, "a"), make)
    assert (was_stored, now_stored, len(made)) == (False, True, 2)
    assert first == again == other


def test_a_value_follows_the_names_of_what_it_rests_on(tmp_path: Path) -> None:
    def make() -> Check:
        return Check(
            name="c",
            verdict="consistent",
            finding="f",
            because=Because(rule="r", of=("old-1", "old-2")),
            quote=QUOTE,
        )

    store = Store(tmp_path)
    first, _ = store.get("s", Check, (1,), make, ("old-1", "old-2"))
    again, stored = store.get("s", Check, (1,), make, ("old-2", "new-2"))
    assert stored
    assert again.because.of == ("old-2", "new-2")
    assert again.id != first.id
    _, stored = store.get("s", Check, (1,), make, ("only-one",))
    assert not stored


@pytest.mark.parametrize("damage", [b"", b"{", b'{"value": "x"}'])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path)
    store.get("s", Figure, (1,), lambda: Figure(value=1))
    next(tmp_path.glob("*.json")).write_bytes(damage)
    value, stored = store.get("s", Figure, (1,), lambda: Figure(value=2))
    assert (value.value, stored) == (2, False)


def test_sweeping_drops_what_the_run_did_not_use(tmp_path: Path) -> None:
    Store(tmp_path).get("s", Figure, (1,), lambda: Figure(value=1))
    later = Store(tmp_path)
    later.get("s", Figure, (2,), lambda: Figure(value=2))
    later.sweep()
    assert [p.name for p in tmp_path.glob("*.json")] == list(later.used)


def test_a_failed_stage_stores_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        Store(tmp_path).get("s", Figure, (1,), lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    assert not list(tmp_path.iterdir())


def test_writing_leaves_no_temporary_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "a.txt", b"new")
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["a.txt"]


def test_a_replaced_folder_holds_the_new_files_only(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    replace_folder(folder, {"a.txt": b"1", "b/c.txt": b"2"})
    replace_folder(folder, {"d.txt": b"3"}, {"a.txt", "b/c.txt"})
    assert [p.name for p in folder.rglob("*")] == ["d.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_what_a_reader_put_into_a_folder_stays(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    replace_folder(folder, {"a.txt": b"1", "figures/b.svg": b"2"})
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "figures" / "own.svg").write_text("mine", encoding="utf-8")
    replace_folder(folder, {"c.txt": b"3"}, {"a.txt", "figures/b.svg"})
    held = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert held == {"c.txt": b"3", "notes.txt": b"mine", "figures/own.svg": b"mine"}


def test_a_folder_that_cannot_be_written_leaves_the_old_one_and_no_half_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "report"
    replace_folder(folder, {"a.txt": b"1"})
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "b.txt":
            raise OSError(28, "No space left on device")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(PlanError, match="No space left"):
        replace_folder(folder, {"a.txt": b"2", "b.txt": b"2"}, {"a.txt"})
    assert (folder / "a.txt").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_a_run_that_another_one_comes_between_leaves_a_whole_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "report"
    replace_folder(folder, {"a.txt": b"1"})
    renamed, between = Path.rename, []

    def rename(path: Path, target: Path) -> Path:
        if path.name.endswith(".new") and not between:
            between.append(path)
            folder.mkdir()  # the other run's, which was put there first
            (folder / "a.txt").write_bytes(b"other")
        return renamed(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    replace_folder(folder, {"a.txt": b"2"}, {"a.txt"})
    assert between
    assert (folder / "a.txt").read_bytes() == b"2"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_a_kill_between_the_two_renames_is_undone(tmp_path: Path) -> None:
    replace_folder(tmp_path / "report", {"a.txt": b"1"})
    (tmp_path / "report").rename(tmp_path / ".report.old")
    recover_folder(tmp_path / "report")
    assert (tmp_path / "report" / "a.txt").read_bytes() == b"1"


def test_the_code_digest_is_of_this_package() -> None:
    assert len(digest.of_code()) == 64
    assert digest.of({"b": 1, "a": 2}) == digest.of({"a": 2, "b": 1})
    assert digest.of(1, 2) != digest.of(12)
