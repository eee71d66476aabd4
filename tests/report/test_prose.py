"""Sentences on the page: emphasis and line breaks, after escaping."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trialwright.report.prose import prose


def test_names_are_emphasised_and_short_ones_kept_together() -> None:
    assert prose("Under `weak` with IL-6") == 'Under <em>weak</em> with <span class="nowrap">IL-6</span>'


def test_a_tag_in_ticks_is_text() -> None:
    assert prose("`<script>`") == "<em>&lt;script&gt;</em>"


def test_an_identifier_is_not_cut() -> None:
    assert prose("NCT-04241601-A-12") == "NCT-04241601-A-12"


@given(st.text(alphabet="<>&\"'`a-1 \n", max_size=40))
def test_only_our_own_tags_come_out(text: str) -> None:
    out = str(prose(text))
    for ours in ("<em>", "</em>", '<span class="nowrap">', "</span>"):
        out = out.replace(ours, "")
    assert not set("<>\"'") & set(out)
