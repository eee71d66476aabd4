# Reference p-values and intervals for two independent proportions.
# Run: Rscript two_by_two.R > two_by_two.json   (R 4.2.2; epitools from Debian)
suppressMessages(library(epitools))
tables <- list(c(35, 40, 37, 40), c(7, 17, 5, 47), c(0, 20, 5, 21), c(2, 52, 11, 55), c(15, 50, 5, 50), c(120, 400, 90, 395), c(1, 3, 2, 3))
num <- function(x) if (length(x) == 0 || !is.finite(x)) "null" else format(x, digits = 15)
row <- function(t) {
  x1 <- t[1]; n1 <- t[2]; x2 <- t[3]; n2 <- t[4]
  m <- matrix(c(x1, n1 - x1, x2, n2 - x2), 2, byrow = TRUE)
  f <- fisher.test(m)
  s <- suppressWarnings
  p1 <- x1 / n1; p2 <- x2 / n2
  cells <- as.vector(m)
  group <- c(1, 0)
  fit <- s(glm(cbind(c(x1, x2), c(n1 - x1, n2 - x2)) ~ group, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100)))
  w <- if (min(cells) > 0) summary(fit)$coefficients[2, ] else rep(NA, 4)
  g <- if (min(cells) > 0) anova(fit, test = "LRT")[2, "Pr(>Chi)"] else NA
  orci <- if (min(cells) > 0) exp(w[1] + c(0, -1, 1) * qnorm(.975) * w[2]) else rep(NA, 3)
  rr <- if (min(x1, x2) > 0) { a <- log(p1 / p2); e <- sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2); exp(a + c(0, -1, 1) * qnorm(.975) * e) } else rep(NA, 3)
  mid <- ormidp.test(x1, n1 - x1, x2, n2 - x2)
  v <- list(
    fisher = f$p.value, fisher_greater = fisher.test(m, alternative = "greater")$p.value,
    fisher_less = fisher.test(m, alternative = "less")$p.value,
    conditional_or = f$estimate, conditional_low = f$conf.int[1], conditional_high = f$conf.int[2],
    mid_p = mid$two.sided, pearson = s(chisq.test(m, correct = FALSE))$p.value, yates = s(chisq.test(m))$p.value,
    prop_greater = s(prop.test(c(x1, x2), c(n1, n2), alternative = "greater", correct = FALSE))$p.value,
    likelihood_ratio = g, wald_or = w[4], or = orci[1], or_low = orci[2], or_high = orci[3], rr = rr[1], rr_low = rr[2], rr_high = rr[3])
  body <- paste(sprintf('"%s": %s', names(v), sapply(v, num)), collapse = ", ")
  sprintf('{"table": [%d, %d, %d, %d], %s}', x1, n1, x2, n2, body)
}
one <- function(x, n) {
  b <- binom.test(x, n)$conf.int; w <- suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
  u <- binom.test(x, n, alternative = "less")$conf.int[2]
  sprintf('{"x": %d, "n": %d, "clopper_pearson": [%s, %s], "wilson": [%s, %s], "upper": %s}', x, n, num(b[1]), num(b[2]), num(w[1]), num(w[2]), num(u))
}
ones <- list(c(0, 17), c(16, 17), c(0, 29), c(3, 100), c(17, 17))
cat(sprintf('{"program": "%s", "epitools": "%s", "script": "two_by_two.R",\n "tables": [\n  %s\n ],\n "proportions": [\n  %s\n ]}\n',
  R.version.string, as.character(packageVersion("epitools")),
  paste(sapply(tables, row), collapse = ",\n  "), paste(sapply(ones, function(t) one(t[1], t[2])), collapse = ",\n  ")))
