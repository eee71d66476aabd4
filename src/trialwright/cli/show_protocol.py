"""Designs on the terminal in the words of a protocol, with the calls of R that correspond."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from trialwright.cli.show import wrapped

if TYPE_CHECKING:
    from trialwright.model.findings import DesignStatement


def hint() -> None:
    """Where the words are, for a reader who has not asked for them."""
    typer.echo(
        "\nWith --protocol: each design in the words of a protocol, and the calls of R that correspond."
    )


def statements(found: Sequence[DesignStatement]) -> None:
    """Each design: its paragraphs, then R's calls, each on a line of its own to be copied, with its remark."""
    for one in found:
        typer.echo(f"\nFor the protocol: {one.design.name}")
        for paragraph in one.protocol:
            wrapped(paragraph)
        _calls(one)


def _calls(of: DesignStatement) -> None:
    if of.calls:
        typer.echo(f"\nThe same in R, under scenario {of.scenario}")
    for program, call in of.calls.items():
        typer.echo(f"  {program}:\n    {call}")
        if program in of.remarks:
            wrapped(of.remarks[program], "    # ")
    if of.no_power:
        wrapped(f"No call in R gives this power, because {of.no_power}.")
