"""Relative changes: "reduced X by nearly 8%", "an ~8% reduction in X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.result import Result
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.lexis import ABOUT, LESS, NUM, PERCENT, printed
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome, match_known
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_DOWN = (
    r"reduc(?:ed|es|tion|tions|ing)|decreas(?:ed|es|e)|lower(?:ed|s)|fell|declin(?:ed|e)|drop(?:ped)?|falls?"
)
_UP = r"increas(?:ed|es|e)|improv(?:ed|es|ement)|rose|rise|gain(?:ed)?"
# "15 % gained weight", "40 % improved" are shares of people.
_CHANGE = (
    r"reduc(?:ed|es|tion|tions)|decreas(?:ed|es|e)|lowered|decline|drop|fall"
    r"|increas(?:ed|es|e)|improvements?|rise|gain"
)
_SHARE = rf"(?P<r>{ABOUT}|{LESS}\s?)?(?P<v>{NUM}){PERCENT}(?!\s?(?:CI|confidence|to\s\d|-\s?\d))"
_VERB_FIRST = Pattern(
    rf"(?i)\b(?P<w>{_DOWN}|{_UP})\s(?P<x>[^.;()\d]{{0,90}}?)\s?\bby\s(?:an?\s)?(?:(?:average"
    rf"|mean|median)\s(?:of\s)?)?{_SHARE}"
)
_NOUN_LAST = Pattern(
    rf"(?i){_SHARE}\s(?:(?:mean|average|relative|overall|median|risk|further"
    rf"|significant)\s){{0,3}}(?P<w>{_CHANGE})\b(?:\s(?:in"
    rf"|of)\s(?P<x>[A-Za-z][^.;,()\d]{{2,70}}))?"
)
_NOUN_FIRST = Pattern(
    rf"(?i)\b(?P<w>reduction|decrease|increase|improvement)\s(?:in"
    rf"|of)\s(?P<x>[A-Za-z][^.;,()\d]{{2,70}}?)\s(?:was|of)\s{_SHARE}"
)


_RELATIVE = Pattern(
    rf"(?i)\brelative\s(?:risk\s)?(?P<w>reduction|decrease|increase|improvement)(?P<x>)(?:\s[(]RR[RI][)])?,?\s(?:(?:was|of)\s)?{_SHARE}"
)
# "a fall in weight (14.2%; P = 0.01)"; "fewer (14%) than (20%)" and "falls in women were seen in 40 (20%)" are shares
_NOUN_BRACKET = Pattern(
    rf"(?i)\b(?:an?|the|and|significant|mean|median|^)\s?(?P<w>reductions?|decreases?|increases?|falls?|rises?|drops?|declines?)\s(?:in|of)\s(?P<x>[A-Za-z](?:[^.;,():\s]|\s(?!\d)){{2,70}}?)(?<!\d)\s[(\[]{_SHARE}(?=[)\]]|;\sP\b)"
)
_CHANGES = Patterns.of(_VERB_FIRST, _NOUN_LAST, _NOUN_FIRST, _RELATIVE, _NOUN_BRACKET)


def changes(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """Relative changes with the sign left to `analysis` ("reduction" or "increase"), as the text prints them."""
    for _, pattern in _CHANGES.fitting(sentence.text):
        for match in pattern.finditer(sentence.text):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            taken.append((match.start("v"), match.end("v")))
            down = re.fullmatch(rf"(?i){_DOWN}", match.group("w"))
            arm, versus = _arms(sentence, context)
            yield context.result(
                "changes", sentence, match.span(), "relative_change", _about(match, context),
                value=printed(match.group("v"), match.group("r") or "="), arm=arm, versus=versus, unit="%",
                analysis="reduction" if down else "increase",
            )  # fmt: skip


def _arms(sentence: Sentence, context: Context) -> tuple[str, str]:
    """The arm the sentence names, and the other only when it is named too: the change may be within an arm."""
    labels = list(dict.fromkeys(m.label for m in context.mentions(sentence)))
    if len(labels) == 2:
        return context.pair(sentence)
    return (labels[0], "") if len(labels) == 1 else ("", "")


def _about(match: re.Match[str], context: Context) -> Outcome:
    label = tidy(match.group("x") or "", context.names)
    return match_known(label, context.endpoints) if label else Outcome()
