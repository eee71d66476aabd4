"""The document and the question that is put to it: its words, its tables, what its short forms mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from math import log

from trialwright.model.document import Document
from trialwright.model.short_forms import COMMON
from trialwright.read.comparison.figures import Figure, figures_in
from trialwright.read.comparison.instruments import scales_of
from trialwright.read.comparison.moments import Moment, is_change, moment, parted
from trialwright.read.comparison.piped_tables import piped_tables
from trialwright.read.comparison.spaced_tables import spaced_tables
from trialwright.read.comparison.table_parts import Table
from trialwright.read.comparison.tables import tables
from trialwright.read.comparison.time_marks import with_times_written
from trialwright.read.comparison.wording import definitions, spaced_names, stem, tokens, written_out
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.mean_spreads import Style, style
from trialwright.read.grammar.sentences import Sentence, readable
from trialwright.read.grammar.sizes import stated_sizes
from trialwright.read.patterns import Pattern

_DENIED = re.compile(r"(?i)\b(?:no(?!\.|\s?of\b|\s?\()|without|not|non)\b")

_WITHOUT = Pattern(r"(?i)\b(?P<w>[a-z]{4,15})-?less\b")
_MARKED = Pattern(r"(?<![\w-])(?P<w>(?:(?!and\b|or\b|at\b|to\b)[\w-]+\s){1,5}?)\((?P<t>T\d)\)")
_NOTED = Pattern(
    r"(?<![\w-])(?P<s>[A-Z][A-Z0-9/-]{1,9})(?:\s?[=:,]\s?|\s[-–]{1,2}\s?|[-–]{2}\s?)(?:the\s)?(?P<l>[A-Za-z][^;.,:=()]{3,60})(?=[;.,]|$)"
)
_PART_SAID = Pattern(r"\b(?P<w>[a-z]{4,20})\s\((?P<s>[A-Z][A-Za-z]{1,7}-[A-Z])\)")
_SHORT = re.compile(r"(?<![\w-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![\w-])")
_MOST_NAMED = 9  # words of a name that has an abbreviation
_LONG_WORD = 6  # letters of a word that may be known by letters of its own
_OF_TIME = ("after", "before", "baseline", "during", "days", "weeks", "months", "years", "test", "follow")
_OF_KIND = 0.2  # weight of a word that tells of what kind an outcome is
_UNSAID = 0.4  # weight of a word that no sentence has
OF_ANY = {
    stem(w)
    for w in (
        "time", "first", "second", "last", "final", "early", "late", "day", "days", "week", "weeks", "month", "months", "year", "hours", "minutes",
        "postoperative", "preoperative", "intraoperative", "after", "before", "end", "need", "use", "any", "more", "less", "least", "new", "high", "low",
        "improvement", "change", "outcome", "measure", "symptoms", "scale", "index", "test", "function", "status", "study", "treatment", "clinical",
        "dose", "amount", "quantity", "consumption", "requirement",
    )
}  # fmt: skip
_CHANGES = {
    stem(w)
    for w in ("change", "reduction", "decrease", "increase", "improvement", "gain", "decline", "drop", "rise")
}


def _begins(short: str, words: str) -> bool:
    """Whether words begin with a short form and its unit or measure: "ABD.(degree)", "ABD (mean, SD)"."""
    return words.startswith(short) and words[len(short) : len(short) + 2].strip()[:1] in (".", "(", ",", "[")


_ASIDE = ("but ", "and ", "not ", "though ", "although ")  # "Bleeding, but not headache," defines nothing


@dataclass
class Article:
    """intervention, comparator, outcome : as asked."""

    document: Document
    outcome: str
    intervention: str
    comparator: str

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [s for s in readable(self.document)[0] if s.role != "table"]

    @cached_property
    def spreads(self) -> Style:
        """What the document says that its spreads are, where no table says it."""
        return style(self.sentences)

    @cached_property
    def figures(self) -> list[list[Figure]]:
        """The numbers of each sentence."""
        return [list(figures_in(s)) for s in self.sentences]

    @cached_property
    def short(self) -> dict[str, str]:
        known, told = self._known, self.defined
        # what everybody knows of a questionnaire ("PHQ-9", depression) is true beside its full name
        both = {s: f"{known[s]} {told[s]}" for s in known if s in told and tokens(known[s]) & tokens(told[s])}
        return {**known, **told, **both}

    @cached_property
    def defined(self) -> dict[str, str]:
        """Short forms that the document writes out itself, or that stand beside the words of the question."""
        told = {**definitions(self.document.text), **abbreviations(self.sentences), **self._named_so}
        told = {name: long for name, long in told.items() if not long.startswith(_ASIDE)}
        return {**self._sub_scales, **self._labels, **self._parts_said, **told}

    @cached_property
    def _known(self) -> dict[str, str]:
        """Short forms that every reader knows, as far as the document or the question has them."""
        said = set(
            _SHORT.findall(" ".join((self.document.text, self.outcome, self.intervention, self.comparator)))
        )
        return {name: long for name, long in COMMON.items() if name in said}

    @cached_property
    def _named_so(self) -> dict[str, str]:
        """What stands in brackets after the very words of the question ("dipeptidyl peptidase-4 (DPP IV)")."""
        out: dict[str, str] = {}
        named = (self.outcome, parted(self.outcome)[0], self.intervention, self.comparator)
        for asked in filter(None, named):  # "no change" is a change of nothing
            words = re.findall(r"\w+", asked)
            if len(words) > _MOST_NAMED or (len(words) == 1 and len(asked) < _LONG_WORD):
                continue
            name = r"[\s-]{1,2}".join(re.escape(w) for w in words)
            for match in re.finditer(
                rf"(?i:\b{name}) ?\((?P<s>[a-z]?[A-Z][\w+/~ -]{{1,11}})\)", self.document.text
            ):
                if len(words) > 1 or (match["s"].isupper() and match["s"][0] == asked[0].upper()):
                    out.setdefault(match["s"].replace("~", ""), asked)
            letters = "".join(w[0] for w in words).upper()
            # "the woven metal shin component (WM)", where the woven metal is asked for
            if len(words) > 1 and re.search(
                rf"(?i:\b{name}) (?:[\w-]+ ){{1,4}}\({re.escape(letters)}\)", self.document.text
            ):
                out.setdefault(letters, asked)
        return out

    @property
    def _labels(self) -> dict[str, str]:
        """Labels of rows that the words under their table write out, whatever letters they have ("Q1: sleep")."""
        out: dict[str, str] = {}
        for table in self.tables:
            rows = {words for row in table.rows for words in row.path}
            out |= {
                m["s"]: m["l"]
                for m in _NOTED.finditer(table.note)
                if m["s"] in rows
                or any(m["s"] in words.split() if "/" in m["s"] else _begins(m["s"], words) for words in rows)
            }
            out |= {s: long for s, long in spaced_names(table.note) if any(s in words for words in rows)}
        return out

    @property
    def _parts_said(self) -> dict[str, str]:
        """The part of a scale before its short form with its letter ("the anxiety (HADS-A) and depression (HADS-D) parts")."""
        found = _PART_SAID.finditer(self.document.text)
        return {m["s"]: m["w"] for m in found if m["w"][0].upper() == m["s"][-1]}

    @property
    def _sub_scales(self) -> dict[str, str]:
        """The part of a scale that is asked for by a word whose letter stands behind the scale's name ("HADS-A" where the
        anxiety of the HADS is asked for), where one part alone has such a letter."""
        asked = [w for w in re.findall(r"[A-Za-z]+", parted(self.outcome)[0]) if w.lower() not in _OF_TIME]
        out: dict[str, str] = {}
        for scale in {w for w in asked if len(w) > 2 and w[1:].isupper()}:
            letters = set(re.findall(rf"(?<![\w-]){scale}-([A-Z])(?![\w-])", self.document.text))
            told = {x: [w for w in asked if w != scale and len(w) > 3 and w[0].upper() == x] for x in letters}
            fits = [x for x, words in told.items() if len(words) == 1]
            if len(fits) == 1 and len(letters) > 1:
                out[f"{scale}-{fits[0]}"] = parted(self.outcome)[0]
        return out

    @cached_property
    def tables(self) -> list[Table]:
        text = self.document.text
        found = [*tables(text), *piped_tables(text), *spaced_tables(text)]
        short = definitions(text)
        found = [with_times_written(table, short) for table in found]
        for table in found:
            table.marks = self._marks
        return found

    @cached_property
    def _marks(self) -> dict[str, str]:
        """The mark of a time → its meaning in the text ("after the course (T1)", "and 3 months later (T2)")."""
        out: dict[str, str] = {}
        for sentence in self.sentences:
            for match in _MARKED.finditer(sentence.text):
                out.setdefault(match["t"], match["w"])
        return out

    @cached_property
    def wanted(self) -> set[str]:
        return written_out(self.outcome, self.short)

    @cached_property
    def subject(self) -> set[str]:
        """The words of the outcome without those of its time and of its change."""
        told = written_out(parted(self.outcome)[0] or self.outcome, self.short)
        return (told - _CHANGES or told) if is_change(self.outcome) else told

    @cached_property
    def telling(self) -> set[str]:
        """The words of the outcome that say what it is: not those of time, of amount, or of any outcome, as far as the
        document has others."""
        letters = {w for w in self.subject if len(w) == 1}  # the D of a vitamin
        said = self.subject - OF_ANY - (letters if letters != self.subject else set()) - self.headed
        both = written_out(self.intervention, self.short) & written_out(self.comparator, self.short)
        said = said - both or said  # "incisional hernia" after one incision or another
        known = {w for w in said if any(w in spoken for spoken in self.spoken)}
        return known or said or self.subject

    @cached_property
    def headed(self) -> set[str]:
        """The words before a colon of what is asked for ("Pain relief: epidural"), which tell of what kind it is; none where
        the document has no word of what is behind it."""
        head, _, own = self.outcome.rpartition(":")
        told = written_out(own, self.short)
        known = told and any(told & spoken for spoken in self.spoken)
        return written_out(head, self.short) - told if head.strip() and known else set()

    @cached_property
    def scale(self) -> str:
        """The short name of the one scale that the text says to measure the outcome, "" where rows say the outcome themselves
        or several scales measure it."""
        rows = (self.words(" ".join(r.path)) for t in self.tables for r in t.rows)
        if not self.telling or any(self.telling <= said for said in rows):
            return ""
        found = scales_of(self.sentences, self.telling)
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def spoken(self) -> list[set[str]]:
        """The words of every sentence and of every row."""
        rows = [self.words(" ".join(r.path)) for t in self.tables for r in t.rows]
        return [*(written_out(s.text, self.short) for s in self.sentences), *rows]

    @cached_property
    def weight(self) -> dict[str, float]:
        """Word of the outcome → how much it tells: less where many sentences have it, and less where none has it, for
        then the document says it with another word."""
        spoken = [tokens(s.text) for s in self.sentences]
        often = {w: sum(w in said for said in spoken) for w in self.wanted}
        told = {w: 1 / (1 + log(n)) if n else _UNSAID for w, n in often.items()}
        return told | {w: min(_OF_KIND, told.get(w, 1.0)) for w in self.headed}

    @cached_property
    def moment(self) -> Moment | None:
        """When the outcome that is asked for was measured, None where the question does not say."""
        return moment(self.outcome)

    def words(self, text: str) -> set[str]:
        """The words of a text with what its short forms stand for, and "no" where it denies something."""
        if text not in self._known_words:
            text_told = self._undenied(text)
            denied = {"no"} if _DENIED.search(text_told) else set()
            self._known_words[text] = written_out(text_told, self.short) | denied
        return self._known_words[text]

    def _undenied(self, text: str) -> str:
        """Words that deny by their ending ("stentless") as others write them, where the document has the word itself."""

        def apart(match: re.Match[str]) -> str:
            said = re.search(rf"(?i)\b{match['w']}s?\b", self.document.text)
            return f"no {match['w']}" if said else match.group()

        return _WITHOUT.sub(apart, text)

    def is_of_all(self, word: str) -> bool:
        """Whether the text calls both arms, or all, by a word ("the two ventilatory modes")."""
        return bool(
            re.search(
                rf"(?i)\b(?:two|both|three|four|between the)\s(?:different\s)?{re.escape(word)}\s(?:modes|methods|techniques|groups|arms|treatments|regimens|conditions|strategies|approaches|protocols|periods)\b",
                self.document.text,
            )
        )

    @cached_property
    def _known_words(self) -> dict[str, set[str]]:
        """Text → its words: heads of tables are asked for many times."""
        return {}

    @cached_property
    def total(self) -> int | None:
        """Those randomised, where the document says it."""
        return next((int(s.value) for s in stated_sizes(self.sentences) if s.field == "randomised"), None)
