"""Units of measured values: what was written → UCUM, and one unit → another for a given concept.

Every conversion here is linear: value * scale + offset. A conversion that the text or the concept does not
license is None, so that the comparison becomes unknown and never false.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from trialwright.model.unit_words import EXACT, JOINS, LOWER, WHOLE

if TYPE_CHECKING:
    from trialwright.model.concept import Concept

Dimension = tuple[tuple[str, int], ...]
Measured = tuple[float, Dimension]  # a unit as (size in base units, dimension)

# A share (% or a fraction) is a kind of its own: mmol/mol must not become a percentage. An annotation such as {1.73_m2} is a dimension of its own:
# mL/min and mL/min per 1.73 m2 are different quantities although their plain dimensions agree.
_ATOMS: dict[str, Measured] = {
    "1": (1.0, (("fraction", 1),)), "%": (0.01, (("fraction", 1),)), "m": (1.0, (("m", 1),)), "g": (1.0, (("g", 1),)), "s": (1.0, (("s", 1),)),
    "mol": (1.0, (("mol", 1),)), "eq": (1.0, (("eq", 1),)), "L": (1e-3, (("m", 3),)), "min": (60.0, (("s", 1),)),
    "h": (3600.0, (("s", 1),)), "d": (86400.0, (("s", 1),)), "wk": (604800.0, (("s", 1),)),
    "mo": (2629800.0, (("s", 1),)), "a": (31557600.0, (("s", 1),)),
    "Pa": (1.0, (("Pa", 1),)), "mm[Hg]": (133.322387415, (("Pa", 1),)), "cm[H2O]": (98.0665, (("Pa", 1),)),
    "[iU]": (1.0, (("[iU]", 1),)), "[IU]": (1.0, (("[iU]", 1),)),  # UCUM writes the international unit both ways
    "osm": (1.0, (("osm", 1),)), "[ppm]": (1e-6, (("fraction", 1),)), "[ppb]": (1e-9, (("fraction", 1),)), "U": (1.0, (("U", 1),)), "kat": (6e7, (("U", 1),)),
    "[lb_av]": (453.59237, (("g", 1),)), "[in_i]": (0.0254, (("m", 1),)), "[ft_i]": (0.3048, (("m", 1),)),
}  # fmt: skip
_PREFIX = {"k": 1e3, "M": 1e6, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15}
_TAKES_PREFIX = {"m", "g", "s", "mol", "eq", "L", "Pa", "[iU]", "[IU]", "osm", "U", "kat"}
# scale and offset to degrees Celsius
_TEMPERATURE = {"Cel": (1.0, 0.0), "K": (1.0, -273.15), "[degF]": (5 / 9, -160 / 9)}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@lru_cache(maxsize=4096)
def normalise(unit_text: str) -> str | None:
    """A unit as written → its UCUM string; "1" for no unit at all; None where it is not known.

    Undoes the usual losses: "109/L" after a lost superscript is "10*9/L", "cmH20" is "cm[H2O]".
    """
    written = unit_text.strip()
    return spelled(unit_text) or (written if _measured(written) is not None else None)


@lru_cache(maxsize=4096)
def spelled(unit_text: str) -> str | None:
    """As normalise, of the units that people write in running text; None for the rest of UCUM, which has a word for
    nearly every abbreviation."""
    text = _plain(unit_text)
    if text in ("", "1"):
        return "1"
    if text.lower() in WHOLE:
        return WHOLE[text.lower()]
    parts = [_factor(p) for p in _split(text)]
    return None if any(p is None for p in parts) else _compose([p for p in parts if p is not None])


def _plain(text: str) -> str:
    """Signs that look alike made one; powers of ten and words of several parts joined."""
    text = re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "^" + m[1].translate(_SUPERSCRIPT), text.strip())
    text = unicodedata.normalize("NFKC", text).replace("μ", "µ").replace("∕", "/").replace("×", "x")
    text = re.sub(r"[\[(]?(?<![\d.])1[.,]73 ?(?:(?:m ?\*? ?m|m ?\^? ?2?)\b)?[\])]?", "{1.73_m2}", text)
    text = re.sub(r"\s*(?:/|\bper\b(?! ?cent))\s*", "/", text, flags=re.I)
    text = re.sub(r"(?<=min)\s*(?:x|/)?\s*(?=\{1\.73)", "/", text)
    for pattern, joined in JOINS:
        text = re.sub(pattern, joined, text, flags=re.I)
    text = re.sub(r"^[x*]\s*(?=10|\{)", "", text, flags=re.I)
    text = re.sub(r"\b10\s*(?:\^|\*\*|\*|e)\s*(\d{1,2})\b", r"10*\1", text, flags=re.I)
    text = re.sub(r"\b10 ?(3|6|9|12)(?=\s*(?:/|cells))", r"10*\1", text)  # the superscript was lost
    return text.strip(" .,;")


def _split(text: str) -> list[str]:
    text = re.sub(r"(10\*\d+)\s*(?=[a-z])", r"\1 ", text)
    return [re.sub(r"^(10\*\d+) (?:cells?|copies)$", r"\1", p.strip()) for p in text.split("/")]


def _factor(word: str) -> str | None:
    """One side of a slash as UCUM; "" where it is empty or only counts things."""
    if word == "" or word == "{1.73_m2}" or re.fullmatch(r"10\*\d+", word):
        return word
    if word in ("100", "1000", "1,000", "10000", "1000000"):
        return f"10*{len(word.replace(',', '')) - 1}"
    known = EXACT.get(word) or LOWER.get(word.lower()) or LOWER.get(word.lower().rstrip("."))
    return "" if known == "{count}" else known


def _compose(parts: list[str]) -> str | None:
    head, *below = parts
    if not head and not below:
        return "1"
    unit = head + "".join(f"/{p}" for p in below if p)
    if "10*" in head and not any(below):
        return unit if head else None
    return unit if unit in _TEMPERATURE or _measured(unit) is not None else None


@lru_cache(maxsize=4096)
def _measured(ucum: str) -> Measured | None:
    """Size and dimension of a UCUM unit from the table above, or from ucumvert where that lacks an atom."""
    size, powers = 1.0, dict[str, int]()
    for place, part in enumerate(ucum.split("/")):
        sign = 1 if place == 0 else -1
        if part == "1" and "/" in ucum:  # "1/min" is "/min": a rate, not a share
            continue
        for term in re.split(r"\.(?![^{]*\})", part) if part else ():
            one = _term(term)
            if one is None:
                return _by_pint(ucum)
            size *= one[0] ** sign
            for base, power in one[1]:
                powers[base] = powers.get(base, 0) + sign * power
    return size, tuple(sorted((b, p) for b, p in powers.items() if p))


def _term(term: str) -> Measured | None:
    """One atom with its prefix and power: "kg", "m2", "10*9", "ug{FEU}"."""
    if power := re.fullmatch(r"10[*^](-?\d+)", term):
        return 10.0 ** int(power[1]), ()
    if note := re.fullmatch(r"(.*)\{(.+)\}", term):
        rest = _term(note[1]) if note[1] else (1.0, ())
        return rest and (rest[0], (*rest[1], ("{" + note[2] + "}", 1)))
    if term in _ATOMS:
        return _ATOMS[term]
    exponent = 1
    if powered := re.fullmatch(r"([a-zA-Z]+)([23])", term):
        term, exponent = powered[1], int(powered[2])
    atom = _ATOMS.get(term)
    scale = 1.0
    if atom is None and term[:1] in _PREFIX and term[1:] in _TAKES_PREFIX:
        atom, scale = _ATOMS[term[1:]], _PREFIX[term[0]]
    if atom is None:
        return None
    return (scale * atom[0]) ** exponent, tuple((b, p * exponent) for b, p in atom[1])


def _by_pint(ucum: str) -> Measured | None:
    """A UCUM unit that the table lacks. Annotations and arbitrary units never come here as plain numbers."""
    if not re.fullmatch(r"[A-Za-z0-9/.*\[\]_'%^-]+", ucum) or re.fullmatch(r"[\d./*^-]+", ucum):
        return None
    try:
        base = _registry().from_ucum(ucum).to_base_units()
    except Exception:  # the library raises its parser's, its visitor's and pint's own errors alike
        return None
    names = {"meter": "m", "kilogram": "kg", "second": "s", "mole": "mol"}
    powers = {names.get(str(n), str(n)): round(p) for n, p in base.unit_items() if float(p).is_integer()}
    size = float(base.magnitude) * 1000.0 ** powers.get("kg", 0)
    return size, tuple(sorted(("g" if n == "kg" else n, p) for n, p in powers.items()))


@lru_cache(maxsize=1)
def _registry():  # type: ignore[no-untyped-def]
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


def linear(unit_from: str, unit_to: str, concept: Concept) -> tuple[float, float] | None:
    """(scale, offset) with value_to = value_from * scale + offset, or None where the units do not meet.

    Units as written or in UCUM. Mass ↔ substance takes concept.molar_mass, equivalents ↔ substance
    concept.valence, and U ↔ [iU] only for enzymes, whose international unit is the same (IUB 1964).
    """
    known = {normalise(u): line for u, line in concept.other_scales.items()}
    into = known.get(normalise(unit_from)), known.get(normalise(unit_to))
    if into == (None, None):
        return _linear(unit_from, unit_to, concept.molar_mass, concept.valence, concept.unit.startswith("U"))
    return _by_own_scale(into, unit_from, unit_to, concept)


def _by_own_scale(
    into: tuple[tuple[float, float] | None, tuple[float, float] | None],
    unit_from: str,
    unit_to: str,
    concept: Concept,
) -> tuple[float, float] | None:
    """Through the concept's canonical unit, on the side or sides that are a scale of its own."""
    args = (concept.molar_mass, concept.valence, concept.unit.startswith("U"))
    first = into[0] or _linear(unit_from, concept.unit, *args)
    second = into[1] or _linear(unit_to, concept.unit, *args)
    if first is None or second is None:
        return None
    return first[0] / second[0], (first[1] - second[1]) / second[0]


