"""What the heading of a column, or a code of a long table, names: outright, by an abbreviation, or only perhaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from trialwright.model.units import linear, normalise

if TYPE_CHECKING:
    from trialwright.model.concept import Concept, Concepts

FEWEST_LETTERS = 5  # of a word that may be misspelt: of shorter ones too many differ by one letter
LETTERS_AN_ERROR = 8  # two errors from this length on
_HEADER = re.compile(r"^(?P<word>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")

How = Literal["outright", "abbreviation", "perhaps"]


class Named(NamedTuple):
    """unit : that stands in the heading, "" for none. how : "outright" is the dictionary's own word, "abbreviation" one
    that hospital tables use for it, which values and units must bear out, and "perhaps" is for a person. why : in words."""

    concept: Concept
    unit: str
    how: How
    why: str = ""


@cache
def _known() -> Mapping[str, Any]:
    import yaml

    text = files("trialwright.adapters.patients").joinpath("headings.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    found["meaning"] = {w: name for name, all_of in found["abbreviations"].items() for w in all_of}
    return found


def heading_of(heading: str) -> tuple[str, str]:
    """ "hsCRP [mg/L]" → ("hscrp", "mg/L")."""
    match = _HEADER.match(heading)
    return (match["word"].lower(), match["unit"]) if match else (heading.strip().lower(), "")


def other_meaning(word: str) -> str:
    """What a word of the dictionary may mean besides as a heading; "" for a word of one meaning."""
    return str(_known()["ambiguous"].get(word, ""))


def may_be_hours(word: str) -> bool:
    """Whether a heading in lower case means hours where its values are those of a clock."""
    return word in _known()["of_the_clock"]


def named(heading: str, concepts: Concepts) -> Named | None:
    """What a heading names; None where nothing is like it."""
    word, unit = heading_of(heading)
    split = heading_of(_CAMEL.sub("_", heading))[0]
    texts = dict.fromkeys(" ".join(re.split(r"[_\s.]+", w)).strip() for w in (word, split))
    for look in (_whole, _misspelt, _in_circumstances):
        for text in (word, *texts) if look is _whole else texts:
            found = look(text, unit, concepts)
            if found:
                return found
    return None


def _whole(text: str, unit: str, concepts: Concepts) -> Named | None:
    """The text as a word, and as one followed by its unit."""
    found = _word(text, unit, concepts) if not unit or normalise(unit) is not None else None
    if found or unit:
        return found
    parts = text.split()
    for k in range(len(parts) - 1, 0, -1):
        found = _word(" ".join(parts[:k]), "", concepts)
        written = found and _unit_of(parts[k:], found.concept)
        if found and written:
            return found._replace(unit=written)
    return None


def _word(text: str, unit: str, concepts: Concepts) -> Named | None:
    other = other_meaning(text)
    name = _known()["meaning"].get(text)
    concept = concepts.by_word.get(text) or concepts.by_name.get(name or "")
    if concept is None:
        return None
    if other:
        return Named(concept, unit, "perhaps", f"{text} may also mean {other}")
    if text in concepts.by_word:
        return Named(concept, unit, "outright")
    return Named(concept, unit, "abbreviation", f"abbreviates {concept.name}")


def _unit_of(parts: list[str], concept: Concept) -> str:
    """The unit that the end of a heading writes, if it is one of the concept's; "" if not."""
    told = _known()["units"].get("".join(parts))
    for text in (told, "/".join(parts), " ".join(parts)):
        unit = normalise(text) if text else None
        if unit and unit != "1" and linear(unit, concept.unit, concept) is not None:
            return unit
    return ""


def _misspelt(text: str, unit: str, concepts: Concepts) -> Named | None:
    """One error, or two in a long word: a letter left out, put in, exchanged or in its neighbour's place."""
    allowed = 0 if len(text) < FEWEST_LETTERS else 1 if len(text) < LETTERS_AN_ERROR else 2
    near = [
        (errors, word)
        for word in (concepts.by_word if allowed else ())
        if word[0] == text[0]
        and len(word) >= FEWEST_LETTERS
        and word.count(" ") == text.count(" ")
        and (errors := _errors(text, word, allowed)) <= allowed
    ]
    if not near:
        return None
    concept = concepts.by_word[min(near)[1]]
    return Named(concept, unit, "perhaps", f"resembles {concept.name}")


def _in_circumstances(text: str, unit: str, concepts: Concepts) -> Named | None:
    for rest, aside in _set_aside(text.split()):
        found = _whole(rest, unit, concepts)
        if found:
            why = f"{aside!r} in it is for a person to judge"
            return found._replace(how="perhaps", why="; ".join(w for w in (found.why, why) if w))
    return None


def _set_aside(parts: list[str]) -> Iterator[tuple[str, str]]:
    circumstances = set(_known()["circumstances"])
    for first in range(min(3, len(parts))):
        for last in range(len(parts), max(first, len(parts) - 3), -1):
            aside = [*parts[:first], *parts[last:]]
            if aside and circumstances.issuperset(aside):
                yield " ".join(parts[first:last]), " ".join(aside)


def _errors(one: str, other: str, most: int) -> int:
    """Letters to put in, leave out, exchange or swap with their neighbour (Damerau 1964, Commun ACM 7:171); most + 1
    where it takes more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
