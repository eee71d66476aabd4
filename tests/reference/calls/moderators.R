# Cases of moderators, subgroups, sensitivity, small studies, several levels, binomial mixed models.
es <- escalc(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = common); withes <- cbind(common, yi = several(es$yi), vi = several(es$vi))
regress <- function(id, d, said, at = NULL, family = "meta-regression", call = sprintf("rma(%s)", said)) {
  r <- run(d, said); out <- fields(r)
  if (!is.null(at)) { p <- predict(r, newmods = at); out <- c(out, list(pred_at = at, pred = p$pred, pred_lb = p$ci.lb, pred_ub = p$ci.ub, pi_lb = p$pi.lb, pi_ub = p$pi.ub)) }
  if (is.na(out$R2)) out$R2 <- NULL
  add(id, family, call, d, out)
}
regress("mods_one", withes, "yi,vi,mods=~dose", c(10, 20, 35)); regress("mods_knha", withes, "yi,vi,mods=~dose,test='knha',method='PM'", c(10, 20))
regress("mods_order", withes, "method='ML',mods=~year,yi,vi"); regress("mods_two", withes, "yi,vi,mods=~dose+year,method='DL'"); regress("mods_words", withes, "yi,vi,mods=~region,method='REML'")
regress("mods_words_two", withes, "yi,vi,mods=~dose+region,method='EB'"); regress("mods_product", withes, "yi,vi,mods=~dose*blind,method='REML'"); regress("mods_cross", withes, "yi,vi,mods=~dose:blind+dose,method='DL'")
regress("mods_none", withes, "yi,vi,mods=~0+region,method='REML'"); regress("mods_minus", withes, "yi,vi,mods=~region-1,method='REML',test='knha'"); regress("mods_square", withes, "yi,vi,mods=~dose+I(dose^2),method='SJ'")
regress("mods_log", withes, "yi,vi,mods=~log(dose),method='HE'"); regress("mods_fe", withes, "yi,vi,mods=~dose,method='FE'"); regress("mods_level", withes, "yi,vi,mods=~dose,level=90,method='DL'"); regress("mods_t", withes, "yi,vi,mods=~factor(blind)+dose,test='t'")
regress("mods_relevel", withes, "yi,vi,mods=~relevel(factor(region),ref='north')"); regress("mods_few", effects, "yi,vi,mods=~arm+dose,method='HS',test='adhoc'"); regress("mods_eleven", effects, "yi,vi,mods=~arm*dose,method='REML'")
r <- run(withes, "yi,vi,mods=~dose"); q <- confint(r, control = list(tol = 1e-12, maxiter = 10000))$random
add("mods_qprofile", "heterogeneity", "confint(rma(yi,vi,mods=~dose)) Q-profile CI", withes, list(table_rows = rownames(q), est = several(q[, 1]), lb = several(q[, 2]), ub = several(q[, 3])))
for (m in c("REML", "DL", "PM")) { r <- run(withes, sprintf("yi,vi,mods=~factor(region),method='%s'", m)); out <- fields(r); out$R2 <- NULL; add(paste0("groups_common_", m), "subgroup", sprintf("subgroup difference test QM (common tau2, %s)", m), withes[setdiff(names(withes), "study")], out)
  by <- split(withes, withes$region); fits <- lapply(by, function(d) rma(yi, vi, data = d, method = m, control = tight)); e <- rma(sapply(fits, function(f) f$b), sapply(fits, function(f) f$se^2), method = "EE")
  add(paste0("groups_apart_", m), "subgroup", sprintf("separate %s fits per region; Q-between by EE of subgroup means", m), withes[setdiff(names(withes), "study")], list(groups = unname(Map(function(n, f) c(list(region = n), fields(f, FALSE)), names(fits), fits)), Qb = e$QE, Qbp = e$QEp)) }
