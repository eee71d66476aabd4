"""Whether two texts name one outcome, which a document may call death in one place and mortality in another."""

from __future__ import annotations

import re
from functools import lru_cache

from trialwright.model.labels import words
from trialwright.model.result import Reading

_EMPTY = frozenset(
    ["the", "of", "in", "at", "to", "and", "or", "a", "an", "from", "by", "with", "for", "on", "as", "is", "was", "were", "will", "be", "this", "their", "its", "primary", "secondary", "outcome", "endpoint", "end", "point", "measure", "measured", "change", "rate", "number", "patient", "participant", "subject", "proportion", "percentage", "percent", "baseline", "after", "week", "month", "day", "year", "time", "level", "score", "total", "mean", "between", "group", "risk", "incidence", "event", "occurred", "maintaining", "chance", "significant", "significantly", "all", "any", "women", "men", "children", "adult", "first", "among", "during", "within", "hour", "daily", "per", "mg", "severe", "acute"]
)  # fmt: skip
# Words that stand for one another, each under the first of its row.
_ROWS = (
    ("death", "died", "dead", "mortality", "dying", "fatality", "die", "survival", "survived", "surviving", "alive", "surviv"),
    ("relapse", "relapsed", "recurrence", "recurred", "recurrent", "remission", "remitted"),  ("response", "responded", "responder", "respond"),
    ("infection", "infected", "infectiou"), ("pain", "analgesia", "painful"), ("bleeding", "bled", "haemorrhage", "hemorrhage", "bleed"),
    ("cure", "cured", "success", "successful"), ("healing", "healed", "heal"), ("fall", "fell", "faller"), ("stroke", "cva"),
    ("vomiting", "vomited", "emesi"), ("diarrhoea", "diarrhea"), ("hospitalisation", "hospitalization", "admission", "admitted", "readmission", "readmitted"),
    ("abstinence", "abstinent", "quit", "quitting", "stopped", "cessation"), ("delirium", "deliriou"), ("fracture", "fractured"),
    ("infarction", "mi"), ("progression", "progressed"), ("preterm", "prematurity", "premature"),
    ("conception", "pregnancy", "conceived", "pregnant"), ("failure", "failed"), ("haematoma", "hematoma"), ("depression", "depressed", "depressive"),
    ("hba1c", "glycated", "glycosylated", "a1c", "glycohaemoglobin", "glycohemoglobin"), ("haemoglobin", "hemoglobin"),
)  # fmt: skip
# Endings that "returned" and "return", "remitting" and "remit" do not share.
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ed|es|s)$")
_GLYCATED = "hba1c"
# Long names and what they are called for short.
_SHORT = tuple(
    (re.compile(rf"(?i)(?<!\w)(?:{long})(?!\w)"), short)
    for long, short in (
        (r"N-terminal pro-?\s?(?:B-type|brain|b-type) natriuretic peptide|NT-?\s?pro-?\s?BNP", "ntprobnp"),
        (r"left ventricular ejection fraction|LVEF", "lvef"), (r"(?:estimated )?glomerular filtration rate|e?GFR", "egfr"),
        (r"forced expiratory volume(?: in (?:1|one) s(?:econd)?)?|FEV\s?1?", "fev1"), (r"body mass index|BMI", "bmi"), (r"low[- ]density lipoprotein(?: cholesterol)?|LDL(?:-?\s?C| cholesterol)?", "ldl"),
        (r"progression[- ]free survival|PFS", "pfs"), (r"disease[- ]free survival|DFS", "dfs"), (r"event[- ]free survival|EFS", "efs"),
        (r"(?:6|six)[- ]min(?:ute)?s?[- ]walk(?:ing)?(?: test)?(?: distance)?|6MW[DT]", "6mwd"), (r"visual analog(?:ue)? scale|VAS", "vas"), (r"Kansas City Cardiomyopathy Questionnaire|KCCQ(?:-\d+)?", "kccq"),
        (r"systolic (?:blood pressure|BP)|SBP", "systolic pressure"), (r"diastolic (?:blood pressure|BP)|DBP", "diastolic pressure"), (r"blood pressure|BP", "pressure"), (r"best[- ]corrected visual acuity|BCVA", "bcva"),
        (r"major adverse cardi(?:ac|ovascular)(?: and cerebrovascular)? events?|MACC?E", "mace"), (r"C-reactive protein|(?:hs-?)?CRP", "crp"), (r"(?:health[- ]related )?quality of life|(?:HR)?QO?L", "quality"),
        (r"pathological complete response|pCR", "pcr"), (r"Montgomery[- ](?:Å|A)sberg Depression Rating Scale|MADRS", "madrs"), (r"Expanded Disability Status Scale|EDSS", "edss"),
    )
)  # fmt: skip
_ONE = {w: row[0] for row in _ROWS for w in row}


@lru_cache(maxsize=4096)
def outcome_words(label: str) -> frozenset[str]:
    """The words that tell an outcome from another, each in its plainest form. Death of any cause is not one of a cause."""
    for long, short in _SHORT:
        label = long.sub(short, label)
    said = words(label)
    found = {_plain(w) for w in said if w not in _EMPTY and not w.isdigit()}
    if "cause" in found and not {"all", "any"} & set(said):
        found.discard("cause")
    return frozenset(found - {"haemoglobin"} if _GLYCATED in found else found)


def _plain(word: str) -> str:
    return _ONE.get(word) or _ONE.get(bare := _ENDING.sub("", word), bare)


def alike(a: str, b: str) -> bool:
    """Whether the shorter of two names of outcomes says nothing that the other does not. False for no words."""
    one, two = outcome_words(a), outcome_words(b)
    return bool(one and two) and (one <= two or two <= one)


# No names of outcomes, each as `outcome_words` gives it.
_PLAIN = outcome_words(
    "significant significantly difference differences differed differ reduction reductions increase increases increased decrease decreased improved improvement "
    "compared comparison versus than control controls placebo treatment intervention treated received study trial also were observed seen found showed shown only but not "
    "when whereas while however moreover statistically either both two arm arms higher lower greater more less values analysis effect effects test tests mean means "
    "one three four five six seven eight nine ten eleven twelve weeks months respectively result results interval confidence adjusted change changes unchanged remained before there had has have no non superiority superior inferiority inferior noninferiority noninferior equivalence equivalent margin"
)


def may_name(reading: Reading, text: str) -> frozenset[str]:
    """Words of a text that may name an outcome: not those of arms, of change, of comparison or of time."""
    arms = reading.trial.arms if reading.trial is not None else ()
    of_arms = frozenset[str]().union(*(outcome_words(a.label) for a in arms))
    return frozenset(w for w in outcome_words(text) if w.isalpha() and len(w) > 2) - _PLAIN - of_arms
