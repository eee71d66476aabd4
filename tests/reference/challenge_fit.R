# Two arms of a dose challenge, each patient at every dose: one Emax curve whose ED50 differs between arms, by generalised least
# squares with the moments' variances. Run: Rscript tests/reference/challenge_fit.R > tests/reference/challenge_fit.json
# Debian bookworm: R 4.2.2 (stats::nls on whitened means).
set.seed(3)
doses <- c(1, 2.5, 5, 10, 20); d <- length(doses); n <- c(14, 17)
draw <- function(n, ed50) t(sapply(seq_len(n), function(i) 3 + rnorm(1, sd = 0.8) + 4.5 * doses / (ed50 + doses) + rnorm(d, sd = 0.4)))
y <- lapply(1:2, function(a) round(draw(n[a], c(8, 4.5)[a]), 3))
means <- lapply(y, colMeans)
between <- sum(sapply(1:2, function(a) d * sum((rowMeans(y[[a]]) - mean(y[[a]]))^2))) / (sum(n) - 2)
within <- sum(sapply(1:2, function(a) {
  r <- y[[a]] - rowMeans(y[[a]]); sum(sweep(r, 2, colMeans(r))^2)
})) / ((sum(n) - 2) * (d - 1))
half <- function(a) sqrt(n[a]) * ((diag(d) - 1 / d) / sqrt(within) + matrix(1 / d, d, d) / sqrt(between))
white <- function(p, theta) unlist(lapply(1:2, function(a)
  half(a) %*% (means[[a]] - (p[1] + p[2] * doses / (exp(p[3] + (a - 1) * theta) + doses)))))
zero <- rep(0, 2 * d)
full <- nls(zero ~ white(c(e0, emax, k), theta), start = list(e0 = 3, emax = 4.5, k = 2, theta = -0.5), control = nls.control(tol = 1e-7, scaleOffset = 1))
same <- nls(zero ~ white(c(e0, emax, k), 0), start = list(e0 = 3, emax = 4.5, k = 2), control = nls.control(tol = 1e-7, scaleOffset = 1))
# The standard error by the known variances: nls scales by the residual one.
error <- sqrt(diag(vcov(full)))[["theta"]] / summary(full)$sigma
# Score test at the common curve: residuals on the part of the ratio's gradient that the curve's own does not explain.
at <- c(coef(same), 0); step <- 1e-5
gradient <- sapply(1:4, function(i) {
  up <- down <- at; up[i] <- up[i] + step; down[i] <- down[i] - step
  -(white(up[1:3], up[4]) - white(down[1:3], down[4])) / (2 * step)
})
left <- lm.fit(gradient[, 1:3], gradient[, 4])$residuals
score <- sum(left * white(at[1:3], 0)) / sqrt(sum(left^2))
num <- function(x) paste0("[", paste(sprintf("%.10g", x), collapse = ", "), "]")
cat(sprintf('{"program": "%s",\n"doses": %s,\n', R.version.string, num(doses)))
cat(sprintf('"control": [%s],\n"experimental": [%s],\n', paste(apply(y[[1]], 1, num), collapse = ",\n"), paste(apply(y[[2]], 1, num), collapse = ",\n")))
cat(sprintf('"theta": %.10g, "error": %.10g, "gain": %.10g, "score": %.10g, "within": %.10g, "between": %.10g}\n', coef(full)[["theta"]], error,
  deviance(same) - deviance(full), score, within, between))
