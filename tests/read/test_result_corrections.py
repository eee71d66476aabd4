"""What a person says of a number that was read: it wins, survives re-reading, and is never put elsewhere."""

import pytest
from typer.testing import CliRunner

from trialwright.adapters import concepts
from trialwright.app import verbs
from trialwright.cli.main import app
from trialwright.errors import EvidenceError
from trialwright.read import documents, read
from trialwright.read.result_corrections import apply, in_words, load

TEXT = "A randomised trial\n\nWe randomised 80 patients to vel (n = 40) or placebo (n = 40). Relapse occurred in 12 of 40 patients (30%) given vel and 20 of 40 (50%) given placebo."


def reading(text=TEXT):
    (document,) = documents(text.encode(), "trial.txt")
    return read(document, concepts.load())


def corrected(yaml, text=TEXT):
    return apply(reading(text), load(yaml.encode(), "trial.txt.results.yaml"))


def entry(quote="12 of 40 patients (30%)", read="{count: 13, total: 41}", more=""):
    return f"- quote: {quote}\n  read: {read}\n{more}  by: A. Reader\n  when: 2026-03-01\n"


def shares(got):
    return [(r.count, r.total) for r in got.reading.results if r.measure == "proportion"]


def test_a_correction_wins_and_says_who_and_when():
    got = corrected(entry())
    assert shares(got) == [(13, 41), (20, 40)]
    (made,) = (r for r in got.reading.results if r.count == 13)
    assert made.because.rule == "read.result_corrections.corrected"
    assert got.told == {made.id: "corrected by A. Reader, 2026-03-01: count: 13, total: 41"}
    assert got.warnings == ()


def test_printed_numbers_keep_their_decimals():
    got = corrected(entry(read="{value: '30.5', endpoint: relapse at 1 year}"))
    made = next(r for r in got.reading.results if r.endpoint == "relapse at 1 year")
    assert (made.value.value, made.value.decimals) == (30.5, 1)


def test_it_survives_a_new_version_of_the_document():
    new = TEXT.replace("A randomised trial\n", "A randomised trial of vel\n\nUpdated in May.\n").replace(
        "12 of 40 patients (30%)", "12 of 40 persons (30%)"
    )
    got = corrected(entry(), new)
    assert shares(got) == [(13, 41), (20, 40)]
    assert "found as" in next(iter(got.told.values()))


def test_what_stands_nowhere_is_an_orphan_that_is_told():
    got = corrected(entry(), TEXT.replace("12 of 40", "14 of 40"))
    assert shares(got) == [(14, 40), (20, 40)]
    assert "orphan" in got.warnings[0]
    assert got.reading.document.warnings[-1] == got.warnings[0]


def test_words_before_the_quote_must_stand_before_it_in_the_new_version_too():
    new = TEXT.replace("12 of 40 patients (30%)", "11 of 40 patients (28%)") + (
        " Nausea occurred in 12 of 40 patients (30%) given vel."
    )
    got = corrected(entry(more="  after: Relapse occurred in\n"), new)
    assert (13, 41) not in shares(got)
    assert "after «Relapse occurred in»" in got.warnings[0]


def test_a_correction_of_what_is_read_differently_today_is_not_applied():
    said = next(in_words(r) for r in reading().results if r.count == 12)
    good = corrected(entry(more=f"  said: {said}\n"))
    bad = corrected(entry(more=f"  said: {said.replace('vel', 'placebo')}\n"))
    assert shares(good) == [(13, 41), (20, 40)]
    assert shares(bad) == [(12, 40), (20, 40)]
    assert "corrected was" in bad.warnings[0]


def test_a_confirmation_lapses_when_the_reading_changed():
    said = next(in_words(r) for r in reading().results if r.count == 12)
    good = corrected(entry(read="confirmed", more=f"  said: {said}\n"))
    assert list(good.told.values()) == ["confirmed by A. Reader, 2026-03-01"]
    bad = corrected(entry(read="confirmed", more="  said: 12/41 vel\n"))
    assert bad.told == {}
    assert "read today is" in bad.warnings[0]


def test_beside_the_document_it_is_applied_to_every_reading(tmp_path):
    (tmp_path / "trial.txt").write_text(TEXT)
    (tmp_path / "trial.txt.results.yaml").write_text(entry())
    readings, checks = verbs.check([tmp_path])
    assert [(r.count, r.total) for r in readings[0].results if r.measure == "proportion"] == [
        (13, 41),
        (20, 40),
    ]
    assert any(c.name == "percent_count" and c.verdict == "impossible" for c in checks)


