"""Results out of tables of articles, made up here: each figure under its arm, outcome, time and part, and none without."""

from __future__ import annotations

import time

import pytest

from trialwright import check, read
from trialwright.adapters import concepts
from trialwright.model.result import Reading, Result

CONCEPTS = concepts.load()
ABSTRACT = "We randomised 122 adults to remotin (n=62) or placebo (n=60)."
THREE = "We randomised 150 cooks to tai chi (n=51), swimming (n=49) or a waiting list (n=50)."


def article(
    table: str, abstract: str = ABSTRACT, caption: str = "Outcomes at week 6", note: str = ""
) -> Reading:
    """The reading of a JATS article with this table."""
    data = f"""<?xml version="1.0"?><article article-type="research-article"><front><journal-meta/><article-meta>
<article-id pub-id-type="doi">10.9999/full.1</article-id><title-group><article-title>A randomised trial</article-title></title-group>
<abstract><p>{abstract}</p></abstract></article-meta></front><body><sec><title>Results</title><table-wrap><label>Table 1</label>
<caption><p>{caption}</p></caption><table>{table}</table><table-wrap-foot><p>{note}</p></table-wrap-foot></table-wrap></sec></body></article>"""
    (document,) = read.documents(data.encode(), "a.xml")
    return read.read(document, CONCEPTS)


def rows(*lines: str) -> str:
    """A table's rows, cells parted by "|"; a cell "2*x" spans two columns, ">x" is set in, "2_x" goes down two lines."""
    out = []
    for line in lines:
        cells = []
        for cell in line.split("|"):
            span, _, words = cell.strip().rpartition("*")
            down, _, words = words.rpartition("_")
            words = words.replace("^a", "<sup>a</sup>").replace("<1", "&lt;1")
            attributes = (f' colspan="{span}"' if span else "") + (f' rowspan="{down}"' if down else "")
            cells.append(
                f"<td{attributes}>{words.replace('>', chr(0x2003), 1) if words.startswith('>') else words}</td>"
            )
        out.append("<tr>" + "".join(cells) + "</tr>")
    return "".join(out)


def told(reading: Reading, *measures: str) -> list[Result]:
    return [
        r
        for r in reading.results
        if r.because.rule == "read.tabled" and (not measures or r.measure in measures)
    ]


HEAD = "|Remotin (n = 62)|Placebo (n = 60)|Risk ratio (95% CI)|p"


def test_each_figure_is_of_its_arm_outcome_and_time() -> None:
    got = told(article(rows(HEAD, "Sneezing stopped, n (%)|31 (50.0)|18 (30.0)|1.67 (1.06 to 2.63)|0.03")))
    assert [(r.arm, r.count, r.total, r.value.value, r.endpoint, r.time) for r in got] == [
        ("remotin", 31, 62, 50.0, "Sneezing stopped", "week 6"),
        ("placebo", 18, 60, 30.0, "Sneezing stopped", "week 6"),
    ]
    assert [r.quote.exact for r in got] == ["31 (50.0)", "18 (30.0)"]


def test_no_figure_of_a_table_stands_without_an_outcome() -> None:
    got = article(
        rows(
            "|Centre A|Centre B", "Sneezing, n (%)|31 (50%)|18 (30%)", "Age, mean (SD)|41.2 (9.9)|40.8 (9.1)"
        )
    )
    assert [r for r in got.results if r.measure != "size" and not r.endpoint] == []


def test_baseline_rows_are_no_outcomes() -> None:
    table = rows(
        HEAD,
        "Age, years, mean (SD)|41.2 (9.9)|40.8 (9.1)||",
        "Women, n (%)|33 (53.2)|35 (58.3)||",
        "CRP, mg/L, median (IQR)|2.1 (0.9–4.4)|2.3 (1.0–4.1)||",
    )
    got = told(article(table, caption="Baseline characteristics"))
    assert {r.time for r in got} == {"baseline"}
    assert [(r.measure, r.endpoint) for r in got[::2]] == [
        ("mean", "Age, years"),
        ("proportion", "Women"),
        ("median", "CRP, mg/L"),
    ]
    assert [(r.sd.value if r.sd else None, r.low.value if r.low else None) for r in got[::2]] == [
        (9.9, None),
        (None, None),
        (None, 0.9),
    ]


