"""What stops a simulation, told with the design and the scenario that it was of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from trialwright.errors import DesignError


def named(design: str, scenario: str) -> str:
    """What such an error begins with."""
    return f"The design `{design}` under the scenario `{scenario}`: "


@contextmanager
def told(design: str, scenario: str) -> Iterator[None]:
    """Names both in a DesignError raised within, and makes one of arithmetic that broke down: a search of a thousand designs
    is no place for a traceback."""
    begins = named(design, scenario)
    try:
        yield
    except DesignError as error:
        if error.what.startswith(begins):
            raise
        raise DesignError(begins + error.what, where=error.where or "design", fix=error.fix) from error
    except (ArithmeticError, ValueError) as error:
        raise DesignError(
            f"{begins}its simulation broke down ({type(error).__name__}: {error}).",
            fix="This is a fault of the program: please report it with the plan. Leave the design out meanwhile.",
        ) from error
