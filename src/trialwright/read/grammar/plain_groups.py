"""Groups that have no name but what they are for the study: cases and controls, an intervention group and a control group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from trialwright.read.grammar.lexis import INT
from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

# "a case-control study", "1200 black cases and 900 controls", "cases (n = 30)"
_CASE_CONTROL = Pattern(
    rf"(?i)\bcase[- ]control\s(?!prospective)|(?<![\w.,/]){INT}\s(?:[\w-]+\s){{0,4}}cases\s(?:and|versus|vs\.?|were\scompared\swith)\s{INT}\s(?:[\w-]+\s){{0,4}}controls\b"
)
_CASES = Pattern(r"(?i)\b(?P<x>cases|case[- ](?:subjects|patients|participants|women))\b")
_COUNTED_CASES = Pattern(
    rf"(?i)(?<![\w.,/]){INT}\s(?P<x>(?:[a-z][\w-]*\s){{1,4}}?(?:cases|case\s(?:subjects|patients)))\b"
)
_CONTROLS = Pattern(r"(?i)\b(?P<x>(?:control|comparison)\s(?:groups?|arms?|subjects|patients)|controls)\b")
# what the others get who do not get "the intervention"
_USUAL = Pattern(r"(?i)\b(?P<x>(?:usual|routine|standard)\s(?:advice|follow-?up|information|support))\b")
_ACTIVE = Pattern(
    r"(?i)\b(?P<x>intervention|experimental|study|treatment|test)(?:\s(?:groups?|arms?)\b|(?=\s(?:and|or|versus|vs\.?)\s(?:the\s)?(?:control|comparison)\s(?:groups?|arms?)\b))|\b(?P<y>intervention|experimental|test)(?=\s(?:[(][^()]{3,50}[)]\s)?(?:and|or|versus|vs\.?)\s(?:\d{1,4}\s)?control\b)"
)
_RANDOM = Pattern(
    r"(?i)\brandom|\b(?:assigned|allocated)\s(?:by\s[^.;,()\d]{1,30}\s)?to\b|\bquasi[- ]experiment|\bcontrol(?:led)?\s(?:trial|study)\b"
)


class Plain(NamedTuple):
    """A group. label : what it is called. names : ways the text writes it. against : the label of the group that it is compared
    with, where that is known."""

    label: str
    place: Place
    names: frozenset[str]
    role: str
    against: str = ""


def cases_and_controls(sentences: Sequence[Sentence]) -> tuple[Plain, ...]:
    """The two groups of a case-control study: the cases are what is studied; () where the document is none."""
    if not any("case" in s.text.lower() and _CASE_CONTROL.search(s.text) for s in sentences):
        return ()
    cases, controls = _first(_CASES, sentences), _first(_CONTROLS, sentences)
    if not cases or not controls:
        return ()
    counted = {m["x"].lower() for s in sentences for m in _COUNTED_CASES.finditer(s.text)}
    names = frozenset({"cases", "case subjects", "case patients", *sorted(counted)[:8]})
    return (
        Plain("cases", cases[1], names, "experimental"),
        Plain("controls", controls[1], frozenset({"controls"}), "control"),
    )


def tried_and_control(sentences: Sequence[Sentence], known: Sequence[str]) -> tuple[Plain, ...]:
    """An intervention group and a control group, of a controlled study whose document gives them no other names.

    known : the roles of the arms that are known: the group that is one of them is left out.
    """
    if not any(_RANDOM.search(s.text) for s in sentences):
        return ()
    active, control = _first(_ACTIVE, sentences), _first(_CONTROLS, sentences)
    if active and not control:
        control = _first(_USUAL, sentences)
    if not active or not control:
        return ()
    word = re.split(r"\s", active[0])[0].lower()
    called = "control" if control[0].lower().startswith(("control", "comparison")) else control[0].lower()
    made = (
        Plain(
            word,
            active[1],
            frozenset(
                f"{word} {noun}"
                for noun in ("group", "arm", "patients", "subjects", "participants", "women", "children")
            ),
            "experimental",
        ),
        Plain(
            called, control[1], frozenset({called, "control group", "control arm"} - {"control"}), "control"
        ),
    )
    return tuple(p for p in made if p.role not in {role or "experimental" for role in known})


_BASE = Pattern(
    r"(?i)(?:standard|usual|conventional|routine|background|optimal)\s(?:medical\s)?(?:therapy|treatment|care|medication)"
)
_ADDED_TO = Pattern(r"(?i)\b(?:added\sto|in\saddition\sto|on\stop\sof)\s(?:the\s|their\s)?$")
_DUMMY = Pattern(r"(?i)\b(?:placebo|sham)\b")


def with_dummy(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Calls the control of two arms by the dummy that the text tells of, where its name is what all people are given: "zinc was
    added to standard therapy in 51 adults; 49 adults received placebo"."""
    for entry in book if len(book) == 2 else ():
        text = entry.place.sentence.text
        if not _BASE.fullmatch(entry.label) or not _ADDED_TO.search(text, 0, entry.place.start):
            continue
        dummy = next(((m, s) for s in sentences for m in _DUMMY.finditer(s.text)), None)
        if dummy and not any(_DUMMY.search(name) for e in book for name in e.names):
            entry.label = dummy[0].group().lower()
            entry.names, entry.role = {entry.label}, "control"
            entry.place = Place(dummy[1], *dummy[0].span())


def _first(pattern: Pattern, sentences: Sequence[Sentence]) -> tuple[str, Place] | None:
    found = next(((m, s) for s in sentences for m in pattern.finditer(s.text)), None)
    if found is None:
        return None
    name = found[0].lastgroup or "x"
    return found[0][name], Place(found[1], *found[0].span(name))
