"""Small counts do not leave by any door of the report: page, figure, caption, table, card."""

from __future__ import annotations

import csv
import io
import re
from types import ModuleType

import pytest

from trialwright.kernels import suppress
from trialwright.model.findings import Findings
from trialwright.model.screening import Cohort, CriterionCounts, FunnelStep, Screening
from trialwright.report import render
from trialwright.report.cells import view, without_small


def screening(certain: int, excluded: int, patients: int) -> Screening:
    unknown = patients - certain - excluded
    cohort = Cohort(name="ward", source="ward.csv", patients=patients, index="admitted", fingerprint="0" * 64)
    counts = CriterionCounts(
        criterion="c1",
        name="age",
        side="inclusion",
        passes=certain,
        fails=excluded,
        unknown=unknown,
        unknown_because={"age": unknown},
    )
    step = FunnelStep(
        criterion="c1",
        name="age",
        certain=certain,
        possible=unknown,
        excluded=excluded,
        newly_excluded=excluded,
    )
    return Screening(
        cohort=cohort,
        counts=(counts,),
        funnel=(step,),
        cells=(),
        certain=certain,
        possible=unknown,
        excluded=excluded,
    )


def test_a_small_count_and_its_partner_are_withheld() -> None:
    shown = view(screening(95, 5, 200), suppressing=True)
    assert shown.excluded is None
    assert shown.steps[0].fails is None
    assert shown.steps[0].newly_excluded is None
    assert None in (shown.certain, shown.possible)
    assert shown.patients == 200
    assert shown.total_withheld


def test_the_user_may_ask_for_every_count() -> None:
    shown = view(screening(95, 5, 200), suppressing=False)
    assert (shown.certain, shown.possible, shown.excluded, shown.withheld) == (95, 100, 5, 0)


def test_an_empty_funnel_leaves_everyone_certain() -> None:
    bare = screening(95, 5, 200).model_copy(update={"funnel": (), "counts": ()})
    assert view(bare, suppressing=True)[:4] == (200, 200, 0, 0)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("3 patients have no age.", "1 to 10 patients have no age."),
        ("13 patients have no age.", "13 patients have no age."),
        ("1,003 patients", "1,003 patients"),
        ("IL-6 of 7 sick people", "IL-6 of 1 to 10 sick people"),
        ("hsCRP > 3 mg/L", "hsCRP > 3 mg/L"),
    ],
)
def test_sentences_about_a_few_patients(text: str, safe: str) -> None:
    assert without_small(text, suppressing=True) == safe
    assert without_small(text, suppressing=False) == text


def printed_counts(files: dict[str, bytes]) -> list[int]:
    """Every count of patients in the funnel's table and in the page's screening section."""
    rows = list(csv.DictReader(io.StringIO(files["tables/funnel.csv"].decode())))
    words = ("passes", "fails", "unknown", "certain", "possible", "excluded", "newly_excluded")
    found = [int(row[w]) for row in rows for w in words if row[w]]
    found += [int(n) for row in rows for n in re.findall(r": (\d+)", row["unknown_because"])]
    page = files["index.html"].decode()
    section = page[page.index('<section id="screening">') : page.index('<section id="trial">')]
    for text in re.findall(r'data-node="screening-[0-9a-f]+">([^<]+)<', section):
        found += [int(text.replace(",", ""))] if text != "not shown" else []
    return found


def test_no_small_count_is_in_any_file(whole: Findings, files: dict[str, bytes]) -> None:
    assert whole.screening is not None
    true = {n for s in whole.screening.funnel for n in (s.certain, s.possible, s.excluded, s.newly_excluded)}
    assert {3, 7} <= true  # there is something to withhold
    counts = printed_counts(files)
    assert len(counts) > 20
    assert not any(suppress.is_small(n) for n in counts)
    funnel = files["figures/funnel.svg"].decode()
    label = re.search(r'aria-label="([^"]*)"', funnel)
    assert label
    assert not any(
        suppress.is_small(int(n.replace(",", "")))
        for n in re.findall(r"(?<![\w-])\d[\d,]*", label[1].split(".", 1)[1])
    )


def test_cards_hold_no_sum_over_patients_that_is_withheld(whole: Findings, page: str) -> None:
    assert whole.screening is not None
    assert whole.screening.because.formula not in page
    assert "1 to 10 patients have an IL-6" in page


def test_counts_are_there_when_asked_for(invented: ModuleType) -> None:
    files = render(invented.whole().model_copy(update={"suppress_small_cells": False}))
    assert {3, 7} <= set(printed_counts(files))
    assert "0 + 326 + 274 = 600" in files["index.html"].decode()


def test_generated_patients_have_nobody_to_protect(invented: ModuleType) -> None:
    whole = invented.whole()
    cohort = whole.screening.cohort.model_copy(update={"synthetic": True})
    files = render(
        whole.model_copy(update={"screening": whole.screening.model_copy(update={"cohort": cohort})})
    )
    assert {3, 7} <= set(printed_counts(files))
    assert "synthetic patients" in files["index.html"].decode()
    assert "synthetic patients" not in render(whole)["index.html"].decode()


def test_a_patients_own_marker_value_is_never_printed(invented: ModuleType) -> None:
    whole = invented.whole()
    values = tuple(3 + i * 0.1234567 for i in range(20))
    scenario = whole.scenarios[0]
    sample = scenario.marker.model_copy(update={"probabilities": (), "values": values})
    scenarios = (scenario.model_copy(update={"marker": sample}), *whole.scenarios[1:])
    page = render(whole.model_copy(update={"scenarios": scenarios}))["index.html"].decode()
    assert "a sample too small to summarise" in page
    assert not any(f"{v:.3g}" in page for v in values[1:3])
