"""Chemical symbols that stand for a laboratory value where a limit in its unit follows: "K > 5.5 mmol/L"."""

from __future__ import annotations

from trialwright.model.concept import Concept
from trialwright.model.units import linear
from trialwright.read.criteria.lexicon import Lexicon
from trialwright.read.criteria.measures import measure_at
from trialwright.read.criteria.tokens import Token

_SYMBOLS = {"K": "potassium", "Na": "sodium", "Mg": "magnesium", "Ca": "calcium", "Cl": "chloride"}
# After any other word it may be part of a name: "vitamin K", "factor K", "group K".
_BEFORE = frozenset({"", "and", "or", "comma", "semi", "stop", "colon", "open", "glue", "mute", "measure"})


def symbol_at(
    text: str, tokens: list[Token], i: int, end: int, before: str, lexicon: Lexicon
) -> Concept | None:
    """The concept that token i is the symbol of. before : the role of the mark before it. Without a printed unit that fits,
    a letter is left alone."""
    token = tokens[i]
    name = _SYMBOLS.get(text[token.start : token.end]) if len(token.low) < 3 else None
    concept = lexicon.named.get(name) if name is not None else None
    if concept is None or before not in _BEFORE or i + 1 >= len(tokens):
        return None
    limit = measure_at(text, tokens[i + 1].start, end, inherited="=")
    fits = limit is not None and limit.unit and not limit.uln
    return concept if fits and limit and linear(limit.unit, concept.unit, concept) is not None else None
