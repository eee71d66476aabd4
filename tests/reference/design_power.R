# Reference values for closed-form power. Run: Rscript tests/reference/design_power.R > tests/reference/design_power.json
# Debian bookworm: R 4.2.2, rpact 3.3.4.
suppressMessages(library(rpact))
out <- c()
put <- function(id, args, value) {
  fields <- paste(sprintf('"%s": %s', names(args), format(unlist(args), digits = 15, trim = TRUE)), collapse = ", ")
  out <<- c(out, sprintf('  {"id": "%s", "args": {%s}, "power": %.12g}', id, fields, value))
}
for (case in list(c(64, 0.5, 1, .025), c(20, 0.8, 1.2, .05), c(8, 1.5, 1, .025), c(150, -0.05, 0.27, .025), c(12, 0, 1, .025))) {
  p <- power.t.test(n = case[1], delta = abs(case[2]), sd = case[3], sig.level = case[4], alternative = "one.sided")$power
  put("power.t.test", list(n0 = case[1], n1 = case[1], difference = abs(case[2]), sd = case[3], alpha = case[4]), p)
}
for (case in list(c(170, .5, 1, 1, .025), c(90, .6, 1.3, 2, .025), c(60, .9, 1.1, 0.5, .01))) {
  p <- getPowerMeans(alpha = case[5], sided = 1, alternative = case[2], stDev = case[3],
    maxNumberOfSubjects = case[1], allocationRatioPlanned = case[4])$overallReject
  r <- case[4]
  put("getPowerMeans", list(n0 = case[1] / (1 + r), n1 = case[1] * r / (1 + r), difference = case[2], sd = case[3], alpha = case[5]), p)
}
for (case in list(c(.30, .45, 434, 1, .025), c(.11, .18, 900, 2, .025), c(.875, .925, 300, 1, .025), c(.05, .2, 120, .5, .05))) {
  p <- getPowerRates(alpha = case[5], sided = 1, pi1 = case[2], pi2 = case[1], maxNumberOfSubjects = case[3],
    allocationRatioPlanned = case[4])$overallReject
  r <- case[4]
  put("getPowerRates", list(p0 = case[1], p1 = case[2], n0 = case[3] / (1 + r), n1 = case[3] * r / (1 + r), alpha = case[5]), p)
}
cat("{\n\"program\": \"", R.version.string, ", rpact ", as.character(packageVersion("rpact")), "\",\n\"cases\": [\n",
  paste(out, collapse = ",\n"), "\n]}\n", sep = "")
