# rpact's simulated trials of several arms and of sub-populations whose later stages are sized by conditional power.
# Run: Rscript tests/reference/resized_simulations.R > tests/reference/resized_simulations.json
# Debian bookworm: R 4.2.2, rpact 3.3.4, jsonlite.
suppressMessages({library(rpact); library(jsonlite)})
iterations <- 5000
two <- 'getDesignInverseNormal(kMax=2, typeOfDesign="asOF")'
three <- 'getDesignInverseNormal(kMax=3, typeOfDesign="asP", informationRates=c(.3,.6,1))'
halves <- 'subGroups=c("S","R"), prevalences=c(.4,.6)'
sized <- function(unit, least, most) sprintf('conditionalPower=.8, minNumberOf%sPerStage=c(%s), maxNumberOf%sPerStage=c(%s)', unit, least, unit, most)
S <- sized("Subjects", "NA,20", "NA,160"); S3 <- sized("Subjects", "NA,20,20", "NA,60,160")
P <- sized("Subjects", "NA,60", "NA,500"); E <- sized("Events", "NA,30", "NA,250")
calls <- list(
  arms_best = paste0('getSimulationMultiArmMeans(', two, ', activeArms=3, muMaxVector=c(.3,.5), stDev=1.2, plannedSubjects=c(40,80), ', S),
  arms_three_stages = paste0('getSimulationMultiArmMeans(', three, ', activeArms=3, muMaxVector=.45, plannedSubjects=c(30,60,90), typeOfSelection="rBest", rValue=2, intersectionTest="Simes", allocationRatioPlanned=2, ', S3),
  arms_fisher_assumed = paste0('getSimulationMultiArmMeans(getDesignFisher(kMax=2), activeArms=2, muMaxVector=.4, plannedSubjects=c(40,80), typeOfSelection="all", intersectionTest="Bonferroni", thetaH1=.35, stDevH1=1.1, ', S),
  arms_planned = paste0('getSimulationMultiArmMeans(', three, ', activeArms=2, muMaxVector=.3, plannedSubjects=c(40,80,120), intersectionTest="Sidak"'),
  rates_of_arms_lower = paste0('getSimulationMultiArmRates(', two, ', activeArms=3, piControl=.45, piMaxVector=.25, directionUpper=FALSE, plannedSubjects=c(50,100), typeOfSelection="rBest", rValue=2, intersectionTest="Simes", allocationRatioPlanned=2, ', S),
  rates_of_arms_assumed = paste0('getSimulationMultiArmRates(', two, ', activeArms=2, piControl=.3, piMaxVector=.45, plannedSubjects=c(50,100), piTreatmentsH1=.5, piControlH1=.32, ', S),
  hazards_of_arms = paste0('getSimulationMultiArmSurvival(', two, ', activeArms=3, omegaMaxVector=1.6, plannedEvents=c(90,180), typeOfSelection="rBest", rValue=2, intersectionTest="Simes", allocationRatioPlanned=2, correlationComputation="null", ', E),
  hazards_of_arms_lower = paste0('getSimulationMultiArmSurvival(', two, ', activeArms=2, typeOfShape="userDefined", effectMatrix=matrix(c(.75,.65),1), directionUpper=FALSE, plannedEvents=c(80,160), typeOfSelection="all", intersectionTest="Bonferroni", correlationComputation="null", ', E),
  populations_best = paste0('getSimulationEnrichmentMeans(', two, ', effectList=list(', halves, ', stDevs=c(1,1.4), effects=matrix(c(.5,.2),1)), plannedSubjects=c(120,240), ', P),
  populations_assumed = paste0('getSimulationEnrichmentMeans(getDesignFisher(kMax=2), effectList=list(', halves, ', stDevs=1.2, effects=matrix(c(.5,.1,.3,.1),2)), plannedSubjects=c(120,240), typeOfSelection="all", allocationRatioPlanned=2, thetaH1=.4, stDevH1=1.3, ', P),
  rates_of_populations = paste0('getSimulationEnrichmentRates(', two, ', effectList=list(', halves, ', piControl=c(.3,.35), piTreatments=matrix(c(.5,.4),1)), plannedSubjects=c(120,240), intersectionTest="SpiessensDebois", allocationRatioPlanned=2, ', P),
  rates_of_populations_lower = paste0('getSimulationEnrichmentRates(', two, ', effectList=list(', halves, ', piControl=c(.45,.4), piTreatments=matrix(c(.25,.3),1)), directionUpper=FALSE, plannedSubjects=c(120,240), typeOfSelection="all", piTreatmentH1=.28, piControlH1=.42, ', P),
  hazards_of_populations = paste0('getSimulationEnrichmentSurvival(', two, ', effectList=list(', halves, ', hazardRatios=matrix(c(.6,.8),1)), directionUpper=FALSE, plannedEvents=c(80,160), typeOfSelection="all", ', E),
  hazards_of_populations_assumed = paste0('getSimulationEnrichmentSurvival(', two, ', effectList=list(', halves, ', hazardRatios=matrix(c(1.8,1.2),1)), plannedEvents=c(80,160), thetaH1=1.6, intersectionTest="Sidak", allocationRatioPlanned=2, ', E))
fields <- c("rejectAtLeastOne", "selectedArms", "selectedPopulations", "successPerStage", "futilityPerStage", "expectedNumberOfSubjects", "expectedNumberOfEvents", "conditionalPowerAchieved", "sampleSizes")
answer <- function(id) {
  call <- sprintf("%s, maxNumberOfIterations=%d, seed=3)", calls[[id]], iterations)
  r <- suppressWarnings(suppressMessages(eval(parse(text = call))))
  there <- intersect(fields, names(r$getRefClass()$fields()))
  list(id = id, call = call, fields = sapply(there, function(n) as.vector(r[[n]]), simplify = FALSE))
}
cat(toJSON(list(program = paste0(R.version.string, ", rpact ", packageVersion("rpact")), iterations = iterations, cases = lapply(names(calls), answer)), digits = 8, auto_unbox = TRUE, na = "null"), "\n")
