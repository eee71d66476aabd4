# Standard errors of tau2 that metafor gives a variance that is taken; pinned in tests/kernels/test_fixed_tau2.py.
suppressMessages(library(metafor))
y <- c(.1, .5, -.2, .8, .3, 1.1); v <- c(.04, .09, .02, .1, .05, .2); x <- c(1, 2, 3, 5, 8, 13)
cat("metafor", as.character(packageVersion("metafor")), R.version.string, "\n")
for (m in c("DL", "HE", "HS", "SJ", "PM", "EB", "ML", "REML", "HSk", "PMM"))
  cat(m, sprintf("%.9f", c(rma(y, v, method = m, tau2 = .07)$se.tau2, rma(y, v, mods = ~x, method = m, tau2 = .07)$se.tau2)), "\n")
