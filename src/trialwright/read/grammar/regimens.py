"""Regimens: dose, route, frequency and duration, phase after phase, for the drug they stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.trial import DosePhase, Regimen
from trialwright.read.grammar.lexis import COUNT, NUM, number
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.phrases import DOSE_UNIT
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

HOURS = {"h": 1.0, "d": 24.0, "w": 168.0}
# A month is a twelfth of 365 days; `text` keeps the words for whoever needs another convention.
DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 365 / 12, "y": 365.0}
_UNIT = r"(?:hours?|hrs?|hourly|h|days?|d|weeks?|wks?|w|months?|mo|years?|yrs?|y)\b"
_DOSE = Pattern(rf"(?i)(?<![\w./]){NUM}[ -]?{DOSE_UNIT}(?![\w/])")  # "5 mg/2 mL" is a strength
_PARTS = Pattern(rf"(?i)(?P<n>{NUM})[ -]?(?P<u>{DOSE_UNIT})")
_RANGE = Pattern(rf"(?i){NUM}\s?(?:-|to|or)\s?$")
_ROUTES = (
    ("subcutaneous", r"subcutaneous(?:ly)?|s\.?c\.?|subcut"),
    ("intravenous", r"intravenous(?:ly)?|i\.?v\.?"),
    ("intramuscular", r"intramuscular(?:ly)?|i\.?m\.?"),
    ("oral", r"oral(?:ly)?|p\.?o\.?|by mouth"),
    ("inhaled", r"inhaled|inhalation|nebuli[sz]ed"),
    ("topical", r"topical(?:ly)?"),
    ("intrathecal", r"intrathecal(?:ly)?"),
)
_ROUTE = tuple((name, Pattern(rf"(?i)(?<![\w.])(?:{words})(?![\w])")) for name, words in _ROUTES)
_NAMED = (
    (r"once[ -](?:a[ -])?dai?ly|once (?:a|per|every) day|q\.?d\.?|o\.?d\.?|q24h", 24.0),
    (r"twice[ -](?:a[ -])?daily|twice (?:a|per) day|two times (?:a|per) day|b\.?i\.?d\.?", 12.0),
    (
        r"(?:(?:three|3) times|thrice)[ -](?:a[ -]|per )?dai?ly|(?:three|3) times (?:a|per|each|every) day|t\.?i\.?d\.?",
        8.0,
    ),
    (
        r"(?:four|4) times[ -](?:a[ -]|per )?dai?ly|(?:four|4) times (?:a|per|each|every) day|q\.?i\.?d\.?",
        6.0,
    ),
    (r"every other day|on alternate days|every second day|q\.?o\.?d\.?", 48.0),
    (r"every other week|biweekly|every two weeks", 336.0),
    (r"twice[ -](?:a[ -])?weekly|twice (?:a|per) week", 84.0),
    (r"once[ -](?:a[ -])?weekly|once (?:a|per|every) week|every week|weekly", 168.0),
    (r"(?<!times )(?<!time )(?:dai?ly|every day|per day|each day|a day)", 24.0),
)
# "3-4 times a day" is neither of the two.
_FREQUENCY = tuple(
    (Pattern(rf"(?i)(?<![\w.])(?<!\d[-/]\s)(?<!\d[-/])(?<!\bor\s)(?<!\bto\s)(?:{words})(?![\w])"), hours)
    for words, hours in _NAMED
)
_EVERY = Pattern(rf"(?i)(?:\bevery\s|\bq)(?P<n>{COUNT})?\s?-?(?P<u>hours?|hrs?|hourly|h|days?|d|weeks?|w)\b")
_DURATION = Pattern(
    rf"(?i)(?:\bfor|\bx|\bover)\s(?:the first\s|a total of\s|up to\s)?(?P<n>{COUNT}|an?)[ -](?P<u>{_UNIT})"
)
_UP_TO = Pattern(r"(?i)\bup to\s")
THEN = Pattern(r"(?i)(?:,|;)?\s?(?:and\s)?(?:\bthen\b|\bfollowed by\b|\bthereafter\b)")
_PER_DAY = Pattern(r"(?i)\s?(?:/\s?|per\s)(?:day|d)$")
# What has no dose of its own: a number beside it belongs to something else.
UNDOSED = Pattern(
    r"(?i)\bplacebo\b|\bcare\b|\bSOC\b|\bno treatment\b|\bobservation\b|\bcontrols?\b"
    r"|\bcomparator\b|\bcohort\b|\bsham\b"
)
_DOSE_GROUP = Pattern(r"(?i)\s(?:groups?|arms?|dose)\b")
_OR_DOSE = Pattern(r"(?i)\s?(?:,|or|and|/|,\s(?:or|and)|versus|vs\.?)\s?")  # doses to choose from, not phases
_WAY = r"(?:oral|subcutaneous|intravenous|intramuscular|inhaled|topical|intrathecal)"
# "40 mg every other week plus methotrexate", "50 mg weekly or oral sulfasalazine": from here on it is of another drug
_NEXT_DRUG = Pattern(
    rf"(?i),?\s(?:plus|in combination with|combined with|together with|in addition to|added to|on top of)\s|,?\s(?:with|and|or|versus|vs\.?|to|compared with|than)\s(?:an?\s|the\s|to\s)?{_WAY}\s(?!(?:dos\w+|daily|once|twice|weekly|tablets?|capsules?|route|injections?|infusions?|administration|bolus|loading|or|and|use)\b)(?:[a-z]|$)"
    rf"|,\s{_WAY}\s(?!(?:dos\w+|daily|once|twice|weekly|tablets?|capsules?|route|injections?|infusions?|administration|bolus|loading|or|and|use)\b)(?:[a-z]|$)"
)
_REACH = 90  # characters after a dose that may still speak of it


def regimens(sentences: Sequence[Sentence], names: Names) -> dict[str, tuple[Regimen, ...]]:
    """Arm label → its regimens, from the first sentence that doses it. No dose, no regimen."""
    found: dict[str, tuple[Regimen, ...]] = {}
    for sentence in sentences:
        if not sentence.background:
            for label, spans in _dosed(sentence, names).items():
                found.setdefault(label, (_for_all(sentence, names, _regimen(sentence, label, spans)),))
    return found


def _dosed(sentence: Sentence, names: Names) -> dict[str, list[tuple[int, int]]]:
    """Arm → stretches of the sentence, one a dosing phase: a dose and the words up to the next one."""
    mentions = names.mentions(sentence)
    if not mentions:
        return {}
    doses = doses_in(sentence.text)
    out: dict[str, list[tuple[int, int]]] = {}
    several: set[str] = set()
    for i, (start, end) in enumerate(doses):
        owner = _owner(sentence, mentions, start, end)
        if _is_of_another(sentence.text[start:end], owner, {m.label for m in mentions}):
            continue
        if not owner or UNDOSED.search(owner) or _DOSE_GROUP.match(sentence.text, end):
            continue
        stop = min(doses[i + 1][0] if i + 1 < len(doses) else len(sentence.text), end + _REACH)
        later = [m.start for m in mentions if m.start >= end + 4]
        stop = min(stop, *later) if later else stop
        if other := _NEXT_DRUG.search(sentence.text, end, stop):
            stop = other.start()
        chain = out.setdefault(owner, [])
        if chain and not THEN.search(sentence.text[chain[-1][0] : start]):
            if _OR_DOSE.fullmatch(sentence.text[doses[i - 1][1] : start]):
                several.add(owner)
            continue  # another dose without "then" is no next phase of the same regimen
        chain += _split_phases(sentence, start, end, stop)
    return {label: spans for label, spans in out.items() if label not in several}


def _is_of_another(dose: str, owner: str, labels: set[str]) -> bool:
    """Whether a dose is part of another arm's name and the owner's name has one of its own: "A 100 mg, A 250 mg or placebo"."""
    own = {owner[a:b] for a, b in doses_in(owner)}
    others = {label[a:b] for label in labels - {owner} for a, b in doses_in(label)}
    return bool(own) and dose not in own and dose in others


def doses_in(text: str) -> list[tuple[int, int]]:
    """Where a text gives a dose; not the end of a range, or a strength."""
    return [
        m.span() for m in _DOSE.finditer(text) if not _RANGE.search(text[max(0, m.start() - 40) : m.start()])
    ]


def _owner(sentence: Sentence, mentions: Sequence[Mention], start: int, end: int) -> str:
    """ "100 mg of X", or the last arm named before the dose within reach."""
    for mention in mentions:
        if mention.start >= end and re.fullmatch(
            r"\s(?:of\s)?(?:oral\s|subcutaneous\s|intravenous\s)?", sentence.text[end : mention.start]
        ):
            return mention.label
    before = [m for m in mentions if m.end <= start and start - m.end <= 160]
    if not before or re.search(r"[.;](?=\s)", sentence.bare[before[-1].end : start]):
        return ""
    # "A (30 mg) in addition to B" doses A; the nearest name wins.
    return before[-1].label


def _split_phases(sentence: Sentence, start: int, end: int, stop: int) -> list[tuple[int, int]]:
    """One dose may carry two phases: "1.5 MIU daily for 5 days then weekly for 7 weeks"."""
    then = THEN.search(sentence.text, end, stop)
    if then and _every(sentence.text[then.end() : stop]) is not None:
        return [(start, then.start()), (then.end(), stop)]
    return [(start, then.start() if then else stop)]


def phases_of(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> tuple[DosePhase, ...]:
    """One phase a stretch, each with what it does not say itself from the one before."""
    phases: list[DosePhase] = []
    for start, end in spans:
        phases.append(_phase(sentence.text[start:end], phases[-1] if phases else None))
    return tuple(phases)


def _regimen(sentence: Sentence, label: str, spans: Sequence[tuple[int, int]]) -> Regimen:
    phases = phases_of(sentence, spans)
    if not phases[0].route and (way := _way_before(sentence.text[: spans[0][0]], label)):
        phases = tuple(p if p.route else p.model_copy(update={"route": way}) for p in phases)
    stop = spans[-1][0] + len(phases[-1].text)
    return Regimen(
        drug=label,
        phases=phases,
        quote=sentence.quote(spans[0][0], stop),
        because=Because(rule="read.grammar.regimens"),
    )


# "assigned to A 20 mg daily or placebo for 6 months": how long is said once, of all arms
_ALLOTS = Pattern(r"(?i)\brandom|\bassigned\b|\ballocated\b")
_ALL_FOR = Pattern(
    rf"(?i)\bfor\s(?:a total of\s)?(?P<n>{COUNT}|an?|one)[ -](?P<u>{_UNIT})(?=\s?(?:[.;]|$|,\s(?:followed|with|and)\b))"
)


def _of_all(sentence: Sentence, place: int) -> float | None:
    """Days of treatment that a sentence on allocation ends with, behind its last arm at `place`."""
    found = _ALL_FOR.search(sentence.text, place) if _ALLOTS.search(sentence.text) else None
    return _days(found) if found and not _FOLLOWED.search(sentence.text, place) else None


_FOLLOWED = Pattern(r"(?i)\bfollow|\bthen\b|\bobserv|\bevery\b|\beach\b")


def _for_all(sentence: Sentence, names: Names, regimen: Regimen) -> Regimen:
    """A regimen of one phase without a duration, with the one that the sentence ends with."""
    mentions = names.mentions(sentence)
    only = regimen.phases[0] if len(regimen.phases) == 1 else None
    if only is None or only.duration_days is not None or len({m.label for m in mentions}) < 2:
        return regimen
    days = _of_all(sentence, max(m.end for m in mentions))
    if days is None:
        return regimen
    return regimen.model_copy(update={"phases": (only.model_copy(update={"duration_days": days}),)})


def _way_before(text: str, label: str) -> str:
    """ "subcutaneous etanercept 50 mg": the route right before the drug's name, with the dose right behind it."""
    found = re.search(rf"(?i)\b({_WAY})\s{re.escape(label)}\s?[(,]?\s?(?:at\s|tablets\s)?$", text)
    return found[1].lower() if found else ""


