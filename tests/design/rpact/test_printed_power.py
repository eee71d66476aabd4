"""The calls of R that a statement prints give the power that was simulated, and what R answers to them is pinned.

reference/printed_power.json has rpact's answers (Rscript tests/reference/printed_power.R); where R is installed it is asked again.
"""

import json
import math
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from trialwright import design as engine
from trialwright.design.rpact import answer
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

REFERENCE = Path(__file__).parents[2] / "reference"
PINNED = {
    a["call"]: a["value"] for a in json.loads((REFERENCE / "printed_power.json").read_text())["answers"]
}
SIMULATED = "rpact, simulated"
ERRORS = 4.0

LOOKS = {"type": "group_sequential", "looks": (0.5, 1.0)}
THREE = {
    "type": "group_sequential",
    "looks": (0.3, 0.7, 1.0),
    "options": {"boundaries": "hwang_shih_decani", "gamma": -2.0, "futility": (0.0, 0.5)},
}
BETA = {
    "type": "group_sequential",
    "looks": (0.4, 1.0),
    "options": {"beta_spending": "lan_demets_pocock", "beta": 0.15, "binding_futility": True},
}
FERRITIN = Marker(name="ferritin", probabilities=(0.1, 0.5, 0.9), values=(30.0, 110.0, 420.0))
CUT = {"marker": "ferritin", "cutoff": 110.0}


def effect(level, **more):
    return {"effect": EffectCurve(level=level, **more)}


def step(level):
    return effect(level, curve="step", half=110.0) | {"marker": FERRITIN}


def plans(endpoint, patients, control, level, *rows):
    """Rows of (name, what differs of the design, what differs of the scenario)."""
    return {
        f"{endpoint}, {name}": (
            {"endpoint": endpoint, "patients": patients} | design,
            {"control": control} | effect(level) | scenario,
        )
        for name, design, scenario in rows
    }


