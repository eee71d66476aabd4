"""Cells out of sentences of results, in words and numbers of our own; () where no answer is right."""

from __future__ import annotations

import pytest

from trialwright import read

# fmt: off
FEED = (
    "One hundred and twenty women were randomised to early feeding (n = 61) or delayed feeding (n = 59) after surgery.",
    "early feeding", "delayed feeding",
)
OMEGA = (
    "We randomised 80 adults to vitamin K supplements (n = 41) or to placebo (n = 39) for 12 weeks.",
    "vitamin K supplements", "placebo",
)
QUIT = (
    "We randomised 200 smokers to counselling plus nicotine gum (intervention group, n = 102) or a leaflet (control group, n = 98).",
    "counselling plus nicotine gum", "leaflet",
)
SENTENCES: dict[str, tuple[tuple[str, str, str], str, str, str, tuple[float, ...]]] = {
    "in groups": (FEED, "Vomiting occurred in 9 women (14.8%) in the early feeding group and 12 (20.3%) in the delayed feeding group (P = 0.42).", "vomiting", "binary", (9, 61, 12, 59)),
    "respectively": (FEED, "The rates of ileus in the early and delayed feeding groups were 8.2% (5/61) and 15.3% (9/59), respectively.", "ileus", "binary", (5, 61, 9, 59)),
    "compared with": (FEED, "Wound infection was less frequent with early feeding (3/61) than with delayed feeding (8/59).", "wound infection", "binary", (3, 61, 8, 59)),
    "means in brackets": (FEED, "Hospital stay was shorter after early feeding (mean 3.1 [SD 1.0] days) than after delayed feeding (mean 4.0 [SD 1.4] days).", "length of hospital stay", "continuous", (3.1, 1.0, 61, 4.0, 1.4, 59)),
    "two times": (QUIT, "Abstinence was reported by 40 (39.2%) and 22 (22.4%) in the intervention and control groups at 3 months, and by 31 (30.4%) and 14 (14.3%) at 12 months, respectively.", "abstinence at 12 months", "binary", (31, 102, 14, 98)),
    "own sizes": (FEED, "Of those who returned, pain was present in 10 of 50 in the early feeding group and 15 of 48 in the delayed feeding group.", "pain", "binary", (10, 50, 15, 48)),
    "out of so many each": (QUIT, "During the year 14 smokers in the intervention group and 23 smokers in the control group, out of 95 each, had pneumonia.", "pneumonia", "binary", (14, 95, 23, 95)),
    "other outcome": (FEED, "Vomiting occurred in 9 women (14.8%) in the early feeding group and 12 (20.3%) in the delayed feeding group.", "fever", "binary", ()),
    "baseline": (FEED, "At baseline, anxiety was 40.1 ± 8.0 in the early feeding group and 39.8 ± 8.2 in the delayed feeding group. After surgery, anxiety was 32.0 ± 7.0 and 36.5 ± 7.7, respectively.", "anxiety", "continuous", (32.0, 7.0, 61, 36.5, 7.7, 59)),
    "median": (FEED, "Median (IQR) blood loss was 300 (150) mL in the early feeding group and 320 (160) mL in the delayed feeding group.", "blood loss", "continuous", ()),
    "survival": (FEED, "Wound infection was absent in 58 of 61 women in the early feeding group and 50 of 59 in the delayed feeding group.", "wound infection", "binary", ()),
    "two outcomes": (FEED, "Fever was seen in 4 (6.6%) v 6 (10.2%) and nausea in 20 (32.8%) v 22 (37.3%) women after early and delayed feeding.", "nausea", "binary", (20, 61, 22, 59)),
    "roles": (QUIT, "At 6 months, 31 of 102 smokers in the intervention group and 14 of 98 in the control group had stopped smoking.", "smoking cessation at 6 months", "binary", (31, 102, 14, 98)),
    "percents alone": (FEED, "More women were satisfied after early feeding than after delayed feeding (86.9% vs 64.4%; p = 0.004).", "satisfaction", "binary", (53, 61, 38, 59)),
    "standard errors": (FEED, "Mean (SE) pain scores were 3.0 (0.2) in the early feeding group and 3.8 (0.3) in the delayed feeding group.", "pain scores", "continuous", (3.0, 1.56, 61, 3.8, 2.3, 59)),
    "standard errors by the text": (FEED, "Data are means ± SEM. Pain was 3.0 ± 0.2 in the early feeding group and 3.8 ± 0.3 in the delayed feeding group.", "pain", "continuous", (3.0, 1.56, 61, 3.8, 2.3, 59)),
    "the next clause is of something else": (FEED, "Adherence was 90% in the early feeding group and 85% in the delayed feeding group, and death was rare.", "death", "binary", ()),
    "the order of the comparison": (FEED, "Compared with delayed feeding, early feeding reduced hospital readmission (11.9% vs 3.3%, P = 0.05).", "readmission", "binary", (2, 61, 7, 59)),
    "groups after the numbers": (FEED, "Blood loss did not differ (310 ± 90 vs 325 ± 95 mL) between early and delayed feeding.", "blood loss", "continuous", (310, 90, 61, 325, 95, 59)),
    "an arm of the outcome's name": (OMEGA, "Mean ferritin at the end was 85.1 ± 20.4 µg/L in the vitamin K group and 84.0 ± 21.6 µg/L in the placebo group.", "vitamin K levels", "continuous", ()),
}
# fmt: on


@pytest.mark.parametrize("name", SENTENCES)
def test_cells_of_a_sentence(name: str) -> None:
    (methods, tried, compared), results, outcome, kind, expected = SENTENCES[name]
    text = (
        "# Abstract ## Background Few trials have looked at this question, and those that did were small. "
        f"## Methods {methods} Assessors did not know who had been given what. ## Results {results} No other differences were seen."
    )
    document = read.documents(text.encode(), "article.md")[0]
    cells = read.cells(document, outcome=outcome, intervention=tried, comparator=compared, kind=kind)  # type: ignore[arg-type]
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    sides = (cells.intervention, cells.comparator)
    found = (
        [round(getattr(side, name).value, 2) for side in sides for name in names] if cells.complete else []
    )
    assert found == list(expected)
