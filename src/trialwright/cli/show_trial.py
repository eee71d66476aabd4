"""One simulated trial on the terminal, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from trialwright.cli.show import out_json, wrapped

if TYPE_CHECKING:
    from trialwright.model.opened import (
        LookEvidence,
        LookStatistic,
        OpenedTrial,
        TrialEstimate,
        TrialLook,
        TrialPatient,
    )


SMALL = 5e-5  # a p-value below it would print as 0


def trial(found: OpenedTrial, as_json: bool) -> None:
    if as_json:
        return out_json(found)
    typer.echo(f"\nTrial {found.number:,} of design {found.design.name} under scenario {found.scenario}")
    typer.echo(f"(block {found.block}, place {found.place + 1}: the same trial as in the run)")
    for number, (look, came) in enumerate(_waves(found)):
        _patients(came, heading=number == 0)
        _look(look, len(found.looks))
    typer.echo("")
    wrapped(found.end, "")
    _taken(found)
    _estimate("Estimate, as if the size had been fixed", found.naive)
    _estimate("The design's own estimate", found.adjusted)
    for note in found.notes:
        wrapped(note)


def _waves(found: OpenedTrial) -> Iterator[tuple[TrialLook, Sequence[TrialPatient]]]:
    """Each look with the patients who came since the one before."""
    since = 0
    for look in found.looks:
        yield look, found.patients[since : look.patients]
        since = look.patients


def _patients(came: Sequence[TrialPatient], heading: bool) -> None:
    if not came:
        return
    groups, marked = any(p.group for p in came), any(p.marker is not None for p in came)
    width = max(len("arm"), *(len(p.arm) for p in came)) + 2
    part = max(len("group"), *(len(p.group) for p in came)) + 2
    if heading:
        typer.echo(
            "\npatient  eligible  month  "
            + (f"{'marker':>8}  " if marked else "")
            + (f"{'group':<{part}}" if groups else "")
            + f"{'arm':<{width}}{'outcome':<24}awaited until"
        )
    for p in came:
        typer.echo(
            f"{p.number:>7}  {p.eligible:>8}  {p.month:>5.1f}  "
            + (f"{'' if p.marker is None else format(p.marker, '.3g'):>8}  " if marked else "")
            + (f"{p.group:<{part}}" if groups else "")
            + f"{p.arm:<{width}}{p.words:<24}{p.awaited_until:>5.1f}"
        )


def _look(look: TrialLook, _: int) -> None:
    at = f", {100 * look.fraction:g} % of the information as planned" if look.fraction is not None else ""
    month = f", month {look.month:.1f}" if look.month is not None else ""
    arms = ", ".join(f"{n} {a}" for a, n in look.by_arm.items())
    typer.echo("")
    wrapped(f"Look {look.number}{at}: {look.patients} patients{f' ({arms})' if arms else ''}{month}", "  ")
    for statistic in look.statistics:
        wrapped(_statistic(statistic), "    ")
    for evidence in look.evidence:
        wrapped(_evidence(evidence), "    ")
    bounds = []
    if look.efficacy is not None:
        bounds.append(f"z {look.efficacy:.3f} or more shows the effect")
    if look.futility is not None:
        bounds.append(f"z below {look.futility:.3f} stops for futility")
    if bounds:
        wrapped("Bounds: " + "; ".join(bounds), "    ")
    wrapped(f"→ {look.decision}", "    ")
    typer.echo("")


def _statistic(s: LookStatistic) -> str:
    since = ", patients since the last look" if s.stage else ""
    figures = [
        ("z", s.z, ".3f"), ("p", s.p, ".4f" if s.p is None or s.p >= SMALL else ".1e"), ("estimate", s.estimate, ".4g"), ("se", s.standard_error, ".4g"),
        ("information", s.information, ".4g"),
    ]  # fmt: skip
    said = ", ".join(f"{name} {value:{form}}" for name, value, form in figures if value is not None)
    return f"{s.comparison}{since}: {said or 'no data to test'}"


def _evidence(e: LookEvidence) -> str:
    value = "beyond all bounds" if e.value is None else f"{e.value:.4g}"
    if e.bound is None:
        return f"{e.what}: {value}; this look can show nothing"
    return f"{e.what}: {value}; {e.bound:.4g} or {'less' if e.at_most else 'more'} is needed"


def _taken(found: OpenedTrial) -> None:
    events = "" if found.events is None else f"{found.events} events, "
    typer.echo(
        f"It took {found.patients_enrolled:,} patients, {events}{found.screened:,} screened, {found.months:.1f} months."
    )
    if found.selected:
        typer.echo(f"Selected: {found.selected}.")


def _estimate(label: str, of: TrialEstimate | None) -> None:
    if of is not None:
        typer.echo(f"{label}: {of.value:.4g} ({of.low:.4g} to {of.high:.4g}); the truth is {of.truth:.4g}.")
