"""One comparison out of a document: the cells of two arms for an outcome that is named in words."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.document import Document
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.asked_words import respelled, without_title
from trialwright.read.comparison.cells import Cells, Kind
from trialwright.read.comparison.column_kinds import without_measures
from trialwright.read.comparison.contradictions import contradicts
from trialwright.read.comparison.in_prose import in_prose
from trialwright.read.comparison.in_tables import in_tables
from trialwright.read.comparison.moments import is_longest, is_near, moment
from trialwright.read.comparison.other_names import is_of_another_name
from trialwright.read.comparison.quoted import quoted
from trialwright.read.comparison.told_elsewhere import later_time, with_own_sizes
from trialwright.read.comparison.unsaid import unsaid
from trialwright.read.comparison.wording import stem, written_out
from trialwright.read.patterns import Pattern

LEAST = 0.3  # likeness of an outcome's words below which no row or sentence is believed to be meant
_SURE, _ALIKE = 0.6, 0.005  # of likeness: two so alike and no surer leave it open which is meant
_NEAR = 0.02
_OTHER_WORDS, _BEGINNING = 0.03, 4
_WORD = Pattern(r"[a-z]{4,}")
_OVERALL = Pattern(r"\b(?:overall|total|all)\b")
_FAR = 0.05  # likeness by which a row with every cell may fall short of one without


def compare(document: Document, outcome: str, intervention: str, comparator: str, kind: Kind) -> Cells:
    """See `trialwright.read.cells`."""
    asked = (without_title(outcome), intervention, comparator)
    question = Question(document, *(respelled(words, document.text) for words in asked))
    if why := unsaid(question):
        return Cells(kind=kind, missing=why)
    rows = [c for c in in_tables(question, kind) if not contradicts(question.outcome, c.outcome, kind)]
    found = [*rows, *(_as_quoted(question, c) for c in in_prose(question, kind))]
    likely = [_in_own_words(question, c) for c in found if c.likeness >= LEAST]
    if not likely:
        return Cells(kind=kind, missing=f"no table or sentence speaks of {outcome!r} for both arms")
    another = likely[0].outcome
    likely = [c for c in likely if kind != "binary" or not is_of_another_name(question, c)]
    if not likely:
        return Cells(kind=kind, missing=f"no table or sentence is of {outcome!r}, but one is of {another!r}")
    likely = _of_last_time(likely) if is_longest(outcome) else likely
    most = max(likely, key=lambda c: c.likeness)
    whole = [c for c in likely if c.complete and c.likeness >= most.likeness - _FAR]
    if not whole:
        return most
    best = max(whole, key=lambda c: c.likeness)
    if _is_open(best, whole):
        return Cells(kind=kind, missing=f"several sentences fit {outcome!r} alike and differ")
    if _is_headed_otherwise(question, best, whole):
        return Cells(
            kind=kind, missing=f"rows of the words of {outcome!r} stand under several headings and differ"
        )
    begin = whole.index(best)
    alike = [best]
    for cells in whole[begin + 1 :]:
        if cells.outcome == best.outcome and cells.likeness >= best.likeness - _NEAR:
            alike.append(cells)
    meant = with_own_sizes(document, _as_tabled(_meant(question, alike), rows))
    if is_longest(outcome) and (later := later_time(question, meant)):
        return Cells(
            kind=kind, missing=f"the last time is asked for, and {later!r} is told without both arms' numbers"
        )
    return meant


def _of_last_time(found: Sequence[Cells]) -> Sequence[Cells]:
    """The cells of the last time that any of them tells; all where none tells one."""
    told = [when.days if (when := moment(c.time or c.outcome)) and when.named else 0.0 for c in found]
    later = [bool((when := moment(c.time)) and when.stage == "later" and not when.named) for c in found]
    last = max(told)
    if not last or any(later):
        return found
    return [c for c, days in zip(found, told, strict=True) if is_near(days, last)]


def _as_tabled(cells: Cells, rows: Sequence[Cells]) -> Cells:
    """The cells of the one table row with the same means and SDs: its sizes stand over the very figures, those of a sentence
    are of the arms at any time."""
    printed = [r for r in rows if r.complete and _is_printed(r) and _means(r) == _means(cells)]
    if cells.kind == "continuous" and len(printed) == 1 and not _is_printed(cells):
        return printed[0].model_copy(update={"likeness": cells.likeness})
    same = [r for r in rows if cells.kind == "continuous" and r.complete and _numbers(r) == _numbers(cells)]
    sizes = {(r.intervention.n, r.comparator.n) for r in same}
    return same[0].model_copy(update={"likeness": cells.likeness}) if len(sizes) == 1 else cells


def _is_printed(cells: Cells) -> bool:
    """Whether both SDs are printed as such."""
    return all(s.sd is not None and not s.sd.derived for s in (cells.intervention, cells.comparator))


def _means(cells: Cells) -> list[float | None]:
    return [s.mean.value if s.mean else None for s in (cells.intervention, cells.comparator)]


def _in_own_words(question: Question, cells: Cells) -> Cells:
    """Cells a little less alike that are told with another word than the question's which means nearly the same:
    remission where response is asked for."""
    asked, told = ({stem(w): w for w in _WORD.findall(x.lower())} for x in (question.outcome, cells.outcome))
    other = {s for s in told if s in asked and told[s][:_BEGINNING] != asked[s][:_BEGINNING]}
    loss = _OTHER_WORDS * len(other) / max(1, len(asked))
    return cells.model_copy(update={"likeness": round(cells.likeness - loss, 4)})


def _as_quoted(question: Question, cells: Cells) -> Cells:
    """Cells of a sentence as like the question as another sentence is that tells the same of it in percents or means
    alone."""
    if not cells.complete or not LEAST <= cells.likeness < _SURE:
        return cells
    told = quoted(question, ("",), cells.intervention, cells.comparator, cells.kind)
    return cells.model_copy(update={"likeness": round(max(told, cells.likeness), 4)})


def _is_open(best: Cells, others: Sequence[Cells]) -> bool:
    """Whether other words with other numbers are as like the question, which none of them is much."""
    return best.likeness < _SURE and any(
        c.outcome != best.outcome and best.likeness - c.likeness < _ALIKE and _numbers(c) != _numbers(best)
        for c in others
    )


def _is_headed_otherwise(question: Question, best: Cells, others: Sequence[Cells]) -> bool:
    """Whether rows of the same words with other numbers stand under other headings, none of which says what is asked for:
    "Men, n (%)" over "People with gout" beside "Leavers, n (%)" over "People with gout, overall"."""
    heading, last = _headed(best)
    if best.kind != "binary" or not heading or question.words(heading) & question.wanted:
        return False
    return any(
        _headed(c)[1] == last and _headed(c)[0] not in ("", heading) and _numbers(c) != _numbers(best)
        for c in others
    )


def _headed(cells: Cells) -> tuple[str, str]:
    """(the heading of a row without measures, its own words in small letters without "overall")."""
    heading, _, last = cells.outcome.rpartition(" / ")
    return without_measures(heading).strip(" ,;:()%"), _OVERALL.sub("", last.lower()).strip(" ,")


def _numbers(cells: Cells) -> list[float]:
    sides = (cells.intervention, cells.comparator)
    told = [n for s in sides for n in ((s.events, s.n) if cells.kind == "binary" else (s.mean, s.sd))]
    return [n.value for n in told if n]


def _meant(question: Question, alike: Sequence[Cells]) -> Cells:
    """Of one row at several times or parts: the one whose words were asked for, else the last time that is not a part
    that has nothing to do with the question."""
    wanted = {w for w in question.wanted if question.moment or not w.isdigit()}  # the 1 of HbA1c is no T1
    asked = [len(written_out(c.time, question.short) & wanted) if c.time else 0 for c in alike]
    most = [c for c, n in zip(alike, asked, strict=True) if n == max(asked)]
    most = _at_any_time(question, most)
    told = [(when.order if (when := moment(c.time)) else 0.0) for c in most]
    return [c for c, days in zip(most, told, strict=True) if days == max(told)][-1]


def _at_any_time(question: Question, alike: list[Cells]) -> list[Cells]:
    """Of counts at several times and one without a time the one, which is of all that time, where no time is asked for."""
    whole = [c for c in alike if not c.time]
    times = {c.time for c in alike if (when := moment(c.time)) and when.named}
    one = question.moment is None and len(times) > 1 and len(whole) == 1 and whole[0].kind == "binary"
    return whole if one else alike


__all__ = ["compare"]
