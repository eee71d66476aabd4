"""What a question asks for and a document has no word of: an arm, or a time. Then a figure of the document is another's."""

from __future__ import annotations

import re

from trialwright.read.comparison.arm_vocabulary import (
    ANY_PLAN,
    CONTROLS,
    GENERIC,
    GIVEN_TOGETHER,
    JOINING,
    MEMBERS,
)
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.moments import NEAR, SPELLED, UNIT_DAYS, Moment, is_near, moment
from trialwright.read.comparison.wording import stem, tokens
from trialwright.read.patterns import Pattern

_WORD = Pattern(r"[A-Za-z]{4,}")
_CODE = Pattern(r"(?<![\w-])[A-Z][A-Za-z]{1,4}\d?(?![\w-])")
_OF_ANY = (
    GENERIC
    | CONTROLS
    | ANY_PLAN
    | JOINING
    | {
        stem(w)
        for w in (*MEMBERS, *GIVEN_TOGETHER, "dose", "daily", "week", "month", "other", "with", "without")
    }
)
_BEGINNING = 5  # letters by which a word is known in another form or spelling
# what a document may call a treatment by in place of its name
_OF_CLASS = (
    r"(?:(?:pro|pre|syn)biotics?|anti(?!bod|gen|cip)[a-z]{4,}|[a-z]*steroids?|statins?|opioids?|opiates?|nsaids?|ssris?|snris?|[a-z]*vaccines?|[a-z]+ase inhibitors?|[a-z-]*blockers?"
    r"|[a-z-]*agonists?|herb(?:al|s)?|extracts?|hormones?|vitamins?|minerals?|supplements?|supplementation|nutraceuticals?|biologics?|diuretics?|sedatives?|hypnotics?|devices?|apps?|diets?)"
)
_CLASS = Pattern(rf"(?i)\b{_OF_CLASS}\b")
_CLASS_AS_ARM = Pattern(
    rf"(?i)\b{_OF_CLASS}[\s-](?:\w+\s)?(?:groups?\b|arms?\b|[(\[]?(?:n\s?=\s?)?\d|(?:or|and|versus|vs\.?|against|with)\s(?:an?\s|matching\s)?(?:placebo|sham|control|usual|standard|no)\b)"
)
_SAME_DRUG = (
    ("acetaminophen", "paracetamol"), ("albuterol", "salbutamol"), ("epinephrine", "adrenaline"), ("norepinephrine", "noradrenaline"),
    ("meperidine", "pethidine"), ("acetylsalicylic", "aspirin"), ("glyburide", "glibenclamide"), ("rifampin", "rifampicin"), ("cyclosporine", "ciclosporin"),
    ("furosemide", "frusemide"), ("lidocaine", "lignocaine"), ("cholecalciferol", "colecalciferol"), ("thyroxine", "levothyroxine"), ("vitamin", "cholecalciferol"),
    ("vitamin", "ascorbic"), ("vitamin", "tocopherol"), ("vitamin", "thiamine"), ("vitamin", "folic"), ("vitamin", "retinol"),
)  # fmt: skip
_LIGATURES = (("ae", "e"), ("oe", "e"), ("ph", "f"), ("y", "i"))
_LONGEST = {
    "minute": 180,
    "hour": 96,
    "day": 800,
    "week": 400,
    "month": 240,
    "year": 40,
}  # that a time is told in
_DAYS = {"minute": 1 / 1440, **UNIT_DAYS}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_WRITTEN = {"minute": "min(?:ute)?s?", "hour": "hours?|hrs?|h", "day": "days?|POD|d", "week": "weeks?|wks?|w", "month": "months?|mos?|mths?|m", "year": "years?|yrs?|y"}  # fmt: skip
_UNIT = Pattern(r"(?i)\b(?:hours?|days?|weeks?|months?|years?)\b")
_NUMBER = Pattern(r"\d{1,3}")
# of so many signs and numbers at most, lest a text of numbers alone is gone through again from each of them
_LIST = r"(?:[\s,;/&|*()-]|–|and|or|to|\d{1,3}(?:st|nd|rd|th)?(?!\d)){0,60}"


def unsaid(question: Question) -> str:
    """Why a document can have no answer, "" where it may have one: it has no word of an arm, or does not tell the time."""
    for arm in (question.intervention, question.comparator):
        if not _is_told(question, arm):
            return f"no word of {arm!r} is in the document"
    asked = question.moment
    if asked and asked.named and asked.since is None and not _is_shown(asked, question):
        return f"the document does not tell the time of {question.outcome!r}"
    return ""


