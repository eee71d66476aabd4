"""What the words beside a row say: which outcome it is of, when it was measured, and how like the question that is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import log

from trialwright.read.comparison.article import OF_ANY
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.bounds import are_of_others
from trialwright.read.comparison.compounds import is_of_another
from trialwright.read.comparison.instruments import is_scale_alone
from trialwright.read.comparison.moments import are_compared, are_several, is_change, is_label, moment, parted
from trialwright.read.comparison.numbered_grades import are_other_grades
from trialwright.read.comparison.table_kinds import is_set
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.comparison.wording import likeness, stem, tokens, written_out
from trialwright.read.grammar.naming import CONTROL
from trialwright.read.patterns import Pattern

_OVERALL = Pattern(r"(?i)(?:overall|total|all|any)\b")
_ALL = Pattern(r"(?i)\W*(?:overall|total|all)\W*")
_WHOLE = Pattern(
    r"(?i)\W*(?:overall|total|all)(?:\s(?:children|patients|participants|subjects|women|men|adults|infants|people|sample|population|cohort|randomi[sz]ed))*\W*(?:n\s?=\s?\d+)?\W*"
)
_BASELINE = Pattern(
    r"(?i)\bbaseline\b|demographic|characteristics of|at (?:entry|admission|randomi[sz]ation)\b"
)
_AT_START = Pattern(
    r"(?i)\bbaseline\b|\bdemographic|\bcharacteristics\b|\bat (?:entry|admission|randomi[sz]ation|inclusion)\b"
)
_AND_LATER = Pattern(
    r"(?i)\boutcomes?\b|\bresults?\b|\bafter\b|\bfollow|\bend\b|\bfinal\b|\bpost|\bchange|\bdifference|\b(?:from|with) baseline|operative|procedur"
)
_PART = Pattern(r"(?i)subgroup|\bamong\b|\bin patients with\b|per[- ]protocol|\bstratified\b|\bwith low\b")
_TIME = Pattern(
    r"(?i)\d|week|month|day|year|hour|visit|follow|post|after|\bend\b|final|baseline|\bpre|before|entry|admission|discharge|session"
)
_MEASURE = Pattern(
    r"(?i)[\s,(\[]*(?:(?:means?|sd|s\.d\.|sem?|medians?|iqr|range|n/N|n|no\.?|95 ?% ?ci|standard (?:deviation|error)s?|\+/-|±|%)[\s,;:)(\]\[/±]*)+$"
)
_AS_DEALT = Pattern(r"(?i)\bintention[- ]?to[- ]?treat|\bm?itt\b|\bfull analysis set\b")
_PER_PROTOCOL = Pattern(
    r"(?i)\bper[- ]?protocol|\bcompleters?\b|\bas[- ]?treated\b|\bcomplete[- ]cases?\b|\bsensitivity\b"
)
_GRADED = Pattern(r"(?i)\bgrades?\b|\bsevere\b|\bserious\b")
# a table of how much was changed: "Differences of pre and post results of both groups"
_OF_CHANGES = Pattern(
    r"(?i)\W*(?:means?\s|the\s)?(?:differences?|changes?)\s(?:of|in|from|between|before)\b[^.]{0,60}\b(?:pre|post|before|after|baseline)\b"
)
_OF_CHANGE = 0.1  # of likeness
_CHANGED = Pattern(r"(?i)\bchange|\bdifference|\bdelta|Δ")
_SHARE_OF = Pattern(r"(?i)\W*(?:%|percent(?:age)?|proportion)\s?of\b")
_RATIO = Pattern(r"(?<![\w/])([A-Z][\w-]{1,6})\s?/\s?([A-Z][\w-]{1,6})(?![\w/])")
_OR = Pattern(r"(?i)\s(?:or|and/or)\s")
# a word of an outcome: neither of a grade nor of an amount
_OUTCOME_WORD = Pattern(
    r"(?i)\b(?!(?:moderate|severe|mild|grade|more|less|least|greater|higher|lower|worse|partial|complete|major|minor|serious|possible|probable|definite|three|four|five|often|never|once|twice|many|good|better|excellent|fair|poor|very|need)\b)[a-z]{4,}"
)
_WITHIN = Pattern(r"(?i)\bwithin\s(?:\w+\s)?\d+")
_ASIDE = Pattern(r"\([^()]*\)")
# a scale of pain, where nothing else is said to be on it
_SCALE_ALONE = Pattern(
    r"(?i)\W*(?:VAS|NRS|NPRS|numeric(?:al)? rating scale|visual analog(?:ue)? scale)(?:\sscores?)?(?:[^\w(]*\([^()]*\))?\W*"
)
_PAIN = {stem("pain")}
_HALF = 0.3  # of likeness that is lost where only one of two outcomes is told
_OF_PART = 0.1  # of likeness
_UNTIMED = 0.35  # where the time is a part of what is counted ("within 24 hours")
_LITTLE = 0.4  # weight of a word that many outcomes have
_OF_KIND = 0.2  # weight of a word before a colon of what is asked for
_OTHER_STAGE = 0.1
_SAME_TIME, _OWN_TIME = 0.05, 0.08
_OTHER_TIME = 1.5  # of likeness: a row of another time than the one that is asked for is not meant


def weights(question: Question) -> Mapping[str, float]:
    """A word that stands in many rows tells little; a short form tells nothing that its written-out words do not."""
    rows = [written_out(" ".join(r.path), question.short) for t in question.tables for r in t.rows]
    often: dict[str, int] = {}
    for words in rows:
        for word in words:
            often[word] = often.get(word, 0) + 1
    told = {w: 1.0 / (1.0 + log(n)) for w, n in often.items()}
    told |= {w: min(_LITTLE, told.get(w, 1.0)) for w in question.wanted & OF_ANY}
    told |= {w: min(_OF_KIND, told.get(w, 1.0)) for w in question.headed}
    return told | {
        s: 0.0 for name, long in question.short.items() if (s := stem(name.lower())) not in tokens(long)
    }


def outcome_and_time(
    table: Table, path: Sequence[str], number: str = "", timed: bool = False
) -> tuple[tuple[str, ...], str]:
    """(the words of the outcome, those of the time) out of the words beside a row. number : of a week or a visit, whose
    unit stands over its column. timed : times stand over the columns, so that the caption's is none of the row. A row that names a time alone is of the heading above it, or of the whole table."""
    out: list[str] = []
    times: list[str] = []
    for words in path:
        rest, when = parted(words) if not is_set(words) else ("", "")
        times.append(as_said(table, when))
        if when and _ALL.fullmatch(rest):
            continue
        if rest and not (out and _MEASURE.fullmatch(rest)) and not is_set(rest):
            out.append(rest)
    if number:
        heads = [c.words for c in table.columns[1 : table.stubs] if c.words]
        times.append(f"{heads[0]} {number}" if heads else number)
    if (
        not timed
        and not any(times)
        and (told := moment(table.caption))
        and told.named
        and not are_several(table.caption)
    ):
        times.append(parted(table.caption)[1])
    return tuple(out) or (parted(table.caption)[0],), " ".join(t for t in times if t)


