"""The dictionary holds what trials name most often: the 200 most frequent concepts of two annotated corpora."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.eligibility import gold
from trialwright.model.concept import Concepts
from trialwright.read.criteria.lexicon import Lexicon, lexicon_for
from trialwright.read.criteria.tokens import tokenise

NAMES = {"Condition-Name", "Procedure-Name", "Drug-Name", "Observation-Name", "Allergy", "Measurement", "Age"}
BRAT = {"Condition", "Procedure", "Drug", "Observation"}  # names in chia, and wider spans around names in lct


def holds(words: str, lexicon: Lexicon) -> bool:
    """Whether the dictionary has an entry, or a disorder that an entry's values define, in these words."""
    tokens = tokenise(words, 0, len(words))
    found = [f for i in range(len(tokens)) if (f := lexicon.find(words, tokens, i)) is not None]
    return bool(found)


def spoken(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower()).strip(" .,:;()-")


@pytest.mark.parametrize(
    ("measured", "missing"),
    [
        # What is left is no concept ("years", "grade", "size", "kPa"), a letter of a stage (T, N, M), or short for several
        # (TBI, PVR, CO); a stenosis is one of some vessel, and blasts are counted in blood or in marrow.
        (True, 24),
        (False, 37),  # what is left is no concept ("treatment", "healthy", "disease", "contraindication")
    ],
)
def test_the_200_most_frequent_concepts_are_held(
    shared: Path, concepts: Concepts, measured: bool, missing: int
) -> None:
    corpora, counted = shared / "data" / "eligibility", Counter[str]()
    for corpus in ("lct", "chia"):
        if measured:
            counted.update(spoken(r["concept"]) for r in gold.rows(corpora / corpus / "numeric.jsonl"))
            continue
        wanted = NAMES if corpus == "lct" else NAMES | BRAT
        for line in gold.rows(corpora / corpus / "lines.jsonl"):
            counted.update(spoken(e["text"]) for e in line["ents"] if e["type"] in wanted)
    lexicon = lexicon_for(concepts)
    # Short names are read in capitals only, and the corpora's are counted in lower case.
    absent = [
        w for w, _ in counted.most_common(200) if not holds(w, lexicon) and not holds(w.upper(), lexicon)
    ]
    assert len(absent) <= missing, absent
