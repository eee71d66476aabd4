"""Which arm a number belongs to: by the order of names and numbers in its sentence, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from trialwright.read.grammar.arms import Entry
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.sentences import Sentence

_CONTRAST = re.compile(
    r"(?i)\b(?:versus|vs\.?|v\.?(?=\s\d)|compared (?:with|to)|in comparison (?:with|to)"
    r"|whereas|while|as opposed to|against|than)\s"
)
_CONTROL_WORDS = (
    r"(?:control|comparator|comparison)(?:\s(?:groups?|arms?|patients|subjects|participants))|controls"
)
_ACTIVE_WORDS = r"(?:treatment|intervention|experimental|active|investigational|study)\s(?:groups?|arms?)"
_ADDED = re.compile(
    r"(?i)(?:(?!\b(?:or|versus|vs|than|compared|and|to receive)\b)(?:[^.;]|\.(?=\d))){0,60}?"
    r"(?:\bplus|\+|\badded to|\bin addition to|\bon top of|\b(?:combined|in combination) with)\s?(?:the\s|their\s)?"
)
_RESPECTIVELY = re.compile(r"(?i)\brespectively\b")


class Mention(NamedTuple):
    start: int
    end: int
    label: str


class Names:
    """All the ways a document names its arms, as one pattern."""

    def __init__(self, arms: Sequence[Entry]) -> None:
        self.arms = list(arms)
        self._label: dict[str, str] = {}
        forms: set[str] = set()
        for arm in self.arms:
            for name in arm.names:
                self._label.setdefault(_spelling(name), arm.label)
                forms.add(name)
        parts = list(dict.fromkeys(_pattern(f) for f in sorted(forms, key=lambda f: (-len(f), f))))
        parts += [f"(?P<control>(?i:{_CONTROL_WORDS}))", f"(?P<active>(?i:{_ACTIVE_WORDS}))"]
        self._any = re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w])")
        self._control = self._only("control") or self._only("historical")
        self._active = self._only("experimental")
        self._found: dict[int, tuple[Sentence, list[Mention]]] = {}

    def _only(self, role: str) -> str:
        labels = [a.label for a in self.arms if a.role == role]
        return labels[0] if len(labels) == 1 else ""

    def mentions(self, sentence: Sentence) -> list[Mention]:
        """Arms named in the sentence, in order, runs of the same arm as one. Not to be changed."""
        kept = self._found.get(id(sentence))
        if kept is None or kept[0] is not sentence:
            self._found[id(sentence)] = kept = sentence, self._with_base(self._in(sentence.text), sentence)
        return kept[1]

    def _in(self, text: str) -> list[Mention]:
        found: list[Mention] = []
        for match in self._any.finditer(text) if self.arms else ():
            if match.lastgroup == "control":
                label = self._control
            elif match.lastgroup == "active":
                label = self._active
            else:
                label = self._label.get(_spelling(match.group()), "")
            if label:
                found.append(Mention(match.start(), match.end(), label))
        return found

    def _with_base(self, found: list[Mention], sentence: Sentence) -> list[Mention]:
        """ "X plus Y" is one arm where Y alone is another: both names in it are of the arm that adds X."""
        out: list[Mention] = []
        controls = {a.label for a in self.arms if a.role == "control"}
        for mention in found:
            last = out[-1] if out else None
            if (
                last
                and last.label != mention.label
                and _ADDED.fullmatch(sentence.bare[last.end : mention.start])
            ):
                adds_after = last.label in controls and mention.label not in controls
                label = mention.label if adds_after else last.label
                out[-1] = last._replace(label=label)
                mention = mention._replace(label=label)
            out.append(mention)
        return out

    def only(self, title: str) -> str:
        """The label of the one arm that a group's title names, or "" for none or several."""
        labels = {m.label for m in self._in(shadow(title))} if self.arms else set()
        return next(iter(labels)) if len(labels) == 1 else ""

    def forms(self, label: str) -> set[str]:
        """The ways the document writes an arm."""
        return {n for a in self.arms if a.label == label for n in a.names}

    def is_arm(self, words: str) -> bool:
        """True if the words are an arm's name and nothing else."""
        return bool(self.arms) and self._any.fullmatch(words) is not None

    @property
    def pair(self) -> tuple[str, str]:
        """(experimental, control) of a two-arm trial, or ("", "")."""
        roles = {a.role: a.label for a in self.arms}
        if len(self.arms) == 2 and "experimental" in roles and len(roles) == 2:
            return roles["experimental"], roles.get("control") or roles["historical"]
        return "", ""


