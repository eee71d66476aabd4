# Reference values of analyses at a look. Run: Rscript looks.R > looks.json   (rpact 3.3.4, mnormt 2.1.1, R 4.2.2)
# Each call is run by rpact; every field of its result is kept. Data are made up for this file.
suppressMessages({
  library(rpact)
  library(jsonlite)
})
suppressMessages(setLogLevel("DISABLED"))

data <- list(
  mean = "getDataset(n=c(31,27), means=c(4.2,3.7), stDevs=c(6.1,7.0))",
  means = "getDataset(n1=c(34,31,36), n2=c(30,33,29), means1=c(12.4,11.8,12.9), means2=c(10.9,10.6,10.2), stDevs1=c(4.4,5.1,4.7), stDevs2=c(4.9,4.2,5.3))",
  rate = "getDataset(n=c(36,41), events=c(15,22))",
  rates = "getDataset(n1=c(71,64), n2=c(35,33), events1=c(33,31), events2=c(11,10))",
  hazard = "getDataset(events=c(52,47), logRanks=c(-1.4,-1.9), allocationRatios=c(2,2))",
  arms = "getDataset(n1=c(31,34), n2=c(29,NA), n3=c(33,30), n4=c(35,37), means1=c(7.1,6.6), means2=c(5.2,NA), means3=c(6.9,7.3), means4=c(4.8,5.1), stDevs1=c(4.1,3.6), stDevs2=c(3.9,NA), stDevs3=c(4.4,4.0), stDevs4=c(3.7,4.2))",
  armrates = "getDataset(n1=c(42,47), n2=c(45,NA), n3=c(41,44), events1=c(19,23), events2=c(15,NA), events3=c(11,13))",
  armhazards = "getDataset(cumulativeEvents1=c(38,71), cumulativeEvents2=c(41,79), cumulativeLogRanks1=c(1.7,2.4), cumulativeLogRanks2=c(0.9,1.6))",
  strata = "getDataset(S1=getDataset(n1=c(44,51), n2=c(41,47), means1=c(3.9,4.3), means2=c(2.7,2.9), stDevs1=c(2.8,3.1), stDevs2=c(2.9,2.6)), R=getDataset(n1=c(37,NA), n2=c(40,NA), means1=c(3.1,NA), means2=c(2.8,NA), stDevs1=c(3.3,NA), stDevs2=c(3.0,NA)))",
  nested = "getDataset(S1=getDataset(n1=c(44,51), n2=c(41,47), events1=c(21,26), events2=c(12,13)), F=getDataset(n1=c(81,NA), n2=c(83,NA), events1=c(34,NA), events2=c(27,NA)))",
  stratarates = "getDataset(S1=getDataset(n1=c(44,51), n2=c(41,47), events1=c(21,26), events2=c(12,13)), R=getDataset(n1=c(37,33), n2=c(42,36), events1=c(13,12), events2=c(15,10)))",
  stratahazards = "getDataset(S1=getDataset(overallEvents=c(31,66), overallExpectedEvents=c(24.5,54.1), overallVarianceEvents=c(7.7,16.2), overallAllocationRatios=c(1,1.2)), R=getDataset(overallEvents=c(28,49), overallExpectedEvents=c(25.2,46.3), overallVarianceEvents=c(6.9,12.1), overallAllocationRatios=c(1,1)))",
  three = "getDataset(S1=getDataset(n1=c(19,22), n2=c(17,21), means1=c(8.1,7.9), means2=c(6.4,6.0), stDevs1=c(4.1,3.8), stDevs2=c(3.9,4.4)), S2=getDataset(n1=c(15,NA), n2=c(16,NA), means1=c(7.2,NA), means2=c(6.6,NA), stDevs1=c(4.0,NA), stDevs2=c(4.3,NA)), S12=getDataset(n1=c(21,24), n2=c(23,20), means1=c(8.6,8.3), means2=c(6.1,6.2), stDevs1=c(3.6,4.1), stDevs2=c(4.2,3.9)), R=getDataset(n1=c(26,NA), n2=c(24,NA), means1=c(7.0,NA), means2=c(6.5,NA), stDevs1=c(4.4,NA), stDevs2=c(4.1,NA)))"
)
designs <- list(
  gs = "getDesignGroupSequential(kMax=2, alpha=0.025, typeOfDesign=\"asOF\", informationRates=c(0.5,1))",
  gs3 = "getDesignGroupSequential(kMax=3, alpha=0.025, typeOfDesign=\"asKD\", gammaA=2, informationRates=c(0.3,0.65,1), futilityBounds=c(-0.3,0.4), bindingFutility=TRUE)",
  inv = "getDesignInverseNormal(kMax=2, alpha=0.025, typeOfDesign=\"asP\", informationRates=c(0.45,1))",
  inv3 = "getDesignInverseNormal(kMax=3, alpha=0.025, typeOfDesign=\"WT\", deltaWT=0.2, informationRates=c(0.35,0.7,1))",
  fis = "getDesignFisher(kMax=2, alpha=0.025, alpha0Vec=0.4, informationRates=c(0.45,1))",
  fis3 = "getDesignFisher(kMax=3, alpha=0.025, method=\"fullAlpha\")",
  dun = "getDesignConditionalDunnett(alpha=0.025, informationAtInterim=0.48, secondStageConditioning=TRUE)",
  dunu = "getDesignConditionalDunnett(alpha=0.025, informationAtInterim=0.48, secondStageConditioning=FALSE)"
)
analyse <- function(design, set, more = "") list(design = design, set = set, call = paste0("getAnalysisResults(design, data", more, ")"))
stages <- function(design, set, more = "") list(design = design, set = set, call = paste0("getStageResults(design, data", more, ")"))
closed <- function(design, set, more = "") list(design = design, set = set, call = paste0("getClosedCombinationTestResults(getStageResults(design, data", more, "))"))
power <- function(design, set, more, plan) list(design = design, set = set, call = paste0("getConditionalPower(getStageResults(design, data, stage=1", more, "), ", plan, ")"))
cases <- list()
add <- function(...) cases <<- c(cases, list(...))
for (d in c("gs", "gs3", "inv", "inv3", "fis", "fis3")) {
  add(analyse(d, "mean", ", thetaH0=1"), analyse(d, "means"), analyse(d, "means", ", equalVariances=FALSE, thetaH0=0.3"),
    analyse(d, "means", ", normalApproximation=TRUE, directionUpper=FALSE, stage=2"), analyse(d, "rate", ", thetaH0=0.35"),
    analyse(d, "rate", ", thetaH0=0.35, normalApproximation=FALSE"), analyse(d, "rates"), analyse(d, "rates", ", thetaH0=-0.08"),
    analyse(d, "rates", ", normalApproximation=FALSE"), analyse(d, "hazard", ", directionUpper=FALSE"), analyse(d, "hazard", ", directionUpper=FALSE, thetaH0=1.15"))
}
for (d in c("gs", "inv", "fis")) {
  add(power(d, "means", "", "nPlanned=110, thetaH1=1.8, assumedStDev=4.5, allocationRatioPlanned=1.5"),
    power(d, "rates", "", "nPlanned=90, pi1=0.5, pi2=0.3, allocationRatioPlanned=2"),
    power(d, "rate", ", thetaH0=0.35", "nPlanned=45, pi1=0.55"), power(d, "hazard", ", directionUpper=FALSE", "nPlanned=60, thetaH1=0.6, allocationRatioPlanned=2"))
}
add(power("gs3", "rates", "", "nPlanned=c(80,95), pi1=0.5, pi2=0.3"), power("inv3", "means", ", thetaH0=0.2", "nPlanned=c(80,95)"))
for (test in c("Dunnett", "Bonferroni", "Simes", "Sidak", "Hierarchical")) {
  more <- paste0(", intersectionTest=\"", test, "\"")
  add(closed("inv", "arms", more), closed("inv3", "armrates", more), closed("inv", "armhazards", more), analyse("inv", "arms", more), closed("fis", "arms", more))
}
add(stages("inv", "arms", ", varianceOption=\"notPooled\", intersectionTest=\"Simes\""), stages("inv", "armrates", ", normalApproximation=FALSE, intersectionTest=\"Simes\""),
  stages("inv", "armhazards", ", thetaH0=1.1"), analyse("inv", "armrates", ", stage=1, nPlanned=90, piTreatments=c(0.5,0.45), piControl=0.3"),
  analyse("inv", "arms", ", stage=1, nPlanned=70, thetaH1=c(2,1,2.5), assumedStDevs=4"), analyse("fis", "armhazards", ", stage=1, nPlanned=60, thetaH1=1.5"))
