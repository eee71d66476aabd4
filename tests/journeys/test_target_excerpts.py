"""Excerpts of published trials and what a careful reader found in them: the checks must find it too.

The words stay in ../shared; a test takes its numbers from there.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from trialwright import check as checks
from trialwright import read
from trialwright.adapters import concepts
from trialwright.check import (
    denominators,
    interval_p,
    lost_superscript,
    p_value_test,
    percent_count,
    ratio_interval,
    zero_events,
)
from trialwright.kernels.rounding import counts_that_fit
from trialwright.model.result import Reading

_spec = importlib.util.spec_from_file_location(
    "excerpt_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)

Excerpt = Callable[[str], str]


@pytest.fixture(scope="module")
def excerpt(shared: Path) -> Excerpt:
    path = shared / "data" / "reading" / "target_drugs" / "target_excerpts.json"
    if not path.exists():
        pytest.skip("target_excerpts.json is not in ../shared")
    texts = {x["trial"]: x["text"] for x in json.loads(path.read_text())}
    return texts.__getitem__


def whole_numbers(text: str) -> list[int]:
    return [
        int(n.replace(",", ""))
        for n in re.findall(r"(?<![\d.,])\d{1,3}(?:,\d{3})+|(?<![\d.,])\d+(?![\d.,%])", text)
    ]


def as_read(text: str) -> Reading:
    (document,) = read.documents(text.encode(), "excerpt.txt")
    return read.read(document, concepts.load())


def compared(text: str, counts: tuple[int, int, int, int], p: str, **more) -> Reading:
    """The counts of two arms and the p beside them, quoted from the excerpt."""
    page = e.Page("excerpt", text)
    x1, n1, x2, n2 = counts
    at = page.text.index(p.lstrip("<"))
    near = page.document.quote(max(0, at - 30), at)
    a, b = (
        e.events(page, near.exact, arm, x, n).model_copy(update={"quote": near})
        for arm, x, n in (("active", x1, n1), ("placebo", x2, n2))
    )
    return e.reading(page, a, b, e.p_value(page, p, **more))


def which_test(text: str, counts: tuple[int, int, int, int], p: str) -> str:
    (found,) = p_value_test.check([compared(text, counts, p)])
    return str(found.recomputed.get("test", found.verdict))


def test_lilacs_flow_and_superscript(excerpt: Excerpt) -> None:
    text = excerpt("LILACS")
    a, b = (int(n) for n in re.findall(r"n=(\d+)", text))
    page = e.Page("lilacs", text)
    made = e.reading(page, arms=(("A", "experimental", a), ("B", "control", b)))
    made = e.with_stated(made, e.stated(page, "randomised", 44, "randomly"))
    assert [c.verdict for c in checks.check([made]) if c.name == "arm_sizes"] == ["consistent"]
    (found,) = lost_superscript.check([as_read(text)])
    assert found.recomputed["exponent"] == 6


def test_ivory_superscript_and_zero_events(excerpt: Excerpt) -> None:
    text = excerpt("IVORY protocol")
    (found,) = lost_superscript.check([as_read(text)])
    assert found.recomputed["exponent"] == 6
    page = e.Page("ivory", text)
    none = e.events(page, "placebo", "active", 0, 30)
    (found,) = zero_events.check([e.reading(page, none)])
    assert found.recomputed["upper two-sided"] == pytest.approx(11.6, abs=0.05)
    (found,) = p_value_test.check(
        [e.two_arms(0, 30, 3, 28, lambda p: e.p_value(p, "0.106"), text="p = 0.106.")]
    )
    assert "Fisher's exact test" in found.recomputed["test"]


def test_vcuart3_arms_and_tests(excerpt: Excerpt) -> None:
    text = excerpt("VCUART3 (anakinra STEMI)")
    once, twice, placebo = (int(n) for n in re.findall(r"N=(\d+)", text))
    assert once + twice + placebo == whole_numbers(text)[0]
    treated = once + twice
    (infected,), (controls,) = counts_that_fit(treated, 14, 0), counts_that_fit(placebo, 14, 0)
    assert "Pearson" in which_test(text, (infected, treated, controls, placebo), "0.98")
    (sites,), (site,) = counts_that_fit(treated, 22, 0), counts_that_fit(placebo, 3, 0)
    assert "Fisher" in which_test(text, (sites, treated, site, placebo), "0.016")
    # The log-rank tests are not tests of the two-by-two table.
    for share, other, p in ((9.4, 25.7, "0.046"), (0, 11.4, "0.011")):
        x, y = counts_that_fit(treated, share, 1)[0], counts_that_fit(placebo, other, 1)[0]
        assert not re.search("Fisher's exact|Pearson", which_test(text, (x, treated, y, placebo), p))


def test_vcuart_pooled_percent_and_tests_that_no_table_gives(excerpt: Excerpt) -> None:
    text = excerpt("VCUART pooled")
    page = e.Page("pooled", text)
    share = e.events(page, "7 [8.2%]", "active", 7, None, value=e.printed("8.2"))
    (found,) = denominators.check([e.reading(page, share, arms=(("active", "experimental", 84),))])
    assert (found.verdict, found.corrected[:12]) == ("impossible", "7/84 (8.3 %)")
    (found,) = p_value_test.check([compared(text, (11, 84, 7, 55), "0.435")])
    assert found.verdict in ("impossible", "not checkable")
    assert "none of" in found.finding
    (found,) = p_value_test.check([compared(text, (19, 84, 3, 55), "0.016")])
    assert "none of" in found.finding


def test_anajis_mixes_tests(excerpt: Excerpt) -> None:
    text = excerpt("ANAJIS table 2")
    n = [int(x) for x in re.findall(r"n=(\d+)", text)]
    rows = re.findall(r"(\d+) \(\d+\) (\d+)(?: \(\d+\))? (0\.\d+)", text)
    tests = [which_test(text, (int(a), n[0], int(b), n[1]), p) for a, b, p in rows]
    assert len(tests) == 6
    assert all("Pearson" in t and "Fisher's exact" not in t for t in tests[:4])
    assert "Fisher's exact" in tests[4]
    assert "Pearson" not in tests[4]


def test_colcot_and_lodoco_are_consistent(excerpt: Excerpt) -> None:
    text = excerpt("COLCOT")
    total, first, second = whole_numbers(text)[:3]
    assert first + second == total
    for trial, many in (("COLCOT", 1), ("LoDoCo2", 1)):
        found = list(interval_p.check([as_read(excerpt(trial))]))
        assert len(found) >= many
        assert {c.verdict for c in found} == {"consistent"}
        assert not [c for c in checks.check([as_read(excerpt(trial))]) if c.verdict == "impossible"]


def test_copied_rows_of_percentages(excerpt: Excerpt) -> None:
    text = excerpt("COPS+COLCOT table")
    sizes = [int(n) for n in re.findall(r"N=(\d+)", text)]
    page = e.Page("table", text)
    cells = [(m.group(), int(m[1]), m[2]) for m in re.finditer(r"(\d+) \((\d+\.\d)%\)", text)]
    assert len(cells) == 12
    verdicts = [
        c.verdict
        for i, (words, count, value) in enumerate(cells)
        for c in percent_count.check(
            [e.reading(page, e.events(page, words, "arm", count, sizes[i % 4], value=e.printed(value)))]
        )
    ]
    # Of the row on arrest all but one, of the revascularisations COLCOT's two, of the deaths one of COLCOT's.
    wrong = [i for i, v in enumerate(verdicts) if v != "consistent"]
    assert {0, 1, 2, 3, 6, 7, 10} <= set(wrong)
    assert {4, 5, 8, 9, 11} & set(wrong) == set()


def test_anakinra_safety_flow_and_registry_sums(excerpt: Excerpt) -> None:
    text = excerpt("Anakinra RA safety")
    randomised, dosed, active, placebo, not_dosed = whole_numbers(text)[:5]
    assert dosed == active + placebo
    page = e.Page("flow", text)
    made = e.with_stated(
        e.reading(page), e.stated(page, "randomised", randomised, "randomised"), e.stated(page, "completed", dosed, "Safety"),
        e.stated(page, "withdrew", not_dosed, "not dosed"),
    )  # fmt: skip
    assert [c.verdict for c in checks.check([made]) if c.name == "flow_sums"] == ["consistent"]
    started, finished, left, women, men = re.findall(r"(\d+)/(\d+)", excerpt("COLCOT registry page"))
    for side in (0, 1):
        assert (
            int(finished[side]) + int(left[side]) == int(started[side]) == int(women[side]) + int(men[side])
        )


def test_fmf_risk_ratio_is_of_the_hidden_counts(excerpt: Excerpt) -> None:
    text = excerpt("Anakinra FMF SoF")
    page = e.Page("fmf", text)
    shares = [float(x) for x in re.findall(r"([\d.]+)%", text)]
    (x1,), (x2,) = counts_that_fit(12, shares[0], 1), counts_that_fit(13, shares[1], 1)
    ratio = e.contrast(page, "risk_ratio", "0.54", "0.12", "2.44")
    near = page.quote("16.7%")
    arms = [
        e.events(page, "16.7%", a, x, n).model_copy(update={"quote": near})
        for a, x, n in (("active", x1, 12), ("placebo", x2, 13))
    ]
    (found,) = ratio_interval.check([e.reading(page, *arms, ratio)])
    assert found.recomputed["direction"] == "as printed"
    assert found.recomputed["measure_fits"] == "as named"


def test_canakinumab_registry_page(excerpt: Excerpt) -> None:
    text = excerpt("Canakinumab RA registry page")
    total, *arms = (int(n) for n in re.findall(r"\d+", text)[:5])
    assert sum(arms) == total
    reading = as_read(text)
    page = e.Page("canakinumab", text)
    share = e.events(page, "274 (98.9%)", "all", 274, total, value=e.printed("98.9"))
    assert [c.verdict for c in percent_count.check([e.reading(page, share)])] == ["consistent"]
    assert not [c for c in checks.check([reading]) if c.verdict == "impossible"]
