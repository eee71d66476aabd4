"""A Reading put together: lineage whole, eligibility found, absences named."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.adapters import concepts
from trialwright.model.base import nodes_in
from trialwright.model.concept import Concepts
from trialwright.model.document import Quote
from trialwright.model.result import Reading
from trialwright.read import documents, read
from trialwright.read.reading import spans

PAGE = """\
Examplimab in Patients With Sepsis (EX-SEP)

Phase 2

Abstract

Methods: In this randomised trial, adults were given examplimab (100 mg daily for 5 days) or placebo.

Results: Recovery was seen in 12 of 40 patients (30%) with examplimab and 8 of 40 (20%) with placebo (p = 0.3).

Inclusion Criteria:

  • Age 18 years or older
  • Lactate > 2 mmol/L

Exclusion Criteria:

  • Pregnancy

Primary outcomes

  • Recovery [Time frame: 28 days]
"""


@pytest.fixture(scope="module")
def dictionary() -> Concepts:
    return concepts.load()


def reading(text: str, dictionary: Concepts) -> Reading:
    (document,) = documents(text.encode(), "page.txt")
    return read(document, dictionary)


def assert_whole(found: Reading) -> None:
    """Every id that a node rests on is a node of the reading, and every quote holds the words at its place."""
    nodes = list(nodes_in(found))
    known = {n.id for n in nodes}
    for node in nodes:
        assert set(node.because.of) <= known, node
        quote = getattr(node, "quote", None)
        if isinstance(quote, Quote):
            assert found.document.text[quote.start : quote.end] == quote.exact
            assert quote.document == found.document.key


def test_results_carry_the_trial_s_key_and_lineage_stays_whole(dictionary: Concepts) -> None:
    found = reading(PAGE, dictionary)
    assert found.trial is not None
    assert found.trial.key == "EX-SEP"
    assert found.results
    assert {r.trial for r in found.results} == {"EX-SEP"}
    assert_whole(found)


def test_reading_twice_gives_the_same_ids(dictionary: Concepts) -> None:
    first, second = reading(PAGE, dictionary), reading(PAGE, dictionary)
    assert [n.id for n in nodes_in(first)] == [n.id for n in nodes_in(second)]


def test_ids_survive_a_round_trip(dictionary: Concepts) -> None:
    first = reading(PAGE, dictionary)
    again = Reading.model_validate_json(first.model_dump_json())
    assert [n.id for n in nodes_in(first)] == [n.id for n in nodes_in(again)]


def test_eligibility_spans_begin_with_their_indentation(dictionary: Concepts) -> None:
    document = reading(PAGE, dictionary).document
    assert [(side, document.text[a:b]) for side, a, b in spans(document)] == [
        ("inclusion", "  • Age 18 years or older\n  • Lactate > 2 mmol/L"),
        ("exclusion", "  • Pregnancy"),
    ]


def test_both_sides_are_parsed(dictionary: Concepts) -> None:
    found = reading(PAGE, dictionary)
    assert found.trial is not None
    assert [c.side for c in found.trial.criteria] == ["inclusion", "inclusion", "exclusion"]


def test_a_listed_outcome_is_an_endpoint_with_its_time(dictionary: Concepts) -> None:
    found = reading(PAGE, dictionary)
    assert found.trial is not None
    listed = found.trial.endpoints[0]
    assert (listed.label, listed.role, listed.time) == ("Recovery", "primary", "28 days")


def test_what_is_not_stated_is_listed_and_what_is_stated_is_not(dictionary: Concepts) -> None:
    found = reading(PAGE, dictionary)
    assert found.trial is not None
    missing = set(found.trial.missing)
    assert {"registry number", "sponsor", "status", "age limits"} <= missing
    assert not {"phase", "endpoints", "eligibility criteria", "results"} & missing


def test_a_document_about_no_trial_has_none(dictionary: Concepts) -> None:
    text = "Sequencing a chromosome of an example organism\n\nThe first chromosome was sequenced. It is rich in genes.\n"
    assert reading(text, dictionary).trial is None


def test_headings_that_name_both_lists_open_neither(dictionary: Concepts) -> None:
    text = (
        "Examplimab trial of some kind here\n\nInclusion and exclusion criteria\n\n• Age 18 years or older\n"
    )
    found = reading(text, dictionary)
    assert spans(found.document) == ()


def test_every_real_document_gives_a_whole_reading(shared: Path, dictionary: Concepts) -> None:
    files = [
        *(shared / "seeds").glob("*.txt"),
        *sorted((shared / "data/reading/registry/ctgov_v2").glob("NCT0[03]*.json")),
    ]
    assert len(files) >= 10
    for file in files:
        for document in documents(file.read_bytes(), file.name):
            assert_whole(read(document, dictionary))
