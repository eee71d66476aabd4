"""The report as files: everything is worked out here once, and the templates only arrange it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trialwright.model.findings import Findings
from trialwright.report import (
    analysed,
    answer,
    costs,
    describe,
    designs,
    evidence,
    explorer,
    explorer_charts,
    external,
    fragility,
    labels,
    limits,
    lineage,
    numbers,
    outlooks,
    prices,
    printed,
    searched,
    sections,
    trials,
    words,
)
from trialwright.report.cells import ScreeningView, suppressing, view
from trialwright.report.charts import costs as chart_of_costs
from trialwright.report.charts import funnel
from trialwright.report.charts import limits as chart_of_limits
from trialwright.report.places import Library, quotes_in
from trialwright.report.prose import prose
from trialwright.report.scenarios import scenario_facts
from trialwright.report.screened import bars, funnel_numbers
from trialwright.report.tables import Table, files

TEMPLATES = Path(__file__).parent / "templates"


def render(findings: Findings, progress: Callable[[str], None] | None = None) -> dict[str, bytes]:
    """See `report.render`."""
    say = progress or (lambda _: None)
    say("counts")
    library = Library(findings.documents, quotes_in(findings))
    screening, cost, curves = None, None, list[limits.LimitCurve]()
    if findings.screening is not None:
        screening = view(findings.screening, suppressing(findings))
        cost = costs.view(findings.costs, findings.screening, screening, suppressing(findings))
        curves = limits.view(findings.curves, cost, suppressing(findings))
    say("figures")
    figures, behind = _figures(findings, screening, cost)
    figures |= {c.name: chart_of_limits.limits(c.curve) for c in curves}
    behind += [limits.numbers(c) for c in curves]
    say("page")
    page = _page(_context(findings, library, screening, figures) | {"costs": cost, "curves": curves})
    say("tables")
    out = {"index.html": page.encode()}
    out |= {f"figures/{name}.svg": _standalone(text) for name, text in figures.items()}
    out |= files(behind, "figures", parquet=False)
    out |= files([*_tables(findings, library, screening), *_cost_tables(cost)], "tables")
    return dict(sorted(out.items()))


def _figures(
    findings: Findings, screening: ScreeningView | None, cost: costs.CostsView | None
) -> tuple[dict[str, str], list[Table]]:
    """Figure name → SVG, and a table of the numbers behind each under the same name."""
    figures: dict[str, str] = {}
    behind: list[Table] = []
    explored = explorer.explore(findings)
    if explored:
        figures["threshold"] = explorer_charts.threshold_figure(findings, explored)
        behind.append(explorer_charts.threshold_numbers(findings)._replace(name="threshold"))
    if findings.power_curves:
        figures["power"] = explorer_charts.power_figure(findings.power_curves)
        behind.append(explorer_charts.power_numbers(findings))
    drawn, numbers_of = designs.figures(findings)
    figures |= drawn
    behind += numbers_of
    if findings.search:
        figures |= searched.figures(findings.search)
        behind += searched.behind(findings.search)
    if findings.analysis:
        curves = analysed.figures(findings.analysis)
        figures |= curves
        behind += analysed.behind(findings.analysis, list(curves))
    if findings.external:
        figures |= external.figures(findings.external)
        behind += external.numbers(findings.external)
    pooled = evidence.pooled_table(findings)
    for forest in evidence.forests(findings):
        figures[forest.name] = forest.svg
        behind.append(
            Table(forest.name, pooled.columns, [r for r in pooled.rows if r[0] == forest.pooled.name])
        )
    figures |= outlooks.figures(findings)
    behind += outlooks.numbers(findings)
    for drawn_ledger in fragility.ledgers(findings):
        figures[drawn_ledger.name] = drawn_ledger.svg
        behind.append(fragility.table(findings, drawn_ledger))
    if screening and screening.patients is not None and screening.steps:
        said = "; ".join(f"{b.label}: {', '.join(numbers.count(n) for n in b[1:])}" for b in bars(screening))
        described = f"After each criterion, certain, possible and excluded patients. {said}"
        figures["funnel"] = funnel.funnel(bars(screening), screening.patients, described)
        behind.append(funnel_numbers(screening))
    if cost and (dear := costs.shares(cost)):
        said = "; ".join(f"{b.label}: {b.share:.0f}, {b.alone} by it alone" for b in dear)
        described = (
            f"Patients that each criterion excludes, shared among those that exclude the same patient. {said}"
        )
        figures["costs"] = chart_of_costs.costs(dear, described)
        behind.append(costs.criteria_numbers(cost))
    return figures, behind


def _tables(findings: Findings, library: Library, screening: ScreeningView | None) -> list[Table]:
    return [
        evidence.evidence_table(evidence.results(findings, library)),
        evidence.checks_table(findings),
        prices.table(findings),
        evidence.pooled_table(findings),
        funnel_numbers(screening),
        explorer_charts.threshold_numbers(findings),
        designs.behaviour_numbers(findings),
        trials.assumptions_table(findings),
        trials.missing_table(findings),
        *analysed.tables(findings),
        *external.tables(findings),
    ]


def _cost_tables(cost: costs.CostsView | None) -> list[Table]:
    return [costs.criteria_numbers(cost), costs.items_numbers(cost), costs.groups_numbers(cost)]


def _context(
    findings: Findings, library: Library, screening: ScreeningView | None, figures: dict[str, str]
) -> dict[str, Any]:
    """What the templates may speak of."""
    explored = explorer.explore(findings)
    absent = findings.screening.not_in_data if findings.screening else ()
    context = {
        "f": findings,
        "answer": answer.answer(findings),
        "verdicts": evidence.verdict_counts(findings),
        "searched": searched.ordered(findings.search) if findings.search else [],
        "explorer": explored,
        "explorer_data": explorer.data(explored) if explored else None,
        "behaviours": designs.behaviours(findings),
        "bounded": designs.bounded(findings),
        "results": evidence.results(findings, library),
        "claims": evidence.claims(findings, library),
        "checks": evidence.ledger(findings),
        "priced": prices.rows(findings),
        "price_basis": prices.basis(findings),
        "unpriced": prices.unpriced(findings),
        "forests": evidence.forests(findings) if findings.pooled else [],
        "ledgers": {d.pool: d for d in fragility.ledgers(findings)},
        "outlooks": {o.name: o for o in findings.outlooks},
        "screening": screening,
        "criteria": [
            (c, words.branch(c.tree, absent), words.needs_person(c), library.place(c.quote))
            for c in findings.criteria
        ],
        "trials": [trials.trial_read(r, findings, library) for r in findings.readings],
        "cards": lineage.cards(findings, library, screening),
        "missing": trials.missing_together(findings, suppressing(findings)),
        "scenarios": [
            (s, scenario_facts(s, lineage.may_show_eligible(s, screening))) for s in findings.scenarios
        ],
        "documents": [(d, library.pieces(key)) for key, d in library.documents.items()],
        "figures": figures,
        "library": library,
    }
    shown, lacking = sections.present(context, findings)
    return context | {"sections": {s.id: s for s in shown}, "lacking": lacking}


def _page(context: dict[str, Any]) -> str:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "labels": labels,
        "describe": describe,
        "evidence": evidence,
        "printed": printed,
        "analysed": analysed,
        "external": external,
    }
    environment.globals |= {
        "len": len,
        "explorer_of": explorer,
        "curve_name": explorer_charts.curve_name,
        "most_items": costs.MOST_ITEMS,
    }
    environment.filters |= {
        "count": numbers.count,
        "exact": numbers.exact,
        "significant": numbers.significant,
    }
    environment.filters["prose"] = prose
    environment.filters |= {"percent": numbers.percent, "fixed": numbers.fixed}
    style, script = (_own(name) for name in ("style.css", "page.js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    trusted = {"style": Markup(style), "script": Markup(script), "script_hash": f"sha256-{digest}"}
    # Figures are drawn here from escaped text; everything else reaches the page through autoescape.
    trusted["svg"] = {name: Markup(text) for name, text in context["figures"].items()}  # type: ignore[assignment]
    return environment.get_template("page.html").render(**context, **trusted)


def _own(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _standalone(svg: str) -> bytes:
    """A figure as a file of its own: cursors for the page's script are left out."""
    plain = re.sub(r'<g id="[^"]*cursor-\d+-\d+">.*?</g>\s*', "", svg, flags=re.S)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + plain.encode()
