# Reference meta-analyses. The data are made up here; every number below them is metafor's.
# Run: Rscript pooling.R > pooling.json   (R 4.2.2; metafor 3.8-1 from Debian)
suppressMessages(library(metafor))
num <- function(x) format(as.numeric(x), digits = 15)
sets <- list(
  spread = list(y = c(-0.61, -0.18, 0.12, -0.95, -0.33, -0.07), v = c(0.041, 0.022, 0.095, 0.13, 0.017, 0.036)),
  agreeing = list(y = c(0.31, 0.29, 0.36, 0.33), v = c(0.02, 0.05, 0.03, 0.08)),
  two = list(y = c(-0.2, 0.4), v = c(0.03, 0.05)),
  three = list(y = c(-0.171, -0.02, -0.30), v = c(0.0049, 0.006, 0.0081)),
  wild = list(y = c(2.1, -1.9, 0.2, 5.5, -3.3, 0.8, 1.2), v = c(0.01, 0.4, 0.02, 1.5, 0.3, 0.005, 0.09)))
fit <- function(s, method, test) {
  r <- rma(s$y, s$v, method = method, test = test, control = list(threshold = 1e-12, maxiter = 10000, tol = 1e-14))
  p <- predict(r)
  sprintf('{"method": "%s", "test": "%s", "mean": %s, "se": %s, "low": %s, "high": %s, "tau2": %s, "i2": %s, "q": %s, "predict_low": %s, "predict_high": %s}',
    method, test, num(r$b), num(r$se), num(r$ci.lb), num(r$ci.ub), num(r$tau2), num(r$I2), num(r$QE),
    if (method == "EE") "null" else num(p$pi.lb), if (method == "EE") "null" else num(p$pi.ub))
}
one <- function(name) {
  s <- sets[[name]]
  g <- rbind(expand.grid(m = c("DL", "PM", "REML"), t = c("z", "knha", "adhoc"), stringsAsFactors = FALSE), data.frame(m = "EE", t = "z"))
  sprintf('{"name": "%s", "y": [%s], "v": [%s], "fits": [\n   %s]}', name, paste(num(s$y), collapse = ", "), paste(num(s$v), collapse = ", "),
    paste(mapply(function(m, t) fit(s, m, t), g$m, g$t), collapse = ",\n   "))
}
cat(sprintf('{"program": "%s", "metafor": "%s", "script": "pooling.R", "sets": [\n  %s\n]}\n', R.version.string,
  as.character(packageVersion("metafor")), paste(sapply(names(sets), one), collapse = ",\n  ")))
