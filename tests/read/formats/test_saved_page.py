"""The roles of a saved page's lines, on pages of our own making."""

from __future__ import annotations

from trialwright.model.document import Document
from trialwright.read import documents

TRIAL = """\
Skip to content
Examplimab for Sepsis in Adults: the Second Try

Examplimab for Sepsis in Adults: the Second Try

Recruiting
Apply now

Overview

Sepsis is common. This page tells of a study of examplimab, which has been tried once before, in a smaller number of
adults with sepsis, over two years.

Inclusion Criteria:

  • Lactate above 2 mmol/L, measured within
    six hours of arrival
    - by blood gas analyser
    - or in the laboratory
  • Age 18 or more

Exclusion Criteria:

  1. Pregnancy
  2. Smith A., Jones B. (2020) rule, doi 10.1000/zz.9, J Crit Care 12, 34-56

NCT09999999

FAQs

What is a trial?

A trial is a study. NCT01111111 was one, and it was found to be of much use to the people who took part in it.

References

    1. Smith A., Jones B. (2019). On lactate. J Crit Care 12, 34-56. doi: 10.1000/abc.1
"""


def page(text: str = TRIAL) -> Document:
    (document,) = documents(text.encode(), "page.txt")
    return document


def with_role(document: Document, *roles: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.role in roles]


def test_the_text_is_the_file_unchanged() -> None:
    odd = "A title of some words here\r\n\r\n  Two  spaces\tand a tab.\r\n"
    assert page(odd).text == odd


def test_a_title_printed_twice_is_the_title_twice() -> None:
    assert with_role(page(), "title") == ["Examplimab for Sepsis in Adults: the Second Try"] * 2


def test_menus_and_buttons_are_navigation() -> None:
    assert with_role(page(), "navigation") == ["Skip to content", "Apply now"]


def test_a_short_line_about_the_trial_is_metadata() -> None:
    assert with_role(page(), "metadata") == ["Recruiting", "NCT09999999"]


def test_items_keep_their_wrapped_lines_and_know_their_depth() -> None:
    document = page()
    items = [
        (b.level, document.text[b.start : b.end])
        for b in document.blocks
        if b.section == "Inclusion Criteria"
    ][1:]
    assert items == [
        (0, "• Lactate above 2 mmol/L, measured within\n    six hours of arrival"),
        (1, "- by blood gas analyser"),
        (1, "- or in the laboratory"),
        (0, "• Age 18 or more"),
    ]


def test_a_numbered_criterion_stays_a_criterion_even_when_it_cites() -> None:
    document = page()
    roles = {b.role for b in document.blocks if b.section == "Exclusion Criteria" and b.role != "heading"}
    assert roles == {"item", "metadata"}


def test_what_the_page_says_of_trials_in_general_is_boilerplate() -> None:
    boilerplate = with_role(page(), "boilerplate")
    assert "FAQs" in boilerplate
    assert any("NCT01111111" in words for words in boilerplate)


def test_a_reference_list_is_set_apart() -> None:
    (reference,) = with_role(page(), "reference")
    assert "10.1000/abc.1" in reference


def test_labels_inside_an_abstract_become_sections() -> None:
    text = "Abstract\n\nBackground: Little is known. Methods: We treated 20 adults. Results: Ten did well.\n"
    document = page(text)
    sections = {b.section: document.text[b.start : b.end] for b in document.blocks if b.role == "paragraph"}
    assert sections == {
        "Background": "Little is known.",
        "Methods": "We treated 20 adults.",
        "Results": "Ten did well.",
    }


def test_one_colon_inside_a_sentence_is_not_a_label() -> None:
    text = "Abstract\n\nThe trial had two parts. Results: see the table that follows, which is long enough.\n"
    document = page(text)
    assert [b.section for b in document.blocks if b.role == "paragraph"] == ["Abstract"]


def test_lines_broken_at_a_margin_are_one_paragraph() -> None:
    lines = [
        "This paragraph was written in a narrow column, so that each of",
        "its lines ends where the margin is and not where a thought is.",
        "Anakinra was given daily to each of the people who took part in",
        "it, and nothing else was.",
    ]
    (block,) = page("\n".join(lines)).blocks
    assert block.role == "paragraph"


def test_other_encodings_are_read_and_said() -> None:
    (document,) = documents(
        "Étude de l'examplimab chez l'adulte\n\nUn texte assez court.".encode("cp1252"), "p.txt"
    )
    assert document.text.startswith("Étude")
    assert "Windows-1252" in document.warnings[0]
    (document,) = documents("Étude à deux bras\n".encode("utf-16"), "p.txt")
    assert document.text == "Étude à deux bras\n"


def test_a_share_button_above_an_article_does_not_swallow_it() -> None:
    body = "The study of examplimab went on for two years in three towns. " * 6
    document = page(f"Examplimab Found to Help Adults With Sepsis\n\nShare\n\nNewsletter\n\n{body}\n")
    assert [b.role for b in document.blocks][-1] == "paragraph"


def test_criteria_without_bullets_are_still_the_section_s_own() -> None:
    document = page(
        "Inclusion Criteria\n\nAge 18 years or older\n\nSepsis\n\nExclusion Criteria\n\nPregnancy\n"
    )
    own = [(b.section, b.role) for b in document.blocks if b.role != "heading"]
    assert own == [("Inclusion Criteria", "paragraph")] * 2 + [("Exclusion Criteria", "paragraph")]


def test_rows_of_a_printed_table_are_a_table_and_not_a_title() -> None:
    body = "The study of examplimab went on for two years in three towns. " * 6
    row = "Age in years of all        50.0 (9.1)        54.0 (8.8)"
    document = page(
        f"Results\n\n{body}\n\n{row}\n\n-----   -----\n\nDuration of the whole treatment\n\n{body}\n\n{row}\n\nDuration of the whole treatment\n"
    )
    assert with_role(document, "table") == [row, row]
    assert with_role(document, "title") == []
    assert with_role(document, "navigation") == ["-----   -----"]


def test_a_sentence_that_names_a_study_is_prose() -> None:
    body = (
        "In a trial of forty adults with sepsis (NCT01234567) Smith et al. found that few of them did well."
    )
    assert [b.role for b in page(f"Overview\n\n{body}\n").blocks] == ["heading", "paragraph"]


def test_a_sentence_behind_a_heading_on_its_line_is_read() -> None:
    page = "# A comparison of copper with iron in adults\n\n# Abstract We assigned 38 men to copper and 40 to iron.\n"
    assert _roles(page)[-1] == "paragraph"
    caption = "###### Characteristics of the 57 men who were seen again.\n"
    assert _roles(caption) == ["heading"]


def _roles(page: str) -> list[str]:
    return [block.role for block in documents(page.encode(), "page.txt")[0].blocks]
