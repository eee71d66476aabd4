"""What a question about two arms means in one document: its words, its names for the arms, and their sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from trialwright.model.number import Printed
from trialwright.read.comparison.arm_totals import (
    captioned,
    noted,
    size_before,
    sizes,
    sizes_at_times,
    spoken_sizes,
    told_sizes,
)
from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number
from trialwright.read.comparison.derived import agrees, rounds_to
from trialwright.read.comparison.means_sizes import OverMeans, sizes_of_means, sizes_over_means
from trialwright.read.comparison.measured_sizes import OF_COMPLETERS, who_completed
from trialwright.read.comparison.moments import Moment, moment
from trialwright.read.comparison.sizes_in_notes import marked_note, marked_sizes, note_without_others
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.comparison.values import counts
from trialwright.read.comparison.who_left import some_left

__all__ = ["COMPARED", "TRIED", "Question"]


@dataclass
class Question(Arms):
    """Two arms and an outcome, asked of a document."""

    @cached_property
    def sizes(self) -> dict[str, Number]:
        """The size of each arm: as most heads of tables print it, else as the text says first."""
        return sizes(self)

    @cached_property
    def completers(self) -> dict[str, Number]:
        """How many of each arm completed, as a sentence says; {} where none does."""
        return dict(who_completed(self, spoken_sizes(self)))

    def other_sizes(self, side: str, n: float) -> list[Number]:
        """The other sizes that the document gives an arm than n, each once, and none of a part of it."""
        told = {m.value: m for m in self._told_sizes.get(side, ())}
        whole = max(told, default=0.0)
        return [m for value, m in told.items() if value != n and 2 * value > whole]

    @cached_property
    def _seen(self) -> list[tuple[Moment, dict[str, Number]]]:
        return sizes_at_times(self)

    def size_at(self, side: str, words: str) -> Number | None:
        """How many of an arm were seen at the time that words tell; None where the document does not say it, or says
        several."""
        when = moment(words) if words and self._seen else None
        if when is not None and when.change and not when.named:
            when = self.moment  # the change until the time that is asked for
        if when is None or not when.named:
            return None
        found = {n.value: n for told, sizes in self._seen if told.is_same(when) and (n := sizes.get(side))}
        return next(iter(found.values())) if len(found) == 1 else None

    @cached_property
    def _over_means(self) -> list[OverMeans]:
        return sizes_over_means(self)

    def sizes_of_means(self, words: str, caption: str = "", note: str = "") -> Mapping[str, Number]:
        """The size of each arm for means at the time that words tell, else that is asked for, where nothing nearer says
        it; {} where it is open. caption, note : of the table that the mean is in."""
        when = moment(words) or self.moment
        if when is not None and when.days < 0:
            return self.sizes
        if OF_COMPLETERS.search(caption):
            return self.completers
        found = sizes_of_means(self.sizes, self._over_means)
        return {} if some_left(self, found, self._seen, when, note) else found

    @cached_property
    def _told_sizes(self) -> dict[str, list[Number]]:
        return told_sizes(self)

    def size_of_share(self, side: str, count: int, percent: Printed) -> Number | None:
        """The one of the sizes that the document gives an arm of which a count is the percent; None for none or several."""
        fits = {n.value: n for n in self._told_sizes.get(side, ()) if agrees(count, percent, int(n.value))}
        rounded = {n: size for n, size in fits.items() if rounds_to(count, percent, int(n))}
        fits = rounded or fits  # what is cut off at its last digit is rarer
        return next(iter(fits.values())) if len(fits) == 1 else None

    def size_of_percent(self, side: str, percent: Printed) -> Number | None:
        """The one of the sizes that the document gives an arm of which some count is the percent, where no count of the
        others is ("16.7 %" of 114 randomised, and of none of 103 who completed); None for none or several, and for a
        percent without decimals, which is of most numbers."""
        if not percent.decimals:
            return None
        whole = max((n.value for n in self._told_sizes.get(side, ())), default=0.0)
        told = (n for n in self._told_sizes.get(side, ()) if 2 * n.value > whole)  # none of a part of the arm
        fits = {n.value: n for n in told if counts(percent, int(n.value))}
        return next(iter(fits.values())) if len(fits) == 1 else None

    def size_before(self, n: int, end: int) -> Number | None:
        """The size n where it is printed last before an offset of the text; None where it is not printed near it."""
        return size_before(self, n, end)

    def captioned(self, table: Table) -> Mapping[str, Number]:
        """The sizes of the arms that a table's caption gives beside their names."""
        return captioned(self, table)

    def marked(self, table: Table, row: Row) -> Mapping[str, Number]:
        """The sizes of the arms that the note of a row's mark gives."""
        return marked_sizes(self, table, row)

    def mark_said(self, table: Table, row: Row) -> str:
        """The words under a table with the marks of a row; "" where it has none."""
        return marked_note(self, table, row)

    def note_of(self, table: Table, row: Row) -> str:
        """The words under a table but those with a mark that a row has not."""
        return note_without_others(self, table, row)

    def noted(self, table: Table) -> Number | None:
        """The size of every arm that the words under a table give."""
        return noted(self, table)