for (test in c("Simes", "Bonferroni", "Sidak", "SpiessensDebois")) {
  more <- paste0(", intersectionTest=\"", test, "\"")
  add(closed("inv", "strata", paste0(more, ", varianceOption=\"pooledFromFull\"")), closed("inv", "nested", paste0(more, ", stratifiedAnalysis=FALSE")),
    closed("inv", "stratarates", more), closed("inv", "stratahazards", more), analyse("fis", "stratarates", more))
}
for (option in c("pooled", "notPooled")) add(closed("inv", "three", paste0(", varianceOption=\"", option, "\"")), stages("inv", "strata", paste0(", normalApproximation=TRUE, intersectionTest=\"SpiessensDebois\", varianceOption=\"", option, "\"")))
add(closed("inv", "strata", ", stratifiedAnalysis=FALSE"), analyse("inv", "strata", ", stage=1, nPlanned=80, thetaH1=c(1.2,0.8), assumedStDevs=c(2.8,3.0)"),
  analyse("inv", "stratarates", ", stage=1, nPlanned=80, thetaH0=0.02"), analyse("inv", "stratahazards", ", thetaH0=1.05"))
for (d in c("dun", "dunu")) add(
  list(design = d, set = "arms", call = "getClosedConditionalDunnettTestResults(getStageResults(design, data))"),
  list(design = d, set = "armrates", call = "getClosedConditionalDunnettTestResults(getStageResults(design, data))"),
  list(design = d, set = "armhazards", call = "getClosedConditionalDunnettTestResults(getStageResults(design, data))"),
  analyse(d, "arms"), analyse(d, "armrates"), analyse(d, "arms", ", stage=1, nPlanned=70, thetaH1=2, assumedStDevs=4"))

tidy <- function(v) {
  if (is.matrix(v)) return(lapply(seq_len(nrow(v)), function(i) tidy(as.vector(v[i, ]))))
  if (is.numeric(v)) v <- signif(v, 12)
  I(as.vector(unname(v)))
}
result <- function(case) {
  text <- paste0("design <- ", designs[[case$design]], "; data <- ", data[[case$set]], "; ", case$call)
  value <- suppressWarnings(suppressMessages(eval(parse(text = text), new.env())))
  fields <- Filter(function(n) !startsWith(n, ".") && (is.numeric(value[[n]]) || is.logical(value[[n]]) || is.character(value[[n]])) && length(value[[n]]) > 0, names(value))
  list(call = text, expected = setNames(lapply(fields, function(n) tidy(value[[n]])), fields))
}
out <- lapply(cases, function(case) tryCatch(result(case), error = function(e) NULL))
cat(toJSON(list(program = paste("rpact", packageVersion("rpact")), r = R.version.string, cases = Filter(Negate(is.null), out)), digits = NA, na = "null", auto_unbox = TRUE), "\n")
