"""A line of text → marks: each token belongs to exactly one, and each mark has one role.

The rules are tried in the order of RULES at every token that no earlier mark has taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from trialwright.model.concept import Concept
from trialwright.read.criteria import comparators, scales, windows
from trialwright.read.criteria.baselines import multiple_at
from trialwright.read.criteria.lexicon import Lexicon
from trialwright.read.criteria.measures import Measure, measure_at
from trialwright.read.criteria.numbers import WORDS
from trialwright.read.criteria.phrases import PHRASES
from trialwright.read.criteria.symbols import symbol_at
from trialwright.read.criteria.tokens import HYPHENS, Token, is_joint, tokenise

MEASURABLE = frozenset({"lab", "vital", "score", "demographic", "derived"})
_PUNCTUATION = {
    ",": "comma", ";": "semi", ":": "colon", "(": "open", "[": "open", "{": "open", ")": "close", "]": "close",
    "}": "close", "（": "open", "）": "close", "，": "comma", "；": "semi", "、": "comma", "/": "slash",
}  # fmt: skip


@dataclass(slots=True)
class Mark:
    """role : a role of PHRASES, of punctuation, or "mention", "measure", "time", "word"."""

    role: str
    start: int
    end: int
    measure: Measure | None = None
    time: windows.Span | None = None
    concept: Concept | None = None
    disorders: tuple[Concept, ...] = ()


@dataclass(slots=True)
class Line:
    """What the rules look at: the document's text, the tokens of one line, and the marks so far."""

    text: str
    end: int
    tokens: list[Token]
    lexicon: Lexicon
    marks: list[Mark]


def marks_of(text: str, start: int, end: int, lexicon: Lexicon) -> list[Mark]:
    """The marks of text[start:end], in order, covering every token."""
    line = Line(text, end, tokenise(text, start, end), lexicon, [])
    i = 0
    while i < len(line.tokens):
        mark = _mark_at(line, i)
        line.marks.append(mark)
        i += 1
        while i < len(line.tokens) and line.tokens[i].start < mark.end:
            i += 1
    return line.marks


def _mark_at(line: Line, i: int) -> Mark:
    for rule in RULES:
        if (mark := rule(line, i)) is not None:
            return mark
    return _word(line, i)


def _time(line: Line, i: int) -> Mark | None:
    token = line.tokens[i]
    first = "#" if token.kind == "number" or token.low in WORDS else token.low
    if first not in windows.FIRST_WORDS or not _has_number(line, i):
        return None
    span = windows.span_at(line.text, token.start, line.end, first)
    if span is None or (span.duration and _is_no_time(line, span)):
        return None
    if span.held and not any(m.role == "not" for m in line.marks):
        span = span.throughout()
    return Mark("time", span.start, span.end, time=span)


def _is_no_time(line: Line, span: windows.Span) -> bool:
    return _lasts(line) or _is_age(line, span) or windows.of_another_kind(span.start, span.end, line.text)


def _has_number(line: Line, i: int) -> bool:
    """Whether an amount of time can start within the next tokens."""
    return any(
        t.kind == "number" or t.low in WORDS or t.low in ("day", "week", "month", "year")
        for t in line.tokens[i : i + 8]
    )


def _lasts(line: Line) -> bool:
    """Whether a concept that is itself a length of time was just named: a life expectancy, an age."""
    named = next((m for m in reversed(line.marks[-4:]) if m.role not in ("glue", "colon")), None)
    return named is not None and named.concept is not None and named.concept.unit in _TIMES


_OF_WHOM = frozenset({"glue", "person", "mute", "and", "or", "comma"})


def _is_age(line: Line, span: windows.Span) -> bool:
    """ "Men and women of 40-70 years": said of people, and of nothing that could last so long."""
    if span.unit not in ("year", "month") or not line.text[span.start :].lower().startswith("of"):
        return False
    return all(m.role in _OF_WHOM or (m.concept and m.concept.name in ("female", "male")) for m in line.marks)


_TIMES = frozenset({"a", "mo", "wk", "d", "h", "min", "s", "ms"})


