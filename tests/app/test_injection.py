"""Typed errors in clean abstracts of our own."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks.reading.errors import Oracle, run
from trialwright.adapters import concepts
from trialwright.app.injection import scoring, synthetic, typed, verb
from trialwright.app.injection.places import marked
from trialwright.cli import show_injected
from trialwright.cli.main import app
from trialwright.errors import PlanError

ABSTRACTS = [synthetic.abstract(np.random.default_rng([3, i]), i) for i in range(4)]


@pytest.mark.parametrize("about", ABSTRACTS, ids=lambda a: a.marked.name)
def test_a_clean_abstract_raises_no_alarm_and_its_places_are_read(about):
    reading, clean = scoring.alarms(about.marked.text, about.marked.name, concepts.load())
    assert clean == ()
    read_back = {(p.kind, p.start, p.end) for p in marked(reading).places}
    wanted = {
        (p.kind, p.start, p.end)
        for p in about.marked.places
        if p.kind in ("count", "percent", "mean", "sd", "estimate", "p")
    }
    assert wanted <= read_back


@pytest.mark.parametrize("kind", typed.TYPES)
def test_each_type_changes_only_its_place_and_is_noticed_where_it_can_be(kind):
    rng, dictionary = np.random.default_rng(5), concepts.load()
    decidable = found = 0
    for about in ABSTRACTS:
        error = typed.TYPES[kind](about.marked, rng)
        if error is None:
            continue
        was, now = about.marked.text, error.text
        assert was[: error.start] == now[: error.start]
        assert was[len(was) - (len(now) - error.end) :] == now[error.end :]
        if Oracle(about, error).contradicts():
            decidable += 1
            found += scoring.trial(about.marked, error, (), dictionary).found
    assert decidable >= 1
    assert found >= decidable - 1


def test_an_abstract_without_an_error_is_no_contradiction():
    for about in ABSTRACTS:
        assert not Oracle(about, typed.Error("digit typo", about.marked.text, 0, 0, (), (), ())).contradicts()


def test_the_same_seed_makes_the_same_errors():
    assert run(1, 9) == run(1, 9)


def test_the_table_says_what_was_not_noticed(capsys):
    error = typed.TYPES["wrong N"](ABSTRACTS[0].marked, np.random.default_rng(1))
    missed = scoring.Trialled("made.txt", error, (), found=False, named=False)
    show_injected.injected(verb.Injected(1, (missed,), ("truncation",)), False)
    shown = capsys.readouterr().out
    assert "no document has a place for it" in shown
    assert f"made.txt: wrong N, {error.was[0]} to {error.now[0]}" in shown


def test_the_command(tmp_path):
    (tmp_path / "made.txt").write_text(ABSTRACTS[0].marked.text)
    got = CliRunner().invoke(app, ["check", str(tmp_path), "--inject", "--seed", "2", "--json"])
    assert got.exit_code == 0, got.output
    made = json.loads(got.output)
    assert made["documents"] == 1
    assert {x["type"] for x in made["errors"]} >= {"digit typo", "wrong N", "lost superscript"}


def test_a_document_must_be_named():
    with pytest.raises(PlanError, match="No document is named"):
        CliRunner().invoke(app, ["check"], catch_exceptions=False)
