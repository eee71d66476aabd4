"""A span of text that holds one rule → its tree, with nothing left out."""

from __future__ import annotations

from trialwright.model.criterion import All, NeedsPerson, Tree
from trialwright.read.criteria.account import unaccounted
from trialwright.read.criteria.asked_at import asked_at, with_moment
from trialwright.read.criteria.by_sex import by_sex
from trialwright.read.criteria.context import (
    SEXES,
    STATES_OF_WOMEN,
    either_sex,
    for_a_part,
    for_one_sex,
    for_some_ages,
    idle,
    of_both_sexes,
    of_women_only,
    other_sex_unread,
)
from trialwright.read.criteria.doubled import NOTE, doubled
from trialwright.read.criteria.elapsed import elapsed
from trialwright.read.criteria.episodes import at_any_time
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.lexicon import Lexicon
from trialwright.read.criteria.link import Link, links
from trialwright.read.criteria.logic import combine, leaves, understood
from trialwright.read.criteria.marks import Mark, marks_of
from trialwright.read.criteria.phrase import SILENT
from trialwright.read.criteria.pieces import Piece
from trialwright.read.criteria.sentence import sentence
from trialwright.read.criteria.shared_words import must_have, of_some
from trialwright.read.criteria.tokens import tokenise
from trialwright.read.criteria.windows import Span
from trialwright.read.limits import BRACKETS, CRITERION, PARTS, has_long_word


def tree_of(start: int, end: int, scribe: Scribe, lexicon: Lexicon) -> Tree | None:
    """The tree of document.text[start:end]; None where the words ask nothing of a patient."""
    if not _is_rule(scribe.text, start, end):
        return scribe.unread(start, end)
    if (both := of_both_sexes(start, end, scribe)) is not None:
        return both
    marks = marks_of(scribe.text, start, end, lexicon)
    pieces = asked_at(pieces_of(marks, links(marks, scribe.text), scribe), scribe)
    if (of_each := by_sex(pieces, scribe)) is not None:
        return of_each
    tree = _elapsed(pieces, scribe) or sentence(nest(either_sex(idle(pieces))), scribe)
    if tree is None:
        return scribe.person(start, end) if any(m.role in ("word", "mention") for m in marks) else None
    if _names_a_sex(pieces) and (
        for_one_sex(tree, scribe) or other_sex_unread(tree) or of_women_only(tree, scribe)
    ):
        return scribe.person(start, end, "a limit that holds for one sex only")
    if doubled(tree, scribe):
        return scribe.person(start, end, NOTE)
    if for_a_part(tree, start, end, scribe):
        return scribe.person(start, end, "a limit that holds for a part of the trial only")
    if for_some_ages(tree, start, end, scribe):
        return scribe.person(start, end, "a limit that holds for some ages only")
    if not understood(tree):
        return _one_person(tree, start, end, scribe)
    tree = must_have(of_some(tree, scribe), scribe)
    missed = [p for a, b in unaccounted(tree, scribe.text, start, end) if (p := scribe.person(a, b))]
    return combine(All, [tree, *missed], scribe) if missed else tree


def _names_a_sex(pieces: list[Piece]) -> bool:
    return any(p.concept is not None and p.concept.name in (*SEXES, *STATES_OF_WOMEN) for p in pieces)


def _is_rule(text: str, start: int, end: int) -> bool:
    """Whether words could have been written as one rule; what could not is for a person, as a whole."""
    if end - start > CRITERION or has_long_word(text, start, end):
        return False
    return end - start <= PARTS or len(tokenise(text, start, end)) <= PARTS


def _one_person(tree: Tree, start: int, end: int, scribe: Scribe) -> Tree | None:
    """A line of which nothing is computable goes to a person as a whole."""
    notes = [n for leaf in leaves(tree) if isinstance(leaf, NeedsPerson) and (n := leaf.note)]
    return scribe.person(start, end, notes[0] if notes else "")


