"""Words that many arms have in common: of any treatment, of controls, of members of an arm, of things given together."""

from __future__ import annotations

from trialwright.read.comparison.wording import stem

GENERIC = {
    stem(w) for w in ("treatment", "intervention", "experimental", "active", "study", "treated", "test")
}
CONTROLS = {
    stem(w)
    for w in ("control", "controls", "placebo", "usual", "routine", "standard", "comparison", "sham", "conventional", "tau")
}  # fmt: skip
PRETENDED = {stem(w) for w in ("placebo", "sham", "dummy")}
FEIGNED = {stem(w) for w in ("sham", "dummy")}
PLAIN_CONTROL = {stem(w) for w in ("control", "controls", "comparison")}
JOINING = {
    stem(w) for w in ("plus", "alone", "only", "monotherapy", "combined", "combination", "added", "add")
}
ANY_PLAN = {stem(w) for w in ("program", "programme", "regimen", "group", "arm", "course", "approach")}
OF_DOSE = {stem(w) for w in ("standard", "usual", "conventional", "routine")}
# "control schools", "intervention villages": the members of an arm that is named by its role
MEMBERS = (
    "schools", "villages", "clusters", "practices", "condition", "children", "mothers", "women", "men", "students",
    "nurses", "pupils", "participants", "patients", "subjects", "cohort", "sites", "facilities", "families",
    "site", "facility", "school", "village", "ward", "wards", "hospital", "hospitals", "unit", "units", "clinic", "clinics",
)  # fmt: skip
GIVEN_TOGETHER = (
    "medicines", "drugs", "treatments", "agents", "therapies", "interventions", "therapy", "treatment", "group", "arm",
)  # fmt: skip