sens <- function(x) list(est = several(x$estimate), se = several(x$se), tau2 = several(x$tau2), I2 = several(x$I2))
for (m in c("REML", "DL", "PM")) { r <- rma(yi, vi, data = effects, method = m, control = tight); add(paste0("leave_", m), "sensitivity", sprintf("leave1out(rma %s)", m), effects, sens(leave1out(r))) }
r <- rma(yi, vi, data = effects, test = "knha", control = tight); add("leave_knha", "sensitivity", "leave1out(rma(yi,vi,test='knha'))", effects, sens(leave1out(r)))
r <- rma(yi, vi, data = effects, method = "DL"); add("cumul_dose", "sensitivity", "cumul(rma DL) in order of dose (stable sort)", effects, sens(cumul(r, order = dose)))
r <- rma(yi, vi, data = withes, method = "EB", control = tight); add("cumul_year", "sensitivity", "cumul(rma(method='EB'), order=year)", withes, sens(cumul(r, order = year)))
ev <- function(r) r + sqrt(r * (r - 1)); rr <- c(2.5, 1.2, 0.6, 4.1); lb <- c(1.4, 0.9, 0.45, 2.2)
add("evalues", "sensitivity", "E-value for RR and for CI limit closest to null", list(rr = rr, lb = lb), list(e_point = ev(ifelse(rr < 1, 1 / rr, rr)), e_ci = list(ev(1.4), 1, NA, ev(2.2))), 1e-9)
# Small studies.
funnel_data <- withr::with_seed(88, { k <- 24; s <- sqrt(runif(k, 0.01, 0.4)); data.frame(yi = round(-0.2 - 0.9 * s + rnorm(k, 0, sqrt(s^2 + 0.12)), 4), vi = round(s^2, 4)) })
bias <- function(r) { g <- regtest(r); e <- regtest(r, model = "lm"); t <- ranktest(r); f <- trimfill(r); list(reg_z = g$zval, reg_p = g$pval, egger_t = e$zval, egger_p = e$pval, tau = several(t$tau), tau_p = t$pval, trimfill_k0 = f$k0, trimfill_b = several(f$b), trimfill_se = f$se) }
for (m in c("REML", "DL", "FE", "ML")) { r <- rma(yi, vi, data = funnel_data, method = m, control = tight); add(paste0("funnel_", m), "small-study-effects", if (m == "REML") "regtest(rma), regtest(model='lm') classical Egger, ranktest, trimfill(L0)" else sprintf("regtest(rma(yi,vi,method='%s')), regtest(model='lm') classical Egger, ranktest, trimfill(L0)", m), funnel_data, bias(r)) }
turned <- transform(funnel_data, yi = -yi); r <- rma(yi, vi, data = turned, control = tight); add("funnel_turned", "small-study-effects", "regtest(rma), regtest(model='lm'), ranktest, trimfill", turned, bias(r))
f <- trimfill(r, estimator = "R0"); add("fill_r0", "small-study-effects", "trimfill(rma REML, estimator='R0')", turned, list(trimfill_k0 = f$k0, trimfill_b = several(f$b), trimfill_se = f$se))
f <- trimfill(r, side = "right"); add("fill_side", "small-study-effects", "trimfill(rma REML, side='right')", turned, list(trimfill_k0 = f$k0, trimfill_b = several(f$b), trimfill_se = f$se))
for (s in c("steps=.025", "steps=c(.025,.5)", "steps=.05, alternative='less'")) { d <- if (grepl("less", s)) funnel_data else turned; r <- rma(yi, vi, data = d, method = "ML", control = tight); m <- try(eval(parse(text = sprintf("selmodel(r, type='stepfun', %s)", s))), TRUE)
  if (!inherits(m, "try-error") && is.finite(m$se)) add(paste0("select_", substr(gsub("[^0-9a-z]", "", s), 1, 16)), "small-study-effects", sprintf("selmodel(rma ML, type='stepfun', %s)", s), d, list(b = several(m$b), se = several(m$se), tau2 = m$tau2, LRT = m$LRT, LRTp = m$LRTp), 1e-3) }
