# Calls of R on data made up here, as reference cases: Rscript all.R > FILE for benchmarks.analysis.references.
# Rscript all.R small > ../analysis_calls.json: those that are short enough to be kept and judged by the tests.
# R 4.2.2 with Debian's metafor 3.8-1, lme4, nlme, lmerTest, survival, ordinal, MASS, emmeans, sandwich, brglm2, MatchIt.
for (file in c("common.R", "pooling.R", "moderators.R", "trials.R", "regressions.R", "follow.R", "groups.R", "awkward.R")) source(file)
if (identical(commandArgs(TRUE), "small")) cases <- Filter(function(case) nchar(toJSON(case, auto_unbox = TRUE, digits = NA, na = "null")) < 1700, cases)
write_cases()
