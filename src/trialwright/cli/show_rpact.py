"""An exact answer under rpact's field names, on a terminal or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from trialwright.cli.show import out_json, wrapped

if TYPE_CHECKING:
    from trialwright.design.rpact import Answer


def answer(found: Answer, as_json: bool) -> None:
    from trialwright.app.exact import as_json as plain

    said = plain(found)
    if as_json:
        return out_json(said)
    _table(found.call, said["fields"])
    for note in found.notes:
        wrapped(note, "Note: ")
    if "protocol" in said:
        typer.echo("\nFor the protocol:")
        wrapped(said["protocol"])
        for program in ("rpact", "gsDesign"):
            if said[program]:
                typer.echo(f"\nIn {program}:")
                wrapped(said[program])


def write_figure(path: Path, drawing: str) -> None:
    try:
        path.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"The figure cannot be written: {error.strerror}: {path}.") from None
    typer.echo(f"Figure: {path}", err=True)


def _table(title: str, fields: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in fields.items():
        if said := _said(value):
            table.add_row(name, said)
    Console(soft_wrap=False).print(table)


def _said(value: Any) -> str:
    """A value in words; nothing for what R has as NA throughout."""
    if isinstance(value, list) and value and all(isinstance(row, list) for row in value):
        return "\n".join(_said(row) for row in value)
    if isinstance(value, list):
        return "" if all(v is None for v in value) else ", ".join(_said(v) or "NA" for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {_said(inner)}" for name, inner in value.items() if _said(inner))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.7g}"
    return "" if value is None else str(value)
