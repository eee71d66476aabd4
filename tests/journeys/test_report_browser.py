"""The report in a real browser, opened from a file with the network shut.

Skips where Chromium is absent, except with TRIALWRIGHT_CI set, where its absence is a failure.
"""

from __future__ import annotations

import datetime
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from trialwright.app import comparing, plan_file
from trialwright.app import plan as app
from trialwright.app.store import Store
from trialwright.app.watch import Silent
from trialwright.model.findings import Findings
from trialwright.report import render

ROOT = Path(__file__).resolve().parents[2]
HERO, SEEDS = ROOT / "examples" / "post-mi-il2", ROOT.parent / "shared" / "seeds"
PAST = ROOT / "examples" / "als-past-controls"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("TRIALWRIGHT_CI"),
        reason="needs Chromium: apt-get install chromium",
    ),
]


def invented(name: str) -> Any:
    path = Path(__file__).parents[1] / "fixtures" / "report_findings.py"
    spec = importlib.util.spec_from_file_location("report_findings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)()


def planned(folder: Path) -> Findings:
    """A plan's findings, nothing stored."""
    return app.find(plan_file.load(folder), datetime.date(2026, 11, 22), Store(None), Silent())


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Findings]:
    """Invented findings by name, the hero's with fewer trials, and those of the five saved pages."""
    made: dict[str, Findings] = {}

    def find(name: str) -> Findings:
        if name not in made:
            folder = tmp_path_factory.mktemp(name) / "plan"
            if name == "hero":
                shutil.copytree(HERO, folder, ignore=shutil.ignore_patterns("report", ".trialwright"))
                text = (folder / "plan.yaml").read_text()
                assert "replicates: 10000" in text
                (folder / "plan.yaml").write_text(text.replace("replicates: 10000", "replicates: 500"))
                made[name] = planned(folder)
            elif name == "seeds":
                folder.mkdir()
                (folder / "plan.yaml").write_text("question: What do the five pages say?\n")
                shutil.copytree(SEEDS, folder / "documents")
                made[name] = planned(folder)
            elif name == "past controls":
                shutil.copytree(PAST, folder, ignore=shutil.ignore_patterns("report", ".trialwright"))
                comparing.run(folder, datetime.date(2026, 11, 22), lock=True)
                made[name] = planned(folder)
            else:
                made[name] = invented(name)
        return made[name]

    return find


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "Chromium is not installed, and TRIALWRIGHT_CI asks for it"
    home = str(tmp_path_factory.mktemp("home"))  # where Chromium keeps its settings and crash notes
    env = os.environ | {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS, env=env)
        yield running
        running.close()


@pytest.fixture(scope="module")
def report_files(
    tmp_path_factory: pytest.TempPathFactory, findings: Callable[[str], Findings]
) -> Callable[[str], Path]:
    """Name of findings → index.html, written once."""
    written: dict[str, Path] = {}

    def write(name: str) -> Path:
        if name not in written:
            folder = tmp_path_factory.mktemp(f"{name}-report")
            for path, content in render(findings(name)).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            written[name] = folder / "index.html"
        return written[name]

    return write


