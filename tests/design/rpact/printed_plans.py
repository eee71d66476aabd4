"""Designs under scenarios whose calls of R are printed, by name, and those for which there is none; how they are asked for.

Rows of PLANS and STAGES are what differs of the design and of the scenario.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np

from trialwright import design as engine
from trialwright.design.rpact import answer
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

REFERENCE = Path(__file__).parents[2] / "reference" / "printed_power.json"
PINNED = {a["call"]: a["value"] for a in json.loads(REFERENCE.read_text())["answers"]}
ITERATIONS = 2_000  # of R's pinned simulations
SIMULATED = "rpact, simulated"

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

ARMS = {"type": "multi_arm", "arms": ("low", "high"), "looks": (0.5, 1.0)}
POPULATIONS = {"type": "enrichment", "looks": (0.5, 1.0), **CUT}
BOTH = {"type": "stratified", **CUT}
AGAIN = {"type": "reestimation", "looks": (0.5, 1.0)}


def low(level, others=-1.2):
    return effect(others) | {"arms": {"low": EffectCurve(level=level)}}


def by(design=None, **options):
    return (design or {}) | {"options": options}


def again(design=None, **options):
    return AGAIN | by(design, rule="conditional power", **options)


STAGES = {
    **plans(
        "continuous", 230, {"mean": 4.0, "sd": 3.0}, -1.1,
        ("sizes, known SD", again({"test": "z"}), {}),
        ("sizes, Welch, smaller too", again(decrease=0.3, target=0.8, increase=3.0), {"dropout": 0.1}),
        ("sizes, futility", again({"test": "z"}, futility=0.2, decrease=0.5), {}),
        ("sizes, Fisher's product", again({"test": "z", "allocation": 2.0}, combination="fisher"), {}),
        ("sizes, margin", again({"margin": 0.9, "better": "higher"}, boundaries="no_early_efficacy"), effect(0.1)),
        ("sizes, assumed effect", again({"test": "z"}, effect=-1.1, decrease=0.3), {}),
        ("sizes, three looks", again({"test": "z", "looks": (0.3, 0.6, 1.0)}, decrease=0.3, boundaries="pocock"), {}),
        ("promising zone", AGAIN | by(increase=3.0), {"dropout": 0.1}),
        (
            "promising zone, 2 to 1, three looks",
            AGAIN | by({"test": "z", "allocation": 2.0, "looks": (0.3, 0.6, 1.0)}, promising=0.1, boundaries="pocock"),
            {},
        ),
        ("arms, the best", ARMS | {"test": "z"}, low(-0.6)),
        ("arms, Welch, dropout", ARMS, low(-0.6) | {"dropouts": {"control": 0.2}}),
        ("arms, all, any", ARMS | by(selection="all", stop="any", intersection="simes"), low(-0.9)),
        ("arms, near the best", ARMS | by({"better": "higher", "test": "z"}, selection="epsilon", epsilon=0.3), low(0.8, 1.2)),
        ("arms, threshold", ARMS | by({"allocation": 2.0}, threshold=0.5, measure="statistic", intersection="sidak"), low(-0.6)),
        (
            "arms, two of three, Fisher's product",
            ARMS | by({"arms": ("low", "middle", "high"), "patients": 300}, selection="r best", r=2, combination="fisher"),
            low(-0.4),
        ),
        ("arms, one look", ARMS | by({"looks": (1.0,)}, intersection="bonferroni"), low(-0.6)),
        ("population, the best", POPULATIONS, step(-1.4)),
        ("population, near the best", POPULATIONS | by(selection="epsilon", epsilon=0.5, measure="statistic"), step(-1.4)),
        ("population, any", POPULATIONS | by({"better": "higher"}, selection="all", stop="any", intersection="sidak"), step(1.4)),
        ("both populations", BOTH, step(-1.4)),
    ),
    **plans(
        "binary", 460, {"rate": 0.42}, -0.5,
        ("sizes", again(), {}),
        ("sizes, smaller too", again({"better": "higher"}, decrease=0.2, increase=3.0, futility=0.1), effect(0.5)),
        ("promising zone, margin", AGAIN | by({"margin": 0.13}, increase=3.0), effect(-0.1)),
        ("arms, the best", ARMS, low(-0.3, -0.7)),
        ("arms, all", ARMS | by({"better": "higher"}, selection="all", intersection="simes"), low(0.5, 0.7)),
        ("population, the best", POPULATIONS, step(-0.8)),
        ("population, threshold", POPULATIONS | by(measure="statistic", threshold=0.2, intersection="spiessens_debois"), step(-0.8)),
        ("both populations, looks", BOTH | by({"looks": (0.5, 1.0)}, combination="fisher", intersection="simes"), step(-0.8)),
    ),
    **plans("ancova", 190, {"mean": 4.0, "sd": 3.0, "correlation": 0.5}, -1.0, ("arms", ARMS, low(-0.5)), ("sizes", again(), {})),
    **plans(
        "time_to_event", 450, {"median": 9.0}, -0.3,
        ("sizes", again({"events": 330}), {"ramp_months": 5.0}),
        ("sizes, Fisher's product", again({"events": 300}, combination="fisher", effect=-0.3), {}),
    ),
}  # fmt: skip

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
    "promising zone of events": (
        EVENTS | AGAIN | {"events": 200},
        TIME | effect(-0.4),
        "knows no promising zone",
    ),
    "sizes of too few for t": (
        CONTINUOUS | again({"patients": 40}, decrease=0.05),
        MEAN | effect(-1.5),
        "no stage of fewer than 4",
    ),
    "sizes, while outcomes are awaited": (
        CONTINUOUS | again(),
        MEAN | effect(-1.5) | {"followup_months": 4.0},
        "awaited",
    ),
    "sizes, futility by an assumed effect": (
        CONTINUOUS | again(futility=0.2, effect=-1.5),
        MEAN | effect(-1.5),
        "bounds that are known before",
    ),
    "sizes, odds ratio assumed": (BINARY | again(effect=-0.7), RATE | effect(-0.7), "not a log odds ratio"),
    "arms with losses of their own": (
        CONTINUOUS | ARMS,
        MEAN | low(-0.6) | {"dropouts": {"low": 0.2}},
        "different shares",
    ),
    "arms with futility bounds": (
        CONTINUOUS | ARMS | by(futility=(0.0,)),
        MEAN | low(-0.6),
        "by their own z",
    ),
    "arms by odds": (
        BINARY | ARMS | by(selection="epsilon", epsilon=0.2),
        RATE | low(-0.3, -0.7),
        "by log odds ratios",
    ),
    "arms, times": (
        EVENTS | ARMS | {"events": 200},
        TIME | low(-0.2, -0.5),
        "no several arms of such a test",
    ),
    "population by conditional power": (
        CONTINUOUS | POPULATIONS | by(measure="conditional power"),
        MEAN | step(-1.4),
        "chosen by conditional power",
    ),
    "populations in order": (
        CONTINUOUS | BOTH | by(intersection="hierarchical"),
        MEAN | step(-1.4),
        "no hierarchical test",
    ),
    "counts, sizes": (
        {"endpoint": "count", "patients": 260} | again(),
        {"control": {"rate": 0.15, "dispersion": 0.5, "exposure": 9.0}} | effect(-0.4),
        "re-estimates no sizes",
    ),
}


def streams(block):
    return np.random.default_rng([23, block])


@cache
def stated(name, replicates=1000):
    """What is simulated, and its statement."""
    design, scenario = ({**PLANS, **STAGES, **NONE}[name])[:2]
    return of(design, scenario, replicates)


def of(design, scenario, replicates):
    d = Design(**({"name": "d", "type": "fixed", "better": "lower"} | design))
    s = Scenario(**({"name": "s", "screened_per_month": 20.0} | scenario))
    found = engine.evaluate([d], s, Limits(patients=1000), replicates, streams, nulls=False)
    return found[0].figures["power"], engine.state(found, s, Limits(patients=1000), streams)


def of_formula(calls):
    """Name → call of those that simulate nothing."""
    return {n: c for n, c in calls.items() if n.startswith("rpact, ") and n != SIMULATED}


def field(call):
    if call.startswith("getSampleSize"):
        return "maxNumberOfEvents" if "Survival" in call else "maxNumberOfSubjects"
    return "rejectAtLeastOne" if "MultiArm" in call or "Enrichment" in call else "overallReject"


def answered(call):
    """By our own door."""
    return float(np.ravel(answer(call).fields[field(call)])[0])


ASKED = """suppressMessages(library(rpact)); set.seed(7)
for (call in readLines(commandArgs(TRUE)[1])) {
  r <- suppressWarnings(suppressMessages(eval(parse(text = sub("^[^ ]* ", "", call)))))
  cat("@", format(r[[sub(" .*", "", call)]][1], digits = 12), "\n")
}"""


def ask_r(calls, folder):
    (folder / "calls.txt").write_text("".join(f"{field(c)} {_seeded(c)}\n" for c in calls), encoding="utf-8")
    (folder / "ask.R").write_text(ASKED, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", str(folder / "ask.R"), str(folder / "calls.txt")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [float(line[1:]) for line in done.stdout.splitlines() if line.startswith("@")]


def _seeded(call):
    return f"{call[:-1]}, seed = 11)" if "maxNumberOfIterations" in call else call


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
