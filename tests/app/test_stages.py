"""What a file's reading warns of reaches the plan."""

from __future__ import annotations

from pathlib import Path

from trialwright.adapters import concepts
from trialwright.app import stages
from trialwright.app.store import Store
from trialwright.app.watch import Silent
from trialwright.model.findings import Missing

RETRACTED = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>30000011</PMID><Article><ArticleTitle>Examplimab.</ArticleTitle></Article>"
    "<CommentsCorrectionsList><CommentsCorrections RefType='RetractionIn'><RefSource>J Ex. 2022</RefSource></CommentsCorrections>"
    "</CommentsCorrectionsList></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


class Heard(Silent):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def test_a_retraction_stands_with_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "old.xml").write_text(RETRACTED, encoding="utf-8")
    heard, unread = Heard(), list[Missing]()
    stages.read([tmp_path / "old.xml"], concepts.load(), Store(tmp_path / "kept"), heard, unread)
    told = "This article was retracted (J Ex. 2022)."
    assert f"old.xml: {told}" in heard.notes
    assert [(m.what, m.where) for m in unread] == [(told, "old.xml")]
