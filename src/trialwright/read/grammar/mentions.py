"""Where a sentence names the arms, by all the names that the document has for them, and in which order its comparisons do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from trialwright.read.grammar.arms import Entry
from trialwright.read.grammar.coordinated import Coordinated, beside_without, than_without
from trialwright.read.grammar.factors import in_factors
from trialwright.read.grammar.group_words import (
    BY_LETTER,
    CONTRAST,
    GENERIC,
    GROUPS,
    NO_NAME,
    TREATED,
    UNKNOWN,
    UNKNOWN_FIRST,
    UNTREATED,
)
from trialwright.read.grammar.joint_names import (
    COMBINED,
    PLUS,
    PLUS_ONE,
    are_together,
    compound,
    is_one_of_both,
    is_sham_of,
)
from trialwright.read.grammar.lexis import plain, shadow
from trialwright.read.grammar.name_places import flat, name_places, tells_without
from trialwright.read.grammar.named_in_tests import without_tests
from trialwright.read.grammar.naming import DOSED, LETTERED
from trialwright.read.grammar.other_senses import is_no_arm
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.spoken_order import are_set_out_in_order, order_of_lists
from trialwright.read.patterns import Pattern

_SHAM = Pattern(r"(?i)\b(?:placebo|sham)\b")  # what is added to hide that nothing is


_NONE = Pattern(
    r"(?i)\b(?:no[\s-]|(?:without|not receiving|not given)\s)(?!difference|effect)(?:(?:an?|the)\s)?(?:[a-z][\w-]{1,14}\s)?$"
)


_DUMMIES = ("placebo", "usual care")
# What controls may get and all people too: theirs alone beside a number of its own, or set against the other arm
_CUSTOMARY = Pattern(
    r"(?i)(?:(?<=\d\s)|\b(?:versus|vs\.?|than|compared\s(?:with|to)|\d\s(?:to|on|received|had|got|were\s(?:given|assigned))|than\s(?:in|with|on|after))\s(?:the\s)?)"
    r"(?P<x>(?:usual|standard|conventional|routine)\s(?:treatment|therapy|care|chemotherapy|management))\b"
)
_CUSTOM = Pattern(r"(?i)\b(?:usual|standard|conventional|routine)\b")
NOBODY = "?"  # the label of a group that is one of several arms, where it is not said which


class Mention(NamedTuple):
    start: int
    end: int
    label: str


class Names:
    """All the ways a document names its arms, as one pattern."""

    def __init__(self, arms: Sequence[Entry]) -> None:
        self.arms = list(arms)
        self._told = frozenset(w for a in self.arms for w in a.place.sentence.text.lower().split())
        self._label: dict[str, str] = {}
        forms: set[str] = set()
        for arm in self.arms:
            for name in arm.names:
                self._label.setdefault(plain(name), arm.label)
                forms.add(name)
        # A short form in capitals is not the word in small letters: "OR" and "or", "ANA" and "Ana".
        self._written = {f: self._label[plain(f)] for f in forms if f.isupper() and len(f) <= 6}
        self._spoken = {flat(f): self._label[plain(f)] for f in sorted(forms) if f not in self._written}
        self._coordinated = Coordinated(self._spoken)
        self.against = {a.label: a.against for a in self.arms if a.against}
        self._control = self._only("control") or self._only("historical")
        self._active = self._only("experimental")
        # What a control group gets where no arm is called by it.
        self._dummies = [w for w in _DUMMIES if self._control and not any(w in f.lower() for f in forms)]
        self._untreated = bool(self._active) and UNTREATED.search(self._control) is not None
        self._plain_control = bool(self._dummies) and not any(map(_CUSTOM.search, forms))
        self._found: dict[int, tuple[Sentence, list[Mention]]] = {}
        spots = {a.place.sentence.start for a in self.arms}
        self._set_out_at = spots.pop() if len(self.arms) > 1 and len(spots) == 1 else None
        self._told_without = len(self.arms) == 2 and any(
            tells_without(a.place.sentence.text, a.place.start, a.place.end, b.names)
            for a, b in zip(self.arms, reversed(self.arms), strict=True)
        )
        self._lettered = any(LETTERED.fullmatch(name) for name in self._spoken)
        joint = len(self.labels) == 2 and any(PLUS.search(f) for f in forms)
        self._apart = len(self.labels) > 1 and not joint  # no arm is called by two names together
        self.factorial = any("factorial" in a.place.sentence.document.text.lower() for a in self.arms[:1])
        self._neither: dict[
            int, list[tuple[int, int]]
        ] = {}  # by start of a sentence, where names together are no arm's

    def _only(self, role: str) -> str:
        labels = [a.label for a in self.arms if a.role == role]
        return labels[0] if len(labels) == 1 else ""

    def mentions(self, sentence: Sentence) -> list[Mention]:
        """Arms named in the sentence, in order, runs of the same arm as one. Not to be changed."""
        kept = self._found.get(id(sentence))
        if kept is None or kept[0] is not sentence:
            found = self._set_out(self._with_base(self._in(sentence.text), sentence), sentence)
            found = in_factors(found, sentence.text, self.against) if self.against else found
            self._found[id(sentence)] = kept = sentence, self._with_other(found, sentence)
        return kept[1]

    def _set_out(self, found: list[Mention], sentence: Sentence) -> list[Mention]:
        """Where the sentence sets arms out, whatever words it has for one that are the name of none."""
        if sentence.start != self._set_out_at:
            return found
        new = [
            Mention(a.place.start, a.place.end, a.label)
            for a in self.arms
            if not any(m.start < a.place.end and a.place.start < m.end for m in found)
        ]
        return sorted([*found, *new]) if new else found

    def with_nobody(self, sentence: Sentence) -> list[Mention]:
        """The mentions, and the places of groups that may be any of several arms: "the intervention group" of two."""
        mentions = self.mentions(sentence)
        if places := self._neither.get(sentence.start):
            mentions = sorted([*mentions, *(Mention(a, b, NOBODY) for a, b in places)])
        mentions = self._with_strange_letters(mentions, sentence)
        mentions = self._with_strangers(mentions, sentence)
        if (self._active and self._control) or len(self.labels) < 3:
            return mentions
        groups = [
            Mention(m.start(), m.end(), NOBODY)
            for m in GENERIC.finditer(sentence.text)
            if not (self._control if m.lastgroup == "control" else self._active)
            and not any(n.start < m.end() and m.start() < n.end for n in mentions)
        ]
        return sorted([*mentions, *groups]) if groups else mentions

    def _with_strange_letters(self, mentions: list[Mention], sentence: Sentence) -> list[Mention]:
        """The mentions, and groups by a letter that no arm has, where arms have letters: "group K" beside groups L and R."""
        if not mentions or not self._lettered:
            return mentions
        strange = [
            Mention(match.start(), match.end(), NOBODY)
            for match in BY_LETTER.finditer(sentence.text)
            if not any(m.start < match.end() and match.start() < m.end for m in mentions)
        ]
        return sorted([*mentions, *strange]) if strange else mentions

    def _with_strangers(self, mentions: list[Mention], sentence: Sentence) -> list[Mention]:
        """The mentions, and groups by another name beside them in a sentence that names more than these: they are none of the
        arms that are named."""
        if not mentions or (len(self.labels) == 2 and len({m.label for m in mentions}) < 2):
            return mentions
        strangers = [
            Mention(match.start("x"), match.end("x"), NOBODY)
            for match in UNKNOWN.finditer(sentence.text)
            if not NO_NAME.search(match.group("x"))
            and not GENERIC.match(sentence.text, match.start("x"))
            and not any(m.start < match.end() and match.start("x") < m.end for m in mentions)
        ]
        return sorted([*mentions, *strangers]) if strangers else mentions

    def _in(self, text: str) -> list[Mention]:
        if not self.arms:
            return []
        low = flat(text)
        written = [(name, label) for name, label in self._written.items() if name in text]
        spoken = [(name, label) for name, label in self._spoken.items() if name in low]
        found = [m for name, label in written for m in _places(text, text, name, label)]
        found += [m for name, label in spoken for m in _places(low, text, name, label)]
        for match in GENERIC.finditer(text):
            label = self._control if match.lastgroup == "control" else self._active
            found.append(Mention(match.start(), match.end(), label))
        if (self._untreated or (self._active and "controls" in low)) and "treated" in low:
            found += [Mention(*m.span("x"), self._active) for m in TREATED.finditer(text)]
        for word in self._dummies:
            if word in low:
                found += _places(low, text, word, self._control)
        found += [Mention(*place) for place in self._coordinated.places(text)]
        if not found:
            return []
        if self._plain_control and self._control not in (told := {m.label for m in found}) and any(told):
            found += [Mention(*m.span("x"), self._control) for m in _CUSTOMARY.finditer(text)]
        out: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start, -m.end, not m.label)):
            if (
                out
                and out[-1].label
                and mention.start == out[-1].end + 1
                and (GENERIC.match(text, mention.start) or is_sham_of(text, out[-1]))
            ):
                out[-1] = out[-1]._replace(
                    end=mention.end
                )  # "the standard axillary treatment group" is the standard's
            elif not out or mention.start >= out[-1].end:
                out.append(mention)
        return self._with_none(
            [m for m in out if m.label and not is_no_arm(text, m.start, m.end, m.label, self._told)], text
        )

    def _with_none(self, found: list[Mention], text: str) -> list[Mention]:
        """ "no X", "without X" is the other arm of a trial of X against a control, "without X" that of any two arms."""
        control, labels = self._only("control"), {label.lower(): label for label in self.labels}
        without = any(w in text for w in ("without", " not", " none"))
        out: list[Mention] = []
        for mention in found:
            none = _NONE.search(text[max(0, mention.start - 24) : mention.start])
            rest = [label for label in self.labels if label != mention.label]
            own = labels.get(f"no {mention.label.lower()}") or (rest[0] if len(self.labels) == 2 else "")
            if none and own and (control or self._told_without or none.group().lower().startswith("without")):
                begin = mention.start - len(none.group()) if self._told_without else mention.start
                mention = Mention(begin, mention.end, control or own)
            named = mention.label.lower().removeprefix("no ")
            tried = rest[0] if len(self.labels) == 2 and mention.label != rest[0] else labels.get(named, "")
            places = beside_without(text, mention.start, len(self.labels) == 2) if tried and without else ()
            out += [Mention(a, b, tried) for a, b in places]
            out.append(mention)
            rest = (
                rest if len(rest) == 1 else [o for o, first in self.against.items() if first == mention.label]
            )
            if without and len(rest) == 1 and (place := than_without(text, mention.start, mention.end)):
                out.append(Mention(*place, rest[0]))
        return out

    def _with_base(self, found: list[Mention], sentence: Sentence) -> list[Mention]:
        """ "X plus Y" is one arm where Y alone is another: both names in it are of the arm that adds X."""
        out: list[Mention] = []
        controls = {a.label for a in self.arms if a.role == "control"}
        for mention in found:
            if self.factorial and is_one_of_both(sentence, mention):
                self._neither.setdefault(sentence.start, []).append((mention.start, mention.end))
                continue
            if out and mention.start < out[-1].end:
                continue  # the second half of "X/Y"
            both = compound(sentence.text, mention)
            if both and (called := self._called(sentence.text[both[0] : both[1]])):
                mention = Mention(*both, called)
            mention = self._with_more(mention, sentence)
            last = out[-1] if out else None
            if last and last.label != mention.label and are_together(sentence, last, mention):
                if self._apart and not {last.label, mention.label} & controls:
                    # "A plus B" is neither A nor B, nor a control
                    self._neither.setdefault(sentence.start, []).append((last.start, mention.end))
                    out.pop()
                    continue
                adds_after = last.label in controls and mention.label not in controls
                adds_after |= (
                    mention.label in controls
                    and _SHAM.search(sentence.text[mention.start : mention.end]) is not None
                )
                label = mention.label if adds_after else last.label
                out[-1] = last._replace(label=label)
                mention = mention._replace(label=label)
            out.append(mention)
        return out

    def _called(self, words: str) -> str:
        """The one arm whose name holds these words."""
        labels = {label for form, label in self._label.items() if plain(words) in form}
        return labels.pop() if len(labels) == 1 else ""

    def _with_more(self, mention: Mention, sentence: Sentence) -> Mention:
        """ "Y plus Z" is the arm that is called "Y plus X", or "the combination", where Y alone is the other: Z is another word for X."""
        if len(self.labels) not in (2, 3) or not PLUS.match(sentence.text, mention.end):
            return mention
        if len(self.labels) == 3:
            return self._of_both(mention, sentence)
        other = next((label for label in self.labels if label != mention.label), "")
        base = plain(sentence.text[mention.start : mention.end])
        if not any(base == plain(f) for f in self.forms(mention.label)):
            return mention
        if any(map(COMBINED.fullmatch, self.forms(other))):
            both = PLUS_ONE.match(sentence.text, mention.end)
            return mention._replace(end=both.end() if both else mention.end, label=other)
        adds = any(PLUS.search(f) and base in plain(f) for f in self.forms(other))
        return mention._replace(label=other) if adds else mention

    def _of_both(self, mention: Mention, sentence: Sentence) -> Mention:
        """ "Y plus Z" of three arms of which one is called "the combination", and none by two names together."""
        both = [label for label in self.labels if any(map(COMBINED.fullmatch, self.forms(label)))]
        joined = any(PLUS.search(f) for label in self.labels for f in self.forms(label))
        if len(both) != 1 or joined or mention.label in both:
            return mention
        more = PLUS_ONE.match(sentence.text, mention.end)
        return mention._replace(end=more.end() if more else mention.end, label=both[0])

    def _with_other(self, found: list[Mention], sentence: Sentence) -> list[Mention]:
        """ "in the A and Z groups": in a trial with two arms a group that is named beside one of them is the other."""
        labels = {m.label for m in found} if len(self.labels) == len(self.arms) == 2 else set()
        if len(labels) != 1:
            return found
        other = next(label for label in self.labels if label not in labels)
        unknown = [
            Mention(match.start("x"), match.end("x"), other)
            for match in UNKNOWN.finditer(sentence.text)
            if not NO_NAME.search(match.group("x"))
            and not any(m.start < match.end("x") and match.start("x") < m.end for m in found)
        ]
        unknown = unknown or self._first_unknown(found, sentence, other)
        alike = {sentence.text[m.start : m.end].lower() for m in unknown}
        return sorted([*found, *unknown]) if len(alike) == 1 else found

    def _first_unknown(self, found: list[Mention], sentence: Sentence, other: str) -> list[Mention]:
        ends = {m.start: m.end for m in found}
        return [
            Mention(match.start("x"), match.end("x"), other)
            for match in UNKNOWN_FIRST.finditer(sentence.text)
            if match.start("y") in ends
            and GROUPS.match(sentence.text, ends[match.start("y")])
            and not NO_NAME.search(match["x"])
        ]

    def carried(self, sentences: Sequence[Sentence]) -> dict[int, tuple[str, ...]]:
        """Start of a sentence that names no arm → the arms as the sentence before it names them, when it names all."""
        out: dict[int, tuple[str, ...]] = {}
        last: tuple[str, ...] = ()
        for sentence in sentences:
            spoken = without_tests(sentence, self.mentions(sentence), len(self.labels))
            named = tuple(dict.fromkeys(m.label for m in spoken))
            if not named and last:
                out[sentence.start] = last
            elif named:
                last = named if len(named) == len(self.labels) > 1 else ()
        return out

    def of_letter(self, letter: str) -> str:
        return self._coordinated.of_letter(letter)

    def only(self, title: str) -> str:
        """The label of the one arm that a group's title names, or "" for none or several."""
        labels = {m.label for m in self._in(shadow(title))} if self.arms else set()
        return next(iter(labels)) if len(labels) == 1 else ""

    def forms(self, label: str) -> set[str]:
        """The ways the document writes an arm."""
        return {n for a in self.arms if a.label == label for n in a.names}

    def is_arm(self, words: str) -> bool:
        """True if the words are an arm's name and nothing else, or what several arms have in doses of their own."""
        known = plain(words) in self._label or plain(words) in self.of_doses
        return bool(self.arms) and (known or GENERIC.fullmatch(words) is not None)

    @cached_property
    def of_doses(self) -> frozenset[str]:
        """What two arms or more are doses of: "zinc" of "zinc 5 mg" and "zinc 15 mg"."""
        drugs = [plain(m["x"]) for label in self.labels if (m := DOSED.match(label))]
        return frozenset(d for d in drugs if drugs.count(d) > 1)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of all arms but historical ones."""
        return tuple(dict.fromkeys(a.label for a in self.arms if a.role != "historical"))

    def order(self, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        """Two arms in the order in which every comparison in words of the document names them; () where none does, or they
        disagree."""
        if len({a.label for a in self.arms}) != 2:
            return order_of_lists((self.mentions(s) for s in sentences if not s.background), len(self.labels))
        shown: set[tuple[str, str]] = set()
        listed: Counter[tuple[str, ...]] = Counter()
        for sentence in sentences:
            named = [] if sentence.background else self.mentions(sentence)
            for first, second in pairwise(named):
                between = sentence.text[first.end : second.start]
                if first.label != second.label and len(between) < 60 and CONTRAST.search(between + " "):
                    shown.add((first.label, second.label))
            listed[tuple(dict.fromkeys(m.label for m in named))] += 1
        if shown:
            return next(iter(shown)) if len(shown) == 1 else ()
        if self.order_set_out:
            return ()
        # Letters that no comparison in words turns: as two sentences or more name them both.
        steady = listed[self.labels] > 1 and not listed[self.labels[::-1]]
        return self.labels if steady and all(LETTERED.fullmatch(label) for label in self.labels) else ()

    @cached_property
    def order_set_out(self) -> tuple[str, ...]:
        """Two arms as they are set out, if the control comes second, else ()."""
        return self.pair if self.labels == self.pair and are_set_out_in_order(self.arms) else ()

    @property
    def pair(self) -> tuple[str, str]:
        """(experimental, control) of a two-arm trial, or ("", "")."""
        roles = {a.role: a.label for a in self.arms}
        control = roles.get("control") or roles.get("historical")
        if len(self.arms) == 2 and "experimental" in roles and control:
            return roles["experimental"], control
        return "", ""


def _places(where: str, text: str, name: str, label: str) -> list[Mention]:
    return [Mention(start, end, label) for start, end in name_places(where, text, name)]
