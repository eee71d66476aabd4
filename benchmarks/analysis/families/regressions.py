"""Logistic, Firth, proportional odds; what a call of coxph says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families._calls import (
    arguments,
    binary_columns,
    follow_up_from,
    formula_of,
    levels,
    only,
    split,
    terms_of,
    with_rows,
)
from trialwright.analyse import generalised, logistic, negative_binomial, ordinal
from trialwright.analyse.formula import Formula, parse
from trialwright.kernels.cumulative_link import LINKS as CUMULATIVE
from trialwright.kernels.generalised_linear import FAMILIES as GENERALISED
from trialwright.kernels.links import LINKS
from trialwright.kernels.threshold_structures import NAMES as THRESHOLDS

FAMILY_LINKS = {name: family.link for name, family in sorted(GENERALISED.items(), key=lambda f: -len(f[0]))}


def terms_at(case: Case, names: tuple[str, ...]) -> list[int]:
    """Positions of the reference's terms among ours, all in our order where it names none. One that it names twice, as
    R's effects on a scale have the name of those on the location, is the second of that name."""
    places: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        places.setdefault(_plain(name), []).append(i)
    asked = [_plain(t) for t in terms_of(case, names)]
    if missing := [t for t in asked if asked.count(t) > len(places.get(t, []))]:
        raise Unknown(f"the terms {', '.join(missing)} are not among {', '.join(names)}")
    return [places[t].pop(0) for t in asked]


def _plain(term: str) -> str:
    """A file's names may have lines for R's dots."""
    return term.removeprefix("scale: ").replace("_", ".")


def logistic_case(case: Case) -> dict[str, Any]:
    """`glm(...)` with whatever of Wald, profile, LRT and g-computation is asked for, to the digits that R prints."""
    if re.search(r"\bglm\.nb\(", case.call):
        return _negative_binomial(case)
    only(case.call, "formula", "weights", "family", "link", method="glm.fit")
    form = formula_of(case.call, "glm")
    if form.response.startswith("cbind("):
        return _grouped(case, form)
    family, link = _family(case.call)
    if (family, link) != ("binomial", "logit") or form.special("offset"):
        return generalised_case(case, form, family, link)
    fitted = logistic.logistic(form, case.data, levels(case), weights=weights_of(case))
    c = fitted.printed()
    at = terms_at(case, c.names)
    out: dict[str, Any] = {
        "terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at], "p": c.p[at],
        "deviance": fitted.deviance, "logLik": fitted.fit.loglik, "AIC": 2 * len(c.names) - 2 * fitted.fit.loglik,
        "z": c.statistic[at], "wald_lb": c.low[at], "wald_ub": c.high[at], "OR": np.exp(c.estimate[at]),
        "OR_lb": np.exp(c.low[at]), "OR_ub": np.exp(c.high[at]),
    } | _by_likelihood(case, fitted, at)  # fmt: skip
    if "rd" in case.expected:
        risks = fitted.risks(_treatment(case, form))
        out |= {
            "marg_risk1": risks.risk1, "marg_risk0": risks.risk0, "rd": risks.difference,
            "rd_se_delta": risks.difference_se,
        }  # fmt: skip
    interactions = [t for t in form.terms if len(t) > 1]
    if {"wald_p", "lrt_p"} & case.expected.keys() and interactions:
        columns = fitted.prepared.design.columns_of(":".join(interactions[-1]))
        out["wald_p"] = c.p[columns[0]] if len(columns) == 1 else None
        out["lrt_p"] = fitted.likelihood_ratio(":".join(interactions[-1]))[1]
    return out


def _negative_binomial(case: Case) -> dict[str, Any]:
    only(case.call, "formula", "weights", link="log")
    found = negative_binomial.negative_binomial(
        formula_of(case.call, "glm.nb"), case.data, levels(case), weights_of(case)
    )
    c, loglik = found.coefficients, found.fit.loglik
    at = terms_at(case, c.names)
    return {
        "terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at], "p": c.p[at], "theta": found.theta,
        "theta_se": found.theta_error, "SE_theta": found.theta_error, "logLik": loglik, "twologlik": 2 * loglik,
        "deviance": found.fit.deviance, "AIC": found.aic,
    }  # fmt: skip


