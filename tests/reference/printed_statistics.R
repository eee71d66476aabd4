# Two-sided p of printed statistics, and Student's and Welch's t from summaries. Rscript printed_statistics.R
# Writes printed_statistics.json; run with R 4.2 (stats, jsonlite).
library(jsonlite)
p <- list(
  list(kind = "t", value = 2.2, df1 = 28, p = 2 * pt(-2.2, 28)),
  list(kind = "t", value = -0.31, df1 = 7.4, p = 2 * pt(-0.31, 7.4)),
  list(kind = "F", value = 4.51, df1 = 2, df2 = 45, p = pf(4.51, 2, 45, lower.tail = FALSE)),
  list(kind = "chi2", value = 9.21, df1 = 2, p = pchisq(9.21, 2, lower.tail = FALSE)),
  list(kind = "z", value = -2.58, p = 2 * pnorm(-2.58)),
  list(kind = "r", value = 0.31, df1 = 58, p = 2 * pt(-0.31 * sqrt(58 / (1 - 0.31^2)), 58))
)
set.seed(11)
x <- round(rnorm(14, 5, 2), 2); y <- round(rnorm(23, 3.6, 3.1), 2)
summary_of <- function(v) list(mean = mean(v), sd = sd(v), n = length(v))
s <- t.test(x, y, var.equal = TRUE); w <- t.test(x, y)
tests <- list(x = summary_of(x), y = summary_of(y),
  student = list(t = unname(s$statistic), df = unname(s$parameter), p = s$p.value),
  welch = list(t = unname(w$statistic), df = unname(w$parameter), p = w$p.value))
write_json(list(version = R.version.string, p = p, tests = tests), "printed_statistics.json", auto_unbox = TRUE, digits = 15, pretty = TRUE)
