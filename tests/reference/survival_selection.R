# Reference values of simulated survival trials that select arms or populations.
# Run: Rscript tests/reference/survival_selection.R > tests/reference/survival_selection.json   (R 4.2.2, rpact 3.3.4 of Debian bookworm)
suppressMessages({library(rpact); library(jsonlite)})
calls <- c(
  'getSimulationEnrichmentSurvival(getDesignInverseNormal(kMax=2), effectList=list(subGroups=c("S","R"), prevalences=c(.3,.7), hazardRatios=matrix(c(.6,.9,1,1),2,byrow=TRUE), piControls=c(.3,.2)), typeOfSelection="epsilon", epsilonValue=.1, intersectionTest="SpiessensDebois", plannedEvents=c(90,180), directionUpper=FALSE, maxNumberOfIterations=10000, seed=7)',
  'getSimulationEnrichmentSurvival(getDesignInverseNormal(kMax=2), effectList=list(subGroups=c("S","R"), prevalences=c(.4,.6), hazardRatios=matrix(c(.6,.9),1)), typeOfSelection="all", threshold=.8, intersectionTest="Simes", plannedEvents=c(100,200), allocationRatioPlanned=2, directionUpper=FALSE, maxNumberOfIterations=10000, seed=7)',
  'getSimulationMultiArmSurvival(getDesignFisher(kMax=2), activeArms=3, omegaMaxVector=c(1,1.6), plannedEvents=c(60,120), intersectionTest="Bonferroni", typeOfSelection="rBest", rValue=2, correlationComputation="null", maxNumberOfIterations=10000, seed=7)',
  'getSimulationMultiArmSurvival(getDesignInverseNormal(kMax=2), activeArms=3, effectMatrix=matrix(c(.9,.7,.6),1), typeOfShape="userDefined", plannedEvents=c(80,160), directionUpper=FALSE, intersectionTest="Dunnett", typeOfSelection="all", threshold=.8, correlationComputation="null", maxNumberOfIterations=10000, seed=7)'
)
kept <- c("rejectAtLeastOne", "rejectedArmsPerStage", "selectedArms", "rejectedPopulationsPerStage", "selectedPopulations",
          "futilityStop", "expectedNumberOfEvents", "successPerStage")
found <- lapply(calls, function(call) {
  result <- suppressWarnings(eval(parse(text = call)))
  values <- list()
  for (name in kept) { v <- tryCatch(result[[name]], error = function(e) NULL); if (is.numeric(v)) values[[name]] <- v }
  list(call = call, iterations = 10000, values = values)
})
cat(toJSON(list(program = paste0(R.version.string, ", rpact ", packageVersion("rpact")), cases = found), digits = 12, auto_unbox = TRUE), "\n")
