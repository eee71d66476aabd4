# An Emax curve by least squares, and profile intervals of the dose with a target effect and of a dose's effect.
# Run: Rscript tests/reference/emax_fit.R > tests/reference/emax_fit.json
# Debian bookworm: R 4.2.2 (stats::nls, its profiles by MASS::confint).
library(MASS)
set.seed(7)
dose <- rep(c(0, 1, 2.5, 5, 10), each = 12)
y <- round(1.2 + 2.4 * dose / (1.8 + dose) + rnorm(60, sd = 0.4), 3)
# `target`: emax = target (ed50 + td) / td; `at`: emax = eff (ed50 + at) / at, so that each is a parameter of its own.
target <- 1.3; at <- 5
free <- nls(y ~ e0 + emax * dose / (ed50 + dose), start = list(e0 = 1, emax = 2, ed50 = 2), control = nls.control(tol = 1e-7))
ofdose <- nls(y ~ e0 + target * (ed50 + td) / td * dose / (ed50 + dose), start = list(e0 = 1, ed50 = 2, td = 2), control = nls.control(tol = 1e-7))
ofeffect <- nls(y ~ e0 + eff * (ed50 + at) / at * dose / (ed50 + dose), start = list(e0 = 1, ed50 = 2, eff = 1.5), control = nls.control(tol = 1e-7))
ci <- function(fit, name) { capture.output(x <- suppressMessages(confint(fit, name, level = 0.95))); x }
# The same without MASS: the curve fitted with the parameter held, and the value at which the squares reach the limit.
held <- function(emax_of) function(value) optimize(function(l) {
  ed50 <- exp(l); r <- y - emax_of(value, ed50) * dose / (ed50 + dose); sum((r - mean(r))^2)
}, log(10 * c(1e-3, 1.5)), tol = 1e-12)$objective
limit <- deviance(free) * (1 + qt(0.975, 57)^2 / 57)
ends <- function(of, value, low, high) c(
  uniroot(function(v) of(v) - limit, c(low, value), tol = 1e-12)$root,
  uniroot(function(v) of(v) - limit, c(value, high), tol = 1e-12)$root)
td <- coef(ofdose)[["td"]]; eff <- coef(ofeffect)[["eff"]]
td_ends <- ends(held(function(v, ed50) target * (ed50 + v) / v), td, 0.05, 9)
eff_ends <- ends(held(function(v, ed50) v * (ed50 + at) / at), eff, 0.5, 4)
num <- function(x) paste0("[", paste(sprintf("%.10g", x), collapse = ", "), "]")
cat(sprintf('{"program": "%s, MASS %s",\n', R.version.string, packageVersion("MASS")))
cat(sprintf('"dose": %s,\n"y": %s,\n"target": %g, "at": %g,\n', num(dose), num(y), target, at))
cat(sprintf('"fit": %s, "rss": %.10g,\n', num(coef(free)), deviance(free)))
cat(sprintf('"target_dose": %.10g, "target_dose_interval": %s, "target_dose_confint": %s,\n', td, num(td_ends), num(ci(ofdose, "td"))))
cat(sprintf('"effect": %.10g, "effect_interval": %s, "effect_confint": %s}\n', eff, num(eff_ends), num(ci(ofeffect, "eff"))))
