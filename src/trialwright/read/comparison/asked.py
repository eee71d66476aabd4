"""What a question about two arms means in one document: its words, abbreviations and names for groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trialwright.model.document import Document
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.moments import Moment, moment, parted
from trialwright.read.comparison.piped_tables import piped_tables
from trialwright.read.comparison.table_parts import Table
from trialwright.read.comparison.tables import tables
from trialwright.read.comparison.wording import COMMON, definitions, is_initials, stem, tokens, written_out
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arm_aliases import known_by_elimination, known_by_letter
from trialwright.read.grammar.arm_sets import CONTROL
from trialwright.read.grammar.arm_sizes import arm_sizes
from trialwright.read.grammar.arms import Entry, find_arms
from trialwright.read.grammar.link import Names
from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.sentences import Sentence, readable
from trialwright.read.grammar.sizes import stated_sizes
from trialwright.read.patterns import Pattern

_DENIED = re.compile(r"(?i)\b(?:no|without|not|non)\b")
# "in 9 patients (30 %)": a count with its share is a part of an arm, unless people are dealt out
_WITH_SHARE = Pattern(r"\s(?:[a-z]+\s)?[(\[]\s?\d[\d.]*\s?%")
_DEALT = Pattern(r"(?i)\b(?:assign|allocat|randomi[sz])")
_CONTROL_GROUP = Pattern(r"(?i)\bcontrol (?:group|arm)\b")
_TRIED_GROUP = Pattern(r"(?i)\b(?:intervention|experimental|treatment) (?:group|arm)\b")
_NONE = Pattern(r"(?i)\W*(?:no|without|none)\b")
_CAPITALS = Pattern(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_SIZE = Pattern(r"(?i)\bn\W{0,5}=\W{0,4}(?P<n>\d[\d,]*)")
_REACH = 6000  # characters: about the length of a long table
_EACH = re.compile(
    r"(?i)(?:n\s?=\s?(?P<n1>\d{1,5})\s(?:in |for |per )?each\b|\b(?P<n2>\d{1,5})\s(?:[a-z]+\s){0,2}?(?:in|per|for)\s(?:each|every)\s(?:of the\s)?(?:\w+\s)?(?:group|arm)|(?:groups|arms)\s(?:of|with)\s(?P<n3>\d{1,5})\s(?:[a-z]+\s)?each)"
)
GENERIC = {
    stem(w) for w in ("treatment", "intervention", "experimental", "active", "study", "treated", "test")
}
CONTROLS = {
    stem(w)
    for w in (
        "control",
        "controls",
        "placebo",
        "usual",
        "standard",
        "comparison",
        "sham",
        "conventional",
        "tau",
    )
}
TRIED, COMPARED = "intervention", "comparator"


@dataclass
class Question:
    """intervention, comparator, outcome : as asked."""

    document: Document
    outcome: str
    intervention: str
    comparator: str

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [s for s in readable(self.document)[0] if s.role != "table"]

    @cached_property
    def short(self) -> dict[str, str]:
        return {**COMMON, **definitions(self.document.text), **abbreviations(self.sentences)}

    @cached_property
    def tables(self) -> list[Table]:
        return [*tables(self.document.text), *piped_tables(self.document.text)]

    @cached_property
    def wanted(self) -> set[str]:
        return written_out(self.outcome, self.short)

    @cached_property
    def subject(self) -> set[str]:
        """The words of the outcome without those of its time."""
        return written_out(parted(self.outcome)[0] or self.outcome, self.short)

    @cached_property
    def moment(self) -> Moment | None:
        """When the outcome that is asked for was measured, None where the question does not say."""
        return moment(self.outcome)

    @cached_property
    def own(self) -> tuple[set[str], set[str]]:
        """The words of each arm that the other has not."""
        tried, compared = self.full
        return tried - compared, compared - tried

    @cached_property
    def full(self) -> tuple[set[str], set[str]]:
        """All words of each arm, a denial among them."""
        tried, compared = (self.words(x) for x in (self.intervention, self.comparator))
        return tried, compared

    def words(self, text: str) -> set[str]:
        return written_out(text, self.short) | ({"no"} if _DENIED.search(text) else set())

    @cached_property
    def controlled(self) -> bool:
        return self.is_control(self.comparator)

    def is_control(self, arm: str) -> bool:
        return bool(CONTROL.search(arm) or self.own[arm == self.comparator] & CONTROLS or _NONE.match(arm))

    def side_of(self, words: str) -> str:
        """Which arm a heading names, "" for neither or both."""
        said = self.words(words)
        letters = {
            m.group().lower() for m in re.finditer(r"(?i)\bgroup\s(?:[A-Z]\b|[1-4]\b|I{1,3}\b)", words)
        }
        for label, names in self._letters.items():
            if letters & names:
                return label
        tried, compared = len(self.own[0] & said), len(self.own[1] & said)
        if tried and compared:
            # "X plus Y" against "Y": the arm that has more of its words said.
            a, b = tried / len(self.own[0]), compared / len(self.own[1])
            return "" if a == b else TRIED if a > b else COMPARED
        if tried or compared:
            return TRIED if tried else COMPARED
        for own, whole, label in ((*self._pairs[0], TRIED), (*self._pairs[1], COMPARED)):
            if not own and whole & said:
                return (
                    label  # "X" against "no X", "Y" against "X plus Y": none of the other's own words is said
                )
        by_letters = self._initials_of(words)
        if by_letters:
            return by_letters
        if said & CONTROLS:
            return COMPARED if self.controlled else ""
        return TRIED if said & GENERIC and self.controlled else ""

    def _initials_of(self, words: str) -> str:
        """The arm whose words begin with the letters of an abbreviation that the document does not write out."""
        found = {
            label
            for short in _CAPITALS.findall(words)
            if short not in self.short
            for label, arm in ((TRIED, self.intervention), (COMPARED, self.comparator))
            if is_initials(short, arm)
        }
        return found.pop() if len(found) == 1 else ""

    def fit(self, words: str, side: str) -> float:
        """0..1: how much of an arm a heading says, and how little else; what names every arm does not count."""
        said = self.words(words) - GENERIC
        full = self.full[0 if side == TRIED else 1]
        return len(said & full) / max(1, len(said | full))

    @cached_property
    def _pairs(self) -> tuple[tuple[set[str], set[str]], tuple[set[str], set[str]]]:
        return (self.own[0], self.full[0]), (self.own[1], self.full[1])

    @cached_property
    def _letters(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for entry in self.entries:
            out[entry.label] = {n.lower() for n in entry.names if re.match(r"(?i)group ", n)}
        return out

    @cached_property
    def entries(self) -> list[Entry]:
        """The two arms as the reader's grammar knows arms, with every name that the document has for them."""
        if not self.sentences:
            return []
        place = Place(self.sentences[0], 0, 1)
        made = []
        for label, asked, own in (
            (TRIED, self.intervention, self.own[0]),
            (COMPARED, self.comparator, self.own[1]),
        ):
            names = {asked, re.sub(r"\s*\([^)]*\)", "", asked), *re.findall(r"\(([^()]{2,12})\)", asked)}
            names |= {
                s
                for s, long in self.short.items()
                if len(s) > 1 and tokens(long) & own and not tokens(long) - own - {"treat"}
            }
            words = re.findall(r"[A-Za-z][A-Za-z0-9-]{3,}", asked)
            for word in words:
                parts = {stem(p) for p in word.lower().split("-") if p}
                if parts <= own and not parts <= GENERIC:
                    names.add(word)
            role = (
                "control"
                if label == COMPARED and (self.controlled or self._by_role)
                else "experimental"
                if label == TRIED
                else ""
            )
            made.append(Entry(label, place, {n.strip() for n in names if len(n.strip()) > 1}, role))
        known_by_letter(made, self.sentences)
        known_by_elimination(made, self.sentences)
        return made

    @cached_property
    def _by_role(self) -> bool:
        """Whether the document speaks of its arms by their roles; the arm that is compared with is then the control."""
        text = self.document.text
        return bool(_CONTROL_GROUP.search(text) and _TRIED_GROUP.search(text)) and not self.is_control(
            self.intervention
        )

    @cached_property
    def names(self) -> Names:
        return Names(self.entries)

    @cached_property
    def sizes(self) -> dict[str, Number]:
        """The size of each arm: as most heads of tables print it, else as the text says first."""
        found: dict[str, list[Number]] = {TRIED: [], COMPARED: []}
        for table in self.tables:
            for column in table.columns:
                side = self.side_of(column.words) if column.n and column.place else ""
                if side and column.n and column.place:
                    found[side].append(number(self.document, column.n, column.place))
            for row in table.rows:
                side = self.side_of(row.path[-1])
                for c, cell in row.cells.items() if side else ():
                    if (
                        table.columns[c].head
                        and re.fullmatch(r"(?i)n\.?|no\.?", table.columns[c].head[-1])
                        and cell.text.isdigit()
                    ):
                        found[side].append(number(self.document, int(cell.text), (cell.start, cell.end)))
                if (
                    re.match(
                        r"(?i)^(?:no\.?|number|n)\b.{0,3}(?:of )?(?:patients|participants|subjects)?",
                        row.path[-1],
                    )
                    and len(row.path[-1]) < 32
                ):
                    for c, cell in row.cells.items():
                        side = self.side_of(table.columns[c].words)
                        if side and re.fullmatch(r"\d{1,5}", cell.text):
                            found[side].append(number(self.document, int(cell.text), (cell.start, cell.end)))
        printed = {side for side, numbers in found.items() if numbers}
        for size in arm_sizes(self.sentences, self.names, self.total):
            part = _WITH_SHARE.match(size.sentence.text, size.end) and not _DEALT.search(size.sentence.text)
            if size.label in found and size.label not in printed and not part:
                place = (size.sentence.start + size.start, size.sentence.start + size.end)
                found[size.label].append(number(self.document, size.size, place))
        if not any(found.values()):
            for sentence in self.sentences:
                match = _EACH.search(sentence.text)
                if match and match.lastgroup:
                    place = (
                        sentence.start + match.start(match.lastgroup),
                        sentence.start + match.end(match.lastgroup),
                    )
                    each = number(self.document, int(match.group(match.lastgroup)), place)
                    return {TRIED: each, COMPARED: each}
        return self._with_rest({side: _most(numbers) for side, numbers in found.items() if numbers})

    def _with_rest(self, sizes: dict[str, Number]) -> dict[str, Number]:
        """The size of the other arm of two, where one is printed and so is the number randomised."""
        if len(sizes) != 1 or not self.total:
            return sizes
        ((side, known),) = sizes.items()
        rest = self.total - int(known.value)
        arms = [e for e in find_arms(self.sentences, self.short) if e.role != "historical"]
        if len(arms) != 2 or not 0.5 <= rest / max(1.0, known.value) <= 2.0:
            return sizes
        why = f"{self.total} randomised - {int(known.value)} in the other arm = {rest}"
        return {
            **sizes,
            TRIED if side == COMPARED else COMPARED: known.model_copy(
                update={"value": float(rest), "derived": why}
            ),
        }

    def size_before(self, n: int, end: int) -> Number | None:
        """The size n where it is printed last before an offset of the text; None where it is not printed near it."""
        first = max(0, end - _REACH)
        found = [
            m for m in _SIZE.finditer(self.document.text, first, end) if m["n"].replace(",", "") == str(n)
        ]
        return number(self.document, n, found[-1].span()) if found else None

    def captioned(self, table: Table) -> Mapping[str, Number]:
        """The sizes of the arms that a table's caption gives beside their names."""
        first = min((c.start for row in table.rows for c in row.cells.values()), default=0)
        out: dict[str, Number] = {}
        last = 0
        for match in _SIZE.finditer(table.caption):
            side = self.side_of(re.split(r"[;.]", table.caption[last : match.start()])[-1])
            size = self.size_before(int(match["n"].replace(",", "")), first)
            last = match.end()
            if side and size:
                out.setdefault(side, size)
        return out if len(out) == 2 else {}

    def without_arms(self, words: str) -> str:
        """Words without the abbreviations of the arms, which may be those of something else (SEM)."""
        short = {n for e in self.entries for n in e.names if n.isupper()}
        return " ".join(w for w in words.split() if w.strip("(),;:") not in short)

    @cached_property
    def total(self) -> int | None:
        """Those randomised, where the document says it."""
        return next((int(s.value) for s in stated_sizes(self.sentences) if s.field == "randomised"), None)


def _most(numbers: Sequence[Number]) -> Number:
    """The value that is printed most often, and of those the first."""
    values = [n.value for n in numbers]
    return max(numbers, key=lambda n: (values.count(n.value), -numbers.index(n)))
