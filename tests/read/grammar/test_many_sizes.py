"""A text with thousands of sizes is looked through in a time that grows with their number."""

from __future__ import annotations

import time

from trialwright.read import documents
from trialwright.read.grammar.arms import Entry
from trialwright.read.grammar.kept_sizes import ArmSize, kept_sizes
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Text

MANY = 12_000
LINE = "Copper (n = 61). "


def test_thousands_of_sizes_are_soon_sorted_out() -> None:
    (document,) = documents(LINE.encode(), "page.txt")
    text = Text(LINE.strip())
    lines = [Sentence(document, i * len(LINE), text, 0) for i in range(MANY)]
    names = Names([Entry(label, Place(lines[0], 0, 6), {label}) for label in ("copper", "iron")])
    found = [ArmSize("copper", 61, line, 12, 14) for line in lines]
    begun = time.process_time()
    kept = kept_sizes(found, names, total=50)
    assert time.process_time() - begun < 2.0
    assert kept == found  # more than all, said outright, and never otherwise: for a check to tell
