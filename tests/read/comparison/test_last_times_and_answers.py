"""The longest follow-up is the last time that is told; people who answered, were analysed or were missing and counted anyway;
short forms that a note writes out with no sign between."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told
from trialwright.read.comparison.moments import parted
from trialwright.read.comparison.wording import spaced_names

DEALT = "In all, 120 adults were randomly assigned to yoga (n = 60) or stretching (n = 60)."
ARMS = ("yoga", "stretching")
HEAD = ("", "Yoga (n = 60)", "Stretching (n = 60)")
TWICE = table(
    "Gout",
    HEAD,
    ("Gout, n (%)",),
    ("3 months", "12 (20.0)", "18 (30.0)"),
    ("9 months", "15 (25.0)", "24 (40.0)"),
)
SAID = (
    "At 3 months gout was seen in 12 of 60 patients (20.0%) in the yoga group and 18 of 60 (30.0%) in the stretching group."
    " At 9 months gout was seen in 15 of 60 patients (25.0%) in the yoga group and 24 of 60 (40.0%) in the stretching group."
)
EARLY, LATE = (12, 60, 18, 60), (15, 60, 24, 60)


@pytest.mark.parametrize("which", ["longest", "latest", "last", "final"])
@pytest.mark.parametrize("text", [article(DEALT, TWICE), article(f"{DEALT} {SAID}")])
def test_the_longest_follow_up_is_the_last_time(which: str, text: str) -> None:
    assert parted(f"Gout at {which} follow-up")[0] == "Gout"
    assert told(text, ARMS, f"Gout at {which} follow-up", "binary") == LATE
    assert told(text, ARMS, f"Gout ({which} follow-up)", "binary") == LATE
    assert told(text, ARMS, "Gout at 3 months", "binary") == EARLY


MEANS = "Satisfaction was 7.9 (SD 1.8) with yoga and 7.2 (SD 2.2) with stretching."


@pytest.mark.parametrize(
    ("before", "want"),
    [
        ("Questionnaires were returned by 52 and 49 adults.", (7.9, 1.8, 52, 7.2, 2.2, 49)),
        ("In all, 52 and 49 adults answered.", (7.9, 1.8, 52, 7.2, 2.2, 49)),
        ("Questionnaires were easy for most adults.", (7.9, 1.8, 60, 7.2, 2.2, 60)),
    ],
)
def test_means_are_of_those_who_answered(before: str, want: tuple[float, ...]) -> None:
    assert told(article(f"{DEALT} {before} {MEANS}"), ARMS, "satisfaction", "continuous") == want
    if want[2] != 60:  # the arms in another order than the document's
        turned = "Satisfaction was 7.2 (SD 2.2) with stretching and 7.9 (SD 1.8) with yoga."
        assert told(article(f"{DEALT} {before} {turned}"), ARMS, "satisfaction", "continuous") == ()


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("Of 124 adults, 120 were analysed (yoga 60, stretching 60).", (31.5, 4.0, 60, 33.5, 4.4, 60)),
        ("Of 124 adults, 4 dropped out.", ()),
    ],
)
def test_those_who_were_analysed_have_not_left(said: str, want: tuple[float, ...]) -> None:
    first = table("Baseline characteristics", HEAD, ("Age", "50.1 ± 9.0", "51.2 ± 8.8"))
    after = table(
        "Results", ("", "Yoga", "Stretching"), ("Waist (cm)", "31.5 ± 4.0", "33.5 ± 4.4"), note="Mean ± SD."
    )
    lost = "Among women, 17 of 40 and 20 of 41 had gout. Four adults dropped out."
    text = article(f"We compared yoga with stretching. {said} {lost}", first, after)
    assert told(text, ARMS, "waist", "continuous") == want


SHARES = "A new diet was begun by 74.2% in the yoga group and 66.1% in the stretching group."


@pytest.mark.parametrize(
    ("counted", "want"),
    [("Missing adults were counted as failures.", (46, 62, 41, 62)), ("Some adults were away.", ())],
)
def test_percents_beside_an_analysis_of_those_seen(counted: str, want: tuple[int, ...]) -> None:
    dealt = f"In all, 124 adults were randomly assigned to yoga (n = 62) or stretching (n = 62). {counted}"
    seen = "In the complete-case analysis relief was told by 81.0% and 70.2%."
    assert told(article(f"{dealt} {seen} {SHARES}"), ARMS, "new diet", "binary") == want


@pytest.mark.parametrize(
    ("said", "want"),
    [
        (
            "Forty-one nurses out of 60 in the yoga group and 49 out of 60 in the stretching group were satisfied.",
            (41, 60, 49, 60),
        ),
        (
            "Forty-one euros out of 60 in the yoga group and 49 out of 60 euros in the stretching group were satisfied.",
            (),
        ),
    ],
)
def test_people_out_of_all_in_words(said: str, want: tuple[int, ...]) -> None:
    assert told(article(f"{DEALT} {said}"), ARMS, "satisfied nurses", "binary") == want
    turned = tuple(60 - n if i in (0, 2) else n for i, n in enumerate(want))
    assert told(article(f"{DEALT} {said}"), ARMS, "nurses dissatisfied", "binary") == turned


@pytest.mark.parametrize(
    ("note", "names"),
    [
        (
            "SLT sit and lift test, VAS visual analogue scale",
            {"SLT": "sit and lift test", "VAS": "visual analogue scale"},
        ),
        (
            "HALO-PF Hale and Lowe Overall index, physical function part; higher is worse",
            {"HALO-PF": "Hale and Lowe Overall index, physical function part"},
        ),
        ("Mean of all. SLT measured at home", {}),
    ],
)
def test_short_forms_with_no_sign_between(note: str, names: dict[str, str]) -> None:
    assert dict(spaced_names(note)) == names


def test_a_row_is_called_by_a_short_form_of_its_note() -> None:
    note = "SLT sit and lift test, NRS numeric rating scale"
    text = article(DEALT, table("Scores, mean (SD)", HEAD, ("SLT", "6.7 (1.3)", "6.2 (1.5)"), note=note))
    assert told(text, ARMS, "sit and lift test", "continuous") == (6.7, 1.3, 60, 6.2, 1.5, 60)
    assert told(text, ARMS, "six-minute walk test", "continuous") == ()