def _scale(line: Line, i: int) -> Mark | None:
    """The ends of a scale, so that they are not taken for what is asked of a patient."""
    token = line.tokens[i]
    if token.kind != "number" and token.low not in scales.FIRST_WORDS:
        return None
    if not any(t.kind == "number" for t in line.tokens[i : i + 7]):
        return None
    stop = scales.scale_at(line.text, token.start, line.end)
    if stop is None and len(line.marks) > 1 and line.marks[-1].role == "open":
        before = line.marks[-2]
        score = before.concept is not None and before.concept.kind == "score"
        measured = any(m.measure is not None and m.measure.comparator != "between" for m in line.marks[-6:])
        if score or measured:
            stop = scales.in_brackets(line.text, token.start, line.end, measured=measured)
    return Mark("scale", token.start, stop) if stop else None


_MEASURES_START = comparators.FIRST_WORDS | set(WORDS) | {"minimum", "a", "twice", "double"}


def _measure(line: Line, i: int) -> Mark | None:
    token = line.tokens[i]
    denied = token.low in comparators.BEFORE_NOT and line.tokens[i + 1 : i + 2]
    starts = token.kind in ("number", "sign") or token.low in _MEASURES_START
    starts = starts or bool(denied and line.tokens[i + 1].low == "not")
    graded = _graded(line)
    if not (starts or graded):
        return None
    if starts and (multiple := multiple_at(line.text, token.start, line.end)):
        return Mark("measure", multiple.start, multiple.end, measure=multiple)
    if (
        token.kind == "number"
        and i
        and line.tokens[i - 1].end == token.start
        and line.tokens[i - 1].kind == "word"
    ):
        return None  # the 6 of "IL6"
    found = measure_at(line.text, token.start, line.end, graded=graded)
    if found is None and (inherited := _inherited(line)):
        found = measure_at(line.text, token.start, line.end, inherited=inherited)
        # "(133 µmol/L)" may repeat a limit; "(1 cmH2O = 0.098 kPa)" does not.
        alone = found is not None and line.text[found.end : line.end].lstrip()[:1] in (")", "]")
        if line.marks[-1].role == "open" and not alone:
            return None
    if found is None or _enumerates(line, found):
        return None
    return Mark("measure", found.start, found.end, measure=found)


def _enumerates(line: Line, found: Measure) -> bool:
    """Whether a bare number in brackets counts the points of a list: "(1) low mood on the GDS (2) alcoholism"."""
    text, n = line.text, int(found.low)
    bracketed = text[found.start - 1 : found.start] == "(" and text[found.end : found.end + 1] == ")"
    before = f"({n - 1})" if n > 1 else f"({n + 1})"
    if not bracketed or found.comparator != "=" or found.unit:
        return False
    return before in text[line.tokens[0].start : line.end]


def _inherited(line: Line) -> str:
    """The comparator that "or 133 µmol/L" and "(133 µmol/L)" take over from the measure before them."""
    if bound := _bound(line):
        return bound
    if len(line.marks) < 2 or line.marks[-1].role not in ("or", "open", "slash"):
        return ""
    before = line.marks[-2].measure
    return before.comparator if before and before.comparator != "between" else ""


def _bound(line: Line) -> str:
    """The comparator that a word before the concept gives: "minimum age: 18 years", "a minimum life expectancy of"."""
    back = [m for m in line.marks[-6:] if m.role not in ("glue", "colon")]
    if len(back) < 2 or back[-1].role != "mention" or back[-2].role != "bound":
        return ""
    return ">=" if "min" in line.text[back[-2].start : back[-2].end].lower() else "<="


_BEFORE_A_GRADE = frozenset({"mention", "glue", "open", "close", "colon", "scale"})


