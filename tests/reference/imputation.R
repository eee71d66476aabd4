# A binary outcome imputed by mice's logistic regression with parameters drawn: Rscript imputation.R > imputation.json
# R 4.2.2, Debian's mice 3.15.0. m is large, so that what is left between this and ours is their Monte Carlo error.
suppressMessages({library(mice); library(jsonlite)})
set.seed(31); n <- 120; d <- data.frame(arm = rep(0:1, n / 2), age = round(rnorm(n, 60, 8))); d$y <- rbinom(n, 1, plogis(-6 + 0.9 * d$arm + 0.09 * d$age)); d$y[runif(n) < plogis(-4 + 0.04 * d$age + 0.5 * d$arm)] <- NA
m <- 2000; long <- transform(d, y = factor(y)); i <- mice(long, m = m, method = c("", "", "logreg"), maxit = 1, printFlag = FALSE, seed = 9)
f <- with(i, glm(y ~ arm + age, family = binomial)); p <- pool(f); s <- summary(p)
cat(toJSON(list(R = R.version.string, mice = as.character(packageVersion("mice")), data = d, m = m, estimate = s$estimate[2], error = s$std.error[2], between = p$pooled$b[2], within = p$pooled$ubar[2]), digits = NA, auto_unbox = TRUE, na = "null"))
