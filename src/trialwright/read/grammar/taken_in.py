"""Whether a sentence says of numbers beside arms that they are all those in the arms, and not those to whom something happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from trialwright.read.grammar.counts_or_sizes import EVENTS, says_people
from trialwright.read.grammar.kept_sizes import ArmSize, has_number, says_itself, sums_by_sentence
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.patterns import Pattern

# Who is dealt out, comes in, is given something or is looked at. What else is said of numbers ("stopped early (22 on A, 18 on B)",
# "were free of it (47 on A, 36 on B)") is said of a part of each arm.
_TAKEN_IN = Pattern(
    r"(?i)\b(?:random|allocat|allott|dispensed|assign|divided|enrol|recruit|included|including|entered|participa|took part|stud(?:y|ied)\b|registered|accrued|qualified|eligible"
    r"|receiv|underwent|given\b|treated|started|began|switched|used in\b|compris|served as|compar(?:ed|ing)|analy[sz]|assess|evaluable|completed|completers|answered|interview|survey|examined|followed|placed in|inserted in|fitted|implanted|operated|contribut|provided"
    r"|performed|there were\b(?!\s(?:a total of\s)?\d+\s(?:[a-z]+\s){0,2}(?:falls|events|deaths|relapses|recurrences|infections|fractures|failures|admissions|complications|cancers|visits|responses|strokes)\b)|were (?:in|on) (?:the|arm|group)\b|sample\b|cohort\b|population\b|data\b|based on|cases\b|taken by|ratings?\b|available\s(?:from|for|in)\b|made up of\b|(?:formed|made up|constituted) the\b|(?:groups?|arms?) (?:numbered\b|had\s\d)|took\b(?! (?:part|place|longer|more|less)))"
    r"|\bin\s(?:each|either)\s(?:group|arm)\s(?:had|got|used)\s(?:either\s)?(?!an?\s|no\s)"
    r"|\bwe\s(?:\w+ly\s)?(?:measured|monitored|tested|sampled|observed)\b"
    rf"|\b{PEOPLE}\s(?:had\b|with\b[^.;()\d]{{1,80}}[(\[])"
)
# Those who are dealt out in this sentence are whom its sizes are of: "of 300, 80 were randomised to A (41) or B (39)".
_DIVIDES = Pattern(
    r"(?i)(?<!\bwho )\b(?:were|was)\s(?:[a-z]+ly\s|then\s|further\s|re-?)*(?:randomi[sz]ed|allocated|allotted|assigned|divided)|\b(?:randomi[sz]ed|allocated|allotted|assigned|randomi[sz]ation)\s(?:to|between|into|in|among)\b|\baccording to random"
)
_STAYED = Pattern(
    r"(?i)\b(?:complete[ds]?|completers|completing|remained|returned|attended|adhered|finished)\b"
)
# "240 adults were planned (120 on A, 120 on B)", "mean steps were 151 on A and 149 on B"
_NO_PEOPLE = Pattern(
    r"(?i)\b(?:(?:planned|intended|aimed)\s(?:for|to\s(?:enrol|recruit|include)|sample|accrual)|sample size|would be|(?:were|was|is|are) (?:needed|required))\b"
    r"|\b(?:means?|medians?|averages?|scores?)\b[^.;()\d]{0,60}\b(?:was|were|of|by|to|from|averaged)\s(?:only\s|about\s)?$"
)
_HAD = Pattern(r"(?i)\s(?:had|took|used|got|were offered)\s(?!(?:an?|no)\s)")
# "Of 83 women on A and 81 on B, 49 and 36 had it": so many have it, out of all
_OUT_OF_BOTH = Pattern(r"(?:^\W{0,2}|[.;]\s)(?:Of|Among)\s(?:the\s)?$")
_PART = 0.5  # of the people: sizes of all arms together that are less are of some of them


def without_parts(
    found: Sequence[ArmSize], names: Names, total: int | None, people: int | None
) -> list[ArmSize]:
    """Those of the found sizes that are not said of a part of each arm, those who stayed marked as such.

    total, people : as of `kept_sizes`.
    """
    ours = {a.label for a in names.arms if a.role != "historical"}
    if len(ours) < 2:
        return list(found)
    stayed = _who_stayed(found, ours)
    found = [s for s in found if s not in stayed]
    sums = sums_by_sentence(found, len(ours))
    unsaid, parts = _unsaid(found, sums, {total, people}), _of_parts(found, sums, total, people)
    out = []
    for s in found:
        at = s.sentence.start
        if s.label in ours and parts.get(at):
            if s.size < sums[at]:  # "97 completed (A 50, B 47)": not all of them
                out.append(s._replace(of="completed"))
        elif s.label not in ours or at not in unsaid | parts.keys():
            out.append(s)
    return out + [s._replace(of="completed") for s in stayed]


def _who_stayed(found: Sequence[ArmSize], ours: Collection[str]) -> list[ArmSize]:
    """Those that are the second of each arm in one sentence, which says before them who stayed: "80 were randomised (A 41, B 39),
    and 72 completed (A 37, B 35)"."""
    first: dict[tuple[int, str], ArmSize] = {}
    second: dict[int, dict[str, ArmSize]] = {}
    for s in sorted(found, key=lambda s: s.start):
        before = first.setdefault((s.sentence.start, s.label), s)
        fewer = before.end < s.start and s.size <= before.size
        if fewer and _STAYED.search(s.sentence.text, before.end, s.start):
            second.setdefault(s.sentence.start, {}).setdefault(s.label, s)
    return [s for every in second.values() if every.keys() >= set(ours) for s in every.values()]


