"""What shares the words of a question and contradicts it: another measure or unit, another fate of an illness, the people
without what is asked for, a table of the start."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told
from trialwright import read
from trialwright.read.comparison.contradictions import is_other_fate, is_other_kind
from trialwright.read.comparison.opposites import TURNED, polarity

DEALT = "In all, 120 adults were randomly assigned to yoga (n = 60) or stretching (n = 60)."
ARMS = ("yoga", "stretching")
HEAD = ("", "Yoga (n = 60)", "Stretching (n = 60)")


@pytest.mark.parametrize(
    ("asked", "row", "is_other"),
    [
        ("Time from arrival to discharge (hours)", "Discharge weight (kg)", True),
        ("Time from arrival to discharge (hours)", "Arrival to discharge (min)", False),
        ("Duration of pain", "Pain score", True),
        ("Duration of pain", "Pain, days", False),
        ("Duration of pain", "Pain (mmHg)", True),
        ("Pain score", "Duration of pain (days)", True),
        ("Pain intensity", "Pain score at 2 time points", False),
        ("Number of days in hospital", "Length of hospital stay (days)", False),
        ("Number of seizures", "Duration of seizures", True),
        ("Walking speed", "Walking distance (m)", True),
        ("Walking speed", "Gait speed (m/s)", False),
        ("Weight loss (kg)", "Weight loss (%)", True),
        ("Weight loss (kg)", "Weight loss, kg", False),
        ("Body temperature", "Body weight", True),
        ("Heart rate", "Heart volume", True),
        ("Sadness", "Sadness scale, item 3", True),
        ("Sadness item 3", "Sadness scale, item 3", False),
        ("Blood pressure", "SBP (mm Hg)", False),
        ("Cholesterol", "Cholesterol (mmol/L)", False),
    ],
)
def test_measures_and_units_that_contradict(asked: str, row: str, is_other: bool) -> None:
    assert is_other_kind(asked, row) == is_other


def test_a_weight_is_no_time() -> None:
    text = article(DEALT, table("Results", HEAD, ("Discharge weight (kg)", "71.2 ± 9.4", "72.8 ± 9.9")))
    assert told(text, ARMS, "Time from arrival to discharge (hours)", "continuous") == ()
    assert told(text, ARMS, "Weight at discharge (kg)", "continuous") == (71.2, 9.4, 60, 72.8, 9.9, 60)


FATES = ("remission", "response", "recovery", "relapse", "recurrence", "cure", "improvement")


@pytest.mark.parametrize("asked", FATES)
@pytest.mark.parametrize("said", FATES)
def test_one_fate_is_not_another(asked: str, said: str) -> None:
    counts = table("Asthma by week 8", HEAD, (f"{said.title()} of asthma, n (%)", "24 (40.0)", "15 (25.0)"))
    texts = (
        article(DEALT, counts),
        article(
            f"{DEALT} {said.title()} of asthma was seen in 24 of 60 with yoga and 15 of 60 with stretching."
        ),
    )
    want = (24, 60, 15, 60) if asked == said else ()
    assert [told(text, ARMS, f"{asked} of asthma", "binary") for text in texts] == [want, want]


def test_complete_remission_of_cancer_is_complete_response() -> None:
    assert not is_other_fate("complete response", "Complete remission, n (%)")
    assert is_other_fate("response", "Remission, n (%)")
    assert not is_other_fate("immune response", "Time of recovery room stay")


@pytest.mark.parametrize(
    ("asked", "said", "meant"),
    [
        ("Asthma not controlled", "asthma was controlled in", "turned"),
        ("Asthma not controlled", "asthma was not controlled in", "same"),
        ("Asthma uncontrolled", "asthma was controlled in", "turned"),
        ("Asthma uncontrolled", "asthma was not controlled in", "same"),
        ("Asthma controlled", "asthma was uncontrolled in", "turned"),
        ("Asthma controlled", "asthma was controlled in", "same"),
        ("Asthma not controlled", "an asthma score above 20 was found in", "open"),
        ("Unstable angina", "stable angina was found in", "open"),
        ("Goal weight not achieved", "goal weight was reached by", "turned"),
        ("Goal weight not achieved", "goal weight did not differ significantly and was reached by", "turned"),
        ("Goal weight not achieved", "goal weight was not reached by", "same"),
        ("Nurses dissatisfied with the rota", "nurses were satisfied with the rota in", "turned"),
        ("No cough", "cough was heard in", "turned"),
        ("Cough-free", "cough was heard in", "turned"),
        ("Free of cough", "the cough had gone in", "same"),
        ("Free of cough", "patients were free of cough in", "same"),
        ("Death", "patients were alive", "turned"),
        ("Death", "survival and readmission were told; readmission occurred in", "same"),
        ("Infection", "infection occurred in", "same"),
    ],
)
def test_whom_a_sentence_counts(asked: str, said: str, meant: str) -> None:
    assert polarity(asked, said) == meant


@pytest.mark.parametrize(
    ("asked", "row", "want"),
    [
        ("Asthma not controlled", "Asthma controlled", (36, 60, 45, 60)),
        ("Asthma uncontrolled", "Asthma controlled", (36, 60, 45, 60)),
        ("Asthma controlled", "Asthma controlled", (24, 60, 15, 60)),
        ("Goal weight not achieved by week 8", "Goal weight by week 8", (36, 60, 45, 60)),
    ],
)
def test_those_who_are_asked_for_are_counted(asked: str, row: str, want: tuple[int, ...]) -> None:
    text = article(DEALT, table("Results", HEAD, (f"{row}, n (%)", "24 (40.0)", "15 (25.0)")))
    assert told(text, ARMS, asked, "binary") == want
    said = article(
        f"{DEALT} {row} was found in 24 of 60 (40.0%) with yoga and 15 of 60 (25.0%) with stretching."
    )
    assert told(said, ARMS, asked, "binary") == want


def test_survivors_of_a_sentence_are_turned_and_told() -> None:
    text = f"{DEALT} At 90 days, 57 of the 60 patients in the yoga group and 52 of the 60 in the stretching group were alive."
    cells = read.cells(
        read.documents(text.encode(), "article.md")[0],
        outcome="Death by 90 days",
        intervention="yoga",
        comparator="stretching",
        kind="binary",
    )
    events = cells.intervention.events
    assert events is not None
    assert events.value == 3
    assert TURNED in events.derived


@pytest.mark.parametrize(
    "caption",
    [
        "Characteristics at enrolment",
        "Patients at study entry",
        "Baseline data",
        "Characteristics of the patients",
    ],
)
def test_a_table_of_the_start_is_of_no_later_time(caption: str) -> None:
    text = article(DEALT, table(caption, HEAD, ("Pain score, mean (SD)", "5.1 (1.2)", "5.3 (1.4)")))
    assert told(text, ARMS, "Pain score at 6 months", "continuous") == ()
    assert told(text, ARMS, "Pain score at baseline", "continuous") == (5.1, 1.2, 60, 5.3, 1.4, 60)
