"""The page as text: self-contained, safe, complete, and the same every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from html.parser import HTMLParser
from types import ModuleType

import pytest

from trialwright.model.base import Because
from trialwright.model.findings import Findings
from trialwright.report import render

SECTIONS = (
    "answer", "thresholds", "power", "designs", "evidence", "checks", "pooled", "screening", "trial", "documents-read", "assumptions",
    "missing", "lineage", "documents",
)  # fmt: skip


class Page(HTMLParser):
    """Tags with their attributes, and the text of each element with an id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    @property
    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.tags if "id" in a]


def test_every_id_is_unique_and_every_link_lands(page: str) -> None:
    parsed = Page(page)
    assert [i for i, n in Counter(parsed.ids).items() if n > 1] == []
    targets = [a["href"][1:] for t, a in parsed.tags if t == "a" and a.get("href", "").startswith("#")]
    assert len(targets) > 200
    assert set(targets) <= set(parsed.ids)
    named = {a["data-node"] for _, a in parsed.tags if "data-node" in a}
    assert named <= set(parsed.ids)


def test_every_node_has_a_card_and_every_quote_a_mark(whole: Findings, page: str) -> None:
    ids = set(Page(page).ids)
    assert set(whole.ledger) <= ids
    quotes = {n.quote.anchor for n in whole.ledger.values() if hasattr(n, "quote")}  # type: ignore[attr-defined]
    assert len(quotes) > 20
    assert quotes <= ids


def test_nothing_is_fetched(page: str) -> None:
    parsed = Page(page)
    for tag, attributes in parsed.tags:
        for name in ("src", "href", "xlink:href", "action", "data"):
            value = attributes.get(name, "")
            assert re.match(r"^($|#|data:|figures/|tables/)", value), (tag, name, value)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in page


def test_the_policy_names_the_script_by_its_hash(page: str) -> None:
    import base64
    import hashlib

    script = page[page.rindex("<script>") + 8 : page.rindex("</script>")]
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in page


def test_the_same_findings_give_the_same_bytes(whole: Findings, files: dict[str, bytes]) -> None:
    again = render(Findings.model_validate(whole.model_dump()))
    assert list(again) == sorted(again)
    assert {k for k in files if files[k] != again[k]} == set()


def test_the_files_are_the_promised_ones(files: dict[str, bytes]) -> None:
    tables = ("evidence", "checks", "pooled", "funnel", "characteristics", "assumptions", "missing")
    assert {f"tables/{t}.{kind}" for t in tables for kind in ("csv", "parquet")} <= set(files)
    for name in ("threshold", "power", "forest-1", "fragility-1", "funnel"):
        assert files[f"figures/{name}.csv"].count(b"\n") > 1
        root = ET.fromstring(files[f"figures/{name}.svg"])
        assert root.attrib["role"] == "img"
        assert len(root.attrib["aria-label"]) > 60
        assert b"DejaVu" not in files[f"figures/{name}.svg"]
        assert b"cursor-" not in files[f"figures/{name}.svg"]


def test_a_pooled_conclusion_tells_what_it_hangs_on(page: str) -> None:
    pooled = page[page.index('<section id="pooled"') : page.index('<section id="screening"')]
    assert "18 of 21 combinations" in pooled
    assert pooled.count("<strong>(turned)</strong>") == 1


def test_the_answer_has_its_figures_and_their_errors(page: str) -> None:
    head = page[page.index('<section id="answer"') : page.index('<section id="thresholds"')]
    for words in (
        "IL-6 ≥ 5 pg/mL",
        "90.2 %",
        "(MC error 0.30)",
        "1,089",
        "28.2",
        "4 stated assumptions",
        "3 reported results",
    ):
        assert words in head


def test_what_is_absent_is_said(invented: ModuleType) -> None:
    files = render(invented.empty())
    page = files["index.html"].decode()
    ids = set(Page(page).ids)
    assert set(SECTIONS) <= ids
    assert page.count('class="absent"') >= 8
    lacking = page[page.index('<section id="absent"') : page.index('<section id="missing"')]
    assert "No patients were given, so nobody was screened" in lacking
    assert page.count("<section") < len(SECTIONS)  # what the run has nothing for takes a line and no section
    assert [name for name in files if name.startswith("figures/")] == []
    assert files["tables/evidence.csv"].count(b"\n") == 1