def _family(call: str) -> tuple[str, str]:
    """The family and link of a call of glm: binomial where none is named, as the family's cases have it in words."""
    families = "|".join(FAMILY_LINKS)
    named = re.search(rf"(?<![\w.])({families})\b(?:\(\s*(?:link\s*=\s*)?['\"]?(\w+)?['\"]?)?", call)
    if other := re.search(r"\b(inverse\.gaussian|quasi)\b(?!\w)", call):
        raise Unknown(f"the family {other[1]}")
    if named is None:
        if said := re.search(r"(?<![\w.])family\s*=\s*([\w.]+)", call):
            raise Unknown(f"the family {said[1]}")
        return "binomial", "logit"  # the files' calls in words leave it out
    link = named[2] or FAMILY_LINKS[named[1]]
    if link not in LINKS:
        raise Unknown(f"the link {link}")
    return named[1], link


def generalised_case(case: Case, form: Formula, family: str, link: str) -> dict[str, Any]:
    """`glm(...)` of another family or link, or with an offset, to the digits that R prints."""
    fitted = generalised.generalised_linear(form, case.data, family, link, levels(case), weights_of(case))
    c = fitted.printed()
    at = terms_at(case, c.names)
    out: dict[str, Any] = {
        "terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at], "p": c.p[at],
        "deviance": fitted.fit.deviance, "logLik": fitted.fit.loglik, "dispersion": fitted.printed_fit.dispersion,
        "AIC": 2 * (len(c.names) + (family in ("gaussian", "Gamma"))) - 2 * fitted.fit.loglik,
    }  # fmt: skip
    return out | _by_likelihood(case, fitted, at)


def _by_likelihood(
    case: Case, fitted: logistic.LogisticAnalysis | generalised.GeneralisedAnalysis, at: list[int]
) -> dict[str, Any]:
    """Profile limits and likelihood-ratio tests, those that are asked for."""
    out: dict[str, Any] = {}
    if "profile_lb" in case.expected:
        limits = fitted.printed_profile()[at]
        out |= {"profile_lb": limits[:, 0], "profile_ub": limits[:, 1]}
    for name in case.expected:
        if found := re.fullmatch(r"lrt_(.+)_p", name):
            out[name] = fitted.likelihood_ratio(found[1])[1]
    return out


def _grouped(case: Case, form: Formula) -> dict[str, Any]:
    """`glm(cbind(events, others) ~ x)`: as many rows of each as there are. Its deviance is against a rate of each row."""
    said = re.fullmatch(r"cbind\(\s*([\w.]+)\s*,\s*([\w.]+)\s*(?:-\s*([\w.]+)\s*)?\)", form.response)
    if not said or said[3] not in (None, said[1]) or weights_of(case):
        raise Unknown(f"the response {form.response}")
    events, others = case.column(said[1]), case.column(said[2])
    others = others - events if said[3] else others
    n = len(events)
    data = {k: [*v, *v] for k, v in case.data.items() if isinstance(v, list) and len(v) == n}
    data |= {"seen.": [1] * n + [0] * n, "rows.": [*events.tolist(), *others.tolist()]}
    call = case.call.replace("glm(", "glm(weights=rows.,", 1).replace(form.response, "seen.", 1)
    whole = with_rows(replace(case, data=data, call=call), [w > 0 for w in data["rows."]])
    out = logistic_case(whole)
    with np.errstate(all="ignore"):
        shares = [np.where(x > 0, x * np.log(x / (events + others)), 0.0).sum() for x in (events, others)]
    return {k: v for k, v in out.items() if k != "logLik"} | {"deviance": out["deviance"] + 2 * sum(shares)}


def weights_of(case: Case) -> str | None:
    """The column of `weights=`."""
    said = re.search(r"(?<![\w.])weights\s*=\s*([\w.]+)", case.call)
    if said and said[1] not in case.data:
        raise Unknown(f"the weights {said[1]}")
    return said[1] if said else None


