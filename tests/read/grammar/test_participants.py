"""How many people a document is about: the number, however it is written and wherever it stands."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.adapters import concepts


def people(text: str) -> list[int]:
    (document,) = read.documents(text.encode(), "made.txt")
    trial = read.read(document, concepts.load()).trial
    return [
        s.value for s in trial.stated if s.field in ("randomised", "recruited", "treated", "participants")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A randomised trial of a walking programme. Accrual was stopped at 412 of 1,900 planned patients because "
            "funding was lost. Weight loss was greater in the programme arm.",
            412,
        ),
        (
            "Randomised, single-blind study. Forty clinics in three countries. Two hundred women ≥21 years of age with "
            "newly diagnosed disease, who were to have ≥4 cycles of chemotherapy.",
            200,
        ),
        (
            "A randomised trial. Women who had not left it before 12 months were eligible for the present analyses "
            "(n = 8 412). At 12 months, 81.1% took their tablets.",
            8412,
        ),
        (
            "This was a double-blind, placebo-controlled trial which included men with mild asthma starting inhaled "
            "therapy (n=44). Patients were randomly assigned to receive either 10 g of fibre or 10 g of starch.",
            44,
        ),
        (
            "A randomised crossover trial. Survivors [N = 31; mean age (SD) = 52.3 (7.7)] completed two sessions: 30 min "
            "of walking or of rest.",
            31,
        ),
        (
            "We pooled data of two randomized controlled yoga trials with stroke patients during rehabilitation "
            "(n = 144), which had previously shown benefit on fatigue.",
            144,
        ),
        (
            "In an online survey, midwives in Spain, Italy, and northern France (n = 812) were randomised with a 2 x 2 "
            "design to read one of six vignettes on vaccination.",
            812,
        ),
        (
            "Of the total eligible population of 4210 women identified as willing, 2110 were randomly assigned to the "
            "control group and 2100 to the intervention group.",
            4210,
        ),
        (
            "Sixty-one black women, aged 40 to 62 years, with lupus were stratified by smoking. Forty-four patients "
            "received prednisone. Women were randomly assigned to risedronate (n = 30) or placebo (n = 31).",
            61,
        ),
        (
            "From March 2011 to May 2014, 512 women underwent randomization. Relapse after five years, told by letter, was "
            "less common in one of them, and nobody could say why it was.",
            512,
        ),
        ("A randomised trial. We screened 900 women and randomised 640.", 640),
        (
            "A randomised trial. After exclusion of 14 patients, 186 remained for its analysis, of whom some had the drug and "
            "others placebo.",
            186,
        ),
        (
            "The randomised ABLE-02 trial compared adriamycin plus taxol (arm A) with adriamycin plus cisplatin (arm B), "
            "in 431 men with bladder cancer. We tested tumours of 120 patients given arm A and 77 given arm B.",
            431,
        ),
    ],
)  # fmt: skip
def test_the_people(text: str, expected: int) -> None:
    assert people(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "A randomised trial of two drugs. Patients 18 years of age or older were eligible. Outcome was better with A.",
        "A randomised trial. Patients with a response (n = 12) and those with none (n = 40) felt alike.",
        "Women were randomised to taxol or letrozole. Nine patients required surgery after taxol.",
        "A randomised trial of two drugs. Pain was worse in 2 of 9 planned sessions with patients.",
    ],
)
def test_what_is_no_number_of_people(text: str) -> None:
    assert people(text) == []
