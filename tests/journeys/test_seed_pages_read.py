"""The five saved pages through `read`: what comes out, each with its place in the page.

Asserted snippets are short; the pages themselves stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from trialwright.adapters import concepts
from trialwright.model.base import nodes_in
from trialwright.model.result import Reading, Result
from trialwright.read import documents, read

Seed = Callable[[str], Reading]


@pytest.fixture(scope="module")
def seed(shared: Path) -> Seed:
    dictionary = concepts.load()
    made: dict[str, Reading] = {}

    def reading(number: str) -> Reading:
        if number not in made:
            (path,) = (shared / "seeds").glob(f"{number}_*.txt")
            (document,) = documents(path.read_bytes(), path.name)
            made[number] = read(document, dictionary)
        return made[number]

    return reading


def results(reading: Reading, measure: str) -> list[Result]:
    return [r for r in reading.results if r.measure == measure]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_everything_read_has_its_words_in_the_page_and_its_grounds(seed: Seed, number: str) -> None:
    reading = seed(number)
    nodes = list(nodes_in(reading))
    known = {n.id for n in nodes}
    assert nodes
    for node in nodes:
        assert set(node.because.of) <= known, node
        quote = getattr(node, "quote", None)
        if quote is not None:
            assert quote.exact == reading.document.text[quote.start : quote.end]
            assert quote.document == reading.document.key
    assert all(r.trial == reading.trial.key for r in reading.results)


def test_aid_heart(seed: Seed) -> None:
    reading = seed("000")
    trial = reading.trial
    assert trial.key == "AID-HEART"
    assert trial.first("drug").value == "anakinra"
    assert "heart failure" in str(trial.first("population").value).lower()
    assert trial.first("population").quote.exact == "Patients With Heart Failure"
    deadline = next(s for s in trial.stated if s.label == "Participation Deadline")
    assert (deadline.value, deadline.quote.exact) == ("2026-06-01", "06/01/2026")
    assert len(trial.all("date")) == 2
    # The page gives no dose, arms, endpoint or number, and none may be invented.
    assert (trial.arms, trial.endpoints, reading.results, reading.claims) == ((), (), (), ())
    assert {"dose", "arms", "endpoints"} <= set(trial.missing)
    assert trial.identifiers == ()


def test_a_status_follows_from_the_deadline_and_today(seed: Seed) -> None:
    from trialwright.read.status import derive

    trial = seed("000").trial
    before, after = derive(trial, date(2026, 5, 31)), derive(trial, date(2026, 6, 2))
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert after.quote.exact == "06/01/2026"
    assert after.because.of


def test_ards(seed: Seed) -> None:
    reading = seed("001")
    trial = reading.trial
    assert trial.identifier("nct").value == "NCT05914454"
    assert trial.identifier("nct").quote.exact == "NCT05914454"
    assert trial.first("sponsor").quote.exact == "Azienda Sanitaria-Universitaria Integrata di Udine"
    assert trial.first("phase").value == "2"
    assert trial.first("status").quote.exact == "Non Recruiting"
    assert trial.first("minimum_age").value == 18
    assert (trial.arms, trial.endpoints, reading.results) == ((), (), ())


def test_ards_eligibility(seed: Seed) -> None:
    criteria = seed("001").trial.criteria
    sides = [c.side for c in criteria]
    assert (sides.count("inclusion"), sides.count("exclusion")) == (5, 6)
    profile = next(c for c in criteria if "at least one of" in c.quote.exact)
    for part in ("80 pg/ml", "vasopressors", "18 mMol/L"):
        assert part in profile.quote.exact


def test_als(seed: Seed) -> None:
    reading = seed("002")
    trial = reading.trial
    assert [i.value for i in trial.identifiers if i.scheme == "doi"] == ["10.1371/journal.pone.0139684"]
    treated, historical = trial.arms
    assert (treated.label, treated.role, treated.size) == ("Anakinra", "experimental", 17)
    assert (historical.role, historical.size) == ("historical", 47)
    assert historical.quote.exact == "historical cohort"
    (regimen,) = treated.regimens
    (phase,) = regimen.phases
    assert (phase.dose, phase.dose_unit, phase.every_hours, phase.duration_days) == (100, "mg", 24, 365)
    assert phase.route == ""  # the page gives none
    assert historical.regimens == ()
    (share,) = results(reading, "proportion")
    assert (share.count, share.total, share.value.value, share.value.decimals) == (16, 17, 94, 0)
    assert (share.arm, share.endpoint) == ("Anakinra", "antibodies against ANA")
    assert share.quote.exact == "Sixteen out of the 17 patients (94%)"
    assert trial.first("treated").value == 17
    assert trial.endpoints[0].label == "safety and tolerability"
    assert [c.kind for c in reading.claims] == ["no_effect", "safe"]


def test_ivory(seed: Seed) -> None:
    reading = seed("003")
    trial = reading.trial
    assert trial is None or trial.identifiers == ()
    changes = results(reading, "relative_change")
    assert {(r.value.value, r.value.relation, r.analysis) for r in changes} == {(8.0, "~", "reduction")}
    assert changes[0].endpoint == "vascular inflammation"
    none, some = results(reading, "proportion")
    assert (none.arm, none.count, none.total, none.value.value) == ("aldesleukin", 0, None, 0)
    assert (some.arm, some.count, some.total, some.value.value, some.value.relation) == (
        "comparator",
        None,
        None,
        11,
        "~",
    )
    assert {r.endpoint for r in (none, some)} == {"recurrent myocardial infarctions"}
    assert {r.time for r in (none, some)} == {"two years"}
    assert some.quote.exact == "~11%"
    assert not results(reading, "p_value")
    kinds = [c.kind for c in reading.claims]
    assert {"subgroup", "safe", "benefit"} == set(kinds)
    assert any(
        "most likely subgroup to benefit" in c.quote.exact for c in reading.claims if c.kind == "subgroup"
    )
    assert all(a.size is None and a.regimens == () for a in (trial.arms if trial else ()))


def test_covid(seed: Seed) -> None:
    reading = seed("004")
    trial = reading.trial
    assert trial.identifier("nct").value == "NCT04643678"
    assert [i.value for i in trial.identifiers if i.scheme == "doi"] == ["10.3389/fmicb.2023.1098703"]
    assert trial.identifier("pmid") is None
    randomised, screened = trial.first("randomised"), trial.first("screened")
    assert (screened.value, randomised.value, randomised.label) == (327, 80, "recruited")
    assert "80 patients were recruited" in randomised.quote.exact
    assert trial.first("allocation").value == "1:1"
    arms = {a.role: a for a in trial.arms}
    assert {role: (a.label, a.size) for role, a in arms.items()} == {
        "experimental": ("anakinra", 40),
        "control": ("standard of care", 40),
    }
    assert arms["experimental"].because.formula == "40 + 40 = 80 recruited"
    assert arms["control"].regimens == ()
    (regimen,) = arms["experimental"].regimens
    assert [(p.dose, p.dose_unit, p.route, p.every_hours, p.duration_days) for p in regimen.phases] == [
        (100, "mg", "subcutaneous", 12, 3),
        (100, "mg", "subcutaneous", 24, 4),
    ]


def test_covid_results(seed: Seed) -> None:
    reading = seed("004")
    shares = {r.arm: r for r in results(reading, "proportion") if r.endpoint == "treatment success"}
    assert {arm: (r.count, r.total, r.value.value) for arm, r in shares.items()} == {
        "anakinra": (35, 40, 87.5),
        "standard of care": (37, 40, 92.5),
    }
    assert {r.time for r in shares.values()} == {"day 14"}
    assert shares["anakinra"].quote.exact == "87.5% (n = 35)"
    assert shares["anakinra"].because.rule == "read.grammar.solve.totals"
    (p,) = results(reading, "p_value")
    assert (p.value.value, p.value.decimals, p.value.relation) == (0.712, 3, "=")
    assert (p.arm, p.versus, p.endpoint) == ("anakinra", "standard of care", "treatment success")
    (ratio,) = results(reading, "odds_ratio")
    assert (ratio.value.value, ratio.low.value, ratio.high.value, ratio.level) == (1.762, 0.39, 7.93, 95)
    assert (ratio.arm, ratio.versus, ratio.endpoint) == ("anakinra", "standard of care", "treatment success")
    (age,) = results(reading, "mean")
    assert (age.value.value, age.sd.value, age.unit, age.endpoint) == (49.9, 11.7, "years", "age")
    (endpoint,) = reading.trial.endpoints
    assert (endpoint.label, endpoint.role, endpoint.type, endpoint.time, endpoint.better) == (
        "treatment success", "primary", "binary", "day 14", "higher",
    )  # fmt: skip
    assert [c.kind for c in reading.claims] == ["no_effect", "safe", "no_effect"]
