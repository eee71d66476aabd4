"""MMRM and random slopes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families._calls import arguments, formula_of, levels, only, split, terms_of
from trialwright.analyse import repeated, unequal_variances
from trialwright.analyse.estimates import Estimates
from trialwright.analyse.formula import Formula, parse
from trialwright.analyse.slopes import SlopesAnalysis, random_slopes, two_stage_slopes
from trialwright.errors import AnalysisError
from trialwright.kernels.covariance_structures import NAMES


def mmrm(case: Case) -> dict[str, Any]:
    """`mmrm(...)`, or `gls(...)` whose correlation is a structure that mmrm has."""
    only(
        case.call, "formula", "model", "correlation", "weights", "form", "REML", method="REML|ML|Satterthwaite|Kenward-Roger",
        reml="TRUE|FALSE|T|F", vcov="Asymptotic|Kenward-Roger|Kenward-Roger-Linear",
    )  # fmt: skip
    reml = not re.search(r"\bML\b|REML\s*=\s*F|reml\s*=\s*F", case.call)
    if "mmrm(" not in case.call:
        return _least_squares(case, reml)
    if re.search(r"\b(?:weights|correlation)\s*=", case.call):
        raise Unknown("weights of mmrm()")
    form, method = formula_of(case.call, "mmrm"), _freedom(case.call)
    order = _levels(case, form)
    fitted = _stopped(form, case, order, method, reml) or repeated.mmrm(form, case.data, order, method, reml)
    c = fitted.coefficients
    asked = terms_of(case, c.names)
    if missing := set(asked) - set(c.names):
        raise Unknown(f"the terms {', '.join(sorted(missing))} are not among {', '.join(c.names)}")
    at = [c.names.index(t) for t in asked]
    out: dict[str, Any] = {
        "terms": asked, "b": c.estimate[at], "se": c.error[at], "df": c.df[at], "p": c.p[at],
        "neg2reml": fitted.fit.deviance, "AIC": fitted.aic, "varcor": fitted.fit.v, "V": fitted.fit.v,
        "V_by_group": list(fitted.covariances.values()), "logLik_REML": -0.5 * fitted.fit.deviance, "logLik": -0.5 * fitted.fit.deviance,
    }  # fmt: skip
    for name in case.expected:
        if found := re.fullmatch(r"contrast_(\w+)_minus_(\w+)", name):
            out[name] = _contrast(fitted, found[1], found[2])
    return out


def _least_squares(case: Case, reml: bool) -> dict[str, Any]:
    """`gls(...)`: against t on n - p degrees of freedom, with the errors that its summary prints."""
    form, case, by = _gls(case)
    order = levels(case)
    fit: Any
    if form.special(*NAMES):
        fit = repeated.mmrm(form, case.data, _levels(case, form), reml=reml, variance_by=by)
        spread = dict(
            zip(fit.groups or ("",), (np.sqrt(v[0, 0]) for v in fit.covariances.values()), strict=True)
        )
    else:
        fit = unequal_variances.unequal_variances(form, case.data, by, order, reml)
        spread = dict(zip(fit.groups, fit.deviations, strict=True))
    c, n, p = fit.coefficients, len(fit.prepared.x), len(fit.coefficients.names)
    found = Estimates(c.names, c.estimate, _shown(reml, n, p) * c.error, np.full(p, float(n - p)))
    asked = terms_of(case, c.names)
    at = [c.names.index(t) for t in asked]
    loglik = -0.5 * fit.fit.deviance
    special = form.special(*NAMES)
    ratios = _against_first(fit.prepared.data, by, special.group if special else None, spread)
    out = {
        "terms": asked, "b": found.estimate[at], "se": found.error[at], "df": found.df[at], "p": found.p[at],
        "stat": found.statistic[at], "neg2reml": fit.fit.deviance, "AIC": -2 * loglik + 2 * (p + len(fit.fit.theta)),
        "V": fit.fit.v, "logLik_REML": loglik, "logLik": loglik, "sigma": ratios[0],
    }  # fmt: skip
    return out | ({"weights": ratios[1]} if by else {})


def _against_first(
    data: Any, by: str | None, subject: str | None, spread: dict[Any, float]
) -> tuple[float, list[float]]:
    """The standard deviation of the group that nlme takes as the first, and the ratios of all groups' to it: in the order of
    rows, which nlme sorts by subject where there are any."""
    if by is None:
        return next(iter(spread.values())), [1.0]
    rows = (
        list(data[by])
        if subject is None
        else [g for _, g in sorted(zip(data[subject], data[by], strict=True), key=lambda pair: pair[0])]
    )
    order = list(dict.fromkeys(rows))
    return spread[order[0]], [spread[g] / spread[order[0]] for g in order]


def _stopped(
    form: Formula, case: Case, order: dict[str, list[Any]], method: str, reml: bool
) -> repeated.MMRMAnalysis | None:
    """Where R's mmrm ends its first search; None where that fails, after which it searches on, or the call says how to search."""
    if re.search(r"(?<![\w.])control\s*=", case.call):
        return None
    try:
        return repeated.mmrm(form, case.data, order, method, reml, printed=True)
    except AnalysisError:
        return None