def as_said(table: Table, time: str) -> str:
    """The words of a time, with what its mark means where it is a mark alone."""
    return f"{time} {_meaning(table, time)}".strip() if is_label(time) else time


def _meaning(table: Table, label: str) -> str:
    """What the words around a table say that the mark of a time means: "after training (T1)", "T1, after training"; else
    the text does."""
    mark = re.escape(label.strip())
    beside = " ".join(c.words for c in table.columns[: table.stubs + 1])
    around = f"{table.caption}. {beside}. {table.note}"
    found = re.search(
        rf"(?P<w>[\w -]{{3,40}}?)\s?\({mark}\)|\b{mark}\s?[=:,]\s?(?P<v>[\w -]{{3,40}})", around
    )
    return (found["w"] or found["v"]).strip() if found else table.marks.get(label.strip(), "")


def row_likeness(
    question: Question, path: Sequence[str], table: Table, weight: Mapping[str, float], extra: str = ""
) -> float:
    """0..1 or so: how like the question the outcome of a row is. path : its words, headings first."""
    told = " ".join(path)
    if are_of_others(question.outcome, f"{told} {extra}") or is_of_another(question.outcome, told):
        return 0.0
    if are_other_grades(question.outcome, told):
        return 0.0
    asked = question.subject
    label = written_out(path[-1], question.short)
    whole = written_out(" ".join(path), question.short)
    if _SCALE_ALONE.fullmatch(path[-1]):
        label, whole = label | _PAIN, whole | _PAIN
    if question.scale and is_scale_alone(path[-1], question.scale):
        label, whole = label | question.telling, whole | question.telling
    around = written_out(f"{table.caption} {extra}", question.short) & asked
    own = likeness(asked, whole, weight)
    last = likeness(asked, label, weight)
    with_caption = likeness(asked, whole | around, weight)
    if not own:
        whole_of_it = not label - around or _ALL.fullmatch(path[-1])  # "Total" under what the caption says
        return 0.5 * with_caption if whole_of_it else 0.0
    half = _HALF * (_is_half(question, whole) or _is_joint(question, path[-1]))
    return (
        max(own, last) * 0.8
        + 0.2 * with_caption
        + _kept(question, path, table)
        - half
        - _of_start(question, table, extra)
    )


