"""What a news page says in its words of the trial of a source: how many took part, what dose, how much less, what works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.check.evidence.exposed import own_sentences, sentence_spans
from trialwright.check.evidence.ledger import p_bounds
from trialwright.check.evidence.news_numbers import reductions, share_of
from trialwright.check.evidence.outcome_names import alike, outcome_words
from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.labels import contains, is_control, words
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Stated

_SIZES = ("randomised", "participants", "enrollment", "treated", "completed", "analysed", "screened")
FAR = 1.2  # ratio of the numbers of people: nearer ones may be of those randomised and those analysed
_MG = {"mg": 1.0, "g": 1000.0, "µg": 0.001, "μg": 0.001, "mcg": 0.001, "ug": 0.001}
_DOSE = r"(?P<n>\d+(?:[.,]\d+)?)\s?(?P<u>mg|g|[µμ]g|mcg|ug)\b(?!/(?:d?[lL]|m[lL]))"
# "A study of 960 nurses", and what may tell of another study or of later
_PEOPLE = re.compile(
    r"(?i)\b(?:study|trial)\s(?:of|in|with|among|involving|had|included|enrolled)\s(?:(?:about|some|around|nearly|almost)\s)?(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})\s(?:[\w-]+\s){0,2}?(?:patients|people|persons|adults|women|men|children|participants|volunteers|infants|babies|students|nurses|workers|smokers|veterans|girls|boys|mothers|adolescents|subjects|individuals|teenagers|pensioners|survivors)\b"
)
_OTHER_STUDY = re.compile(
    r"(?i)\b(?:plan\w*|next|earlier|previous|another|other|will|second|larger|ongoing|future|separate|subsequent|follow-up|before|start\w*|launch\w*|begin\w*|recruit\w*)\b"
)
_ANOTHER = re.compile(
    r"(?i)\b(?:another|other|earlier|previous|prior|separate|second|different|later|larger|smaller)\s(?:[\w-]+\s){0,3}(?:trials?|stud(?:y|ies))\b"
)
_PRIMARY_OF = re.compile(
    r"(?i)\b(?:primary|main)\s(?:end-?\s?point|outcome)\s(?:of\s(?:the|this)\s(?:trial|study)\s)?(?:of|was|is)\s(?!(?:not|no|met|reached|achieved|significant\w*|similar|different|also|the same|reported|higher|lower|better|seen|observed)\b)(?P<x>[a-z][^.;,()]{2,60}?)(?=\s(?:in|at|by|after|with|compared|than|among)\b|[.;,()]|$)"
)
_UNIT = r"%|kg|mm\s?Hg|mm|minutes|steps|mmol/[lL]|points|days|hours|cm"
_CUT = re.compile(
    r"(?i)\b(?:cuts?|cutting|reduc\w+|lower\w*|slash\w*|lessen\w*)\s(?:the\s|their\s)?(?:risk|chances?|odds|rate)\sof\s(?P<x>[^.;,()\d]{3,60}?)\sby\s(?:about\s)?(?P<n>\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)(?! points?)"
)
_POINTS = re.compile(r"(?i)\b(?P<n>\d+(?:\.\d+)?)\s(?:percentage|percent|per cent|%)[- ]points?\b")
_WORKS = re.compile(
    r"(?i)\b(?:improves?|improved|reduces?|reduced|lowers?|lowered|prevents?|prevented|cuts?|halves|halved|helps?|helped|eases?|eased|relieves?|relieved|boosts?|boosted"
    r"|saves?|saved|cures?|cured|slows?|slowed|protects?|protected|extends?|extended|works|beats?|is effective)\b(?P<x>[^.;:]{0,80})"
)
_DENIED = re.compile(
    r"(?i)\bp\s?[<>=≤≥]|\b(?:not|no|never|neither|nor|fail\w*|without|may|might|could|whether|if|hop\w+|n't)\b"
)


class Told(NamedTuple):
    """What the news says, and what the source does."""

    news: str
    source: str
    why: str


def tried(source: Reading) -> list[str]:
    """Labels of the arms that are tried."""
    arms = source.trial.arms if source.trial is not None else ()
    return [a.label for a in arms if words(a.label) and a.role != "control" and not is_control(a.label)]


# "In both trials": whose number is whose is not plain.
_SEVERAL = re.compile(
    r"(?i)\b(?:both|(?<!other )(?:two|three|four))\s(?!(?:other|earlier|previous|prior|older)\b)(?:[\w-]+\s){0,2}?(?:trials|studies)\b"
)
_AT_LEAST = re.compile(r"(?i)\b(?:over|more than|at least|upwards of)\s(?:[\w-]+\s)?$")
_TREATED = re.compile(r"(?i)\bneed(?:ed|s)? to (?:be treated|take|be given)\b|\bfor every\b")


def other_size(news: Reading, source: Reading) -> Told | None:
    """Another number of people than any that the source has."""
    if _SEVERAL.search(news.document.text):
        return None
    given = {int(s.value) for f in _SIZES for s in _all(source, f) if isinstance(s.value, int)}
    sized = [a.size for a in (source.trial.arms if source.trial is not None else ()) if a.size]
    given |= {*sized, sum(sized)} | {r.total for r in source.results if r.total}
    given.discard(0)
    told = [
        int(s.value)
        for f in ("randomised", "participants")
        for s in _all(news, f)
        if isinstance(s.value, int) and _is_plain_size(news, s, max(given, default=0))
    ]
    said = (m for s in _of_this(news) if not _OTHER_STUDY.search(s) for m in _PEOPLE.finditer(s))
    told = told or [int(m["n"].replace(",", "")) for m in said]
    known = bool(sized) or any(_all(source, f) for f in ("randomised", "participants"))
    # One of several numbers may be of another trial, or of those whom a treatment helps.
    if known and told and not any(max(n, m) < FAR * min(n, m) for n in told for m in given):
        return Told(
            f"{told[0]} people", f"{max(given)}", "the news may count other people than the source does"
        )
    return None


def _is_plain_size(news: Reading, s: Stated, most: int) -> bool:
    """Whether a number of people is told as such: not as a least number that a source's most people reach, of another study, or of
    those to be treated for one event."""
    text = news.document.text
    said = text[slice(*sentence_of(news, s))]
    reached = int(s.value) <= most and _AT_LEAST.search(text[: s.quote.start])
    return not (reached or _TREATED.search(said) or is_of_another_study(news, said))


def _of_this(news: Reading) -> list[str]:
    """The sentences of a page that speak of no other study."""
    return [s for s in own_sentences(news) if not is_of_another_study(news, s)]


def _all(reading: Reading, field: str):  # type: ignore[no-untyped-def]
    return reading.trial.all(field) if reading.trial is not None else ()


def other_dose(news: Reading, source: Reading) -> Told | None:
    """A dose of what is tried that the source does not have, where both print one beside its name."""
    for label in tried(source):
        said, given = {*_doses(". ".join(_of_this(news)), label)}, {*_doses(source.document.text, label)}
        known = given | {_mg(m) for m in re.finditer(rf"(?i)\b{_DOSE}", source.document.text)}
        odd = sorted(d for d in said if not any(abs(d - g) <= 1e-9 * g for g in known))
        if said and given and odd:
            return Told(
                f"{label} {odd[0]:g} mg",
                f"{label} {', '.join(f'{g:g}' for g in sorted(given))} mg",
                "the doses may be of one time and of a day",
            )
    return None


def _mg(m: re.Match[str]) -> float:
    """ "1,500 mg" is of thousands, "2,5 mg" of tenths."""
    n = m["n"]
    return float(n.replace(",", "" if re.fullmatch(r"\d+,\d{3}", n) else ".")) * _MG[m["u"].lower()]


def _doses(text: str, label: str) -> Iterator[float]:
    """In mg, right behind the name or right before it."""
    name = re.escape(words(label)[0]) if len(words(label)) == 1 else re.escape(label)
    for pattern in (rf"(?i)\b{name}\w?,?\s[(]?{_DOSE}", rf"(?i)\b{_DOSE}\s(?:of\s)?{name}"):
        yield from (
            _mg(m)
            for m in re.finditer(pattern, text)
            if not re.match(r"\s(?:tablets?|capsules?|pills?)\b", text[m.end() : m.end() + 10])
        )


def points_for_percent(news: Reading, source: Reading) -> Told | None:
    """A difference in percentage points that is the relative one: 50 points for 2 % against 4 %."""
    shares = [
        (r, x)
        for r in source.results
        if r.measure == "proportion" and not r.subgroup and (x := share_of(r)) is not None
    ]
    pairs = [
        (a, b)
        for i, (r, a) in enumerate(shares)
        for o, b in shares[i + 1 :]
        if words(r.endpoint) == words(o.endpoint) or alike(r.endpoint, o.endpoint)
    ]
    printed = {float(m["n"]) for s in own_sentences(source) for m in _POINTS.finditer(s)}
    for said in _of_this(news):
        for m in _POINTS.finditer(said):
            n = float(m["n"])
            absolute = [abs(a - b) for a, b in pairs]
            relative = [100 * abs(a - b) / max(a, b) for a, b in pairs if max(a, b) > 0]
            if not any(abs(x - n) <= 1 for x in (*absolute, *printed)) and any(
                abs(x - n) <= 1 for x in relative
            ):
                span = " to ".join(dict.fromkeys(f"{x:.3g}" for x in (min(absolute), max(absolute))))
                return Told(
                    f"{m.group()}",
                    f"{n:g} % of the risk, or {span} points",
                    "a relative reduction is told as an absolute one",
                )
    return None


def other_reduction(news: Reading, source: Reading) -> Told | None:
    """ "Cuts the risk of X by 40%" that neither a ratio nor the shares of the source give, where no result was read of it."""
    if any(r.measure == "relative_change" for r in news.results):
        return None
    for said in _of_this(news):
        m = _CUT.search(said)
        if m is None or _OTHER_STUDY.search(said) or not any(contains(said, x) for x in _labels(source)):
            continue
        ways = reductions(source.results, m["x"])
        if ways and not any(abs(float(m["n"]) - x) <= 0.5 + open_ for x, open_, _ in ways):
            return Told(
                f"{m['n']} % less {m['x']}",
                f"{ways[0][0]:.3g} % less",
                "the news may tell of another outcome, time or part of the patients",
            )
    return None


# What follows these is not what a verb acts on: "reduced relapse with similar rates of nausea", "in people with depression".
_OBJECT = re.compile(
    r"(?i),|\b(?:with|while|whereas|although|though|but|as|in|among|for|than|when|after|over)\b"
)


def works_without_effect(news: Reading, source: Reading) -> Told | None:
    """An effect told as a fact on an outcome for which the source has none: a p above 0.05 or a conclusion of no effect."""
    for said in _of_this(news):
        m = _WORKS.search(said)
        if (
            m is None
            or _DENIED.search(said)
            or not any(contains(said[: m.start()], x) for x in tried(source) or _labels(source))
        ):
            continue
        for outcome, found in _not_shown(source):
            if outcome_words(outcome) <= outcome_words(_OBJECT.split(m["x"])[0]) and not _shown(
                source, outcome
            ):
                return Told(
                    f"“{' '.join(said.split())[:120]}”",
                    f"{outcome}: {found}",
                    "the source does not show that effect",
                )
        none = next((c for c in source.claims if c.kind == "no_effect" and c.concluded), None)
        if (
            none is not None
            and not any(c.kind == "benefit" for c in source.claims)
            and not _significant(source)
        ):
            return Told(
                f"“{' '.join(said.split())[:120]}”",
                f"“{none.quote.exact[:120]}”",
                "the source concludes that there is no effect",
            )
    return None


def _labels(source: Reading) -> list[str]:
    return [a.label for a in (source.trial.arms if source.trial is not None else ()) if words(a.label)]


def _not_shown(source: Reading) -> Iterator[tuple[str, str]]:
    for r in source.results:
        p = r.value if r.measure == "p_value" else r.p
        if p is not None and p_bounds(p)[0] > 0.05 and outcome_words(r.endpoint) and not r.subgroup:
            yield r.endpoint, f"p = {p.text or p.value}"


def _shown(source: Reading, outcome: str) -> bool:
    return any(alike(r.endpoint, outcome) for r in _significant(source))


def _significant(source: Reading) -> list[Result]:
    found = []
    for r in source.results:
        p = r.value if r.measure == "p_value" else r.p
        if p is not None and p_bounds(p)[0] < 0.05:
            found.append(r)
    return found


def other_primary(news: Reading, source: Reading) -> Told | None:
    """Another primary outcome than the source's."""
    told, given = (
        [
            e.label
            for e in (r.trial.endpoints if r.trial is not None else ())
            if e.role == "primary" and outcome_words(e.label)
        ]
        for r in (news, source)
    )
    told += [m["x"] for s in _of_this(news) for m in _PRIMARY_OF.finditer(s) if outcome_words(m["x"])]
    odd = [x for x in told if not any(outcome_words(x) & outcome_words(y) for y in given)]
    if given and odd:
        return Told(
            f"the primary outcome {odd[0]}",
            f"the primary outcome {given[0]}",
            "a secondary outcome is told as the primary one",
        )
    return None