def _spelling(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name).strip().lower()


def _pattern(name: str) -> str:
    # A short form in capitals is not the word in small letters: "OR" and "or", "ANA" and "Ana".
    as_written = name.isupper() and len(name) <= 6
    body = r"[\s-]".join(re.escape(w) for w in re.split(r"[\s-]+", name if as_written else name.lower()))
    return body if as_written else f"(?i:{body})"


def link(sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[str]:
    """The arm of each value (a span in the sentence), "" where the order does not settle it."""
    inside = [{m.label for m in mentions if a <= m.start < b} for a, b in values]
    out = [next(iter(labels)) if len(labels) == 1 else "" for labels in inside]
    if any(inside):
        return out  # "11 of the 12 on A (92 %)": the values carry their arms themselves
    for indices, names in _clauses(sentence, values, mentions):
        labels = _clause(sentence, [values[i] for i in indices], names)
        for i, label in zip(indices, labels, strict=True):
            out[i] = label
    return out


def _clauses(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> list[tuple[list[int], list[Mention]]]:
    """Values and mentions clause by clause; a semicolon ends a clause if each side has its own names."""
    cuts = [i.start() for i in re.finditer(";", sentence.bare)]
    groups: list[tuple[list[int], list[Mention]]] = [([], []) for _ in range(len(cuts) + 1)]
    for i, value in enumerate(values):
        groups[bisect_right(cuts, value[0])][0].append(i)
    for mention in mentions:
        groups[bisect_right(cuts, mention.start)][1].append(mention)
    if all(names for indices, names in groups if indices):
        return [g for g in groups if g[0]]
    return [(list(range(len(values))), list(mentions))]


def _clause(sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[str]:
    tokens = sorted(
        [(v[0], "V", str(i)) for i, v in enumerate(values)] + [(m.start, "M", m.label) for m in mentions]
    )
    runs: list[tuple[str, str]] = []
    for _, kind, what in tokens:
        if not (kind == "M" and runs and runs[-1] == (kind, what)):
            runs.append((kind, what))
    shape = "".join(kind for kind, _ in runs)
    names = [what for kind, what in runs if kind == "M"]
    if re.fullmatch(r"(?:VM)+", shape) or re.fullmatch(r"(?:MV)+", shape):
        return names
    sided = _sides(sentence, values, mentions)
    if sided:
        return sided
    paired = _in_order(sentence, values, shape, names)
    return paired or [""] * len(values)


def _sides(sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[str]:
    """ "A had 0, versus 11 % in B": one name and one value on each side of the contrast."""
    if len(values) != 2:
        return []
    cuts = [m.start() for m in _CONTRAST.finditer(sentence.text)]
    for cut in cuts:
        left = [i for i, v in enumerate(values) if v[0] < cut]
        right = [i for i, v in enumerate(values) if v[0] >= cut]
        names_left = {m.label for m in mentions if m.start < cut}
        names_right = {m.label for m in mentions if m.start >= cut}
        if (
            len(left) == len(right) == 1
            and len(names_left) == len(names_right) == 1
            and names_left != names_right
        ):
            return [*names_left, *names_right]
    return []


def _in_order(
    sentence: Sentence, values: Sequence[tuple[int, int]], shape: str, names: list[str]
) -> list[str]:
    """ "x and y in A and B, respectively" and "A v B (x v y)": as many names as values, in their order."""
    if len(set(names)) != len(names) or len(names) != len(values) or len(names) < 2:
        return []
    grouped = re.fullmatch(r"M+V+|V+M+", shape) is not None
    if not grouped:
        return []
    if _RESPECTIVELY.search(sentence.text):
        return names
    between = sentence.text[values[0][1] : values[1][0]]
    contrast = re.search(r"(?i)\b(?:vs\.?|versus|v\.?|compared (?:with|to))(?=\s|$)", between)
    return names if len(names) == 2 and contrast and shape == "MMVV" else []
