"""Arms that are given the same and are told apart by how long, how much, how often or by which way alone.

"trastuzumab for 6 or 12 months", "the 25 mg arm", "weekly or every 3 weeks", "oral versus intravenous": such words name an
arm only where two of one kind are set against each other, are said of groups, or have people who are given each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.lexis import COUNT, INT, NUM, whole
from trialwright.read.grammar.named_arms import FEW, Place
from trialwright.read.grammar.naming import sound
from trialwright.read.grammar.participants import PEOPLE, headcounts
from trialwright.read.grammar.phrases import arm_phrase
from trialwright.read.grammar.plain_groups import Plain
from trialwright.read.grammar.schedule_names import ways_of_weeks
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern, Patterns

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")  # fmt: skip
_N = rf"(?:{NUM}|{'|'.join(_WORDS[1:])})"
_TIME = r"(?:week|month|day|year|hour|cycle|session|fraction|minute)"
_MASS = r"(?:mg|g|µg|mcg|IU|Gy|cGy|mL)"
_UNIT = (
    rf"(?:(?P<t>{_TIME})s?|(?P<m>{_MASS})(?:\s?/\s?(?:day|d|m2|m\^2|kg)|\s(?:per|a)\sday|\sdaily)?)(?![\w/-])"
)
_AGAINST = r"(?:versus|vs\.?|or|compared with)"
_FREE = r"(?<![\w./-])"
_GROUP = Pattern(
    rf"(?i){_FREE}(?P<n>{_N})[\s-]{_UNIT}\s(?:[\w+/-]+\s)?(?:groups?|arms?|(?:(?<=-week )|(?<=-year )|(?<=-day )|(?<=-month ))(?:patients|women|children)|(?<=-week )(?:regimens?|courses?)|(?<=-day )(?:regimens?|courses?)|(?<=-month )(?:regimens?|courses?))\b"
)
# "6 versus 12 months", "160 mg or 480 mg": of the title, or of a sentence that divides people
_PAIR = Pattern(
    rf"(?i){_FREE}(?<!\bday )(?<!\bweek )(?<!\bmonth )(?<!\bgrade )(?<!\bcycle )(?P<n>{_N})\s?(?:{_MASS}\b(?:\s?/\s?(?:day|d|m2|kg)\b)?|{_TIME}s?\b)?(?:\sof\s[\w-]+)?(?:\s\((?:n\s?=\s?(?P<size>{INT})|(?!n\b)[^()]{{1,40}})\))?,?\s{_AGAINST}\s(?:for\s|to\s)?(?P<k>{_N})[\s-]?{_UNIT}(?:\s\(n\s?=\s?(?P<other>{INT})\))?"
)
_LISTED = Pattern(
    rf"(?i){_FREE}(?P<n>{_N})-?\s(?:and|or|versus|vs\.?)\s(?P<k>{_N})[\s-]{_UNIT}\s(?:groups|arms|regimens|schedules)\b"
)
# "1690 to 12 months of X and 1694 to 6 months", "39 patients treated with 160 mg", "43 women received 1500 mg"
_COUNTED = Pattern(
    rf"(?i)(?<![\w.,/]){COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed|treated|received|given)\s(?:to\s|with\s)?(?:receive\s)?|to\s)(?:the\s)?(?P<n>{_N})\s{_UNIT}"
)
_AMOUNTS = Patterns.of(_GROUP, _LISTED, _COUNTED)
_EVERY = (
    rf"(?:(?:once\s)?every\s(?:\d{{1,2}}|{'|'.join(_WORDS[2:])})\s(?:weeks|months|days)|(?:once\s)?(?:weekly|monthly|daily)|(?:\d|two|three|four|twelve)-weekly"
    r"|(?:once-)?every-(?:\d|two|three|four)-weeks)"
)
_WAY = r"(?:oral|intravenous|subcutaneous|intramuscular|topical|intrathecal|epidural|inhaled)(?:ly)?"
_ALIKE = Pattern(
    rf"(?i)(?<![\w-])(?:(?P<a>{_EVERY})(?:\s(?:for|in)\s[^.;,()]{{1,30}}?)?(?:\s\([^()]{{1,30}}\))?,?\s(?:was\s|were\s)?{_AGAINST}\s(?:[\w-]+\s){{0,2}}?(?P<b>{_EVERY})"
    rf"|\bcompar\w+\s(?:of|between)\s(?P<e>{_WAY})\sand\s(?P<f>{_WAY})|(?P<c>{_WAY})\s(?:[\w-]+\s)?{_AGAINST}\s(?P<d>{_WAY}))(?![\w-])"
)
_SCHEDULE = re.compile(rf"(?i){_EVERY}")
_WEEKLY = re.compile(r"(?i)[2-6] weekly")
_DIVIDES = Pattern(r"(?i)\brandom|\bassigned|\ballocated")
_MOST = 4  # arms; a text that speaks of more times or doses speaks of something else


def scheduled(sentences: Sequence[Sentence]) -> tuple[Plain, ...]:
    """Two to four arms by amounts of one unit, or two by schedules or ways; () where the sentences tell none apart so."""
    if not any(_DIVIDES.search(s.text) for s in sentences):
        # called groups in so many words, or compared at the start
        sentences = [s for i, s in enumerate(sentences) if _GROUP.search(s.text) or (i == 0 and _compares(s))]
    people = headcounts(sentences)
    found: dict[str, dict[str, Place]] = {}
    for i, sentence in enumerate(sentences):
        head = i == 0 or _DIVIDES.search(sentence.text) is not None
        for unit, n, place in _amounts(sentence, head, people):
            found.setdefault(unit, {}).setdefault(n, place)
    units = {unit: ns for unit, ns in found.items() if 2 <= len(ns) <= _MOST}
    if units:
        unit, ns = max(units.items(), key=lambda kept: len(kept[1]))
        more = _comparatives(list(ns), unit)
        return tuple(Plain(f"{n} {unit}" if _is_mass(unit) else f"{n}-{unit}", place, _names(n, unit) | more.get(n, frozenset()), "") for n, place in ns.items())  # fmt: skip
    return next((made for i, s in enumerate(sentences) if (made := _alike(s, i == 0))), ())


def _amounts(sentence: Sentence, head: bool, people: Collection[int]) -> Iterator[tuple[str, str, Place]]:
    """(unit, number, place) of what names a group. head : the sentence may set two amounts against each other.

    Sizes that are printed with both are together the people, where the text says how many there are.
    """
    text = sentence.text
    patterns = [pattern for _, pattern in _AMOUNTS.fitting(text)]
    for pattern in (*patterns, _PAIR) if head else patterns:
        for match in pattern.finditer(text):
            if pattern is _PAIR and people and not _may_divide(match, people):
                continue
            unit = match["t"].lower() if match["t"] else match["m"]
            if match["t"] and pattern is _PAIR and "." in match["n"] and "." in match["k"]:
                continue  # "20.9 months vs. 15.1 months" were measured
            for name in ("n", "k") if "k" in match.re.groupindex else ("n",):
                yield unit, _digits(match[name]), Place(sentence, *match.span(name))


def _compares(sentence: Sentence) -> bool:
    return "compared" in sentence.text and _ALIKE.search(sentence.text) is not None


def _may_divide(match: re.Match[str], people: Collection[int]) -> bool:
    sizes = [whole(n) for n in (match["size"], match["other"]) if n]
    return len(sizes) < 2 or sum(sizes) in people


def _alike(sentence: Sentence, title: bool) -> tuple[Plain, ...]:
    if not (title or _DIVIDES.search(sentence.text)):
        return ()
    for match in _ALIKE.finditer(sentence.text):
        groups = ("a", "b") if match["a"] else ("c", "d") if match["c"] else ("e", "f")
        told = [match[g].lower() for g in groups]
        if told[0] != told[1]:
            return tuple(
                Plain(t, Place(sentence, *match.span(g)), frozenset(_ways(t)), "")
                for t, g in zip(told, groups, strict=True)
            )
    return ()


def known_by_schedule(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds to each of two arms that are called by a schedule its other spellings: "12-weekly" for "every 12 weeks"."""
    told = [e.label.lower().replace("-", " ") for e in book]
    if len(book) == 2 and all(_SCHEDULE.fullmatch(t) or _WEEKLY.fullmatch(t) for t in told):
        for entry, label in zip(book, told, strict=True):
            entry.names |= set(
                sorted({*_ways(label), *ways_of_weeks(entry.label)})[: max(0, NAMES - len(entry.names))]
            )