def test_what_happened_later_is_not_at_baseline_under_any_caption() -> None:
    table = rows(
        HEAD, "Women, n (%)|33 (53.2)|35 (58.3)||", "Any serious adverse event, n (%)|4 (6.5)|6 (10.0)||"
    )
    got = told(article(table, caption="Patient characteristics"))
    assert [r.time for r in got] == ["baseline", "baseline", "", ""]


def test_answers_stand_under_their_question_and_no_longer() -> None:
    flat = rows(
        HEAD,
        "Smoking, n (%)||||",
        "Never|44 (71.0)|40 (66.7)||",
        "Ever|18 (29.0)|20 (33.3)||",
        "Asthma|12 (19.4)|9 (15.0)||",
    )
    got = told(article(flat, caption="Baseline characteristics"))
    assert [r.endpoint for r in got[::2]] == ["Smoking, Never", "Smoking, Ever", "Asthma"]


def test_rows_set_in_under_a_row_with_figures_are_parts_of_it() -> None:
    table = rows(
        HEAD,
        "Sneezing stopped|31/62 (50.0%)|18/60 (30.0%)|RR 1.67 (1.06 to 2.63)|0.03",
        ">With asthma|5/12 (41.7%)|2/9 (22.2%)|RR 1.88 (0.46 to 7.59)|0.66^a",
    )
    got = article(table)
    assert [(r.endpoint, r.subgroup, r.total) for r in told(got)] == [
        ("Sneezing stopped", "", 62), ("Sneezing stopped", "", 60), ("Sneezing stopped", "With asthma", 12), ("Sneezing stopped", "With asthma", 9),
    ]  # fmt: skip
    ratios = [r for r in got.results if r.measure == "risk_ratio"]
    assert [(r.endpoint, r.subgroup, r.arm, r.versus) for r in ratios] == [
        ("Sneezing stopped", "", "remotin", "placebo"), ("Sneezing stopped", "With asthma", "remotin", "placebo"),
    ]  # fmt: skip
    assert not any("|" in e.label for e in got.trial.endpoints)


def test_heads_over_several_columns_and_lines_and_times_over_arms() -> None:
    table = rows(
        "2_Outcome|3*3 weeks, mean (SD)|3*9 weeks, mean (SD)",
        "Tai chi|Swimming|Waiting list|Tai chi|Swimming|Waiting list",
        "Sleep score|5.1 (2.0)|5.4 (2.2)|6.6 (2.3)|4.2 (1.9)|4.9 (2.0)|6.4 (2.4)",
    )
    got = told(article(table, THREE, "Sleep at 3 and 9 weeks"))
    assert [(r.arm, r.time, r.value.value, r.sd.value) for r in got] == [
        ("tai chi", "3 weeks", 5.1, 2.0), ("swimming", "3 weeks", 5.4, 2.2), ("waiting list", "3 weeks", 6.6, 2.3),
        ("tai chi", "9 weeks", 4.2, 1.9), ("swimming", "9 weeks", 4.9, 2.0), ("waiting list", "9 weeks", 6.4, 2.4),
    ]  # fmt: skip


def test_counts_and_percents_in_columns_of_their_own() -> None:
    table = rows(
        "2_Event|2*Remotin (N = 62)|2*Placebo (N = 60)",
        "No.|%|No.|%",
        "Drowsiness|13^a|21.0|5|8.3",
        "Rash|7|99.0|1|1.7",
    )
    got = told(article(table))
    assert [(r.arm, r.count, r.total, r.value.value, r.endpoint) for r in got] == [
        ("remotin", 13, 62, 21.0, "Drowsiness"), ("placebo", 5, 60, 8.3, "Drowsiness"), ("placebo", 1, 60, 1.7, "Rash"),
    ]  # fmt: skip


