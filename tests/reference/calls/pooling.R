# Cases of pairwise meta-analysis: other data and other arguments than anyone's own.
set.seed(4181)
tables <- function(k, p, effect, spread, sizes = 30:200) {
  n1 <- sample(sizes, k, TRUE); n2 <- sample(sizes, k, TRUE); b <- qlogis(runif(k, p / 2, 2 * p))
  data.frame(study = paste0("S", seq_len(k)), ai = rbinom(k, n1, plogis(b + rnorm(k, effect, spread))), n1i = n1, ci = rbinom(k, n2, plogis(b)), n2i = n2)
}
common <- tables(9, 0.25, -0.4, 0.4); common$dose <- round(runif(9, 5, 40)); common$year <- sample(1980:2015, 9)
common$region <- c("north", "south", "east", "east", "north", "south", "north", "east", "south"); common$blind <- rep(0:1, length.out = 9)
four <- with(tables(7, 0.3, 0.5, 0.3), data.frame(ai, bi = n1i - ai, ci, di = n2i - ci))
rare <- tables(12, 0.012, -0.3, 0.3, 20:150); rare[3, c("ai", "ci")] <- 0; rare[7, c("ai", "ci")] <- c(0, 2); rare[9, c("ai", "ci")] <- c(3, 0); rare[11, c("ai", "ci")] <- 0
full <- tables(6, 0.6, 0.2, 0.2, 8:14); full[2, c("ai", "ci")] <- full[2, c("n1i", "n2i")]; full[4, "ai"] <- full[4, "n1i"]
effects <- data.frame(yi = c(0.21, -0.35, 0.9, 0.12, -0.04, 0.55, 0.31, 1.2), vi = c(0.04, 0.09, 0.2, 0.015, 0.03, 0.11, 0.06, 0.25),
  dose = c(3, 1, 8, 2, 2, 6, 4, 9), arm = c("b", "a", "c", "a", "b", "c", "a", "c"))
errors <- data.frame(yi = effects$yi, sei = round(sqrt(effects$vi), 3))
agreeing <- data.frame(yi = c(0.31, 0.29, 0.36, 0.33, 0.30), vi = c(0.02, 0.05, 0.03, 0.08, 0.04))
means <- data.frame(n1i = c(24, 31, 55, 12, 80, 40), m1i = c(10.2, 11.5, 9.1, 12.2, 10.9, 8.8), sd1i = c(2.1, 3.3, 2.6, 4.0, 2.2, 3.1),
  n2i = c(25, 28, 60, 11, 78, 41), m2i = c(11.9, 11.1, 10.8, 12.9, 12.4, 10.6), sd2i = c(2.4, 2.9, 3.0, 3.6, 2.5, 2.7))
rates <- data.frame(x1i = c(4, 0, 11, 6, 2, 9, 0), t1i = c(120.5, 60, 340, 155, 88, 210, 40), x2i = c(9, 3, 14, 12, 1, 8, 0), t2i = c(118, 65, 330, 160, 90, 190, 45))
shares <- data.frame(xi = c(3, 0, 12, 7, 21, 5, 9), ni = c(20, 14, 40, 25, 60, 33, 9))
correlations <- data.frame(ri = c(0.31, -0.12, 0.55, 0.08, 0.27, 0.43, 0.19), ni = c(40, 55, 23, 120, 66, 31, 89))
one <- common[1, ]; two <- common[1:2, ]; three <- common[1:3, ]
tab <- "ai=ai, n1i=n1i, ci=ci, n2i=n2i"; cells <- "ai=ai, bi=bi, ci=ci, di=di"
pair <- function(id, d, said, columns, family = "pairwise", extra = function(r) list(), ...) {
  r <- run(d, sprintf("%s, %s", said, columns)); add(id, family, sprintf("rma(%s)", said), d, c(fields(r), extra(r)), ...)
}
i <- 0
for (said in c("measure='OR',method='REML'", "measure='RD',method='DL'", "method='PM', measure=\"RR\"", "measure='PETO',method='EB'", "measure='OR',method='ML',test='knha'",
  "measure='RD',method='HE',test='adhoc'", "measure='RR',method='SJ',test='t'", "measure='OR',method='HS',level=90", "measure='RR', test='knha', level=99, digits=3", "measure='OR',method='FE'",
  "measure='RR',method='CE'", "measure='OR'", "measure='OR',method='DL',add=0.1,to='all'", "measure=\"RD\", method=\"REML\", test=\"knha\"", "measure='AS',method='REML'")) {
  i <- i + 1; pair(sprintf("pair_common_%d", i), common, said, tab) }