def _is_half(question: Question, said: set[str]) -> bool:
    """Whether a row says one of two outcomes that are asked for together ("death or stroke")."""
    parts = [
        written_out(p, question.short) & question.telling for p in _OR.split(_ASIDE.sub("", question.outcome))
    ]
    told = [bool(p & said) for p in parts if p]
    return len(told) > 1 and any(told) and not all(told)


def _is_joint(question: Question, label: str) -> bool:
    """Whether a row counts two outcomes together ("hospitalisation or death"), or is the ratio of two ("LDL/HDL"), of which
    one alone is asked for."""
    if _OR.search(question.outcome):
        return False
    if (ratio := _RATIO.search(label)) and not _RATIO.search(question.outcome):
        return len({stem(x.lower()) for x in ratio.groups()} & question.wanted) == 1
    parts = [p for p in _OR.split(_ASIDE.sub("", label)) if _OUTCOME_WORD.search(p)]
    told = [bool(written_out(p, question.short) & question.telling) for p in parts]
    return any(told) and not all(told)


def _kept(question: Question, path: Sequence[str], table: Table) -> float:
    """What speaks against a table that is of another time or of a part of the patients than was asked for."""
    around = f"{table.caption} {' '.join(path)}"
    first = bool(_BASELINE.search(table.caption)) and not _CHANGED.search(table.caption)
    early = first != bool(_BASELINE.search(question.outcome))
    part = bool(_PART.search(around)) and not _PART.search(question.outcome)
    share = bool(_SHARE_OF.match(path[-1])) and not _SHARE_OF.search(question.outcome)
    changed = bool(_OF_CHANGES.match(table.caption)) and not is_change(question.outcome)
    return (
        -_OF_CHANGE * changed
        + 0.03 * bool(_OVERALL.match(path[-1]))
        - 0.12 * early
        - 0.08 * part
        - 0.05 * share
    )


def _of_start(question: Question, table: Table, time: str) -> float:
    """What speaks against a row without a time in a table of the start, where a later time or a change is asked for."""
    asked = question.moment
    later = asked is not None and (asked.change or asked.days > 0)
    told = moment(table.caption)
    first = _AT_START.search(table.caption) or (told is not None and told.days < 0)
    first = first and not _AND_LATER.search(table.caption)
    return _OTHER_TIME if later and first and moment(time) is None else 0.0


def timed_likeness(question: Question, table: Table, time: str) -> float:
    """What speaks for and against a row of a table that was measured at `time`, "" where no time is told."""
    return time_likeness(question, time) + _untimed(question, table, time)


