# Fields of rpact's designs: `Rscript tests/reference/rpact_designs.R tests/reference/rpact_designs.json` runs the calls in the
# file again and writes their results in their place. Made with rpact 3.3.4 from Debian 12, R 4.2.2.
suppressMessages({library(rpact); library(jsonlite)})
args <- commandArgs(TRUE)
programs <- fromJSON(args[1], simplifyVector = TRUE)$cases$call
plain <- function(v) is.numeric(v) || is.character(v) || is.logical(v)
fields <- function(x) {
  if (plain(x)) return(x)
  kept <- list()
  for (n in names(x)) {
    v <- tryCatch(x[[n]], error = function(e) NULL)
    if (!is.null(v) && plain(v)) kept[[n]] <- v
  }
  kept
}
one <- function(p) {
  w <- character()
  v <- tryCatch(withCallingHandlers(list(fields = fields(eval(parse(text = p)))),
      warning = function(c) { w <<- c(w, conditionMessage(c)); invokeRestart("muffleWarning") }),
    error = function(e) list(error = conditionMessage(e)))
  c(list(call = p), v, list(warnings = as.list(w)))
}
out <- list(program = paste0("rpact ", packageVersion("rpact"), ", ", R.version.string), cases = lapply(programs, one))
write(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null", null = "null"), args[1])
