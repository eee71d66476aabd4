"""How people write units, and what UCUM calls them.

Spellings are looked up as written first, then in lower case, because "mM" and "mm", "MIU" and "mIU" differ
in nothing else.
"""

from __future__ import annotations

# As written: these differ from another unit only in case.
EXACT: dict[str, str] = {
    "M": "mol/L", "mM": "mmol/L", "uM": "umol/L", "nM": "nmol/L", "pM": "pmol/L",
    "MIU": "M[iU]", "MU": "MU", "mIU": "m[iU]", "kIU": "k[iU]", "mU": "mU", "uIU": "u[iU]", "µIU": "u[iU]", "uU": "uU", "kU": "kU",
    "K": "10*3", "k": "10*3", "G": "10*9", "T": "10*12", "Pa": "Pa", "kPa": "kPa",
    "C": "Cel", "F": "[degF]",
}  # fmt: skip

_LOWER: dict[str, str] = {
    # mass
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes",
    "g": "g gm gms gr gram grams gramme grammes",
    "mg": "mg mgs milligram milligrams milligramme milligrammes",
    "ug": "ug mcg mcgs µg microgram micrograms microgramme microgrammes",
    "ng": "ng nanogram nanograms",
    "pg": "pg picogram picograms",
    "[lb_av]": "lb lbs pound pounds",
    # substance
    "mol": "mol mole moles",
    "mmol": "mmol mmols mmole mmoles millimole millimoles",
    "umol": "umol umols µmol µmole µmoles umole micromol micromole micromoles mcmol",
    "nmol": "nmol nmole nmoles nanomole nanomoles",
    "pmol": "pmol pmole pmoles picomole picomoles",
    "meq": "meq milliequivalent milliequivalents",
    # volume
    "L": "l liter liters litre litres",
    "dL": "dl deciliter deciliters decilitre decilitres",
    "mL": "ml mls milliliter milliliters millilitre millilitres cc",
    "uL": "ul µl mcl microl µliter microliter microliters microlitre microlitres",
    "fL": "fl femtoliter femtolitre",
    "mm3": "mm3 mm^3 cmm cumm",
    "cm3": "cm3 cm^3",
    # length, surface
    "m": "m meter meters metre metres",
    "cm": "cm cms centimeter centimeters centimetre centimetres",
    "mm": "mm millimeter millimeters millimetre millimetres",
    "um": "um µm micron microns micrometer micrometers",
    "[in_i]": "inch inches",
    "[ft_i]": "ft feet foot",
    "m2": "m2 m^2 sqm",
    "cm2": "cm2 cm^2 cm²",
    # time
    "s": "s sec secs second seconds",
    "ms": "ms msec msecs millisecond milliseconds",
    "min": "min mins minute minutes mn",
    "h": "h hr hrs hour hours",
    "d": "d day days",
    "wk": "wk wks week weeks",
    "mo": "mo mos month months",
    "a": "y yr yrs year years yo",
    # pressure, temperature, fractions
    "mm[Hg]": "mmhg torr mm[hg]",
    "cm[H2O]": "cmh2o cmh20 cm[h2o]",
    "Cel": "cel celsius °c ºc degc",
    "[degF]": "fahrenheit °f ºf degf [degf]",
    "%": "% percent",
    "[ppm]": "ppm",
    "1": "1 fraction ratio",
    # arbitrary and activity
    "[iU]": "iu [iu]",
    "U": "u unit units",
    "kat": "kat",
    "ukat": "ukat µkat",
    # counted things: a count has no unit of its own
    "{count}": "cells cell beats beat breaths breath copies copy platelets leukocytes neutrophils",
}
LOWER: dict[str, str] = {word: ucum for ucum, words in _LOWER.items() for word in words.split()}

# Whole expressions that are not built from the words above.
WHOLE: dict[str, str] = {
    "bpm": "/min",
    "beats per minute": "/min",
    "million/l": "10*6/L",
    "thou/ul": "10*3/uL",
    "thousand/ul": "10*3/uL",
    "x10e3/ul": "10*3/uL",
    "y.o": "a",
    "y. o": "a",
    "wood unit": "mm[Hg].min/L",
    "wood units": "mm[Hg].min/L",
    "score": "1",
    "points": "1",
    "point": "1",
}

# Words of more than one part are joined before anything is looked up.
JOINS: tuple[tuple[str, str], ...] = (
    (r"mm\.? ?(?:of )?(?:hg|mercury)(?:\.?st\.?)?", "mmhg"),
    (r"cm ?(?:of )?(?:h2[o0]|water)", "cmh2o"),
    (r"(?:degrees?|deg|°|º) ?(?:c|celsius)\b", "celsius"),
    (r"(?:degrees?|deg|°|º) ?(?:f|fahrenheit)\b", "fahrenheit"),
    (r"per ?cent\b", "percent"),
    (r"square met(?:er|re)s?", "m2"),
    (r"m ?\* ?m\b|m sq\b", "m2"),
    (r"cubic millimet(?:er|re)s?|mm cubed|cu ?mm", "mm3"),
    (r"milli-?equivalents?", "meq"),
    (r"international units?", "iu"),
)
