# Reference values for stated sample sizes. Run: Rscript tests/reference/planned_sizes.R > tests/reference/planned_sizes.json
# Debian bookworm: R 4.2.2, rpact 3.3.4. Patients in both arms together.
suppressMessages(library(rpact))
out <- c()
put <- function(id, n) out <<- c(out, sprintf('  "%s": %.12g', id, n))
put("40 v 30 %, 80 %", 2 * power.prop.test(p1 = .4, p2 = .3, power = .8)$n)
put("35 v 24.5 %, 80 %", 2 * power.prop.test(p1 = .35, p2 = .245, power = .8)$n)
put("20 v 1/9, 80 %", 2 * power.prop.test(p1 = .2, p2 = 1 / 9, power = .8)$n)
put("half an SD, 80 %", 2 * power.t.test(delta = .5, power = .8)$n)
put("half an SD, 90 %", 2 * power.t.test(delta = .5, power = .9)$n)
put("margin 3, SD 8, one-sided 2.5 %, 80 %", 2 * power.t.test(delta = 3, sd = 8, power = .8, sig.level = .025, alternative = "one.sided")$n)
margin <- function(rate, gap, alpha, beta) {
  plan <- getDesignGroupSequential(kMax = 1, alpha = alpha, beta = beta, sided = 1)
  getSampleSizeRates(plan, riskRatio = FALSE, thetaH0 = gap, pi1 = rate, pi2 = rate, normalApproximation = TRUE)$nFixed
}
put("margin 10 points at 85 %, one-sided 2.5 %, 80 %", margin(.85, -.1, .025, .2))
put("margin 5 points at 10 %, one-sided 2.5 %, 90 %", margin(.1, .05, .025, .1))
cat("{\n\"program\": \"", R.version.string, ", rpact ", as.character(packageVersion("rpact")), "\",\n\"sizes\": {\n",
  paste(out, collapse = ",\n"), "\n}}\n", sep = "")