_LENGTH = rf"(?P<n>\d{{1,2}}|{'|'.join(_WORDS[1:])})[\s-](?P<t>year|month|week|day)s?"
_OF_TIME = Pattern(rf"(?i)(?<![\w.-]){_LENGTH}\sof\s$")
_ONLY_TIME = Pattern(rf"(?i)\s*(?:an?\sfurther\s)?{_LENGTH}\s*")
_WITHIN = Pattern(
    rf"(?i)^\s*{_LENGTH}\sof\s|\sfor\s(?:an?\sfurther\s)?{_LENGTH.replace('<n>', '<m>').replace('<t>', '<u>')}\b"
)
_FOR = Pattern(r"(?i)(?<![\w-])(?P<x>[a-z][\w-]{2,})\sfor\s$")
_LENGTH_FIRST = re.compile(r"(?P<n>\d{1,2})[- ](?P<t>year|month|week|day)\s")


def told_by_length(text: str, parts: Sequence[tuple[str, int, int]]) -> list[str]:
    """The names of a list of arms (words, start, end), those of one name with how long it is given: "one year of X", "X for two years";
    [] where that does not tell them apart."""
    names, lengths = [], []
    for words, start, _ in parts:
        length, before = _ONLY_TIME.fullmatch(words), text[max(0, start - 40) : start]
        named = _FOR.search(before) if length else None
        names.append(arm_phrase(named["x"] if named else words))
        lengths.append(length or _OF_TIME.search(before) or _WITHIN.search(words))
    low = [name.lower() for name in names]
    alike = [low.count(name) > 1 for name in low]
    if (
        not any(alike)
        or not all(map(sound, names))
        or any(a and not t for a, t in zip(alike, lengths, strict=True))
    ):
        return []
    out = [
        f"{_span(length)} {name}" if same and length else name
        for name, same, length in zip(names, alike, lengths, strict=True)
    ]
    return out if len(set(out)) == len(out) else []


