"""The words of a question as they are meant, and what a sentence near to them is not of; words and figures of our own."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.read.comparison.asked_words import respelled, without_title
from trialwright.read.comparison.cells import Cells

# fmt: off
FEED = "One hundred and twenty women were randomised to early feeding (n = 61) or delayed feeding (n = 59) after surgery."
ARMS = ("early feeding", "delayed feeding")
GUM = "We randomised 200 smokers to nicotine gum (n = 102) or a leaflet (n = 98)."
SMOKE = ("nicotine gum", "leaflet")
DRILL = "Ninety teeth were treated with the laser in group K (n = 46) and with the drill in group M (n = 44)."
TEETH = ("laser (K)", "drill (M)")
UNIT = "A total of 212 and 188 women were under the care of midwives and of doctors, respectively."
CARE = ("midwives", "doctors")
CASES: dict[str, tuple[str, tuple[str, str], str, str, tuple[float, ...]]] = {
    "a title behind a dash": (f"{FEED} Nausea was seen in 12 women after early feeding and 20 after delayed feeding.", ARMS, "nausea - effect of early feeding on the recovery of women", "binary", (12, 61, 20, 59)),
    "a slip of spelling": (f"{GUM} Continuous abstinence was higher with nicotine gum than with the leaflet (52.0% vs. 25.5%).", SMOKE, "continuous abstienence", "binary", (53, 102, 25, 98)),
    "weeks from and to": (f"{GUM} Continuous abstinence was higher for nicotine gum than for the leaflet (Weeks 9-12: 52.0% vs. 25.5%) and later (Weeks 9-24: 31.4% vs. 15.3%).", SMOKE, "continuous abstinence at week 12", "binary", (53, 102, 25, 98)),
    "weeks to another": (f"{GUM} Continuous abstinence was higher for nicotine gum than for the leaflet (Weeks 9-16: 52.0% vs. 25.5%).", SMOKE, "continuous abstinence at week 12", "binary", ()),
    "a dash after a group": (f"{FEED} Time to first flatus (early feeding group - 20.1 ± 4.0 h, delayed feeding group - 26.3 ± 5.1 h) differed.", ARMS, "time to first flatus", "continuous", (20.1, 4.0, 61, 26.3, 5.1, 59)),
    "a minus after a verb": (f"{FEED} The change of weight was - 1.2 ± 0.9 kg after early feeding and - 0.7 ± 0.8 kg after delayed feeding.", ARMS, "change of weight", "continuous", (-1.2, 0.9, 61, -0.7, 0.8, 59)),
    "in the group of a letter": (f"{DRILL} The filling took 12.4 ± 3.1 min in group K and 19.8 ± 4.4 min in group M.", TEETH, "filling time", "continuous", (12.4, 3.1, 46, 19.8, 4.4, 44)),
    "letters of the text alone": (f"{DRILL} The filling took 12.4 ± 3.1 min in group K and 19.8 ± 4.4 min in group M.", ("laser", "drill"), "filling time", "continuous", (12.4, 3.1, 46, 19.8, 4.4, 44)),
    "two sizes, respectively": (f"{UNIT} Fever was seen in 9.9% of women with midwives and 16.0% with doctors.", CARE, "fever", "binary", (21, 212, 30, 188)),
    "one in each group": ("Women were randomised to early feeding or delayed feeding. Seven women in each group had fever. Pain was 3.1 ± 1.0 after early feeding and 3.9 ± 1.2 after delayed feeding.", ARMS, "pain", "continuous", ()),
    "so many in each group": ("Women were randomised to early feeding or delayed feeding, 37 women in each group. Pain was 3.1 ± 1.0 after early feeding and 3.9 ± 1.2 after delayed feeding.", ARMS, "pain", "continuous", (3.1, 1.0, 37, 3.9, 1.2, 37)),
    "a part of a composite": (f"{FEED} The composite of death, ileus or leakage at 30 days occurred in 19.7% after early feeding and 28.8% after delayed feeding. 30-day mortality was 4.9% after early feeding and 8.5% after delayed feeding.", ARMS, "30-day mortality", "binary", (3, 61, 5, 59)),
    "of another number of days": (f"{FEED} 60-day mortality was 4.9% after early feeding and 8.5% after delayed feeding.", ARMS, "30-day mortality", "binary", ()),
    "what came back": (f"{FEED} The rash reappeared in 3 women after early feeding and 11 after delayed feeding.", ARMS, "resolution of the rash", "binary", ()),
    "what came back, asked for": (f"{FEED} The rash reappeared in 3 women after early feeding and 11 after delayed feeding.", ARMS, "recurrence of the rash", "binary", (3, 61, 11, 59)),
    "some and all": (f"{FEED} Serious adverse events were seen in 2 women after early feeding and 4 after delayed feeding. Adverse events were seen in 15 women after early feeding and 22 after delayed feeding.", ARMS, "adverse events", "binary", (15, 61, 22, 59)),
    "the serious alone": (f"{FEED} Serious adverse events were seen in 2 women after early feeding and 4 after delayed feeding. Adverse events were seen in 15 women after early feeding and 22 after delayed feeding.", ARMS, "serious adverse events", "binary", (2, 61, 4, 59)),
}
# fmt: on


def numbers(cells: Cells) -> tuple[float, ...]:
    sides = (cells.intervention, cells.comparator)
    names = ("events", "n") if cells.kind == "binary" else ("mean", "sd", "n")
    return tuple(getattr(s, n).value for s in sides for n in names) if cells.complete else ()


@pytest.mark.parametrize("name", CASES)
def test_cells_of_what_is_asked(name: str) -> None:
    text, (tried, compared), outcome, kind, expected = CASES[name]
    document = read.documents(f"# Results\n\n{text}\n".encode(), "trial.md")[0]
    cells = read.cells(document, outcome=outcome, intervention=tried, comparator=compared, kind=kind)
    assert numbers(cells) == expected, cells.outcome or cells.missing


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sleep - effect of music on rest in people with asthma", "sleep"),
        ("tremor - surgery among adults with a stroke", "tremor"),
        ("contrast of the spine - sagittal images", "contrast of the spine - sagittal images"),
        ("- effect of music in adults", "- effect of music in adults"),
    ],
)
def test_a_title_is_no_outcome(asked: str, expected: str) -> None:
    assert without_title(asked) == expected


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("haemorhage", "Haemorrhage was rare.", "haemorrhage"),
        ("recieving transfusion", "Those receiving a transfusion", "receiving transfusion"),
        ("shoulder abduction", "Adduction of the shoulder", "shoulder abduction"),
        ("retention", "detention or retentive or intention", "retention"),
        ("weight", "The weigth was told", "weight"),  # short words are left
    ],
)
def test_a_slip_of_one_letter_is_spelled_as_the_document_does(asked: str, text: str, expected: str) -> None:
    assert respelled(asked, text) == expected
