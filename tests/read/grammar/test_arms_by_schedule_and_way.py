"""Arms that differ by a time, a dose or a way alone, tests and controls, and sentences that end with an arm's letter."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def _read(page, text: str) -> list:
    found = grammar(page(text)).results
    return [(r.arm, r.count if r.count is not None else r.total if r.value is None or r.measure == "size" else r.value.value) for r in found if r.arm and r.measure in ("size", "proportion")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We compared zinc for 2.5 with 5 years. There were 31 colds in the 2.5-year group and 22 in the 5-year group. Rash was noted by 17% in the shorter and 12% in the longer arm.",
            [("2.5-year", 31), ("5-year", 22), ("2.5-year", 17), ("5-year", 12)],
        ),
        (
            "Women had zinc every 20 days, or every 10 days with iron. Fever came to 17% of the 20-day patients but just 6% of the 10-day patients.",
            [("20-day", 17), ("10-day", 6)],
        ),
        (
            "Adults were randomly assigned to zinc every 4 weeks or every 12 weeks. Of 161 adults, 83 were in the every-4-weeks arm and 78 in the every-12-weeks arm. Rash came in 31% in the 4-weekly arm and 22% in the 12-weekly arm.",
            [("every 4 weeks", 83), ("every 12 weeks", 78), ("every 4 weeks", 31), ("every 12 weeks", 22)],
        ),
        (
            "Adults were randomly assigned to an early oral switch on day 3 or to 2 weeks of intravenous drip. We included 161 adults, 83 in the oral-switch arm and 78 in the intravenous arm. Rash came in 31% and 22% in the oral-switch and intravenous arms.",
            [("oral switch", 83), ("intravenous", 78), ("oral switch", 31), ("intravenous", 22)],
        ),
        (
            "Adults took 2 g, 4 g or a dummy. Numbers seen were 163 (placebo), 160 (2 g) and 163 (4 g), 486 adults in all. Rash came in 9 adults on placebo, 7 on 2 g and 3 on 4 g.",
            [("placebo", 163), ("2 g", 160), ("4 g", 163), ("placebo", 9), ("2 g", 7), ("4 g", 3)],
        ),
        (
            "Ninety-one adults were assigned to test (mint) or control (plain). Then 47 test and 44 control adults were seen. Sores were seen in 31% of test patients and 22% of controls.",
            [("test", 47), ("control", 44), ("test", 31), ("control", 22)],
        ),
        (
            "A crossover comparison of zincol 2 mg b.d. and coprol 20 mg t.d.s. in 38 adults. Rash came in 31% with zincol and 22% with coprol.",
            [("zincol", 31), ("coprol", 22)],
        ),
    ],
)  # fmt: skip
def test_arms(page, text: str, expected: list) -> None:
    assert _read(page, text) == expected


LETTERS = "Women were randomised to the plain leaflet (S), the plain leaflet with a film (W), or a printed comic (P). "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of 900 women invited, 714 (79%) answered: 238 in S, 232 in W and 244 in P. Colds were known by 24% in S, 31% in W and 34% in P. The film was liked by 12%.", [238, 232, 244, 24, 31, 34]),
        ("Colds were known by 24% in S, 31% in W and 34% in P. Doubts were told by 7% in S, 6% in W and 5% in P.", [24, 31, 34, 7, 6, 5]),
    ],
)  # fmt: skip
def test_letters_end_sentences(page, text: str, expected: list) -> None:
    arms = ["plain leaflet", "plain leaflet with a film", "printed comic"] * 2
    assert _read(page, LETTERS + text) == list(zip(arms, expected, strict=True))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rash was seen in 31% of those on 2 g. Fever was rare.", 2),
        ("Rash was seen in 31% on ST. Fever was rare.", 2),
        ("Rash was told by J. Smith. Fever was rare.", 2),
        ("Growth of E. Coli was seen.", 1),
    ],
)
def test_ends(page, text: str, parts: int) -> None:
    from trialwright.read.grammar.sentences import sentences

    assert len(sentences(page(text))) == parts
