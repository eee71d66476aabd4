# Reference analyses of made-up trials: repeated measures, survival, ordinal, logistic, slopes, tables.
# Run: Rscript analyses.R > analyses.json   (R 4.2.2; nlme, survival, ordinal, lme4, MASS, sandwich, emmeans from Debian)
suppressMessages({library(nlme); library(survival); library(ordinal); library(jsonlite); library(emmeans); library(sandwich)})
set.seed(20)
n <- 60
id <- rep(seq_len(n), each = 4); visit <- rep(1:4, n); arm <- rep(rep(0:1, n / 2), each = 4)
base <- rep(round(rnorm(n, 20, 4), 1), each = 4)
y <- round(5 + 0.6 * base + visit + arm * visit * 0.8 + rep(rnorm(n, 0, 2), each = 4) + rnorm(4 * n, 0, 0.5 + 0.6 * visit), 2)
long <- data.frame(id, visit, arm, base, y)
long <- long[!(long$visit > 1 & runif(nrow(long)) < 0.15), ]
rownames(long) <- NULL
form <- y ~ base + arm * factor(visit)
tight <- glsControl(tolerance = 1e-12, msTol = 1e-14, msMaxIter = 2000, maxIter = 2000, opt = "nlminb", singular.ok = FALSE)
one <- function(cor, w) {
  g <- gls(form, long, correlation = cor, weights = w, method = "REML", control = tight)
  list(b = unname(coef(g)), se = unname(sqrt(diag(vcov(g)))), logLik = as.numeric(logLik(g)))
}
v <- varIdent(form = ~ 1 | visit)
mmrm <- list(us = one(corSymm(form = ~ visit | id), v), csh = one(corCompSymm(form = ~ 1 | id), v),
  cs = one(corCompSymm(form = ~ 1 | id), NULL), ar1 = one(corAR1(form = ~ visit | id), NULL), ar1h = one(corAR1(form = ~ visit | id), v))
l <- lme(y ~ base + visit * arm, long, random = ~ visit | id, control = lmeControl(msTol = 1e-13, tolerance = 1e-12, opt = "optim", reltol = 1e-15, msMaxIter = 500, maxIter = 500))
slopes <- list(b = unname(fixef(l)), se = unname(sqrt(diag(vcov(l)))), df = unname(l$fixDF$X), logLik = as.numeric(logLik(l)), sigma = l$sigma)
m <- 90
s <- data.frame(arm = rep(0:1, m / 2), age = round(rnorm(m, 60, 9)), site = rep(1:3, m / 3), center = rep(1:9, m / 9))
s$time <- ceiling(rexp(m, 0.08 * exp(-0.5 * s$arm + 0.02 * (s$age - 60)))); s$event <- as.integer(runif(m) < 0.75)
cx <- function(ties) { f <- coxph(Surv(time, event) ~ arm + age + strata(site), s, ties = ties, control = coxph.control(eps = 1e-14, iter.max = 100))
  list(b = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))), loglik = f$loglik, score = f$score) }
f <- coxph(Surv(time, event) ~ arm + age + strata(site), s, control = coxph.control(eps = 1e-14))
fr <- coxph(Surv(time, event) ~ arm + age + strata(site), s, cluster = center, control = coxph.control(eps = 1e-14))
km <- survfit(Surv(time, event) ~ arm, s, conf.type = "log-log")
kt <- summary(km, rmean = 15)$table; at <- summary(km, times = 10)
surv <- list(efron = cx("efron"), breslow = cx("breslow"), exact = cx("exact"), zph = unname(cox.zph(f)$table[, "chisq"]),
  rank = unname(cox.zph(f, "rank")$table[, "chisq"]), robust = unname(sqrt(diag(vcov(fr)))),
  logrank = survdiff(Surv(time, event) ~ site, s)$chisq, peto = survdiff(Surv(time, event) ~ arm, s, rho = 1)$chisq,
  strat = survdiff(Surv(time, event) ~ arm + strata(site), s)$chisq, median = unname(kt[, "median"]), low = unname(kt[, "0.95LCL"]), high = unname(kt[, "0.95UCL"]),
  rmean = unname(kt[, "rmean"]), rmean_se = unname(kt[, "se(rmean)"]), S10 = at$surv, S10_low = at$lower, S10_high = at$upper)
