"""Do those who completed, withdrew and were not treated add up to those randomised?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from trialwright.check.evidence import flow
from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check, Severity
from trialwright.model.result import Reading
from trialwright.model.trial import Arm, Stated, Trial

NAME = "flow_sums"
SOURCE = "CONSORT 2010 flow diagram: randomised = completed + withdrew (Schulz et al. 2010, BMJ 340:c332)"

PARTS = ("completed", "analysed", "withdrew", "not treated")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        found = list(_of_trial(reading))
        yield from found
        if not any(c.severity in ("minor", "major") for c in found):
            yield from _in_sentences(reading)


def _of_trial(reading: Reading) -> Iterator[Check]:
    trial = reading.trial
    whole = trial.first("randomised") if trial is not None else None
    if trial is not None and whole is not None and isinstance(whole.value, int):
        yield from _one(reading, trial, whole, whole.value)
    for arm in trial.arms if trial is not None else ():
        if trial is not None and arm.size:
            yield from _of_arm(reading, trial, arm, arm.size)


def _one(reading: Reading, trial: Trial, whole: Stated, n: int) -> Iterator[Check]:
    parts = {f: s for f in PARTS if (s := trial.first(f)) is not None and isinstance(s.value, int)}
    for s in parts.values():
        if int(s.value) > n:
            yield entry(
                NAME, reading, [s, whole], "impossible", f"{s.value} {s.label}, but {n} were {whole.label}.", severity="major",
                formula=f"{s.value} > {n}",
            )  # fmt: skip
            return
    completed, withdrew, analysed = parts.get("completed"), parts.get("withdrew"), parts.get("analysed")
    if withdrew is not None and completed is None and analysed is not None:
        yield from _analysed(reading, withdrew, analysed, whole, n)
    if completed is None or withdrew is None:
        return
    sum_ = int(completed.value) + int(withdrew.value)
    formula = f"{completed.value} + {withdrew.value} = {sum_}; {whole.label} {n}"
    of = [completed, withdrew, whole]
    if sum_ == n:
        yield entry(NAME, reading, of, "consistent", f"{formula}: the flow adds up.", formula=formula)
    elif sum_ > n and says(reading, _STAYED):
        yield entry(NAME, reading, of, "not checkable", f"{formula}: {sum_ - n} are counted twice.", formula=formula,
            explanation="some who discontinued are said to have been seen later", severity="note")  # fmt: skip
    elif sum_ > n:
        yield entry(
            NAME,
            reading,
            of,
            "impossible",
            f"{formula}: more left or completed than were there.",
            severity="major",
            formula=formula,
        )
    else:
        severity: Severity = "note" if flow.accounted(reading, n - sum_) else "minor"
        yield entry(NAME, reading, of, "not checkable", f"{formula}: {n - sum_} are not accounted for here.", formula=formula,
            explanation="others may not have been treated, or were lost", severity=severity, recomputed={"unaccounted": float(n - sum_)})  # fmt: skip


def _analysed(reading: Reading, withdrew: Stated, analysed: Stated, whole: Stated, n: int) -> Iterator[Check]:
    """Fewer analysed than were randomised, and yet some of those who left."""
    sum_ = int(analysed.value) + int(withdrew.value)
    if int(analysed.value) < n < sum_:
        formula = f"{analysed.value} + {withdrew.value} = {sum_}; {whole.label} {n}"
        yield entry(
            NAME, reading, [analysed, withdrew, whole], "not checkable",
            f"{formula}: {sum_ - n} of those who left are among the analysed, and {n - int(analysed.value)} are not.", formula=formula,
            explanation="some who left may have been analysed with what was known of them", severity="note" if says(reading, _IMPUTED) else "minor",
        )  # fmt: skip


def _of_arm(reading: Reading, trial: Trial, arm: Arm, n: int) -> Iterator[Check]:
    left, completed = trial.first(f"left, {arm.label}"), trial.first(f"completed, {arm.label}")
    if left is None or completed is None:
        return
    sum_ = int(left.value) + int(completed.value)
    formula = f"{completed.value} {completed.label} + {left.because.formula or left.value} left = {sum_}; in the arm {n}"
    of: list[Stated | Arm] = [completed, left, arm]
    if sum_ > n:
        yield entry(NAME, reading, of, "impossible", f"{arm.label}: {formula}: more left or completed than were there.",
            severity="major", formula=formula)  # fmt: skip
    elif sum_ == n:
        yield entry(
            NAME, reading, of, "consistent", f"{arm.label}: {formula}: the flow adds up.", formula=formula
        )
    else:
        yield entry(NAME, reading, of, "not checkable", f"{arm.label}: {formula}: {n - sum_} are not accounted for here.",
            explanation="others may not have been treated, or were lost", severity="note", formula=formula)  # fmt: skip


# "Of those who discontinued, 11 came to the final visit": they stopped treatment and stayed in the trial
_STAYED = (
    r"\b(?:(?:of|among)\sthose\swho\s(?:had\s)?(?:discontinued|stopped|withdrew)|(?:discontinued|stopped|withdrew|withdrawn)\b[^.;]{0,60}?\bof\swhom)\b"
    r"[^.;]{0,60}?\b(?:came\s(?:back\s)?to|returned|attended|remained\sin|stayed\sin|(?:were\s(?:still\s)?|continued\s(?:to\sbe\s)?)followed)\b"
)
_IMPUTED = r"\bimput|\blast observation carried|\bmixed[- ](?:effects?\s)?model|\bintention[- ]to[- ]treat"
SLIP = (
    0.2  # of those left: where more are not accounted for, another step is left out rather than a sum wrong
)
_ADJACENT = 6  # characters between one sentence and the next
_KEPT = (flow.COMPLETED, flow.ANALYSED, flow.FOLLOWED, flow.REMAINING)
_WHOLES = (flow.RANDOMISED, flow.ENROLLED, flow.ASSIGNED)
_OF_AN_ARM = re.compile(r"(?i)\b(?:groups?|arms?)\b")


def _in_sentences(reading: Reading) -> Iterator[Check]:
    """Sums of what neighbouring sentences tell, whether or not the trial as a whole is known."""
    sentences = flow.told(reading)
    for i, sentence in enumerate(sentences):
        run = [sentence]
        for later in sentences[i + 1 : i + 4]:
            if later.start - run[-1].end > _ADJACENT:
                break
            run.append(later)
        yield from _screened(reading, run)
        yield from _reasons(reading, sentence)
        yield from _left(reading, run)


def _screened(reading: Reading, run: Sequence[flow.Told]) -> Iterator[Check]:
    """Screened less excluded, held against randomised: the run begins with those screened."""
    text = reading.document.text
    events = [(e, s) for s in run for e in s.events if not flow.in_brackets(text, e, s.start)]
    if not events or events[0][0].kind != flow.SCREENED:
        return
    base, out = events[0][0], 0
    whole: flow.Event | None = None
    for event, sentence in events[1:]:
        if event.kind == flow.ELIGIBLE:
            base, out, whole = event, 0, None
        elif event.kind == flow.EXCLUDED:
            if whole is None or not flow.is_part(text, whole, event):
                out, whole = out + event.n, event
        elif event.kind == flow.RANDOMISED and out:
            yield from _rest(reading, base, out, event, sure=sentence.leaving == event.start)
            return
        elif event.kind not in (flow.ENROLLED, flow.CONSENTED) or out:
            return


def _rest(reading: Reading, base: flow.Event, out: int, event: flow.Event, *, sure: bool) -> Iterator[Check]:
    rest = base.n - out
    formula = f"{base.n} - {out} = {rest}; randomised {event.n}"
    quote = reading.document.quote(min(base.start, event.start), max(base.end, event.end))
    if event.n == rest:
        yield entry(
            NAME, reading, [], "consistent", f"{formula}: the flow adds up.", formula=formula, quote=quote
        )
    elif event.n > rest or sure:
        more = "more were randomised than were left" if event.n > rest else "others are said to be left"
        yield entry(
            NAME,
            reading,
            [],
            "impossible",
            f"{formula}: {more}.",
            formula=formula,
            severity="major",
            quote=quote,
        )
    else:
        yield entry(
            NAME, reading, [], "not checkable", f"{formula}: {rest - event.n} are not accounted for here.", formula=formula, quote=quote,
            explanation="others may have been left out for reasons that are not told", severity="minor" if rest - event.n <= SLIP * rest else "note",
        )  # fmt: skip


def _reasons(reading: Reading, sentence: flow.Told) -> Iterator[Check]:
    """Those excluded, held against the numbers of a closed list of reasons."""
    for event in sentence.events:
        parts = (
            flow.reasons(reading.document.text, event, sentence.end) if event.kind == flow.EXCLUDED else []
        )
        if parts and sum(parts) != event.n:
            formula = f"{' + '.join(map(str, parts))} = {sum(parts)}; excluded {event.n}"
            why = (
                "some may have had two reasons"
                if sum(parts) > event.n
                else "a reason may be missing from the list"
            )
            yield entry(
                NAME, reading, [], "not checkable", f"{formula}: the reasons do not add up.", formula=formula, severity="minor",
                explanation=f"{why}, or a number is misprinted", quote=reading.document.quote(event.start, event.end),
            )  # fmt: skip


def _left(reading: Reading, run: Sequence[flow.Told]) -> Iterator[Check]:
    """Those who left and those who completed or were analysed, held against the whole that they are of."""
    text, first = reading.document.text, run[0]
    wholes = [e for e in first.events if e.kind in _WHOLES]
    if len({e.n for e in wholes}) != 1:
        return
    whole, sentence = wholes[-1], first
    parts = [e for e in first.events if e.start > whole.start and e.kind not in _WHOLES]
    if not parts and len(run) > 1:
        sentence, parts = run[1], list(run[1].events)
    left = [e for e in parts if e.kind == flow.LEFT]
    left += [
        e for e in flow.also_left(text, max(sentence.start, whole.end if sentence is first else 0), sentence.end)
        if not any(e.start < p.end and p.start < e.end for p in parts)
    ]  # fmt: skip
    kept = [e for e in parts if e.kind in _KEPT]
    others = any(e.kind not in (flow.LEFT, *_KEPT) for e in parts)
    bracketed = any(flow.in_brackets(text, e, sentence.start) for e in (*left, *kept))
    if not left or len(kept) != 1 or others or bracketed or _is_of_an_arm(reading, [*left, *kept], whole):
        return
    if sentence is first and flow.untold(text, [whole, *left, *kept]):
        return  # others left too
    sure = sentence.leaving == kept[0].start
    if whole.kind == flow.ASSIGNED and not sure:
        return  # it may be one arm of several
    yield from _kept(reading, whole, left, kept[0], sure=sure)


def _is_of_an_arm(reading: Reading, parts: Sequence[flow.Event], whole: flow.Event) -> bool:
    """Whether the parts are of single arms, and not of the whole; a sum over both arms is one part."""
    text = reading.document.text
    ordered = sorted(parts, key=lambda e: e.start)
    ends = [max(whole.end, text.rfind(". ", 0, ordered[0].start) + 2), *(e.end for e in ordered[:-1])]
    between = "".join(text[a : e.start] for a, e in zip(ends, ordered, strict=True))
    labels = [a.label for a in (reading.trial.arms if reading.trial is not None else ())]
    return _OF_AN_ARM.search(between) is not None or any(label.lower() in between.lower() for label in labels)


def _kept(
    reading: Reading, whole: flow.Event, left: Sequence[flow.Event], kept: flow.Event, *, sure: bool
) -> Iterator[Check]:
    gone = sum(e.n for e in left)
    sum_ = gone + kept.n
    formula = (
        f"{' + '.join(str(e.n) for e in left)} left + {kept.n} {kept.kind} = {sum_}; {whole.kind} {whole.n}"
    )
    places = [whole, *left, kept]
    quote = reading.document.quote(min(e.start for e in places), max(e.end for e in places))
    told: dict[str, Any] = {"formula": formula, "quote": quote}
    if sum_ == whole.n:
        yield entry(NAME, reading, [], "consistent", f"{formula}: the flow adds up.", **told)
    elif sure:
        yield entry(
            NAME,
            reading,
            [],
            "impossible",
            f"{formula}: they are said to be those left.",
            severity="minor",
            **told,
        )
    elif sum_ > whole.n and kept.kind == flow.COMPLETED and all(e.gone for e in left):
        yield entry(
            NAME,
            reading,
            [],
            "impossible",
            f"{formula}: more left or completed than were there.",
            severity="major",
            **told,
        )
    elif sum_ > whole.n > kept.n:
        yield entry(
            NAME, reading, [], "not checkable", f"{formula}: {sum_ - whole.n} of those who left are among those {kept.kind}.",
            severity="note" if kept.kind == flow.ANALYSED and says(reading, _IMPUTED) else "minor",
            explanation=f"some who left may have been {'analysed with what was known of them' if kept.kind == flow.ANALYSED else 'counted twice'}, or a number is misprinted",
            **told,
        )  # fmt: skip
    elif sum_ < whole.n and kept.kind == flow.COMPLETED:
        yield entry(NAME, reading, [], "not checkable", f"{formula}: {whole.n - sum_} are not accounted for here.", severity="note",
            explanation="others may not have been treated, or were lost", **told)  # fmt: skip
