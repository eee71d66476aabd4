"""What labels name: the same arm, endpoint or trial, the control arm, baseline. Words only, no guessing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from trialwright.model.document import Document
from trialwright.model.result import Result
from trialwright.model.short_forms import COMMON
from trialwright.model.trial import Arm, Trial

# A label made of these words is the arm that others are compared with.
_CONTROL = re.compile(
    r"\b(placebo|control|controls|comparator|sham|untreated|no treatment|soc"
    r"|(?:standard|usual|routine) (?:of )?(?:care|treatment|therapy)|standard care)\b"
)
_SENTENCE = 240  # characters: longer than most of a sentence before its number
_ENDS = re.compile(r"[.;!?]\s|\n\s*\n")
# ... unless something is added to it ("anakinra plus standard of care").
_ADDED = re.compile(r"\b(plus|and|with|in addition to|added to|on top of)\b|\+")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Words of a label: lower case, punctuation and dashes dropped, a plural s taken off longer words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = re.findall(r"[^\W_]+", plain)
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "is", "us")) else w for w in found
    )


def contains(text: str, wanted: str) -> bool:
    """Whether every word of `wanted` stands in `text`, in any order. False for no words.

    A short form that every reader knows ("OS") is its long form too, British and American spelling are one, and so are what
    happened to people and its noun ("died", "death").
    """
    needed = in_full(wanted)
    return bool(needed) and needed <= _spelt(text) | in_full(text)


def in_full(label: str) -> frozenset[str]:
    """The words of a label with short forms that every reader knows written out, in American spelling."""
    return _spelt(_SHORT.sub(_written_out, label))


_SHORT = re.compile(r"(?<![\w-])[A-Za-z][\w-]*")
_SPELLING = ((re.compile("[ao]e"), "e"), (re.compile("our(?=s?$)"), "or"), (re.compile("(?<=.{3})is(?=(?:e|ed|es|ing|ation)s?$)"), "iz"))  # fmt: skip


def _written_out(name: re.Match[str]) -> str:
    return COMMON.get(name[0], name[0])


@lru_cache(maxsize=4096)
def _spelt(text: str) -> frozenset[str]:
    """The words of a label, each as Americans spell it, and as the noun of what happened."""
    return frozenset(map(noun, words(text)))


def noun(word: str) -> str:
    """A word of a label (see `words`) in American spelling; of what happened to people its noun: "died" and "dead" are "death"."""
    for british, american in _SPELLING:
        word = british.sub(american, word)
    return _NOUNS.get(word, word)


# Noun → what is said of people to whom it happened, as `words` tells words and Americans spell them. Words that tell of a change
# ("improved"), or that mean other things too ("fell", "passed"), are left as they are.
_HAPPENED = {
    "abstinence": "abstinent abstained", "admission": "admitted", "amputation": "amputated", "bleeding": "bled bleed", "conception": "conceived",
    "death": "died dead dying", "discontinuation": "discontinued", "dropout": "dropped", "exacerbation": "exacerbated", "failure": "failed",
    "fracture": "fractured", "hospitalization": "hospitalized", "infection": "infected", "intubation": "intubated", "metastasis": "metastasized metastase",
    "miscarriage": "miscarried", "perforation": "perforated", "pregnancy": "pregnant pregnancie", "progression": "progressed", "readmission": "readmitted",
    "rebleeding": "rebled rebleed", "recovery": "recovered", "recurrence": "recurred recurrent", "rehospitalization": "rehospitalized",
    "reinfection": "reinfected", "relapse": "relapsed relapsing", "remission": "remitted", "reoperation": "reoperated", "response": "responded responder",
    "rupture": "ruptured", "survival": "survived survivor", "transfusion": "transfused", "vomiting": "vomited", "withdrawal": "withdrew withdrawn",
}  # fmt: skip
_NOUNS = {form: name for name, forms in _HAPPENED.items() for form in forms.split()}


def same(a: str, b: str) -> bool:
    """Whether two labels are the same words in the same order. An empty label is the same as none."""
    return bool(words(a)) and words(a) == words(b)


def is_control(label: str) -> bool:
    """Whether a label by itself says that its arm is the comparator."""
    plain = label.casefold()
    return bool(_CONTROL.search(plain)) and not _ADDED.search(plain)


def arm_named(trial: Trial | None, label: str) -> Arm | None:
    """The trial's arm that a result's label names, or None."""
    return next((a for a in (trial.arms if trial is not None else ()) if same(a.label, label)), None)


def role_of(trial: Trial | None, label: str) -> str:
    """ "experimental", "control", "historical", or "" where neither the trial nor the label says."""
    arm = arm_named(trial, label)
    if arm is not None and arm.role:
        return arm.role
    return "control" if is_control(label) else ""


def sentence_of(document: Document, result: Result) -> str:
    """The sentence about a result's place, as far as it stands near."""
    before = document.text[max(0, result.quote.start - _SENTENCE) : result.quote.start]
    behind = document.text[result.quote.end : result.quote.end + _SENTENCE]
    return _ENDS.split(before)[-1] + result.quote.exact + _ENDS.split(behind)[0]


_LATER = re.compile(
    r"(?i)\b(?:hour|day|week|month|year|visit)s?\s(?:[1-9]\d|[2-9])\b|\b(?:[1-9]\d|[2-9])\s?(?:hour|day|week|month|year|visit)s?\b(?!\s(?:before|prior))"
)


# "The fall from baseline was 12 mm": not "fell from baseline 60 mm to 48", nor "fell from a baseline of 60"
_SINCE = re.compile(
    r"(?i)\b(?:reduc|decreas|increas|declin|improv|worsen|differ|fall|fell|ris|rose|drop|loss|lost|gain|lower|rais)\w*\b[^.;]{0,60}\b(?:from|since|versus|over|against|relative to|compared (?:with|to))\s(?:the\s)?baseline\b(?!\s(?:values?\s|levels?\s|means?\s)?(?:of\s)?[\d(])"
)


def at_baseline(document: Document, result: Result) -> bool:
    """Whether a result was measured before treatment: by its time, or by its sentence up to its place.

    A change or a fall from baseline is not at baseline, nor is a time that names later ones too ("baseline, weeks 2, 4 and 8").
    """
    if result.time:
        told = words(result.time)
        if _LATER.search(result.time):
            return False
    else:
        before = document.text[max(0, result.quote.start - _SENTENCE) : result.quote.end]
        sentence = _ENDS.split(before)[-1]
        if _SINCE.search(sentence):
            return False
        told = words(sentence)
    return "baseline" in told and not {"change", "changed"} & {*told, *words(result.endpoint)}
