# Reference p-values of two-sample tests. Run: Rscript tests/reference/design_tests.R > tests/reference/design_tests.json
# Debian bookworm: R 4.2.2 (stats).
c0 <- c(2.1, 3.4, 1.9, 2.8, 3.0, 2.2, 2.6, 3.9); c1 <- c(3.2, 4.1, 2.9, 5.5, 3.3, 4.8)
k0 <- c(12, 20, 9, 4); k1 <- c(7, 15, 14, 11)
y0 <- rep(1:4, k0); y1 <- rep(1:4, k1)
w <- function(a, b) wilcox.test(a, b, alternative = "greater", exact = FALSE, correct = FALSE)$p.value
cat(sprintf('{"program": "%s",\n', R.version.string))
cat(sprintf('"welch": %.15g,\n', t.test(c1, c0, alternative = "greater")$p.value))
cat(sprintf('"pooled_t": %.15g,\n', t.test(c1, c0, alternative = "greater", var.equal = TRUE)$p.value))
cat(sprintf('"pooled_z": %.15g,\n', prop.test(c(37, 29), c(40, 40), alternative = "greater", correct = FALSE)$p.value))
cat(sprintf('"fisher": %.15g,\n', fisher.test(matrix(c(37, 3, 29, 11), 2), alternative = "greater")$p.value))
cat(sprintf('"fisher_lower": %.15g,\n', fisher.test(matrix(c(37, 3, 29, 11), 2), alternative = "less")$p.value))
cat(sprintf('"wilcoxon": %.15g,\n', w(y1, y0)))
cat(sprintf('"wilcoxon_lower": %.15g}\n', w(y0, y1)))
