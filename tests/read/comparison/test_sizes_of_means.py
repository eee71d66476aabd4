"""How many people a mean is of whose sentence or table does not say it: those measured where that can be told, and no answer
where it is open."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told

QIGONG = "Adults with neck pain were randomised to qigong (n = 83) or stretching (n = 81)."
ARMS = ("qigong", "stretching")
TIRED = "Fatigue was a mean of 21.4 (SD 7.2) with qigong and 26.3 (SD 8.1) with stretching."
TIRED_THEN = "Fatigue at 9 months was 21.4 ± 7.2 with qigong and 26.3 ± 8.1 with stretching."
SCORES = table(
    "Neck scores at 9 months, mean (SD)",
    ("", "Qigong", "Stretching"),
    ("Neck disability", "11.3 (4.9)", "14.2 (5.6)"),
    ("Neck stiffness", "3.6 (1.2)", "4.4 (1.7)"),
)
CHANGES = table(
    "Neck scores, mean (SD), and mean change (SD)",
    ("", "Qigong", "", "Stretching", ""),
    ("", "Baseline", "Change", "Baseline", "Change"),
    ("Neck disability", "17.9 (5.1)", "−6.6 (3.3)", "18.2 (5.4)", "−4.0 (3.9)"),
)
STRENGTH = table(
    "Strength of the neck: baseline and change",
    ("", "Qigong", "", "Stretching", ""),
    ("", "Baseline (n = 83)", "Change (n = 71)", "Baseline (n = 81)", "Change (n = 68)"),
    ("Flexion, N", "66 (22)", "14 (19)", "64 (23)", "3 (17)"),
    ("Turning, degrees", "61.2 (9.4)", "7.1 (6.3)", "60.9 (9.9)", "2.2 (5.8)"),
)
VISITS = table(
    "Scores at two visits, mean ± SD",
    ("", "Disability", "Stiffness"),
    ("End of the course",),
    ("Qigong (n = 76)", "12.2 ± 4.4", "3.9 ± 1.4"),
    ("Stretching (n = 73)", "15.0 ± 5.2", "4.6 ± 1.6"),
    ("Follow-up",),
    ("Qigong (n = 70)", "11.1 ± 4.7", "3.5 ± 1.5"),
    ("Stretching (n = 69)", "14.6 ± 5.5", "4.5 ± 1.8"),
)
COUNTS = table(
    "Responders among all, n (%)",
    ("", "Qigong (n = 83)", "Stretching (n = 81)"),
    ("Half the pain", "41 (49.4)", "28 (34.6)"),
    ("No pain", "17 (20.5)", "9 (11.1)"),
)
START = table(
    "Baseline characteristics", ("", "Qigong (n = 83)", "Stretching (n = 81)"), ("Age, mean (SD)", "52.3 (11.2)", "51.8 (12.0)")
)  # fmt: skip
TIRED_OF = (21.4, 7.2, 26.3, 8.1)


def fatigue(*results: str, outcome: str = "fatigue", methods: str = QIGONG) -> tuple[float, ...]:
    return tuple(told(article(methods, *results), ARMS, outcome, "continuous"))


def sized(a: int, b: int) -> tuple[float, ...]:
    return (*TIRED_OF[:2], a, *TIRED_OF[2:], b)


def test_those_of_the_change_are_those_measured_and_not_those_at_the_start() -> None:
    assert fatigue(STRENGTH, TIRED) == sized(71, 68)


def test_several_sizes_over_means_and_another_over_counts_leave_it_open() -> None:
    assert fatigue(VISITS, COUNTS, TIRED) == ()


def test_one_other_size_over_means_of_another_table_leaves_it_open() -> None:
    part = table(
        "Sway, mean ± SD",
        ("", "Qigong (n = 55)", "Stretching (n = 52)"),
        ("Sway, mm", "14.1 ± 5.0", "16.6 ± 5.1"),
    )
    assert fatigue(COUNTS, part, TIRED) == ()  # fmt: skip


def test_the_size_over_later_means_is_kept_whatever_else_is_printed() -> None:
    whole = table(
        "Sway, mean ± SD",
        ("", "Qigong (n = 83)", "Stretching (n = 81)"),
        ("Sway, mm", "14.1 ± 5.0", "16.6 ± 5.1"),
    )
    assert fatigue(whole, VISITS, TIRED) == sized(83, 81)  # fmt: skip


KEPT = {
    "retention": "Retention was 74 and 70 at 9 months.",
    "with people": "The numbers seen were 74 adults and 70 adults after 9 months.",
}


@pytest.mark.parametrize("name", KEPT)
def test_bare_numbers_of_those_kept_are_of_the_arms_in_their_order(name: str) -> None:
    text = article(f"{QIGONG} Qigong was compared with stretching.", KEPT[name], SCORES, CHANGES)
    assert told(text, ARMS, "neck stiffness at 9 months", "continuous") == (3.6, 1.2, 74, 4.4, 1.7, 70)
    found = told(text, ARMS, "change in neck disability at 9 months", "continuous")
    assert found == (-6.6, 3.3, 74, -4.0, 3.9, 70)


FEWER = {
    "counts of fewer at the time": "At 9 months, 29 of 74 and 37 of 70 adults took painkillers.",
    "fewer were kept, in an order that is not told": "Retention was 74 and 70 at 9 months.",
    "fewer were seen before": "At 3 months 78 adults (qigong) and 75 adults (stretching) were seen.",
    "some were lost": "Eleven adults were lost to follow-up.",
    "some did not come": "Of all adults, 11 did not return for the last visit.",
    "a share was lost": "In all, 8% dropped out.",
    "a loss": "Loss to follow-up was 9% with qigong and 13% with stretching.",
    "scores are missing": "Scores were missing in nine adults.",
    "some were left out": "Five adults were excluded from the analysis since they gave no answer.",
    "some of all were seen": "Of the 164 adults, 144 (88%) were assessed at 9 months.",
    "shares of all came": "Follow-up at 9 months was 89% (74 of 83) for qigong and 86% (70 of 81) for stretching.",
}


@pytest.mark.parametrize("name", FEWER)
def test_those_randomised_are_no_size_of_later_means_where_fewer_were_left(name: str) -> None:
    text = article(QIGONG, FEWER[name], SCORES)
    assert told(text, ARMS, "neck stiffness at 9 months", "continuous") == ()
    assert fatigue(FEWER[name], TIRED_THEN, outcome="fatigue at 9 months") == ()


def test_nor_are_those_over_the_characteristics_at_the_start() -> None:
    methods = "Adults with neck pain were randomised to qigong or stretching."
    left = "Eleven adults were lost to follow-up."
    assert fatigue(START, left, TIRED_THEN, outcome="fatigue at 9 months", methods=methods) == ()


def test_the_words_under_a_table_tell_of_those_missing_in_it() -> None:
    scores = SCORES.rstrip() + "\n\nData were missing for 9 adults (qigong) and 11 adults (stretching).\n"
    assert told(article(QIGONG, scores), ARMS, "neck stiffness at 9 months", "continuous") == ()


def test_means_of_completers_are_of_those_who_completed() -> None:
    done = "Seventy-four adults of the qigong group and 70 of the stretching group completed the trial. Analysis was by intention to treat."
    part = article(QIGONG, done, SCORES.replace("Neck scores", "Neck scores of completers"))
    assert told(part, ARMS, "neck stiffness at 9 months", "continuous") == (3.6, 1.2, 74, 4.4, 1.7, 70)
    untold = article(QIGONG, SCORES.replace("Neck scores", "Neck scores of completers"))
    assert told(untold, ARMS, "neck stiffness at 9 months", "continuous") == ()


def test_shares_behind_those_seen_at_a_time_are_passed_over() -> None:
    kept = "At 9 months 74 (89%) and 70 (86%) adults, respectively, were examined."
    text = article(f"{QIGONG} Qigong was compared with stretching.", kept, SCORES)
    assert told(text, ARMS, "neck stiffness at 9 months", "continuous") == (3.6, 1.2, 74, 4.4, 1.7, 70)


def test_sizes_that_stand_over_later_figures_too_are_not_those_of_the_start() -> None:
    methods = "Adults with neck pain were randomised to qigong or stretching."
    left = "Three adults were excluded from the analysis as they had moved."
    found = fatigue(START, left, COUNTS, TIRED_THEN, outcome="fatigue at 9 months", methods=methods)
    assert found == sized(83, 81)


ALL = {
    "nobody was lost": "No adult was lost to follow-up by 9 months.",
    "none of many": "Of 164 adults none was lost to follow-up.",
    "all are analysed": "Eleven adults were lost to follow-up. Analysis was by intention to treat.",
    "lost later": "Eleven adults were lost to follow-up at 24 months.",
    "gains are seen": "A gain was seen in 52 of 83 and 47 of 81 adults.",
    "counts of all": "At 9 months, 29 of 83 and 37 of 81 adults took painkillers.",
    "counts of a part": "Of the women, 9 of 33 and 7 of 35 took painkillers.",
}


@pytest.mark.parametrize("name", ALL)
def test_those_randomised_are_the_size_where_nobody_is_said_to_have_left(name: str) -> None:
    assert fatigue(ALL[name], TIRED_THEN, outcome="fatigue at 9 months") == sized(83, 81)


def test_those_who_left_later_were_there_at_the_start() -> None:
    text = article(QIGONG, "Eleven adults were lost to follow-up.", CHANGES)
    found = told(text, ARMS, "neck disability at baseline", "continuous")
    assert found == (17.9, 5.1, 83, 18.2, 5.4, 81)
