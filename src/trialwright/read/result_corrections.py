"""A person's word on numbers that were read, kept in a YAML file beside the document:

    - quote: 35 of 40 (87.5%)          # the number's own words
      after: given anakinra            # words before it, where the same words stand twice
      read: {total: 41, arm: anakinra} # fields of the result as they should be; or: confirmed
      said: 35/40 anakinra             # what had been read: where it is read differently, nothing is applied
      by: A. Reader
      when: 2026-03-01

It survives re-reading and a new version of the document: the words are found again, nearly the same words with the same
numbers too. What is found nowhere is told as an orphan, and never applied to another place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, get_args

import yaml

from trialwright.errors import EvidenceError
from trialwright.model.base import Because
from trialwright.model.document import Quote
from trialwright.model.number import Printed
from trialwright.model.result import Measure, Reading, Result
from trialwright.read.anchoring import Anchored, anchor
from trialwright.read.correction_file import CONFIRMED, entries

_KEYS = {"quote", "after", "read", "said", "by", "when"}
_WORDS = ("arm", "versus", "endpoint", "time", "unit", "analysis", "subgroup")
_WHOLE = ("count", "total")
_PRINTED = ("value", "sd", "se", "low", "high", "p")
FIELDS = (*_WORDS, *_WHOLE, *_PRINTED, "level", "measure")


class ResultCorrection(NamedTuple):
    """read : field → value, or {} for a confirmation. where : file and line."""

    quote: str
    after: str
    read: dict[str, Any]
    said: str
    by: str
    when: str
    where: str


class CorrectedResults(NamedTuple):
    """told : result id → who said it and when. warnings : orphans, and confirmations of another reading than today's."""

    reading: Reading
    told: dict[str, str]
    warnings: tuple[str, ...]


def load(data: bytes, name: str) -> tuple[ResultCorrection, ...]:
    """The corrections in a YAML file. Raises EvidenceError with file, line and fix."""
    return tuple(_one(node, where) for node, where in entries(data, name, EvidenceError))


def _one(node: yaml.Node, where: str) -> ResultCorrection:
    fields: dict[str, Any] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        inner = isinstance(value, yaml.MappingNode)
        fields[str(key.value)] = (
            {str(k.value): str(v.value) for k, v in value.value} if inner else str(value.value)
        )
    missing = [k for k in ("quote", "read", "by", "when") if not fields.get(k)]
    unknown = sorted(set(fields) - _KEYS)
    if missing or unknown:
        what = (
            f"A correction has no {missing[0]!r}."
            if missing
            else f"A correction has no field {unknown[0]!r}."
        )
        raise EvidenceError(
            what, where=where, fix="It needs quote, read, by and when; after and said are optional."
        )
    read = fields.pop("read")
    if not isinstance(read, dict):
        if str(read).strip().lower() != CONFIRMED:
            raise EvidenceError(
                f"read is {str(read)!r}.",
                where=where,
                fix="Write `confirmed`, or fields: {total: 41, arm: anakinra}.",
            )
        read = {}
    words = {k: str(fields.get(k, "")) for k in ("quote", "after", "said", "by", "when")}
    if not _is_date(words["when"]):
        raise EvidenceError(
            f"when is {words['when']!r}.", where=where, fix="Write the day of the correction: 2026-03-01."
        )
    return ResultCorrection(read={k: _value(k, v, where) for k, v in read.items()}, where=where, **words)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# field → least and most that it can be
_RANGE = {"count": (0, math.inf), "total": (1, math.inf), "level": (0.1, 99.99), "p": (0, 1), "sd": (0, math.inf), "se": (0, math.inf)}  # fmt: skip


def _number(field: str, text: str) -> Any:
    """The field's number. Raises ValueError for none, or for one that it cannot be."""
    sign = next((s for s in ("<=", ">=", "<", ">", "~") if text.startswith(s)), "")
    bare = text[len(sign) :].strip() if field in _PRINTED else text
    value = int(bare) if field in _WHOLE else float(bare)
    least, most = _RANGE.get(field, (-math.inf, math.inf))
    if not math.isfinite(value) or not least <= value <= most:
        raise ValueError(text)
    if field not in _PRINTED:
        return value
    return Printed(value=value, decimals=len(bare.partition(".")[2]), relation=sign or "=", text=text)


def _value(field: str, text: str, where: str) -> Any:
    if field in _WORDS:
        return text
    try:
        if field in (*_WHOLE, *_PRINTED, "level"):
            return _number(field, text)
    except ValueError:
        least, most = _RANGE.get(field, (-math.inf, math.inf))
        ends = (
            "" if least == -math.inf else f", {least} or more" if most == math.inf else f", {least} to {most}"
        )
        raise EvidenceError(
            f"{field} is {text!r}.", where=where, fix=f"Write a number as the document prints it{ends}."
        ) from None
    if field == "measure" and text in get_args(Measure):
        return text
    raise EvidenceError(
        f"A result has no {field!r} with the value {text!r}.",
        where=where,
        fix=f"Fields are {', '.join(FIELDS)}.",
    )