def _freedom(call: str) -> str:
    """How a call of mmrm() judges: its degrees of freedom, with the covariance that it names or that goes with them."""
    words = {m[1]: m[2] for m in re.finditer(r"(?<![\w.])(method|vcov)\s*=\s*['\"]([\w-]+)", call)}
    method, vcov = words.get("method", "Satterthwaite"), words.get("vcov", "")
    if method == "Kenward-Roger":
        return vcov if vcov.startswith("Kenward") else method
    if method != "Satterthwaite" or vcov.startswith("Kenward"):
        raise Unknown(f"the method {method} with {vcov or 'its covariance'}")
    return method


def _levels(case: Case, form: Formula) -> dict[str, list[Any]]:
    found = levels(case)
    # A visit is in its own order, whatever the terms name first.
    special = form.specials[0]
    if special.inside in found:
        order = found[special.inside]
        found[special.inside] = order
    return found


def _contrast(fitted: repeated.MMRMAnalysis, treated: str, control: str) -> dict[str, Any]:
    """One arm less another at every visit."""
    coding = fitted.prepared.design.coding
    arm = next((a for a, found in coding.levels.items() if {treated, control} <= set(map(str, found))), None)
    if arm is None:
        raise Unknown(f"no factor has the levels {treated} and {control}")
    rows = []
    for visit in fitted.visits:
        names, means = repeated.grid_rows(
            fitted.prepared.design, fitted.prepared.data, arm, {fitted.visit_column: visit}
        )
        rows.append(means[names.index(treated)] - means[names.index(control)])
    e = fitted.contrast(np.array(rows), [str(v) for v in fitted.visits])
    return {"visit": list(e.names), "est": e.estimate, "SE": e.error, "df": e.df, "p": e.p}


def _gls(case: Case) -> tuple[Formula, Case, str | None]:
    """`gls(y ~ ..., corSymm(form=~visit|id), varIdent(form=~1|visit))`, with its structure, and the column by whose groups
    variances differ. The visit and the subject as they are named, or else the visit that varIdent names, and the subject among
    the columns that are left; rows as they stand where it names the subject alone."""
    parts = [
        re.sub(r"^(?:correlation|weights|model)\s*=\s*", "", p) for p in split(arguments(case.call, "gls"))
    ]
    form = parse(next(p for p in parts if "~" in p and not re.match(r"(?:cor|var)[A-Z]", p)))
    correlation = next((p for p in parts if re.match(r"cor[A-Z]", p)), "")
    weights = next((p for p in parts if re.match(r"var[A-Z]", p)), "")
    names = {"corSymm": "symm", "corCompSymm": "cs", "corAR1": "ar1", "corCAR1": "sp_exp"}
    structure = names.get(correlation.partition("(")[0])
    if (correlation and structure is None) or weights.partition("(")[0] not in ("", "varIdent"):
        raise Unknown(f"the correlation {correlation!r} with {weights!r}")
    apart = re.fullmatch(r"varIdent\(\s*(?:form\s*=\s*)?~\s*1\s*\|\s*([\w.]+)\s*\)", weights)
    by = apart[1] if apart else None
    if structure is None:
        if weights and by not in case.data:
            raise Unknown(f"the variances {weights!r}")
        return form, case, by
    if structure == "sp_exp" and weights:
        raise Unknown("variances of their own at continuous times")
    placed = re.search(r"form\s*=\s*~\s*([\w.]+)\s*\|\s*([\w.]+)", correlation)
    if placed:
        visit, subject = placed[1], placed[2]
        if visit == "1":
            case, visit = _as_they_stand(case, form, subject), PLACE
        _consecutive(case, visit, structure)
    else:
        visit, subject, by = *_guessed(case, form, weights or correlation), None
        if weights:
            structure = _heterogeneous(structure)
    if by == visit:
        structure, by = _heterogeneous(structure), None
    if weights and placed and not apart:
        raise Unknown(f"the variances {weights!r}")
    return parse(f"{form.said} + {structure}({visit} | {subject})"), case, by


