"""Numbers as a reader sees them: true minus signs, thousands separated, no digits beyond what is known."""

from __future__ import annotations

import math

MINUS = "\u2212"
ABSENT = "–"

Z95 = 1.959963984540054  # of a two-sided 95 % interval


def fixed(value: float | None, decimals: int = 1) -> str:
    """A number with a fixed number of decimals; a dash for None, words for what is not a number."""
    if value is None:
        return ABSENT
    if not math.isfinite(value):
        return "not estimable" if math.isnan(value) else ("∞" if value > 0 else f"{MINUS}∞")
    text = f"{value:,.{decimals}f}"
    if text.startswith("-"):
        # A value that rounds to zero has no sign worth printing.
        text = MINUS + text[1:] if any(c in "123456789" for c in text) else text[1:]
    return text


def decimals_for(spread: float, digits: int = 3) -> int:
    """Decimals that show `spread` (a half-width, a standard error) to so many significant digits, 0 to 6."""
    if not math.isfinite(spread) or spread <= 0:
        return digits
    return min(6, max(0, digits - 1 - math.floor(math.log10(spread))))


def significant(value: float | None, digits: int = 3, trim: bool = True) -> str:
    """A number with so many significant digits, no exponent between 1e-6 and 1e9; trim drops trailing zeros."""
    if value is None or not math.isfinite(value) or value == 0:
        return "0" if value == 0 else fixed(value)
    magnitude = math.floor(math.log10(abs(value)))
    if not -7 < magnitude < 9:
        return f"{value:.{digits - 1}e}".replace("-", MINUS)
    text = fixed(value, max(0, digits - 1 - magnitude))
    return text.rstrip("0").rstrip(".") if trim and "." in text else text


def exact(value: float | int) -> str:
    """A number a person stated, as they would write it: no rounding that shows."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}".replace("-", MINUS) if isinstance(value, int) else f"{value:.10g}".replace("-", MINUS)


def count(value: int | None) -> str:
    """A whole number, thousands separated; None is a count that may not be printed."""
    return "not shown" if value is None else f"{value:,}"


def percent(value: float | None, decimals: int = 1) -> str:
    """A share in 0..1 as a percentage."""
    return fixed(None if value is None else 100 * value, decimals) + ("" if value is None else " %")


def p_value(value: float) -> str:
    """A p-value to two significant digits, three decimals at most shown below 0.1."""
    return "< 0.001" if value < 0.001 else fixed(value, 3 if value < 0.1 else 2)
