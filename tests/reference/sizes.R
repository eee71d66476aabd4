# Reference values of rpact's sizes and power. Run: Rscript tests/reference/sizes.R > tests/reference/sizes.json
# Debian bookworm: R 4.2.2, rpact 3.3.4. The calls are those of tests/reference/sizes_calls.txt, every numeric field kept.
suppressMessages({library(rpact); library(jsonlite)})
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
calls <- readLines(file.path(folder, "sizes_calls.txt"))
plain <- function(v) if (is.matrix(v)) lapply(seq_len(nrow(v)), function(i) as.numeric(v[i, ])) else as.numeric(v)
case <- function(call) {
  result <- suppressWarnings(eval(parse(text = call)))
  if (is.numeric(result)) return(list(call = call, fields = list(value = plain(result))))
  fields <- list()
  for (name in names(as.list(result))) {
    v <- result[[name]]
    if (!startsWith(name, ".") && (is.numeric(v) || is.logical(v)) && length(v) > 0) fields[[name]] <- plain(v)
  }
  list(call = call, fields = fields)
}
cat("{\"program\": \"", R.version.string, ", rpact ", as.character(packageVersion("rpact")), "\",\n\"cases\": [\n", sep = "")
lines <- sapply(calls, function(call) toJSON(case(call), digits = 12, auto_unbox = TRUE, na = "null", null = "null"))
cat(paste(lines, collapse = ",\n"), "\n]}\n", sep = "")
