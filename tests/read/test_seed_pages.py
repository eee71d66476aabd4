"""The five saved pages: who each is about. What their numbers say is tested with the grammar and in the journeys."""

from __future__ import annotations

import datetime
import html
from pathlib import Path

import pytest

from trialwright.model.document import Document
from trialwright.model.trial import Trial
from trialwright.read import documents, identity
from trialwright.read.status import derive


@pytest.fixture(scope="session")
def pages(shared: Path) -> dict[str, Document]:
    found = {}
    for file in sorted((shared / "seeds").glob("*.txt")):
        (document,) = documents(file.read_bytes(), file.name)
        assert document.text == file.read_bytes().decode()
        found[file.name[:3]] = document
    return found


def facts(document: Document) -> dict[str, object]:
    return {s.field: s.value for s in reversed(identity.read(document).stated)}


def own(document: Document) -> set[tuple[str, str]]:
    return {(i.scheme, i.value) for i in identity.read(document).identifiers}


def test_000(pages: dict[str, Document]) -> None:
    who = identity.read(pages["000"])
    assert who.key == "AID-HEART"
    assert who.identifiers == ()
    values = facts(pages["000"])
    assert values["drug"] == "anakinra"
    assert values["population"] == "patients with heart failure"
    dates = [(s.value, s.label, s.quote.exact) for s in who.stated if s.field == "date"]
    assert dates == [("2026-02-06", "", "02/06/2026"), ("2026-06-01", "Participation Deadline", "06/01/2026")]
    assert all(s.alternatives for s in who.stated if s.field == "date")
    assert not {"phase", "sponsor", "status", "minimum_age", "enrollment"} & set(values)


@pytest.mark.parametrize(("today", "value"), [("2026-06-01", "open"), ("2026-06-02", "closed")])
def test_000_status_follows_from_the_deadline(pages: dict[str, Document], today: str, value: str) -> None:
    who = identity.read(pages["000"])
    found = derive(Trial(key=who.key, stated=who.stated), datetime.date.fromisoformat(today))
    assert found is not None
    assert str(found.value).startswith(value)
    assert found.quote.exact == "06/01/2026"


def test_001(pages: dict[str, Document]) -> None:
    assert own(pages["001"]) == {("nct", "NCT05914454")}
    values = facts(pages["001"])
    assert values["sponsor"] == "Azienda Sanitaria-Universitaria Integrata di Udine"
    assert (values["phase"], values["minimum_age"], values["sex"]) == ("2", 18, "all")
    assert (values["status"], values["date"]) == ("not recruiting", "2025-10-21")
    (status,) = (s for s in identity.read(pages["001"]).stated if s.field == "status")
    assert status.quote.exact == "Non Recruiting"
    items = [(b.section, b.level) for b in pages["001"].blocks if b.role == "item"]
    assert [items.count(k) for k in (("Inclusion Criteria", 0), ("Inclusion Criteria", 1))] == [5, 3]
    assert items.count(("Exclusion Criteria", 0)) == 6


def test_002(pages: dict[str, Document]) -> None:
    assert own(pages["002"]) == {("doi", "10.1371/journal.pone.0139684")}
    assert facts(pages["002"])["condition"] == "amyotrophic lateral sclerosis"


def test_003(pages: dict[str, Document]) -> None:
    assert own(pages["003"]) == set()
    assert identity.read(pages["003"]).key == "IVORY"
    assert facts(pages["003"])["drug"] == "aldesleukin"


def test_004(pages: dict[str, Document]) -> None:
    assert own(pages["004"]) == {("nct", "NCT04643678"), ("doi", "10.3389/fmicb.2023.1098703")}
    assert facts(pages["004"])["date"] == "2023-01-26"


def test_no_page_lends_a_cited_or_boilerplate_number_to_its_own_text(pages: dict[str, Document]) -> None:
    text = pages["004"].text
    spoken = " ".join(text[b.start : b.end] for b in pages["004"].own_blocks())
    for cited in ("annrheumdis", "fimmu.2021", "pone.0269065", "ijid.2020", "keab447", ".mil"):
        assert cited in text
        assert cited not in spoken
    faq = " ".join(pages["001"].text[b.start : b.end] for b in pages["001"].own_blocks())
    assert "compensat" not in faq


def as_html(text: str) -> bytes:
    """The page as mark-up that knows only lines and lists: no heading, no navigation, no title."""
    rows = []
    for line in text.splitlines():
        words = html.escape(line.strip())
        rows.append(f"<ul><li>{words[2:]}</ul>" if words.startswith("• ") else f"<div>{words}</div>")
    return ("<!doctype html><html><body>" + "\n".join(rows) + "</body></html>").encode()


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_same_page_as_html_has_the_same_identity(pages: dict[str, Document], number: str) -> None:
    (page,) = documents(as_html(pages[number].text), "page.html")
    assert page.format == "HTML"
    assert own(page) == own(pages[number])
    assert facts(page) == facts(pages[number])