@pytest.mark.parametrize(
    ("yaml", "what"),
    [
        ("quote: x", "Corrections are a list"),
        ("- quote: x\n  by: A\n  when: today\n", "has no 'read'"),
        (entry(read="{totals: 4}"), "has no 'totals'"),
        (entry(read="{total: many}"), "total is 'many'"),
        (entry(read="perhaps"), "read is 'perhaps'"),
        (entry(more="  why: because\n"), "no field 'why'"),
        ("- [", "not valid YAML"),
        (entry(read="{count: -5}"), "count is '-5'"),
        (entry(read="{total: 0}"), "total is '0'"),
        (entry(read="{value: nan}"), "value is 'nan'"),
        (entry(read="{p: 7}"), "p is '7'"),
        (entry(read="{sd: -1}"), "sd is '-1'"),
        (entry(read="{level: 100}"), "level is '100'"),
        (entry().replace("2026-03-01", "2026-13-01"), "when is '2026-13-01'"),
        (entry().replace("2026-03-01", "soon"), "when is 'soon'"),
    ],
)
def test_a_file_that_says_something_else_is_an_error_with_its_line(yaml, what):
    with pytest.raises(EvidenceError, match=what) as error:
        load(yaml.encode(), "trial.txt.results.yaml")
    assert "trial.txt.results.yaml" in error.value.where
    assert error.value.fix


def test_the_ends_of_what_a_number_can_be_are_taken():
    got = corrected(entry(read="{count: 0, total: 1, p: 1, sd: 0, value: -3.5}"))
    assert shares(got) == [(0, 1), (20, 40)]


@pytest.mark.parametrize(
    ("first", "second", "many"),
    [
        ("{count: 13}", "{count: 14}", 1),
        ("confirmed", "{count: 14}", 1),
        ("{count: 13}", "{total: 41}", 0),
        ("{count: 13}", "{count: 13}", 0),
    ],
)
def test_two_entries_that_say_different_things_of_one_number_are_told(first, second, many):
    got = corrected(entry(read=first) + entry(read=second).replace("A. Reader", "B. Reader"))
    assert len(got.warnings) == many
    assert all("also told by A. Reader, 2026-03-01" in w for w in got.warnings)


RIS = "TY  - JOUR\nTI  - {}\nAB  - We randomised 80 patients to vel (n = 40) or placebo (n = 40). Relapse occurred in {} given vel and 20 of 40 (50%) given placebo.\nER  - \n"


@pytest.mark.parametrize(
    ("quote", "changed", "said"),
    [
        ("12 of 40 patients (30%)", [(13, 41)], ""),
        ("20 of 40 (50%)", [], "stands in 2 records"),
        ("17 of 40 patients (43%)", [], "stands in no record"),
    ],
)
def test_of_several_records_a_correction_is_of_the_one_that_has_its_words(tmp_path, quote, changed, said):
    (tmp_path / "two.ris").write_text(
        RIS.format("Vel early", "12 of 40 patients (30%)") + RIS.format("Vel late", "9 of 40 patients (23%)")
    )
    (tmp_path / "two.ris.results.yaml").write_text(entry(quote))
    readings, _ = verbs.check([tmp_path])
    assert [(r.count, r.total) for one in readings for r in one.results if r.total == 41] == changed
    warnings = [w for one in readings for w in one.document.warnings]
    assert [said in w for w in warnings] == ([True] if said else [])


@pytest.mark.parametrize(
    "verb", [["check"], ["check", "--json"], ["pool", "--endpoint", "relapse", "--scale", "log_odds_ratio"]]
)
def test_an_orphan_is_told_whoever_asks(tmp_path, verb):
    (tmp_path / "trial.txt").write_text(TEXT)
    (tmp_path / "trial.txt.results.yaml").write_text(entry("17 of 40 patients (43%)"))
    shown = CliRunner().invoke(app, [*verb, str(tmp_path)])
    assert "orphan: «17 of 40 patients (43%)»" in shown.stderr
    assert "orphan" not in shown.stdout


def test_what_is_read_shows_who_corrected_it_and_whose_part_it_is(tmp_path):
    (tmp_path / "trial.txt").write_text(
        TEXT
        + " In the subgroup of women, relapse occurred in 5 of 18 (28%) with vel and 9 of 17 (53%) with placebo."
    )
    (tmp_path / "trial.txt.results.yaml").write_text(entry())
    shown = " ".join(CliRunner().invoke(app, ["read", str(tmp_path)]).stdout.split())
    assert "(corrected by A. Reader, 2026-03-01: count: 13, total: 41)" in shown
    assert "5/18 vel relapse [subgroup of women]" in shown