def pieces_of(marks: list[Mark], found: list[Link], scribe: Scribe) -> list[Piece]:
    """Marks in order, with each measure and its concept as one leaf."""
    taken = {link.first: link for link in _apart(found)}
    kept = {id(link) for link in taken.values()}
    refused = {link.last: link for link in found if link.refused or id(link) not in kept}
    of_age = any(c.name == "age" for link in taken.values() for c in link.concepts)
    pieces: list[Piece] = []
    k = 0
    while k < len(marks):
        mark = marks[k]
        if (link := taken.get(k)) is not None:
            start, end = mark.start, marks[link.last].end
            after = None if link.time else _window_after(marks, link.last)
            node = scribe.comparison(link, start, end, link.time or after)
            node = with_moment(node, link.moment, scribe) if link.moment else node
            node = at_any_time(node, scribe) if link.episode else node
            pieces.append(Piece("leaf", start, end, node=node, concepts=link.concepts))
            k = link.last + (2 if after else 1)
            continue
        refusal = refused.get(k)
        role = "refused" if mark.role == "measure" else mark.role
        note = refusal.refused if refusal else ""
        if role == "person" and of_age and "adult" in scribe.text[mark.start : mark.end].lower():
            role = "glue"  # the age limit of the same line says what an adult is
        if role == "not" and not _negates_a_name(marks, k, scribe):
            role = "word"
        pieces.append(
            Piece(
                role,
                mark.start,
                mark.end,
                concept=mark.concept,
                disorders=mark.disorders,
                time=mark.time,
                note=note,
            )
        )
        k += 1
    return pieces


def _elapsed(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    """The tree of a rule that says only how long ago something was."""
    spoken = [p for p in pieces if p.role not in SILENT and p.role != "stop"]
    return elapsed(spoken[0].time, scribe) if len(spoken) == 1 and spoken[0].time is not None else None


def _window_after(marks: list[Mark], last: int) -> Span | None:
    """The window that stands right after a number, where it is one that can be computed."""
    time = marks[last + 1].time if last + 1 < len(marks) else None
    return time if time is not None and not time.duration and time.anchor else None


def _negates_a_name(marks: list[Mark], k: int, scribe: Scribe) -> bool:
    """False for the "non" of "non-emergent surgery": it negates the next word and not the surgery."""
    if scribe.text[marks[k].start : marks[k].end].lower() != "non":
        return True
    following = next((m for m in marks[k + 1 :] if m.role != "mute"), None)
    return following is not None and following.role == "mention"


def _apart(found: list[Link]) -> list[Link]:
    """The links that stand, without those that would take a mark twice."""
    out: list[Link] = []
    for link in found:
        if not link.refused and link.concepts and not (out and link.first <= out[-1].last):
            out.append(link)
    return out


def nest(pieces: list[Piece]) -> list[Piece]:
    """Brackets and what they hold as one piece each; a bracket without its partner is punctuation."""
    stack: list[tuple[int, list[Piece]]] = [(-1, [])]
    for k, piece in enumerate(pieces):
        if piece.role == "open" and len(stack) <= BRACKETS:
            stack.append((k, []))
        elif piece.role == "close" and len(stack) > 1:
            opened, inner = stack.pop()
            whole = [Piece("group", pieces[opened].start, piece.end, inner=inner)]
            stack[-1][1].extend(_only_time(inner) or whole)
        else:
            stack[-1][1].append(piece)
    while len(stack) > 1:
        opened, inner = stack.pop()
        stack[-1][1].extend([Piece("mute", pieces[opened].start, pieces[opened].end), *inner])
    return stack[0][1]


def _only_time(inner: list[Piece]) -> list[Piece]:
    """The window of "stroke (within 6 months)", which needs no brackets; empty where they hold anything else."""
    spoken = [p for p in inner if p.role not in ("glue", "mute")]
    only = len(spoken) == 1 and spoken[0].time is not None and not spoken[0].time.duration
    return spoken if only else []