# Several levels, several outcomes.
nest <- withr::with_seed(5, { lab <- rep(1:8, c(2, 3, 1, 4, 3, 2, 3, 4)); data.frame(lab = paste0("L", lab), exp = sequence(rle(lab)$lengths), yi = round(0.3 + rnorm(8, 0, 0.35)[lab] + rnorm(22, 0, 0.3), 3), vi = round(runif(22, 0.01, 0.08), 3)) })
for (m in c("REML", "ML")) { r <- rma.mv(yi, vi, random = ~1 | lab/exp, data = nest, method = m, control = fine); add(paste0("levels_", m), "multilevel", sprintf("rma.mv(yi, vi, random=~1|lab/exp, method='%s')", m), nest, list(b = several(r$b), se = r$se, sigma2 = several(r$sigma2), logLik = several(logLik(r))), 1e-4) }
r <- rma.mv(yi, vi, random = ~1 | lab/exp, data = nest, control = fine); add("levels_order", "multilevel", "rma.mv(random = ~ 1 | lab/exp, yi=yi, V=vi) REML", nest, list(b = several(r$b), se = r$se, sigma2 = several(r$sigma2)), 1e-4)
r <- rma.mv(yi, vi, random = list(~1 | lab, ~1 | exp), data = transform(nest, exp = paste(lab, exp)), control = fine); add("levels_list", "multilevel", "rma.mv(yi, vi, random=list(~1|lab,~1|exp)) REML", transform(nest, exp = paste(lab, exp)), list(b = several(r$b), se = r$se, sigma2 = several(r$sigma2)), 1e-4)
both <- withr::with_seed(6, { k <- 9; u <- MASS::mvrnorm(k, c(0.4, -0.3), matrix(c(0.05, 0.02, 0.02, 0.06), 2)); v1 <- round(runif(k, 0.01, 0.04), 4); v2 <- round(runif(k, 0.01, 0.05), 4); cv <- round(0.4 * sqrt(v1 * v2), 4)
  e <- t(sapply(1:k, function(i) MASS::mvrnorm(1, u[i, ], matrix(c(v1[i], cv[i], cv[i], v2[i]), 2)))); data.frame(trial = rep(1:k, each = 2), outcome = rep(c("pain", "function"), k), yi = round(c(t(e)), 4), v1i = c(rbind(v1, cv)), v2i = c(rbind(cv, v2))) })
V <- bldiag(lapply(split(both[, c("v1i", "v2i")], both$trial), as.matrix))
for (m in c("REML", "ML")) { r <- rma.mv(yi, V, mods = ~outcome - 1, random = ~outcome | trial, struct = "UN", data = both, method = m, control = fine)
  add(paste0("both_", m), "multivariate", sprintf("rma.mv(yi,V,mods=~outcome-1,random=~outcome|trial,struct='UN'%s)", if (m == "ML") ",method='ML'" else ""), both, list(b = several(r$b), se = several(r$se), tau2 = several(r$tau2), rho = several(r$rho), logLik = several(logLik(r))), 1e-4) }
r <- rma.mv(yi, V, mods = ~0 + outcome, random = ~outcome | trial, struct = "UN", data = both, control = fine); add("both_spaces", "multivariate", "rma.mv(yi, V, mods = ~ 0 + outcome, random = ~ outcome | trial, struct = \"UN\", method = \"REML\")", both, list(b = several(r$b), se = several(r$se), tau2 = several(r$tau2), rho = several(r$rho)), 1e-4)
# Binomial mixed models.
glm_fields <- function(r) list(b = several(r$b), se = r$se, pval = r$pval, ci_lb = r$ci.lb, ci_ub = r$ci.ub, tau2 = r$tau2, QE_Wld = r$QE.Wld, QE_LRT = r$QE.LRT)
for (m in c("UM.FS", "UM.RS", "CM.EL", "CM.AL")) { r <- suppressWarnings(rma.glmm(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = common, model = m)); add(paste0("glmm_", m), "rare-events", sprintf("rma.glmm(measure='OR', model='%s')", m), common, glm_fields(r), 1e-3) }
few <- rare; few$ai <- few$ai + rep(c(1, 0, 3), 4); fits <- lapply(c("UM.FS", "UM.RS", "CM.AL"), function(m) { r <- suppressWarnings(rma.glmm(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = few, model = m)); c(list(model = m), glm_fields(r)) })
add("glmm_few", "rare-events", "rma.glmm(measure='OR', model in UM.FS, UM.RS, CM.AL)", few, list(fits = fits), 1e-3)
r <- rma.glmm(measure = "PLO", xi = xi, ni = ni, data = shares); add("glmm_plo", "proportions", "rma.glmm(measure='PLO')", shares, list(b = several(r$b), se = r$se, tau2 = r$tau2, prop = plogis(several(r$b))), 1e-3)
r <- rma.glmm(measure = "PLO", xi = xi, ni = ni, data = shares, test = "t", level = 90); add("glmm_plo_t", "proportions", "rma.glmm(measure='PLO', test='t', level=90)", shares, list(b = several(r$b), se = r$se, pval = r$pval, ci_lb = r$ci.lb, ci_ub = r$ci.ub), 1e-3)
r <- rma.glmm(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = common, model = "UM.FS", method = "FE"); add("glmm_fe", "rare-events", "rma.glmm(measure='OR', model='UM.FS', method='FE')", common, list(b = several(r$b), se = r$se), 1e-3)
