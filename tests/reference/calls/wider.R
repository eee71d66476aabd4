# Calls with other structures of random effects, other measures, estimators, links and terms than the other scripts have.
# Rscript wider.R > ../wider_calls.json. R 4.2.2 with Debian's metafor 3.8-1, clubSandwich 0.5.8.
source("common.R")
set.seed(60261)
case <- function(id, family, call, data, expr, take, tol = 1e-6) { f <- suppressMessages(suppressWarnings(eval(parse(text = expr), list(d = data), globalenv()))); add(id, family, call, data, take(f), tol) }
# Effects of one trial at several times, of several laboratories, with covariances that are assumed.
many <- data.frame(lab = rep(paste0("L", 1:9), each = 4), time = rep(c(1, 2, 4, 7), 9))[-c(3, 14, 15, 30), ]; many$obs <- seq_len(nrow(many))
many$yi <- round(0.2 + 0.05 * many$time + rnorm(9, 0, 0.3)[as.integer(factor(many$lab))] + rnorm(nrow(many), 0, 0.25), 3); many$vi <- round(runif(nrow(many), 0.02, 0.12), 3); many$dose <- round(runif(9, 1, 6), 1)[as.integer(factor(many$lab))]
mv <- function(r) { o <- list(terms = rownames(r$b), b = several(r$b), se = several(r$se), pval = several(r$pval), ci_lb = several(r$ci.lb), logLik = several(logLik(r)), QE = r$QE, AIC = AIC(r)); if (any(r$tau2 != 0)) { o$tau2 <- several(r$tau2); if (any(r$rho != 0)) o$rho <- several(r$rho) }; if (any(r$sigma2 != 0)) o$sigma2 <- several(r$sigma2); if (length(r$b) > 1) { o$QM <- r$QM[1]; o$QMp <- r$QMp }; o }
several_of <- function(id, said, expr = NULL, take = mv, family = "multivariate") case(id, family, said, many, if (is.null(expr)) sub("rma.mv(", "rma.mv(data=d,control=fine,", said, fixed = TRUE) else expr, take, 1e-4)
for (s in c("HAR", "AR", "CAR", "HCS", "CS", "DIAG", "ID")) several_of(paste0("struct_", s), sprintf("rma.mv(yi,vi,mods=~factor(time)-1,random=~time|lab,struct='%s')", s))
several_of("struct_none", "rma.mv(yi,vi,random=~factor(time)|lab)"); several_of("struct_rho", "rma.mv(yi,vi,random=~time|lab,struct='CS',rho=0.4)"); several_of("struct_two", "rma.mv(yi,vi,mods=~dose,random=list(~1|lab,~time|lab),struct='DIAG',method='ML')")
several_of("plain", "rma.mv(yi,vi,mods=~time)", family = "multilevel"); several_of("known", "rma.mv(yi,vi,random=~1|lab/obs,sigma2=c(0.05,NA))", family = "multilevel"); several_of("contained", "rma.mv(yi,vi,mods=~dose+time,random=~1|lab/obs,test='t',dfs='contain')", family = "multilevel")
several_of("left_side", "rma.mv(yi ~ dose*time, vi, random=~1|lab)", family = "multilevel"); several_of("some", "rma.mv(yi,vi,mods=~factor(time),random=~1|lab,btt=2:3)", family = "multilevel"); several_of("three", "rma.mv(yi,vi,random=~1|lab/time/obs,method='ML')", family = "multilevel", take = function(r) list(b = several(r$b), se = r$se, logLik = several(logLik(r))))
several_of("assumed", "rma.mv(yi, vcalc(vi, cluster=lab, obs=obs, rho=0.6), random=~1|lab)", "rma.mv(yi,vcalc(vi,cluster=lab,obs=obs,rho=0.6,data=d),random=~1|lab,data=d,control=fine)", family = "multilevel")
several_of("assumed_too", "rma.mv(yi, impute_covariance_matrix(vi, cluster=lab, r=0.7), random=~1|lab/obs)", "rma.mv(yi,clubSandwich::impute_covariance_matrix(d$vi,cluster=d$lab,r=0.7),random=~1|lab/obs,data=d,control=fine)", family = "multilevel")
around <- function(r) list(b = several(r$b), se = several(r$se), stat = several(r$zval), pval = several(r$pval), ci_lb = several(r$ci.lb), ci_ub = several(r$ci.ub))
for (s in c("clubSandwich=TRUE", "adjust=TRUE", "adjust=FALSE")) several_of(paste0("around_", s), sprintf("robust(rma.mv(yi,vi,mods=~dose,random=~1|lab/obs), cluster=lab, %s)", s), sprintf("robust(rma.mv(yi,vi,mods=~dose,random=~1|lab/obs,data=d,control=fine),cluster=lab,%s)", s), take = around, family = "multilevel")
write_cases()
