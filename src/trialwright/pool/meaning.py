"""What an outcome's name says of the one that is asked for: a fall in pain is less pain, and freedom from it is none."""

from __future__ import annotations

from dataclasses import replace

from trialwright.model.labels import words
from trialwright.model.pooled import Scale
from trialwright.pool.candidate import Candidate, Refused
from trialwright.pool.on_scale import MADE

# As `model.labels.words` tells words: lower case, without a plural s. "Fall in X" and "X loss" tell of less X.
_LESS = frozenset(
    ["reduction", "decrease", "fall", "drop", "decline", "loss", "lowering", "shrinkage", "relief"]
)
_EITHER = frozenset(["improvement", "worsening", "deterioration"])
_NONE = frozenset(["freedom", "absence", "resolution"])
_NOT = frozenset(["no", "non", "without", "free"])  # beside what they deny: "non-response", "pain-free"
_OF = frozenset(["in", "of", "from"])


def as_asked(found: Candidate, endpoint: str, scale: Scale) -> Candidate:
    """The effect on what is asked for. Raises Refused where the name of the outcome leaves open which way it counts.

    Means of a fall in X are changes in X of the other sign. A printed difference of them may be told as either, and
    whether an improvement in X is more of it, nothing says.
    """
    more = _turning(words(found.results[0].endpoint), set(words(endpoint)))
    if MADE[scale].arms != "mean":
        return _of_people(found, more, endpoint)
    less = sorted(more & _LESS)
    if not less and not more & _EITHER:
        return found
    if more & _EITHER or len(less) > 1 or found.kind == "contrast" or scale == "log_ratio_of_means":
        raise Refused(_unclear(found, endpoint))
    effect = found.effect
    told = f"{effect.because.formula}; a {less[0]} is a change of the other sign, so y = {-effect.y:.4g}"
    because = effect.because.model_copy(update={"formula": told})
    return replace(found, effect=effect.model_copy(update={"y": -effect.y, "because": because}))


def _turning(name: tuple[str, ...], asked: set[str]) -> set[str]:
    """Words of a name that are not asked for and turn what is: "fall" of "fall in X" and "X loss", not of "X after a fall"."""
    found = set[str]()
    for word, before, behind in zip(name, ("", *name), (*name[1:], ""), strict=False):
        of = behind in _OF or before in asked
        denies = word in _NOT and (behind in asked or (word == "free" and (before in asked or behind in _OF)))
        if word not in asked and (denies or (of and word in _LESS | _EITHER | _NONE)):
            found.add(word)
    return found


def _of_people(found: Candidate, other: set[str], endpoint: str) -> Candidate:
    """Those with relief of pain are not those with pain. A ratio in a sentence on "a reduction in deaths" is of deaths."""
    if other and found.kind == "arms":
        raise Refused(_unclear(found, endpoint))
    return found


def _unclear(found: Candidate, endpoint: str) -> str:
    name = found.results[0].endpoint
    return f"“{name}” may count the other way than “{endpoint}”: ask for it by its own words"
