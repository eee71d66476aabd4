"""How many of one arm left a trial and how many completed it: "in the A group 8 withdrew and 91 completed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

OF_TREATMENT = r"\s(?:\w+\s){0,3}?(?:treatment|drugs?|medications?|therapy|therapies|dosing|use|tablets?|placebo|it|because\sof|due\sto)\b"
# "45 of the 50 completed": the first is the number of those who did
_OUT_OF = rf"(?:\s(?:out\s)?of\s(?:the\s)?{COUNT})?"
_NO_WHOLE = r"(?<!\bof\s)(?<!\bof\sthe\s)"
N_OF_PEOPLE = rf"(?<![\w.,/=]){_NO_WHOLE}(?P<n>{COUNT})(?!\s?%){_OUT_OF}"
_WHO = rf"(?:\s{FEW}{PEOPLE})?\s{{1,30}}"
_GONE = r"(?:withdrew|dropped\sout|were\swithdrawn|(?:were|had\sbeen)\slost(?:\sto\sfollow[- ]?up)?|left\sthe\s(?:study|trial))"
_LEFT = Pattern(rf"(?i){N_OF_PEOPLE}{_WHO}(?:{_GONE}|discontinued(?!{OF_TREATMENT})|died)\b")
_COMPLETED = Pattern(
    rf"(?i){N_OF_PEOPLE}{_WHO}(?P<w>completed(?:\s(?:the\s)?(?:trial|study|follow[- ]?up|protocol|programme?|intervention|course|treatment))?)(?=[.,;]|\s(?:and|but|while)\b|\Z)"
)
_LEAVING = Pattern(
    rf"(?i)\b(?P<w>leaving)\s{N_OF_PEOPLE}\s(?:{PEOPLE}\s)?(?:for|in\sthe)\s(?:the\s)?(?:final\s)?analys[ie]s\b"
)
# "Three children in the A group withdrew"
_OF_GROUP = Pattern(rf"(?i){N_OF_PEOPLE}{_WHO}(?:in|of|from|on)\s(?:the\s)?$")
_HAS_GONE = Pattern(rf"(?i)[)\]]?\s(?:(?:groups?|arms?)\s)?{_GONE}\b")
_AND_OF_GROUP = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?\sand\s{N_OF_PEOPLE}{_WHO}?(?:in|of|from|on)\s(?:the\s)?$"
)
_HINT = Pattern(r"(?i)withdr|dropped|discontin|\blost\b|\bleft the\b")
_OTHERS = Pattern(r"(?i)\b(?:both|each|either|another|other|further|of\swhom|of\sthese|including)\b")


def arm_flow(sentences: Sequence[Sentence], names: Names) -> list[Stated]:
    """Fields "left, A" and "completed, A", A the label of an arm, from sentences that name this one alone."""
    found: list[Stated] = []
    for sentence in sentences:
        if sentence.background or not _HINT.search(sentence.text) or _OTHERS.search(sentence.text):
            continue
        mentions = names.mentions(sentence)
        for start, end in _clauses(sentence.bare):
            here = [m for m in mentions if start <= m.start < end]
            if len({m.label for m in here}) == 1:
                found += _of_one(sentence, here[0], start, end)
            elif len(here) == 2:
                found += _of_both(sentence, here)
    told = [s.field for s in found]
    return [s for s in found if told.count(s.field) == 1]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while (end := text.find(";", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def _of_one(sentence: Sentence, name: Mention, start: int, end: int) -> Iterator[Stated]:
    text = sentence.bare
    left = [(m.start("n"), m.end(), whole(m["n"])) for m in _LEFT.finditer(text, start, end)]
    if of_group := _OF_GROUP.search(text, start, name.start):
        gone = _HAS_GONE.match(text, name.end)
        left += [(of_group.start("n"), gone.end(), whole(of_group["n"]))] if gone else []
    stayed = _COMPLETED.search(text, start, end) or _LEAVING.search(text, start, end)
    if not left or stayed is None:
        return
    sum_ = " + ".join(str(n) for _, _, n in left)
    span = min(a for a, _, _ in left), max(b for _, b, _ in left)
    yield _stated("left", name.label, sentence, span, sum(n for _, _, n in left), "left", sum_)
    yield _stated(
        "completed", name.label, sentence, stayed.span(), whole(stayed["n"]), stayed["w"].lower(), ""
    )


def _of_both(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Stated]:
    """ "Five patients in the A group and seven in the B group withdrew": those of the trial, as field "withdrew"."""
    text, (a, b) = sentence.bare, mentions
    first, second = _OF_GROUP.search(text, 0, a.start), _AND_OF_GROUP.fullmatch(text, a.end, b.start)
    last = _HAS_GONE.match(text, b.end) or _DISCONTINUED.match(text, b.end)
    if first and second and last and a.label != b.label:
        n, m = whole(first["n"]), whole(second["n"])
        yield _stated("withdrew", "", sentence, (first.start("n"), last.end()), n + m, "left", f"{n} + {m}")


_DISCONTINUED = Pattern(rf"(?i)\s(?:(?:groups?|arms?)\s)?discontinued(?!{OF_TREATMENT})\b")


def _stated(
    kind: str, label: str, sentence: Sentence, span: tuple[int, int], n: int, word: str, formula: str
) -> Stated:
    return Stated(
        field=f"{kind}, {label}" if label else kind,
        value=n,
        unit="patients",
        label=word,
        quote=sentence.quote(*span),
        because=Because(rule="read.grammar.arm_flow", formula=formula),
    )