o <- data.frame(arm = rep(0:1, 50), age = round(rnorm(100, 50, 10)))
o$who <- pmin(5, pmax(1, round(3 + 0.05 * (o$age - 50) - 0.6 * o$arm + rnorm(100, 0, 1.3))))
c1 <- clm(factor(who) ~ arm + age, data = o, control = list(gradTol = 1e-12))
ord <- list(b = unname(c1$coefficients), se = unname(sqrt(diag(vcov(c1)))), logLik = as.numeric(logLik(c1)), nominal = nominal_test(c1)[2:3, "Pr(>Chi)"],
  wilcoxon = suppressWarnings(wilcox.test(who ~ arm, o, correct = FALSE)$p.value))
o$cured <- as.integer(o$who < 3)
g <- glm(cured ~ arm * age, binomial, o, control = list(epsilon = 1e-15, maxit = 100))
logit <- list(b = unname(coef(g)), se = unname(sqrt(diag(vcov(g)))), deviance = deviance(g), lrt = anova(update(g, . ~ arm + age), g, test = "LRT")[2, "Pr(>Chi)"])
o$grp <- rep(c("a", "b", "c", "c"), 25)
lin <- lm(age ~ who + grp, o)
e <- summary(emmeans(lin, "grp"))
an <- list(b = unname(coef(lin)), se = unname(sqrt(diag(vcov(lin)))), hc2 = unname(sqrt(diag(vcovHC(lin, "HC2")))), hc3 = unname(sqrt(diag(vcovHC(lin, "HC3")))),
  means = e$emmean, means_se = e$SE, F = anova(update(lin, . ~ who), lin)[2, "F"])
a <- array(c(12, 5, 9, 14, 8, 3, 11, 10, 4, 9, 2, 13), c(2, 2, 3))
mh <- mantelhaen.test(a, correct = FALSE); ex <- mantelhaen.test(a, exact = TRUE); mc <- mantelhaen.test(a)
cmh <- list(array = as.vector(a), chisq = unname(mh$statistic), or = unname(mh$estimate), ci = as.vector(mh$conf.int), corrected = unname(mc$statistic), exact_p = ex$p.value)
p <- c(0.03, 0.004, 0.2, 0.011, 0.0499, 0.011)
padj <- sapply(c("holm", "hochberg", "hommel", "BH", "BY"), function(k) p.adjust(p, k), simplify = FALSE)
gd <- glm(cured ~ arm * age, binomial, o)
printed <- list(se = unname(sqrt(diag(vcov(gd)))), low = unname(suppressMessages(confint(gd))[, 1]), high = unname(suppressMessages(confint(gd))[, 2]))
tables <- list(c(3, 14, 11, 9), c(0, 12, 5, 8), c(21, 4, 9, 17), c(6, 0, 4, 7))
fisher <- lapply(tables, function(t) { f <- fisher.test(matrix(t, 2, byrow = TRUE)); list(table = t, p = f$p.value, estimate = as.character(unname(f$estimate)), low = f$conf.int[1], high = as.character(f$conf.int[2])) })
cat(toJSON(list(program = R.version.string, packages = sapply(c("nlme", "survival", "ordinal", "emmeans", "sandwich"), function(k) as.character(packageVersion(k))),
  script = "analyses.R", long = long, mmrm = mmrm, slopes = slopes, survival_data = s, survival = surv, ordinal_data = o, ordinal = ord, logistic = logit, ancova = an, cmh = cmh, p = p, adjusted = padj, printed = printed, fisher = fisher),
  dataframe = "columns", digits = NA, auto_unbox = TRUE, na = "null"), "\n")
