"""Evidence as plain notes: one trial or several in a row, each number with its own trial."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.model.base import nodes_in
from trialwright.model.document import Block, Document
from trialwright.read.grammar import Grammar, grammar

NOTE = """MAPLE (NCT09990001) compared low-dose velatinib (n = 29) with placebo (n = 31). The between-group difference in mean
arterial stiffness was -0.171 (95% CI -0.308 to -0.034; p = 0.015). Lower arterial stiffness is better.

In BIRCH-2 (n = 594) the common odds ratio for a worse walking scale, velatinib versus placebo, was 0.36 (95% CI 0.26 to 0.50).

CEDAR (NCT09990003) assigned 378 patients to velatinib and 418 patients to standard care. By day 28, 13 of 378 patients in the
velatinib group and 16 of 418 patients in the standard care group had died. MAPLE and CEDAR agree within 9% of each other.
"""


def test_several_trials_keep_their_numbers_apart(page) -> None:
    read = grammar(page(NOTE))
    shown = [
        (r.trial, r.measure, r.value.value if r.value else None, r.arm, r.versus, r.endpoint)
        for r in read.results
    ]
    assert ("MAPLE", "difference", -0.171, "low-dose velatinib", "placebo", "arterial stiffness") in shown
    # the arms stand behind the outcome's name, and are no part of it
    assert ("BIRCH-2", "odds_ratio", 0.36, "velatinib", "placebo", "worse walking scale") in shown
    assert ("BIRCH-2", "size", 594.0, "", "", "") in shown
    assert ("CEDAR", "size", 378.0, "velatinib", "", "") in shown
    deaths = [
        (r.arm, r.count, r.total, r.time) for r in read.results if r.trial == "CEDAR" and r.endpoint == "died"
    ]
    assert deaths == [("velatinib", 13, 378, "day 28"), ("standard care", 16, 418, "day 28")]
    assert {r.trial for r in read.results} == {"MAPLE", "BIRCH-2", "CEDAR"}
    assert not [
        r for r in read.results if r.value and r.value.value == 9
    ]  # a sentence about two trials is nobody's


def test_what_a_node_rests_on_is_always_there(page) -> None:
    solved = (
        "We randomised 80 patients to velatinib or placebo. The primary outcome was pain; lower is better. The primary outcome "
        "was 82.5% (n = 33) in the velatinib group vs. 77.5% (n = 31) in the placebo group. The odds ratio was 0.9 (95% CI 0.7 to 1.2)."
    )
    for text in (NOTE, solved, NOTE + "\n" + solved):
        read = grammar(page(text))
        known = {n.id for n in nodes_in(list(read))}
        rests = [i for n in nodes_in(list(read)) for i in n.because.of]
        assert set(rests) <= known
    assert len([i for n in nodes_in(list(grammar(page(solved)))) for i in n.because.of]) >= 8


def test_directions_and_sizes_of_a_note(page) -> None:
    read = grammar(page(NOTE.split("\n\n")[0]))
    assert [(e.label, e.better) for e in read.endpoints] == [("arterial stiffness", "lower")]
    assert [(a.label, a.role, a.size) for a in read.arms] == [
        ("low-dose velatinib", "experimental", 29),
        ("placebo", "control", 31),
    ]
    assert {r.trial for r in read.results} == {
        ""
    }  # one trial: its key is for the reader of the document to say


def test_a_ratio_right_after_its_endpoint(page) -> None:
    text = (
        "The trial compared velatinib (n = 30) with control (n = 32). Ventilator-free days had a median of 4 in both arms. "
        "The odds ratio was 0.99\n(95% credible interval 0.74 to 1.35)."
    )
    ratio = next(r for r in grammar(page(text)).results if r.measure == "odds_ratio")
    assert (ratio.endpoint, ratio.low.value, ratio.arm, ratio.versus) == (
        "Ventilator-free days",
        0.74,
        "velatinib",
        "control",
    )
    assert ratio.because.rule == "read.grammar.same_endpoint"


def test_a_page_without_a_trial_reads_as_nothing(page) -> None:
    text = "In a 10-week pilot trial in adults with asthma, daily velatinib improved walking distance. It has not been studied further."
    assert grammar(page(text)) == Grammar()


WORDS = st.sampled_from(
    [
        "patients",
        "were",
        "randomised",
        "to",
        "velatinib",
        "or",
        "placebo",
        "(",
        ")",
        "[",
        "]",
        "35",
        "/40",
        "87.5",
        "%",
        "(n",
        "=",
        "35)",
        "OR",
        "=",
        "1.7",
        "95%",
        "CI",
        "0.2",
        "-",
        "0.9",
        "p",
        "<",
        ".001",
        "mean",
        "SD",
        "±",
        "median",
        "IQR",
        "versus",
        "respectively",
        ",",
        ";",
        ".",
        "and",
        "in",
        "group",
        "the",
        "primary",
        "outcome",
        "was",
        "100",
        "mg",
        "daily",
        "for",
        "3",
        "days",
        "then",
        "every",
        "12",
        "h",
        "no",
        "~",
        "nearly",
        "−",
        "NCT01234567",
        "MAPLE",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=80))
def test_any_words_read_without_error_and_every_quote_is_in_place(words: list[str]) -> None:
    text = " ".join(words)
    blocks = (Block(start=0, end=len(text), role="paragraph"),) if text else ()
    document = Document(sha256="ab" * 32, name="x", format="x", text=text, blocks=blocks)
    read = grammar(document)
    for node in nodes_in(list(read)):
        quote = getattr(node, "quote", None)
        if quote is not None:
            assert quote.exact == text[quote.start : quote.end]
            assert quote.exact.strip()
    for result in read.results:
        assert result.count is None or result.total is None or 0 <= result.count <= result.total
    assert grammar(document) == read


def test_long_runs_of_one_character_do_not_hang(page) -> None:
    for unit in ("(", "a ", "1 ", "12% ", "patients ", "p ", "to receive ", "-", "0.", "difference "):
        assert grammar(page(unit * 3000)).claims == ()


TWO = """Two trials of zilomab are told. In the {first}, 110 adults were randomised to zilomab or placebo. Relapse occurred in 11 of 55 on zilomab
and 19 of 55 on placebo. In the {second}, 180 adults were randomised to zilomab or placebo. Relapse occurred in 24 of 90 on zilomab and 33 of 90
on placebo."""


def test_two_trials_without_names_are_two(page) -> None:
    found = grammar(page(TWO.format(first="first trial", second="second trial"))).results
    assert [(r.trial, r.count) for r in found if r.count is not None] == [
        ("first trial", 11), ("first trial", 19), ("second trial", 24), ("second trial", 33),
    ]  # fmt: skip


def test_numbered_studies_are_trials(page) -> None:
    text = "Study 1 compared zilomab with placebo in 110 adults. Study 2 did so in 180 adults. In study 1 relapse occurred in 11 of 55 on zilomab and in study 2 in 24 of 90. In study 2 relapse occurred in 33 of 90 on placebo."
    found = grammar(page(text)).results
    # a sentence that names both is of neither
    assert [(r.trial, r.count) for r in found if r.count is not None] == [("trial 2", 33)]


def test_days_and_novelties_are_no_trials(page) -> None:
    text = "This is the first trial to compare zilomab with placebo. We randomised 110 adults to zilomab or placebo. By the second trial day 11 of 55 on zilomab and 19 of 55 on placebo had relapsed."
    assert {r.trial for r in grammar(page(text)).results} == {""}
