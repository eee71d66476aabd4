"""Sources: where the patients of a batch of trials come from, and what a look at them shows.

An endpoint names its source by SOURCE, "tally" where it says nothing. A file here is a source when it declares NAME and

full(setting)           the largest size of a trial in the unit that `trials.enrol(to)` counts: patients, or events
Source(setting, drawn)  for design.sources.account.Drawn, with
  move(given)             the next wave, by a kernels.tables.InstructionTable whose `target` is in that unit; given.rows are
                          among those of the last call. Returns a Look
  through(given, looks)   all looks of trials that have not begun, by kernels.tables.LookTable, as an EndTable; None where
                          that is not done at once. It changes no number
  months(rows)            (m,) months until the data of the last look were in
  account(looks, early)   an Account of every trial, once all have ended

A Look has what design.look.TallyLook has: rows, patients, z, p, estimate, information (all with arm, bins, stage) and
among(mask). What a trial draws must be addressed by its key, so that all designs have the same patients.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def found() -> dict[str, ModuleType]:
    """Every source by name."""
    files = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.NAME: m for m in files if hasattr(m, "NAME")}


def source_of(endpoint: ModuleType) -> ModuleType:
    """The source an endpoint's patients come from."""
    return found()[getattr(endpoint, "SOURCE", "tally")]
