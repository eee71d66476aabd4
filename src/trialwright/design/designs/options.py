"""What a design type can be told beyond what every design is: declared by its file, checked here."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from trialwright.errors import DesignError
from trialwright.model.design import Design


class Option(NamedTuple):
    """default : where the design does not state it; its type is the option's type (a tuple: a list of numbers; None:
    a number or nothing). choices : of words. low, high : the range of a number, both allowed. meaning : for people.
    needs : other options, each with the values at which this one says something; () any but that option's default."""

    name: str
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    needs: tuple[tuple[str, tuple[Any, ...]], ...] = ()


def checked(
    stated: Mapping[str, Any],
    declared: tuple[Option, ...],
    design_type: str,
    elsewhere: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Each declared option's value. elsewhere : option → the design types that have it. Raises DesignError for one unknown or
    out of its range."""
    names = [o.name for o in declared]
    if unknown := [name for name in stated if name not in names]:
        raise DesignError(
            f"A {design_type} design has no option `{unknown[0]}`.",
            where=f"design.{unknown[0]}",
            fix=_near(unknown[0], names)
            + (f"It has: {', '.join(names)}." if names else "It has none beyond what every design has.")
            + (
                f" `{unknown[0]}` is one of: {', '.join(has)}."
                if (has := (elsewhere or {}).get(unknown[0]))
                else ""
            ),
        )
    found = {o.name: _checked(stated[o.name], o) if o.name in stated else o.default for o in declared}
    defaults = {o.name: o.default for o in declared}
    for option in declared:
        if option.name in stated:
            _refuse_idle(option, found, defaults)
    return found


def _near(unknown: str, names: Sequence[str]) -> str:
    """The option, or the key of every design, that a name resembles."""
    found = difflib.get_close_matches(unknown, [*names, *Design.model_fields], n=1)
    return f"Did you mean `{found[0]}`? " if found else ""


def _refuse_idle(option: Option, found: Mapping[str, Any], defaults: Mapping[str, Any]) -> None:
    """Raises DesignError for an option that says nothing beside the others."""
    for other, values in option.needs:
        value = found[other]
        if value in values if values else value != defaults[other]:
            continue
        goes = f"`{other}: {' or '.join(map(str, values))}`" if values else f"a stated `{other}`"
        beside = f" beside `{other}: {value}`" if value not in (None, "", ()) else ""
        raise DesignError(
            f"`{option.name}` says nothing{beside}.",
            where=f"design.{option.name}",
            fix=f"It goes with {goes}; state that, or leave `{option.name}` out. {option.meaning}.",
        )


def _checked(value: Any, option: Option) -> Any:
    where, default = f"design.{option.name}", option.default
    if isinstance(default, bool | str):
        wrong = type(value) is not type(default) or (option.choices and value not in option.choices)
        wanted = f"one of: {', '.join(option.choices)}" if option.choices else type(default).__name__
        if wrong:
            raise DesignError(
                f"`{option.name}` is {value!r}.", where=where, fix=f"Use {wanted}. {option.meaning}."
            )
        return value
    if value is None and default is None:
        return None
    many = isinstance(default, tuple)
    values = tuple(value) if many and isinstance(value, list | tuple) else (value,)
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    if not numbers or not all(option.low <= v <= option.high for v in values):
        kind = "a list of numbers" if many else "a number"
        raise DesignError(
            f"`{option.name}` is {value!r}.",
            where=where,
            fix=f"Use {kind} from {option.low:g} to {option.high:g}. {option.meaning}.",
        )
    return values if many else value
