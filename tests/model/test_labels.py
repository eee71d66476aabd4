import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.model import labels


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


@given(st.text(max_size=40), st.text(max_size=40))
def test_same_is_symmetric_and_implies_contains(a, b):
    assert labels.same(a, b) == labels.same(b, a)
    if labels.same(a, b):
        assert labels.contains(a, b)
