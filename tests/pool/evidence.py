"""Invented readings for the pool's tests, built by hand."""

from __future__ import annotations

import hashlib

from trialwright.model.document import Document
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm, Identifier, Trial


def printed(text: str) -> Printed:
    """Printed("0.39") with its decimals, and its relation where the text starts with one."""
    relation = next((r for r in ("<=", ">=", "<", ">", "~") if text.startswith(r)), "=")
    number = text.lstrip("<>=~ ")
    return Printed(value=float(number), decimals=len(number.partition(".")[2]), relation=relation, text=text)


class Page:
    """A document whose every line is a sentence that something can be quoted from."""

    def __init__(self, name: str, *lines: str) -> None:
        self.text = "\n".join(lines)
        sha = hashlib.sha256((name + self.text).encode()).hexdigest()
        self.document = Document(sha256=sha, name=name, format="saved_page", text=self.text)

    def quote(self, words: str):
        start = self.text.index(words)
        return self.document.quote(start, start + len(words))


def reading(
    page: Page,
    *results: Result,
    key: str = "",
    nct: str = "",
    arms: tuple[tuple[str, str, int | None], ...] = (
        ("active", "experimental", None),
        ("placebo", "control", None),
    ),
) -> Reading:
    whole = page.quote(page.text)
    trial = Trial(
        key=key,
        identifiers=(Identifier(scheme="nct", value=nct, quote=whole),) if nct else (),
        arms=tuple(Arm(label=a, role=r, size=n, quote=whole) for a, r, n in arms),
    )
    return Reading(document=page.document, trial=trial, results=results)


def difference(page: Page, value: str, low: str, high: str, **more) -> Result:
    given = {"arm": "active", "versus": "placebo", "endpoint": "symptom score", "level": 95.0, **more}
    return Result(
        measure=given.pop("measure", "difference"),
        value=printed(value),
        low=printed(low),
        high=printed(high),
        quote=page.quote(value),
        **given,
    )


def events(page: Page, words: str, arm: str, count: int, total: int | None, **more) -> Result:
    return Result(
        measure="proportion", count=count, total=total, arm=arm, quote=page.quote(words),
        **{"endpoint": "relapse", **more},
    )  # fmt: skip