def other_drug(news: Reading, source: Reading) -> Told | None:
    """Something tried that the source never names, on a page that never names what the source tries."""
    here, there = set(words(news.document.text)), set(words(source.document.text))
    known = [x for x in tried(source) if set(words(x)) & there]
    mine = [x for x in tried(news) if len(words(x)) == 1 and set(words(x)) <= here - there]
    if known and mine and not any(set(words(x)) & here for x in known):
        return Told(mine[0], known[0], "one thing may have two names, or another was given")
    return None


def stray_number(news: Reading, source: Reading) -> Told | None:
    """A number beside an arm's name ("13% given zinc", "16.2 kg with zinc") that stands nowhere in a source which has such numbers
    beside that name, where no result was read of it."""
    printed = {float(x) for x in re.findall(r"\d+(?:\.\d+)?", source.document.text)}
    shares = {x for r in source.results if (x := share_of(r)) is not None}
    read = [(r.quote.start, r.quote.end) for r in news.results]
    for label in _labels(source):
        theirs = {unit for _, unit, _ in _beside(source, label)}
        for number, unit, at in _beside(news, label):
            if any(
                a <= at < b and is_of_another_study(news, news.document.text[a:b])
                for a, b in sentence_spans(news)
            ):
                continue
            half = 0.5 * 10.0 ** -len(number.partition(".")[2])
            known = any(abs(float(number) - x) <= half + 0.05 for x in printed | shares)
            if unit in theirs and not known and not any(a <= at < b for a, b in read):
                here = next(n for n, u, _ in _beside(source, label) if u == unit)
                return Told(
                    f"{number} {unit} with {label}",
                    f"{here} {unit}",
                    "another time, another part of the patients, or a slip",
                )
    return None


