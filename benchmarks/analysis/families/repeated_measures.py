"""MMRM and random slopes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families._calls import arguments, formula_of, levels, only, split, terms_of
from trialwright.analyse import repeated
from trialwright.analyse.formula import Formula, parse
from trialwright.errors import AnalysisError


def mmrm(case: Case) -> dict[str, Any]:
    """`mmrm(...)`, or `gls(...)` whose correlation is a structure that mmrm has."""
    only(
        case.call, "formula", "model", "correlation", "weights", "form", "REML", method="REML|ML|Satterthwaite|Kenward-Roger",
        reml="TRUE|FALSE|T|F", vcov="Asymptotic|Kenward-Roger|Kenward-Roger-Linear",
    )  # fmt: skip
    if "mmrm(" in case.call:
        if re.search(r"\b(?:weights|correlation)\s*=", case.call):
            raise Unknown("weights of mmrm()")
        form = formula_of(case.call, "mmrm")
        method = _freedom(case.call)
    else:
        form, method = _gls(case), "Satterthwaite"
    reml = not re.search(r"\bML\b|REML\s*=\s*F|reml\s*=\s*F", case.call)
    order = _levels(case, form)
    fitted = _stopped(form, case, order, method, reml) if "mmrm(" in case.call else None
    fitted = fitted or repeated.mmrm(form, case.data, order, method, reml)
    c = fitted.coefficients
    asked = terms_of(case, c.names)
    shown = 1.0 if "mmrm(" in case.call else _shown(reml, len(fitted.prepared.x), len(c.names))
    if missing := set(asked) - set(c.names):
        raise Unknown(f"the terms {', '.join(sorted(missing))} are not among {', '.join(c.names)}")
    at = [c.names.index(t) for t in asked]
    out: dict[str, Any] = {
        "terms": asked, "b": c.estimate[at], "se": shown * c.error[at], "df": c.df[at], "p": c.p[at],
        "neg2reml": fitted.fit.deviance, "AIC": fitted.aic, "varcor": fitted.fit.v, "V": fitted.fit.v, "V_by_group": list(fitted.covariances.values()),
        "logLik_REML": -0.5 * fitted.fit.deviance, "logLik": -0.5 * fitted.fit.deviance,
    }  # fmt: skip
    for name in case.expected:
        if found := re.fullmatch(r"contrast_(\w+)_minus_(\w+)", name):
            out[name] = _contrast(fitted, found[1], found[2])
    return out


def _stopped(
    form: Formula, case: Case, order: dict[str, list[Any]], method: str, reml: bool
) -> repeated.MMRMAnalysis | None:
    """Where R's mmrm ends its first search; None where that fails, after which it searches on."""
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


def _gls(case: Case) -> Formula:
    """`gls(y ~ ..., corSymm(form=~visit|id), varIdent(form=~1|visit))`: the visit and the subject as they are named, or
    else the visit that varIdent names, and the subject among the columns that are left."""
    parts = [
        re.sub(r"^(?:correlation|weights|model)\s*=\s*", "", p) for p in split(arguments(case.call, "gls"))
    ]
    form = parse(next(p for p in parts if "~" in p and not re.match(r"(?:cor|var)[A-Z]", p)))
    correlation = next((p for p in parts if re.match(r"cor[A-Z]", p)), "")
    weights = next((p for p in parts if re.match(r"var[A-Z]", p)), "")
    names = {"corSymm": "us", "corCompSymm": "cs", "corAR1": "ar1", "corCAR1": "sp_exp"}
    structure = names.get(correlation.partition("(")[0])
    if structure is None or weights.partition("(")[0] not in ("", "varIdent"):
        raise Unknown(f"the correlation {correlation!r} with {weights!r}")
    if structure == "sp_exp" and weights:
        raise Unknown("variances of their own at continuous times")
    if structure != "us" and weights:
        structure += "h"
    if structure == "us" and not weights:
        raise Unknown("an unstructured correlation with one variance")
    placed = re.search(r"form\s*=\s*~\s*([\w.]+)\s*\|\s*([\w.]+)", correlation)
    if placed:
        visit, subject = placed[1], placed[2]
        apart = re.search(r"\|\s*([\w.]+)", weights)
        if visit == "1" or (weights and (not apart or apart[1] != visit)):
            raise Unknown("visits that the correlation does not name, or variances that are not theirs")
        _consecutive(case, visit, structure)
        return parse(f"{form.said} + {structure}({visit} | {subject})")
    inside = re.search(r"\(.*?(\w+)\)?\s*\)", weights or correlation)
    visit = inside[1] if inside else next((c for c in form.columns if f"factor({c})" in case.call), "")
    left = [n for n in case.data if n not in form.columns and n != visit]
    found = next((n for n in left if n.lower() in ("subject", "id", "usubjid", "patient")), None)
    if found is None or visit not in case.data:
        raise Unknown("the call does not say which columns are the visit and the subject")
    return parse(f"{form.said} + {structure}({visit} | {found})")


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
    only(said, "formula", "fixed", "random", "correlation", "form", method="REML|ML", REML="TRUE|FALSE|T|F")
    form = _mixed(case)
    order = levels(case)
    method = re.search(r"method\s*=\s*['\"](\w+)", case.call)
    reml = not (method and method[1] == "ML") and not re.search(r"REML\s*=\s*F", case.call)
    fitted = repeated.random_slopes(form, case.data, order, reml)
    c, sd = fitted.containment, fitted.standard_deviations
    shown = 1.0 if re.search(r"\blmer\(", case.call) else _shown(reml, len(fitted.prepared.x), len(c.names))
    out: dict[str, Any] = {
        "terms": list(c.names), "b": c.estimate, "se": shown * c.error, "df": c.df, "p": c.p, "lmer_b": c.estimate,
        "lmer_se": c.error, "sd_int": sd[0], "sigma": fitted.fit.sigma, "reml_crit": fitted.fit.deviance,
        "logLik_REML": fitted.loglik, "logLik": fitted.loglik,
    }  # fmt: skip
    if fitted.serial is not None:
        out["phi"] = fitted.serial
    if len(sd) > 1:
        out |= {"sd_slope": sd[1], "corr": fitted.correlations[0, 1]}
    if "logLik_ML" in case.expected:
        out["logLik_ML"] = repeated.random_slopes(form, case.data, order, reml=False).loglik
    if any(k.startswith("twostage") for k in case.expected):
        random = form.specials[0]
        time = random.inside.split("+")[-1].strip()
        arm = next(n for t in form.terms if len(t) == 2 and time in t for n in t if n != time)
        values = sorted(set(case.data[arm]))
        two = repeated.two_stage_slopes(form.response, time, arm, random.group, case.data, values[-1])
        out |= {"twostage_diff": two.difference, "twostage_p": two.p, "twostage_df": two.df}
    return out


def _shown(reml: bool, n: int, p: int) -> float:
    """summary() of nlme's fits by maximum likelihood prints errors with n - p in place of n."""
    return 1.0 if reml else float(np.sqrt(n / (n - p)))


def _mixed(case: Case) -> Formula:
    if re.search(r"\blmer\(", case.call):
        return formula_of(case.call, "lmer")
    parts = split(arguments(case.call, "lme"))
    fixed = formula_of(f"lme({', '.join(p for p in parts if not re.match('random|correlation', p))})", "lme")
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
