"""The arms of a trial: found where a document sets them out, and recognised wherever it names them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trialwright.model.document import Document
from trialwright.read.grammar import listed_arms
from trialwright.read.grammar.arm_aliases import known_by_code
from trialwright.read.grammar.arm_choice import best_set
from trialwright.read.grammar.arm_codes import known_by_group_code, known_by_part
from trialwright.read.grammar.arm_roles import CONTROL, HISTORICAL, assign_roles, role_of
from trialwright.read.grammar.arm_sets import has_sizes
from trialwright.read.grammar.arm_support import least_said, numbered
from trialwright.read.grammar.coded_regimens import of_whole_lists
from trialwright.read.grammar.factors import factors
from trialwright.read.grammar.fraction_arms import fractionated
from trialwright.read.grammar.full_names import in_full, places
from trialwright.read.grammar.group_heads import groups
from trialwright.read.grammar.groups_explained import explain_groups
from trialwright.read.grammar.known_by import OTHER_NAMES
from trialwright.read.grammar.lexis import plain
from trialwright.read.grammar.named_arms import Place, named, single_arms
from trialwright.read.grammar.named_by_dose import tell_by_dose
from trialwright.read.grammar.naming import STATE, sound, words
from trialwright.read.grammar.phrases import DOSE, core_and_base, without_dose_word
from trialwright.read.grammar.plain_groups import Plain, cases_and_controls, tried_and_control, with_dummy
from trialwright.read.grammar.record_parts import ABOUT, GIVEN, Parts, of_record, official_title
from trialwright.read.grammar.scheduled_arms import scheduled
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.set_out import ALLOCATED, allocation, comparison
from trialwright.read.grammar.short_names import in_capitals, initials, is_short_for
from trialwright.read.grammar.word_forms import inflected
from trialwright.read.limits import ARMS, NAMES
from trialwright.read.patterns import Pattern

_DOSE = Pattern(rf"(?i){DOSE}")
_WORD = Pattern(r"[a-z][\w-]*")
_CAPITALS = Pattern(r"(?<![\w-])[A-Z]{3,6}(?![\w-])")
_OF_DOSES = Pattern(
    r"(?i)fraction|\bGy\b|radiotherapy|radiation|irradiation|\bpain\b|single|multi|schedule|\bcourse"
)
_ARTICLE = re.compile(r"^(?:an?|the)\s")
_NO = Pattern(r"(?i)no\s")
# "randomised by telephone to X", "to deliver X or to carry on": what is done, and not what is compared.
_DOING = Pattern(
    r"(?i)(?:by|at|in|on|via|through|using|from|per|each|either|carry|deliver|continue|have|be|get|do|go|start|stop|use|attend|complete|follow|wear|take|keep|wait|begin|undergo|receive|provide|implement|offer|see|one|two|three|participants?|patients?|randomi[sz]ed|double|open|controlled|comparative|study|trial)\b"
)
_ONE_ARM = Pattern(r"(?i)\b(?:single|one)[- ](?:arm|group)(?:ed)?\b|\bnon-?comparative\b")
_SIGN = re.compile(r"[-+/]")
# Words of an arm's name that mean other things elsewhere: "after X", "home-based X", "decision aid"
_NOT_ALONE = frozenset(("without", "after", "before", "during", "following", "based", "total", "decision", "information", "complete", "extended", "additional", "initial", "optional", "whole", "other", "support", "primary", "under", "viewed", "given", "followed", "usual", "group", "session", "sessions", "course", "cycles", "doses", "patient", "health", "disease"))  # fmt: skip
_SELDOM = 3  # sentences: an arm that so few speak of may be none
_SHORT_WORD = 4  # letters: so few are a word of many meanings


@dataclass
class Entry:
    """One arm as the grammar sees it. names : ways the text may write it. place : where it is first set out. against : see `Plain`."""

    label: str
    place: Place
    names: set[str] = field(default_factory=set)
    role: str = ""
    against: str = ""


def key(phrase: str, short: dict[str, str]) -> str:
    """One spelling of an arm's name: abbreviations written out, lower case, hyphens as spaces."""
    words = [short.get(w.strip("()"), w) for w in phrase.split()]
    return plain(" ".join(words))


