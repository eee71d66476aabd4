"""R as rpact's users write it: values, arithmetic, matching of arguments, and places of what cannot be read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.design.rpact import answer, evaluate
from trialwright.errors import DesignError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("2^3^2", 512.0),
        ("7 %% 3 + 7 %/% 3", 3.0),
        ("1e-3 * 2L", 0.002),
        ("log(2)/12", math.log(2) / 12),
        ("c(.5)", 0.5),
        ("TRUE", True),
        ("NULL", None),
        ("'a\"b'", 'a"b'),
        ("x <- 2; x * 3", 6.0),
        ("x = 2\ny = x + 1\ny", 3.0),
        ("3 -> x; x", 3.0),
        ("c(1, 2, 3)[2]", 2.0),
        ("list(a = 1)$a", 1.0),
        ("qnorm(.975)", 1.959963984540054),
        ("pnorm(1.96, lower.tail = FALSE)", 0.024997895148220435),
        ("sum(c(1, 2), 3)", 6.0),
        ("1 < 2", True),
        ("rpact::log(exp(1)) # a remark", 1.0),
        ("library(rpact); 2", 2.0),
    ],
)
def test_values(text: str, value: object) -> None:
    assert evaluate(text) == pytest.approx(value) if isinstance(value, float) else evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1:3 / 3", [1 / 3, 2 / 3, 1]),
        ("-1:1", [-1, 0, 1]),
        ("c(1, NA)", [1, math.nan]),
        ("seq(0, 1, .25)", [0, 0.25, 0.5, 0.75, 1]),
        ("seq(0, 1, length.out = 3)", [0, 0.5, 1]),
        ("rep(c(1, 2), times = 2)", [1, 2, 1, 2]),
        ("rep(c(1, 2), each = 2)", [1, 1, 2, 2]),
        ("c(1, 2) + c(10, 20, 30, 40)", [11, 22, 31, 42]),
        ("matrix(1:4, nrow = 2)", [[1, 3], [2, 4]]),
        ("matrix(1:4, 2, byrow = TRUE)", [[1, 2], [3, 4]]),
        ("matrix(1:4, 2)[2, ]", [2, 4]),
        ("rbind(1:2, 3:4)", [[1, 2], [3, 4]]),
        ("c(c(1, 2), 3)", [1, 2, 3]),
    ],
)
def test_vectors(text: str, value: list[float]) -> None:
    np.testing.assert_allclose(evaluate(text), value)


def test_lists_and_words() -> None:
    assert evaluate('c("S", "R")') == ["S", "R"]
    assert evaluate("list(1, 2)") == [1.0, 2.0]
    assert evaluate('list(a = 1, b = "x")') == {"a": 1.0, "b": "x"}


def test_a_call_over_several_lines_with_names() -> None:
    found = answer("""
    rates <- c(.3,
               .7, 1)   # of the information
    getDesignGroupSequential(alpha = .025, typeOfDesign = "asOF",
        informationRates = rates)
    """)
    assert found.call == "getDesignGroupSequential"
    assert found.given["alpha"] == 0.025
    np.testing.assert_array_equal(found.of.information_rates, [0.3, 0.7, 1])


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("getDesignGroupSequential(kMax=3,, alpha=)", "", ""),
        ("getDesignGroupSequential(kMax=3", "ends before it is complete|expected", "line 1"),
        ("getDesignGroupSequential(kMax=3))", "not expected", "line 1, column 33"),
        ("getDesignGroupSequential(kmax=3)", "`kmax` is not known", "column 1"),
        ("getDesignGroupSequential(kMax=3, kMax=4)", "twice", "column 1"),
        ("getDesignGroupSequential(3)", "unnamed", "column 1"),
        ("getDesignPerfect(kMax=3)", "`getDesignPerfect` is not known", "column 1"),
        ("x <- 3\ny * x", "no `y`", "line 2, column 1"),
        ('c(1, "a)', "does not know", "line 1, column 6"),
        ("if (TRUE) 3", "`if` is not read", "column 1"),
        ("3 + 'a'", "does not apply", "column 1"),
        ("c(1, 2)[3]", "nothing at this index", "column 1"),
        ("2", "plain value", "2"),
        ("", "plain value", ""),
    ],
)
def test_errors_have_a_place(text: str, what: str, where: str) -> None:
    if not what:
        assert answer(text).of.k == 3  # R lets an argument be left empty
        return
    with pytest.raises(DesignError, match=what) as raised:
        answer(text)
    assert where in raised.value.where


PIECES = [
    *(
        [
            "1",
            "2.5",
            ".5",
            "1e3",
            "TRUE",
            "NULL",
            "NA",
            "Inf",
            "x",
            "'a'",
            '"b"',
            "c",
            "list",
            "matrix",
            "seq",
            "rep",
            "log",
            "sum",
            "rbind",
            "-1",
            "1:3",
            "pi",
        ]
    ),
    *(
        [
            "(",
            ")",
            "[",
            "]",
            "[[",
            "]]",
            ",",
            ";",
            "=",
            "<-",
            "->",
            "$",
            "+",
            "-",
            "*",
            "/",
            "^",
            "%%",
            "%in%",
            "!",
            "&",
            "|",
            "<",
            "==",
            ":",
            "{",
            "}",
            "\n",
            "#",
            "~",
            "@",
            "if",
            "function",
        ]
    ),
    "getDesignGroupSequential(",
    "getDesignFisher(",
    "getDesignCharacteristics(",
    "kMax=",
    "alpha=",
    "informationRates=c(",
    "c(1,2)",
    "qnorm(",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
def test_any_text_is_answered_or_refused_with_a_reason(text: str) -> None:
    try:
        evaluate(text)
    except DesignError as error:
        told = [error.what, error.fix]
        assert all(told)


VALUES = [
    "NULL",
    "NA",
    "'a'",
    "TRUE",
    "-1",
    "0",
    "0.5",
    "2.5",
    "1e9",
    "Inf",
    "c(.5,1)",
    "c(NA,1)",
    "list(1)",
    "list(a=1)",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["getDesignGroupSequential", "getDesignInverseNormal", "getDesignFisher"]),
    st.sampled_from(
        [
            *(
                [
                    "kMax",
                    "alpha",
                    "beta",
                    "sided",
                    "informationRates",
                    "futilityBounds",
                    "typeOfDesign",
                    "deltaWT",
                    "gammaA",
                    "userAlphaSpending",
                ]
            ),
            *(
                [
                    "typeBetaSpending",
                    "bindingFutility",
                    "twoSidedPower",
                    "constantBoundsHP",
                    "delayedInformation",
                    "method",
                    "alpha0Vec",
                ]
            ),
        ]
    ),
    st.sampled_from(VALUES),
    st.sampled_from(["", ", typeOfDesign='asOF'", ", typeOfDesign='asUser'", ", kMax=2", ", sided=2"]),
)
def test_any_argument_is_taken_or_refused_with_a_reason(call: str, name: str, value: str, more: str) -> None:
    try:
        found = answer(f"{call}({name}={value}{more})")
        assert found.fields["kMax"] >= 1
    except DesignError as error:
        told = [error.what, error.where, error.fix]
        assert all(told)


@pytest.mark.parametrize(
    "text",
    [
        "rep(1, 1e12)", "rep(1:3, each = 1e9)", "rep(1, length.out = 1e10)", "seq(1, 1e12)", "seq(0, 1, 1e-12)",
        "seq(1, 2, length.out = 1e12)", "1:1e12", "matrix(0, 1e6, 1e6)", "seq_len(1e11)",
        "(" * 3000, "-" * 20_000 + "1", "getDesignGroupSequential(" * 400, "c(" * 500 + "1" + ")" * 500,
    ],
)  # fmt: skip
def test_what_no_machine_holds_is_refused_before_it_is_made(text: str) -> None:
    with pytest.raises(DesignError) as error:
        evaluate(text)
    assert error.value.fix
