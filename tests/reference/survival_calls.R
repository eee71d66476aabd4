# rpact's answers to simulation calls, to be met within Monte Carlo error.
# Run: Rscript tests/reference/survival_calls.R > tests/reference/survival_calls.json
# Debian bookworm: R 4.2.2, rpact 3.3.4, jsonlite.
suppressMessages({library(rpact); library(jsonlite)})
calls <- c(
  'getSimulationSurvival(getDesignInverseNormal(kMax=2, alpha=.025, typeOfDesign="asOF", futilityBounds=0.3), hazardRatio=c(.7,1), median2=12, directionUpper=FALSE, plannedEvents=c(100,200), maxNumberOfSubjects=400, accrualTime=c(0,24), conditionalPower=.8, minNumberOfEventsPerStage=c(NA,50), maxNumberOfEventsPerStage=c(NA,200), maxNumberOfIterations=20000, seed=1)',
  'getSimulationSurvival(getDesignGroupSequential(kMax=2, alpha=.025, typeOfDesign="asP"), hazardRatio=.65, lambda2=.04, directionUpper=FALSE, plannedEvents=c(60,120), maxNumberOfSubjects=270, accrualTime=c(0,6,18), accrualIntensity=c(5,20), conditionalPower=.9, thetaH1=.7, minNumberOfEventsPerStage=c(NA,20), maxNumberOfEventsPerStage=c(NA,120), maxNumberOfIterations=20000, seed=1)',
  'getSimulationSurvival(getDesignFisher(kMax=2, alpha=.025), hazardRatio=1.5, pi2=.3, plannedEvents=c(50,100), maxNumberOfSubjects=400, accrualTime=c(0,12), maxNumberOfIterations=20000, seed=1)',
  'getSimulationSurvival(hazardRatio=1.4, lambda2=.03, plannedEvents=150, maxNumberOfSubjects=300, accrualTime=c(0,10), allocation1=2, allocation2=1, kappa=1.3, maxNumberOfIterations=20000, seed=1)',
  'getSimulationSurvival(getDesignGroupSequential(kMax=2, alpha=.025), thetaH0=1.3, hazardRatio=.95, median2=10, directionUpper=FALSE, plannedEvents=c(150,250), maxNumberOfSubjects=400, accrualTime=c(0,15), dropoutRate1=.2, dropoutRate2=.1, dropoutTime=12, maxNumberOfIterations=20000, seed=1)',
  'getSimulationSurvival(getDesignGroupSequential(kMax=2, alpha=.025, typeOfDesign="asOF"), piecewiseSurvivalTime=c(0,6,9), lambda2=c(.025,.04,.015), hazardRatio=.75, directionUpper=FALSE, plannedEvents=c(100,200), maxNumberOfSubjects=500, accrualTime=c(0,24), maxNumberOfIterations=20000, seed=1)',
  'getSimulationSurvival(getDesignGroupSequential(kMax=2, alpha=.025, typeOfDesign="asOF"), piecewiseSurvivalTime=c(0,6), lambda1=c(.04,.02), lambda2=c(.04,.04), directionUpper=FALSE, plannedEvents=c(100,200), maxNumberOfSubjects=400, accrualTime=c(0,24), maxNumberOfIterations=20000, seed=1)')
fields <- c("overallReject", "rejectPerStage", "futilityPerStage", "expectedNumberOfEvents", "expectedNumberOfSubjects",
            "analysisTime", "studyDuration", "numberOfSubjects", "overallEventsPerStage", "conditionalPowerAchieved",
            "eventsNotAchieved", "earlyStop")
answer <- function(call) {
  r <- eval(parse(text = call))
  list(call = call, fields = sapply(fields, function(n) r[[n]], simplify = FALSE))
}
cat(toJSON(list(program = paste0(R.version.string, ", rpact ", packageVersion("rpact")), iterations = 20000,
                answers = lapply(calls, answer)), digits = NA, na = "null"))