def test_grades_over_columns_are_parts_of_the_event() -> None:
    table = rows(
        "2_Event|2*Remotin (n=61)|2*Placebo (n=60)",
        "Grade 1–2|Grade 3|Grade 1–2|Grade 3",
        "Fatigue|20 (33%)|2 (3%)|9 (15%)|0",
    )
    got = told(article(table, note="Data are n (%)."))
    assert [(r.arm, r.endpoint, r.count) for r in got] == [
        ("remotin", "Fatigue, Grade 1-2", 20), ("remotin", "Fatigue, Grade 3", 2),
        ("placebo", "Fatigue, Grade 1-2", 9), ("placebo", "Fatigue, Grade 3", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "note", "measure"),
    [
        ("31 (50)", "Data are n (%) or mean (SD).", "proportion"),
        ("31 (44)", "Data are n (%) or mean (SD).", ""),
        ("31.5 (4.4)", "Data are n (%) or mean (SD).", "mean"),
        ("31 (50)", "", ""),
    ],
)
def test_what_a_bracket_holds_is_said_or_left_open(cell: str, note: str, measure: str) -> None:
    got = told(article(rows(HEAD, f"Trait|{cell}|18.1 (4.1)||"), note=note))
    assert [r.measure for r in got if r.arm == "remotin"] == ([measure] if measure else [])


def test_a_total_that_the_percent_denies_is_left_open() -> None:
    (row, _) = told(article(rows(HEAD, "Sneezing stopped, n (%)|31 (53.4)|18 (30.0)||")))
    assert (row.count, row.total) == (31, None)


def test_standard_errors_are_no_standard_deviations() -> None:
    (row, _) = told(article(rows(HEAD, "Score, mean (SE)|5.1 (0.3)|6.0 (0.3)||")))
    assert (row.sd, row.se.value) == (None, 0.3)


@pytest.mark.parametrize(
    "head",
    [
        "|Remotin responders|Placebo (n=60)",
        "|Remotin v placebo|Placebo (n=60)",
        "|All (n=122)|Placebo (n=60)",
    ],
)
def test_columns_that_are_not_the_arms_are_not_taken_for_them(head: str) -> None:
    assert told(article(rows(head, "Sneezing, n (%)|31 (50.0)|18 (30.0)"))) == []


def test_html_and_plain_tables_alike() -> None:
    cells = rows("2_Event|2*Remotin (N = 62)|2*Placebo (N = 60)", "No.|%|No.|%", "Drowsiness|13^a|21.0|5|8.3")
    page = f"<html><head><title>T</title></head><body><h1>Remotin: a randomised trial</h1><p>{ABSTRACT}</p><p>Table 2. Harms</p><table>{cells}</table></body></html>"
    (document,) = read.documents(page.encode(), "a.html")
    assert [(r.arm, r.count, r.total) for r in told(read.read(document, CONCEPTS))] == [
        ("remotin", 13, 62),
        ("placebo", 5, 60),
    ]
    text = f"Remotin: a randomised trial\n\n{ABSTRACT}\n\nTable 2. Harms\n\n  Event, n (%)   Remotin (n=62)   Placebo (n=60)\n  -------------  ---------------  --------------\n  Drowsiness     13 (21.0)        5 (8.3)\n  Rash           7 (11.3)         1 (1.7)\n"
    (document,) = read.documents(text.encode(), "a.txt")
    assert [(r.arm, r.count, r.total) for r in told(read.read(document, CONCEPTS))][:2] == [
        ("remotin", 13, 62),
        ("placebo", 5, 60),
    ]


def test_right_tables_raise_no_alarm_and_misprints_do() -> None:
    table = rows(
        HEAD,
        "Women, n (%)|33 (53.2)|35 (58.3)||",
        "Men, n (%)|29 (46.8)|25 (41.7)||",
        "Asthma, n (%)|12 (19.7)|9 (15.0)||",
        "Eczema, n (%)|0|4 (6.7)||",
    )
    found = check.check([article(table, caption="Baseline characteristics")])
    assert [c.finding for c in found if c.severity in ("minor", "major")] == []
    wrong = check.check(
        [article(table.replace("12 (19.7)", "12 (43.9)"), caption="Baseline characteristics")]
    )
    assert [c.name for c in wrong if c.severity in ("minor", "major")]


