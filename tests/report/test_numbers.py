"""Numbers as printed: rounding, signs, digits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.design import Figure
from trialwright.report import labels, numbers


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.567, 1, "1,234.6"),
        (-0.171, 3, "\u22120.171"),
        (-0.0004, 2, "0.00"),  # a rounded zero has no sign
        (None, 1, "–"),
        (math.nan, 1, "not estimable"),
        (math.inf, 1, "∞"),
        (-math.inf, 1, "\u2212∞"),
    ],
)
def test_fixed(value: float | None, decimals: int, text: str) -> None:
    assert numbers.fixed(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.012345, "0.0123"),
        (123456.0, "123,456"),
        (-2.0, "\u22122"),
        (1e-9, "1.00e\u221209"),
        (1e12, "1.00e+12"),
    ],
)
def test_significant(value: float, text: str) -> None:
    assert numbers.significant(value) == text


def test_an_error_keeps_its_zeros() -> None:
    assert numbers.significant(0.3, 2, trim=False) == "0.30"


@given(st.floats(1e-5, 1e8))
def test_three_digits_are_within_half_a_unit_of_the_third(value: float) -> None:
    read = float(numbers.significant(value).replace(",", ""))
    assert (
        abs(read - value) <= max(0.5 * 10 ** (math.floor(math.log10(value)) - 2), 0.0) * 1.0001
        or value >= 1000
    )


@pytest.mark.parametrize(("p", "text"), [(0.0004, "< 0.001"), (0.0222, "0.022"), (0.712, "0.71")])
def test_p_value(p: float, text: str) -> None:
    assert numbers.p_value(p) == text


@pytest.mark.parametrize(
    ("name", "figure", "value", "error"),
    [
        ("power", Figure(value=0.9018, mcse=0.003), "90.2 %", "0.30"),
        ("type_one_error", Figure(value=0.00251, mcse=0.0005), "0.25 %", "0.050"),
        ("patients", Figure(value=300), "300", ""),
        ("screened", Figure(value=1089.3, mcse=1.21), "1,089", "1.2"),
        ("months", Figure(value=28.23, mcse=0.031), "28.2", "0.031"),
        ("effect_enrolled", Figure(value=-2.0, mcse=0.002), "\u22122.00", "0.0020"),
        ("effect_enrolled", Figure(value=-0.17134, mcse=0.02), "\u22120.17", "0.020"),
        ("power", Figure(value=math.nan), "not estimable", ""),
        ("of tomorrow", Figure(value=1.2345), "1.23", ""),
    ],
)
def test_figures(name: str, figure: Figure, value: str, error: str) -> None:
    assert labels.show(name, figure) == value
    assert labels.show_error(name, figure) == error


def test_a_figure_without_a_label_goes_by_its_own_name() -> None:
    assert labels.label("win_odds").title == "win odds"


def test_a_range_is_in_the_figures_unit() -> None:
    assert labels.show_range("screened", Figure(value=1, low=980.4, high=1209)) == "980 to 1,209"
    assert labels.show_range("power", Figure(value=1)) == ""


def test_floating_point_dust_is_no_monte_carlo_error() -> None:
    same = Figure(value=-0.171, mcse=2.8e-19, low=-0.171, high=-0.17100000001)
    assert labels.show("effect_enrolled", same) == "\u22120.171"
    assert labels.show_error("effect_enrolled", same) == ""
    assert labels.show_range("effect_enrolled", same) == ""


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.9977, "99.8 %"), (0.9998, "99.98 %"), (1.0, "100.0 %"), (0.0031, "0.31 %"), (0.0, "0.0 %")],
)
def test_a_share_near_its_ends_is_not_rounded_onto_them(share: float, text: str) -> None:
    assert labels.show("power", Figure(value=share)) == text
