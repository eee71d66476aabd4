"""A plan's designs that choose their population: their cut-offs, candidates, sizes, and what the report says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.app import designing, plan, plan_file, scenarios, verbs
from trialwright.errors import DesignError

PLAN = """\
question: everyone, or only the inflamed?
trial:
  primary: {endpoint: score, type: continuous, better: lower}
scenarios:
  base:
    control: {mean: 0, sd: 0.27}
    effect: {by: hsCRP, curve: emax, at: {2: -0.05, 10: -0.2}}
    marker: {quantiles: {0.05: 1.5, 0.5: 4, 0.95: 20}, within_sd: 0.3}
    screened_per_month: 10
designs:
  everyone: {type: fixed}
  enriched: {type: fixed, cutoff: {hsCRP: [3, 5]}}
  adaptive: {type: enrichment, looks: [0.5, 1], combination: inverse normal, intersection: simes}
  threshold: {type: adaptive_threshold, cutoff: {hsCRP: [3, 5, 10]}, rule: estimate}
  listed: {type: adaptive_threshold, candidates: [3, 5], patients: 100}
  stratified: {type: stratified, cutoff: {hsCRP: 5}}
limits: {patients: 400, months: 36}
simulate: {replicates: 200}
"""


def built(folder: Path, text: str = PLAN):
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    read = plan_file.load(folder)
    scenario = scenarios.build(read, "base", scenarios.Known(pooled={}))
    return {d.name: d for d in designing.build(read, scenario)}


def test_one_that_states_no_cut_off_is_compared_at_those_of_the_others(tmp_path: Path) -> None:
    made = built(tmp_path)
    assert {n: d.cutoff for n, d in made.items() if d.type == "enrichment"} == {
        "adaptive hsCRP ≥ 3": 3,
        "adaptive hsCRP ≥ 5": 5,
        "adaptive hsCRP ≥ 10": 10,
    }
    assert made["adaptive hsCRP ≥ 3"].options == {"combination": "inverse normal", "intersection": "simes"}


def test_the_values_of_a_cut_off_are_candidates_of_one_design(tmp_path: Path) -> None:
    made = built(tmp_path)
    assert made["threshold"].options == {"rule": "estimate", "candidates": (3.0, 5.0, 10.0)}
    assert (made["threshold"].marker, made["threshold"].cutoff) == ("hsCRP", None)
    assert (made["listed"].marker, made["listed"].options["candidates"]) == ("hsCRP", (3, 5))


def test_sizes_leave_time_for_the_smallest_population_that_may_be_chosen(tmp_path: Path) -> None:
    made = built(tmp_path)
    everyone, enriched = made["everyone"].patients, made["enriched hsCRP ≥ 5"].patients
    assert enriched < made["adaptive hsCRP ≥ 5"].patients < everyone
    assert made["adaptive hsCRP ≥ 5"].patients == pytest.approx(2 / (1 / everyone + 1 / enriched), abs=3)
    assert made["threshold"].patients == made["adaptive hsCRP ≥ 10"].patients
    assert made["stratified"].patients == everyone


@pytest.mark.parametrize(
    ("was", "is_", "words"),
    [
        ("type: fixed}", "type: fixed, selection: best}", "one population fixed before the first"),
        ("looks: [0.5, 1]", "looks: [0.3, 0.6, 1]", "chooses its population once"),
        ("intersection: simes", "intersection: dunnett", "`intersection` is 'dunnett'"),
    ],
)
def test_what_is_out_of_scope_is_told_at_its_place(tmp_path: Path, was: str, is_: str, words: str) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace(was, is_), encoding="utf-8")
    with pytest.raises(DesignError, match=words) as caught:
        verbs.design(tmp_path)
    assert caught.value.where.startswith("plan.yaml, line 1")


def test_without_any_cut_off_in_the_plan_it_is_refused(tmp_path: Path) -> None:
    lines = [line for line in PLAN.splitlines() if "cutoff" not in line and "listed" not in line]
    (tmp_path / "plan.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DesignError, match="states no cut-off that makes it"):
        verbs.design(tmp_path)


def test_the_report_says_what_was_chosen_how_often(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    found = plan.run(tmp_path).findings.characteristics
    chose = {o.design.name: o.selected for o in found if o.selected}
    assert set(chose["adaptive hsCRP ≥ 5"]) == {"everyone", "subgroup"}  # the best alone goes on
    assert list(chose["threshold"]) == ["everyone", "hsCRP ≥ 3", "hsCRP ≥ 5", "hsCRP ≥ 10"]
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "Went on with" in page
    assert "chosen: ≥ 3, 5, 10" in page
    assert "everyone, ≥ 5 tested too" in page
    numbers = (tmp_path / "report" / "tables" / "characteristics.csv").read_text(encoding="utf-8")
    assert "selected: hsCRP ≥ 10" in numbers
    assert "shown: subgroup" in numbers
    by_name = {o.design.name: o.figures for o in found}
    assert 0 < by_name["threshold"]["shut_out"].value < 1  # what the choices leave out, over trials
    assert by_name["stratified"]["shut_out"].value == 0
