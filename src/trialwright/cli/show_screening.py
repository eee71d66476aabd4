"""A screening, and one patient of it, in words on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from trialwright.cli.show import out_json, wrapped
from trialwright.cli.show_rpact import write_figure

if TYPE_CHECKING:
    from pathlib import Path

    from trialwright.app.screening import AlongLimit
    from trialwright.model.screening import Screening, Status
    from trialwright.screen.explanation import Explanation, Fact, Part

_STATUS = {
    "met": "meets every criterion",
    "unknown": "fails no criterion, and one at least is unknown",
    "not met": "does not meet one criterion at least",
}
COUNTS = ("passes", "fails", "unknown", "certain", "possible", "excluded")
MOST_ITEMS = 5
MOST_FACTS = 12


def screening(found: Screening, shown: dict[str, Any], as_json: bool) -> None:
    """shown : as app.sharing.shareable gives it."""
    if as_json:
        return out_json(shown)
    typer.echo(
        f"{found.cohort.name}: {_cell(shown['patients'])} patients{' (synthetic)' if found.cohort.synthetic else ''}"
    )
    _table(
        [
            ("criterion", *COUNTS),
            *((f"{s['number']} {s['name']}", *(_cell(s[k]) for k in COUNTS)) for s in shown["steps"]),
        ]
    )
    for concept in shown["not_in_data"]:
        typer.echo(f"  not in these data: {concept}")
    for warning in shown["warnings"]:
        wrapped(f"warning: {warning}")
    typer.echo(
        f"certain {_cell(shown['certain'])}, possible {_cell(shown['possible'])}, excluded {_cell(shown['excluded'])}"
    )
    _costs(shown)
    if shown["withheld"]:
        typer.echo(
            "‹› counts of 1-10 patients, and those that would reveal them, are withheld (--show-small-cells)"
        )


def _costs(shown: dict[str, Any]) -> None:
    """What each criterion costs, what to measure, who is lost; or that it is not printed."""
    if shown["costs"] is None:
        wrapped(
            "Costs of criteria are withheld: they could give counts of 1-10 patients away (--show-small-cells).",
            "",
        )
        return
    if shown["costs"]:
        typer.echo("\nWhat each criterion costs, in patients")
        head = ("criterion", "only it excludes", "and others unknown", "share of lost", "share of excluded")
        rows = [
            (
                f"{i} {c['name']}", f"{c['sole_certain']:,}", f"{c['sole_possible']:,}",
                f"{c['shapley_certain']:,.1f}", f"{c['shapley_not_excluded']:,.1f}",
            )
            for i, c in enumerate(shown["costs"], start=1)
        ]  # fmt: skip
        _table([head, *rows])
        wrapped(
            "Shares are Shapley values: of the patients not certainly eligible, and of those excluded, each "
            "patient divided among the criteria that stand in the way."
        )
    for item in shown["items"][:MOST_ITEMS]:
        wrapped(
            f"measuring {item['item']}: {item['lacked_by']:,} patients lack it, {item['settles']:,} of them nothing else; "
            f"{item['settled_so_far']:,} settled with all up to here"
        )
    if shown["groups"]:
        typer.echo("\nWho is left")
        rows = [
            (f"{g['by']}: {g['level']}", *(f"{g[k]:,}" for k in ("patients", *COUNTS[3:])))
            for g in shown["groups"]
        ]
        _table([("group", "patients", *COUNTS[3:]), *rows])


def refuse_beside(
    curve: int | None, figure: Path | None, explain: str | None, order: str | None, by: Sequence[str] | None
) -> None:
    """What --curve does not go with, and what goes with it alone."""
    if figure and curve is None:
        raise typer.BadParameter("--figure draws the curve of a limit: give --curve NUMBER with it.")
    if curve is not None and (explain is not None or order or by):
        raise typer.BadParameter("--curve stands alone: leave --explain, --order and --by out.")


def along_limit(found: AlongLimit, as_json: bool, figure: Path | None) -> None:
    """The cohort at each limit; or that it is not printed."""
    curve = found.curve
    if curve is None:
        withheld = "The curve is withheld: with the counts of the screening it could give counts of 1-10 patients away (--show-small-cells)."
        return out_json({"curve": None, "withheld": withheld}) if as_json else typer.echo(withheld)
    if figure:
        write_figure(figure, found.figure)
    gone = found.points - len(curve.points)
    if as_json:
        return out_json({"curve": curve.model_dump(exclude={"cells", "edges"}), "withheld": gone})
    typer.echo(
        f"{curve.criterion + 1} {curve.name}: patients at other limits, all other criteria as they are"
    )
    rows = [
        (
            f"{curve.comparator} {p.limit:g} {curve.unit}".rstrip() + (" (as written)" if p.limit == curve.written else ""),
            *(f"{getattr(p, k):,}" for k in COUNTS[3:]),
        )
        for p in curve.points
    ]  # fmt: skip
    without = ("without this criterion", *(f"{getattr(curve.without, k):,}" for k in COUNTS[3:]))
    _table([("limit", *COUNTS[3:]), *rows, without])
    if gone:
        typer.echo(
            f"{gone} more limits are withheld: their counts could give 1-10 patients away (--show-small-cells)."
        )


def patient(person_id: str, why: Sequence[Explanation]) -> None:
    """Criterion → its words → the rows they rest on, raw and converted → verdict."""
    from trialwright.screen.explanation import letter

    typer.echo(f"patient {person_id}")
    for number, one in enumerate(why, start=1):
        typer.echo(f"\n{number} {one.name} ({one.side}): {one.verdict}")
        several = one.joined != letter(0)  # more parts than one, or its negation
        if several:
            excluding = " shuts a patient out" if one.side == "exclusion" else ""
            wrapped(f"{one.joined}{excluding}, where")
        for i, part in enumerate(one.parts):
            _part(part, f"{letter(i)} " if several else "")


def examples(found: Mapping[Status, str]) -> None:
    """Patients to explain."""
    typer.echo("Name a patient after --explain, for example")
    for status, person_id in found.items():
        typer.echo(f"  {person_id}  {_STATUS[status]}")


def _part(part: Part, name: str = "") -> None:
    """One leaf: its words, how they were read, what they come to; the rows used and what was left aside, and why."""
    read = f" [{part.read}]" if part.read else ""
    because = f": {part.never}" if part.never else "" if part.facts else _nothing(part.concept)
    wrapped(f"{name}«{part.words}»{read} {part.outcome}{because}")
    used = [f for f in part.facts if f.used]
    for fact in used[-MOST_FACTS:]:
        _say(fact)
    if len(used) > MOST_FACTS:
        typer.echo(f"    {len(used) - MOST_FACTS} earlier ones in its time")
    unusable = [f for f in part.facts if f.unusable]
    for fact in unusable[-MOST_FACTS:]:
        typer.echo(f"    not used, {fact.unusable}: {_fact(fact)}")
    aside = [f for f in part.facts if not f.used and not f.unusable]
    undated = [] if part.never else [f for f in aside if f.hours is None]
    if undated:
        typer.echo(f"    {len(undated)} more on record without a time: whether in this one is not known")
    if outside := len(aside) - len(undated):
        typer.echo(
            f"    {outside} {'on record, not used' if part.never else 'more on record outside its time'}"
        )


def _say(fact: Fact) -> None:
    typer.echo(f"    {_fact(fact)}")
    for given in fact.of:
        typer.echo(f"      from {given.concept} {_fact(given)}")


def _nothing(concept: str) -> str:
    return f": nothing usable on record of {concept}" if concept else ": a person must read it"


def _fact(fact: Fact) -> str:
    when = "no time" if fact.hours is None else f"{fact.hours:+.2f} h".replace(".00 h", " h")
    of = f"{fact.concept} " if fact.concept and not fact.of and fact.used else ""
    raw = "" if fact.raw is None else f"{fact.raw:g} {fact.unit}".strip()
    if fact.value is None:
        said = f"{of}recorded {raw}".rstrip()
    else:
        said = f"{fact.value:.6g} {fact.canonical_unit}".strip()
        said += f" (recorded as {raw})" if raw and raw != said else ""
    limit = f", upper limit {fact.upper:.6g}" if fact.upper is not None and fact.compared else ""
    return f"{when}: {said}{limit}" + (f": {fact.compared}" if fact.compared else "")


def _cell(count: int | None) -> str:
    return "‹›" if count is None else f"{count:,}"


def _table(rows: Iterable[tuple[str, ...]]) -> None:
    rows = [(r[0] if len(r[0]) <= 48 else r[0][:47] + "…", *r[1:]) for r in rows]
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for row in rows:
        typer.echo(
            "  ".join(
                c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
            )
        )
