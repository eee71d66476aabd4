"""No text hangs or crashes reading: what is not prose is left to a person, and the work grows with the length.

Work is counted in calls (of Python and of C functions, each step of a generator included), which is the same on every
machine; patterns get no more than one sentence or one criterion at a time, whose length is bounded and tested here.
"""

from __future__ import annotations

import random
import string
import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trialwright.read as reading
from trialwright.adapters.concepts import load
from trialwright.errors import DocumentError
from trialwright.model.criterion import NeedsPerson
from trialwright.model.result import Reading
from trialwright.read import limits, patterns
from trialwright.read.criteria import coverage
from trialwright.read.grammar.sentences import sentences

LIST = "Inclusion Criteria:\n\n"
TRIAL = "We randomised 20 patients to receive vel or placebo. "


def words(k: int) -> str:
    """A different four-letter word for each k."""
    out = ""
    for _ in range(4):
        out, k = out + chr(97 + k % 26), k // 26
    return out


def again(unit: str, size: int) -> str:
    return unit * (size // len(unit) + 1)


def counted(line: Callable[[int], str], size: int) -> str:
    out = ""
    k = 0
    while len(out) < size:
        out += line(k)
        k += 1
    return out


# Each makes a text of about so many characters.
TEXTS: dict[str, Callable[[int], str]] = {
    "hyphens": lambda n: TRIAL + again("A1-", n) + " group improved.",
    "hyphened words": lambda n: TRIAL + again("A1-A1-A1-A1-A1-A1-A1-A1-A1-A1 ", n),
    "digits": lambda n: "1" * n,
    "one word": lambda n: "a" * n,
    "words without end": lambda n: again("word ", n),
    "dots": lambda n: again("a.", n),
    "open brackets": lambda n: "(" * n,
    "spaces": lambda n: "a" + " " * n + "b",
    "lines": lambda n: again("abc\n", n),
    "headings": lambda n: again("Methods:\n", n),
    "shares": lambda n: again("12 (3%), ", n),
    "full sentences of shares": lambda n: TRIAL + again("12 (3%), " * 45 + ". ", n),
    "short sentences of shares": lambda n: again("The rate was 12 (3%) in A. ", n),
    "large totals": lambda n: TRIAL + again("X 9999999 (10%). ", n),
    "contrasts": lambda n: TRIAL + counted(lambda k: f"The odds ratio for x{words(k)} was 0.5 (p=0.03). ", n),
    "semicolons": lambda n: TRIAL + again("; than vel", n),
    "patients": lambda n: TRIAL + again("40 patients " * 90 + ". ", n),
    "safe": lambda n: TRIAL + again("vel is safe and " * 150 + ". ", n),
    "arms": lambda n: counted(
        lambda k: f"They were randomised to receive d{words(k)} or d{words(k + 1)}. ", n
    ),
    "trials": lambda n: counted(lambda k: f"In AB{words(k).upper()} (n = 10) 3% died. ", n),
    "endpoints": lambda n: counted(
        lambda k: f"The primary outcome was x{words(k)} rate. Lower is better. ", n
    ),
    "short forms": lambda n: counted(lambda k: f"alpha beta {words(k)} (AB{words(k).upper()}) was. ", n),
    "criterion of ands": lambda n: LIST + "- Age > 18" + again(" and age > 18", n),
    "criteria of ands": lambda n: LIST + again("- " + "Age > 18 and " * 130 + "\n", n),
    "criteria": lambda n: LIST + again("- Age > 18 years\n", n),
    "sides in turn": lambda n: again(LIST + "- age > 18\n\nExclusion Criteria:\n\n- age > 80\n\n", n),
    "lines that go on": lambda n: LIST + again("word of,\n", n),
    "brackets that go on": lambda n: LIST + "- one (\n" + again("  words (\n", n),
    "deep list": lambda n: LIST + counted(lambda k: " " * (k % 500) + "- a\n", n),
    "headings of lists": lambda n: (
        LIST + again("- the following " + "a" * 180 + " b c d e f g:\n    - x\n", n)
    ),
    "of of of": lambda n: LIST + again("- " + "within 3 days of the of the " * 100 + "\n", n),
    "no no no": lambda n: LIST + again("- " + "no of " * 300 + "\n", n),
    "unless": lambda n: LIST + again("- " + "stroke unless if e.g. " * 100 + "\n", n),
    "colons": lambda n: LIST + again("- " + "stroke: " * 390 + "\n", n),
    "brackets in brackets": lambda n: LIST + again("- " + "stroke (" * 150 + ")" * 150 + "\n", n),
    "commas": lambda n: LIST + again("- " + "diabetes, stroke or " * 60 + "\n", n),
    "printable": lambda n: "".join(random.Random(7).choices(string.printable, k=n)),
    "any letters": lambda n: "".join(map(chr, random.Random(7).choices(range(0x20, 0x3000), k=n))),
}


@pytest.fixture(scope="module")
def concepts():
    return load()


def read(text: str, concepts) -> list[Reading]:
    """Every Reading of a text; a text that is no document gives none."""
    try:
        return [reading.read(d, concepts) for d in reading.documents(text.encode(), "page.txt")]
    except DocumentError:
        return []


def calls(text: str, concepts) -> int:
    """How many calls reading makes."""
    made = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text, concepts)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("name", TEXTS)
