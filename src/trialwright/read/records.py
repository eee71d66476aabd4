"""The registers' own records among the formats: each has a field for what an article says somewhere in its prose."""

WITH_RESULTS = ("ClinicalTrials.gov v2", "ClinicalTrials.gov classic", "EU CTR")
RECORDS = (*WITH_RESULTS, "CTIS", "ISRCTN", "ICTRP")
