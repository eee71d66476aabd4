# A small made-up ADaM data set as SAS transport, by haven. Run: Rscript trial_xpt.R (R 4.2.2, haven from Debian)
library(haven)
d <- data.frame(USUBJID = sprintf("S-%02d", 1:12), TRT01P = rep(c("Drug", "Placebo"), 6), FASFL = c(rep("Y", 11), "N"),
  AVAL = c(1.5, 2.25, NA, 3, 2, 4.5, 1, 5, 2.5, 4, 3.5, 6), AVALC = c("Y", "N", "", "N", "Y", "Y", "Y", "N", "Y", "N", "Y", "N"))
write_xpt(d, "trial.xpt", version = 5, name = "ADSL")