def test_no_recommendable_design_gives_its_reasons(invented: ModuleType) -> None:
    whole = invented.whole()
    none = whole.recommendation.model_copy(
        update={"design": "", "cutoff": None, "reasons": ("No design keeps the limits.",)}
    )
    page = render(whole.model_copy(update={"recommendation": none}))["index.html"].decode()
    assert "No design can be recommended" in page
    assert "No design keeps the limits." in page


def test_the_sides_and_level_of_the_tests_and_the_scale_of_effects_stand_by_the_figures(page: str) -> None:
    section = page[page.index('id="thresholds"') : page.index('id="power"')]
    assert "one-sided at α = 0.025" in section
    assert "allocation 1 : 1, experimental to control" in section
    assert "lower is better; effects are on the scale: mean difference" in section
    assert "percentile of trials" in section


def test_consent_is_told_apart_from_passing_the_criteria(page: str) -> None:
    assert "<dt>pass the criteria</dt>" in page
    assert "<dt>consent, of those who pass</dt>" in page


def test_an_inadequate_design_is_not_advised_and_chance_is_not_called_power(invented: ModuleType) -> None:
    whole = invented.whole()
    found = whole.recommendation.model_copy(update={"adequate": False, "nothing_shown": ("weak",)})
    page = render(whole.model_copy(update={"recommendation": found}))["index.html"].decode()
    lead = page[page.index('<p class="lead">') : page.index("<h3>Why")]
    words = " ".join(re.sub(r"<[^>]+>", "", lead).split())
    assert words.startswith("None of these designs is adequate. The best of them would enrol only patients")
    assert re.search(r"Under weak a benefit is shown by [\d.]+ % .*of trials, no more than by chance", words)
    assert "Under base its power is" in words
    figures = page[page.index('id="thresholds"') : page.index('id="power"')]
    assert '<span class="tag">best of these, not adequate</span>' in figures
    assert "recommended" not in figures


def test_a_size_that_differs_between_scenarios_is_a_range(invented: ModuleType) -> None:
    whole = invented.whole()
    smaller = [
        o.model_copy(update={"design": o.design.model_copy(update={"patients": 140})})
        if o.scenario == "weak" and o.design.cutoff == 5.0
        else o
        for o in whole.characteristics
    ]
    page = render(whole.model_copy(update={"characteristics": tuple(smaller)}))["index.html"].decode()
    assert "140 to 300 patients, by scenario" in page


def test_a_broken_lineage_is_said_and_not_linked(invented: ModuleType) -> None:
    whole = invented.whole()
    lost = whole.priors[0].model_copy(
        update={"because": Because(rule="pool.prior", of=("pooled-ffffffffffff",))}
    )
    page = render(whole.model_copy(update={"priors": (lost,)}))["index.html"].decode()
    assert "pooled-ffffffffffff, which is not among the findings" in page
    assert 'href="#pooled-ffffffffffff"' not in page


@pytest.fixture(scope="module")
def attacked(invented: ModuleType) -> dict[str, bytes]:
    return render(invented.hostile())


def test_hostile_text_is_only_text(attacked: dict[str, bytes]) -> None:
    parsed = Page(attacked["index.html"].decode())
    assert [t for t, _ in parsed.tags].count("script") == 2
    assert not any(t in ("img", "iframe", "object", "form") for t, _ in parsed.tags)
    assert not any(name.startswith("on") for _, a in parsed.tags for name in a)
    assert not any(a.get("href", "").startswith("javascript") for _, a in parsed.tags)
    assert "{{ 7 * 7 }}" in attacked["index.html"].decode()
    for name, content in attacked.items():
        if name.endswith(".svg"):
            assert not list(ET.fromstring(content).iter("{http://www.w3.org/2000/svg}script"))


def test_hostile_text_runs_no_formula(attacked: dict[str, bytes]) -> None:
    assert b",'=cmd" in attacked["tables/evidence.csv"]


def test_progress_is_told(invented: ModuleType) -> None:
    said: list[str] = []
    render(invented.empty(), said.append)
    assert said == ["counts", "figures", "page", "tables"]