def _treatment(case: Case, form: Formula) -> str:
    """The term whose effect is asked for: "LRT for smoke", or the first of 0 and 1."""
    said = re.search(r"(?:LRT|RD|effect) (?:for|of) (\w+)", case.call)
    if said:
        return said[1]
    asked = [m[1] for n in case.expected if (m := re.fullmatch(r"lrt_(.+)_p", n))]
    names = [*asked, *(t[0] for t in form.terms if len(t) == 1 and t[0] in binary_columns(case))]
    if not names:
        raise Unknown("no treatment of 0 and 1")
    return names[0]


def firth(case: Case) -> dict[str, Any]:
    """`logistf(...)` and `glm(method='brglmFit')`; a call without its formula has the columns that its terms name."""
    said = case.said
    only(
        said,
        "formula",
        "weights",
        family="binomial",
        link="logit",
        method="brglmFit|brglm_fit",
        type="AS_mean|AS_median|MPL_Jeffreys",
        firth="TRUE|T",
        pl="TRUE|T",
    )
    form = _firth_formula(case, said)
    if re.search(r"AS_median", said):
        if weights_of(case):
            raise Unknown("weights of a median-unbiased fit")
        c = logistic.median_unbiased(form, case.data, levels(case))
        at = terms_at(case, c.names)
        return {"terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at]}
    fitted = logistic.logistic(form, case.data, levels(case), penalised=True, weights=weights_of(case))
    c = fitted.coefficients
    at = terms_at(case, c.names)
    out: dict[str, Any] = {"terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at]}
    out["se_wald"] = fitted.augmented_errors()[at]
    if "profile_lb" in case.expected:
        limits = fitted.profile()[at]
        out |= {"profile_lb": limits[:, 0], "profile_ub": limits[:, 1]}
        out["plr_p"] = [fitted.likelihood_ratio(c.names[i])[1] for i in at]
    out["loglik"] = [fitted.fit.loglik, fitted.null_loglik]
    return out


def _firth_formula(case: Case, said: str) -> Formula:
    for function in ("logistf", "glm"):
        if re.search(rf"\b{function}\(", said) and "~" in said:
            return formula_of(said, function)
    terms = [t for t in terms_of(case, []) if t != "(Intercept)"]
    others = [n for n in binary_columns(case) if n not in terms]
    if terms and len(others) == 1:
        return parse(f"{others[0]} ~ {' + '.join(terms)}")
    if not terms and len(case.data) > 1:
        response, *rest = case.data
        return parse(f"{response} ~ {' + '.join(rest)}")
    raise Unknown("neither a formula nor terms that leave one binary column as the response")


def proportional(case: Case) -> dict[str, Any]:
    """`clm(...)` or `polr(...)`; with an unadjusted fit, Wilcoxon and win statistics where they are asked for."""
    only(
        case.call,
        "formula",
        "location",
        "weights",
        "higher",
        "nominal",
        "scale",
        link="|".join(CUMULATIVE),
        method="logistic|probit|cloglog|loglog|cauchit",
        threshold="|".join(THRESHOLDS),
    )
    form = formula_of(case.call, "clm", "polr")
    spaced = re.search(r"(?<![\w.])threshold\s*=\s*['\"](\w+)", case.call)
    said = re.search(r"(?<![\w.])(?:link|method)\s*=\s*['\"](\w+)", case.call)
    bare = next(
        (p for p in split(arguments(case.call, "clm", "polr")) if p.strip("'\"") in CUMULATIVE), "logit"
    )
    link = said[1].replace("logistic", "logit") if said else bare.strip("'\"")
    apart, spread = (
        re.search(rf"(?<![\w.]){name}\s*=\s*(~[^,]*?)\s*(?:,|\)(?!.*\))|\)\s*[;.]|\)$)", case.call)
        for name in ("nominal", "scale")
    )
    fitted = ordinal.proportional_odds(
        form,
        case.data,
        levels(case),
        weights_of(case),
        link=link,
        nominal=apart[1] if apart else None,
        scale=spread[1] if spread else None,
        thresholds=spaced[1] if spaced else "flexible",
    )
    c, k = fitted.coefficients, len(fitted.categories)
    at = terms_at(case, c.names)
    terms = [":".join(t) for t in form.terms]
    out: dict[str, Any] = {
        "terms": [c.names[i].removeprefix("scale: ") for i in at], "b": c.estimate[at], "se": c.error[at], "p": c.p[at],
        "logLik": fitted.fit.loglik, "deviance": fitted.deviance, "thresholds": c.estimate[: k - 1] if fitted.structure is None else fitted.structure @ c.estimate[: fitted.structure.shape[1]],
        "nominal_test_p": [fitted.proportionality_p(t) for t in terms] if "nominal_test_p" in case.expected else None,
    }  # fmt: skip
    for name in case.expected:
        if (asked := re.fullmatch(r"lrt_(.+)_p", name)) and asked[1] in terms:
            out[name] = fitted.likelihood_ratio_p(asked[1])
    if "wins" in case.expected or "b_arm_adj" in case.expected:
        out |= _two_arms(case, form, fitted)
    return out


def _two_arms(case: Case, form: Formula, fitted: ordinal.OrdinalAnalysis) -> dict[str, Any]:
    arm, *covariates = (":".join(t) for t in form.terms)
    c, k = fitted.coefficients, len(fitted.categories)
    column = re.sub(r"^\w+\((.*)\)$", r"\1", form.response)
    alone = ordinal.proportional_odds(f"{form.response} ~ {arm}", case.data, levels(case))
    treated, control = (
        [y for y, a in zip(case.data[column], case.data[arm], strict=True) if a == v] for v in (1, 0)
    )
    w = ordinal.wins(treated, control, "higher=worse" in case_source(case))
    out = {
        f"b_{arm}_adj": c.estimate[k - 1], f"se_{arm}_adj": c.error[k - 1],
        f"b_{arm}_unadj": alone.coefficients.estimate[k - 1],
        f"lrt_p_{arm}": fitted.likelihood_ratio_p(arm),
        "wilcoxon_p": w.wilcoxon_p, "wins": w.wins, "losses": w.losses, "ties": w.ties,
        "win_prob": w.probability, "win_ratio": w.ratio, "net_benefit": w.net_benefit, "win_odds": w.odds,
    }  # fmt: skip
    return out | {f"b_{x}": c.estimate[k + i] for i, x in enumerate(covariates)}


def case_source(case: Case) -> str:
    return " ".join((case.source, case.call, case.note))


def cox_call(case: Case) -> tuple[Formula, Case, dict[str, Any]]:
    """The formula of `coxph(...)`, the case with what its Surv() computes as columns, and the arguments of survival.cox."""
    only(
        case.call,
        "formula",
        "ties",
        "method",
        "time",
        "time2",
        "event",
        "weights",
        "cluster",
        robust="TRUE|T",
    )
    form = replace(formula_of(case.call, "coxph"), response="")
    apart = tuple(s for s in form.specials if s.name != "cluster")
    named = next((s.inside.strip() for s in form.specials if s.name == "cluster"), cluster_of(case.call))
    form = replace(form, specials=apart)
    case, start, time, status = follow_up_from(case)
    asked = {
        "time": time,
        "status": status,
        "start": start,
        "ties": ties(case.call),
        "weights": weights_of(case),
        "also": (named,) if named else (),
    }
    return form, case, asked


def cluster_of(call: str) -> str | None:
    """The column of `cluster=`."""
    said = re.search(r"(?<![\w.])cluster\s*=(?!=)\s*([\w.]+)", call)
    return said[1] if said else None


def ties(call: str) -> Any:
    said = re.search(r"\b(?:ties|method)\s*=\s*['\"](\w+)", call)
    if said and said[1] not in ("efron", "breslow", "exact"):
        raise Unknown(f"ties {said[1]}")
    return said[1] if said else "efron"


FAMILIES = {
    "logistic": logistic_case,
    "firth": firth,
    "proportional-odds": proportional,
}
