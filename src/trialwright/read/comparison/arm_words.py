"""Which arm words name: those of the question, their short forms, letters, initials and roles in the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trialwright.read.comparison.arm_codes import LETTER, codes, is_other_group, roles, with_asked_letters
from trialwright.read.comparison.arm_vocabulary import (
    ANY_PLAN,
    CONTROLS,
    FEIGNED,
    GENERIC,
    GIVEN_TOGETHER,
    JOINING,
    MEMBERS,
    OF_DOSE,
    PLAIN_CONTROL,
    PRETENDED,
)
from trialwright.read.comparison.article import Article
from trialwright.read.comparison.coded_arms import allotted, called, key
from trialwright.read.comparison.column_kinds import without_measures
from trialwright.read.comparison.mixed_arms import is_form, is_mixture, of_others, own_forms, without_joining
from trialwright.read.comparison.table_kinds import head_name, is_statistic
from trialwright.read.comparison.wording import is_initials, stem, tokens
from trialwright.read.grammar.arm_aliases import known_by_elimination, known_by_letter
from trialwright.read.grammar.arms import Entry
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.naming import CONTROL
from trialwright.read.patterns import Pattern

_CONTROL_GROUP = Pattern(r"(?i)\bcontrol (?:group|arm)\b")
_TRIED_GROUP = Pattern(r"(?i)\b(?:intervention|experimental|treatment) (?:group|arm)\b")
_NONE = Pattern(r"(?i)\W*(?:no|without|none)\b")
_DENIED_ARM = Pattern(r"(?i)(?:no|without)\s(?:an?\s|the\s)?(?P<x>\w[\w -]*)")
# a set of people or a time of the trial, whatever word of an arm it has
_OF_ANY_ARM = Pattern(
    r"(?i)\b(?:intention|intent)[- ]to[- ]treat\b|\bas[- ]treated\b|\btreatment[- ](?:emergent|related)\b|\bstandard (?:deviations?|errors?)\b"
    r"|\b(?:pre|post|before|after|during|end of)[- ]?(?:the\s)?(?:treatment|intervention|therapy)\b|\b\d+[- ](?:day|week|month|year)s?[- ]follow[- ]?up\b"
)
_TIMED = Pattern(r"(?i)\b(?:pre|post|before|after|during)\b|\b(?:pre|post)(?:treat|interv|op|test)")
_CAPITALS = Pattern(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_NOTHING = Pattern(r"(?i)\W*(?:none|nothing|untreated|no\s(?:treatment|intervention|therapy))\W*")
# "the standard dose" of what the other arm has less of is no control
_DOSED = Pattern(r"(?i)\b(?:standard|usual|conventional|routine)[- ]dos(?:e|age|ing)")
_OF_MEAN = Pattern(r"(?i)\W*means?\W*|\W*(?:±|\+/-|\+-)")
TRIED, COMPARED = "intervention", "comparator"
_ALL_OF_IT = Pattern(
    r"(?i)\W*(?:both|combination|combined)(?:\s(?:treatments?|therap(?:y|ies)|drugs|groups?|arms?))?\W*"
)
_CODED = Pattern(r"(?i)^(?:group|arm)(?:\s|(?=\())")
_GROUP_BEHIND = Pattern(r"(?i)\s(?:group|arm)$")
SIZED = Pattern(r"(?i)[(\[,]?\s?\bn\s?=\s?\d+(?:,\d{3})*(?:\s?[)\]])?")
# A head that is no sum, no time and no measure
_MAY_BE_ARM = Pattern(
    r"(?i)^(?!.*\b(?:totals?|all|overall|both|combined|p|n|no|mean|sd|baseline|change|differences?|before|after|pre|post|week|month|day|year|follow-?up|variables?|outcomes?|range|median|time|events?|unit)\b)[^\d%]*[a-z]{2}"
)
_AMOUNT = Pattern(
    r"(?i)(?<![\w.])(?P<n>\d+(?:\.\d+)?)[\s-]?(?P<u>day|week|month|hour|minute|mg|mcg|µg|g|ml|iu|gy|cycle|session|dose)s?\b"
)


@dataclass
class Arms(Article):
    """The two arms that are asked for, as the document names them."""

    @cached_property
    def own(self) -> tuple[set[str], set[str]]:
        """The words of each arm that the other has not."""
        tried, compared = self.full
        own = tried - compared, compared - tried
        return own[0] & FEIGNED or own[0], own[1] & FEIGNED or own[1]  # "sham laser" is no laser

    @cached_property
    def full(self) -> tuple[set[str], set[str]]:
        """All words of each arm, a denial among them."""
        tried, compared = (self.words(x) for x in (self.intervention, self.comparator))
        return without_joining(tried), without_joining(compared)

    @cached_property
    def abbreviated(self) -> set[str]:
        """The short forms of the document as words, which say nothing that what they stand for does not."""
        return {stem(name.lower()) for name in self.short}

    @cached_property
    def controlled(self) -> bool:
        return self.is_control(self.comparator)

    def is_control(self, arm: str) -> bool:
        words = self.own[arm == self.comparator] - (OF_DOSE if _DOSED.search(arm) else set())
        return bool(CONTROL.search(arm) or words & CONTROLS or _NONE.match(arm))

    def side_of(self, words: str) -> str:
        """Which arm a heading names, "" for neither or both."""
        code = _CODED.sub("", SIZED.sub("", words).strip(" ,;:()")).strip(" ()")
        bare = _CODED.sub("", without_measures(SIZED.sub("", words)).strip(" ,;:()"))
        known = [name for name in (code, bare) if name in self.codes]
        if known or is_other_group(self.codes, words):
            return self.codes[known[0]] if known else ""
        for name in (code, bare, _GROUP_BEHIND.sub("", bare)):
            if name in self._allotted:
                return self._allotted[name]
        return (
            self._roles.get(bare.lower())
            or (self._called and self._called.get(key(code)))
            or self.said(words)
        )

    @cached_property
    def _roles(self) -> dict[str, str]:
        return roles(self)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Letters and short forms → the arm that they name, "" for another one."""
        return codes(self)

    @cached_property
    def _allotted(self) -> dict[str, str]:
        """Short forms of the arms in the sentence that allots people to them."""
        return allotted(self.sentences, self.document.text, self.said, self.fit, (TRIED, COMPARED))

    @cached_property
    def _called(self) -> dict[frozenset[str], str]:
        return {key(words): side for words, side in self._other_names.items() if side}

    @cached_property
    def _other_names(self) -> dict[str, str]:
        return called(self.sentences, self.said, self._by_own_words)

    def _by_own_words(self, words: str) -> str:
        """The arm of which words say a word that the other has not, "" for neither or both."""
        told = [bool(own & self.words(words) - ANY_PLAN) for own in self.own]
        return "" if told[0] == told[1] else (TRIED, COMPARED)[told[1]]

    def said(self, words: str) -> str:
        """Which arm words name by themselves."""
        said = self.words(words if self._by_time else _OF_ANY_ARM.sub(" ", self._without_sets(words)))
        if self._is_other_dose(words):
            return ""
        letters = {f"group {m['g'] or m['a']}".lower() for m in LETTER.finditer(words)}
        for label, names in self._letters.items():
            if letters & names:
                return label
        tried, compared = len(self.own[0] & said), len(self.own[1] & said)
        if tried and compared:
            # "X plus Y" against "Y": the arm that has more of its words said.
            a, b = tried / len(self.own[0]), compared / len(self.own[1])
            return "" if a == b else TRIED if a > b else COMPARED
        if tried or compared:
            return TRIED if tried else COMPARED
        for own, whole, label in ((*self._pairs[0], TRIED), (*self._pairs[1], COMPARED)):
            if not own and whole & said:
                return (
                    label  # "X" against "no X", "Y" against "X plus Y": none of the other's own words is said
                )
        by_letters = self._initials_of(words)
        if by_letters:
            return by_letters
        if self.full[0] != self.full[1] and _ALL_OF_IT.fullmatch(SIZED.sub("", words)):
            tried, compared = self.full
            return TRIED if compared < tried else COMPARED if tried < compared else ""
        if _NONE.match(self.comparator) and _NOTHING.fullmatch(SIZED.sub("", words)):
            return COMPARED
        if said & CONTROLS:
            return COMPARED if self.controlled and not self._is_pretence(said) else ""
        return TRIED if said & GENERIC and self.controlled else ""

    def _is_pretence(self, said: set[str]) -> bool:
        """Whether words name a placebo or a sham, and the arm that is compared with is a control of another kind."""
        asked = self.full[1]
        return bool(said & PRETENDED) and not asked & (PRETENDED | PLAIN_CONTROL)

    def _without_sets(self, words: str) -> str:
        """Words without the short forms of sets of people and of measures, whatever word of an arm they stand for ("TEAE")."""
        for short in self._of_sets:
            words = re.sub(rf"(?<![\w-]){re.escape(short)}(?![\w-])", " ", words)
        return words

    @cached_property
    def _of_sets(self) -> list[str]:
        told = {"SD": "standard deviation", "SE": "standard error", **self.short}
        return [short for short, long in told.items() if _OF_ANY_ARM.search(long)]

    @cached_property
    def _by_time(self) -> bool:
        """Whether the arms are what was before and what was after."""
        return bool(_TIMED.search(self.intervention) or _TIMED.search(self.comparator))

    def _is_other_dose(self, words: str) -> bool:
        """Whether words tell an amount of a unit in which one arm is told, which neither arm has: "150 mg" of 300 mg."""
        asked = {(unit.lower(), n) for n, unit in _AMOUNT.findall(f"{self.intervention} {self.comparator}")}
        told = {(unit.lower(), n) for n, unit in _AMOUNT.findall(words)}
        return bool(told) and not told & asked and {u for u, _ in told} <= {u for u, _ in asked}

    def _initials_of(self, words: str) -> str:
        """The arm whose words begin with the letters of an abbreviation that the document does not write out."""
        found = {
            label
            for short in _CAPITALS.findall(words)
            if short not in self.short
            for label, arm in ((TRIED, self.intervention), (COMPARED, self.comparator))
            if is_initials(short, arm)
        }
        return found.pop() if len(found) == 1 else ""

    def _initials(self, asked: str) -> set[str]:
        """Short forms of an arm's words, where the document has them as a name of a group and does not write them out."""
        other = self.comparator if asked == self.intervention else self.intervention
        said = set(_CAPITALS.findall(self.document.text)) - set(self.short)
        return {
            name
            for name in said
            if is_initials(name, asked)
            and not is_initials(name, other)
            and re.search(
                rf"\b{name} (?:group|arm|patients|participants)\b|\({name}[,;)]", self.document.text
            )
        }

    def fit(self, words: str, side: str) -> float:
        """0..1: how much of an arm a heading says, and how little else; what names every arm does not count."""
        said = self.words(words) - GENERIC
        full, other = self.full if side == TRIED else self.full[::-1]
        if other < full and _ALL_OF_IT.fullmatch(SIZED.sub("", words)):
            return 1.0  # "Both" over a column, where "X plus Y" is asked for against one of them
        return len(said & full) / max(1, len(said | full))

    def share(self, words: str, side: str) -> float:
        """0..1: how much of an arm words say, whatever else they say."""
        full = self.full[0 if side == TRIED else 1]
        return len(self.words(words) & full) / max(1, len(full))

    @cached_property
    def _pairs(self) -> tuple[tuple[set[str], set[str]], tuple[set[str], set[str]]]:
        return (self.own[0], self.full[0]), (self.own[1], self.full[1])

    @cached_property
    def _letters(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for entry in self._by_words:
            out[entry.label] = {n.lower() for n in entry.names if re.match(r"(?i)group ", n)}
        return out

    @property
    def _nowhere(self) -> Place:
        """The place of arms that are asked for, which no sentence sets out."""
        return Place(replace(self.sentences[0], start=-1), 0, 1)

    @cached_property
    def entries(self) -> list[Entry]:
        """The two arms as the reader's grammar knows arms, with every name that the document has for them."""
        letters = [
            (f"{who} {c}", side)
            for c, side in self.codes.items()
            if len(c) == 1 or not set(c) - {"I", "V"}
            for who in ("group", "arm")
        ]
        more = [*self._allotted.items(), *self._other_names.items(), *letters]
        own = {e.label: {name for name, side in more if side == e.label} for e in self._by_words}
        others = {name: side for side, names in own.items() for name in names}
        return [
            replace(e, names={n for n in e.names if others.get(n, e.label) == e.label} | own[e.label])
            for e in self._by_words
        ]

    @cached_property
    def _by_words(self) -> list[Entry]:
        """The two arms with the names that their own words have in the document."""
        if not self.sentences:
            return []
        place = self._nowhere
        control = "control" if self.controlled or self.by_role else ""
        made = [
            Entry(label, place, self._forms(asked, own, whole, other), role)
            for label, asked, own, whole, other, role in (
                (TRIED, self.intervention, self.own[0], self.full[0], self.full[1], "experimental"),
                (COMPARED, self.comparator, self.own[1], self.full[1], self.full[0], control),
            )
        ]
        if not with_asked_letters(made, self.intervention, self.comparator):
            known_by_letter(made, self.sentences)
        own = [set(e.names) for e in made]
        known_by_elimination(made, self.sentences)
        for entry, names in zip(made, own, strict=True):
            entry.names = names | {n for n in entry.names - names if not self._is_third(n, own)}
        for entry, role in zip(made, ("intervention", control), strict=True):
            entry.names |= {f"{role} {who}" for who in MEMBERS} if control else set()
        return made

    def _is_third(self, name: str, own: Sequence[set[str]]) -> bool:
        """Whether a sentence names an arm beside both that are asked for, so that it is neither. own : their names."""
        texts = (s.text.lower() for s in self.sentences)
        return any(
            all(any(re.search(rf"\b{re.escape(n.lower())}\b", rest) for n in names) for names in own)
            for text in texts
            if name.lower() in text and (rest := text.replace(name.lower(), " "))
        )

    def _forms(self, asked: str, own: set[str], whole: set[str], other: set[str]) -> set[str]:
        """The ways the document may write an arm: as asked, its short forms, and each word that is the arm's alone.

        other : the words of the other arm.
        """
        own = own or whole  # "X" against "no X"
        names = {asked, re.sub(r"\s*\([^)]*\)", "", asked), *re.findall(r"\(([^()]{2,12})\)", asked)}
        names |= self._initials(asked)
        names |= self._own_forms(
            {s for s in self._like_forms(own, whole) if not tokens(self.defined[s]) & other - whole},
            whole,
        )
        telling = (own - self.wanted or own) - GENERIC  # a word of the outcome is no name of an arm
        for word in re.findall(r"[A-Za-z][A-Za-z0-9-]{3,}", asked):
            if {stem(p) for p in word.lower().split("-") if p} <= telling and not self.is_of_all(word):
                names.add(word)
        if is_mixture(asked) and other < whole:
            names |= {f"{both} {what}" for both in ("both", "combined") for what in GIVEN_TOGETHER}
            names |= {"combination", *(f"combination {what}" for what in GIVEN_TOGETHER)}
            names = {
                n
                for n in names
                if not re.search(rf"(?i)\b{re.escape(n)}\s(?:alone|only|monotherapy)\b", self.document.text)
            }
        if bare := _DENIED_ARM.fullmatch(asked):
            articles = ("", "a ", "an ", "the ")
            names |= {f"{denial} {an}{bare['x']}" for denial in ("no", "without") for an in articles}
        if "no" in own:
            names |= {"those who did not", "who did not"}
        for n, unit in _AMOUNT.findall(asked):
            if n in own:
                names |= {f"{n}{gap}{unit}{end}" for gap in ("-", " ", "") for end in ("", "s")}
        return {n.strip() for n in names if len(n.strip()) > 1}

    def _like_forms(self, own: set[str], whole: set[str]) -> set[str]:
        """Short forms of the document whose words may be an arm's."""
        return {s for s, long in self.defined.items() if len(s) > 1 and is_form(tokens(long), own, whole)}

    def _own_forms(self, forms: set[str], whole: set[str]) -> set[str]:
        return own_forms(self.defined, forms, whole, self.abbreviated | GENERIC | JOINING)

    @cached_property
    def _of_third(self) -> set[str]:
        """Short forms of other arms, whose words are in part those of one that is asked for."""
        out: set[str] = set()
        for own, whole in self._pairs:
            forms = self._like_forms(own or whole, whole)
            out |= of_others(self.defined, forms, self._own_forms(forms, whole))
        return out - {n for e in self.entries for n in e.names}

    @cached_property
    def by_role(self) -> bool:
        """Whether the document speaks of its arms by their roles; the arm that is compared with is then the control."""
        text = self.document.text
        return bool(_CONTROL_GROUP.search(text) and _TRIED_GROUP.search(text)) and not self.is_control(
            self.intervention
        )

    @cached_property
    def others(self) -> list[Entry]:
        """The arms that are not asked for, as heads of tables name them beside both that are."""
        if not self.sentences:
            return []
        place = self._nowhere
        found: dict[str, str] = {}
        for table in self.tables:
            heads = [c.head for c in table.columns[table.stubs :] if c.head]
            for level in range(max((len(h) for h in heads), default=0)):
                told = {h[level] for h in heads if len(h) > level}
                if {TRIED, COMPARED} <= {self.side_of(t) for t in told}:
                    for name in told:
                        bare = head_name(name)
                        if not self.side_of(name) and _MAY_BE_ARM.search(bare) and not is_statistic(name):
                            found.setdefault(bare, name)
        return [
            Entry(
                f"other {i}",
                place,
                {bare, SIZED.sub("", name).strip()} | {f"{n} {unit}" for n, unit in _AMOUNT.findall(name)},
            )
            for i, (bare, name) in enumerate(found.items())
        ]

    @cached_property
    def names(self) -> Names:
        doses = {name for name, side in self._other_names.items() if not side}
        third = [Entry("other dose", self._nowhere, doses)] if doses else []
        forms = self._of_third | {name for name, side in self._allotted.items() if not side}
        mixed = [Entry("other mixture", self._nowhere, forms)] if forms else []
        return Names([*self.entries, *self.others, *third, *mixed])

    def without_arms(self, words: str) -> str:
        """Words without the abbreviations of the arms, which may be those of something else (SEM), but behind a mean."""
        short = {n for e in self.entries for n in e.names if n.isupper()}
        told = words.split()
        pairs = zip(told, ("", *told), strict=False)
        return " ".join(w for w, of in pairs if w.strip("(),;:") not in short or _OF_MEAN.fullmatch(of))
