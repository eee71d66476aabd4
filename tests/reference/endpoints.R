# Reference values of endpoints' estimates and tests. Run: Rscript tests/reference/endpoints.R > tests/reference/endpoints.json
suppressMessages({library(MASS); library(nlme); library(jsonlite)})

# Counts: the data, and glm.nb's coefficient of the arm (its dispersion is of greatest likelihood, ours of moments).
set.seed(11)
c0 <- rnbinom(150, size = 1.4, mu = 2.1); c1 <- rnbinom(140, size = 1.4, mu = 1.5)
counts <- data.frame(y = c(c0, c1), arm = rep(0:1, c(150, 140)))
nb <- glm.nb(y ~ arm, data = counts, control = glm.control(epsilon = 1e-12, maxit = 100))
tally <- function(y) c(length(y), sum(y), sum(y^2))

# A baseline: lm's adjusted difference and its test.
x <- round(rnorm(57, 5, 2), 2); arm <- rep(0:1, c(30, 27)); y <- round(1 + 0.7 * x + 0.8 * arm + rnorm(57), 2)
adjusted <- summary(lm(y ~ arm + x))$coefficients["arm", ]
both <- function(i) c(sum(i), sum(y[i]), sum(y[i]^2), sum(x[i]), sum(x[i]^2), sum(x[i] * y[i]))

# Slopes: nlme's random-slope model against the weighted average of patients' own slopes, all visits seen.
n <- 60; visits <- 0:6; group <- rep(0:1, each = n / 2)
b <- cbind(rnorm(n, 40, 6), rnorm(n, -0.95 + 0.4 * group, 0.55))
long <- do.call(rbind, lapply(1:n, function(i) data.frame(id = i, group = group[i], month = visits,
  y = b[i, 1] + b[i, 2] * visits + rnorm(length(visits), 0, 1.5))))
mixed <- lme(y ~ month * group, random = ~ month | id, data = long)
own <- sapply(1:n, function(i) coef(lm(y ~ month, data = long[long$id == i, ]))[2])

out <- list(
  program = paste0("R ", getRversion(), ", MASS ", packageVersion("MASS"), ", nlme ", packageVersion("nlme")),
  count = list(control = tally(c0), experimental = tally(c1), log_rate_ratio = unname(coef(nb)[2]),
    se = unname(sqrt(diag(vcov(nb)))[2]), theta = nb$theta),
  ancova = list(control = both(arm == 0), experimental = both(arm == 1), estimate = unname(adjusted[1]),
    se = unname(adjusted[2]), p_two_sided = unname(adjusted[4])),
  slope = list(control = unname(own[group == 0]), experimental = unname(own[group == 1]),
    difference = unname(fixef(mixed)["month:group"]),
    se = unname(sqrt(diag(vcov(mixed)))["month:group"])))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
