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
            "A randomised trial of walking. The money ran out, and entry was closed at 412 of 1,900 planned patients. Walkers "
            "slept longer.",
            412,
        ),
        (
            "A pilot trial of night splints. Of 71 adults assessed, 46 took part; half wore a splint.",
            46,
        ),
        (
            "A trial of two splints. Between April 2013 and May 2015, 310 men aged 20-60 years were assessed for eligibility and 118 randomised (soft 60; hard 58).",
            118,
        ),
        (
            "Randomised trial of two splints. Nine clinics of one city. Two hundred men ≥21 years of age with a sprain of the "
            "ankle.",
            200,
        ),
        (
            "A randomised trial. Adults who still took their tablets after a year were eligible for this second look "
            "(n = 8 412).",
            8412,
        ),
        (
            "The trial included men with mild asthma who had never used a spray (n=44). A coin told who had fibre and who had "
            "starch.",
            44,
        ),
        (
            "A randomised crossover trial. Retired miners [N = 31; mean age (SD) = 70.3 (7.7)] breathed through either mask "
            "for a night.",
            31,
        ),
        (
            "We pooled both of our randomised trials of singing for patients after a stroke (n = 144), whose earlier reports "
            "told of their speech alone.",
            144,
        ),
        (
            "Midwives of three valleys, two islands, and one port (n = 812) were randomised to see one of six films about "
            "breathing.",
            812,
        ),
        (
            "Men were divided by lot. Of all 4210 men identified as ready to help in surveys, 2110 were sent letters and 2100 "
            "received none, with a control group at random.",
            4210,
        ),
        (
            "Sixty-one tall women with lupus were stratified by smoking. Forty-four patients received prednisone besides. "
            "Then they were randomised to zinc (n = 30) or placebo (n = 31).",
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
            "The KELP-2 trial compared zinc and iron (arm A) with zinc and tin (arm B), in 431 men with gout. We "
            "looked at the urine of 120 patients given arm A and 77 given arm B.",
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


@pytest.mark.parametrize(
    "text",
    [
        "A cluster trial of letters. Of 5120 eligible men in letter towns 1240 (24.2%) came, compared with 987 of 5033 (19.6%) in other towns.",
        "A trial of zinc syrup. Boys were randomised: 53 boys got zinc and 49 got water. Adults (n = 7) watched.",
    ],
)
def test_the_people_of_one_arm_are_not_all(text: str) -> None:
    assert not {5120, 53} & set(people(text))


def test_a_month_is_no_arm() -> None:
    text = (
        "Less cutting versus open hand repair\n\nBetween April 2013 and May 2015, 310 men were screened and 118 randomised (keyhole 60; open 58). "
        "After a year pain was seen in 6/59 (10.2%) after keyhole repair and 3/57 (5.3%) after open repair."
    )
    (document,) = read.documents(text.encode(), "made.txt")
    assert "May" not in {a.label for a in read.read(document, concepts.load()).trial.arms}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In this trial 26 surgeons were randomly assigned to use a film (13 surgeons) or not (13); 304 men took part.", 304),
        ("In this trial 26 surgeons were randomly assigned to use a film or not.", 26),
        ("We randomised 90 women. Scores below 7 were assigned in six of them.", 90),
        ("In all 11 208 infants were enrolled in this trial.", 11_208),
    ],
)  # fmt: skip
def test_those_who_treat_are_the_people_of_a_trial_of_themselves_alone(text, expected):
    assert people(text) == [expected]
