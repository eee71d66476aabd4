"""News beside its source: news_pairs.txt holds pairs with a plain fault, and near ones that are right. All are invented."""

import re
from pathlib import Path

import pytest

from trialwright.adapters import concepts
from trialwright.check import news_source
from trialwright.read import documents, read

PAIRS = [
    block.partition("\n")
    for block in re.split(r"\n\n(?=# )", Path(__file__).with_name("news_pairs.txt").read_text().strip())
]


def readings(pair):
    for text, name in zip(pair.split("\n---\n"), ("report.txt", "news.txt"), strict=True):
        (document,) = documents(text.strip().encode(), name)
        yield read(document, concepts.load())


def flagged(pair):
    made = news_source.check(list(readings(pair)))
    return [c for c in made if c.verdict != "consistent" and c.severity in ("minor", "major")]


@pytest.mark.parametrize(("head", "pair"), [(h.removeprefix("# "), t) for h, _, t in PAIRS])
def test_a_pair_is_flagged_or_left_alone(head, pair):
    found = flagged(pair)
    assert bool(found) == head.startswith("fire"), [c.finding for c in found]
    assert all(c.explanation and c.quote.exact for c in found)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("relative as absolute", "50 percentage points; its source has 50 % of the risk, or 2 points"),
        ("wrong N", "2400 people; its source has 240"),
        ("dose in grams", "balanol 500 mg; its source has balanol 50 mg"),
        ("subgroup as whole", "that of diabetic patients alone in its source; of all it is 60/300 (20)"),
        ("wrong time", "at 12 months is that of 6 weeks in its source"),
        ("reduction inflated", "40 (progression or death) is not what its source's figures give: 20 %"),
    ],
)
def test_what_is_said_of_a_fault(head, words):
    (pair,) = (t for h, _, t in PAIRS if h.removeprefix("# fire ") == head)
    assert any(words in c.finding for c in flagged(pair)), [c.finding for c in flagged(pair)]