def _beside(reading: Reading, label: str) -> list[tuple[str, str, int]]:
    """(number, unit, place) of numbers right before an arm's name."""
    pattern = rf"(?i)(?<![\d.,-])(?P<n>\d+(?:\.\d+)?)\s?(?P<u>{_UNIT})[)]?\s(?:of\s(?:the\s)?(?:[\w-]+\s){{0,3}}?)?(?:who\s)?(?:were\s)?(?:given|with|on|taking|took|received|receiving|in)\s(?:the\s)?{re.escape(label)}\b"
    return [
        (m["n"], "".join(m["u"].lower().split()), m.start())
        for m in re.finditer(pattern, reading.document.text)
    ]


def is_of_another_study(news: Reading, said: str) -> bool:
    """Whether a sentence of the news speaks of another trial, in words or by another number."""
    own = {words(i.value) for i in (news.trial.identifiers if news.trial is not None else ())}
    numbers = {words(x) for x in re.findall(r"\b(?:NCT|ISRCTN)\d{8}\b", said)}
    return _ANOTHER.search(said) is not None or bool(numbers - own)


def differing(news: Reading, sources: Sequence[Reading]) -> Iterator[tuple[Reading, Told]]:
    """All of these, each at most once: what differs from every source."""
    ways = (
        other_size,
        other_dose,
        points_for_percent,
        other_reduction,
        works_without_effect,
        other_primary,
        other_drug,
        stray_number,
    )
    for way in ways:
        found = [way(news, source) for source in sources]
        if found[0] is not None and None not in found:
            yield sources[0], found[0]


__all__: Sequence[str] = ("Told", "differing", "tried")
