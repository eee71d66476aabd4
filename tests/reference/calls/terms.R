# Calls with terms that a formula computes, robust errors of pooled effects, tests of some coefficients, means by another factor,
# weighted and late-entry curves, fits pooled over imputations. Rscript terms.R > ../terms_calls.json. R 4.2.2 with Debian's
# metafor 3.8-1, clubSandwich 0.5.8, survival 3.5-3, emmeans 1.8.4, mice 3.15.
source("common.R")
suppressMessages({library(survival); library(MASS); library(ordinal); library(emmeans); library(mice)})
set.seed(77120)
ef <- data.frame(yi = round(rnorm(14, 0.2, 0.4), 2), vi = round(runif(14, 0.02, 0.2), 3), wk = sample(2:20, 14), gr = rep(c(1, 2, 3), length.out = 14), lab = rep(1:6, length.out = 14))
ef$se <- round(sqrt(ef$vi), 3)
mods <- function(id, said, d = ef) { r <- eval(parse(text = sprintf("rma(%s, data = d, control = tight)", said))); o <- fields(r); if (is.na(o$R2)) o$R2 <- NULL; add(id, "meta-regression", sprintf("rma(%s)", said), d, o) }
mods("scaled", "yi,vi,mods=~scale(wk)"); mods("centred", "yi,vi,mods=~scale(wk,scale=FALSE)+gr,method='PM'"); mods("cut", "yi,vi,mods=~cut(wk,c(0,5,10,20))"); mods("cut_left", "yi,vi,mods=~cut(wk,breaks=c(2,7.5,20),right=FALSE,include.lowest=TRUE),method='ML'")
mods("asked_if", "yi,vi,mods=~I(wk>9)+gr"); mods("ifelse", "yi,vi,mods=~ifelse(wk>=9,1,0)"); mods("numeric", "yi,vi,mods=~as.numeric(gr==2)"); mods("left_side", "yi~wk,sei=se,method='DL'")
mods("some", "yi,vi,mods=~factor(gr)+wk,btt=2:3"); mods("some_t", "yi,vi,mods=~factor(gr)+wk,btt=c(2,4),test='knha'"); mods("some_named", "yi,vi,mods=~factor(gr)+wk,btt='gr'")
r <- rma(yi, vi, mods = ~ factor(gr) + wk, data = ef, control = tight); a <- anova(r, btt = 2:3); add("some_after", "meta-regression", "anova(rma(yi,vi,mods=~factor(gr)+wk), btt=2:3)", ef, list(QM = a$QM, QMp = a$QMp))
r <- rma(yi, vi, mods = ~ wk, data = ef, control = tight)
for (reduced in c(TRUE, FALSE)) { s <- robust(r, cluster = lab, clubSandwich = reduced); add(paste0("robust_", reduced), "meta-regression", sprintf("robust(rma(yi,vi,mods=~wk), cluster=lab%s)", if (reduced) ", clubSandwich=TRUE" else ""), ef, list(b = several(s$b), se = several(s$se), stat = several(s$zval), pval = several(s$pval), ci_lb = several(s$ci.lb), ci_ub = several(s$ci.ub))) }
p <- predict(r, newmods = c(3, 12), level = 90); add("points", "meta-regression", "predict(rma(yi,vi,mods=~wk), newmods=c(3,12), level=90)", ef, list(pred_at = c(3, 12), pred = several(p$pred), pred_lb = several(p$ci.lb), pred_ub = several(p$ci.ub), pi_lb = several(p$pi.lb), pi_ub = several(p$pi.ub)))
f <- rma.mv(yi, vi, random = ~ 1 | lab/gr, data = transform(ef, gr = 1:14), control = fine); s <- robust(f, cluster = ef$lab); add("robust_nested", "multilevel", "rma.mv(yi,vi,random=~1|lab/gr); robust(cluster=lab)", transform(ef, gr = 1:14), list(b = several(f$b), robust_se = several(s$se), robust_p = several(s$pval)), 1e-4)
rt <- data.frame(x1i = c(4, 9, 11, 6), t1i = c(120, 60, 340, 155), x2i = c(9, 13, 14, 12), t2i = c(118, 65, 330, 160)); m <- rma.mh(measure = "IRR", x1i = x1i, t1i = t1i, x2i = x2i, t2i = t2i, data = rt); add("rates", "mantel-haenszel", "rma.mh(measure='IRR')", rt, list(b = several(m$b), CMH = m$MH, CMHp = m$MHp))
n <- 40; pt <- data.frame(out = rbinom(n, 1, 0.5), age = sample(30:80, n, TRUE), arm = rep(c("a", "b"), n / 2), hb = round(rnorm(n, 13, 1.5), 1), days = sample(3:60, n, TRUE), end = rbinom(n, 1, 0.7), w = sample(1:3, n, TRUE)); pt$from <- pmax(0, pt$days - sample(2:30, n, TRUE))
gl <- function(id, said) { f <- glm(as.formula(said), binomial, pt); s <- coef(summary(f)); add(id, "logistic", sprintf("glm(%s, binomial)", said), pt, list(terms = rownames(s), b = several(s[, 1]), se = several(s[, 2])), 1e-5) }
gl("glm_cut", "out~cut(age,c(29,45.5,60,80))+arm"); gl("glm_over", "out~(age>50)*arm"); gl("glm_text", "out~I(arm=='b')+scale(hb)")
f <- coxph(Surv(days, end) ~ I(age > 55) + scale(hb), pt); s <- coef(summary(f)); add("cox_over", "survival", "coxph(Surv(days,end)~I(age>55)+scale(hb))", pt, list(terms = rownames(s), b = several(s[, 1]), se = several(s[, 3])))
f <- coxph(Surv(days, end) ~ hb + strata(arm) + strata(w), pt); s <- coef(summary(f)); add("cox_strata", "survival", "coxph(Surv(days,end)~hb+strata(arm)+strata(w))", pt, list(b = several(s[, 1]), se = several(s[, 3])))
curve <- function(id, said, f, d) { q <- quantile(f, 0.5); s <- summary(f, times = 20); add(id, "survival", sprintf("%s; S(20)", said), d, list(n = several(f$n), median = several(q$quantile), med_lb = several(q$lower), med_ub = several(q$upper), S20 = s$surv, S20_lb = s$lower, S20_ub = s$upper, S20_se = s$std.err)) }
curve("curve_weights", "survfit(Surv(days,end)~arm,weights=w)", survfit(Surv(days, end) ~ arm, pt, weights = w), pt); curve("curve_late", "survfit(Surv(from,days,end)~arm)", survfit(Surv(from, days, end) ~ arm, pt), pt)
pain <- data.frame(who = sample(1:4, 40, TRUE), g = rep(0:1, 20)); f <- clm(factor(who) ~ g, data = pain, link = "probit"); s <- coef(summary(f)); add("clm_word", "proportional-odds", "clm(factor(who)~g, probit)", pain, list(terms = rownames(s), b = several(s[, 1]), se = several(s[, 2]), logLik = several(logLik(f))), 1e-5)
cell <- data.frame(y = round(rnorm(36, 20, 4), 1), drug = rep(c("x", "p", "q"), 12), sex = rep(c("f", "m"), each = 18), age = sample(30:70, 36)); f <- lm(y ~ drug * sex + age, cell)
e <- summary(emmeans(f, ~ drug | sex)); add("means_by", "ancova", "lm(y~drug*sex+age); emmeans(~drug|sex)", cell, list(emmeans = list(drug = as.character(e$drug), sex = as.character(e$sex), emmean = e$emmean, SE = e$SE, lb = e$lower.CL, ub = e$upper.CL)))
e <- summary(emmeans(f, "drug", at = list(age = 45))); add("means_at", "ancova", "lm(y~drug*sex+age); emmeans('drug', at=list(age=45))", cell, list(emmeans = list(drug = as.character(e$drug), emmean = e$emmean, SE = e$SE)))
e <- summary(pairs(emmeans(f, ~ drug | sex)), infer = TRUE); add("pairs_by", "ancova", "lm(y~drug*sex+age); pairs(emmeans(~drug|sex))", cell, list(contrasts = list(contrast = as.character(e$contrast), sex = as.character(e$sex), est = e$estimate, SE = e$SE, lb = e$lower.CL, ub = e$upper.CL, p = e$p.value)))
gaps <- data.frame(y = round(rnorm(30, 10, 2), 1), x = round(rnorm(30), 1), z = rbinom(30, 1, 0.5)); gaps$y[c(3, 9, 14, 22)] <- NA; gaps$x[c(5, 14, 28)] <- NA
im <- mice(gaps, m = 4, seed = 5, printFlag = FALSE); long <- complete(im, "long")
pooled <- function(id, said, fit) { p <- pool(fit)$pooled; s <- summary(pool(fit)); add(id, "missing-data", sprintf("pool(with(imp, %s))", said), long[c(".imp", "y", "x", "z")], list(terms = as.character(p$term), estimate = p$estimate, ubar = p$ubar, b = p$b, t = p$t, df = p$df, riv = p$riv, fmi = p$fmi, std_error = s$std.error, p = s$p.value), 1e-7) }
pooled("pool_lm", "lm(y~x+z)", with(im, lm(y ~ x + z))); pooled("pool_glm", "glm(z~y, family=binomial)", with(im, glm(z ~ y, family = binomial)))
a <- array(c(0, 1, 6, 5, 3, 0, 3, 6, 6, 2, 1, 4), c(2, 2, 3)); m <- mantelhaen.test(a, exact = TRUE); add("strata_wide", "stratified", "mantelhaen.test(exact=TRUE)", list(array = several(a), dim = dim(a)), list(exact_p = m$p.value, exact_or = several(m$estimate), exact_ci = several(m$conf.int)), 1e-7)
write_cases()
