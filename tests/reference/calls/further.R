# Calls beyond those of all.R, on awkward data made up here: ties, missing values, zero cells, arms of one to three patients.
# Rscript further.R > ../further_calls.json. R 4.2.2 with Debian's metafor 3.8-1, survival 3.5-3, nlme 3.1-162, MASS 7.3-58.2,
# ordinal 2022.11-16, sandwich 3.0-2, emmeans 1.8.4-1, mice 3.15.0. As reference cases are for benchmarks.analysis.references.
source("common.R")
suppressMessages({library(survival); library(nlme); library(lme4); library(ordinal); library(MASS); library(emmeans); library(sandwich)})
set.seed(4417)
tried <- function(e) tryCatch(e, error = function(x) message("R: ", conditionMessage(x)))
# ---- measures
kk <- 9
two <- data.frame(m1i=round(rnorm(kk,12,4),1),sd1i=round(runif(kk,1,9),1),n1i=sample(3:40,kk),m2i=round(rnorm(kk,10,4),1),sd2i=round(runif(kk,1,9),1),n2i=sample(3:40,kk),ri=round(runif(kk,.1,.9),2))
two$m1i <- abs(two$m1i)+1; two$m2i <- abs(two$m2i)+1
inc <- data.frame(x1i=c(0,3,7,1,12,0,5),t1i=c(10.5,20,33,4,51,8,19),x2i=c(2,0,9,4,10,0,6),t2i=c(11,19,30.2,6,44,9,21))
one <- data.frame(xi=c(0,3,7,1,12,0,5),ti=c(10.5,20,33,4,51,8,19))
tab <- data.frame(ai=c(0,3,7,1,12,4,5),n1i=c(10,20,33,4,51,8,19),ci=c(2,0,9,4,10,3,6),n2i=c(11,19,30,6,44,9,21))
means <- data.frame(mi=abs(round(rnorm(8,9,3),1))+1,sdi=round(runif(8,1,4),2),ni=sample(4:30,8))
paired <- data.frame(m1i=two$m1i,m2i=two$m2i,sd1i=two$sd1i,sd2i=two$sd2i,ri=two$ri,ni=two$n1i)
meas <- function(id, d, call, family="pairwise", method="REML") tried({
  es <- eval(parse(text=sprintf("escalc(%s, data=d)", call))); r <- rma(yi,vi,data=es,method=method,control=if(method=="REML") tight else list())
  add(id, family, sprintf("escalc(%s); rma(method='%s')", call, method), d, c(list(yi=several(es$yi[!is.na(es$yi)]), vi=several(es$vi[!is.na(es$yi)])), fields(r)[c("b","se","pval","tau2","QE")]), 1e-5)})
