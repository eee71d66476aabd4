"""An arm or a time that a document has no word of gives no answer; one that it has by another name or in another unit does."""

from __future__ import annotations

import pytest

from trialwright import read

PLACE = "Adults with gout were randomised to {arm} (n = 48) or placebo (n = 45). They were seen {seen}."
MEANS = "Pain {time} was 31.2 ± 8.4 in the {arm} group and 36.9 ± 9.1 in the placebo group."
COUNTS = "Flares {time} occurred in 9 of 48 in the {arm} group and 17 of 45 in the placebo group."
FOUND = {"continuous": [31.2, 8.4, 48, 36.9, 9.1, 45], "binary": [9, 48, 17, 45]}


def told(
    kind: str, arm: str, asked: str, when: str = "", seen: str = "often", time: str = "at the end"
) -> list[float]:
    said = (PLACE + " " + (MEANS if kind == "continuous" else COUNTS)).format(arm=arm, seen=seen, time=time)
    document = read.documents(f"# Methods\n\n{said}\n".encode(), "a.md")[0]
    outcome = f"{'pain' if kind == 'continuous' else 'flares'} {when}".strip()
    cells = read.cells(document, outcome=outcome, intervention=asked, comparator="placebo", kind=kind)  # type: ignore[arg-type]
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    found = [getattr(side, name) for side in (cells.intervention, cells.comparator) for name in names]
    assert cells.complete or cells.missing
    return [n.value for n in found] if cells.complete else []


@pytest.mark.parametrize("kind", FOUND)
@pytest.mark.parametrize(
    "asked", ["fluoxetine", "supervised swimming", "fluoxetine 20 mg", "montelukast tablets"]
)
def test_an_arm_of_which_there_is_no_word_is_not_another(kind: str, asked: str) -> None:
    assert told(kind, "colchicine", asked) == []


@pytest.mark.parametrize("kind", FOUND)
@pytest.mark.parametrize(
    ("arm", "asked"),
    [
        ("colchicine", "colchicine 0.5 mg"),
        ("colchicin", "colchicine"),  # another spelling
        ("MTX", "methotrexate"),  # a code that is not written out
        ("estradiol", "oestradiol"),
        ("synbiotic", "Lactobacillus casei"),  # the name of its class
        ("antidepressant", "fluoxetine"),
        ("paracetamol", "acetaminophen"),
        ("drug", "active treatment"),  # no word of its own
    ],
)
def test_an_arm_by_another_name_is_answered(kind: str, arm: str, asked: str) -> None:
    assert told(kind, arm, asked) == FOUND[kind]


@pytest.mark.parametrize("kind", FOUND)
@pytest.mark.parametrize(
    ("when", "seen"),
    [
        ("at 24 months", "at 3 and 6 months"),
        ("at week 52", "at weeks 4 and 12"),
        ("at 5 years", "for 12 weeks"),
    ],
)
def test_a_time_that_is_not_told_has_no_figure(kind: str, when: str, seen: str) -> None:
    assert told(kind, "colchicine", "colchicine", when, seen) == []


@pytest.mark.parametrize("kind", FOUND)
@pytest.mark.parametrize(
    ("when", "seen"),
    [
        ("at 3 months", "after 12 weeks"),
        ("at 3 months", "at baseline, 1, 2 and 3 months"),
        ("at 12 weeks", "at weeks 4, 8 and 12"),
        ("at 24 weeks", "for twenty-four weeks"),
        ("at 18 months", "for 1.5 years"),
        ("at 1 year", "for 365 days"),
        ("at 4 weeks", "on day 28"),
        ("at 2 hours", "for 120 min"),
        ("at 6 months", "in the sixth month"),
        ("at 12 months", "for a year"),
    ],
)
def test_a_time_in_another_unit_or_in_words_is_the_same(kind: str, when: str, seen: str) -> None:
    assert told(kind, "colchicine", "colchicine", when, seen) == FOUND[kind]
