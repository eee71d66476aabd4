# Reference simulations of event-driven group-sequential designs.
# Run: Rscript tests/reference/survival_simulation.R > tests/reference/survival_simulation.json
# Debian bookworm: R 4.2.2, rpact 3.3.4, jsonlite.
suppressMessages({library(rpact); library(jsonlite)})
n <- 20000
of <- function(k, rates = (1:k) / k) getDesignGroupSequential(kMax = k, alpha = 0.025, typeOfDesign = "asOF", informationRates = rates)
run <- function(...) {
  r <- getSimulationSurvival(..., directionUpper = FALSE, hazardRatio = 0.7, maxNumberOfSubjects = 400,
                             accrualTime = c(0, 24), maxNumberOfIterations = n, seed = 1)
  list(overallReject = r$overallReject, rejectPerStage = as.numeric(r$rejectPerStage),
       expectedNumberOfEvents = r$expectedNumberOfEvents, expectedNumberOfSubjects = r$expectedNumberOfSubjects,
       analysisTime = as.numeric(r$analysisTime), studyDuration = r$studyDuration)
}
cases <- list(
  "three looks" = run(of(3), lambda2 = log(2) / 12, plannedEvents = c(100, 200, 300),
                      dropoutRate1 = 0.05, dropoutRate2 = 0.05, dropoutTime = 12),
  "two to one" = run(of(2), lambda2 = log(2) / 12, plannedEvents = c(100, 200), allocation1 = 2, allocation2 = 1,
                     dropoutRate1 = 0.10, dropoutRate2 = 0.10, dropoutTime = 12),
  "piecewise" = run(of(3), piecewiseSurvivalTime = c(0, 6), lambda2 = c(0.10, 0.03), plannedEvents = c(80, 160, 240)))
cat(toJSON(list(program = paste0(R.version.string, ", rpact ", packageVersion("rpact")), iterations = n, cases = cases),
           digits = NA, auto_unbox = TRUE))