A2 <- "m1i=m1i,sd1i=sd1i,n1i=n1i,m2i=m2i,sd2i=sd2i,n2i=n2i"
for (m in c("SMDH","SMD1","VR","CVR","ROM","SMD","MD")) meas(paste0("ms_",m), two[names(two)!="ri"], sprintf("measure='%s',%s",m,A2), "continuous")
meas("ms_SMD_UB", two[names(two)!="ri"], sprintf("measure='SMD',%s,vtype='UB'",A2), "continuous")
for (m in c("IRD","IRSD","IRR")) meas(paste0("ms_",m), inc, sprintf("measure='%s',x1i=x1i,t1i=t1i,x2i=x2i,t2i=t2i",m))
for (m in c("IR","IRLN","IRS","IRFT")) meas(paste0("ms_",m), one, sprintf("measure='%s',xi=xi,ti=ti",m))
for (m in c("PHI","YUQ","YUY","PBIT","OR2DN","OR2DL","AS")) meas(paste0("ms_",m), tab, sprintf("measure='%s',ai=ai,n1i=n1i,ci=ci,n2i=n2i",m), method="DL")
for (m in c("MN","MNLN","SDLN","CVLN")) meas(paste0("ms_",m), means, sprintf("measure='%s',mi=mi,sdi=sdi,ni=ni",m))
for (m in c("MC","SMCC","SMCR","ROMC")) meas(paste0("ms_",m), paired, sprintf("measure='%s',m1i=m1i,m2i=m2i,sd1i=sd1i,sd2i=sd2i,ri=ri,ni=ni",m), "continuous")
meas("ms_ZCOR", data.frame(ri=c(.2,-.4,.66,.05,.9),ni=c(5,12,30,44,9)), "measure='ZCOR',ri=ri,ni=ni", "correlation")
# ---- sensitivity
es <- data.frame(yi=round(rnorm(8,-.3,.5),3),vi=round(runif(8,.02,.3),3)); es2 <- es; es2$yr <- c(1999,2001,1990,2001,2010,2005,1990,1985)
loo <- function(l) list(est=l$estimate,se=l$se,zval=l$zval,pval=l$pval,ci_lb=l$ci.lb,ci_ub=l$ci.ub,Q=l$Q,Qp=l$Qp,tau2=l$tau2,I2=l$I2,H2=l$H2)
for (m in c("REML","DL","EE","PM")) { r <- rma(yi,vi,data=es,method=m,control=tight); l <- leave1out(r); add(paste0("loo_",m),"sensitivity",sprintf("leave1out(rma(yi,vi,method='%s'))",m),es,Filter(Negate(is.null),loo(l)),1e-5) }
r <- rma(yi,vi,data=es,method="DL",test="knha"); l <- leave1out(r); add("loo_knha","sensitivity","leave1out(rma(yi,vi,method='DL',test='knha'))",es,Filter(Negate(is.null),loo(l)),1e-5)
r <- rma(yi,vi,data=es2,method="DL"); l <- cumul(r,order=es2$yr); x<-loo(l); x$zval<-l$zval; add("cum_yr","sensitivity","cumul(rma(yi,vi,method='DL'),order=yr)",es2,Filter(function(v) length(v)>0,x),1e-5)
for (m in c("REML","DL","EE")) { r <- rma(yi,vi,data=es,method=m,control=tight); i <- influence(r); ii <- i$inf; add(paste0("inf_",m),"sensitivity",sprintf("influence(rma(yi,vi,method='%s'))",m),es,Filter(function(v) length(v)>0,list(rstudent=several(ii$rstudent),dffits=several(ii$dffits),cook_d=several(ii$cook.d),cov_r=several(ii$cov.r),tau2_del=several(ii$tau2.del),QE_del=several(ii$QE.del),hat=several(ii$hat),weight=several(ii$weight),dfbs=several(i$dfbs[[1]]))),1e-5) }
for (ty in c("Rosenthal","Orwin","Rosenberg")) { f <- fsn(yi,vi,data=es,type=ty); add(paste0("fsn_",ty),"small-study-effects",sprintf("fsn(yi,vi,type='%s')",ty),es,list(fsnum=f$fsnum),1e-6) }
f <- fsn(yi,vi,data=es,alpha=.01); add("fsn_alpha","small-study-effects","fsn(yi,vi,alpha=.01)",es,list(fsnum=f$fsnum,pval=f$pval),1e-6)
f <- fsn(yi,vi,data=es,type="Orwin",target=.05); add("fsn_orwin_t","small-study-effects","fsn(yi,vi,type='Orwin',target=.05)",es,list(fsnum=f$fsnum,meanes=f$meanes),1e-6)
es3 <- es; es3$ni <- c(22,30,55,41,60,99,33,18)
for (p in c("sei","vi","ni","ninv","sqrtni","sqrtninv")) for (md in c("rma","lm")) { r <- rma(yi,vi,data=es3,method="DL",ni=ni); g <- regtest(r,model=md,predictor=p); add(sprintf("reg_%s_%s",md,p),"small-study-effects",sprintf("regtest(rma(yi,vi,method='DL',ni=ni),model='%s',predictor='%s')",md,p),es3,if(md=="lm") list(egger_t=several(g$zval),egger_p=several(g$pval),est=if(is.null(g$est)) NULL else several(g$est)) else Filter(Negate(is.null),list(reg_z=several(g$zval),reg_p=several(g$pval),est=g$est,ci_lb=g$ci.lb,ci_ub=g$ci.ub)),1e-5) }
g <- regtest(yi,vi,data=es3); add("reg_plain","small-study-effects","regtest(yi,vi)",es3,list(zval=several(g$zval),pval=several(g$pval)),1e-5)
g <- regtest(rma(yi,vi,data=es3,test="knha",method="DL")); add("reg_knha","small-study-effects","regtest(rma(yi,vi,method='DL',test='knha'))",es3,list(reg_z=several(g$zval),reg_p=several(g$pval)),1e-5)
es4 <- es3; es4$vi[3]<-es4$vi[2]; es4$yi[5] <- es4$yi[2]; for (x in list(es3,es4)) for (ex in c("TRUE","FALSE")) {g <- suppressWarnings(ranktest(yi,vi,data=x,exact=(ex=="TRUE"))); add(sprintf("rank_%s_%d",ex,anyDuplicated(x$vi)),"small-study-effects",sprintf("ranktest(yi,vi,exact=%s)",ex),x,list(tau=several(g$tau),tau_p=several(g$pval)),1e-6)}
# ---- CMH
gc <- function(id, a, tail="") { m <- eval(parse(text=sprintf("mantelhaen.test(a%s)",tail))); add(id,"stratified",sprintf("mantelhaen.test(array%s)",tail),list(array=several(a),dim=dim(a),order="column-major"),list(chisq=several(m$statistic),df=several(m$parameter),p=m$p.value),1e-6)}
gc("cmh_333",array(rpois(27,4),c(3,3,3))); gc("cmh_234",array(rpois(24,3),c(2,3,4))); gc("cmh_422",array(rpois(16,5),c(4,2,2))); gc("cmh_442",array(rpois(32,2),c(4,4,2))); a<-array(rpois(18,3),c(3,3,2)); a[1,,2]<-0; tried(gc("cmh_zero",a))
# ---- survival
n<-40; sv <- data.frame(time=sample(1:25,n,TRUE),status=rbinom(n,1,.6),age=round(rnorm(n,60,8)),grp=sample(c("z","a","m"),n,TRUE),trt=rbinom(n,1,.5)); sv$age[c(4,9)]<-NA
sfit <- function(id, said, d, at=10, tail="") { f <- eval(parse(text=sprintf("survfit(%s, data=d%s)",said,tail))); t<-summary(f)$table; t<-if(is.null(dim(t))) t(as.matrix(t)) else t; s<-summary(f,times=at,extend=TRUE)
  o <- list(median=several(t[,"median"]),med_lb=several(t[,7+2]),med_ub=several(t[,ncol(t)])); o$med_lb<-several(t[,ncol(t)-1]); o[[paste0("S",at)]]<-s$surv;o[[paste0("S",at,"_lb")]]<-s$lower;o[[paste0("S",at,"_ub")]]<-s$upper;o[[paste0("S",at,"_se")]]<-s$std.err;o$n<-several(t[,"records"]);o$nevent<-several(t[,"events"])
  add(id,"survival",sprintf("survfit(%s%s); median, S(%g)",said,tail,at),d,o,1e-6)}
