"""Endpoints: one file each says how its data arise, its effect measure and its test.

A file is an endpoint when it declares NAME. It also declares

LABEL         words for people
EFFECT        the scale a scenario states effects on, e.g. "log odds ratio"
MEASURE       what `estimate` gives
PARAMETERS    the control parameters a scenario states, in order
CATEGORICAL   True where tallies are counts (..., k) by category, lowest first
latent(control)                              how data arise: an Outcome, whose `kind` says what a tally holds
                                             (kernels.observation lists the kinds, and draws them)
estimate(control, experimental)              the effect in tallies (..., k), experimental against control
standard_error(control, experimental)        of that estimate
score(control, experimental)                 the test as a standard normal score: large where experimental is higher,
                                             -inf where the data cannot carry a test
estimate_and_error(control, experimental)    optional: both at once, of (m, k) tallies, where that is faster
level(tally)                                 optional: one arm's own value and its squared standard error, (m,) each, where
                                             `estimate` is a difference of two such
known_after(control)                         optional: months from enrolment to a patient's outcome, where the control parameters
                                             say so: a scenario's `followup_months` cannot be less
blinded_size(pooled, effect, ratio, alpha, power)   optional: (m,) patients with an outcome that the test needs, by the tallies
                                             (m, k) of both arms together; effect on the MEASURE, either sign (kernels.blinded_sizes)
estimable(control, experimental)             optional, of a test: (m,) whether it has an estimate, where its score is finite all the
                                             same; a design's `fallback` takes over in the others
p_value(control, experimental)               one-sided, against "experimental is not higher": 1 - Phi(score)
power(outcome, shift, weight, n0, n1, alpha) closed form, for effects that raise the outcome, or None
SKEWED        True where lower is not the mirror image of higher: `power` is then told which by `higher`

SCALES        optional: other scales an effect may be stated on, by name: (value, control) → the effect, NaN where
              there is none
MARGIN        optional: (file, margin) → what a test against that non-inferiority margin changes, with its `null_effect`
              of (control, 1 where higher is better or -1)
TESTS         optional: other tests by name, each a Variant of the file; a design's `test` chooses one, and nothing its own

Where it has several tests of the same tallies it declares

tested(test)      the module that does the test of that name (`Design.test`), with latent, estimate, standard_error, score
                  and power as above; itself for "". Raises DesignError naming those there are

An endpoint whose evidence is more than a tally (events in time) declares of these `latent` alone, and

SOURCE            the file in design/sources that its patients come from, and that shows a look at them
weights_of(test)  where it has several tests: what `Design.test` names. Raises DesignError naming those there are

`design` simulates with these, `analyse` calls the same estimate and test on a trial's data.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import cast

import numpy as np

from trialwright.endpoints.outcome import Floats
from trialwright.endpoints.variant import Variant
from trialwright.errors import DesignError


@cache
def found() -> dict[str, ModuleType]:
    """Every endpoint by name."""
    files = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.NAME: m for m in files if hasattr(m, "NAME")}


def endpoint(name: str, test: str = "", margin: float | None = None, fallback: str = "") -> ModuleType:
    """The endpoint of that name, with that test of those it lists, or its test against a non-inferiority margin.

    fallback : a test that takes over in trials where `test` has no estimate, as an analysis plan names one. Raises
    DesignError naming those there are."""
    if name not in found():
        near = difflib.get_close_matches(name, found(), n=1)
        raise DesignError(
            f"There is no endpoint type `{name}`.",
            where="trial.primary.type",
            fix=(f"Did you mean `{near[0]}`? " if near else "")
            + f"Use one of: {', '.join(sorted(found()))}.",
        )
    kind = found()[name]
    if fallback:
        return _giving_way(kind, test, margin, fallback)
    if margin is not None:
        return _against(kind, test, margin)
    if hasattr(kind, "SOURCE") or not test:
        return kind  # a source reads the test's words itself
    tests = getattr(kind, "TESTS", {})
    if test not in tests:
        raise DesignError(
            f"The endpoint {name} has no test `{test}`.",
            where="design.test",
            fix=f"Use {', '.join(sorted(tests))}, or leave it out." if tests else "Leave it out: it has one.",
        )
    return cast(ModuleType, tests[test])


def _giving_way(kind: ModuleType, test: str, margin: float | None, fallback: str) -> ModuleType:
    """`test` with its score taken from `fallback` where it cannot be estimated; what it estimates stays its own."""
    if margin is not None or hasattr(kind, "SOURCE") or fallback == test:
        raise DesignError(
            f"No fallback goes with {'itself' if fallback == test else 'a margin' if margin is not None else f'the endpoint {kind.NAME}'}.",
            where="design.fallback",
            fix="Leave it out.",
        )
    planned, other = endpoint(kind.NAME, test), endpoint(kind.NAME, fallback)

    def score(control: Floats, experimental: Floats) -> Floats:
        z = np.array(planned.score(control, experimental))
        told = getattr(planned, "estimable", None)
        gone = np.isinf(z) if told is None else ~told(control, experimental)
        if gone.any():
            z[gone] = other.score(control[gone], experimental[gone])
        return z

    # The closed form is of the planned test alone.
    own = {**getattr(planned, "own", {}), "score": score, "power": _no_power}
    return cast(ModuleType, Variant(kind.__name__, **own))


def _no_power(*_: object, **__: object) -> None:
    return None


def _against(kind: ModuleType, test: str, margin: float) -> ModuleType:
    if not hasattr(kind, "MARGIN") or test:
        raise DesignError(
            f"The endpoint {kind.NAME} has no {f'test `{test}`' if test else 'test'} against a margin.",
            where="design.margin",
            fix=f"Leave `test` out, and use one of: {', '.join(sorted(n for n, k in found().items() if hasattr(k, 'MARGIN')))}.",
        )
    return cast(ModuleType, Variant(kind.__name__, **kind.MARGIN(kind, margin)))
