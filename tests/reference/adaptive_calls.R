# rpact's answers to simulation calls of multi-arm trials, means and rates, to be met within Monte Carlo error.
# Run: Rscript tests/reference/adaptive_calls.R > tests/reference/adaptive_calls.json
# Debian bookworm: R 4.2.2, rpact 3.3.4, jsonlite.
suppressMessages({library(rpact); library(jsonlite)})
inverse <- 'getDesignInverseNormal(kMax=2, alpha=.025, typeOfDesign="asOF", informationRates=c(.5,1))'
calls <- c(
  paste0('getSimulationMultiArmMeans(', inverse, ', activeArms=3, typeOfShape="userDefined", effectMatrix=matrix(c(0,.2,.4),1), typeOfSelection="best", intersectionTest="Dunnett", plannedSubjects=c(50,100), maxNumberOfIterations=5000, seed=1)'),
  paste0('getSimulationMultiArmMeans(', inverse, ', activeArms=3, typeOfShape="linear", muMaxVector=c(.3,.6), typeOfSelection="rBest", rValue=2, effectMeasure="testStatistic", intersectionTest="Simes", successCriterion="atLeastOne", plannedSubjects=c(40,80), maxNumberOfIterations=3000, seed=1)'),
  'getSimulationMultiArmMeans(getDesignFisher(kMax=2, alpha=.025), activeArms=2, typeOfShape="userDefined", effectMatrix=matrix(c(.1,.5),1), stDev=1.2, typeOfSelection="epsilon", epsilonValue=.1, threshold=0, intersectionTest="Bonferroni", allocationRatioPlanned=2, plannedSubjects=c(50,100), maxNumberOfIterations=5000, seed=1)',
  'getSimulationMultiArmMeans(getDesignInverseNormal(kMax=3, alpha=.025, typeOfDesign="P"), activeArms=2, typeOfShape="userDefined", effectMatrix=matrix(c(.2,.3),1), typeOfSelection="all", intersectionTest="Sidak", plannedSubjects=c(40,80,120), maxNumberOfIterations=5000, seed=1)',
  paste0('getSimulationMultiArmRates(', inverse, ', activeArms=3, typeOfShape="userDefined", effectMatrix=matrix(c(.3,.4,.5),1), piControl=.3, typeOfSelection="best", intersectionTest="Dunnett", plannedSubjects=c(60,120), maxNumberOfIterations=5000, seed=1)'),
  'getSimulationMeans(getDesignGroupSequential(kMax=3, alpha=.025, typeOfDesign="asOF", futilityBounds=c(0,.5)), alternative=c(0,.28), plannedSubjects=c(134,267,400), maxNumberOfIterations=20000, seed=1)',
  paste0('getSimulationMeans(', inverse, ', alternative=c(.2,.4), plannedSubjects=c(100,200), conditionalPower=.8, minNumberOfSubjectsPerStage=c(NA,50), maxNumberOfSubjectsPerStage=c(NA,300), maxNumberOfIterations=20000, seed=1)'),
  paste0('getSimulationMeans(', inverse, ', alternative=.3, stDev=1.1, thetaH0=-.1, allocationRatioPlanned=2, plannedSubjects=c(100,200), conditionalPower=.9, thetaH1=.25, stDevH1=1, minNumberOfSubjectsPerStage=c(NA,50), maxNumberOfSubjectsPerStage=c(NA,400), maxNumberOfIterations=20000, seed=1)'),
  'getSimulationMeans(getDesignFisher(kMax=2, alpha=.025), groups=1, alternative=.25, plannedSubjects=c(50,100), maxNumberOfIterations=20000, seed=1)',
  'getSimulationMeans(getDesignInverseNormal(kMax=2), meanRatio=TRUE, thetaH0=.8, alternative=1, stDev=.5, allocationRatioPlanned=1.5, plannedSubjects=c(60,120), maxNumberOfIterations=20000, seed=1)',
  'getSimulationRates(getDesignGroupSequential(kMax=3, alpha=.025, typeOfDesign="asOF"), pi1=c(.3,.435), pi2=.3, plannedSubjects=c(134,267,400), maxNumberOfIterations=20000, seed=1)',
  paste0('getSimulationRates(', inverse, ', riskRatio=TRUE, pi1=.25, pi2=.4, directionUpper=FALSE, plannedSubjects=c(100,200), maxNumberOfIterations=20000, seed=1)'),
  'getSimulationRates(getDesignGroupSequential(kMax=2, alpha=.025), groups=1, thetaH0=.3, pi1=.45, plannedSubjects=c(40,80), maxNumberOfIterations=20000, seed=1)',
  'getSimulationMultiArmMeans(getDesignFisher(kMax=2, alpha0Vec=.5, bindingFutility=FALSE), activeArms=3, muMaxVector=.4, typeOfSelection="all", intersectionTest="Bonferroni", plannedSubjects=c(30,60), maxNumberOfIterations=5000, seed=1)',
  'getSimulationMultiArmMeans(getDesignFisher(kMax=3, alpha0Vec=c(.4,.3), bindingFutility=FALSE), activeArms=3, muMaxVector=.5, typeOfSelection="rBest", rValue=2, intersectionTest="Simes", plannedSubjects=c(25,50,75), maxNumberOfIterations=5000, seed=1)',
  'getSimulationMultiArmMeans(getDesignInverseNormal(kMax=3, typeOfDesign="asP", futilityBounds=c(.3,.6)), activeArms=3, muMaxVector=.45, typeOfSelection="all", intersectionTest="Dunnett", plannedSubjects=c(30,60,90), maxNumberOfIterations=5000, seed=1)',
  'getSimulationMultiArmRates(getDesignInverseNormal(kMax=2, futilityBounds=.8, bindingFutility=FALSE), activeArms=2, piControl=.3, piMaxVector=.45, typeOfSelection="best", intersectionTest="Simes", plannedSubjects=c(60,120), maxNumberOfIterations=5000, seed=1)')
fields <- c("rejectAtLeastOne", "rejectedArmsPerStage", "selectedArms", "numberOfActiveArms", "successPerStage", "overallReject",
            "rejectPerStage", "futilityPerStage", "earlyStop", "expectedNumberOfSubjects", "conditionalPowerAchieved", "sampleSizes")
answer <- function(call) {
  r <- eval(parse(text = call))
  several <- grepl("MultiArm", call)
  there <- if (several) setdiff(fields, c("overallReject", "rejectPerStage", "conditionalPowerAchieved", "sampleSizes")) else fields[6:12]
  list(call = call, fields = sapply(there, function(n) r[[n]], simplify = FALSE))
}
cat(toJSON(list(program = paste0(R.version.string, ", rpact ", packageVersion("rpact")), answers = lapply(calls, answer)),
           digits = NA, na = "null"))
