"""What an outcome's name says of the one that is asked for: a fall in pain is less pain, and freedom from it is none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from trialwright.model.labels import noun, words
from trialwright.model.pooled import Scale
from trialwright.pool.candidate import Candidate, Refused
from trialwright.pool.on_scale import MADE

# As `model.labels.words` tells words: lower case, without a plural s. "Fall in X" and "X loss" tell of less X.
_FALL = frozenset(["reduction", "decrease", "fall", "drop", "decline", "lowering"])
_LESS = _FALL | frozenset(["loss", "lost", "shrinkage"])
# Reduced glutathione is a substance, relief of pain is told on scales of its own
_EITHER = frozenset(
    [
        "improvement",
        "worsening",
        "deterioration",
        "relief",
        "improved",
        "worsened",
        "deteriorated",
        "relieved",
        "reduced",
        "decreased",
        "lowered",
        "diminished",
        "impaired",
        "halved",
        "doubled",
        "increased",
        "raised",
        "lessened",
        "less",
        "lower",
    ]
)
_NONE = frozenset(
    [
        "freedom",
        "absence",
        "lack",
        "resolution",
        "resolved",
        "disappearance",
        "clearance",
        "cleared",
        "cure",
        "cured",
        "remission",
        "abstinence",
        "cessation",
        "healing",
        "healed",
        "recovery",
        "recovered",
        "control",
        "controlled",
        "prevention",
        "prevented",
        "correction",
        "corrected",
        "eradication",
        "eradicated",
        "absent",
        "avoided",
        "abolished",
        "eliminated",
        "converted",
        "normalised",
        "normalized",
        "normal",
        "negative",
        "undetectable",
        "suppressed",
        "reversed",
        "removed",
        "closed",
        "abated",
        "ceased",
        "subsided",
        "remitted",
        "regressed",
        "disappeared",
    ]
)
_NOT = frozenset(
    ["no", "non", "not", "never", "without", "free"]
)  # beside what they deny: "non-response", "pain-free"
_OF = frozenset(["in", "of", "from"])
# What may stand between what falls and its fall: "pain score reduction", and not "pain after a fall"
_APART = frozenset(
    [
        "in",
        "of",
        "from",
        "after",
        "before",
        "with",
        "without",
        "during",
        "or",
        "and",
        "by",
        "to",
        "on",
        "at",
        "for",
        "due",
    ]
)
_WHEN = frozenset(
    ["time", "duration", "onset", "number"]
)  # of a fall or to it: "time to loss of pain" is no pain


def tells_change(name: str) -> bool:
    """Whether a name is that of a change in something: its SD is another than that of the thing itself."""
    return bool(set(words(name)) & (_FALL | {"change", "rise", "increase", "gain"}))


def as_asked(found: Candidate, endpoint: str, scale: Scale) -> Candidate:
    """The effect on what is asked for. Raises Refused where the name of the outcome leaves open which way it counts.

    Means of a fall in X are changes in X of the other sign, where they are told without a minus. A printed difference
    of them may be told as either, and whether an improvement in X is more of it, nothing says.
    """
    asked = set(words(endpoint))
    nouns = {noun(w) for w in asked}
    name = tuple(noun(w) if noun(w) in nouns else w for w in words(found.results[0].endpoint))
    more = _turning(name, asked | nouns)
    if MADE[scale].arms != "mean":
        return _of_people(found, more, endpoint, scale)
    less = sorted(more & _LESS)
    if (
        found.kind == "arms"
        and _LESS & set(name)
        and all(r.value and r.value.value < 0 for r in found.results)
    ):
        raise Refused(
            f"“{found.results[0].endpoint}” is printed with a minus in both arms: it may be the fall, or the change itself"
        )
    if not more:
        return found
    of_time = any(a in _WHEN and b in ("to", "of", "until") for a, b in pairwise(name))
    if more - _LESS or len(less) > 1 or of_time or found.kind == "contrast" or scale == "log_ratio_of_means":
        raise Refused(_unclear(found, endpoint))
    effect = found.effect
    told = f"{effect.because.formula}; “{less[0]}” tells a change of the other sign, so y = {-effect.y:.4g}"
    because = effect.because.model_copy(update={"formula": told})
    return replace(found, effect=effect.model_copy(update={"y": -effect.y, "because": because}))


def _turning(name: tuple[str, ...], asked: set[str]) -> set[str]:
    """Words of a name that are not asked for and turn what is: "fall" of "fall in X" and "X loss", not of "X after a fall"."""
    found = set[str]()
    for i, (word, behind) in enumerate(zip(name, (*name[1:], ""), strict=True)):
        if word in asked:
            continue
        denies = word in _NOT and _denied(name, i, asked)
        said = word.endswith("ed") or word in ("lost", "less", "lower")
        of = behind in _OF or _ends(name[:i], asked) or (said and behind in asked)
        if denies or (of and word in _LESS | _EITHER | _NONE):
            found.add(word)
    return found


def _denied(name: tuple[str, ...], i: int, asked: set[str]) -> bool:
    """Whether a word of `_NOT` denies what is asked for: "no severe pain", "free of pain"; "relapse-free survival" denies no survival."""
    if name[i] == "free":
        if name[i + 1 : i + 2] and name[i + 1] in _OF:
            return bool(asked & set(name[i + 2 :]))
        return i > 0 and name[i - 1] in asked
    for word in name[i + 1 : i + (2 if name[i] == "non" else 4)]:
        if word in asked or word in _APART:
            return word in asked
    return False


def _ends(before: tuple[str, ...], asked: set[str]) -> bool:
    """Whether a word that is asked for stands before, with nothing but names of the same thing behind it."""
    for word in reversed(before):
        if word in asked or word in _APART:
            return word in asked
    return False


def _of_people(found: Candidate, other: set[str], endpoint: str, scale: Scale) -> Candidate:
    """Those with relief of pain are not those with pain. A ratio in a sentence on "a reduction in deaths" is of deaths, and the
    hazard of freedom from relapse is that of relapse."""
    told = _FALL | {"prevention"} if found.kind == "contrast" else frozenset[str]()
    if found.kind == "contrast" and scale == "log_hazard_ratio":
        told |= {"free", "freedom", "improvement", "improved"}
    if other - told:
        raise Refused(_unclear(found, endpoint))
    return found


def _unclear(found: Candidate, endpoint: str) -> str:
    name = found.results[0].endpoint
    return f"“{name}” may count the other way than “{endpoint}”: ask for it by its own words"
