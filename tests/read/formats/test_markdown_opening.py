"""What a saved article opens with is read, however short it is."""

from __future__ import annotations

from trialwright import read

ARTICLE = """# Abstract ## Background Little is known. ## Methods 90 adults were randomly assigned to zinc or placebo. # Results  They did well.

::: caption
Outcomes at the end of the trial
:::

  Outcome   Zinc   Placebo
  --------- ------ ---------
  Rash      4      6
"""


def test_a_caption_is_no_title_above_which_all_is_left_out() -> None:
    document = read.documents(ARTICLE.encode(), "article.md")[0]
    told = [document.text[b.start : b.end] for b in document.blocks if b.role in ("paragraph", "item")]
    assert any("randomly assigned" in words for words in told)
