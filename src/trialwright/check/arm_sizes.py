"""Do the arms add up to the patients randomised?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.exposed import sentence_spans, sizes_of
from trialwright.check.evidence.flow import PEOPLE
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

NAME = "arm_sizes"
SOURCE = "CONSORT 2010 flow diagram: those allocated to the arms are those randomised"

WHOLE = 0.9  # of those randomised: so large an arm is a total that was taken for one
# "98 eyes of", before the people: what is randomised or treated in place of a person, who may have several of them.
_OF_ONE_PERSON = re.compile(
    r"(?i)\b(?P<what>episodes|courses|cycles|admissions|pregnancies|procedures|eyes|ears|breasts|knees|hips|shoulders|feet|hands|limbs|legs|wounds"
    r"|ulcers|lesions|tumou?rs|fractures|teeth|implants|sites|catheters)\s(?:in|of|from|among)\s(?:the\s)?$"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        randomised = reading.trial.first("randomised") if reading.trial is not None else None
        found: list[Check] = []
        if randomised is not None and isinstance(randomised.value, int):
            found = list(_one(reading, randomised, randomised.value))
        yield from found or _in_sentences(reading)


def _one(reading: Reading, randomised: Stated, n: int) -> Iterator[Check]:
    assert reading.trial is not None
    arms = [a for a in reading.trial.arms if a.role != "historical"]
    sizes = [a.size for a in arms if a.size is not None]
    # An arm as large as the whole trial is a total that was taken for an arm, or a crossover's.
    whole = WHOLE * n <= max(sizes, default=0) <= n or (len(set(sizes)) == 1 and sizes[0] > n)
    if len(arms) < 2 or len(sizes) < len(arms) or whole:
        return
    total, sum_ = sum(sizes), " + ".join(map(str, sizes))
    solved = any("solve" in a.because.rule for a in arms)
    formula, also = f"{sum_} = {total}; randomised {n}", sizes_of(reading, arms)
    if total == n:
        yield entry(
            NAME, reading, [randomised, *arms], "consistent",
            f"The arms add up to the {n} randomised ({sum_})" + ("; sizes were solved with that sum in mind." if solved else "."),
            formula=formula, severity="note" if solved else "none",
        )  # fmt: skip
    elif total > n and _are_margins(sizes, n):
        yield entry(
            NAME, reading, [randomised, *arms], "consistent", f"The arms of each comparison of a factorial trial add up to the {n} randomised.",
            formula=formula, severity="note",
        )  # fmt: skip
    elif total > n and (what := _counted_as(reading, randomised)):
        yield entry(
            NAME, reading, [randomised, *arms], "not checkable", f"The arms hold {total} ({sum_}) of {n} patients.",
            explanation=f"the sizes may be of {what}, of which one patient may have several", severity="minor", formula=formula, also=also,
        )  # fmt: skip
    elif total > n and (others := _chose(reading, total - n)):
        yield entry(
            NAME, reading, [randomised, *arms], "not checkable", f"The arms hold {total} ({sum_}), of whom {n} were randomised.",
            explanation=f"the other {total - n} are told of as people who were not: “{others}”", severity="minor", formula=formula, also=also,
        )  # fmt: skip
    elif total > n:
        yield entry(
            NAME, reading, [randomised, *arms], "impossible", f"The arms hold {total} patients ({sum_}), but {n} were randomised.",
            severity="major", formula=formula, also=also,
        )  # fmt: skip
    else:
        yield entry(
            NAME, reading, [randomised, *arms], "not checkable",
            f"The arms hold {total} of the {n} randomised ({sum_}); the other {n - total} are not accounted for here.",
            explanation="the sizes may be those analysed, after exclusions", severity="minor", formula=formula,
            recomputed={"unaccounted": float(n - total)}, also=also,
        )  # fmt: skip


def _counted_as(reading: Reading, people: Stated) -> str:
    """What the document counts beside the people where it prints their number; "" where it counts them alone."""
    told = _OF_ONE_PERSON.search(reading.document.text[: people.quote.start][-40:])
    return told["what"].lower() if told else ""


# "26 were randomised, 14 received the treatment that they preferred"
_NOT_DRAWN = re.compile(
    rf"(?i)(?P<n>{COUNT})\s(?:{PEOPLE}\s)?[^.;,\d]{{0,60}}?\b(?:prefer\w*|chose\b|choice\b|not\srandomi[sz]ed|non-?randomi[sz]ed|without\srandomi[sz]ation)[^.;,]{{0,40}}"
)


def _chose(reading: Reading, others: int) -> str:
    """What is said of so many people who came to an arm by choice; "" where nothing is."""
    told = (m for m in _NOT_DRAWN.finditer(reading.document.text) if count_in(m["n"]) == others)
    return next((m.group() for m in told), "")


def _are_margins(sizes: Sequence[int], n: int) -> bool:
    """Whether arms two by two hold all people, as in a factorial trial that is told by its margins: with A and without, with B and
    without."""
    pairs = [a + b for a, b in zip(sizes[::2], sizes[1::2], strict=False)]
    return len(sizes) > 2 and len(sizes) % 2 == 0 and set(pairs) == {n}


# "Sixty patients (34 in the A group and 26 in the B group)", "into an A group (n = 30), a B group (n = 30) and a C group (n = 40)"
_IN_GROUP = re.compile(
    rf"(?i)(?P<n>{COUNT})\s(?:{PEOPLE}\s)?(?:in|to)\sthe\s[\w\s-]{{2,40}}?\s(?:group|arm)\b(?!\s(?:had|were|was|died|completed))"
)
_GROUP_OF = re.compile(r"(?i)\b(?:group|arm)\s?[(\[]n\s?=\s?(?P<n>\d{1,5})[)\]]")
# "We randomised 520 smokers to patches (n = 262) or counselling (n = 268)"
_EACH = re.compile(r"(?i)[(\[]n\s?=\s?(?P<n>\d{1,5})[)\]]")
# "166 patients were randomised, 84 to surgery and 82 to exercise"
_DEALT_AS = re.compile(
    rf"(?i)\b(?:were|was)\s(?:randomi[sz]ed|randomly\s(?:assigned|allocated))[,:]\s(?={COUNT}\s(?:{PEOPLE}\s)?to\s)"
)
_TO = re.compile(rf"(?i)(?<![\w-])(?P<n>{COUNT})\s(?:{PEOPLE}\s)?to\s(?:the\s|receive\s)?[a-z]")
_DEALT_TO = re.compile(
    rf"(?i)\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated))\s{COUNT}\s(?:[a-z-]+\s){{0,3}}?{PEOPLE}\sto\s"
)
_DEALT = re.compile(r"(?i)\brandomi[sz]ed\b|\brandomly\s(?:assigned|allocated|divided)\b")
_ALL = re.compile(rf"(?i)(?P<n>{COUNT})\s(?:[a-z-]+\s){{0,3}}?{PEOPLE}\b")


def _in_sentences(reading: Reading) -> Iterator[Check]:
    """Groups that one sentence sizes, held against all whom it randomises, where the groups are known as no arms with a size."""
    text = reading.document.text
    for start, end in sentence_spans(reading):
        groups = [
            p for pattern in (_IN_GROUP, _GROUP_OF) if len(p := list(pattern.finditer(text, start, end))) > 1
        ]
        if len(groups) != 1 or not _DEALT.search(text, start, end):
            continue
        sizes = [count_in(m["n"]) for m in groups[0]]
        wholes = list(_ALL.finditer(text, start, groups[0][0].start()))
        if len(wholes) != 1 or sum(sizes) == (n := count_in(wholes[0]["n"])) or _are_margins(sizes, n):
            continue
        sum_ = " + ".join(map(str, sizes))
        more = sum(sizes) > n
        yield entry(
            NAME, reading, [], "impossible" if more else "not checkable",
            f"The groups hold {sum(sizes)} people ({sum_}), but {n} were randomised." if more else f"The groups hold {sum(sizes)} of {n} people ({sum_}).",
            severity="major" if more else "minor", formula=f"{sum_} = {sum(sizes)}; randomised {n}", quote=reading.document.quote(wholes[0].start(), groups[0][-1].end()),
            explanation="" if more else "the sizes may be those analysed, or a group is left out",
        )  # fmt: skip
