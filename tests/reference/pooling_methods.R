# Reference meta-analyses beyond pooling.R. The data are made up here; every number below them is metafor's.
# Run: Rscript pooling_methods.R > pooling_methods.json   (R 4.2.2; metafor 3.8-1 from Debian)
suppressMessages({library(metafor); library(jsonlite)})
tight <- list(threshold = 1e-14, maxiter = 100000, tol = 1e-15)
y <- c(-0.61, -0.18, 0.12, -0.95, -0.33, -0.07, -0.52, 0.24); v <- c(0.041, 0.022, 0.095, 0.13, 0.017, 0.036, 0.071, 0.05)
dose <- c(1, 2, 2.5, 0.5, 1.5, 3, 1, 4); class <- c("b", "a", "a", "b", "c", "c", "b", "a")
fit <- function(r) list(b = as.numeric(r$b), se = r$se, p = r$pval, tau2 = r$tau2, tau2_se = r$se.tau2, i2 = r$I2, h2 = r$H2,
  q = r$QE, qm = r$QM, qm_p = r$QMp)
grid <- expand.grid(method = c("DL", "HE", "HS", "SJ", "ML", "REML", "PM"), test = c("z", "knha", "adhoc"), mods = c("1", "dose", "class"), stringsAsFactors = FALSE)
models <- lapply(seq_len(nrow(grid)), function(i) { g <- grid[i, ]
  c(as.list(g), fit(rma(y, v, mods = as.formula(paste("~", g$mods)), method = g$method, test = g$test, control = tight))) })
x1 <- c(0, 2, 5, 0, 1, 7, 0); n1 <- c(40, 55, 80, 30, 61, 120, 25); x2 <- c(3, 4, 9, 0, 0, 12, 1); n2 <- c(42, 50, 78, 31, 60, 118, 50)
mh <- lapply(c("OR", "RR", "RD"), function(m) { r <- rma.mh(x1, n1 - x1, x2, n2 - x2, measure = m)
  list(measure = m, b = as.numeric(r$b), se = r$se, q = r$QE, q_p = r$QEp, cmh = r$MH, ta = r$TA) })
irr <- rma.mh(x1i = x1, t1i = n1 / 7, x2i = x2, t2i = n2 / 7, measure = "IRR")
peto <- rma.peto(x1, n1 - x1, x2, n2 - x2)
e <- function(m, ...) { d <- escalc(measure = m, ...); list(measure = m, y = as.numeric(d$yi), v = as.numeric(d$vi)) }
sizes <- list(e("OR", ai = x1, n1i = n1, ci = x2, n2i = n2), e("RR", ai = x1, n1i = n1, ci = x2, n2i = n2),
  e("RD", ai = x1, n1i = n1, ci = x2, n2i = n2), e("IRR", x1i = x1, t1i = n1 / 7, x2i = x2, t2i = n2 / 7),
  e("SMD", m1i = 3 + y, sd1i = 1 + v, n1i = dose * 20, m2i = 3 - v, sd2i = 1.3 - v, n2i = dose * 18), 
  e("MD", m1i = 3 + y, sd1i = 1 + v, n1i = dose * 20, m2i = 3 - v, sd2i = 1.3 - v, n2i = dose * 18),
  e("ROM", m1i = 3 + y, sd1i = 1 + v, n1i = dose * 20, m2i = 3 - v, sd2i = 1.3 - v, n2i = dose * 18),
  e("PLO", xi = x1, ni = n1), e("PAS", xi = x1, ni = n1), e("PFT", xi = x1, ni = n1), e("ZCOR", ri = y / 2, ni = dose * 20))
r <- rma(y, v, control = tight); tf <- trimfill(r); rt <- ranktest(y, v)
bias <- list(z = regtest(r)$zval, egger = regtest(y, v, model = "lm")$zval, tau = as.numeric(rt$tau), tau_p = rt$pval, k0 = tf$k0, b = as.numeric(tf$b))
cat(toJSON(list(program = R.version.string, metafor = as.character(packageVersion("metafor")), script = "pooling_methods.R",
  data = list(y = y, v = v, dose = dose, class = class, x1 = x1, n1 = n1, x2 = x2, n2 = n2), models = models, mh = mh,
  irr = list(b = as.numeric(irr$b), se = irr$se, q = irr$QE), peto = list(b = as.numeric(peto$b), se = peto$se, q = peto$QE),
  sizes = sizes, bias = bias, profile = confint(r)$random["tau^2", ]), digits = 15, auto_unbox = TRUE), "\n")
