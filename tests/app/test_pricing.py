"""The price of a finding: worked by hand, where it turns a conclusion, where there is none, and through the command line."""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path

import pytest

from trialwright import check, pool
from trialwright.app import plan_file
from trialwright.app.pricing import NO_OTHER, NOT_POOLED, prices
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.model.base import Because
from trialwright.model.check import Check

_spec = importlib.util.spec_from_file_location(
    "price_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)

MEANS = "pool: {pain: {endpoint: pain score, scale: mean_difference, method: common}}\n"
ODDS = "pool: {relapse: {endpoint: relapse, scale: log_odds_ratio, method: common}}\n"
CONTINUOUS = """trial: {primary: {endpoint: pain score at day 30, type: continuous, better: lower}}
scenarios: {base: {control: {mean: 45, sd: 10}, effect: {level: pain}, screened_per_month: 20}}
designs: {all: {type: fixed}}
"""


def planned(folder: Path, *parts: str):
    (folder / "plan.yaml").write_text("question: How large?\n" + "".join(parts))
    return plan_file.load(folder)


def pain(name: str, n: int, first: str, second: str, sd: str, p: str = ""):
    """Pain score of `n` patients in each arm, both with the same spread."""
    page = e.Page(name, f"Pain score: {first} ± {sd} with active, {second} ± {sd} with placebo, p = {p}.")
    made = [
        e.mean(page, f"{value} ± {sd} with {arm}", arm, value, sd, endpoint="pain score", total=n)
        for arm, value in (("active", first), ("placebo", second))
    ]
    made += [e.p_value(page, p, endpoint="pain score")] if p else []
    return e.reading(page, *made, key=name, arms=(("active", "experimental", n), ("placebo", "control", n)))


def priced(plan, readings, checks=None):
    checks = check.check(readings) if checks is None else checks
    pooled = [
        pool.pool(name, pool.effects(readings, checks, spec.endpoint, spec.scale), method=spec.method)
        for name, spec in plan.spec.pool.items()
    ]
    return checks, prices(plan, readings, checks, pooled)


def test_standard_errors_called_deviations_worked_by_hand(tmp_path):
    readings = [pain("ALDER", 50, "41.0", "45.0", "10.0"), pain("BIRCH", 36, "40.0", "46.0", "1.5", "0.0047")]
    checks, found = priced(planned(tmp_path, CONTINUOUS, MEANS), readings)
    (finding,) = (c for c in checks if c.name == "sd_or_se")
    (price,) = (p for p in found if p.check == finding.id)
    # v = 2 x 10^2 / 50 = 4 of the first; of the second 2 x 1.5^2 / 36 = 0.125, and with SD 1.5 x 6 = 9 it is 4.5.
    for side, v in ((price.printed, 0.125), (price.corrected, 4.5)):
        mean = (-4 / 4 - 6 / v) / (1 / 4 + 1 / v)
        half = 1.959964 / math.sqrt(1 / 4 + 1 / v)
        assert side.pooled.mean == pytest.approx(mean)
        assert (side.pooled.low, side.pooled.high) == pytest.approx((mean - half, mean + half), rel=1e-6)
        # Normal theory: 2 arms x 2 (1.959964 + 0.841621)^2 (10 / mean)^2; Student's t takes a few more.
        normal = 4 * 2.801585**2 * (10 / mean) ** 2
        assert normal < side.next_trial.patients <= normal + 6
    assert price.stands == "as printed"
    assert not price.turns
    assert price.printed.next_trial.patients < price.corrected.next_trial.patients
    assert [r.sd.value for r in price.restated] == [9.0, 9.0]
    assert [r.because.of for r in price.restated] == [(r.id, finding.id) for r in readings[1].results[:2]]


def odds(name: str, value: str, low: str, high: str):
    page = e.Page(name, f"The odds ratio of relapse was {value} ({low} to {high}).")
    return e.reading(page, e.contrast(page, "odds_ratio", value, low, high), key=name)


def test_without_a_corrected_value_the_trial_is_left_out_and_that_turns_the_conclusion(tmp_path):
    readings = [
        odds("ALDER", "0.80", "0.60", "1.07"),
        odds("BIRCH", "0.50", "0.55", "0.70"),
        odds("CEDAR", "0.85", "0.62", "1.17"),
    ]
    shifted = odds("BIRCH", "0.50", "0.40", "0.62")
    result = shifted.results[0]
    impossible = Check(
        name="interval_p", verdict="impossible", finding="It cannot be.", severity="major", trial="BIRCH",
        subjects=(result.id,), quote=result.quote, because=Because(rule="check.interval_p", of=(result.id,)),
    )  # fmt: skip
    _, (price,) = priced(planned(tmp_path, ODDS), [readings[0], shifted, readings[2]], (impossible,))
    assert (price.stands, price.turns) == ("as corrected", True)
    assert (len(price.printed.pooled.effects), len(price.corrected.pooled.effects)) == (3, 2)
    assert (price.printed.conclusion, price.corrected.conclusion) == ("lower", "not shown")
    assert "left out" in price.corrected.told
    assert "no primary endpoint" in price.corrected.next_trial.why
    # An estimate outside its own interval cannot be pooled at its word either.
    checks, found = priced(planned(tmp_path, ODDS), readings)
    (outside,) = (c for c in checks if c.name == "interval_symmetry" and c.verdict == "impossible")
    (none,) = (p for p in found if p.check == outside.id)
    assert not none.known
    assert "outside its own interval" in none.why


def test_a_conclusion_that_turns_by_the_kind_of_interval_alone_does_not_turn(tmp_path):
    # SE of each ln 0.158, t on 2 df: three trials give 0.72 (0.49 to 1.07), two with a normal interval 0.72 (0.58 to 0.90).
    readings = [odds(name, "0.72", "0.53", "0.98") for name in ("ALDER", "BIRCH", "CEDAR")]
    result = readings[1].results[0]
    impossible = Check(
        name="interval_p", verdict="impossible", finding="It cannot be.", severity="major", trial="BIRCH",
        subjects=(result.id,), quote=result.quote, because=Because(rule="check.interval_p", of=(result.id,)),
    )  # fmt: skip
    _, (price,) = priced(planned(tmp_path, ODDS.replace("common", "reml")), readings, (impossible,))
    assert (price.printed.conclusion, price.corrected.conclusion) == ("not shown", "lower")
    assert not price.turns
    assert "of one kind, the conclusion stays" in price.why


def test_an_inverted_ratio_is_priced_the_other_way_round(tmp_path):
    # 12/60 v 24/60 is an odds ratio of 0.375 (0.165 to 0.852); 2.67 (1.17 to 6.06) is its inverse.
    inverted = e.two_arms(
        12, 60, 24, 60, lambda page: e.contrast(page, "odds_ratio", "2.67", "1.17", "6.06"), key="BIRCH",
        text="odds ratio 2.67 (1.17 to 6.06).",
    )  # fmt: skip
    binary = (
        CONTINUOUS.replace("continuous", "binary")
        .replace("mean: 45, sd: 10", "rate: 0.4")
        .replace("pain}", "relapse}")
    )
    checks, found = priced(planned(tmp_path, binary, ODDS), [odds("ALDER", "0.60", "0.30", "1.20"), inverted])
    (finding,) = (c for c in checks if c.recomputed.get("direction") == "inverse")
    (price,) = (p for p in found if p.check == finding.id)
    first = price.printed.pooled.effects[1].y, price.corrected.pooled.effects[1].y
    assert first == pytest.approx((math.log(2.67), math.log(0.375)))
    assert price.stands == "as corrected"
    assert price.printed.pooled.mean > price.corrected.pooled.mean
    assert price.corrected.next_trial.patients > 0


def test_a_printed_ratio_that_the_pool_has_turned_is_the_corrected_one(tmp_path):
    # The counts' percentage is impossible, so the pool takes the ratio, the other way round.
    page = e.Page(
        "BIRCH",
        "Relapse: 12 of 40 (31 %) on active and 20 of 40 (50 %) on placebo, odds ratio 2.33 (0.93 to 5.83).",
    )
    made = e.reading(
        page, e.events(page, "12 of 40 (31 %)", "active", 12, 40, value=e.printed("31")),
        e.events(page, "20 of 40 (50 %)", "placebo", 20, 40, value=e.printed("50")),
        e.contrast(page, "odds_ratio", "2.33", "0.93", "5.83"), key="BIRCH",
    )  # fmt: skip
    checks, found = priced(planned(tmp_path, ODDS), [odds("ALDER", "0.60", "0.30", "1.20"), made])
    (turned,) = (c for c in checks if c.recomputed.get("direction") == "inverse")
    (price,) = (p for p in found if p.check == turned.id)
    assert price.stands == "as corrected"
    assert price.printed.pooled.effects[1].y == pytest.approx(math.log(2.33))
    (counts,) = (c for c in checks if c.name == "percent_count" and c.verdict == "impossible")
    (same,) = (p for p in found if p.check == counts.id)
    assert same.printed.pooled.mean == same.corrected.pooled.mean
    assert "does not move" in same.why


def test_a_trial_that_the_pool_left_out_is_not_told_as_pooled_by_other_figures(tmp_path):
    def relapses(name, x1, x2, printed):
        page = e.Page(name, f"{x1} of 90 ({printed}) given active, {x2} of 90 given placebo.")
        first = e.events(page, f"{x1} of 90 ({printed})", "active", x1, 90).model_copy(
            update={"value": e.printed(printed.rstrip("%"))}
        )
        return e.reading(page, first, e.events(page, f"{x2} of 90", "placebo", x2, 90), key=name)

    readings = [relapses("ALDER", 27, 36, "30%"), relapses("BIRCH", 18, 27, "29%")]
    checks, found = priced(planned(tmp_path, ODDS), readings)
    (finding,) = (c for c in checks if c.verdict == "impossible" and c.name == "percent_count")
    (price,) = (p for p in found if p.check == finding.id)
    assert "leaves this trial out" in price.why
    assert "other figures" not in price.why


def test_the_only_trial_has_nothing_left_without_it(tmp_path):
    reading = odds("BIRCH", "0.50", "0.40", "0.62")
    result = reading.results[0]
    given = {"finding": "It cannot be.", "severity": "major", "subjects": (result.id,), "quote": result.quote}
    note = Check(name="spin", verdict="explained", **given)
    elsewhere = Check(name="spin", verdict="impossible", **{**given, "subjects": ("claim-0",)})
    plan = planned(tmp_path, ODDS)
    pooled = [pool.pool("relapse", pool.effects([reading], [], "relapse", "log_odds_ratio"))]
    impossible = Check(name="interval_p", verdict="impossible", **given)
    one, two, three = prices(plan, [reading], (impossible, note, elsewhere), pooled)
    assert one.printed.pooled.mean == pytest.approx(math.log(0.5))
    assert one.corrected is None
    assert "only trial" in one.why
    assert (two.known, two.why) == (False, NO_OTHER)
    assert (three.known, three.why) == (False, NOT_POOLED)
    consistent = Check(name="spin", verdict="consistent", **{**given, "severity": "none"})
    assert prices(plan, [reading], (consistent,), pooled) == ()


def document(name: str, number: int, n: int, results: str) -> str:
    return (
        f"{name} trial, NCT0400000{number}. A randomised trial of veltrix against placebo.\n\n"
        f"Patients were randomised to veltrix (n = {n}) or placebo (n = {n}). {results}\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    said = "At day 30 the mean pain score was {} ± {} with veltrix and {} ± {} with placebo"
    (tmp_path / "documents").mkdir()
    for name, number, n, figures, p in (
        ("Alder", 1, 50, ("41.0", "10.0", "45.0", "10.0"), ""),
        ("Birch", 2, 60, ("42.0", "11.0", "45.0", "11.0"), ""),
        ("Cedar", 3, 49, ("40.0", "1.5", "46.0", "1.5"), " (p = 0.006)"),
    ):
        text = document(name, number, n, said.format(*figures) + p + ".")
        (tmp_path / "documents" / f"{name}.txt").write_text(text)
    unsimulated = CONTINUOUS.replace("designs: {all: {type: fixed}}\n", "")
    planned(tmp_path, unsimulated, MEANS.replace(", method: common", ""))
    return tmp_path


def test_the_command_line_tells_the_price(folder, capsys):
    assert guarded(app, ["check", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (price,) = told["prices"]
    assert price["turns"]
    assert price["check"] == told["checks"][0]["id"]
    assert price["printed"]["pooled"]["high"] < 0 < price["corrected"]["pooled"]["high"]
    assert price["corrected"]["next_trial"]["patients"] > price["printed"]["next_trial"]["patients"]
    assert guarded(app, ["check", str(folder)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "price in the pool pain: the conclusion turns" in text
    assert f"next trial: {price['corrected']['next_trial']['patients']} patients" in text
    assert guarded(app, ["check", str(folder / "documents")]) == 0
    assert "No plan is at hand" in capsys.readouterr().out


def test_a_pool_that_cannot_be_made_leaves_the_findings(folder, capsys):
    path = folder / "plan.yaml"
    path.write_text(path.read_text().replace("mean_difference", "log_hazard_ratio"))
    assert guarded(app, ["check", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["checks"]
    assert {p["why"][:35] for p in told["prices"]} == {"The plan's pools cannot be made: No"}


def test_the_report_prints_the_price_with_its_lineage(folder, capsys):
    from trialwright.app import plan

    run = plan.run(folder)
    (price,) = run.findings.prices
    known = run.findings.ledger
    for node in (
        price,
        price.printed.pooled,
        price.corrected.pooled,
        price.corrected.next_trial,
        *price.restated,
    ):
        assert node.because.of
        assert set(node.because.of) <= set(known), node
    for effect in price.corrected.pooled.effects:
        assert set(effect.because.of) <= set(known)
    page = (folder / "report" / "index.html").read_text()
    assert f"{price.corrected.next_trial.patients} patients" in page
    assert price.id in page
    assert (folder / "report" / "tables" / "prices.csv").read_text().count(price.id) == 1
