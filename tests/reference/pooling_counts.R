# Random-effects models of counts. The data are made up here; every number below them is metafor's (lme4's inside).
# Run: Rscript pooling_counts.R > pooling_counts.json   (R 4.2.2; metafor 3.8-1, lme4 1.1-31 from Debian)
suppressMessages({library(metafor); library(jsonlite)})
x1 <- c(0, 2, 5, 0, 1, 7, 3, 9); n1 <- c(40, 55, 80, 30, 61, 120, 75, 90); x2 <- c(3, 1, 14, 0, 4, 6, 11, 10); n2 <- c(42, 50, 78, 31, 60, 118, 70, 95)
one <- function(m) { r <- suppressWarnings(rma.glmm(measure = "OR", ai = x1, n1i = n1, ci = x2, n2i = n2, model = m))
  list(model = m, b = as.numeric(r$b), se = r$se, tau2 = r$tau2, lrt = r$QE.LRT, wald = r$QE.Wld, k = r$k) }
p <- rma.glmm(measure = "PLO", xi = x1, ni = n1)
cat(toJSON(list(program = R.version.string, metafor = as.character(packageVersion("metafor")), lme4 = as.character(packageVersion("lme4")),
  script = "pooling_counts.R", data = list(x1 = x1, n1 = n1, x2 = x2, n2 = n2), models = lapply(c("UM.FS", "UM.RS", "CM.EL", "CM.AL"), one),
  plo = list(b = as.numeric(p$b), se = p$se, tau2 = p$tau2)), digits = 12, auto_unbox = TRUE), "\n")
