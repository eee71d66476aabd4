"""The rule for a hit, on an abstract of our own with marks of our own."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reading import pico
from benchmarks.reading.brat import abstracts, half_of, value_of
from trialwright.adapters.concepts import load

TEXT = (
    "Zinc lozenges against placebo for colds: a randomized trial. A total of 120 adults were randomly assigned to "
    "receive zinc lozenges (n = 61) or placebo (n = 59). Cough was gone in 30 of 61 patients (49%) in the zinc "
    "lozenges group and in 20 of 59 patients (34%) in the placebo group."
)


def _mark(number: int, label: str, words: str, nth: int = 0) -> str:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return f"T{number}\t{label} {start} {start + len(words)}\t{words}"


def _written(folder: Path, marks: list[str]) -> None:
    (folder / "7.txt").write_text(TEXT, encoding="utf-8")
    (folder / "7.ann").write_text("\n".join(marks), encoding="utf-8")


RIGHT = [
    _mark(1, "total-participants", "120"),
    _mark(2, "intervention-participants", "61"),
    _mark(3, "control-participants", "59"),
    _mark(8, "intervention-participants", "61", 1),
    _mark(9, "control-participants", "59", 1),
    _mark(4, "iv-bin-abs", "30"),
    _mark(5, "cv-bin-abs", "20", 1),
    _mark(6, "iv-bin-percent", "49%"),
    _mark(7, "cv-bin-percent", "34%"),
]


def test_what_is_marked_and_read_alike_is_a_hit(tmp_path: Path) -> None:
    _written(tmp_path, RIGHT)
    figures = pico.score(list(abstracts(tmp_path)), load())
    names = ("total_n_exact", "total_n_coverage", "arm_sizes_f1", "event_counts_f1", "percents_f1")
    assert [figures[n] for n in names] == [1.0] * 5


def test_the_wrong_side_and_the_wrong_value_are_no_hits(tmp_path: Path) -> None:
    swapped = [m.replace("iv-bin-percent", "X").replace("cv-bin-percent", "iv-bin-percent") for m in RIGHT]
    swapped = [m.replace("\tX ", "\tcv-bin-percent ").replace("\t120", "\t210") for m in swapped]
    _written(tmp_path, swapped)
    figures = pico.score(list(abstracts(tmp_path)), load())
    assert figures["percents_f1"] == 0.0
    assert figures["event_counts_f1"] == 1.0
    assert figures["total_n_exact"] == 0.0
    assert figures["total_n_coverage"] == 1.0


def test_marked_numbers_in_every_spelling() -> None:
    words = ("13 388", "1,009", "41.7 percent", "One hundred and seventy-six", "none", "eigh")
    assert [value_of(w) for w in words] == [13388.0, 1009.0, 41.7, 176.0, 0.0, None]


def test_halves_part_the_names() -> None:
    halves = [half_of(str(n)) for n in range(400)]
    assert 150 < halves.count("a") < 250
    assert halves == [half_of(str(n)) for n in range(400)]