def test_short_forms_name_arms_and_times_in_rows_are_times() -> None:
    table = rows(
        "|ET|DT|Difference (95% CI)",
        "4*Grip, kg",
        "Baseline|21 ± 7|22 ± 8|-1 (-4 to 2)",
        "6 months|35 ± 9|30 ± 9|5 (2 to 8)",
    )
    text = "We randomly allocated 118 adults to early taping (ET, n = 60) or delayed taping (DT, n = 58)."
    got = told(article(table, text, "Grip over time", "Values are mean ± SD."))
    assert [(r.arm, r.endpoint, r.time, r.value.value) for r in got] == [
        ("early taping", "Grip, kg", "baseline", 21.0), ("delayed taping", "Grip, kg", "baseline", 22.0),
        ("early taping", "Grip, kg", "6 months", 35.0), ("delayed taping", "Grip, kg", "6 months", 30.0),
    ]  # fmt: skip


def test_cases_and_totals_in_columns_and_whom_a_heading_counts() -> None:
    table = rows(
        "2_|2*Remotin|2*Placebo|2_Ratio", "Cases|N|Cases|N", "6*Per-protocol population", "Hay fever|9|55|20|57|0.47",
        "6*Intention-to-treat population", "Hay fever|12|62|22|60|0.53",
    )  # fmt: skip
    got = told(article(table))
    assert [(r.arm, r.count, r.total, r.analysis) for r in got] == [
        ("remotin", 9, 55, "Per-protocol population"), ("placebo", 20, 57, "Per-protocol population"),
        ("remotin", 12, 62, "Intention-to-treat population"), ("placebo", 22, 60, "Intention-to-treat population"),
    ]  # fmt: skip


def test_thousands_of_rows_are_read_in_one_pass() -> None:
    row = "Rash, n (%) | 31 (50%) | 18 (30%)\n"
    table = "Table 1. Harms\n| Remotin (n=62) | Placebo (n=60)\n" + 3 * row + "\n"
    (document,) = read.documents(
        f"Remotin: a randomised trial\n\n{ABSTRACT}\n\n{table * 500}".encode(), "a.txt"
    )
    start = time.process_time()
    got = read.read(document, CONCEPTS)
    assert len(told(got)) > 1000
    assert time.process_time() - start < 10


def test_a_geometric_mean_is_no_mean_with_a_standard_deviation() -> None:
    got = told(
        article(
            rows(
                HEAD,
                "Antibody titre, geometric mean (SD)|18.1 (2.4)|24.9 (2.2)||0.04",
                "Score, mean (SD)|14.8 (3.9)|13.1 (3.7)||0.02",
            )
        )
    )
    assert {r.endpoint for r in got} == {"Score"}


def test_a_mean_is_of_as_many_as_its_cell_says() -> None:
    got = told(
        article(
            rows(
                HEAD,
                "Score, mean (SD) [n]|14.8 (3.9) [57]|13.1 (3.7) [60]||0.02",
                "Depth, mean (SD)|4.1 (1.2), n = 55|3.8 (1.3)||0.2",
            )
        )
    )
    assert [r.total for r in got] == [57, 60, 55, 60]


def test_rows_called_by_their_time_alone_have_no_outcome() -> None:
    lines = (
        "Baseline|112 (9)|113 (10)||",
        "Day of surgery|121 (10)|114 (11)||0.002",
        "Week 6|126 (11)|119 (12)||0.006",
    )
    assert told(article(rows(HEAD, *lines), caption="Haemoglobin (g/L) over time, mean (SD)")) == []
    under = told(article(rows(HEAD, "Haemoglobin, mean (SD)||||", *(">" + line for line in lines))))
    assert {r.endpoint.split(",")[0] for r in under} == {"Haemoglobin"}