PLACE = "computed.place"


def _heterogeneous(structure: str) -> str:
    return "us" if structure == "symm" else f"{structure}h"


def _as_they_stand(case: Case, form: Formula, subject: str) -> Case:
    """With a column of each row's place among those of its subject that are complete."""
    seen: dict[Any, int] = {}
    places: list[int | None] = []
    for i, s in enumerate(case.data[subject]):
        whole = all(case.data[c][i] is not None for c in (*form.columns, subject))
        seen[s] = seen.get(s, 0) + whole
        places.append(seen[s] if whole else None)
    return replace(case, data={**case.data, PLACE: places})


def _guessed(case: Case, form: Formula, said: str) -> tuple[str, str]:
    """The visit and the subject where the correlation does not name them."""
    inside = re.search(r"\(.*?(\w+)\)?\s*\)", said)
    visit = inside[1] if inside else next((c for c in form.columns if f"factor({c})" in case.call), "")
    left = [n for n in case.data if n not in form.columns and n != visit]
    found = next((n for n in left if n.lower() in ("subject", "id", "usubjid", "patient")), None)
    if found is None or visit not in case.data:
        raise Unknown("the call does not say which columns are the visit and the subject")
    return visit, found


def _consecutive(case: Case, visit: str, structure: str) -> None:
    """corAR1 counts visits by their numbers: Raises Unknown where one is passed over."""
    numbers = sorted({v for v in case.data[visit] if v is not None})
    if structure.startswith("ar1") and (
        isinstance(numbers[0], str) or numbers != list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))
    ):
        raise Unknown("visits that are not consecutive whole numbers")


def slopes(case: Case) -> dict[str, Any]:
    """`lmer(y ~ ... + (t | id))` or `lme(y ~ ..., random = ~ t | id)`, and two-stage slopes."""
    # The name in random=list(id=pdDiag(..)) is the grouping's, no argument of the call.
    said = re.sub(r"list\(\s*\w+\s*=(\s*pdDiag\()", r"list(\1", case.call)
    only(
        said, "formula", "fixed", "random", "correlation", "form", "weights", method="REML|ML", REML="TRUE|FALSE|T|F"
    )  # fmt: skip
    form = _mixed(case)
    by = _varying(case)
    order = levels(case)
    method = re.search(r"method\s*=\s*['\"](\w+)", case.call)
    reml = not (method and method[1] == "ML") and not re.search(r"REML\s*=\s*F", case.call)
    fitted = random_slopes(form, case.data, order, reml, variance_by=by)
    sd, c = fitted.standard_deviations, _judged(case, fitted, reml)
    out: dict[str, Any] = {
        "terms": list(c.names), "b": c.estimate, "se": c.error, "df": c.df, "p": c.p, "lmer_b": c.estimate,
        "lmer_se": fitted.coefficients.error, "sd_int": sd[0], "sigma": fitted.fit.sigma, "reml_crit": fitted.fit.deviance,
        "logLik_REML": fitted.loglik, "logLik": fitted.loglik,
    }  # fmt: skip
    if by:
        deviations = {g: fitted.fit.sigma * r for g, r in fitted.ratios.items()}
        out["sigma"], out["weights"] = _against_first(
            fitted.prepared.data, by, form.specials[0].group, deviations
        )
    if fitted.serial is not None:
        out["phi"] = fitted.serial
    if len(sd) > 1:
        out |= {"sd_slope": sd[1], "corr": fitted.correlations[0, 1]}
    q = len(sd)
    random = q if form.specials[0].group.startswith("|") else q * (q + 1) // 2
    size = len(c.names) + random + 1 + max(len(fitted.ratios) - 1, 0) + (fitted.serial is not None)
    out["AIC"] = 2 * size - 2 * fitted.loglik
    if "logLik_ML" in case.expected:
        out["logLik_ML"] = random_slopes(form, case.data, order, reml=False).loglik
    if any(k.startswith("twostage") for k in case.expected):
        random = form.specials[0]
        time = random.inside.split("+")[-1].strip()
        arm = next(n for t in form.terms if len(t) == 2 and time in t for n in t if n != time)
        values = sorted(set(case.data[arm]))
        two = two_stage_slopes(form.response, time, arm, random.group, case.data, values[-1])
        out |= {"twostage_diff": two.difference, "twostage_p": two.p, "twostage_df": two.df}
    return out