@pytest.fixture
def opened(browser: Any, report_files: Callable[[str], Path]) -> Iterator[Callable[..., Any]]:
    """Open a report; at the end nothing may have been asked of the network or complained of in the console."""
    trouble: list[str] = []
    contexts = []

    def open_page(name: str = "whole", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": 1366, "height": 860}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: (
                trouble.append(f"console {m.type}: {m.text}") if m.type in ("error", "warning") else None
            ),
        )
        page.on("pageerror", lambda e: trouble.append(f"error: {e}"))
        page.on("dialog", lambda d: (trouble.append(f"dialog: {d.message}"), d.dismiss()))

        def only_files(route: Any) -> None:
            if route.request.url.startswith(("file:", "data:")):
                route.continue_()
            else:
                trouble.append(f"request: {route.request.url}")
                route.abort()

        context.route("**/*", only_files)
        page.goto(report_files(name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


IN_VIEW = """id => {
    const e = document.getElementById(id), r = e.getBoundingClientRect();
    const on = document.elementFromPoint(r.left + 2, r.top + r.height / 2);
    return r.width > 0 && r.height > 0 && r.top >= 0 && r.bottom <= innerHeight && !!on && (e.contains(on) || on.contains(e));
}"""


REPORTS = [
    "whole",
    "hero",
    pytest.param("seeds", marks=pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")),
]


@pytest.mark.parametrize("name", REPORTS)
def test_every_quote_link_lands_on_its_highlighted_words(
    opened: Callable[..., Any], findings: Callable[[str], Findings], name: str
) -> None:
    page = opened(name)
    anchors = page.evaluate(
        "[...new Set([...document.querySelectorAll('a[data-quote]')].map(a => a.getAttribute('href').slice(1)))]"
    )
    assert len(anchors) > 20
    words = {n.quote.anchor: n.quote.exact for n in findings(name).ledger.values() if hasattr(n, "quote")}
    for anchor in anchors:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")
        page.evaluate("a => { location.hash = a }", anchor)
        page.wait_for_function(
            "a => document.querySelector('mark.lit') && document.getElementById(a).checkVisibility()",
            arg=anchor,
        )
        lit = page.evaluate("[...document.querySelectorAll('mark.lit')].map(m => m.textContent).join('')")
        assert lit == words[anchor]
        assert page.evaluate(IN_VIEW, anchor), anchor


def test_one_click_on_any_number_shows_its_line_to_the_sentence(opened: Callable[..., Any]) -> None:
    page = opened()
    page.locator("#thresholds tr.chosen a.n").first.click()
    panel = page.locator("#panel")
    assert panel.is_visible()
    line = panel.locator("ol.line")
    kinds = line.locator("li > .tag").all_inner_texts()
    assert kinds == ["Scenario", "Prior", "Pooled", "Effect", "Result"]
    assert line.locator("blockquote mark").inner_text().startswith("-2.10 mL lower")
    line.locator("a[data-quote]").click()
    page.wait_for_selector("mark.lit")
    anchor = page.evaluate("location.hash.slice(1)")
    assert page.evaluate(IN_VIEW, anchor)
    assert panel.is_visible()  # the line stays beside its sentence


@pytest.mark.parametrize("name", REPORTS)
def test_every_number_link_opens_a_card(opened: Callable[..., Any], name: str) -> None:
    page = opened(name)
    nodes = page.evaluate(
        "[...new Set([...document.querySelectorAll('main a[data-node]')].map(a => a.dataset.node))]"
    )
    assert len(nodes) > 40
    for node in nodes:
        page.evaluate("n => document.querySelector(`main a[data-node='${n}']`).click()", node)
        assert page.evaluate("document.getElementById('panel').dataset.node") == node
        title = page.evaluate("n => document.getElementById(n).querySelector('.title').textContent", node)
        assert page.locator("#panel .node.root .title").inner_text() == title.strip()


def test_the_panel_by_keyboard_alone(opened: Callable[..., Any]) -> None:
    page = opened()
    link = page.locator("#answer .lead a.n").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.id") == "panel-body"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert link.evaluate("e => e === document.activeElement")


def test_the_explorer_answers_to_cutoff_and_scenario(opened: Callable[..., Any]) -> None:
    page = opened()
    tile = page.locator("#explorer-figures > div").first
    assert page.locator("#cut-text").inner_text() == "≥ 5"  # the recommended one
    assert "90.2 %" in tile.inner_text()
    page.get_by_role("radio", name="weak").check()
    assert "56.0 %" in tile.inner_text()
    page.locator("#cut").focus()
    page.keyboard.press("End")
    assert page.locator("#cut-text").inner_text() == "≥ 12"
    assert "50.0 %" in tile.inner_text()
    assert "Beyond the plan's limits." in page.locator("#explorer-note").inner_text()
    on = page.evaluate("[...document.querySelectorAll('[id*=-cursor-].on')].map(e => e.id)")
    assert on == [f"threshold-cursor-{panel}-4" for panel in range(4)]
    tile.locator("a.n").click()
    assert page.locator("#panel .root").inner_text().startswith("Operating characteristics")


def test_checks_filter_by_verdict(opened: Callable[..., Any]) -> None:
    page = opened()
    rows = page.locator("#check-table tbody tr:visible")
    assert rows.count() == 5
    page.get_by_role("button", name="not checkable").click()
    assert rows.count() == 2
    page.get_by_role("button", name="all 5").click()
    assert rows.count() == 5


def test_without_script_a_number_leads_to_its_card_and_a_sentence_to_its_words(
    opened: Callable[..., Any],
) -> None:
    page = opened(java_script_enabled=False)
    page.locator("#thresholds tr.chosen a.n").first.click()
    target = page.locator(".node:target")
    assert target.is_visible()
    assert "enriched, IL-6 ≥ 5 under base" in target.inner_text()
    page.locator("#evidence a.q").first.click()
    mark = page.locator("mark:target")
    assert mark.is_visible()
    assert page.locator("#explorer").is_hidden()


def test_everything_is_open_on_paper(opened: Callable[..., Any]) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert page.locator("#explorer").is_hidden()
    assert page.locator("nav").is_hidden()
    pdf = page.pdf(format="A4", print_background=True)
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(document[i].get_textpage().get_text_bounded() for i in range(len(document)))
    assert "Where this comes from" not in text
    assert "Background: Inflammation may slow recovery." in text  # a document, in full
    assert "pool.random_effects.reml" in text  # a card
    assert page.evaluate("document.querySelectorAll('main details[open]').length") == 0  # and closed again


def test_the_page_fits_the_window(opened: Callable[..., Any]) -> None:
    page = opened()
    for width in (1366, 800, 400):
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_a_long_answer_fits_the_window(opened: Callable[..., Any]) -> None:
    page = opened("past controls")
    assert len(page.locator("#answer .lead").inner_text()) > 300
    for width in (1366, 400):
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_hostile_text_is_inert(opened: Callable[..., Any]) -> None:
    page = opened("hostile")
    assert page.evaluate("window.hurt") is None
    for node in page.evaluate(
        "[...new Set([...document.querySelectorAll('main a[data-node]')].map(a => a.dataset.node))]"
    ):
        page.evaluate("n => document.querySelector(`main a[data-node='${n}']`).click()", node)
    page.keyboard.press("Escape")
    page.locator("input[name=scenario]").last.check()
    assert page.evaluate("window.hurt") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, object, form').length") == 0


def test_an_empty_report_opens_quietly(opened: Callable[..., Any]) -> None:
    page = opened("empty")
    assert page.locator(".absent").count() >= 8
