# rpact's simulated enrichment designs: power, selection and stopping, for tests/design/rpact/test_simulate_enrichment.py.
# Usage: Rscript enrichment_simulations.R enrichment_simulations.json
suppressMessages({library(rpact); library(jsonlite)})
inverse <- 'getDesignInverseNormal(kMax=2, alpha=.025, typeOfDesign="asOF", informationRates=c(.5,1))'
two <- 'subGroups=c("S","R"), prevalences=c(.4,.6)'
three <- 'subGroups=c("S1","S2","S12","R"), prevalences=c(.2,.25,.15,.4)'
n <- 'plannedSubjects=c(200,400), maxNumberOfIterations=10000, seed=11'
calls <- list(
  best_sd = sprintf('getSimulationEnrichmentMeans(%s, effectList=list(%s, stDevs=1, effects=matrix(c(.4,.1),1)), typeOfSelection="best", intersectionTest="SpiessensDebois", %s)', inverse, two, n),
  epsilon_simes = sprintf('getSimulationEnrichmentMeans(%s, effectList=list(%s, stDevs=1.2, effects=matrix(c(.3,.5,.2,.1),2)), typeOfSelection="epsilon", epsilonValue=.1, intersectionTest="Simes", %s)', inverse, two, n),
  all_sidak_one = sprintf('getSimulationEnrichmentMeans(%s, effectList=list(%s, stDevs=1, effects=matrix(c(.4,.2),1)), typeOfSelection="all", intersectionTest="Sidak", successCriterion="atLeastOne", %s)', inverse, two, n),
  threshold_statistic = sprintf('getSimulationEnrichmentMeans(%s, effectList=list(%s, stDevs=1, effects=matrix(c(.3,.1),1)), typeOfSelection="best", effectMeasure="testStatistic", threshold=.5, intersectionTest="Bonferroni", %s)', inverse, two, n),
  three_populations = sprintf('getSimulationEnrichmentMeans(%s, effectList=list(%s, stDevs=1, effects=matrix(c(.2,.3,.5,0),1)), typeOfSelection="rBest", rValue=2, intersectionTest="Simes", %s)', inverse, three, n),
  fisher = sprintf('getSimulationEnrichmentMeans(getDesignFisher(kMax=2, alpha=.025, informationRates=c(.5,1)), effectList=list(%s, stDevs=1, effects=matrix(c(.4,.1),1)), typeOfSelection="best", %s)', two, n),
  three_stages = sprintf('getSimulationEnrichmentMeans(getDesignInverseNormal(kMax=3, alpha=.025, typeOfDesign="asP"), effectList=list(%s, stDevs=1, effects=matrix(c(.35,.1),1)), typeOfSelection="best", adaptations=c(FALSE,TRUE), allocationRatioPlanned=2, plannedSubjects=c(150,300,450), maxNumberOfIterations=10000, seed=11)', two),
  rates_best = sprintf('getSimulationEnrichmentRates(%s, effectList=list(%s, piControls=c(.3,.3), piTreatments=matrix(c(.5,.35),1)), typeOfSelection="best", intersectionTest="Simes", %s)', inverse, two, n),
  rates_unstratified = sprintf('getSimulationEnrichmentRates(%s, effectList=list(%s, piControls=c(.2,.45), piTreatments=matrix(c(.4,.5),1)), stratifiedAnalysis=FALSE, typeOfSelection="epsilon", epsilonValue=.05, intersectionTest="SpiessensDebois", %s)', inverse, two, n),
  rates_lower = sprintf('getSimulationEnrichmentRates(%s, effectList=list(%s, piControls=c(.4,.3), piTreatments=matrix(c(.2,.25),1)), directionUpper=FALSE, typeOfSelection="all", intersectionTest="Simes", %s)', inverse, two, n),
  fisher_stops = sprintf('getSimulationEnrichmentMeans(getDesignFisher(kMax=2, alpha0Vec=.4, bindingFutility=FALSE), effectList=list(%s, stDevs=1, effects=matrix(c(.3,.1),1)), typeOfSelection="all", intersectionTest="Simes", %s)', two, n),
  futility_bound = sprintf('getSimulationEnrichmentMeans(getDesignInverseNormal(kMax=2, futilityBounds=.7, bindingFutility=FALSE), effectList=list(%s, stDevs=1, effects=matrix(c(.25,.05),1)), typeOfSelection="best", intersectionTest="SpiessensDebois", %s)', two, n)
)
fields <- c("iterations","rejectAtLeastOne","rejectedPopulationsPerStage","selectedPopulations","successPerStage","futilityPerStage","futilityStop","earlyStop","expectedNumberOfSubjects","numberOfPopulations","sampleSizes")
out <- lapply(names(calls), function(id) {
  r <- suppressWarnings(eval(parse(text=calls[[id]])))
  values <- lapply(fields, function(f) as.vector(r[[f]])); names(values) <- fields
  list(id=id, r_call=calls[[id]], expected=values)
})
write(toJSON(list(program="rpact", version=as.character(packageVersion("rpact")), script="tests/reference/enrichment_simulations.R", cases=out), digits=8, auto_unbox=TRUE, pretty=TRUE, na="null"), commandArgs(TRUE)[1])