i <- 0
for (said in c("measure='OR',method='DL'", "measure='RR',method='REML',test='knha'", "measure='RD',method='PM'")) { i <- i + 1; pair(sprintf("pair_cells_%d", i), four, said, cells) }
i <- 0
for (d in list(one, two, three)) { i <- i + 1; pair(sprintf("pair_few_%d", i), d, "measure='OR',method='REML'", tab); if (i > 1) pair(sprintf("pair_few_knha_%d", i), d, "measure='RR',method='DL',test='knha'", tab) }
i <- 0
for (said in c("method='EB'", "method='SJ',test='adhoc'", "test='knha',method='HE'", "method='PM',level=90", "tau2=0.05", "method='DL',weighted=FALSE", "test='t'", "subset=dose>1,method='ML'")) {
  i <- i + 1; pair(sprintf("pair_effects_%d", i), effects, paste0("yi,vi,", said), "digits = 4") }
d <- errors; r <- rma(yi, sei = sei, data = d, method = "DL"); add("pair_sei", "pairwise", "rma(yi=yi, sei=sei, method='DL')", d, fields(r))
d <- effects; d$yi[3] <- NA; d$vi[6] <- NA; suppressWarnings(pair("pair_missing", d, "yi,vi,method='REML'", "digits = 4"))
pair("pair_agreeing", agreeing, "yi,vi,method='PM',test='knha'", "digits = 4"); pair("pair_agreeing_adhoc", agreeing, "yi,vi,method='REML',test='adhoc'", "digits = 4")
d <- common; d$ai[4] <- NA; suppressWarnings(pair("pair_missing_counts", d, "measure='OR',method='DL'", tab))
all8 <- lapply(c("DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM"), function(m) { r <- rma(yi, vi, data = effects, method = m, control = tight); list(method = m, b = several(r$b), se = r$se, tau2 = r$tau2, I2 = r$I2, QE = r$QE) })
add("pair_all", "pairwise", "rma(method in DL,HE,HS,SJ,ML,REML,EB,PM), tight convergence", effects, list(fits = all8))
# Rare events: corrections and what is left out.
i <- 0
for (said in c("OR,add=1/2,to='only0',drop00=TRUE;method='PM',test='knha'", "RR,add=0.5,to='only0',drop00=FALSE;method='DL'", "OR,add=0.25,to='all',drop00=FALSE;method='REML'", "RR,add=1,to='if0all',drop00=TRUE;method='ML',test='adhoc'", "RD,add=1/2,to='only0',drop00=FALSE;method='REML'")) {
  i <- i + 1; p <- strsplit(said, "[,;]")[[1]]; tail <- strsplit(said, ";")[[1]]
  for (d in list(rare, full)) { es <- eval(parse(text = sprintf("escalc(measure='%s', ai=ai, n1i=n1i, ci=ci, n2i=n2i, data=d, %s)", p[1], paste(p[2:4], collapse = ","))))
    r <- suppressWarnings(eval(parse(text = sprintf("rma(yi, vi, data=es, control=tight, %s)", tail[2]))))
    add(sprintf("rare_%d_%s", i, if (nrow(d) == 12) "few" else "full"), "rare-events", sprintf("escalc(measure='%s', %s); rma(%s)", p[1], paste(p[2:4], collapse = ", "), tail[2]), d, fields(r)) } }
es <- escalc(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = rare); r <- rma(yi, vi, data = es, method = "REML", control = tight)
add("rare_default", "rare-events", "escalc OR add=1/2 to only0; rma REML", rare, fields(r))
for (m in c("REML", "DL")) { r <- rma(measure = "IRR", x1i = x1i, t1i = t1i, x2i = x2i, t2i = t2i, data = rates, method = m, control = tight)
  add(paste0("rates_", m), "rare-events", sprintf("escalc IRR; rma %s", m), rates, fields(r)) }
r <- rma(measure = "IRR", x1i = x1i, t1i = t1i, x2i = x2i, t2i = t2i, data = rates, method = "PM", test = "knha", drop00 = TRUE, control = tight)
add("rates_drop", "rare-events", "escalc(measure='IRR',drop00=TRUE); rma(method='PM',test='knha')", rates, fields(r))
# Mantel-Haenszel and Peto.
mh <- function(r) list(b = several(r$b), se = r$se, pval = r$pval, ci_lb = r$ci.lb, ci_ub = r$ci.ub, QE = r$QE, QEp = r$QEp)
i <- 0
for (said in c("measure='OR'", "measure='RR'", "measure='RD'", "measure='OR',correct=FALSE", "measure='RR',level=90", "measure='OR', add=1/2, to='only0'", "measure='OR',drop00=FALSE", "measure=\"RD\", level=99")) for (d in list(common, rare)) {
  i <- i + 1; r <- eval(parse(text = sprintf("rma.mh(%s, ai=ai, n1i=n1i, ci=ci, n2i=n2i, data=d)", said)))
  out <- mh(r); if (grepl("OR", said)) out <- c(out, list(CMH = r$MH, CMHp = r$MHp, Tarone = r$TA, TaroneP = r$TAp))
  add(sprintf("mh_%d", i), if (nrow(d) == 9) "mantel-haenszel" else "rare-events", sprintf("rma.mh(%s)", said), d, out) }
