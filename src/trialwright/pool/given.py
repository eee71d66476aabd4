"""Arrays that a caller gives, checked before arithmetic: a wrong one is an EvidenceError and never a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trialwright.errors import EvidenceError

Floats = NDArray[np.float64]


def numbers(name: str, value: ArrayLike) -> Floats:
    """A vector of finite numbers. Raises EvidenceError."""
    try:
        found = np.atleast_1d(np.asarray(value, dtype=np.float64))
    except (TypeError, ValueError):
        raise EvidenceError(
            f"`{name}` is not made of numbers.", where=name, fix="Give one number a trial."
        ) from None
    if found.ndim != 1 or not np.all(np.isfinite(found)):
        raise EvidenceError(
            f"`{name}` must be one row of finite numbers.",
            where=name,
            fix="Leave out trials whose value is missing.",
        )
    return found


def effects(y: ArrayLike, v: ArrayLike, least: int = 1) -> tuple[Floats, Floats]:
    """Effects with positive variances, of at least `least` trials. Raises EvidenceError."""
    one, two = numbers("y", y), numbers("v", v)
    same_length({"y": one, "v": two})
    if np.any(two <= 0):
        raise EvidenceError(
            f"The variance of trial {int(np.argmax(two <= 0)) + 1} is not positive.",
            where="v",
            fix="Look at its counts or interval.",
        )
    if len(one) < least:
        raise EvidenceError(
            f"This takes {least} trials or more; {len(one)} {'is' if len(one) == 1 else 'are'} given.",
            where="y",
            fix="Pool more trials, or show them one by one.",
        )
    return one, two


def level(value: float) -> float:
    """A level of confidence as a fraction. Raises EvidenceError, of percent too, which would be no quantile."""
    if not 0 < value < 1:
        fix = f"Give {value / 100:g}." if 1 < value < 100 else "Give, say, 0.95."
        raise EvidenceError(f"level = {value:g} is no fraction between 0 and 1.", where="level", fix=fix)
    return value


def agreeing() -> EvidenceError:
    """That Hartung and Knapp's interval is asked of trials which agree to the last digit."""
    return EvidenceError(
        "The trials agree exactly, so that Hartung and Knapp's interval has no width.",
        where="interval",
        fix="Floor its variance factor at 1 (hksj floored, adhoc), or take the normal one.",
    )


def counts(events: Mapping[str, ArrayLike], totals: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """Events with their totals, 0 <= x <= n and n > 0, by name. Raises EvidenceError."""
    found = {n: numbers(n, x) for n, x in {**events, **totals}.items()}
    same_length(found)
    for event, total in zip(events, totals, strict=True):
        x, n = found[event], found[total]
        wrong = (x < 0) | (x > n) | (n <= 0)
        if np.any(wrong):
            at = int(np.argmax(wrong))
            raise EvidenceError(
                f"Trial {at + 1} has {x[at]:g} of {n[at]:g}.",
                where=event,
                fix="Counts lie between 0 and the group's size.",
            )
    return found


def rates(events: Mapping[str, ArrayLike], times: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """Events with their person-time, x >= 0 and t > 0, by name. Raises EvidenceError."""
    found = {n: numbers(n, x) for n, x in {**events, **times}.items()}
    same_length(found)
    for event, time in zip(events, times, strict=True):
        wrong = (found[event] < 0) | (found[time] <= 0)
        if np.any(wrong):
            at = int(np.argmax(wrong))
            raise EvidenceError(
                f"Trial {at + 1} has {found[event][at]:g} events in {found[time][at]:g} of person-time.", where=event,
                fix="Events are not negative, and person-time is positive.",
            )  # fmt: skip
    return found


def same_length(columns: Mapping[str, Floats]) -> None:
    """Raises EvidenceError where columns are of several lengths."""
    lengths = {n: len(c) for n, c in columns.items()}
    if len(set(lengths.values())) > 1:
        raise EvidenceError(
            "Columns differ in length: " + ", ".join(f"{n} {k}" for n, k in lengths.items()) + ".",
            where=next(iter(lengths)),
            fix="Give one number a trial in each.",
        )


def known(name: str, values: ArrayLike, least: int) -> Floats:
    """Parameters of which some are nan, to be estimated: variances, then correlations. Raises EvidenceError."""
    found = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if found.shape != (least,):
        raise EvidenceError(f"`{name}` has {found.size} parameters, and there are {least}.", where=name, fix="Give all, nan for those to be estimated.")  # fmt: skip
    return found


def choice(name: str, value: Any, allowed: Any) -> Any:
    """The value where it is one of those allowed. Raises EvidenceError."""
    if value not in allowed:
        raise EvidenceError(
            f"`{value}` is not a {name}.", where=name, fix=f"Use one of: {', '.join(map(str, allowed))}."
        )
    return value


def design(moderators: ArrayLike | None, k: int) -> Floats:
    """(k, p) design matrix: an intercept where nothing is given. Raises EvidenceError where it has not full rank."""
    if moderators is None:
        return np.ones((k, 1))
    x = np.asarray(moderators, dtype=np.float64)
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or len(x) != k or not np.all(np.isfinite(x)):
        raise EvidenceError(
            f"The design matrix must have a finite row for each of the {k} trials.", where="moderators",
            fix="Give a column for each moderator, and one of ones for the intercept.",
        )  # fmt: skip
    if np.linalg.matrix_rank(x) < x.shape[1] or x.shape[1] > k:
        raise EvidenceError(
            "The moderators cannot be told apart in these trials.", where="moderators",
            fix="Leave out a moderator that others imply, or that does not vary.",
        )  # fmt: skip
    return x
