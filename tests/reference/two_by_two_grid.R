# Every test of two proportions that kernels/two_by_two.py has, on twenty tables with zero cells, unequal arms, tiny and large.
# Run: Rscript two_by_two_grid.R > two_by_two_grid.json   (R 4.2.2, no packages)
# Boschloo's test by brute force: the largest probability, over 1,000 common rates with their peaks refined, of a Fisher p as small.
s <- suppressWarnings
tables <- list(c(0, 1, 0, 4), c(1, 1, 0, 1), c(0, 3, 2, 8), c(5, 5, 1, 4), c(9, 9, 4, 8), c(0, 30, 30, 30), c(0, 40, 5, 42), c(3, 3, 0, 300),
  c(15, 15, 10, 15), c(4, 9, 20, 80), c(2, 100, 3, 20), c(13, 57, 21, 110), c(31, 48, 60, 75), c(0, 500, 12, 480), c(1, 20000, 0, 20000),
  c(300, 20000, 400, 20000), c(10000, 20000, 10400, 20000), c(3667, 5810, 13691, 15308), c(248, 296, 7183, 10035), c(84, 8400, 31, 4100))
boschloo <- function(x1, n1, x2, n2) {
  side <- function(greater) {
    p <- outer(0:n1, 0:n2, function(a, b) if (greater) phyper(a - 1, n1, n2, a + b, lower.tail = FALSE) else phyper(a, n1, n2, a + b))
    inside <- p <= p[x1 + 1, x2 + 1] * (1 + 1e-9)
    f <- function(rate) sum(outer(dbinom(0:n1, n1, rate), dbinom(0:n2, n2, rate))[inside])
    grid <- seq(0.0005, 0.9995, length = 1000); seen <- sapply(grid, f)
    peaks <- grid[seen >= 0.97 * max(seen)]
    max(seen, sapply(peaks, function(g) optimize(f, c(max(0, g - .001), min(1, g + .001)), maximum = TRUE, tol = 1e-10)$objective))
  }
  min(1, 2 * min(side(TRUE), side(FALSE)))
}
num <- function(x) if (length(x) == 0 || !is.finite(x)) "null" else format(x, digits = 15)
row <- function(t) {
  x1 <- t[1]; n1 <- t[2]; x2 <- t[3]; n2 <- t[4]; events <- x1 + x2
  m <- matrix(c(x1, n1 - x1, x2, n2 - x2), 2, byrow = TRUE)
  without <- events %in% c(0, n1 + n2)
  low <- max(0, events - n2); d <- dhyper(low:min(n1, events), n1, n2, events); here <- d[x1 - low + 1]
  mid_greater <- phyper(x1, n1, n2, events, lower.tail = FALSE) + here / 2
  mid_less <- phyper(x1 - 1, n1, n2, events) + here / 2
  tied <- abs(d - here) <= 1e-7 * here
  p1 <- x1 / n1; p2 <- x2 / n2
  z <- function(gap, variance) if (is.nan(variance) || variance == 0) NA else 2 * pnorm(-abs(gap) / sqrt(variance))
  expected <- outer(c(n1, n2), c(events, n1 + n2 - events)) / (n1 + n2)
  some <- m > 0
  v <- list(
    fisher = fisher.test(m)$p.value, fisher_greater = fisher.test(m, alternative = "greater")$p.value,
    fisher_less = fisher.test(m, alternative = "less")$p.value, mid_p = min(1, 2 * min(mid_greater, mid_less)), mid_p_greater = mid_greater,
    mid_p_likelihood = min(1, sum(d[d < here & !tied]) + sum(d[tied]) / 2),
    pearson = if (without) NA else s(chisq.test(m, correct = FALSE))$p.value, yates = if (without) NA else s(chisq.test(m))$p.value,
    prop_greater = if (without) NA else s(prop.test(c(x1, x2), c(n1, n2), alternative = "greater", correct = FALSE))$p.value,
    likelihood_ratio = if (without) NA else pchisq(2 * sum(m[some] * log(m[some] / expected[some])), 1, lower.tail = FALSE),
    unpooled = z(p1 - p2, p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2),
    wald_or = if (min(m) == 0) NA else summary(glm(cbind(c(x1, x2), c(n1 - x1, n2 - x2)) ~ c(1, 0), family = binomial,
      control = glm.control(epsilon = 1e-14, maxit = 100)))$coefficients[2, 4],
    wald_rr = if (min(x1, x2) == 0) NA else z(log(p1 / p2), (1 - p1) / x1 + (1 - p2) / x2),
    boschloo = if (without || n1 + n2 > 200) NA else boschloo(x1, n1, x2, n2))
  sprintf('{"table": [%d, %d, %d, %d], %s}', x1, n1, x2, n2, paste(sprintf('"%s": %s', names(v), sapply(v, num)), collapse = ", "))
}
cat(sprintf('{"program": "%s", "script": "two_by_two_grid.R",\n "tables": [\n  %s\n ]}\n', R.version.string, paste(sapply(tables, row), collapse = ",\n  ")))
