"""What a pooled conclusion hangs on, on tables of our own and on those that the rule was made for."""

import json
import math

import pytest

from trialwright.cli import show
from trialwright.errors import EvidenceError
from trialwright.model.pooled import Effect
from trialwright.pool import pool, prior
from trialwright.pool.ledger import NAMES, Analysis, Trial, conclusion, ledger
from trialwright.pool.models import meta_analysis

# One large trial, and small ones that happen to agree with it far better than chance would have it.
AGREEING = [
    (300, 1500, 262, 1500),
    (12, 60, 10, 59),
    (8, 40, 7, 41),
    (20, 99, 17, 100),
    (0, 12, 1, 12),
    (0, 9, 0, 9),
]


def trials(tables):
    return [Trial(0.0, 1.0, tuple(map(float, t))) for t in tables]


def of(found, what, option):
    return next(c for c in found.choices if (c.what, c.option) == (what, option))


def test_a_conclusion_that_rests_on_hartung_and_knapps_factor_below_one_says_so():
    found = ledger("x", "log_odds_ratio", trials(AGREEING), Analysis("pm", "knha"))
    assert found.stated.conclusion == "higher"
    for what, option in (
        ("interval", "Hartung-Knapp, floored"), ("interval", "normal"), ("no correction", "Mantel-Haenszel"),
        ("estimator", "common effect"),
    ):  # fmt: skip
        assert of(found, what, option).flips
    assert of(found, "trials without events", "kept, 1/2 added").trials == 6
    assert found.stated.trials == 5
    assert 0 < found.agreeing < found.analyses
    assert set(found.flips) == {c for c in found.choices if c.flips}


def test_numbers_are_those_of_the_analyses_themselves():
    data = [Trial(-0.4, 0.02), Trial(-0.1, 0.05), Trial(-0.6, 0.09)]
    found = ledger("x", "mean_difference", data)
    y, v = [t.y for t in data], [t.v for t in data]
    for method, name in NAMES.items():
        if method != "reml":
            one = of(found, "estimator", name)
            want = meta_analysis(y, v, None, method, "z" if method == "common" else "adhoc")
            assert (one.mean, one.low) == pytest.approx((want.beta[0], want.interval()[0][0]))
    assert not any(c.what in ("zero cells", "no correction", "prior of tau") for c in found.choices)
    assert found.analyses == 7 * 3


def test_a_correction_left_out_is_a_choice():
    data = [Trial(-0.4, 0.01), Trial(-0.5, 0.01), Trial(-0.45, 0.02)]
    turned = [Trial(0.4, 0.01), *data[1:]]
    found = ledger("x", "log_odds_ratio", data, Analysis("reml", "z"), {"ratio_interval": turned})
    row = of(found, "correction", "without that of the check ratio interval")
    assert row.flips
    assert row.mean > found.stated.mean


def test_one_trial_has_nothing_to_choose():
    found = ledger("x", "mean_difference", [Trial(-0.4, 0.01)], Analysis("reml", "z"))
    assert (found.choices, found.analyses, found.agreeing) == ((), 1, 1)
    with pytest.raises(EvidenceError, match="No trial"):
        ledger("x", "log_odds_ratio", trials([(0, 9, 0, 9)]))


def test_the_command_line_says_what_turns_it(capsys):
    effects = [
        Effect(trial=f"T{i}", label=f"T{i}", scale="log_odds_ratio", y=0.15, v=v)
        for i, v in enumerate((0.03, 0.04, 0.05))
    ]
    pooled = pool("x", effects)
    data = [Trial(e.y + 0.001 * i, e.v) for i, e in enumerate(effects)]
    show.pooled([pooled], [prior(pooled)], [ledger("x", "log_odds_ratio", data)], False)
    said = " ".join(capsys.readouterr().out.split())
    assert "defensible analyses conclude as this one (no difference shown)" in said
    assert "! interval: Hartung-Knapp:" in said


def test_the_hydroxychloroquine_trials(shared):
    cases = {c["id"]: c for c in json.loads((shared / "oracles" / "analysis.json").read_text())["oracles"]}
    data = cases["rare_axfors2021_plus_solidarity"]["data"]
    tables = trials(zip(data["ai"], data["n1i"], data["ci"], data["n2i"], strict=True))
    found = ledger("x", "log_odds_ratio", tables, Analysis("pm", "knha"))
    assert math.exp(found.stated.low) == pytest.approx(1.018, abs=1e-3)
    assert found.stated.conclusion == "higher"
    floored = of(found, "interval", "Hartung-Knapp, floored")
    assert floored.flips
    assert math.exp(floored.low) == pytest.approx(0.969, abs=1e-3)
    assert found.agreeing < found.analyses / 2


def test_conclusions():
    assert [conclusion(-2, -1), conclusion(1, 2), conclusion(-1, 1)] == ["lower", "higher", "not shown"]
