# rpact's answers to calls as its users write them: defaults left out, arguments by position and in any order.
# Every field that rpact marks as computed is kept; simulations are seeded.
# Run: Rscript tests/reference/door_calls.R tests/reference [exact|simulated] | tail -1 > all.json, to be read by
# `python -m benchmarks.design.references --data all.json`; door_calls.json has those that a star marks, to ten digits.
# Debian bookworm: R 4.2.2, rpact 3.3.4, jsonlite.
suppressMessages({library(rpact); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
written <- function(name) grep("^(#|$)", readLines(file.path(folder, name)), invert = TRUE, value = TRUE)
lines <- function(name) sub("^\\* ", "", written(name)) # a star marks what is pinned in door_calls.json
iterations <- 10000
seeded <- function(call, n = iterations) sub("\\)$", paste0(", maxNumberOfIterations=", format(n, scientific = FALSE), ", seed=5)"), call)
plain <- function(v) (is.numeric(v) || is.logical(v) || is.character(v)) && length(v) > 0 && !all(is.na(v))
computed <- function(r) {
  if (!is(r, "FieldSet")) return(if (is.list(r)) Filter(plain, r) else list(r))
  names <- Filter(function(n) !startsWith(n, ".") && plain(r[[n]]) && r$.getParameterType(n) == "g", names(r$getRefClass()$fields()))
  sapply(names, function(n) r[[n]], simplify = FALSE)
}
case <- function(call, id, tolerance) {
  r <- tryCatch(suppressWarnings(suppressMessages(eval(parse(text = call), new.env()))), error = function(e) { cat(id, conditionMessage(e), "\n", file = stderr()); NULL })
  if (is.null(r)) return(NULL)
  fields <- computed(r)
  if (length(fields) == 0) { cat(id, "nothing", class(r), "\n", file = stderr()); return(NULL) }
  if (grepl("getRepeatedConfidenceIntervals", call)) { # its rows, or of several arms its second dimension
    b <- fields[[1]]
    at <- function(i) if (length(dim(b)) == 3) b[, i, ] else b[i, ]
    fields <- list(repeatedConfidenceIntervalLowerBounds = at(1), repeatedConfidenceIntervalUpperBounds = at(2))
  }
  if (is.null(names(fields))) names(fields) <- "value"
  list(id = id, r_call = call, expected = lapply(fields, function(v) if (is.matrix(v)) unname(as.vector(v)) else unname(v)), tolerance = tolerance)
}
exact <- lines("door_calls.txt")
simulated <- lines("door_simulations.txt")
which <- commandArgs(TRUE)[2]
cases <- c(if (!which %in% "simulated") Map(case, exact, sprintf("D%03d", seq_along(exact)), ifelse(grepl("^([dS]|S1|dat|dm) <-|getTestActions", exact), 1e-4, 1e-5)),
           if (!which %in% "exact") Map(case, seeded(simulated), sprintf("SIM%02d", seq_along(simulated)), 4 * .5 * sqrt(2 / iterations)))
cat("\n") # rpact's messages of progress may come before
cat(toJSON(list(cases = Filter(Negate(is.null), unname(cases))), digits = NA, na = "null", auto_unbox = TRUE))
