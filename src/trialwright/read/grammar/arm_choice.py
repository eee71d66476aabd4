"""Which of the proposed sets of arms the document's own way of speaking of its groups bears out best."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from trialwright.read.grammar.arm_contrasts import Told, told_apart
from trialwright.read.grammar.arm_of_both import OF_BOTH, said_of_both
from trialwright.read.grammar.arm_sets import proposals
from trialwright.read.grammar.arm_support import least_said, numbered
from trialwright.read.grammar.called_sets import ArmSet
from trialwright.read.grammar.given_to_all import given_to_all, is_of_all
from trialwright.read.grammar.lexis import plain
from trialwright.read.grammar.named_arms import Place, named
from trialwright.read.grammar.naming import CONTROL, DOSED, LETTERED, SUBGROUP, sound, words
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.set_out import ALLOCATED, allocation
from trialwright.read.patterns import Pattern

_WEAK = 0.5  # a habit with less than this is no habit of arms unless the text bears it out
_LISTED = 2.0  # the prior of a list after "randomised to", and of "X versus Y" in a title
_THREE = (
    0.5  # for such a list of three or more that are all named beside numbers: few other things are listed so
)
_MORE = 0.1  # for a set that has one more and is borne out as well
_APART = 1.0  # the prior of phrases that stand beside numbers of their own
_MOST = 20  # groups and contrasts that are looked at
_SAID, _OFTEN = (
    0.25,
    3,
)  # what each sentence says that has numbers and names the arm that is named least; no more than so many
_ALIKE = 1.0  # what it tells against names that only a dose of one of them tells apart
_OF_ALL = 4.0  # what it tells against a set that an arm of it is given to all
_MISSING = 0.3  # what a word of an arm costs that a phrase leaves out


_WITH_DOSE = Pattern(rf"(?i)^(?P<x>[a-z].*?)\s{DOSE}$")
_COUNT_BEHIND = Pattern(r"(?i)\s?[(\[:,]?\s?(?:n\s?=\s?)?\d")
_COUNT_BEFORE = Pattern(r"(?<![\w.,])\d+\s(?:[a-z]+\s){0,3}$")


class Arms:
    """A set of arms as words, to tell which of them a phrase means."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.words = [words(n) for n in names]
        self.control = [CONTROL.search(n) is not None for n in names]

    def meant(self, phrase: str) -> int | None:
        """Index of the one arm that a phrase (in the spelling of `names`) means."""
        if phrase in self.names:
            return self.names.index(phrase)
        if CONTROL.search(phrase) and self.control.count(True) == 1:
            return self.control.index(True)
        said = words(phrase)
        fit = [len(said & w) - _MISSING * len(w - said) if said & w else -9.0 for w in self.words]
        best = max(fit)
        return fit.index(best) if best > -9.0 and fit.count(best) == 1 else None


def best_set(
    book: Sequence[str], sentences: Sequence[Sentence], spelled: Callable[[str], str]
) -> tuple[tuple[tuple[str, Place], ...] | None, list[list[str]]]:
    """(the set of arms that is borne out best, None for `book`, the labels that the plainest habits found; the names of each set
    that may be those in full).

    spelled : gives a phrase its one spelling, abbreviations written out.
    """
    own = _said_once(sentences)
    apart = [told for s in own for told in told_apart(s)]
    said, flat = _said(own, apart, spelled), plain(" ".join(s.text for s in own))
    best, most, in_full = None, said.for_book(book) if len(book) >= 2 else -9.0, list[list[str]]()
    for found in itertools.chain(proposals(own), (_told(told, book, spelled) for told in apart)):
        names = [spelled(phrase) for phrase, _ in found.phrases]
        if _are_in_full(found, names, flat):
            in_full.append(names)
        if said.are_factors(found) or _are_before_and_after(names):
            continue
        if _are_its_doses(names, book, flat) or _are_some_of(names, book, flat) or _are_degrees(names, book):
            continue
        if _leaves_out(names, book, said.groups):
            continue
        borne = said.bears_out(names)
        score = found.prior + said.spoken(found, names) + borne
        if score > most + 1e-9 and _is_of_those_dealt(names, found.phrases, own, said.texts, spelled):
            continue
        idle = borne <= 0 and found.prior < _WEAK  # to be named beside numbers is no habit of arms alone
        if len(set(names)) == len(names) and score > most + 1e-9 and not idle:
            best, most = found.phrases, score
    return best if most >= 0 else None, in_full