def _span(length: re.Match[str]) -> str:
    groups = length.groupdict()
    return f"{_digits(groups.get('n') or groups['m'])}-{(groups.get('t') or groups['u']).lower()}"


def known_by_length(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds to arms that are called by how long they are given what such groups are called: "the one-year group"."""
    told = [(e, m) for e in book if (m := _LENGTH_FIRST.match(e.label))]
    if len(told) < 2 or len({m.group() for _, m in told}) < len(told):
        return
    for entry, length in told:
        drug = entry.label[length.end() :]
        forms = ("{} {} group", "{} {} arm", "{} {} patients", "{} {} women", "{} {}s group", "{} {}s of " + drug, drug + " for {} {}s")  # fmt: skip
        new = [f.format(s, length["t"]) for f in forms for s in _spellings(length["n"])]
        entry.names |= set(new[: max(0, NAMES - len(entry.names))])


# "high-dose zinc", "zinc 20 mg"
_DEGREE = re.compile(r"(?i)^(?P<x>high|low)(?:er)?[- ]dose\b")
_AMOUNT = re.compile(
    r"(?i)^(?P<what>.*?)\s?(?<![\w.,-])(?P<n>\d[\d.,]*)\s?(?P<unit>mg|g|µg|mcg|IU|mL|Gy)\b(?P<more>.*)$"
)


def known_by_degree(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds to two arms of one drug, or of none that is named, what is said of the greater and of the smaller dose: "the higher dose"."""
    tried = [e for e in book if e.role != "control"] if len(book) == 3 else list(book)
    if len(tried) != 2:
        return
    greater = _greater(*(e.label for e in tried))
    if greater is None:
        return
    for entry in tried:
        words = ("higher", "larger", "high") if entry.label == greater else ("lower", "smaller", "low")
        new = [f"{word} dose" for word in words]
        entry.names |= set(new[: max(0, NAMES - len(entry.names))])


def _greater(one: str, other: str) -> str | None:
    """Which of two names is of the greater dose of the same; None where that is not said."""
    a, b = _DEGREE.match(one), _DEGREE.match(other)
    if a and b and a["x"].lower() != b["x"].lower():
        return one if a["x"].lower() == "high" else other
    c, d = _AMOUNT.match(one), _AMOUNT.match(other)
    if not (c and d) or any(c[g].lower() != d[g].lower() for g in ("what", "unit", "more")):
        return None
    n, m = (float(x["n"].replace(",", "").strip(".")) for x in (c, d))
    return None if n == m else one if n > m else other


def _ways(told: str) -> Iterator[str]:
    yield told
    yield told.removesuffix("ly") if re.fullmatch(_WAY, told) else told + " group"
    number = re.search(r"\d+|" + "|".join(_WORDS[2:]), told)
    if number:
        unit = next((u for u in ("week", "month", "day") if u in told), "")
        for n in _spellings(_digits(number.group())):
            yield from (told.replace(number.group(), n), f"{n}-weekly" if unit == "week" else told)
            yield from (f"{n} {unit} {w}" for w in ("group", "arm", "schedule", "regimen") if unit)


def _names(n: str, unit: str) -> frozenset[str]:
    """Ways to speak of the group: a time alone is also when something was measured."""
    if _is_mass(unit):
        return frozenset({f"{n} {unit}", f"{n}{unit}"})
    forms = ("{} {} group", "{} {} arm", "{} {} regimen", "{} {} schedule", "{} {}s group", "{} {}s arm", "{} {}s of", "to {} {}s", "assigned {} {}s", "received {} {}s", "every {} {}s", "{} {}s' treatment", "{} {} patients", "{} {} women")  # fmt: skip
    weekly = {f"{n}-weekly", f"{n}-weekly group"} if unit == "week" else set()
    return frozenset(f.format(s, unit) for f in forms for s in _spellings(n)) | weekly


def _comparatives(numbers: Sequence[str], unit: str) -> dict[str, frozenset[str]]:
    """Names of two arms by what is more of them: "the shorter arm", "the long schedule", "the higher dose"."""
    if len(numbers) != 2 or numbers[0] == numbers[1]:
        return {}
    less, more = sorted(numbers, key=lambda n: float(n.replace(",", "")))
    if _is_mass(unit):
        return {less: frozenset({"lower dose", "low dose"}), more: frozenset({"higher dose", "high dose"})}
    return {
        less: frozenset({"shorter arm", "shorter group", "shorter course", "short course", "short schedule"}),
        more: frozenset({"longer arm", "longer group", "longer course", "long course", "long schedule"}),
    }


def _spellings(n: str) -> tuple[str, ...]:
    return (n, _WORDS[int(n)]) if n.isdigit() and 0 < int(n) < len(_WORDS) else (n,)


def _digits(n: str) -> str:
    return str(_WORDS.index(n.lower())) if n.lower() in _WORDS else n


def _is_mass(unit: str) -> bool:
    return re.fullmatch(_MASS, unit, re.IGNORECASE) is not None
