"""The door for users of R's rpact: its calls as text in, our own answers out, under its field names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trialwright.design.rpact.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Answer", "answer", "evaluate"]


def answer(text: str) -> Answer:
    """The last value of an R program of rpact calls, statements separated by `;` or new lines.

    Raises DesignError with the place in the text where it cannot be read, and with what is known where a
    function or an argument is not.
    """
    from trialwright.errors import DesignError

    value = evaluate(text)
    if not isinstance(value, Answer):
        raise DesignError(
            f"The last statement is a plain value ({value!r}), not the result of an rpact function.",
            where=text.strip().splitlines()[-1].strip() if text.strip() else "",
            fix="End with a call such as `getDesignGroupSequential(kMax = 3)`.",
        )
    return value


def evaluate(text: str, names: Mapping[str, Any] | None = None) -> Any:
    """The last value of an R program, of any kind. names : variables that are there already."""
    from trialwright.design.rpact.evaluation import Session
    from trialwright.design.rpact.language import parse
    from trialwright.errors import DesignError

    try:
        return Session(dict(names or {})).run(parse(text), text)
    except RecursionError:
        raise DesignError(
            "The brackets of this text are nested too deeply to be read.",
            fix="Give values names, as in `x <- ...`, and use those.",
        ) from None