def apply_to_all(
    readings: Sequence[Reading], corrections: Sequence[ResultCorrection]
) -> tuple[CorrectedResults, ...]:
    """The readings of one file. Of several records a correction is of the one that has its words; where none has, or several, it is
    an orphan, told with the first."""
    if len(readings) == 1:
        return (apply(readings[0], corrections),)
    of: list[list[ResultCorrection]] = [[] for _ in readings]
    for c in corrections:
        found = [_anchored(r, c) for r in readings]
        exact = [i for i, at in enumerate(found) if at.quote is not None and at.how == "exact"]
        homes = exact or [i for i, at in enumerate(found) if at.quote is not None]
        if len(homes) == 1:
            of[homes[0]].append(c)
        else:
            stands = f"stands in {len(homes)} records" if homes else "stands in no record"
            warning = f"{c.where}: orphan: «{c.quote}» {stands} of the file; it was not applied"
            readings = (_warned(readings[0], [warning]), *readings[1:])
    return tuple(apply(r, mine) for r, mine in zip(readings, of, strict=True))


def _warned(reading: Reading, warnings: Sequence[str]) -> Reading:
    document = reading.document.model_copy(update={"warnings": (*reading.document.warnings, *warnings)})
    return reading.model_copy(update={"document": document})


def apply(reading: Reading, corrections: Sequence[ResultCorrection]) -> CorrectedResults:
    """The reading with what people said of its numbers: theirs wins over what is read."""
    results = list(reading.results)
    told: dict[str, str] = {}
    warnings: list[str] = []
    said: dict[int, ResultCorrection] = {}  # place of a result → the last that was applied to it
    for c in corrections:
        found = _anchored(reading, c)
        if found.quote is None:
            beside = f" after «{c.after}»" if c.after else ""
            warnings.append(
                f"{c.where}: orphan: «{c.quote}» stands nowhere in {reading.document.name}{beside}, or in several places alike; it was not applied"
            )
            continue
        at = [
            i
            for i, r in enumerate(results)
            if r.quote.start < found.quote.end and found.quote.start < r.quote.end
        ]
        if len(at) > 1:
            at = [
                i
                for i in at
                if (results[i].quote.start, results[i].quote.end) == (found.quote.start, found.quote.end)
            ] or at
        if len(at) != 1:
            many = "no number was" if not at else f"{len(at)} numbers were"
            warnings.append(f"{c.where}: {many} read at «{c.quote}»; it was not applied")
            continue
        before = said.get(at[0])
        results[at[0]] = _as_told(results[at[0]], c, found, told, warnings)
        if before is not None and _differ(before, c):
            warnings.append(
                f"{c.where}: «{c.quote}» is also told by {before.by}, {before.when}, in another way; the later entry was applied"
            )
        said[at[0]] = c
    made = _warned(reading, warnings).model_copy(update={"results": tuple(results)})
    return CorrectedResults(made, told, tuple(warnings))


def _differ(a: ResultCorrection, b: ResultCorrection) -> bool:
    """Whether two entries on one number say different things: not where each corrects a field of its own."""
    if not a.read or not b.read:
        return bool(a.read) != bool(b.read)
    return any(k in b.read and b.read[k] != v for k, v in a.read.items())


def _anchored(reading: Reading, c: ResultCorrection) -> Anchored:
    """Where the words stand now. They carry no place, so without words before them they must be unique."""
    return (
        anchor(
            Quote(document=reading.document.key, exact=c.quote, prefix=c.after, start=0, end=0),
            reading.document,
        )
        if _unique(reading, c)
        else Anchored(None, "orphan", 1.0)
    )


def _unique(reading: Reading, c: ResultCorrection) -> bool:
    return bool(c.after) or reading.document.text.count(c.quote) <= 1


def _as_told(
    r: Result, c: ResultCorrection, found: Anchored, told: dict[str, str], warnings: list[str]
) -> Result:
    who = f"{c.by}, {c.when}" + (
        "" if found.how == "exact" else f" (of «{c.quote}», found as «{r.quote.exact}»)"
    )
    if c.said and " ".join(c.said.split()) != in_words(r):
        what = "corrected" if c.read else "confirmed"
        warnings.append(
            f"{c.where}: {what} was «{c.said}»; read today is «{in_words(r)}»; it was not applied"
        )
        return r
    if not c.read:
        made = r.model_copy(
            update={
                "because": Because(rule="read.result_corrections.confirmed", of=r.because.of, formula=who)
            }
        )
        told[made.id] = f"confirmed by {who}"
        return made
    said = ", ".join(f"{k}: {v.text if isinstance(v, Printed) else v}" for k, v in c.read.items())
    because = Because(rule="read.result_corrections.corrected", formula=f"{who}: {said}")
    made = r.model_copy(update={**c.read, "because": because})
    told[made.id] = f"corrected by {who}: {said}"
    return made


def in_words(r: Result) -> str:
    """A result in one line, as a confirmation quotes it: "35/40 87.5 anakinra death"."""
    counts = (
        f"{r.count}/{r.total}"
        if r.count is not None and r.total
        else str(r.count if r.count is not None else r.total or "")
    )
    parts = (counts, r.value.text if r.value else "", r.arm, r.versus, r.endpoint, r.time)
    return " ".join(" ".join(p for p in parts if p).split())
