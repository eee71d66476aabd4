"""Figures of an article's tables: what the checks conclude from them, and what they do not."""

from __future__ import annotations

from trialwright import check, read
from trialwright.adapters import concepts
from trialwright.model.check import Check

PAGE = """<html><head><title>Remotin</title></head><body><h1>Remotin: a randomised trial</h1>
<p>We randomised 122 adults to remotin (n=62) or placebo (n=60). {said}</p><p>Table 2. {caption}</p><table>{rows}</table></body></html>"""


def checked(rows: list[list[str]], said: str = "", caption: str = "Results") -> list[Check]:
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    page = PAGE.format(said=said, caption=caption, rows=body)
    (document,) = read.documents(page.encode(), "a.html")
    return check.check([read.read(document, concepts.load())])


def alarms(found: list[Check]) -> list[str]:
    return [c.finding for c in found if c.severity in ("minor", "major")]


def test_events_of_survival_are_no_survival() -> None:
    rows = [
        ["", "Remotin (n=62)", "Placebo (n=60)"],
        ["Progression-free survival, events", "31 (50%)", "44 (73%)"],
    ]
    said = "Conclusion: Remotin prolonged progression-free survival."
    assert alarms(checked(rows, said)) == []


def test_the_people_of_a_table_explain_a_percent_of_the_text() -> None:
    rows = [
        ["Event, n (%)", "Remotin (n=57)", "Placebo (n=60)"],
        ["Drowsiness", "13 (22.8)", "5 (8.3)"],
        ["Rash", "2 (3.5)", "4 (6.7)"],
    ]
    said = "Drowsiness occurred in 13 (22.8%) given remotin and 5 (8.3%) given placebo."
    assert alarms(checked(rows, said)) == []
    assert alarms(checked([], said)) != []


def test_a_table_without_some_event_is_no_finding() -> None:
    rows = [
        ["Event, n (%)", "Remotin", "Placebo"],
        ["Abscess", "0 (0)", "1 (1.7)"],
        ["Rash", "2 (3.2)", "4 (6.7)"],
    ]
    assert alarms(checked(rows)) == []