def test_four_times_the_text_is_about_four_times_the_work(name: str, concepts) -> None:
    patterns.learn()  # what is made once and kept is not counted
    read(TEXTS[name](32_000), concepts)
    short, long = calls(TEXTS[name](8_000), concepts), calls(TEXTS[name](32_000), concepts)
    assert long <= 4.6 * short + 2_000


def test_the_count_shows_work_that_grows_faster(concepts) -> None:
    """The measure above is able to fail: a look at each earlier word for each word is seen."""

    def quadratic(size: int) -> int:
        made = 0

        def count(frame: FrameType, event: str, arg: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            sum(any(j == -1 for j in range(i)) for i in range(size))
        finally:
            sys.setprofile(None)
        return made

    assert quadratic(400) > 4.6 * quadratic(100) + 2_000


@pytest.mark.parametrize("name", TEXTS)
def test_what_the_rules_look_at_is_bounded_and_the_rest_is_said(name: str, concepts) -> None:
    text = TEXTS[name](12_000)
    for found in read(text, concepts):
        seen = sentences(found.document)
        assert all(limits.is_prose(s.text) for s in seen)
        left = any("not read" in w for w in found.document.warnings)
        blocks = [b for b in found.document.own_blocks() if b.role in ("paragraph", "table", "title")]
        outside = [b for b in blocks if "clusion" not in b.section]
        read_chars = sum(len(s.text) for s in seen)
        # White space between sentences belongs to none of them; everything else is read or said to be unread.
        assert left or read_chars >= 0.9 * sum(b.end - b.start for b in outside)


@pytest.mark.parametrize("name", [n for n in TEXTS if TEXTS[n](100).startswith(LIST)])
def test_a_criterion_that_is_not_read_is_for_a_person_as_a_whole(name: str, concepts) -> None:
    for found in read(TEXTS[name](6_000), concepts):
        for criterion in found.trial.criteria if found.trial else ():
            spans = coverage(criterion)
            covered = sum(len(found.document.text[a:b].replace(" ", "")) for a, b, _ in spans)
            assert covered >= len("".join(criterion.quote.exact.split()))
            if isinstance(criterion.tree, NeedsPerson) and criterion.tree.note.startswith("not read"):
                assert criterion.tree.quote.exact == criterion.quote.exact


def test_a_long_word_and_a_long_sentence_are_named_in_a_warning(concepts) -> None:
    for odd in ("A1-" * 100, "word " * 1_000, "3 of 4, " * 60):
        (found,) = read(f"{TRIAL}Then {odd}. Mortality was 12% with placebo.", concepts)
        assert any("1 sentence was not read" in w for w in found.document.warnings)
        assert any(r.measure == "proportion" and r.value.value == 12 for r in found.results)


def test_an_ordinary_page_has_no_such_warning(concepts) -> None:
    (found,) = read(
        f"A trial of vel in sepsis\n\n{TRIAL}Mortality was 12% with placebo.\n\n{LIST}- Age > 18 years\n",
        concepts,
    )
    assert found.document.warnings == ()


def test_more_trials_and_arms_than_any_document_has_are_said(concepts) -> None:
    (trials,) = read(TEXTS["trials"](40_000), concepts)
    assert trials.results == ()
    assert any("trials by name" in w for w in trials.document.warnings)
    (arms,) = read(TEXTS["arms"](12_000), concepts)
    assert len(arms.trial.arms) <= limits.ARMS + 1
    assert any("arms after" in w for w in arms.document.warnings)


def test_a_criterion_over_the_limit_is_not_understood(concepts) -> None:
    (found,) = read(TEXTS["criterion of ands"](6_000), concepts)
    (criterion,) = found.trial.criteria
    assert isinstance(criterion.tree, NeedsPerson)
    assert criterion.tree.why == "not understood"
    (within,) = read(LIST + "- Age > 18" + " and age > 18" * 20, concepts)
    assert not isinstance(within.trial.criteria[0].tree, NeedsPerson)


PIECES = st.sampled_from(
    [
        "Inclusion Criteria:", "Exclusion Criteria:", "\n", "\n\n", "- ", "  - ", "1. ", "the following ", "age > 18 ", "and ", "or ",
        "no ", "unless ", "e.g. ", "(", ")", ": ", "; ", ", ", ". ", "stroke ", "12 (3%) ", "0.5 (95% CI 0.3-0.7) ", "p<0.05 ",
        "randomised to receive ", "placebo ", "vel ", "group ", "median 3 (IQR 1-9) ", "odds ratio ", "10^9/L ", "ULN ", "≥ ", "²", "\u2028",
        "NCT01234567 ", "within 3 days of ", "A1-" * 90, "7" * 250, "\x0b", "\ufeff", "\ud7ff", "primary outcome was ", "100 mg daily ",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_arrangement_of_words_is_an_error(text: str) -> None:
    for found in read(text, load()):
        assert all(found.document.text[r.quote.start : r.quote.end] == r.quote.exact for r in found.results)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    for found in read(text, load()):
        assert all(found.document.text[s.quote.start : s.quote.end] == s.quote.exact for s in _stated(found))


def _stated(found: Reading):
    return found.trial.stated if found.trial else ()
