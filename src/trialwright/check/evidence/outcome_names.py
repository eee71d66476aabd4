"""Whether two texts name one outcome, which a document may call death in one place and mortality in another."""

from __future__ import annotations

import re
from functools import lru_cache

from trialwright.model.labels import words

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
_ONE = {w: row[0] for row in _ROWS for w in row}


@lru_cache(maxsize=4096)
def outcome_words(label: str) -> frozenset[str]:
    """The words that tell an outcome from another, each in its plainest form. Death of any cause is not one of a cause."""
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
