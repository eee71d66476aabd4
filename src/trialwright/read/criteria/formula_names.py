"""Names of the formula that screening works a value out by: "(Cockcroft-Gault)", "by CKD-EPI"."""

from __future__ import annotations

import re

# The formula that screening itself works a concept out by, so that to name it asks nothing more.
_FORMULAS = {
    "creatinine clearance": re.compile(r"cockcroft(?:\W+(?:and\s+)?gault)?", re.I),
    "egfr": re.compile(r"(?:2021\s+)?ckd[\s-]?epi(?:\s+2021)?", re.I),
}
_NAMING = re.compile(
    r"\b(?:by|using|per|with|the|according|to|calculated|estimated|formula|equation|method|of|as|via|on|based)\b|[\s()\[\].,;]+",
    re.I,
)


def names_formula(words: str, concept: str) -> bool:
    """Whether words after a limit only name the formula that the concept is worked out by: "(Cockcroft-Gault)"."""
    formula = _FORMULAS.get(concept)
    return formula is not None and bool(re.fullmatch(formula, _NAMING.sub(" ", words).strip()))
