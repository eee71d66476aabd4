"""The arms of a trial: found where a document sets them out, and recognised wherever it names them again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from trialwright.model.document import Document
from trialwright.read.grammar import listed_arms
from trialwright.read.grammar.arm_aliases import (
    known_by_code,
    known_by_elimination,
    known_by_going_without,
    known_by_letter,
)
from trialwright.read.grammar.arm_choice import best_set
from trialwright.read.grammar.arm_codes import known_by_having_alone, known_by_initials
from trialwright.read.grammar.arm_paraphrases import known_by_difference
from trialwright.read.grammar.arm_roles import CONTROL, HISTORICAL, assign_roles, role_of
from trialwright.read.grammar.arm_sets import STATE, sound, words
from trialwright.read.grammar.fraction_arms import fractionated
from trialwright.read.grammar.lettered_arms import control_by_letter
from trialwright.read.grammar.lexis import COUNT, NUM, plain
from trialwright.read.grammar.named_arms import FEW, PEOPLE, Place, named, single_arms
from trialwright.read.grammar.phrases import DOSE, arm_phrase, core_and_base, without_dose_word
from trialwright.read.grammar.plain_groups import Plain, cases_and_controls, tried_and_control
from trialwright.read.grammar.scheduled_arms import scheduled
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.short_names import in_capitals, initials, is_short_for
from trialwright.read.limits import ARMS, NAMES
from trialwright.read.patterns import Pattern

_ALLOCATED = Pattern(
    r"(?i)\b(?:randomi[sz]ed|randomly (?:assigned|allocated)|assigned|allocated"
    r"|randomi[sz]ation|randomi[sz]ing)\b"
)
_TO_RECEIVE = Pattern(r"(?i)\b(?:to receive|to undergo|to be given|receiving|to either|between|receive)\s")
_TO = Pattern(
    rf"(?i)\s?(?:(?:{COUNT}\s)?{FEW}{PEOPLE}\s)?(?:(?:in\s)?(?:an?\s)?\d{{1,2}}:\d{{1,2}}(?:\sratio)?\s)?to\s"
)
_COMPARED = Pattern(
    r"(?i)\b(?:compar(?:ed|es|ing|e)|comparison of)\s(?P<a>(?!with\b|to\b"
    r"|the results)[^.;]{3,110}?)\s(?:with|to|versus|vs\.?|against|and)\s(?P<b>[^.;]{3,90})"
)
_JOINT = Pattern(
    r"(?i)(?P<x>[a-z][\w-]*(?:\s[\w-]+)?)\s+(?:with|to|versus|vs\.?|against)\s(?P<y>[a-z][\w -]*?\s(?:and|plus)\s.*)"
)
_CONTROLS = r"placebo|standard(?: of)?[ -]care|usual care|no treatment|observation|sham"
_VERSUS = Pattern(
    rf"(?i)(?<![\w-])(?P<a>[A-Za-z][\w+/ -]{{3,160}}?)\s(?:versus|vs\.?|or|compared (?:with"
    rf"|to))\s(?P<b>{_CONTROLS})\b"
)
_AGAINST_CONTROL = Pattern(rf"(?i)\s(?:versus|vs\.?|or|compared (?:with|to))\s(?:{_CONTROLS})\b")
_NAMED = r"(?:with|on|to|in|receiving|received|given)\s(?:the\s)?"
_COUNTED = (
    rf"{NUM}(?:\s?%|/{NUM})?(?:\sof)?(?:\s{FEW}{PEOPLE})?\s+(?:(?:were\s)?(?:assigned"
    rf"|randomi[sz]ed|allocated|treated)\s)?{_NAMED}"
)
_BOTH_COUNTED = Pattern(
    rf"(?i)(?<![\w.]){_COUNTED}(?P<a>[A-Za-z][^.;,()\d]{{2,60}}?),?\s+(?:and|versus|vs?\.?"
    rf"|compared (?:with|to))\s+{_COUNTED}(?P<b>[A-Za-z][^.;,()\d]{{2,60}})"
)
_SEPARATOR = Pattern(
    r"(?i),?\s(?:or(?!\swithout\b)|versus|vs\.?)\s(?:to\s)?|,\s(?!to\s)(?=[^,]{2,60},?\s(?:or|and)\s)"
)
_DOSE = Pattern(rf"(?i){DOSE}")
# "oestrogens, 0.6 mg, plus progestin, 2.5 mg, or placebo": commas that part no arms.
_COMMA_DOSE = Pattern(
    rf"(?i),\s{DOSE}(?:,\s(?:plus|with|once|twice|daily|every|per|orally|intravenously|subcutaneously|for)\b)?"
)
_OVER = re.compile(r"(?i)\s(?:starting|beginning|until|unless)\s")
_AND = Pattern(r"(?i),?\sand\s(?:to\s)?")
_WORD = Pattern(r"[a-z][\w-]*")
_CAPITALS = Pattern(r"(?<![\w-])[A-Z]{3,6}(?![\w-])")
_ENDINGS = ("", "s", "es", "e", "ed", "ing", "er", "ers")
_OF_DOSES = Pattern(
    r"(?i)fraction|\bGy\b|radiotherapy|radiation|irradiation|\bpain\b|single|multi|schedule|\bcourse"
)
_NO = Pattern(r"(?i)no\s")
_STEM = 4  # letters: with fewer the endings join words that are strangers
_SHORT_WORD = 4  # letters: so few are a word of many meanings


@dataclass
class Entry:
    """One arm as the grammar sees it. names : ways the text may write it. place : where it is first set out."""

    label: str
    place: Place
    names: set[str] = field(default_factory=set)
    role: str = ""


def key(phrase: str, short: dict[str, str]) -> str:
    """One spelling of an arm's name: abbreviations written out, lower case, hyphens as spaces."""
    words = [short.get(w.strip("()"), w) for w in phrase.split()]
    return plain(" ".join(words))


