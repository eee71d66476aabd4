"""`trialwright selftest`: known figures recomputed here, and a small plan run and replayed."""

from __future__ import annotations

import datetime
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trialwright.app import plan, verbs
from trialwright.app.watch import Silent, Watcher

TODAY = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class Trial:
    """name : what was tried. got, expected : as printed. passed : whether they agree."""

    name: str
    got: str
    expected: str
    passed: bool


def selftest(watch: Watcher | None = None) -> tuple[Trial, ...]:
    """Every trial of this installation; none stops the others."""
    watch = watch or Silent()
    out = []
    for name, attempt in TRIALS.items():
        watch.stage("selftest", name)
        try:
            got, expected, passed = attempt()
        except Exception as error:  # a broken installation fails in its own ways; each must be said
            got, expected, passed = f"{type(error).__name__}: {error}", "no error", False
        out.append(Trial(name, got, expected, passed))
    return tuple(out)


def _close(got: float, expected: float) -> tuple[str, str, bool]:
    return f"{got:.9g}", f"{expected:.9g}", math.isclose(got, expected, rel_tol=1e-7)


def _fisher() -> tuple[str, str, bool]:
    from trialwright.kernels.two_by_two import fisher_exact

    return _close(fisher_exact(35, 40, 37, 40), 0.71187162066302)  # R 4.2.2: fisher.test


def _reml() -> tuple[str, str, bool]:
    """Three effects of equal variance: REML's tau² is then the sample variance less v, by hand."""
    import numpy as np

    from trialwright.kernels.pooling import reml_tau2

    return _close(reml_tau2(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25)), 0.75)


def _power() -> tuple[str, str, bool]:
    """A two-arm trial of 128 patients, half an SD apart: 80 % (Cohen 1988), simulated on this machine."""
    from trialwright.app.simulating import stream
    from trialwright.design import evaluate
    from trialwright.model.design import Design, Limits
    from trialwright.model.scenario import EffectCurve, Scenario

    scenario = Scenario(
        name="s", control={"mean": 0, "sd": 1}, effect=EffectCurve(level=0.5), screened_per_month=50
    )
    design = Design(name="d", type="fixed", endpoint="continuous", better="higher", patients=128)
    (found,) = evaluate((design,), scenario, Limits(), 20_000, lambda block: stream(1, block))
    power, exact = found.figures["power"], found.figures["power_analytic"]
    passed = abs(power.value - exact.value) < 4 * (power.mcse or 0) and abs(exact.value - 0.8015) < 5e-4
    return f"{power.value:.4f}", f"{exact.value:.4f} within 4 Monte Carlo errors", passed


def _plan_and_replay() -> tuple[str, str, bool]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "plan"
        verbs.init(folder)
        plan.run(folder, TODAY)
        files = plan.replay(folder)
    return f"{len(files)} files the same", "at least 10 files the same", len(files) >= 10


TRIALS: dict[str, Callable[[], tuple[str, str, bool]]] = {
    "Fisher's exact test": _fisher,
    "between-trial variance by REML": _reml,
    "simulated against closed-form power": _power,
    "a starter plan, run and replayed": _plan_and_replay,
}