def _unsaid(found: Sequence[ArmSize], sums: Mapping[int, int], people: Collection[int | None]) -> set[int]:
    """Starts of sentences that do not say of their numbers that they are sizes, nor have all people in them."""
    own = {s.sentence.start for s in found if says_itself(s)}
    first: dict[int, ArmSize] = {}
    for s in found:
        first.setdefault(s.sentence.start, s)
    behind = _behind_counts(found)
    return {
        at
        for at, s in first.items()
        if at not in behind
        and (
            _NO_PEOPLE.search(s.sentence.text, max(0, s.sentence.bare.rfind(";", 0, s.start)), s.start)
            or (
                (at not in own and not _TAKEN_IN.search(s.sentence.text) and sums.get(at) not in people)
                and not _are_all_counted(s, sums.get(at, 0))
                and not (at in sums and _OUT_OF_BOTH.search(s.sentence.text, 0, s.start))
            )
        )
    }


# "49 falls in the A group (163 women)"
_COUNT_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:[a-z-]+\s){{0,4}}(?:in|on|with|among|of)\s[^.;()\d]{{2,40}}\s?[(\[]$"
)
_PEOPLE_BEHIND = Pattern(rf"(?i)\s(?:[a-z]+\s)?{PEOPLE}\s?[)\]]")


def _behind_counts(found: Sequence[ArmSize]) -> set[int]:
    """Starts of sentences in which each number stands in the bracket of its arm, as people, behind a count of events that is smaller."""
    out: dict[int, bool] = {}
    for s in found:
        text = s.sentence.text
        before = _COUNT_BEFORE.search(text, max(0, s.start - 90), s.start)
        told = before and _PEOPLE_BEHIND.match(text, s.end) and whole(before["n"]) < s.size
        out[s.sentence.start] = out.get(s.sentence.start, True) and bool(told)
    return {at for at, told in out.items() if told}


def _are_all_counted(first: ArmSize, together: int) -> bool:
    """Whether the words before the first size count as many people as the sizes are together: "Ninety adults had A (44) or B (46)"."""
    text = first.sentence.text
    told = says_people(text, together, first.start) and _HAD.search(text, 0, first.start)
    return bool(told) and not EVENTS.search(text)


def _of_parts(
    found: Sequence[ArmSize], sums: Mapping[int, int], total: int | None, people: int | None
) -> dict[int, bool]:
    """Start of each sentence that has a size for each arm of a part of the people → whether these are those who stayed."""
    text = {s.sentence.start: s.sentence.text for s in found}
    own = set(text) - {s.sentence.start for s in found if not says_itself(s)}
    out = {}
    largest = [*sorted(sums.values(), reverse=True)[:2], 0, 0]
    for at, together in sums.items():
        known = largest[1] if together == largest[0] else largest[0]
        # "Of 300 adults, 80 were due (41 on A, 39 on B)": what the trial is about may be these
        everyone = total or (people if people and not has_number(text[at], people) else 0)
        if (known or at not in own) and _is_of_part(text[at], together, everyone, known):
            out[at] = together >= _PART * max(everyone, known)
    return out


def _is_of_part(text: str, together: int, everyone: int, known: int) -> bool:
    """Whether sizes of all the arms in one sentence are those of a part of the people.

    together : their sum. everyone : how many people there are. known : the sum of sizes that another sentence gives.
    0 where these are not known.
    """
    if _DIVIDES.search(text):
        return False
    left = together < known and _STAYED.search(text) is not None
    return left or together < _PART * max(everyone, known)
