# Reference log-rank, rho-weighted and stratified tests and Cox fits on generated data sets with ties.
# Run: Rscript tests/reference/log_rank.R > tests/reference/log_rank.json
# Debian bookworm: R 4.2.2, survival 3.5-3, jsonlite.
suppressMessages({library(survival); library(jsonlite)})
set.seed(20260)
one <- function(i) {
  n <- sample(c(8, 20, 45, 90), 1)
  strata <- if (i %% 3 == 0) sample(0:2, n, TRUE) else rep(0, n)
  arm <- sample(rep(0:1, length.out = n))
  t <- rexp(n, 0.1 * exp(-0.5 * arm + 0.3 * strata))
  c <- runif(n, 1, 25)
  # Rounded to whole months in some, so that deaths and censorings fall together.
  digits <- if (i %% 2 == 0) 0 else if (i %% 5 == 0) 1 else 8
  d <- data.frame(time = round(pmin(t, c), digits), event = as.integer(t <= c), arm = arm, strata = strata)
  if (sum(d$event) < 3 || length(unique(d$arm[d$event == 1])) < 2) return(NULL)
  f <- if (i %% 3 == 0) Surv(time, event) ~ arm + strata(strata) else Surv(time, event) ~ arm
  sums <- function(x) if (is.matrix(x)) rowSums(x) else x
  test <- function(rho) {
    s <- survdiff(f, data = d, rho = rho)
    list(rho = rho, observed = as.numeric(sums(s$obs)), expected = as.numeric(sums(s$exp)), variance = s$var[2, 2],
         chisq = as.numeric(s$chisq))
  }
  fit <- function(ties) {
    m <- suppressWarnings(coxph(f, data = d, ties = ties, control = coxph.control(eps = 1e-12, iter.max = 100)))
    c(as.numeric(coef(m)), sqrt(m$var[1, 1]))
  }
  list(time = d$time, event = d$event, arm = d$arm, strata = d$strata, stratified = i %% 3 == 0,
       tests = lapply(c(0, 0.5, 1), test), efron = fit("efron"), breslow = fit("breslow"))
}
sets <- Filter(Negate(is.null), lapply(1:60, one))
cat(toJSON(list(program = paste0(R.version.string, ", survival ", packageVersion("survival")), sets = sets),
           digits = NA, auto_unbox = TRUE))
