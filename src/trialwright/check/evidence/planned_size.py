"""How many patients, or events, the effect that a document plans for needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from trialwright.kernels import mean_tests, rate_tests
from trialwright.model.trial import Stated

Methods = dict[str, float]  # method → patients in both arms, or events, before any allowance for loss
Said = Mapping[str, Stated]  # field, without its "planned" → what is said of it
DEFAULT_SIDES = 2
NO_MORE_THAN_ONE_SIDE = 2.5  # percent: a level this low is of one side where a margin is to be kept


def sizes(said: Said, power: float, alpha: float, sides: int | None) -> list[Methods]:
    """What the effect needs, for each thing that its words may mean; [] where the effect is not whole.

    power, alpha : fractions. sides : None where it is not said.
    """
    if not 0 < alpha < 0.5 or not 0.5 <= power < 1:
        return []
    if "margin" in said:
        return [methods for methods in _within_margin(said, power, alpha, sides) if methods]
    sides = sides or DEFAULT_SIDES
    if "hazard ratio" in said:
        methods = _of_hazards(float(said["hazard ratio"].value), power, alpha, sides)
        return [methods] if methods else []
    if "rates" in said:
        p1, p2 = (float(x) / 100 for x in str(said["rates"].value).split(" to "))
        return [_of_rates(p1, p2, power, alpha, sides)]
    if "rate" in said and (changed := _changed(said)):
        base = float(said["rate"].value) / 100
        return [
            _of_rates(base, p, power, alpha, sides, f" ({100 * base:g} v {100 * p:.3g} %)") for p in changed
        ]
    effect = standardised(said)
    return [{"two means": _of_means(effect, power, alpha, sides)}] if effect else []


def standardised(said: Said) -> float | None:
    """The difference of means in units of the SD."""
    if "effect size" in said:
        return float(said["effect size"].value)
    if "difference" in said and "sd" in said:
        return float(said["difference"].value) / float(said["sd"].value)
    return None


def effect_told(said: Said) -> str:
    """The effect in words: "40 v 30 %"."""
    if "margin" in said:
        of = f" at {said['rate'].value:g} %" if "rate" in said else f" with SD {said['sd'].value:g}"
        return f"a margin of {said['margin'].value:g}{' points' if '%' in said['margin'].unit else ''}{of}"
    if "hazard ratio" in said:
        return f"a hazard ratio of {said['hazard ratio'].value:g}"
    if "rates" in said:
        return f"{str(said['rates'].value).replace(' to ', ' v ')} %"
    for ratio in ("odds ratio", "risk ratio"):
        if "rate" in said and ratio in said:
            return f"{'an' if ratio[0] == 'o' else 'a'} {ratio} of {said[ratio].value:g} at {said['rate'].value:g} %"
    if "rate" in said and (change := _change(said)):
        kind, told = change
        word = {"-": "a reduction", "+": "an increase", "": "a difference"}[told[: told[0] in "+-"]]
        return f"{word} of {told.lstrip('+-')} {'points' if kind == 'absolute' else '%'}{' (relative)' * (kind == 'relative')} from {said['rate'].value:g} %"
    if "effect size" in said:
        return f"a difference of {said['effect size'].value:g} SD"
    return f"a difference of {said['difference'].value:g} with SD {said['sd'].value:g}"


def _of_rates(p1: float, p2: float, power: float, alpha: float, sides: int, told: str = "") -> Methods:
    """told : which rates, for the names. Source: Fleiss, Tytun & Ury 1980, Biometrics 36:343."""
    errors = rate_tests.unit_errors(p1, p2, 1.0, 0.0, "difference")
    plain = rate_tests.size(abs(p1 - p2), errors, alpha, power, sides)
    return {f"two rates{told}": plain, f"with continuity correction{told}": _corrected(plain, abs(p1 - p2))}


def _corrected(n: float, gap: float) -> float:
    """Fleiss's correction of a size n in both arms together."""
    each = n / 2
    return 2 * each / 4 * (1 + math.sqrt(1 + 4 / (each * gap))) ** 2


def _of_hazards(ratio: float, power: float, alpha: float, sides: int) -> Methods:
    """Source: Schoenfeld 1981, Biometrika 68:316; 1:1 allocation, so that the information of one event is a quarter."""
    if ratio in (0.0, 1.0):
        return {}
    return {"Schoenfeld": mean_tests.size(abs(math.log(ratio)), 4.0, None, alpha, power, sides)}


def _of_means(effect: float, power: float, alpha: float, sides: int) -> float:
    return mean_tests.size(effect, mean_tests.unit_variance(1.0), 2, alpha, power, sides)


def _change(said: Said) -> tuple[str, str] | None:
    """("relative" | "absolute" | "unsaid", "-25"): by how much the rate is to change."""
    for kind in ("relative", "absolute", "unsaid"):
        if f"{kind} change" in said:
            return kind, str(said[f"{kind} change"].value)
    return None


def _changed(said: Said) -> list[float]:
    """What the rate is to become, as a fraction: each that the words may mean, one at least apart from the rate."""
    base = float(said["rate"].value) / 100
    if "odds ratio" in said:
        odds = float(said["odds ratio"].value) * base / (1 - base)
        ways = [odds / (1 + odds)]
    elif "risk ratio" in said:
        ways = [base * float(said["risk ratio"].value)]
    elif change := _change(said):
        kind, told = change
        by = abs(float(told)) / 100
        steps = ([base * by] if kind != "absolute" else []) + ([by] if kind != "relative" else [])
        signs = {"-": (-1,), "+": (1,)}.get(told[0], (-1, 1))
        ways = [base + sign * step for step in steps for sign in signs]
    else:
        ways = []
    return [p for p in ways if 0 < p < 1 and p != base]


def _within_margin(said: Said, power: float, alpha: float, sides: int | None) -> Iterator[Methods]:
    """Sizes that keep a margin where the arms are alike; of equivalence by two one-sided tests.

    Source: Farrington & Manning 1990, Stat Med 9:1447, for rates, and with the variance of the assumed rates alone: Blackwelder
    1982, Control Clin Trials 3:345; means: Julious 2004, Stat Med 23:1921, sections 4 and 5.
    """
    if "equivalence" in said["margin"].unit:
        power = (1 + power) / 2
        sides = sides or 1
    low = 100 * alpha <= NO_MORE_THAN_ONE_SIDE
    for side in (sides,) if sides else (1,) if low else (1, 2):
        yield _margin(said, power, alpha, side, "" if sides or low else f", {side}-sided")


def _margin(said: Said, power: float, alpha: float, sides: int, told: str) -> Methods:
    margin = float(said["margin"].value)
    if "%" not in said["margin"].unit:
        return (
            {f"margin of means{told}": _of_means(margin / float(said["sd"].value), power, alpha, sides)}
            if "sd" in said
            else {}
        )
    if "rate" not in said or margin >= 100:
        return {}
    p, gap = float(said["rate"].value) / 100, margin / 100
    plain = math.sqrt(4 * p * (1 - p))
    found = {f"margin of rates{told}": rate_tests.size(gap, (plain, plain), alpha, power, sides)}
    if gap < min(p, 1 - p):
        errors = rate_tests.unit_errors(p, p, 1.0, gap, "difference")
        found[f"Farrington-Manning{told}"] = rate_tests.size(gap, errors, alpha, power, sides)
    return found