def _untimed(question: Question, table: Table, time: str) -> float:
    """What speaks against a row without a time where the start is asked for and nothing around the table says that it is of it."""
    asked = question.moment
    early = asked is not None and asked.days < 0 and moment(time) is None
    return -_OTHER_TIME if early and not _is_of_start(table) else 0.0


def _is_of_start(table: Table) -> bool:
    """Whether the words around a table say that it is of the start, or of what the people were like."""
    if is_change(table.caption):
        return False
    when = moment(table.caption)
    if when is not None and when.days > 0 and not are_several(table.caption):
        return False
    around = f"{table.caption} {table.note}"
    return bool(_BASELINE.search(around)) or bool((told := moment(around)) and told.days < 0)


def time_likeness(question: Question, time: str) -> float:
    """What speaks for and against a row that was measured at `time`."""
    told, asked = moment(time), question.moment
    if told is None:
        return -_UNTIMED if _WITHIN.search(question.outcome) else 0.0
    out = -_UNTIMED if are_compared(time) and not are_compared(question.outcome) else 0.0
    if asked and (asked.named or asked.days < 0):
        known = told.named or told.days < 0 or asked.days < 0
        same = told.is_same(asked)
        out += (
            0.0
            if same and asked.named and not told.named
            else _SAME_TIME
            if same
            else -_OTHER_TIME
            if known
            else 0.0
        )
        out -= _OTHER_STAGE * (not told.named and (asked.stage, told.stage) == ("later", "after"))
    elif told.days < 0:
        out -= _OTHER_TIME if asked and asked.change else 0.15
    elif asked and asked.mark is not None and told.mark is not None:
        out += 0.05 if told.is_same(asked) else -_OTHER_TIME
    elif asked and asked.stage == "after" and told.stage:
        out += 0.05 if told.stage == "after" else -0.05
    if told.change != is_change(question.outcome):
        # what is asked for at a time is a level, unless it is asked for as a change
        out -= _OTHER_TIME if told.change and asked and asked.named else 0.1
    return out


def own_time_likeness(question: Question, words: str) -> float:
    """What speaks for a row whose own words tell the time that is asked for ("Fever on day 4" beside "Fever")."""
    told, asked = moment(parted(words)[1]), question.moment
    same = told and asked and told.named and asked.named and told.is_same(asked)
    return _OWN_TIME if same and parted(words)[0] else 0.0


def is_other_part(question: Question, row: Row, words: str) -> bool:
    """Whether a row is a part of one above it ("Stroke or death" over "Stroke") by words that nobody asks for."""
    return bool(parted(row.path[-1])[0]) and not written_out(words, question.short) & question.wanted


def is_whole(words: str) -> bool:
    """Whether a heading is of all people: "All children", "Overall"."""
    return bool(_WHOLE.fullmatch(words))


def apart_likeness(question: Question, heading: str) -> float:
    """What speaks against rows under the heading of a part of the people, in a table with rows of them all."""
    if is_whole(heading):
        return 0.0
    return 0.05 if written_out(heading, question.short) & question.wanted else -_OF_PART


def set_likeness(question: Question, path: Sequence[str]) -> float:
    """What speaks for and against a row that is of a set of the people by its words alone ("Per protocol")."""
    return sum(part_likeness(question, words) for words in path if is_set(words))


def _bare(words: str) -> str:
    return words.lower().replace("-", "").replace(" ", "")


def part_likeness(question: Question, words: str) -> float:
    """What speaks against columns of a part of the people (a site, a stratum) that the question does not name."""
    if fewer := _PER_PROTOCOL.search(words):
        return 0.05 if _bare(fewer.group()) in _bare(question.outcome) else -0.05
    if _AS_DEALT.search(words):
        return 0.0
    if _GRADED.search(words) and not _GRADED.search(question.outcome):
        return 0.0 if _OVERALL.match(words) else -0.05
    if (
        not words
        or _TIME.search(words)
        or _ALL.fullmatch(words)
        or written_out(words, question.short) & question.wanted
    ):
        return 0.0
    return -0.1 if CONTROL.search(words) else -0.05
