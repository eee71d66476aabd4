# Reference survival curves with limits on the scale log(-log S), and numbers at risk, on generated times with ties,
# censoring before the first event and at events' times, and a curve that ends at 0.
# Run: Rscript tests/reference/survival_band.R > tests/reference/survival_band.json
# Debian bookworm: R 4.2.2, survival 3.5-3, jsonlite.
suppressMessages({library(survival); library(jsonlite)})
set.seed(1958)
one <- function(n, digits, until, level) {
  t <- rexp(n, 0.12); c <- runif(n, 0, until)
  d <- data.frame(time = round(pmin(t, c), digits), event = as.integer(t <= c))
  f <- survfit(Surv(time, event) ~ 1, d, conf.type = "log-log", conf.int = level / 100)
  at <- seq(0, floor(max(d$time)))
  s <- summary(f, times = at, extend = TRUE)
  list(time = d$time, event = d$event, level = level, at = at, at_risk = s$n.risk,
       step = f$time, survival = f$surv, low = f$lower, high = f$upper)
}
sets <- list(one(40, 0, 20, 95), one(60, 1, 25, 90), one(15, 8, 12, 95), one(25, 0, 200, 99))
cat(toJSON(list(program = paste0(R.version.string, ", survival ", packageVersion("survival")), sets = sets),
           digits = 10, auto_unbox = TRUE, na = "null"))