def _phase(text: str, before: DosePhase | None) -> DosePhase:
    dose = _DOSE.match(text)
    parts = _PARTS.match(dose.group()) if dose else None
    after = text[dose.end() :] if dose else text
    unit = re.sub(r"\s", " ", parts.group("u")) if parts else (before.dose_unit if before else "")
    daily = _PER_DAY.search(unit)
    every, duration = _every(after), _DURATION.search(after)
    ends = [
        m.end() for m in (_EVERY.search(after), duration, _first_frequency(after), _first_route(after)) if m
    ]
    shown = text[: len(text) - len(after) + max(ends, default=0)]
    return DosePhase(
        dose=number(parts.group("n")) if parts else (before.dose if before else 0.0),
        dose_unit=_PER_DAY.sub("", unit) if daily else unit,
        route=_route(after) or (before.route if before else ""),
        every_hours=every if every is not None else (24.0 if daily else None),
        duration_days=_days(duration) if duration and not _UP_TO.search(duration.group()) else None,
        text=shown.strip(" ,()"),
    )


def _first_frequency(text: str) -> re.Match[str] | None:
    found = [m for pattern, _ in _FREQUENCY if (m := pattern.search(text))]
    return min(found, key=lambda m: m.start(), default=None)


def _first_route(text: str) -> re.Match[str] | None:
    found = [m for _, pattern in _ROUTE if (m := pattern.search(text))]
    return min(found, key=lambda m: m.start(), default=None)


def _every(text: str) -> float | None:
    """Hours between doses as stated first in `text`, or None."""
    every = _EVERY.search(text)
    named = [(m.start(), hours) for pattern, hours in _FREQUENCY if (m := pattern.search(text))]
    first = min(named, default=None)
    if every and (first is None or every.start() <= first[0]):
        amount = number(every.group("n")) if every.group("n") else 1.0
        return amount * HOURS[every.group("u")[0].lower()]
    return first[1] if first else None


def _route(text: str) -> str:
    found = [(m.start(), name) for name, pattern in _ROUTE if (m := pattern.search(text))]
    return min(found)[1] if found else ""


def _days(match: re.Match[str]) -> float:
    amount = match.group("n").lower()
    return (1.0 if amount in ("a", "an") else number(amount)) * DAYS[match.group("u")[0].lower()]
