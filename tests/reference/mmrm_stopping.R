# Where L-BFGS-B of R's optim, from parameters of 0, leaves an unstructured repeated-measures model: R 4.2.2, base R alone.
# Parameters as R's mmrm has them: logarithms of the diagonal of the Cholesky factor, then its unit lower triangle by rows.
# Rscript mmrm_stopping.R > mmrm_stopping.json
set.seed(31); n <- 18; m <- 3
d <- expand.grid(visit = 1:m, id = 1:n); d$arm <- as.integer(d$id > n / 2)
d$y <- round(10 + 2 * d$visit + d$arm + rnorm(n, 0, 2)[d$id] + rnorm(nrow(d), 0, c(1, 3, 6)[d$visit]), 1); d <- d[-c(2, 6, 11, 30, 31, 44), ]
x <- model.matrix(~ factor(visit) * arm, d); g <- split(seq_len(nrow(d)), d$id); cells <- rbind(c(2, 1), c(3, 1), c(3, 2))
covariance <- function(t) { s <- exp(t[1:m]); u <- diag(m); u[cells] <- t[-(1:m)]; l <- s * u
  slopes <- lapply(seq_along(t), function(k) { a <- matrix(0, m, m); if (k <= m) a[k, ] <- l[k, ] else a[cells[k - m, 1], cells[k - m, 2]] <- s[cells[k - m, 1]]; b <- a %*% t(l); b + t(b) }); list(v = l %*% t(l), slopes = slopes) }
both <- function(t) { q <- covariance(t); p <- ncol(x); a <- matrix(0, p, p); b <- numeric(p); f <- 0; w <- list()
  for (i in seq_along(g)) { at <- d$visit[g[[i]]]; v <- q$v[at, at, drop = FALSE]; w[[i]] <- solve(v); z <- x[g[[i]], , drop = FALSE]; a <- a + t(z) %*% w[[i]] %*% z; b <- b + t(z) %*% w[[i]] %*% d$y[g[[i]]]; f <- f + log(det(v)) }
  beta <- solve(a, b); ai <- solve(a); s <- numeric(length(t))
  for (i in seq_along(g)) { at <- d$visit[g[[i]]]; z <- x[g[[i]], , drop = FALSE]; r <- d$y[g[[i]]] - z %*% beta; f <- f + sum(r * (w[[i]] %*% r))
    for (k in seq_along(t)) { e <- q$slopes[[k]][at, at, drop = FALSE]; h <- w[[i]] %*% e %*% w[[i]]; s[k] <- s[k] + 0.5 * (sum(w[[i]] * e) - c(t(r) %*% h %*% r) - sum(ai * (t(z) %*% h %*% z))) } }
  list(f = 0.5 * (f + log(det(a)) + (nrow(d) - p) * log(2 * pi)), s = s) }
o <- optim(numeric(m * (m + 1) / 2), function(t) both(t)$f, function(t) both(t)$s, method = "L-BFGS-B")
cat(jsonlite::toJSON(list(R = R.version.string, data = as.list(d[, c("id", "visit", "arm", "y")]), deviance = 2 * o$value, v = covariance(o$par)$v, message = o$message), auto_unbox = TRUE, digits = NA))