PLANS = {
    **plans(
        "continuous", 130, {"mean": 4.0, "sd": 3.0}, -1.5,
        ("fixed", {}, {}),
        ("two arms lose patients", {}, {"dropouts": {"control": 0.05, "experimental": 0.25}}),
        ("higher, 2 to 1", {"better": "higher", "allocation": 2.0}, effect(1.4)),
        ("margin, lower", {"margin": 1.3}, effect(-0.1)),
        ("margin, higher", {"margin": 1.9, "better": "higher"}, effect(-0.3)),
        ("known SD, 1 to 2", {"test": "z", "allocation": 0.5}, {}),
        ("one variance, 3 to 2", {"test": "pooled", "allocation": 1.5}, {}),
        ("looks", LOOKS, {"dropout": 0.1}),
        ("futility", THREE | {"better": "higher"}, effect(1.5)),
        ("beta spent, margin", BETA | {"margin": 1.4}, effect(0.0)),
        ("effect above a cut-off", {"marker": "ferritin"}, step(-2.4)),
        ("cut-off", CUT, step(-1.5)),
        ("no effect", {}, effect(0.0)),
        ("wrong way", {}, effect(0.6)),
    ),
    **plans(
        "binary", 280, {"rate": 0.35}, -0.7,
        ("fixed", {}, {}),
        ("higher, 2 to 1", {"better": "higher", "allocation": 2.0}, effect(0.75) | {"dropout": 0.08}),
        ("margin, lower", {"margin": 0.13}, effect(-0.1)),
        ("margin, higher, 2 to 1", {"margin": 0.14, "better": "higher", "allocation": 2.0}, effect(0.1)),
        ("looks", LOOKS, {"dropouts": {"control": 0.1, "experimental": 0.2}}),
        ("futility", THREE, {}),
        ("beta spent, margin", BETA | {"margin": 0.16}, effect(0.0)),
        ("Fisher", {"test": "fisher"}, {}),
        ("Fisher, looks", LOOKS | {"test": "fisher"}, {"dropout": 0.1}),
        ("Wald of the difference", {"test": "risk_difference"}, {}),
        ("Wald of the odds, looks", LOOKS | {"test": "log_odds_ratio", "allocation": 2.0}, {}),
        ("few events", {"patients": 60}, {"control": {"rate": 0.07}}),
        ("effect above a cut-off", {"marker": "ferritin"}, step(-1.3)),
        ("responses", {}, {"responses": {"experimental": (0.79, 0.21)}}),
    ),
    **plans(
        "count", 260, {"rate": 0.15, "dispersion": 0.5, "exposure": 9.0}, -0.4,
        ("fixed", {}, {}),
        ("looks, 2 to 1", LOOKS | {"allocation": 2.0}, {"dropout": 0.1}),
        ("more is better", {"better": "higher"}, effect(0.35)),
        ("Poisson", {}, {"control": {"rate": 0.05, "dispersion": 0.0, "exposure": 9.0}} | effect(-0.5)),
    ),
    **plans("ancova", 110, {"mean": 4.0, "sd": 3.0, "correlation": 0.55}, -1.3, ("fixed", {}, {}), ("looks", LOOKS, {})),
    **plans("change_from_baseline", 150, {"mean": 4.0, "sd": 3.0, "correlation": 0.7}, -1.1, ("fixed", {}, {})),
    **plans(
        "slope", 190, {"slope": -0.8, "sd_slope": 0.4, "sd_residual": 0.9, "visits": (0.0, 4.0, 8.0, 12.0), "leaving": 0.2}, 0.17,
        ("fixed", {"better": "higher"}, {}),
        ("unweighted, looks", LOOKS | {"better": "higher", "test": "unweighted"}, {}),
    ),
    **plans(
        "time_to_event", 300, {"median": 9.0}, -0.37,
        ("events", {"events": 210}, {}),
        ("followed", {}, {"followup_months": 8.0}),
        ("followed, ramp, dropout", {}, {"followup_months": 8.0, "dropout": 0.15, "ramp_months": 7.0}),
        ("looks, ramp", LOOKS | {"events": 210}, {"ramp_months": 9.0}),
        ("looks, sites", LOOKS | {"events": 210}, {"ramp_months": 9.0, "sites": 12}),
        ("looks, ramp that outlasts recruitment", LOOKS | {"events": 210}, {"ramp_months": 45.0, "dropout": 0.1}),
        ("futility, 2 to 1", THREE | {"events": 210, "allocation": 2.0}, {"dropouts": {"control": 0.05, "experimental": 0.15}}),
        ("later is worse", {"events": 210, "better": "higher"}, effect(0.37)),
        ("hazards by period", LOOKS | {"events": 210}, {"control": {"hazards": (0.1, 0.06), "starts": (0.0, 5.0)}}),
        ("delay, ramp", LOOKS | {"events": 210}, {"control": {"median": 9.0, "delay": 3.0}, "ramp_months": 9.0} | effect(-0.6)),
        ("Weibull, dropout, ramp", {"events": 200}, {"control": {"median": 9.0, "shape": 1.3}, "dropout": 0.1, "ramp_months": 5.0}),
        ("cut-off", {"events": 210} | CUT, {"marker": FERRITIN, "ramp_months": 4.0}),
    ),
}  # fmt: skip


def streams(block):
    return np.random.default_rng([23, block])


@cache
def stated(name, replicates=1000):
    """What is simulated, and its statement."""
    design, scenario = PLANS[name] if name in PLANS else NONE[name][:2]
    d = Design(**({"name": "d", "type": "fixed", "better": "lower"} | design))
    s = Scenario(**({"name": "s", "screened_per_month": 20.0} | scenario))
    found = engine.evaluate([d], s, Limits(), replicates, streams, nulls=False)
    return found[0].figures["power"], engine.state(found, s, Limits(), streams)


def first(call, *fields):
    given = answer(call).fields
    return float(np.ravel(next(given[f] for f in fields if f in given))[0])


def of_formula(calls):
    """Name → call of those that simulate nothing."""
    return {n: c for n, c in calls.items() if n.startswith("rpact, ") and n != SIMULATED}