def find_arms(sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    """Arms in the order the document sets them out; none where it does not set out any."""
    if sentences and (book := _of_registry(sentences[0].document, sentences)):
        return book
    if cases := cases_and_controls(own_of(sentences)):
        return _of_plain(cases)
    book = _set_out(sentences, short)
    listed = bool(sentences) and sentences[0].document.format.startswith("ClinicalTrials.gov")
    if listed or (len(book) == 1 and book[0].role and not any(_ALLOCATED.search(s.bare) for s in sentences)):
        return book
    best = best_set([e.label for e in book], sentences, lambda phrase: key(phrase, short))
    if best is not None:
        book = []
        for phrase, place in best:
            _add(book, phrase, place, short)
        _alias(book, [m for s in sentences if not s.background for m in named(s)], short)
        assign_roles(book)
        _choose_labels(book, sentences, short)
    elif len(book) >= 2 and not all(sound(e.label) for e in book):
        book = [e for e in book if e.role]
    if (made := fractionated(own_of(sentences))) and all(_OF_DOSES.search(e.label) for e in book[:2]):
        book = _of_plain(made)
    if len(book) < 2 and (made := scheduled(own_of(sentences))):
        book = _of_plain(made)
    if len(book) < 2:
        book += _of_plain(tried_and_control(own_of(sentences), [e.role for e in book]))
        assign_roles(book)
    _shorten(book, sentences)
    if len(book) >= 2:
        known_by_code(book)
        known_by_difference(book, own_of(sentences))
        known_by_going_without(book, own_of(sentences))
        known_by_letter(book, own_of(sentences))
        known_by_elimination(book, own_of(sentences))
        known_by_initials(book, own_of(sentences))
        known_by_having_alone(book, own_of(sentences))
        control_by_letter(book, own_of(sentences))
    return book


def _of_plain(groups: Sequence[Plain]) -> list[Entry]:
    return [Entry(p.label, p.place, set(p.names), p.role) for p in groups]


def _of_registry(document: Document, sentences: Sequence[Sentence]) -> list[Entry]:
    """The arms that a registry's record lists, under their own labels."""
    found = listed_arms.listed(document)
    book: list[Entry] = []
    for arm in found:
        sentence = listed_arms.sentence_of(document, arm)
        part = listed_arms.role(arm, found, role_of(arm.label))
        place = Place(sentence, 0, len(sentence.text))
        book.append(Entry(arm.label, place, listed_arms.names_of(arm.label), part))
    _shorten(book, sentences)
    return book


def own_of(sentences: Sequence[Sentence]) -> list[Sentence]:
    return [s for s in sentences if not s.background]


def _shorten(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds to an arm's names the words that no other arm has, and that are words of an arm wherever they stand."""
    if len(book) < 2:
        return
    own = [words(e.label) for e in book]
    spoken = {w for s in sentences for w in _WORD.findall(s.text.lower())}
    for entry, mine in zip(book, own, strict=True):
        if entry.role == "historical" or _NO.match(entry.label):
            continue  # "no drain" is an arm, and its words are what it lacks
        others = frozenset().union(*(o for o in own if o is not mine))
        for word in sorted(mine - others):
            if len(word) > _SHORT_WORD and not word.isdigit() and word != "without":
                _name(entry, word)
                for form in inflected(word, spoken):
                    if not any(form in o or word[:-1] in o for o in own if o is not mine):
                        _name(entry, form)
        for word in _CAPITALS.findall(entry.label):
            if len(book) == 2 and not any(word.lower() in o.label.lower() for o in book if o is not entry):
                _name(entry, word)
        dose = _DOSE.search(entry.label)
        if dose and sum(dose.group() in e.label for e in book) == 1 and len(entry.names) < NAMES:
            entry.names.add(dose.group())


def _name(entry: Entry, name: str) -> None:
    if len(entry.names) < NAMES:
        entry.names.add(name)


def inflected(word: str, spoken: Collection[str]) -> list[str]:
    """Words of the text that are another form of this one: "stapling" of "stapled", "walkers" of "walking"."""
    stems = {word.removesuffix(e) for e in _ENDINGS if word.endswith(e)}
    stems = {s for s in stems if len(s) >= _STEM}
    return sorted(s + e for s in stems for e in _ENDINGS if s + e != word and s + e in spoken)


def _set_out(sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    """Arms by the plainest habits: a list after "randomised to", one comparison, two groups by name, one arm."""
    book: list[Entry] = []
    own = [s for s in sentences if not s.background]
    for sentence in own:
        _add_set(book, _allocation(sentence), short)
    if len(book) < 2:
        for sentence in own:
            if len(book) < 2:  # one comparison sets out the arms; later ones compare other things
                _add_set(book, _comparison(sentence), short)
    mentions = [m for sentence in own for m in named(sentence)]
    if len(book) < 2:
        _add_mentions(book, mentions, short)
    for sentence in own:
        for phrase, place in single_arms(sentence):
            if not book or HISTORICAL.search(phrase):
                _add(book, phrase, place, short)
    _alias(book, mentions, short)
    assign_roles(book)
    _choose_labels(book, sentences, short)
    return book


def _allocation(sentence: Sentence) -> list[tuple[str, Place]]:
    """ "were randomised ... to receive either A or B" → both, with their places."""
    # "a randomized trial in 80 patients randomized to A or B": the first such word may only describe the trial.
    tried = (
        (m, _opening(sentence.bare[m.end() : m.end() + 200])) for m in _ALLOCATED.finditer(sentence.bare)
    )
    start, opening = next(((m, o) for m, o in tried if o), (None, None))
    if not start or not opening:
        return []
    begin = start.end() + opening.end()
    found = _listed(sentence, begin, _stop(sentence, begin, r"[.;]"))
    if found:
        return found
    # "A 0.5 mg plus usual care or usual care alone": past the point of a dose the list is believed for one control.
    found = _listed(sentence, begin, _stop(sentence, begin, r"[.;](?!\d)"))
    return found if sum(role_of(phrase) == "control" for phrase, _ in found) == 1 else []


def _stop(sentence: Sentence, begin: int, sign: str) -> int:
    stop = re.search(sign, sentence.bare[begin : begin + 400])
    return begin + (stop.start() if stop else min(400, len(sentence.bare) - begin))


def _opening(tail: str) -> re.Match[str] | None:
    """The words that open the list of arms; a bare "to" must follow the verb at once ("assigned 1:1 to A or B")."""
    either = re.search(r"(?i)\b(?:either|to one of [\w ]{2,30}:)\s", tail)
    return either or _TO_RECEIVE.search(tail) or _TO.match(tail)


def _listed(sentence: Sentence, begin: int, end: int) -> list[tuple[str, Place]]:
    text = _COMMA_DOSE.sub(lambda m: m.group().replace(",", " "), sentence.bare[begin:end])
    cuts = list(_SEPARATOR.finditer(text)) or list(_AND.finditer(text))[:1]
    if not cuts:
        return []
    if over := _OVER.search(
        text, cuts[0].end()
    ):  # "A or B until X or Y": what ends the treatment is no third
        text = text[: over.start()]
        cuts = [m for m in cuts if m.end() <= over.start()]
    if any("," in m.group() for m in cuts) is False:
        cuts = cuts[:1] if len(cuts) == 1 else cuts[:3]
    edges = [0, *[e for m in cuts for e in (m.start(), m.end())], len(text)]
    out: list[tuple[str, Place]] = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        phrase = arm_phrase(text[a:b])
        if not phrase:
            return out if len(out) >= 2 else []
        out.append((phrase, Place(sentence, begin + a, begin + b)))
    return out


def _comparison(sentence: Sentence) -> list[tuple[str, Place]]:
    for pattern in (_COMPARED, _VERSUS, _BOTH_COUNTED):
        if pattern is _VERSUS and not _AGAINST_CONTROL.search(sentence.bare):
            continue
        for match in pattern.finditer(sentence.bare):
            pair = [
                (arm_phrase(match.group(g)), Place(sentence, match.start(g), match.end(g)))
                for g in ("a", "b")
            ]
            if pattern is _COMPARED and (cut := _JOINT.fullmatch(match["b"])):
                pair = _with_partner(sentence, match, cut) or pair
            if all(phrase for phrase, _ in pair):
                return pair
    return []


def _with_partner(sentence: Sentence, match: re.Match[str], cut: re.Match[str]) -> list[tuple[str, Place]]:
    """The sides of "compare A and B with C and B", whose first "and" parts no arms: a word is said on both sides."""
    begin = match.start("b")
    places = [(match.start("a"), begin + cut.end("x")), (begin + cut.start("y"), match.end("b"))]
    pair = [(arm_phrase(sentence.bare[a:b]), Place(sentence, a, b)) for a, b in places]
    joined = " and " in sentence.bare[match.end("a") : begin]
    partner = words(cut["x"]) & words(cut["y"])
    return pair if joined and partner and all(phrase for phrase, _ in pair) else []


def _add_set(book: list[Entry], found: list[tuple[str, Place]], short: dict[str, str]) -> None:
    """Adds the arms of one list; a second list only adds arms when it shares one with the first."""
    if len(found) < 2:
        return
    keys = [key(p, short) for p, _ in found]
    if len(book) >= ARMS or (book and not any(_same(e, k) for e in book for k in keys)):
        return
    cores = [core_and_base(p) for p, _ in found]
    distinct = len({key(c, short) for c, _ in cores}) == len(cores) and not _is_core_of_other(found, cores)
    for (phrase, place), (core, _) in zip(found, cores, strict=True):
        entry = _add(book, core if distinct else phrase, place, short)
        if len(entry.names) < NAMES:
            entry.names.add(phrase)


def _is_core_of_other(found: Sequence[tuple[str, Place]], cores: Sequence[tuple[str, str]]) -> bool:
    """Whether what is left of a longer phrase says no more than another arm: "plain care" and "plain hospital care plus zinc"."""
    said = [words(core) for core, _ in cores]
    return any(
        core != phrase and mine and any(mine <= other for j, other in enumerate(said) if j != i)
        for i, ((phrase, _), (core, _), mine) in enumerate(zip(found, cores, said, strict=True))
    )


def _same(entry: Entry, k: str) -> bool:
    forms = {without_dose_word(n.lower()) for n in entry.names} | {n.lower() for n in entry.names}
    return k in entry.names or k in forms or without_dose_word(k) in forms


def _add(book: list[Entry], phrase: str, place: Place, short: dict[str, str]) -> Entry:
    """The arm of that name, made if it is new."""
    k = key(phrase, short)
    entry = next((e for e in book if k in e.names), None) or _other_dose_word(book, k)
    if entry is None:
        entry = Entry(k, place)
        book.append(entry)
    if len(entry.names) < NAMES:
        entry.names |= {phrase, k}
    return entry


def _other_dose_word(book: list[Entry], k: str) -> Entry | None:
    """ "low-dose X" and "X" are one arm; "low-dose X" and "high-dose X" are two."""
    plain = without_dose_word(k)
    alike = [e for e in book if without_dose_word(e.label) == plain]
    return alike[0] if len(alike) == 1 and plain in (k, alike[0].label) else None


def _add_mentions(book: list[Entry], mentions: Iterable[tuple[str, Place]], short: dict[str, str]) -> None:
    """Arms known only as "the X group": believed when two are told apart and one of them is a control."""
    keys: dict[str, tuple[str, Place]] = {}
    for phrase, place in mentions:
        keys.setdefault(key(phrase, short), (phrase, place))
    control = [k for k in keys if CONTROL.search(k)]
    if len(keys) == 2 and len(control) == 1 and not any(STATE.fullmatch(k) for k in keys):
        for phrase, place in keys.values():
            _add(book, phrase, place, short)


def _alias(book: list[Entry], mentions: Iterable[tuple[str, Place]], short: dict[str, str]) -> None:
    """A group named by some of an arm's words is that arm, when no other arm has them."""
    labels = [set(re.sub(r"[-+/]", " ", e.label).split()) for e in book]
    for phrase in dict.fromkeys(phrase for phrase, _ in mentions):
        words = set(key(phrase, short).split())
        fits = [e for e, label in zip(book, labels, strict=True) if words and words <= label]
        if len(fits) == 1 and len(fits[0].names) < NAMES:
            fits[0].names.add(phrase)


def _places(flat: str, label: str) -> list[tuple[int, int]]:
    """Where a name stands as words of its own in a text of small letters without hyphens."""
    name, out, start = label.lower().replace("-", " "), [], 0
    while (start := flat.find(name, start)) >= 0:
        end = start + len(name)
        if not flat[start - 1 : start].isalnum() and not flat[end : end + 1].isalnum():
            out.append((start, end))
        start = end
    return out


def _choose_labels(book: list[Entry], sentences: Sequence[Sentence], short: dict[str, str]) -> None:
    """The label is the written-out name as the document prints it, in small letters where it does so."""
    text = " ".join(s.text for s in sentences)
    flat = text.lower().replace("-", " ")
    longs = {s: key(long, short) for s, long in short.items()} if book else {}
    capitals = in_capitals(text) if book else set()
    for entry in book:
        others = [words(e.label) for e in book if e is not entry]
        entry.names |= {
            s
            for s, long in longs.items()
            if long in entry.names
            or (not _NO.match(entry.label) and is_short_for(words(long), words(entry.label), others))
        }
        entry.names |= initials(entry.label, capitals, longs)
        forms = [text[a:b] for a, b in _places(flat, entry.label)]
        if forms:
            small = [f for f in forms if f == f.lower()]
            entry.label = re.sub(r"\s", " ", (small or forms)[0])
        entry.names.add(entry.label)