def _is_told(question: Question, arm: str) -> bool:
    """Whether the document has a word of an arm, or may have it by another name: that of a class, or a code. So it is where
    the arm has no word of its own, or is a control."""
    words = [w.lower() for w in _WORD.findall(arm) if stem(w.lower()) not in _OF_ANY and not w.isupper()]
    if not words or question.is_control(arm):
        return True
    text = question.document.text
    lower = _plainly(text.lower())
    names = {*words, *(name for pair in _SAME_DRUG if set(pair) & set(words) for name in pair)}
    if any(_plainly(word)[:_BEGINNING] in lower for word in names):
        return True
    forms = [short for short, long in question.short.items() if tokens(long) & tokens(arm)]
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in forms):
        return True
    return _has_class_as_arm(question) or any(_may_be_code(code, arm) for code in _codes(question))


def _has_class_as_arm(question: Question) -> bool:
    """Whether an arm of the document is called by the name of a class of treatments."""
    heads = (w for table in question.tables for c in table.columns for w in c.head)
    return bool(_CLASS_AS_ARM.search(question.document.text)) or any(map(_CLASS.search, heads))


def _plainly(words: str) -> str:
    """Words in one of the spellings that English has: "oestrogen" as "estrogen"."""
    for two, one in _LIGATURES:
        words = words.replace(two, one)
    return words


def _codes(question: Question) -> set[str]:
    """Short forms of a document that it does not write out."""
    return set(_CODE.findall(question.document.text)) - set(question.short)


def _may_be_code(code: str, arm: str) -> bool:
    """Whether the capitals of a code are letters of an arm in their order, the first of them the first of a word ("MTX", "HCQ")."""
    bare = code.rstrip("0123456789")
    if len(bare) < 3 or sum(c.isupper() for c in bare) < 2:
        return False
    letters = bare.lower()
    return any(
        w.lower().startswith(letters[0]) and _is_within(letters, arm.lower()[arm.lower().index(w.lower()) :])
        for w in _WORD.findall(arm)
    )


def _is_within(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _is_shown(asked: Moment, question: Question) -> bool:
    """Whether the text tells a time, or a table has its number under the unit's name."""
    for table in question.tables:
        heads = [w for c in table.columns for w in c.head]
        numbers = [w for row in table.rows for w in (row.time, *row.path)] + heads
        if any((told := moment(w)) and told.named and told.is_same(asked) for w in numbers):
            return True
        units = {m.group().lower() for w in heads for m in _UNIT.finditer(w)}
        bare = {w for w in numbers if _NUMBER.fullmatch(w)}
        if any((told := moment(f"{n} {u}")) and told.is_same(asked) for n in bare for u in units):
            return True
    return _is_time_told(asked, question.document.text)


def _is_time_told(asked: Moment, text: str) -> bool:
    """Whether a text tells a time, in its unit or another, alone or in a list ("at 4, 8 and 12 weeks")."""
    for unit, days in _DAYS.items():
        most = min(_LONGEST[unit], int(asked.days / days / (1 - NEAR)))
        counts = [n for n in range(1, most + 1) if is_near(n * days, asked.days)]
        halves = [f"{n}\\.5" for n in range(most + 1) if is_near((n + 0.5) * days, asked.days)]
        if (counts or halves) and _is_written(counts, halves, unit, text):
            return True
    return False


def _is_written(counts: list[int], halves: list[str], unit: str, text: str) -> bool:
    """halves : expressions of numbers and a half."""
    units = _WRITTEN[unit]
    number = "|".join([*(x for n in counts for x in _spelled(n)), *halves])
    forms = [
        rf"(?<![\d.,])(?:{number})(?:st|nd|rd|th)?(?!\d|\.\d){_LIST}(?:{units})(?![a-z])",
        rf"(?<![a-z])(?:{units})\.?{_LIST}(?<![\d.])(?:{number})(?!\d|\.\d)",
    ]
    if first := "|".join(_ORDINALS[n - 1] for n in counts if n <= len(_ORDINALS)):
        forms.append(rf"\b(?:{first})\s(?:[\w-]+\s)?(?:{units})\b")
    if 1 in counts:
        forms.append(rf"\b(?:an?|per|each|the|half an?)\s(?:{units})\b|\bannual|\b{unit}ly\b|\bdaily\b")
    return any(re.search(f"(?i){form}", text) for form in forms)


def _spelled(n: int) -> list[str]:
    """A number in figures and, where it is below seventy, in words."""
    if n <= len(SPELLED):
        return [str(n), SPELLED[n - 1]]
    if n < 20:
        return [str(n), _TEENS[n - 13]]
    if n < 70:
        tens = _TENS[n // 10 - 2]
        return [str(n), rf"{tens}[ -]{SPELLED[n % 10 - 1]}" if n % 10 else tens]
    return [str(n)]