@pytest.mark.parametrize("name", PLANS)
def test_r_has_the_power_that_was_simulated(name):
    power, said = stated(name)
    assert said.no_power == ""
    calls = of_formula(said.calls)
    for call in calls.values():  # tests/reference/printed_power.R asks R for each
        assert call in PINNED, f"run printed_power.R again with: {call}"
    near = ERRORS * max(power.mcse, 1e-3)
    if "rpact, power" in calls:
        assert PINNED[calls["rpact, power"]] == pytest.approx(power.value, abs=near)
        assert f"answers {100 * PINNED[calls['rpact, power']]:.1f} %" in said.remarks["rpact, power"]
    else:
        assert SIMULATED in said.calls
    if SIMULATED in said.calls:
        again = math.hypot(power.mcse, power.mcse)
        assert first(said.calls[SIMULATED], "overallReject") == pytest.approx(
            power.value, abs=ERRORS * max(again, 1e-3)
        )


@pytest.mark.parametrize("name", PLANS)
def test_our_door_answers_as_r_does(name):
    for of, call in of_formula(stated(name)[1].calls).items():
        field = (
            ("overallReject",)
            if of == "rpact, power"
            else ("maxNumberOfEvents",)
            if "events" in of
            else ("maxNumberOfSubjects",)
        )
        assert first(call, *field) == pytest.approx(PINNED[call], rel=2e-6)
        if of != "rpact, power":
            assert f"answers {PINNED[call]:,.1f} " in stated(name)[1].remarks[of]


ASKED = """suppressMessages(library(rpact)); set.seed(7)
for (call in readLines(commandArgs(TRUE)[1])) {
  r <- suppressWarnings(suppressMessages(eval(parse(text = call))))
  field <- if (grepl("^getSampleSizeSurvival", call)) "maxNumberOfEvents" else if (grepl("^getSampleSize", call)) "maxNumberOfSubjects"
           else "overallReject"
  cat("@", format(r[[field]][1], digits = 12), "\\n")
}"""


