# rpact's answers to the calls that statements of designs print, one a line in printed_power.txt: power, patients or events.
# Simulations are seeded, of 2,000 trials. Run: Rscript tests/reference/printed_power.R tests/reference
# Debian bookworm: R 4.2.2, rpact 3.3.4, jsonlite.
suppressMessages({library(rpact); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
field <- function(call) {
  if (grepl("^getSampleSizeSurvival", call)) "maxNumberOfEvents" else if (grepl("^getSampleSize", call)) "maxNumberOfSubjects"
  else if (grepl("^getSimulation(MultiArm|Enrichment)", call)) "rejectAtLeastOne" else "overallReject"
}
more <- function(call) sub("maxNumberOfIterations = [0-9]+\\)$", "maxNumberOfIterations = 2000, seed = 5)", call)
answer <- function(call) list(call = call, value = suppressWarnings(suppressMessages(eval(parse(text = more(call)))))[[field(call)]][1])
calls <- readLines(file.path(folder, "printed_power.txt"))
found <- list(program = paste0(R.version.string, ", rpact ", packageVersion("rpact")), answers = lapply(calls, answer))
writeLines(toJSON(found, digits = NA, auto_unbox = TRUE, pretty = 1), file.path(folder, "printed_power.json"))
