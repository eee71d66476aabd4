import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.model import labels
from trialwright.model.document import Document
from trialwright.model.result import Result


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("Treatment success", "treatment-success", True),
        ("relapses", "Relapse", True),
        ("sepsis", "sepsi", False),
        ("day 14", "day 28", False),
        ("", "", False),
    ],
)
def test_same(a, b, alike):
    assert labels.same(a, b) is alike


def test_contains_needs_every_word():
    assert labels.contains("a worse WHO clinical progression score at day 28", "WHO clinical progression")
    assert not labels.contains("clinical progression", "WHO clinical progression")
    assert not labels.contains("anything", "  ")


@pytest.mark.parametrize(
    ("label", "control"),
    [
        ("placebo", True),
        ("SOC", True),
        ("standard of care", True),
        ("usual care", True),
        ("anakinra plus SOC", False),
        ("anakinra in addition to standard of care", False),
        ("anakinra", False),
        ("", False),
    ],
)
def test_is_control(label, control):
    assert labels.is_control(label) is control


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_same_is_symmetric_and_implies_contains(a, b):
    assert labels.same(a, b) == labels.same(b, a)
    if labels.same(a, b):
        assert labels.contains(a, b)


def result_in(sentence: str, number: str, time: str = ""):
    document = Document(sha256="0" * 64, name="n", format="saved_page", text=sentence)
    start = sentence.index(number)
    quote = document.quote(start, start + len(number))
    return document, Result(measure="mean", endpoint="score", time=time, quote=quote)


@pytest.mark.parametrize(
    ("sentence", "time", "expected"),
    [
        ("At baseline the mean score was 2.39 in one arm.", "", True),
        ("Ages at baseline were alike. The mean score was 2.39.", "", False),
        ("The mean change from baseline was 2.39.", "", False),
        ("The mean reduction in pain from baseline was 2.39.", "", False),
        ("Pain fell from baseline 6.1 to 2.39.", "", True),
        ("The mean score was 2.39.", "baseline", True),
        ("At baseline all were ill, and the mean score was 2.39.", "week 8", False),
    ],
)
def test_at_baseline(sentence, time, expected):
    assert labels.at_baseline(*result_in(sentence, "2.39", time)) is expected


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("OS", "overall survival"),
        ("overall survival at 3 years", "OS"),
        ("change in Hb", "haemoglobin"),
        ("diarrhea of grade 3", "diarrhoea"),
        ("oedema", "edema"),
        ("hospitalization for tumors", "tumour hospitalisation"),
        ("died", "death"),
        ("deaths from any cause", "died"),
        ("was hospitalised", "hospitalization"),
        ("wound infected", "infection"),
        ("bled", "bleeding"),
        ("relapses", "relapsed"),
        ("distant metastases", "metastasis"),
    ],
)
def test_short_forms_and_spellings_are_the_same_words(text: str, wanted: str) -> None:
    assert labels.contains(text, wanted)
    assert not labels.contains(text, f"{wanted} of men")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("PFS", "overall survival"), ("survival", "OS"), ("survived", "death"), ("admitted", "readmission"), ("os calcis fracture", "overall survival"), ("OSA", "overall survival")],
)  # fmt: skip
def test_other_words_are_others(text: str, wanted: str) -> None:
    assert not labels.contains(text, wanted)
