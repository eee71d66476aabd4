"""A Pattern finds what `re` finds: it never skips a text that its expression matches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import need
from trialwright import read
from trialwright.read import patterns
from trialwright.read.grammar import assemble
from trialwright.read.grammar.sentences import sentences
from trialwright.read.needs import FOLDED, needs, parsed
from trialwright.read.patterns import Choice, Pattern, Patterns, Text
from trialwright.read.starts import starts

EXPRESSIONS = (
    r"(?i)\bpilot (?:study|trial)s?\b",
    r"(?i)\brandom|\ballocat|\bassigned(?= to)",
    r"(?i)(?<![\w.])\d{1,3}(?:\.\d)?\s?%|\bper ?cent\b",
    r"(?i)\b(?P<a>[A-Z][\w-]{0,9})\s(?:versus|vs\.?|or)\s(?P<b>placebo|no \w+)(?!\w)",
    r"[Gg]roups?[\s-](?P<l>[A-D]|[1-4])\b",
    r"(?i)ratio|differ|(?-i:\b(?:a?HR|MD)\b)s?",
    r"(?:^|[.;]\s|\b[Ii]n\s)[A-Z][a-z]{1,4}\s\([Nn]\s?=\s?\d",
    r"(?i:mean|median)\s+(?:\w+\s+){0,2}±|χ²?\s?=",
    r"(?i)\b(?:fifty|sixty)(?:[- ](?:one|two|three))?\b|k/s",
    r"(?i)\w+-free\b|(?:a|an)\W{0,3}of|(?<=\d)(?:mg|ml)\b|x{2,3}y",
    r"(?i)(?:^|[,;]\s|\band\s)\s?(?:the\s)?[a-z]{2,5}?\s(?:was|were)\b",
    r"(?:(?<=[.;]\s)|\A)(?:Aims?|[Mm]ethods?)\s?:|(?i:\bno)X",
    r"(?i)(?:(?:one|two)\s){1,2}arms?|\btime to [^.;]{1,5}\S",
    r"(?i)[+-]?\s?\d{1,3}\s(?:mg|ml)\b|[(\[;:,=]\s?n\b|\s(?:v|vs)\.",
    r"(?i)^\W{0,3}(?:two|3)\s(?:wo)?men\b",
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_text_that_matches_is_searched(data: st.DataObject) -> None:
    """Texts made from the expression itself, alone and inside of others, with letters that match a Latin one."""
    expression = data.draw(st.sampled_from(EXPRESSIONS))
    text = data.draw(st.from_regex(expression))
    text = data.draw(st.sampled_from(("", "so ", "x"))) + text + data.draw(st.sampled_from(("", " it", "s")))
    for printed in (text, text.upper(), text.replace("s", "ſ").replace("k", "\u212a")):
        plain = re.compile(expression)
        pattern = learnt(expression, data.draw(st.sampled_from((Pattern, Choice))))
        assert _spans(pattern, Text(printed)) == _spans(plain, printed)
        end = len(printed) * 2 // 3
        for cut in (end, end + 1):
            found = [m.span() for m in pattern.finditer(Text(printed), 1, cut)]
            assert found == [m.span() for m in plain.finditer(printed, 1, cut)]
            for start in (0, 1):
                first, same = pattern.search(Text(printed), start, cut), plain.search(printed, start, cut)
                assert (first and first.span()) == (same and same.span())


def learnt(expression: str, kind: type[Pattern] = Pattern) -> Pattern:
    pattern = kind(expression)
    pattern.learn()
    return pattern


def _spans(pattern: Pattern | re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (r"(?i)\bpilot (?:study|trial)\b", "The pilot ended before long."),
        (r"\bMD\b", "The md was 3."),
        (r"\brandom", "A nonrandom sample."),
        (r"(?i)(?<!\w)\d", "Type q1 only."),
        (r"(?i)\bgroups?\b.{0,9}%", "Both groups did well."),
    ],
)
def test_a_text_without_what_every_match_has_is_skipped(expression: str, text: str) -> None:
    assert re.search(expression, text) is None
    assert not learnt(expression).may_match(Text(text))


@pytest.mark.parametrize(
    ("expression", "text", "other"),
    [
        (r"(?i)\bpilot of (?:study|trial)|\bearly end\b", "Early study, no pilot.", "The early end."),
        (r"(?i)\b(?:no worse|any benefit)\b", "Any worse.", "Any benefit."),
        (r"(?i)(\d\s(?:pears|figs)|ripe apples)!", "Ripe figs!", "Ripe 3 figs!"),
    ],
)
def test_a_choice_skips_a_text_that_has_parts_of_several_ways(expression: str, text: str, other: str) -> None:
    assert learnt(expression).may_match(Text(text))
    assert not learnt(expression, Choice).may_match(Text(text))
    choice = learnt(expression, Choice)
    assert choice.search(Text(text)) is None
    assert list(choice.finditer(Text(text))) == []
    assert choice.search(Text(other)) is not None
    assert len(list(choice.finditer(Text(other)))) == 1


def test_needs_are_words_and_signs() -> None:
    assert needs(parsed(r"(?i)\bMain outcomes? \(")) == {frozenset({" main "}), frozenset({" outcomes ", " outcome "}), frozenset({"("})}  # fmt: skip
    assert needs(parsed(r"\d{3}[A-C]")) == {frozenset({"0"}), frozenset({"A", "B", "C"})}
    assert needs(parsed(r"\w+|x")) == frozenset()


def test_starts_are_words_and_signs_that_every_match_begins_with() -> None:
    assert starts(parsed(r"(?i)(?<!\w)(?:About\s)?\d+%")) == {" 0", " about "}
    assert starts(parsed(r"(?:\A|(?<=[.;] ))(?:Aims?|[(<]\w+):")) == {"^", " Aim ", " Aims ", "(", "<"}
    assert starts(parsed(r"\s?\(|[-\s]\d")) == {"(", "\t(", "-", "\t 0"}
    assert starts(parsed(r"random|\d+-fold|Abs\b")) == {"random", "0", "Abs "}
    for unknown in (r"\w+-free", r"[tz]\s?=", r"\s{2}\(", r"\W\(", r"(?:\bn)?", r"(?m)^n"):
        assert starts(parsed(unknown)) == frozenset()


def test_letters_of_other_alphabets_that_match_latin_ones_are_all_known() -> None:
    latin = re.compile("[a-z]", re.IGNORECASE)
    others = "".join(chr(c) for c in range(128, 0x20000) if not 0xD800 <= c < 0xE000)
    assert {ord(m.group()) for m in latin.finditer(others)} == set(FOLDED)


def test_a_word_cut_at_the_end_of_a_search_is_still_found() -> None:
    text = Text("randomised patients")
    assert learnt(r"\brandom\b").search(text, 0, 6) is not None


def test_a_pattern_that_is_asked_often_learns_what_it_needs() -> None:
    pattern = Pattern(r"(?i)\bquokkas?\b")
    for n in range(patterns._OFTEN):
        assert pattern.may_match(Text(f"Line {n}."))
    assert pattern.may_match(Text("Quokka 1."))
    assert not pattern.may_match(Text("Line 1."))


def test_signs_of_other_alphabets_are_found_in_the_texts_that_hold_them() -> None:
    pattern = learnt(r"(?i)\w+ \d+")
    for text in ("Ēmu ٣٤", "Emu 34", "ſkink 1"):
        for printed in (text, Text(text)):
            found = pattern.search(printed)
            assert found is not None
            assert found.span() == (0, len(text))


def test_a_pattern_made_last_is_found_at_the_beginning_of_the_next_text() -> None:
    pattern = learnt(r"(?:^|[.;]\s|\b(?:[Uu]pon|[Aa]top)\s)[A-Z][a-z]{1,4}\s=")
    assert pattern.search(Text("Emu = 3")) is not None


def test_a_word_of_a_new_kind_is_found_by_a_pattern_that_was_asked_before() -> None:
    birds = learnt(r"(?i)(?:avocet|bittern|dunlin|egret)s?\s\d+")
    assert birds.search(Text("Avocets 12")) is not None
    learnt(r"(?i)(?:bitterns|dotterel|fulmar|gannet)\s[a-z]+\s\d+")
    found = birds.search(Text("Then bitterns 7"))
    assert found is not None
    assert found.span() == (5, 15)


def test_where_a_lone_sign_stands_is_left_to_re() -> None:
    text = Text("Some 7 emus and 12 ibises")
    assert [m.start() for m in learnt(r"\d").finditer(text)] == [5, 16, 17]
    assert not text.placed


def test_patterns_of_one_rule_are_chosen_by_what_a_text_has() -> None:
    rule = Patterns((("animal", Pattern(r"(?i)\bquokkas?\b")), ("place", Pattern(r"\bislands?\b|\d"))))
    assert [name for name, _ in rule.fitting(Text("Nothing."))] == ["animal", "place"]
    rule.learn()
    found = {
        t: [name for name, _ in rule.fitting(Text(t))] for t in ("Quokka 1.", "Two quokkas", "7", "None")
    }
    assert list(found.values()) == [["animal", "place"], ["animal"], ["place"], []]
    assert len(rule.fitting("None")) == 2


def test_a_pattern_made_after_a_text_is_not_thought_absent_from_it() -> None:
    text = Text("Zebrafish were counted.")
    found = learnt(r"(?i)\bzebrafish\b").search(text)
    assert found is not None
    assert found.span() == (0, 9)


def test_patterns_of_the_rules_skip_no_sentence_of_an_abstract_that_they_match(shared: Path) -> None:
    folder = shared / "data" / "reading" / "pico_corpus"
    need(folder.is_dir(), "abstracts in ../shared")
    assert assemble.assemble  # every rule of the grammar is loaded
    patterns.learn()
    texts = [
        text
        for path in sorted(folder.glob("*.txt"))[::120]
        for sentence in sentences(read.documents(path.read_bytes(), path.name)[0])
        for text in (sentence.text, sentence.bare)
    ]
    for pattern in patterns._PATTERNS:
        skipped = (t for t in texts if not pattern.may_match(t))
        assert not any(pattern.search(str(t)) for t in skipped), pattern.pattern


@pytest.mark.parametrize(
    "expression", [r"a\sb", r"a[\s,]b", r"a[^\s]b", r"a\Sb", r"a(?:\s|x)b", r"(?<=a)\s?b", r"(?i)a[\S\n]b"]
)
def test_white_space_is_that_of_any_text(expression: str) -> None:
    """In ASCII mode `re` takes the four separators (\\x1c to \\x1f) for no white space, else for such."""
    pattern, plain = learnt(expression), re.compile(expression)
    for sign in map(chr, range(128)):
        printed = f"a{sign}b"
        assert bool(pattern.search(Text(printed))) == bool(plain.search(printed)), repr(printed)


def test_a_match_knows_its_pattern_before_and_after_it_is_learned() -> None:
    pattern, other = Pattern(r"(?i)\(means?\s(?P<v>\d{1,3})\b"), Pattern(r"(?i)\(means?\s(?P<v>\d{1,3})\b|x")
    before = pattern.search(Text("sleep (mean 61 on zinc)"))
    pattern.learn()
    after = pattern.search(Text("sleep (mean 61 on zinc)"))
    assert before
    assert after
    assert before.re.pattern != after.re.pattern
    assert pattern.made(before)
    assert pattern.made(after)
    assert not other.made(after)