@lru_cache(maxsize=4096)
def _linear(
    unit_from: str, unit_to: str, molar_mass: float | None, valence: int | None, enzyme: bool
) -> tuple[float, float] | None:
    source, target = normalise(unit_from), normalise(unit_to)
    if source is None or target is None:
        return None
    if source == target:
        return 1.0, 0.0
    if source in _TEMPERATURE or target in _TEMPERATURE:
        return _temperature(source, target)
    a, b = _measured(source), _measured(target)
    if a is None or b is None:
        return None
    a, b = (_as_substance(x, molar_mass, valence, enzyme, other=y) for x, y in ((a, b), (b, a)))
    # Twelve digits: 150 K/uL is 150 10*9/L, not 149.99999999999997.
    return (float(f"{a[0] / b[0]:.12g}"), 0.0) if a[1] == b[1] else None


def _temperature(source: str, target: str) -> tuple[float, float] | None:
    if source not in _TEMPERATURE or target not in _TEMPERATURE:
        return None
    (sa, oa), (sb, ob) = _TEMPERATURE[source], _TEMPERATURE[target]
    return sa / sb, (oa - ob) / sb


def _as_substance(
    unit: Measured, molar_mass: float | None, valence: int | None, enzyme: bool, *, other: Measured
) -> Measured:
    """Grams and equivalents as moles, U as [iU], where the other unit needs it and the concept allows it."""
    size, powers = unit[0], dict(unit[1])
    theirs = dict(other[1])
    for base, to, by in (
        ("g", "mol", molar_mass),
        ("eq", "mol", valence),
        ("U", "[iU]", 1.0 if enzyme else None),
    ):
        power = powers.get(base)
        if power and by and not theirs.get(base) and theirs.get(to) == power:
            size /= by**power
            del powers[base]
            powers[to] = power
    return size, tuple(sorted(powers.items()))


def convert(value: float, unit_from: str, unit_to: str, concept: Concept) -> float | None:
    """value in unit_from expressed in unit_to, for this concept; None where that is not licensed."""
    line = linear(unit_from, unit_to, concept)
    return None if line is None else value * line[0] + line[1]