for (ct in c("","log","log-log","plain","logit","arcsin")) { tl <- if(ct=="") "" else sprintf(", conf.type='%s'",ct); tried(sfit(paste0("sf1_",ct),"Surv(time,status)~1",sv,10,tl)); tried(sfit(paste0("sfg_",ct),"Surv(time,status)~grp",sv,12,tl)) }
sfit("sf_level","Surv(time,status)~trt",sv,8,", conf.int=0.9"); sfit("sf_two","Surv(time,status)~trt+grp",sv,8)
zero<-sv; zero$status[zero$grp=="a"]<-0; tried(sfit("sf_noev","Surv(time,status)~grp",zero,8))
cx <- function(id, said, d, tail="") tried({ f <- eval(parse(text=sprintf("coxph(%s, data=d%s)",said,tail))); s<-summary(f); add(id,"survival",sprintf("summary(coxph(%s%s))",said,tail),d,list(terms=rownames(s$coef),b=several(s$coef[,1]),hr=several(s$conf.int[,1]),hr_lb=several(s$conf.int[,3]),hr_ub=several(s$conf.int[,4]),se=several(s$coef[,3]),z=several(s$coef[,4]),p=several(s$coef[,5]),concordance=several(s$concordance[1]),concordance_se=several(s$concordance[2]),rsq=several(s$rsq[1]),rsq_max=several(s$rsq[2]),lrt=several(s$logtest[1]),lrt_p=several(s$logtest[3]),wald=several(s$waldtest[1]),wald_p=several(s$waldtest[3]),score=several(s$sctest[1]),score_p=several(s$sctest[3]),AIC=AIC(f)),1e-5)})
cx("cx_1","Surv(time,status)~age+trt",sv); cx("cx_g","Surv(time,status)~grp+age",sv); cx("cx_b","Surv(time,status)~age+trt",sv,", ties='breslow'"); cx("cx_s","Surv(time,status)~age+strata(grp)",sv); cx("cx_one","Surv(time,status)~trt",sv)
for (tr in c("km","rank","identity","log")) { f<-coxph(Surv(time,status)~age+grp,sv); z<-cox.zph(f,transform=tr); add(paste0("zph_",tr),"survival",sprintf("cox.zph(coxph(Surv(time,status)~age+grp), transform='%s')",tr),sv,list(zph_rows=rownames(z$table),zph_chisq=several(z$table[,1]),zph_p=several(z$table[,3])),1e-5)}
# ---- regression
nb <- data.frame(y=rnbinom(45,size=1.4,mu=4),x=round(rnorm(45),2),g=rep(c("q","b","n"),15),ex=round(runif(45,.5,3),1))
nbf <- function(id,said) {f<-glm.nb(as.formula(said),nb,control=glm.control(epsilon=1e-12,maxit=200)); s<-summary(f); add(id,"logistic",sprintf("glm.nb(%s)",said),nb,list(terms=rownames(s$coef),b=several(s$coef[,1]),se=several(s$coef[,2]),p=several(s$coef[,4]),theta=f$theta,theta_se=f$SE.theta,logLik=several(logLik(f)),deviance=f$deviance,AIC=AIC(f)),1e-5)}
nbf("nb_1","y~x+g"); nbf("nb_off","y~x+offset(log(ex))"); nbf("nb_int","y~x*g")
pl <- data.frame(y=round(rnorm(30,5,2),2),x=round(runif(30,0,10),1),g=rep(c("t","c"),15),ev=rbinom(30,1,.5))
f<-lm(y~poly(x,2)+g,pl); s<-coef(summary(f)); add("poly_lm","ancova","lm(y~poly(x,2)+g)",pl,list(terms=rownames(s),b=several(s[,1]),se=several(s[,2]),p=several(s[,4])),1e-6)
f<-lm(y~poly(x,3,raw=TRUE)*g,pl); s<-coef(summary(f)); add("poly_raw","ancova","lm(y~poly(x,3,raw=TRUE)*g)",pl,list(terms=rownames(s),b=several(s[,1]),se=several(s[,2])),1e-6)
f<-glm(ev~poly(x,2),binomial,pl); s<-coef(summary(f)); add("poly_glm","logistic","glm(ev~poly(x,2),binomial)",pl,list(terms=rownames(s),b=several(s[,1]),se=several(s[,2])),1e-5)
f<-lm(y~x+g,pl); hc<-function(t) several(sqrt(diag(vcovHC(f,t)))); add("hc_all","ancova","lm(y~x+g); vcovHC",pl,list(hc0=hc("HC0"),hc1=hc("HC1"),hc2=hc("HC2"),hc3=hc("HC3"),hc4=hc("HC4"),hc4m=hc("HC4m"),hc5=hc("HC5")),1e-6)
od <- data.frame(y=sample(1:5,60,TRUE,c(.1,.2,.3,.3,.1)),x=round(rnorm(60),1),g=rep(c("n","o","a"),20))
for (th in c("equidistant","symmetric","symmetric2")) for (lk in c("logit","probit")) tried({f<-clm(factor(y)~x+g,data=od,threshold=th,link=lk); s<-coef(summary(f)); add(sprintf("clm_%s_%s",th,lk),"proportional-odds",sprintf("clm(factor(y)~x+g,threshold='%s',link='%s')",th,lk),od,list(terms=rownames(s),b=several(s[,1]),se=several(s[,2]),logLik=several(logLik(f))),1e-4)})
od4<-od; od4$y<-pmin(od$y,4); tried({f<-clm(factor(y)~x,data=od4,threshold='symmetric'); s<-coef(summary(f)); add("clm_sym4","proportional-odds","clm(factor(y)~x,threshold='symmetric')",od4,list(terms=rownames(s),b=several(s[,1]),se=several(s[,2]),logLik=several(logLik(f))),1e-4)})
# ---- rubin
add("rub_inf","missing-data","mice::pool.scalar(Q,U)",list(q=c(.4,.55,.31,.2),u=c(.04,.05,.045,.04)),{p<-mice::pool.scalar(c(.4,.55,.31,.2),c(.04,.05,.045,.04)); list(m=p$m,qbar=p$qbar,ubar=p$ubar,b=p$b,t=p$t,df=p$df,r=p$r,fmi=p$fmi)},1e-6)
# ---- gls / lme
sub<-rep(1:14,each=4); gl<-data.frame(id=sub,t=rep(1:4,14),arm=rep(c("a","b"),each=28),y=0); gl$y<-round(10+gl$t+rnorm(14)[sub]*2+rnorm(56)*ifelse(gl$arm=="a",1,2),2); gl<-gl[-c(3,18,40,41),]
gf<-function(id,said,fam="mmrm",lm=FALSE,d=gl) tried({ f<-eval(parse(text=sprintf("%s(%s, data=d, control=%s)",if(lm)"lme" else "gls",said,if(lm)"lmeControl(opt='optim',msTol=1e-12,tolerance=1e-10,maxIter=500,msMaxIter=500)" else "glsControl(tolerance=1e-10,msTol=1e-12,maxIter=500,msMaxIter=500)"))); s<-summary(f)$tTable; o<-list(terms=rownames(s),b=several(s[,1]),se=several(s[,2]),p=several(s[,ncol(s)]),AIC=AIC(f),sigma=f$sigma,logLik=several(logLik(f))); if(!is.null(f$modelStruct$varStruct)) o$weights<-several(coef(f$modelStruct$varStruct,unconstrained=FALSE,allCoef=TRUE)); add(id,fam,sprintf("%s(%s)",if(lm)"lme" else "gls",said),d,o,1e-4)})
gf("gls_var","y~t*arm,weights=varIdent(form=~1|arm)"); gf("gls_var_ml","y~t*arm,weights=varIdent(form=~1|arm),method='ML'"); gf("gls_plain","y~t*arm"); gf("gls_symm1","y~t*arm,correlation=corSymm(form=~t|id)"); gf("gls_cs_var","y~t*arm,correlation=corCompSymm(form=~1|id),weights=varIdent(form=~1|arm)"); gf("gls_ar_var","y~t*arm,correlation=corAR1(form=~t|id),weights=varIdent(form=~1|arm)")
gf("lme_var","y~t*arm,random=~1|id,weights=varIdent(form=~1|arm)","longitudinal",TRUE); gf("lme_var_t","y~t*arm,random=~1|id,weights=varIdent(form=~1|t)","longitudinal",TRUE); gf("lme_var_ml","y~t*arm,random=~1|id,weights=varIdent(form=~1|arm),method='ML'","longitudinal",TRUE)
rev <- gl[order(-gl$id), ]; gf("gls_reversed", "y~t+arm,weights=varIdent(form=~1|arm)", d = rev); gf("lme_reversed", "y~t+arm,random=~1|id,weights=varIdent(form=~1|arm)", "longitudinal", TRUE, rev)
gf("gls_cs_reversed", "y~arm,correlation=corCompSymm(form=~1|id),weights=varIdent(form=~1|arm)", d = rev); gf("gls_symm_arm", "y~factor(t),correlation=corSymm(form=~t|id),weights=varIdent(form=~1|arm)"); gf("gls_cs_t", "y~arm,correlation=corCompSymm(form=~1|id),weights=varIdent(form=~1|t)"); gf("gls_cs_ml", "y~arm*t,correlation=corCompSymm(form=~1|id),method='ML'"); gf("lme_ml", "y~arm*t,random=~1|id,method='ML'", "longitudinal", TRUE)
f <- suppressMessages(lmerTest::lmer(y ~ t * arm + (1 | id), gl, control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))); s <- coef(summary(f)); add("lmertest", "longitudinal", "lmerTest::lmer(y~t*arm+(1|id))", gl, list(terms = rownames(s), b = several(s[, 1]), se = several(s[, 2]), df = several(s[, 3]), p = several(s[, 5])), 1e-4)
# ---- adjusted means compared together
an<-data.frame(y=round(rnorm(31,5,2),2),b=round(rnorm(31),1),tr=c(rep("x",4),rep("c",12),rep("m",15)),sx=rep(c("F","M"),length.out=31))
for (aj in c("none","tukey","bonferroni","holm","sidak")) for (ct in c("pairwise","trt.vs.ctrl")) tried({f<-lm(y~b+tr+sx,an); e<-emmeans(f,"tr"); cc<-summary(contrast(e,ct,adjust=aj),infer=TRUE); add(sprintf("emm_%s_%s",aj,ct),"ancova",sprintf("lm(y~b+tr+sx); emmeans(~tr); contrast(method='%s', adjust='%s')",ct,aj),an,list(contrasts=Filter(Negate(is.null),list(contrast=as.character(cc$contrast),est=cc$estimate,SE=cc$SE,df=cc$df,p=cc$p.value,lb=if(aj=="holm") NULL else cc$lower.CL,ub=if(aj=="holm") NULL else cc$upper.CL))),1e-6)})
f <- lm(y ~ b + tr + sx, an); p <- summary(pairs(emmeans(f, "tr")), infer = TRUE); add("emm_pairs", "ancova", "lm(y~b+tr+sx); pairs(emmeans(~tr))", an, list(contrasts = list(contrast = as.character(p$contrast), est = p$estimate, SE = p$SE, df = p$df, p = p$p.value, lb = p$lower.CL, ub = p$upper.CL)), 1e-6)
write_cases()
