"""Chunks of a page into blocks with roles, in one pass from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

from trialwright.model.document import Block, BlockRole
from trialwright.read.layout import shapes, vocabulary
from trialwright.read.layout.chunks import Chunk, Hint, chunks
from trialwright.read.layout.lead_in import split
from trialwright.read.layout.lines import lines
from trialwright.read.layout.title import titles

LONG = 200  # a paragraph of prose; notices and teasers are shorter
_SENTENCE = 6  # words that end with a full stop: fewer are a heading all the same
FIRM = ("title", "table", "metadata", "navigation", "boilerplate", "reference")
# Words that head a part of a study elsewhere and a part of a list inside eligibility criteria.
_WITHIN_CRITERIA = {
    "patients",
    "participants",
    "population",
    "conditions",
    "condition",
    "safety",
    "interventions",
}


@dataclass
class _State:
    """Where the pass is. zone : "reference" or "boilerplate" until a heading that ends it.

    zone_level : of the mark-up heading that opened the zone, 0 in plain text. told : whether a long
    paragraph of the document's own has been met. only_short : see `_only_short`.
    """

    only_short: list[bool]

    section: str = ""
    zone: str = ""
    zone_level: int = 0
    seen_title: bool = False
    told: bool = False

    @property
    def in_list(self) -> bool:
        """Inside the inclusion or the exclusion criteria."""
        lower = self.section.lower()
        return "inclusion" in lower or "exclusion" in lower

    @property
    def in_criteria(self) -> bool:
        return self.in_list or "eligibility" in self.section.lower()


def blocks(text: str, hints: dict[int, Hint] | None = None, set_narrow: bool = False) -> tuple[Block, ...]:
    """The blocks of `text`, in order and not overlapping. hints : line start → what the mark-up says.

    set_narrow : lines end at margins, also at those of narrow columns, as a PDF's do."""
    found = chunks(text, lines(text), hints or {}, set_narrow)
    heads = titles(text, found)
    state = _State(_only_short(text, found), seen_title=not heads)
    made: list[Block] = []
    for i, chunk in enumerate(found):
        role = _role(text, found, i, heads, state)
        level = chunk.nesting if role == "item" else 0
        if role == "heading":
            state.section = chunk.words(text).lstrip("# ").rstrip(": ").strip()
        elif role == "title":
            state.section = ""
        elif role == "boilerplate" and vocabulary.is_boilerplate_heading(chunk.words(text)):
            state.section = chunk.words(text).rstrip(": ")
        if role == "paragraph":
            state.told = state.told or chunk.end - chunk.start >= LONG
            parts, state.section = split(text, chunk.start, chunk.end, state.section)
            made.extend(parts)
        else:
            made.append(
                Block(start=chunk.start, end=chunk.end, role=role, section=state.section, level=level)
            )
    return tuple(made)


def _role(text: str, found: list[Chunk], i: int, heads: set[int], state: _State) -> BlockRole:
    chunk = found[i]
    words = chunk.words(text)
    if chunk.start in heads:
        state.seen_title, state.zone = True, ""
        return "title"
    if chunk.hint and chunk.hint.role in FIRM and chunk.hint.role != "title":
        return chunk.hint.role  # type: ignore[return-value]
    heading = _heading(words, chunk, i, state)
    if heading:
        return heading
    if state.zone == "reference":
        return "reference"
    if state.zone:
        if state.told or len(words) < LONG or vocabulary.is_notice(words):
            return "boilerplate"
        state.zone = ""  # a zone that opened above the document's first words ends with them
    if vocabulary.is_control(words) and not state.in_criteria:
        return "navigation"
    if vocabulary.is_notice(words) and len(words) < 600:
        return "boilerplate"
    if not state.seen_title and len(words) < LONG:
        return "metadata" if shapes.is_metadata(words) and not chunk.is_item else "navigation"
    return _own(words, chunk, found, i, text, state)


def _heading(words: str, chunk: Chunk, i: int, state: _State) -> BlockRole | None:
    """The role of a line that the vocabulary, or mark-up, knows as a heading; moves the zone."""
    level = chunk.hint.level if chunk.hint and chunk.hint.role == "heading" else 0
    if chunk.is_item or len(words) > 160:
        return None
    name = words.lstrip("# ").rstrip(": ").strip()
    if vocabulary.is_reference_heading(name):
        state.zone, state.zone_level = "reference", level
        return "heading"
    if vocabulary.is_content_heading(name):
        if state.in_criteria and name.lower() in _WITHIN_CRITERIA:
            return None
        state.zone = ""
        return "heading"
    if vocabulary.is_boilerplate_heading(name) and (vocabulary.is_strong(name) or state.only_short[i]):
        state.zone, state.zone_level = "boilerplate", level
        return "boilerplate"
    if level:
        if state.zone and level > state.zone_level:
            return "reference" if state.zone == "reference" else "boilerplate"
        state.zone = ""
        return "navigation" if vocabulary.is_control(name) else "heading"
    return None


def _only_short(text: str, found: list[Chunk]) -> list[bool]:
    """For each chunk, whether nothing but short text follows it, up to the next heading of content."""
    after = True
    answers: list[bool] = []
    for chunk in reversed(found):
        answers.append(after)
        words = chunk.words(text)
        if vocabulary.is_content_heading(words):
            after = True
        elif len(words) >= LONG and not vocabulary.is_notice(words):
            after = False
    return answers[::-1]


def _own(words: str, chunk: Chunk, found: list[Chunk], i: int, text: str, state: _State) -> BlockRole:
    """The role of a chunk that no zone claims and no vocabulary knows."""
    if chunk.is_item:
        return "reference" if shapes.is_reference(words) and not state.in_criteria else "item"
    if chunk.hint and chunk.hint.role == "paragraph":
        return "paragraph"
    if shapes.is_row(words):
        return "table"
    if state.in_list:
        after_list = i > 0 and found[i - 1].is_item and chunk.lines[0].blank_before
        return "metadata" if after_list and shapes.is_metadata(words) else "paragraph"
    if vocabulary.is_lead_in(words):
        return "paragraph"
    if shapes.is_metadata(words):
        return "metadata"
    if words.startswith("#") and len(words) <= 120 and not _is_sentence(words):
        return "heading"
    if not state.in_criteria and shapes.is_heading(words) and _leads(words, found, i, text):
        return "heading"
    if len(words) <= 120 and not words.endswith((*shapes.TERMINAL, ":")):
        return "metadata"
    return "paragraph"


def _is_sentence(words: str) -> bool:
    """Whether a line marked as a heading goes on behind it: "# Abstract We assigned 38 men to copper and 40 to iron." """
    parts = words.lstrip("# ").split()
    goes_on = words.endswith(".") and len(parts) >= _SENTENCE
    return goes_on and vocabulary.is_content_heading(parts[0].rstrip(":"))


def _leads(words: str, found: list[Chunk], i: int, text: str) -> bool:
    """Whether a line with a heading's shape stands above what it would head."""
    if i + 1 >= len(found):
        return False
    follower = found[i + 1]
    long_enough = follower.end - follower.start >= 80 and not follower.is_item
    if words.endswith(":"):
        return follower.is_item or long_enough
    return long_enough and found[i].lines[0].blank_before