def ask_r(calls, folder):
    (folder / "calls.txt").write_text("\n".join(calls) + "\n", encoding="utf-8")
    (folder / "ask.R").write_text(ASKED, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", str(folder / "ask.R"), str(folder / "calls.txt")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [float(line[1:]) for line in done.stdout.splitlines() if line.startswith("@")]


def rpact_of_r():
    if not shutil.which("Rscript"):
        return ""
    asked = subprocess.run(
        ["Rscript", "-e", 'cat(as.character(packageVersion("rpact")))'],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def test_every_printed_call_runs_in_r(tmp_path):
    version = rpact_of_r()
    if not version.startswith("3.3"):
        pytest.skip(
            f"R with rpact 3.3 is not installed (rpact {version or 'is missing'}): the pinned answers stand for it"
        )
    asked = [
        (name, of, c) for name in PLANS for of, c in stated(name)[1].calls.items() if of.startswith("rpact, ")
    ]
    values = ask_r([c for _, _, c in asked], tmp_path)
    assert len(values) == len(asked)
    for (name, of, call), value in zip(asked, values, strict=True):
        if of == SIMULATED:
            power = stated(name)[0]
            assert value == pytest.approx(power.value, abs=ERRORS * math.sqrt(2) * max(power.mcse, 1e-3)), (
                call
            )
        else:
            assert value == pytest.approx(PINNED[call], rel=1e-6), call


RATE, MEAN, TIME = (
    {"control": {"rate": 0.35}},
    {"control": {"mean": 4.0, "sd": 3.0}},
    {"control": {"median": 9.0}},
)
BINARY = {"endpoint": "binary", "patients": 280}
CONTINUOUS = {"endpoint": "continuous", "patients": 130}
EVENTS = {"endpoint": "time_to_event", "patients": 300}
NONE = {
    "drift": (CONTINUOUS, MEAN | effect(-1.5) | {"drift": 0.2}, "drifts"),
    "known SD, varying effect": (CONTINUOUS | {"test": "z"}, MEAN | step(-2.4), "differs between patients"),
    "fallback": (
        BINARY | {"test": "log_odds_ratio", "fallback": "fisher"},
        RATE | effect(-0.7),
        "fisher takes over",
    ),
    "lost by outcome": (
        BINARY,
        RATE | effect(-0.7) | {"dropout_by_category": (0.1, 0.3)},
        "depends on the outcome",
    ),
    "Welch, few": (CONTINUOUS | {"patients": 40, "allocation": 3.0}, MEAN | effect(-2.7), "this one has"),
    "ANCOVA, few": (
        {"endpoint": "ancova", "patients": 20},
        {"control": {"mean": 4.0, "sd": 3.0, "correlation": 0.6}} | effect(-3.0),
        "this one has",
    ),
    "few counted": (
        {"endpoint": "count", "patients": 30},
        {"control": {"rate": 0.01, "dispersion": 0.0, "exposure": 6.0}} | effect(-0.4),
        "too few events",
    ),
    "ordinal": (
        {"endpoint": "ordinal", "patients": 150},
        {"control": {"probabilities": (0.2, 0.3, 0.5)}} | effect(-0.6),
        "no such test of this endpoint: ordinal outcome",
    ),
    "blinded": (
        {"type": "blinded_reestimation", "options": {"effect": 1.5}} | CONTINUOUS,
        MEAN | effect(-1.5),
        "no such type of design: blinded",
    ),
    "looks when followed": (
        EVENTS | LOOKS,
        TIME | effect(-0.4) | {"followup_months": 8.0},
        "have been followed",
    ),
    "strongest of tests": (
        EVENTS | {"events": 200, "test": "max_combo"},
        TIME | effect(-0.4),
        "by max_combo",
    ),
    "cured": (
        EVENTS | {"events": 150},
        {"control": {"median": 9.0, "cured": 0.2}} | effect(-0.4),
        "never have",
    ),
    "events out of reach": (
        EVENTS | {"events": 270},
        TIME | effect(-0.4) | {"dropout": 0.2},
        "comes to 270 events",
    ),
    "hazard ratio by marker": (EVENTS | {"events": 200}, TIME | step(-0.6), "differs between patients"),
    "late Weibull": (
        EVENTS | {"events": 200},
        {"control": {"median": 9.0, "shape": 1.3, "delay": 2.0}} | effect(-0.4),
        "Weibull law is delayed",
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_where_r_has_no_such_power_the_statement_says_why(name):
    said = stated(name, 200)[1]
    assert NONE[name][2] in said.no_power
    assert not [n for n in said.calls if n.startswith("rpact, ")]


def test_no_size_is_asked_for_an_effect_in_the_wrong_direction():
    """rpact takes the direction of a size from the effect, and would answer for the other one."""
    for design, scenario in (
        (BINARY, RATE | effect(0.4)),
        (EVENTS | {"events": 210}, TIME | effect(0.3)),
        (CONTINUOUS, MEAN | effect(0.6)),
    ):
        d = Design(**({"name": "d", "type": "fixed", "better": "lower"} | design))
        s = Scenario(**({"name": "s", "screened_per_month": 20.0} | scenario))
        calls = engine.state(
            engine.evaluate([d], s, Limits(), 100, streams, nulls=False), s, Limits(), streams
        ).calls
        assert "rpact, power" in calls
        assert not [c for c in calls.values() if c.startswith("getSampleSize")]


def test_a_formula_that_misses_the_simulated_power_says_so():
    design = {"endpoint": "time_to_event", "patients": 120, "events": 60, "allocation": 5.0, "type": "fixed"}
    d, s = (
        Design(name="d", better="lower", **design),
        Scenario(name="s", screened_per_month=20.0, control={"median": 9.0}, effect=EffectCurve(level=-1.2)),
    )
    found = engine.evaluate([d], s, Limits(), 4000, streams, nulls=False)
    said = engine.state(found, s, Limits(), streams)
    assert "further from the simulated" in said.remarks["rpact, power"]
    assert first(said.calls[SIMULATED], "overallReject") == pytest.approx(
        found[0].figures["power"].value, abs=0.04
    )