def _graded(line: Line) -> bool:
    """Whether a score was just named, so that a bare figure is its value."""
    marks = line.marks
    if not marks or marks[-1].role not in _BEFORE_A_GRADE:
        return False
    for mark in reversed(marks[-4:]):
        if mark.role == "mention":
            return mark.concept is not None and mark.concept.kind == "score" and mark.concept.unit == ""
        # "MMSE [18]" is a reference, not a value
        if mark.role not in _BEFORE_A_GRADE or line.text[mark.start] == "[":
            return False
    return False


def _phrase(line: Line, i: int) -> Mark | None:
    """The longest of a dictionary word and a phrase of ours; the dictionary wins a tie."""
    token = line.tokens[i]
    found = line.lexicon.find(line.text, line.tokens, i)
    role, stop = _role_at(line.tokens, i)
    if found and found.stop >= stop:
        end = line.tokens[found.stop - 1].end
        kind = "mention" if found.concept else "disorder"
        return Mark(kind, token.start, end, concept=found.concept, disorders=found.disorders)
    return Mark(role, token.start, line.tokens[stop - 1].end) if role else None


def _punctuation(line: Line, i: int) -> Mark | None:
    token = line.tokens[i]
    if token.kind != "punct":
        return None
    role = _PUNCTUATION.get(token.low)
    if role is None:
        role = "stop" if token.low == "." and _ends_sentence(line, i) else "mute"
    return Mark(role, token.start, token.end)


def _ends_sentence(line: Line, i: int) -> bool:
    """A full stop with white space and a capital after it, and not after an abbreviation's single letter."""
    if i + 1 >= len(line.tokens) or line.tokens[i + 1].start == line.tokens[i].end:
        return False
    before = line.tokens[i - 1] if i else None
    following = line.text[line.tokens[i + 1].start]
    return (following.isupper() or following.isdigit()) and (before is None or len(before.low) > 1)


def _word(line: Line, i: int) -> Mark:
    token = line.tokens[i]
    return Mark("word" if token.kind != "punct" else "mute", token.start, token.end)


def _symbol(line: Line, i: int) -> Mark | None:
    before = line.marks[-1].role if line.marks else ""
    concept = symbol_at(line.text, line.tokens, i, line.end, before, line.lexicon)
    token = line.tokens[i]
    return Mark("mention", token.start, token.end, concept=concept) if concept is not None else None


RULES: tuple[Callable[[Line, int], Mark | None], ...] = (
    _time,
    _scale,
    _measure,
    _symbol,
    _phrase,
    _punctuation,
)


# --- the phrases of phrases.py as a trie over token texts -------------------------------------------------------

_End = ""  # the key under which a branch keeps the role of a phrase that ends there


@lru_cache(maxsize=1)
def _phrase_trie() -> dict[str, object]:
    root: dict[str, object] = {}
    for role, phrases in PHRASES.items():
        for phrase in phrases.split("|"):
            at = root
            words = " ".join(phrase.split())
            for key in _keys(words):
                at = at.setdefault(key, {})  # type: ignore[assignment]
            at.setdefault(_End, role)
    return root


def _keys(words: str) -> list[str]:
    tokens = tokenise(words, 0, len(words))
    return [t.low for k, t in enumerate(tokens) if not (t.low in HYPHENS and is_joint(tokens, k))]


def _role_at(tokens: list[Token], i: int) -> tuple[str, int]:
    """The role of the longest phrase at token i and the index after it; ("", i) where none starts."""
    at, best, j = _phrase_trie(), ("", i), i
    if tokens[i].low not in at:
        return best
    while j < len(tokens):
        if j > i and is_joint(tokens, j):
            j += 1
            continue
        step = at.get(tokens[j].low)
        if not isinstance(step, dict):
            break
        at, j = step, j + 1
        if _End in at:
            best = (str(at[_End]), j)
    return best


_SPOKEN_FOR = ("and", "or", "link", "history", "not", "except", "eg", "define", "glue", "past", "person")


def structural_words() -> frozenset[str]:
    """The words that may stand outside every leaf of a tree, because the tree's own shape says them."""
    phrases = " | ".join(PHRASES[role] for role in _SPOKEN_FOR).split("|")
    return frozenset(key for phrase in phrases for key in _keys(" ".join(phrase.split())))
