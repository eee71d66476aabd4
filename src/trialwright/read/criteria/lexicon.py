"""The dictionary's words in running text: the longest name, synonym or disorder that starts at a token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from trialwright.model.concept import Concept, Concepts
from trialwright.read.criteria.tokens import HYPHENS, Token, is_joint, tokenise

# Short words that are common English or mean several things unless written in capitals.
_CAPITALS_ONLY_TEXT = """
pe mi ra pt ps als map hr ef tg cr aids ess tb cva ck rr vt iss acs tnt tia ps mrs asa nrs co
audit grace syntax aspects ava pad cad ppi uti mdd ect whr isi fim act odi gds cea lh
"""
_CAPITALS_ONLY = frozenset(_CAPITALS_ONLY_TEXT.split())

# The same letters written all in capitals are another thing: IGA, the investigator's global assessment, is no IgA.
_NOT_IN_CAPITALS = frozenset({"iga"})


class Found(NamedTuple):
    """concept : named here, if any. disorders : concepts of which these words are an abnormal value.

    stop : index of the token after the last one.
    """

    concept: Concept | None
    disorders: tuple[Concept, ...]
    stop: int


@dataclass(slots=True)
class _Branch:
    next: dict[str, _Branch] = field(default_factory=dict)
    concept: Concept | None = None
    disorders: tuple[Concept, ...] = ()


class Lexicon:
    """A trie over token texts; hyphens inside words do not count, so "IL-6" and "IL 6" are one word."""

    def __init__(self, concepts: Concepts) -> None:
        self._root = _Branch()
        self.named = concepts.by_name
        for concept in concepts.entries:
            if concept.name in ("sex",):  # asked for through "female" and "male"
                continue
            for word in (concept.name, *concept.synonyms):
                self._branch(word).concept = concept
            for word in concept.disorders:
                branch = self._branch(word)
                branch.disorders = (*branch.disorders, concept)

    def _branch(self, words: str) -> _Branch:
        at = self._root
        for key in _keys(words):
            at = at.next.setdefault(key, _Branch())
        return at

    def find(self, text: str, tokens: list[Token], i: int) -> Found | None:
        """The longest entry that starts at token i."""
        if (first := tokens[i].low) not in self._root.next and _singular(self._root, first) is None:
            return None
        at, best, j = self._root, None, i
        while j < len(tokens):
            if j > i and is_joint(tokens, j):
                j += 1
                continue
            if j > i and (after := _after_abbreviation(text, tokens, j)) < len(tokens):
                # "New York Heart Association (NYHA) class": the name goes on after its short form
                if tokens[after].low not in at.next:
                    break
                j = after
            step = at.next.get(tokens[j].low) or _singular(at, tokens[j].low)
            if step is None:
                break
            at, j = step, j + 1
            if at.concept or at.disorders:
                best = Found(at.concept, at.disorders, j)
        if best and best.stop == i + 1 and tokens[i].low in _CAPITALS_ONLY:
            written = text[tokens[i].start : tokens[i].end]
            return best if sum(c.isupper() for c in written) > 1 else None  # "mRS", not "Mrs"
        if best and best.stop == i + 1 and tokens[i].low in _NOT_IN_CAPITALS:
            return None if text[tokens[i].start : tokens[i].end].isupper() else best
        return best


def _after_abbreviation(text: str, tokens: list[Token], j: int) -> int:
    """The index after "(NYHA)" at token j; past the end where no short form in brackets stands there."""
    if tokens[j].low != "(" or j + 3 >= len(tokens) or tokens[j + 2].low != ")":
        return len(tokens)
    inside = text[tokens[j + 1].start : tokens[j + 1].end]
    return j + 3 if len(inside) > 1 and inside.isupper() else len(tokens)


def _keys(words: str) -> list[str]:
    tokens = tokenise(words, 0, len(words))
    return [t.low for k, t in enumerate(tokens) if not (t.low in HYPHENS and is_joint(tokens, k))]


def _singular(at: _Branch, low: str) -> _Branch | None:
    return at.next.get(low[:-1]) if len(low) > 4 and low.endswith("s") else None


_known: dict[int, tuple[Concepts, Lexicon]] = {}


def lexicon_for(concepts: Concepts) -> Lexicon:
    """The lexicon of a dictionary, built once for as long as that dictionary is in use."""
    kept = _known.get(id(concepts))
    if kept is None or kept[0] is not concepts:
        if len(_known) >= 8:
            _known.clear()
        _known[id(concepts)] = kept = (concepts, Lexicon(concepts))
    return kept[1]