def _judged(case: Case, fitted: SlopesAnalysis, reml: bool) -> Estimates:
    """As lmerTest judges a fit of lmer, by Satterthwaite; or as nlme does, by containment with the errors that it prints."""
    if re.search(r"\blmer\(", case.call):
        return fitted.coefficients
    c = fitted.containment
    return replace(c, error=_shown(reml, len(fitted.prepared.x), len(c.names)) * c.error)


def _varying(case: Case) -> str | None:
    """The column of `weights = varIdent(form = ~ 1 | arm)`."""
    if not re.search(r"(?<![\w.])weights\s*=", case.call):
        return None
    said = re.search(r"weights\s*=\s*varIdent\(\s*(?:form\s*=\s*)?~\s*1\s*\|\s*([\w.]+)\s*\)", case.call)
    if not said or said[1] not in case.data:
        raise Unknown(f"the weights in {case.call!r}")
    return said[1]


def _shown(reml: bool, n: int, p: int) -> float:
    """summary() of nlme's fits by maximum likelihood prints errors with n - p in place of n."""
    return 1.0 if reml else float(np.sqrt(n / (n - p)))


def _mixed(case: Case) -> Formula:
    if re.search(r"\blmer\(", case.call):
        return formula_of(case.call, "lmer")
    parts = split(arguments(case.call, "lme"))
    fixed = formula_of(
        f"lme({', '.join(p for p in parts if not re.match('random|correlation|weights', p))})", "lme"
    )
    random = next((p for p in parts if p.startswith("random")), "")
    serial = _serial(next((p for p in parts if re.match(r"correlation\s*=", p)), ""), random)
    found = re.fullmatch(r"random\s*=\s*~\s*(.+?)\s*\|\s*(\w+)", random)
    alone = re.fullmatch(
        r"random\s*=\s*list\(\s*(\w+)\s*=\s*pdDiag\(\s*(?:form\s*=\s*)?~\s*(.+?)\s*\)\s*\)", random
    )
    if alone and serial:
        raise Unknown("correlated errors with uncorrelated random effects")
    if alone:
        return parse(f"{fixed.said} + ({alone[2]} || {alone[1]})")
    if not found:
        raise Unknown(f"random effects {random!r}")
    return parse(f"{fixed.said} + ({found[1]} | {found[2]}){serial}")


def _serial(correlation: str, random: str) -> str:
    """ " + ar1(month | id)" for `corAR1(form=~month|id)`: of rows as they stand where no time is named."""
    if not correlation:
        return ""
    said = re.fullmatch(
        r"correlation\s*=\s*cor(AR1|CAR1)\(\s*(?:form\s*=\s*~\s*([\w.]+)\s*(?:\|\s*([\w.]+)\s*)?)?\)",
        correlation,
    )
    group = re.search(r"\|\s*([\w.]+)\s*$", random)
    if not said or not group or (said[3] or group[1]) != group[1]:
        raise Unknown(correlation)
    return f" + {'ar1' if said[1] == 'AR1' else 'sp_exp'}({said[2] or 1} | {group[1]})"


FAMILIES = {"mmrm": mmrm, "longitudinal": slopes}
