# What the scripts of this folder share: a case as the references have it, and metafor's results by field.
suppressMessages({library(metafor); library(jsonlite)})
cases <- list()
add <- function(id, family, call, data, expected, tol = 1e-6, note = NULL) {
  case <- list(id = id, family = family, call = call, data = lapply(as.list(data), function(v) if (is.factor(v)) as.character(v) else v), expected = expected, tol = tol)
  if (!is.null(note)) case$note <- note
  cases[[length(cases) + 1]] <<- case
}
tight <- list(threshold = 1e-12, maxiter = 10000, tol = 1e-14)
fine <- list(rel.tol = 1e-10, iter.max = 5000, eval.max = 10000)
several <- function(x) as.numeric(x)
fields <- function(r, predicted = TRUE) {
  out <- list(b = several(r$b), se = several(r$se), stat = several(r$zval), pval = several(r$pval), ci_lb = several(r$ci.lb),
    ci_ub = several(r$ci.ub), k = r$k, QE = r$QE, QEp = r$QEp, tau2 = r$tau2, se_tau2 = if (is.null(r$se.tau2)) NA else r$se.tau2,
    I2 = r$I2, H2 = r$H2)
  if (length(r$b) > 1) return(c(out, list(QM = r$QM, QMp = r$QMp, R2 = if (is.null(r$R2)) NA else r$R2, terms = rownames(r$b))))
  if (predicted && r$k > 2 && !r$method %in% c("EE", "FE", "CE")) { p <- predict(r); out <- c(out, list(pred = several(p$pred), pi_lb = several(p$pi.lb), pi_ub = several(p$pi.ub))) }
  out
}
# A call's arguments, run on its data, with convergence beyond what is compared.
run <- function(data, arguments) eval(parse(text = sprintf("with(data, rma(%s, control = tight, data = data))", arguments)))
write_cases <- function() cat(toJSON(list(meta = list(R = R.version.string, metafor = as.character(packageVersion("metafor"))),
  oracles = cases), auto_unbox = TRUE, digits = NA, na = "null", null = "null"))
