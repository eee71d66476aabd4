# Reference values of tests/kernels/test_weighted_slopes.py. R 4.2.2, nlme 3.1-162.
# Usage: Rscript tests/reference/weighted_slopes.R. The data are made here and by the test, from the same formula.
library(nlme)
n <- 24
d <- do.call(rbind, lapply(0:(n - 1), function(i) {
  t <- 0:8
  t <- t[(i * 7 + t * 5) %% 6 != 0]
  g <- as.integer(i %% 3 == 0)
  y <- 40 + 4 * sin(1.7 * i) + (-0.9 + 0.3 * g + 0.5 * cos(2.3 * i)) * t + 2 * sin(12.9898 * i + 78.233 * t)
  data.frame(id = i, t = t, g = g, y = y)
}))
m <- lme(y ~ g * t, random = ~ t | id, data = d, method = "ML",
         control = lmeControl(opt = "optim", msTol = 1e-14, reltol = 1e-15, maxIter = 1000))
v <- getVarCov(m)
cat("slopes", format(c(fixef(m)[["t"]], fixef(m)[["t"]] + fixef(m)[["g:t"]]), digits = 10), "\n")
cat("D", format(c(v[1, 1], v[1, 2], v[2, 2]), digits = 8), "residual", format(m$sigma^2, digits = 10), "\n")
cat("logLik", format(as.numeric(logLik(m)), digits = 12), "\n")