def find_arms(sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    """Arms in the order the document sets them out; none where it does not set out any."""
    if not of_record(sentences):
        return _told(sentences, short)
    return _of_registry(sentences[0].document, sentences) or _of_record(sentences, short)


def _of_record(sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    """The arms of a record that lists none with their kinds: the groups under "Interventions", else what is told there, else
    in the title and the aims. What else its prose puts side by side is no arm."""
    document = sentences[0].document
    parts = Parts(document)
    if made := groups(document, parts.spans(GIVEN)):
        return _of_plain(made)
    single = any(_ONE_ARM.search(s.text) for s in sentences if not parts.of(s))
    one: list[Entry] = []
    stages = [[s for s in sentences if parts.of(s) in names] for names in (GIVEN, ABOUT)]
    for told in (*stages, official_title(document)):
        book = [] if single else _told(told, short)
        if len(book) > 1 and not any(_DOING.match(e.label) for e in book):
            return book
        one = one or (book if len(book) == 1 else [])
    return one


def _told(sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    short = of_whole_lists(short, own := own_of(sentences))
    if cases := cases_and_controls(own):
        return _of_plain(cases)
    if levels := factors(own):
        book = _of_plain(levels)
        _shorten([e for e in book if not (e.against and e.against in e.label)], sentences)
        return book
    book = _set_out(sentences, short)
    if sentences and sentences[0].document.format.startswith("ClinicalTrials.gov"):
        return book
    if len(book) == 1 and book[0].role and not _divides(sentences):
        return book
    book = _borne_out(book, sentences, short)
    if (made := fractionated(own)) and all(_OF_DOSES.search(e.label) for e in book[:2]):
        book = _of_plain(made)
    book = _more_spoken_of(book, own) if len(book) > 1 else _of_plain(scheduled(own)) or book
    if len(book) < 2:
        book += _of_plain(tried_and_control(own, [e.role for e in book]))
        assign_roles(book)
    explain_groups(book)
    with_dummy(book, own)
    tell_by_dose(book)
    _shorten(book, sentences)
    if len(book) >= 2:
        known_by_code(book)
        known_by_part(book, short)
        known_by_group_code(book, own, short)
        for known in OTHER_NAMES:
            known(book, own)
    return book


def _borne_out(book: list[Entry], sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    """The set of arms that the document bears out best; without one, those of `book` that may be arms."""
    labels = [e.label for e in book]
    best, others = best_set(labels, sentences, lambda phrase: key(phrase, short))
    if best is None:
        in_full(book, others)
        told = [sound(e.label) for e in book]
        if len(book) < 2 or all(told):
            return book
        # Where one name is sound, another that is not is no arm; where none is, the words are of all of them.
        return [
            e
            for e, ok in zip(book, told, strict=True)
            if e.role and (ok or not any(told) or e.role != "experimental")
        ]
    found: list[Entry] = []
    for phrase, place in best:
        _add(found, phrase, place, short)
    _alias(found, [m for s in own_of(sentences) for m in named(s)], short)
    in_full(found, [labels, *others])
    assign_roles(found)
    _choose_labels(found, sentences, short)
    return found


def _divides(sentences: Sequence[Sentence]) -> bool:
    """Whether a document allocates people, or counts them by group: "A (n = 41) and past controls given B (n = 40)"."""
    return any(ALLOCATED.search(s.bare) for s in sentences) or any(map(has_sizes, own_of(sentences)))


def _more_spoken_of(book: list[Entry], own: Sequence[Sentence]) -> list[Entry]:
    """Two schedules in place of arms of which one is hardly named beside a number, where both are named far more often."""
    seldom = least_said([e.names for e in book], texts := numbered(own))
    made = _of_plain(scheduled(own)) if seldom < _SELDOM else []
    return made if len(made) == 2 >= len(book) and least_said([e.names for e in made], texts) > 2 * seldom else book  # fmt: skip


def _of_plain(groups: Sequence[Plain]) -> list[Entry]:
    return [Entry(p.label, p.place, set(p.names), p.role, p.against) for p in groups]


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
    _name_by_one_word(book, own)
    spoken = {w for s in sentences for w in _WORD.findall(s.text.lower())}
    for entry, mine in zip(book, own, strict=True):
        if entry.role == "historical" or _NO.match(entry.label):
            continue  # "no drain" is an arm, and its words are what it lacks
        others = frozenset().union(*(o for o in own if o is not mine))
        for word in sorted(mine - others - _NOT_ALONE):
            if word == "sham" or (len(word) > _SHORT_WORD and not word.isdigit()):
                _name(entry, word)
                for form in inflected(word, spoken):
                    if not any(form in o or word[:-1] in o for o in own if o is not mine):
                        _name(entry, form)
        for word in _CAPITALS.findall(entry.label):
            if len(book) == 2 and not any(word.lower() in o.label.lower() for o in book if o is not entry):
                _name(entry, word)
        dose = _DOSE.search(entry.label)
        if dose and sum(_has_dose(e.label, dose.group()) for e in book) == 1 and len(entry.names) < NAMES:
            entry.names |= {dose.group(), dose.group().partition("/day")[0]}  # "the 300 mg group"


def _has_dose(label: str, dose: str) -> bool:
    """Whether a name has a dose, which "2.5 mg" has not of "5 mg"."""
    return re.search(rf"(?<![\d.]){re.escape(dose)}", label) is not None


def _name_by_one_word(book: Sequence[Entry], own: Sequence[frozenset[str]]) -> None:
    """Of two arms that differ by a word each, such as "rapid" and "slow", the short word is a name where the long one is: else the
    numbers of the one would be taken for the other's."""
    if len(book) != 2 or any(e.role == "historical" or _NO.match(e.label) for e in book):
        return
    alone = [own[0] - own[1], own[1] - own[0]]
    sizes = sorted(len(word) for mine in alone for word in mine)
    if own[0] & own[1] and list(map(len, alone)) == [1, 1] and sizes[0] == _SHORT_WORD < sizes[1]:
        for entry, mine in zip(book, alone, strict=True):
            _name(entry, *mine)


def _name(entry: Entry, name: str) -> None:
    if len(entry.names) < NAMES:
        entry.names.add(name)


def _set_out(sentences: Sequence[Sentence], short: dict[str, str]) -> list[Entry]:
    """Arms by the plainest habits: a list after "randomised to", one comparison, two groups by name, one arm."""
    book: list[Entry] = []
    own = [s for s in sentences if not s.background]
    for sentence in own:
        _add_set(book, allocation(sentence), short)
    if len(book) < 2:
        for sentence in own:
            if len(book) < 2:  # one comparison sets out the arms; later ones compare other things
                _add_set(book, comparison(sentence), short)
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


def _add_set(book: list[Entry], found: list[tuple[str, Place]], short: dict[str, str]) -> None:
    """Adds the arms of one list; a second list only adds arms when it shares one with the first."""
    if len(found) < 2:
        return
    keys = [key(p, short) for p, _ in found]
    if len(book) >= ARMS or (book and not any(_same(e, k) for e in book for k in keys)):
        return
    if any(_is_two_of(book, k) for k in keys):
        return  # "A, B and C, respectively" cut at its commas
    cores = [core_and_base(p) for p, _ in found]
    distinct = len({key(c, short) for c, _ in cores}) == len(cores) and not _is_core_of_other(found, cores)
    for (phrase, place), (core, _) in zip(found, cores, strict=True):
        entry = _add(book, core if distinct else phrase, place, short)
        if len(entry.names) < NAMES:
            entry.names.add(phrase)


def _is_two_of(book: Sequence[Entry], k: str) -> bool:
    """Whether a name joins two of the arms: "B and C"."""
    first, _, second = k.partition(" and ")
    second = _ARTICLE.sub("", second)
    return any(_same(e, first) for e in book) and any(_same(e, second) for e in book)


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
    labels = [set(_SIGN.sub(" ", e.label).partition(" without ")[0].split()) for e in book]
    for phrase in dict.fromkeys(phrase for phrase, _ in mentions):
        words = set(key(phrase, short).split())
        fits = [e for e, label in zip(book, labels, strict=True) if words and words <= label]
        if len(fits) == 1 and len(fits[0].names) < NAMES:
            fits[0].names.add(phrase)


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
        forms = [text[a:b] for a, b in places(flat, entry.label)]
        if forms:
            small = [f for f in forms if f == f.lower()]
            entry.label = re.sub(r"\s", " ", (small or forms)[0])
        entry.names.add(entry.label)
