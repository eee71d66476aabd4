"""Sentences keep their places, and numbers and short forms do not end them."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.document import Block, Document
from trialwright.read.grammar.assemble import assemble
from trialwright.read.grammar.sentences import Sentence, sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The rate was 0.5. It rose.", 2),
        ("Rates were 12% vs. 15% in the groups.", 1),
        ("Derived from E. coli it was. Then more.", 2),
        ("The interval was 0. 92 wide.", 1),
        ("We enrolled 40. Later 12 left.", 2),
        ("Smith et al. Reported this.", 1),
        ("Relapse was rarer (P = 0.02).⁹ Falls were seen in 3 and 5.", 2),
        ("Relapse was rarer.¹²⁻¹⁴,¹⁷ It was not expected.", 2),
        ("The count was 3.5 × 10⁹ per litre.", 1),
    ],
)
def test_where_sentences_end(page, text: str, count: int) -> None:
    assert len(sentences(page(text))) == count


def _plain(text: str) -> str:
    return text.replace(",", ".").replace("--", "- ")


@given(st.text(alphabet=st.sampled_from("aB3 .?!\n()-%,;"), max_size=200))
def test_every_sentence_is_where_it_says(text: str) -> None:
    blocks = (Block(start=0, end=len(text), role="paragraph"),) if text else ()
    document = Document(sha256="0" * 64, name="x", format="x", text=text, blocks=blocks)
    end = 0
    for sentence in sentences(document):
        assert sentence.start >= end
        end = sentence.start + len(sentence.text)
        # The shadow may have another sign in a decimal's place ("3,3%"), and one dash for the two of a range ("3--3").
        words = document.text[sentence.start : end].replace("\n", " ")
        assert _plain(words) == _plain(sentence.text)
        assert len(sentence.bare) == len(sentence.text)


def test_a_paragraph_cut_at_a_line_goes_on() -> None:
    text = "The risk ratio was 0.90\n(95% CI 0.77 to 1.04).\n\nA new paragraph"
    cut = text.index("\n")
    second = text.index("A new")
    blocks = (
        Block(start=0, end=cut, role="paragraph"),
        Block(start=cut + 1, end=second - 2, role="paragraph"),
        Block(start=second, end=len(text), role="paragraph"),
    )
    found = sentences(Document(sha256="0" * 64, name="x", format="x", text=text, blocks=blocks))
    assert len(found) == 2
    assert "0.90 (95%" in found[0].text


def test_lead_ins_set_the_section_and_background_is_told(page) -> None:
    found = sentences(
        page("Background: Rates fell by 8%. Results: Rates fell by 9%. Previous trials showed 7%.")
    )
    assert [s.section for s in found] == ["Background", "Results", "Results"]
    assert [s.background for s in found] == [True, False, True]


def test_navigation_and_eligibility_are_not_read() -> None:
    text = "Register now. Age over 18 years."
    blocks = (
        Block(start=0, end=13, role="navigation"),
        Block(start=14, end=len(text), role="item", section="Inclusion Criteria"),
    )
    assert sentences(Document(sha256="0" * 64, name="x", format="x", text=text, blocks=blocks)) == ()


def test_a_short_month_ends_no_sentence(page) -> None:
    text = "Between Oct. 4 and Dec. 19, we saw 40 adults. None died."
    assert len(sentences(page(text))) == 2


def test_a_reading_leaves_no_sentence_for_the_collector_of_garbage(page) -> None:
    """What is kept with a sentence refers to it: such circles held each document until the collector came, which took 3 % of the time."""
    text = "Adults were randomised to quellin (n = 51) or placebo (n = 52). Of the quellin group, 12% (6 of 51) slept."
    gc.collect()
    gc.disable()
    try:
        assert assemble(page(text)).results
        # By its type: isinstance would ask the dead proxies that other tests leave for their class, which they refuse.
        left = [o for o in gc.get_objects() if type(o) is Sentence and "quellin" in o.text]
    finally:
        gc.enable()
    assert left == []
