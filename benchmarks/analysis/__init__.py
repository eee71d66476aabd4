"""Pooling, priors and the analysis of trials, against other programs: their numbers (references) and their speed."""
