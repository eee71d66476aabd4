"""What the checks notice of errors that were put in."""

from __future__ import annotations

import json

import typer

from trialwright.app.injection.typed import TYPES
from trialwright.app.injection.verb import Injected


def injected(found: Injected, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_as_dict(found), indent=1, ensure_ascii=False))
        return
    typer.echo(f"{len(found.trialled)} errors in {found.documents} documents, one of a type at a time\n")
    typer.echo(f"{'type':18s} {'made':>5s} {'noticed':>8s} {'by its name':>12s}")
    for kind in TYPES:
        of = [t for t in found.trialled if t.error.type == kind]
        if of:
            typer.echo(
                f"{kind:18s} {len(of):5d} {sum(t.found for t in of):8d} {sum(t.named for t in of):12d}"
            )
    for kind in found.without:
        typer.echo(f"{kind:18s}     - no document has a place for it")
    unnoticed = [t for t in found.trialled if not t.found]
    if unnoticed:
        typer.echo("\nnot noticed (an error that agrees with every other number printed cannot be)")
    for t in unnoticed:
        typer.echo(f"  {t.document}: {t.error.type}, {', '.join(t.error.was)} to {', '.join(t.error.now)}")


def _as_dict(found: Injected) -> dict[str, object]:
    return {
        "documents": found.documents,
        "errors": [
            {
                "document": t.document, "type": t.error.type, "was": t.error.was, "now": t.error.now, "start": t.error.start,
                "noticed": t.found, "named": t.named, "findings": [c.finding for c in t.alarms],
            }
            for t in found.trialled
        ],
        "without a place": list(found.without),
    }  # fmt: skip