r <- rma.mh(measure = "IRR", x1i = x1i, t1i = t1i, x2i = x2i, t2i = t2i, data = rates); add("mh_rates", "rare-events", "rma.mh IRR", rates, mh(r))
r <- rma.mh(measure = "RR", ai = ai, bi = bi, ci = ci, di = di, data = four); add("mh_cells", "mantel-haenszel", "rma.mh(measure='RR')", four, mh(r))
for (d in list(common, rare)) { r <- rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d); add(paste0("peto_", nrow(d)), if (nrow(d) == 9) "peto" else "rare-events", "rma.peto()", d, c(mh(r), list(k_yi = r$k.yi))) }
r <- rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = rare, level = 90); add("peto_level", "peto", "rma.peto(level=90)", rare, mh(r))
# Means, proportions, correlations.
mcol <- "n1i=n1i, m1i=m1i, sd1i=sd1i, n2i=n2i, m2i=m2i, sd2i=sd2i"
i <- 0
for (said in c("SMD REML", "MD DL", "ROM PM", "MD EB", "SMD HE", "ROM ML", "SMD SJ")) { i <- i + 1; p <- strsplit(said, " ")[[1]]; es <- eval(parse(text = sprintf("escalc(measure=p[1], %s, data=means)", mcol)))
  r <- rma(yi, vi, data = es, method = p[2], control = tight); add(sprintf("means_%d", i), "continuous", sprintf("escalc %s then rma %s", p[1], p[2]), means, c(list(yi = several(es$yi), vi = several(es$vi)), fields(r))) }
pair("means_knha", means, "measure='SMD',method='REML',test='knha'", mcol, "continuous"); pair("means_level", means, "measure='MD',method='DL',level=80", mcol, "continuous")
back <- list(PLO = plogis, PAS = function(x) sin(x)^2, PFT = function(x) transf.ipft.hm(x, targs = list(ni = shares$ni)))
for (said in c("PLO DL", "PLO REML", "PAS REML", "PAS PM", "PFT DL", "PFT EB")) { p <- strsplit(said, " ")[[1]]; es <- escalc(measure = p[1], xi = xi, ni = ni, data = shares); r <- rma(yi, vi, data = es, method = p[2], control = tight); f <- back[[p[1]]]
  add(paste0("share_", p[1], "_", p[2]), "proportions", sprintf("escalc %s; rma %s; back-transformed", p[1], p[2]), shares, c(list(yi = several(es$yi), vi = several(es$vi)), fields(r), list(prop = f(several(r$b)), prop_lb = f(r$ci.lb), prop_ub = f(r$ci.ub)))) }
for (said in c("PR", "PLN")) pair(paste0("share_", said), shares, sprintf("measure='%s',method='REML'", said), "xi=xi, ni=ni", "proportions")
pair("cor_z_dl", correlations, "measure='ZCOR',method='DL'", "ri=ri, ni=ni", "correlation"); pair("cor_z_knha", correlations, "measure='ZCOR',test='knha'", "ri=ri, ni=ni", "correlation")
pair("cor_raw", correlations, "measure='COR',method='HS'", "ri=ri, ni=ni", "correlation"); pair("cor_raw_reml", correlations, "measure='COR',method='REML'", "ri=ri, ni=ni", "correlation")
# Heterogeneity.
i <- 0
for (said in c("", "method='DL'", "method='PM', level=90", "method='EB'", "method='SJ'", "method='ML'")) for (d in list(effects, agreeing)) { i <- i + 1
  r <- eval(parse(text = sprintf("rma(yi, vi, data=d, control=tight %s)", if (said == "") "" else paste(",", said)))); q <- confint(r, control = list(tol = 1e-12, maxiter = 10000))$random
  add(sprintf("qprofile_%d", i), "heterogeneity", sprintf("confint(rma(yi,vi%s)) Q-profile CI for tau2, tau, I2, H2", if (said == "") "" else paste0(",", said)), d, list(table_rows = rownames(q), est = several(q[, 1]), lb = several(q[, 2]), ub = several(q[, 3]))) }