def _said_once(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The document's own sentences: what is said again word for word, as the heads of pages are, bears out and proposes nothing new."""
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        if not sentence.background:
            first.setdefault(sentence.text, sentence)
    return list(first.values())


@dataclass(frozen=True)
class _Said:
    """What a document has to say for and against sets of arms. own : its sentences. groups : what it calls groups. pairs : what it
    tells apart. texts : its sentences with numbers. given : words of what all people are given. factorial : see `_of_factors`."""

    own: Sequence[Sentence]
    groups: Sequence[str]
    pairs: Sequence[Sequence[str]]
    texts: Sequence[str]
    given: frozenset[str]
    factorial: str

    def bears_out(self, names: Sequence[str]) -> float:
        return borne_out(names, self.groups, self.pairs) - _against_all(names, self.given, self.own)

    def for_book(self, book: Sequence[str]) -> float:
        """What speaks for the labels that the plainest habits found."""
        spoken = _spoken_of([{name, *said_of_both(name, book)} for name in book], self.texts)
        listed = _LISTED * all(map(sound, book)) + (_THREE if spoken and len(book) > 2 else 0.0)
        listed -= _ALIKE * _are_told_by_one_dose(book)
        return self.bears_out(book) + listed + spoken

    def spoken(self, found: ArmSet, names: Sequence[str]) -> float:
        """What it says for a set that all of it are named beside numbers. names : its phrases in their one spelling."""
        ways = zip(names, found.phrases, strict=True)
        return _spoken_of([{n, p, *said_of_both(n, names)} for n, (p, _) in ways], self.texts)

    def are_factors(self, found: ArmSet) -> bool:
        return bool(self.factorial) and _are_factors([phrase for phrase, _ in found.phrases], self.factorial)


def _said(own: Sequence[Sentence], apart: Sequence[Told], spelled: Callable[[str], str]) -> _Said:
    called = (spelled(phrase) for s in own for phrase, _ in named(s))
    groups = list(itertools.islice(called, _MOST))
    pairs = [tuple(spelled(p) for p, _ in told) for told in apart[:_MOST]]
    return _Said(own, groups, pairs, numbered(own), given_to_all(own, spelled), _of_factors(own))


def _are_in_full(found: ArmSet, names: Sequence[str], flat: str) -> bool:
    """Whether names may be those in full of arms that the text calls by a part of them: in "X versus Y" of a title, or each of them
    more than once. flat : the text in one spelling."""
    if found.titled:
        return True
    return found.prior >= _APART and all(flat.count(name) > 1 for name in names)


_WHEN = re.compile(
    r"(?i)(?:pre|post|before|after)(?:[\s-]?(?P<x>train|interven|test|treatment|exercis|therap|program|supplement|dos|educat|study|trial|implement|meal|workshop|course|rehabilit|session|vaccin|infusion)\w*)?"
)


def _are_before_and_after(names: Sequence[str]) -> bool:
    """Whether names are the two times of one thing: "pre-training" and "post-training"; "pre-operative" tells of when it is given."""
    told = [_WHEN.fullmatch(n) for n in names]
    return len(names) == 2 and all(told) and len({m["x"] for m in told if m}) == 1


_SO_MANY = {3: "three", 4: "four", 5: "five", 6: "six"}


def _are_some_of(names: Sequence[str], book: Sequence[str], flat: str) -> bool:
    """Whether a set leaves out arms of `book`, of which the text says that there are so many: "four groups: A, B, C and D"."""
    if len(book) not in _SO_MANY or not {n.lower() for n in names} < {b.lower() for b in book}:
        return False
    many = rf"\b(?:{_SO_MANY[len(book)]}|{len(book)}) (?:[a-z-]+ ){{0,2}}(?:groups|arms)\b"
    return re.search(many, flat) is not None


def _leaves_out(names: Sequence[str], book: Sequence[str], groups: Sequence[str]) -> bool:
    """Whether a set is `book` without one of its three arms or more, though the text calls a group by each of these: "58% of the A
    group, 34% of the B group and 29% of the waitlist group" beside "12% of the A group and 24% of the B group"."""
    if len(book) < 3 or len(names) != len(book) - 1 or not all(map(sound, book)):
        return False
    arms = Arms(book)
    meant = {arms.meant(name) for name in names}
    called = {arms.meant(group) for group in groups}
    return len(meant) == len(names) and None not in meant and called >= set(range(len(book)))


def _are_told_by_one_dose(book: Sequence[str]) -> bool:
    """Whether two names are one drug, with a dose and without: what tells these arms apart is something else."""
    drugs = {m["x"].lower() for label in book if (m := _WITH_DOSE.match(label))}
    return any(label.lower() in drugs for label in book)


def _are_its_doses(names: Sequence[str], book: Sequence[str], flat: str) -> bool:
    """Whether one of a set is what the arms of `book` have in two doses or more, which the text tells apart again elsewhere: "zinc 5
    mg", "zinc 15 mg" and "placebo" are then no "zinc" and "placebo". flat : the text in one spelling."""
    told = [DOSED.match(label) for label in book]
    drugs = [m["x"].lower() for m in told if m]
    if len(drugs) < 2 or len(set(drugs)) > 1 or len(names) >= len(book):
        return False
    drug = words(drugs[0])
    if not any(words(n) and words(n) >= drug and not DOSED.match(n) for n in names):
        return False
    doses = [m["dose"].lower() for m in told if m]
    return all(len(re.findall(rf"(?<![\d.,]){re.escape(d)}\b", flat)) > 1 for d in doses)


_DEGREE = re.compile(r"(?i)(?:low|high|lower|higher)(?:er)? dose")


def _are_degrees(names: Sequence[str], book: Sequence[str]) -> bool:
    """Whether a set calls by degrees what the arms of `book` have in two doses of one drug: "low dose" and "high dose" beside "zinc 5
    mg" and "zinc 15 mg"."""
    drugs = [m["x"].lower() for label in book if (m := DOSED.match(label))]
    return (
        len(drugs) == 2
        and len(set(drugs)) == 1
        and len(names) <= len(book)
        and any(map(_DEGREE.fullmatch, names))
        and all(_DEGREE.fullmatch(n) or CONTROL.search(n) for n in names)
    )


def _is_of_those_dealt(
    names: Sequence[str],
    phrases: Sequence[tuple[str, Place]],
    own: Sequence[Sentence],
    texts: Sequence[str],
    spelled: Callable[[str], str],
) -> bool:
    """Whether a set is of those who are then allocated to arms of other names: "90 adults from Norway (n = 44) and Chile (n = 46)
    were assigned to A or B", or in a sentence of its own, where only A and B are named beside numbers elsewhere."""
    sentence, begin = phrases[0][1].sentence, phrases[0][1].start
    if ALLOCATED.search(sentence.text, 0, begin) or any(p.sentence is not sentence for _, p in phrases):
        return False
    if not all(
        _COUNT_BEHIND.match(sentence.text, p.end) or _COUNT_BEFORE.search(sentence.text, 0, p.start)
        for _, p in phrases
    ):
        return False
    said = frozenset().union(*map(words, names))
    for dealing in own:
        dealt = allocation(dealing) if ALLOCATED.search(dealing.text) else []
        arms = [spelled(phrase) for phrase, _ in dealt]
        if len(arms) < 2 or not all(map(sound, arms)) or any(map(LETTERED.fullmatch, arms)):
            continue
        both = any(map(CONTROL.search, arms)) and any(map(CONTROL.search, names))
        if both or said & frozenset().union(*map(words, arms)):
            return False
        if dealing is sentence and all(p.end <= dealt[0][1].start for _, p in phrases):
            return True
        rest = [text for text in texts if text != sentence.text.lower().replace("-", " ")]
        if not least_said([{n} for n in names], rest) and least_said([{a} for a in arms], rest):
            return True
    return False


def _told(told: Told, book: Sequence[str], spelled: Callable[[str], str]) -> ArmSet:
    """Phrases beside numbers of their own as a set: with those of the plainest habits and one more, as a list of these."""
    said = [words(spelled(phrase)) for phrase, _ in told]
    more = 2 <= len(book) < len(told) and all(any(words(b) <= w for w in said) for b in book)
    return ArmSet(told, _LISTED + _MORE if more else _APART)


def _spoken_of(names: Sequence[Collection[str]], texts: Sequence[str]) -> float:
    """What it says for arms that all of them are named in sentences with numbers."""
    return _SAID * min(_OFTEN, least_said(names, texts))


def _of_factors(own: Sequence[Sentence]) -> str:
    """The words of a factorial trial, "" of any other."""
    text = " ".join(s.text for s in own).lower()
    return text if "factorial" in text else ""


def _are_factors(names: Sequence[str], text: str) -> bool:
    """Whether names are the factors of a factorial trial, each against going without it: people may be given all of them."""
    return len(names) > 1 and all(f"no {n.lower()}" in text or f"without {n.lower()}" in text for n in names)


def _against_all(names: Sequence[str], given: frozenset[str], own: Sequence[Sentence]) -> float:
    """What it tells against arms that one of them is what all people are given."""
    return _OF_ALL if given and any(is_of_all(n, given, own) for n in names) else 0.0


def _is_two(name: str, called: Collection[str]) -> bool:
    """Whether a name is those of two groups that the document also calls by one of them: "A and B" beside "the A arm"."""
    first, _, second = name.partition(" and ")
    return bool(second) and first in called and second in called


def borne_out(names: Sequence[str], groups: Sequence[str], pairs: Sequence[Sequence[str]]) -> float:
    """How well a set of arms accounts for the groups and contrasts of a document: one arm each is right, none is not."""
    arms = Arms(names)
    score = 0.5 * any(arms.control)
    if any(not sound(n) for n in names):
        score -= 2.0
    if all(SUBGROUP.search(n) for n in names):
        score -= 4.0  # "NP" and "NN", where these are node-positive and node-negative
    everywhere = frozenset.intersection(*arms.words)
    own = [w - everywhere for w in arms.words]
    score -= 1.0 * sum(
        1
        for w, n, control in zip(arms.words, names, arms.control, strict=True)
        if not w and not control and not LETTERED.fullmatch(n)
    )
    called = set(groups)
    both = any(said_of_both(n, names) for n in names)
    score -= 1.5 * sum(1 for n in names if _is_two(n, called))
    for phrase in groups:
        if phrase in arms.names or (both and phrase in OF_BOTH):
            score += 0.5
            continue
        said, control = words(phrase), CONTROL.search(phrase) is not None
        hit = sum(1 for o, c in zip(own, arms.control, strict=True) if o & said or (control and c))
        score += 0.4 if hit == 1 else -0.25 if not control else 0.0
    for told in pairs:
        meant = [arms.meant(p) for p in told]
        known = [m for m in meant if m is not None]
        if len(known) > len(set(known)):
            score -= 0.5
        elif len(known) >= 2:
            score += 0.6
    return score
