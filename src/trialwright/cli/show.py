"""Answers in words on a terminal, or as JSON. Nothing is worked out here."""

from __future__ import annotations

import datetime
import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import typer

from trialwright.cli.watcher import watching
from trialwright.errors import SelfTestError
from trialwright.model.pooled import Scale
from trialwright.model.trial import ONLY_NAMED

if TYPE_CHECKING:
    from trialwright.app.explain import Step
    from trialwright.app.plan import Run
    from trialwright.app.selftest import Trial as Selftrial
    from trialwright.model.criterion import Criterion
    from trialwright.model.design import Recommendation
    from trialwright.model.findings import Missing
    from trialwright.model.outlook import Outlook
    from trialwright.model.pooled import Fragility, Pooled, Prior
    from trialwright.model.result import Reading, Result
    from trialwright.model.trial import Regimen, Stated

__all__ = ["watching"]
WIDTH = 110


def date(text: str | None) -> datetime.date:
    """A date option, today when it was not given."""
    try:
        return datetime.date.fromisoformat(text) if text else datetime.date.today()
    except ValueError:
        raise typer.BadParameter(f"{text} is not a date; write YYYY-MM-DD.") from None


def scale(text: str) -> Scale:
    if text not in get_args(Scale):
        raise typer.BadParameter(f"{text} is not a scale; one of {', '.join(get_args(Scale))}.")
    return cast(Scale, text)


def patients_spec(
    table: str | None, criteria: Path | None, mapping: str | None, index: str | None, n: int
) -> dict[str, object]:
    """The `patients:` mapping that the options of `screen` stand for."""
    if not table or not criteria:
        raise typer.BadParameter("Give a plan folder, or both --patients and --criteria.")
    if table.startswith("synthetic:"):
        return {"synthetic": table.removeprefix("synthetic:"), "n": n}
    given = {"table": table, "mapping": mapping, "index": index}
    for source in ("omop", "fhir"):
        if table.startswith(f"{source}:"):
            given = {source: table.removeprefix(f"{source}:"), "map": mapping, "index": index}
    return {k: v for k, v in given.items() if v}


def positions(order: str | None) -> list[int] | None:
    """ "3,1,2" → [2, 0, 1]."""
    try:
        return [int(number) - 1 for number in order.split(",")] if order else None
    except ValueError:
        raise typer.BadParameter(f"{order} is not an order; write numbers of criteria, as 3,1,2.") from None


def refuse_elsewhere(as_json: bool) -> None:
    """One patient's record is shown to the person at the terminal, and made for nothing else."""
    if as_json:
        raise typer.BadParameter("--explain shows one patient's record on the terminal; leave --json out.")


def out_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)


def wrapped(text: str, indent: str = "  ") -> None:
    """A paragraph; later lines hang two spaces in, under its first words."""
    typer.echo(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent) + "  "))


def plan(run: Run, as_json: bool) -> None:
    found = run.findings
    if as_json:
        chosen = found.recommendation
        return out_json(
            {
                "report": str(run.report),
                "changed": run.changed,
                "recommendation": chosen,
                "findings": _brief(run),
            }
        )
    if found.recommendation:
        recommendation(found.recommendation)
    typer.echo(f"\n{'Report' if run.changed else 'Report (unchanged)'}: {run.report}")


def _brief(run: Run) -> dict[str, Any]:
    from trialwright.app import sharing

    found = run.findings
    return {
        "documents": [r.document.name for r in found.readings],
        "checks": found.checks,
        "pooled": found.pooled,
        "external": found.external,
        "characteristics": found.characteristics,
    } | sharing.of_plan(found)


def report_files(run: Run, as_json: bool) -> None:
    files = sorted(str(p) for p in run.report.parent.rglob("*") if p.is_file())
    if as_json:
        return out_json({"report": str(run.report), "files": files})
    for name in files:
        typer.echo(name)


def readings(found: Sequence[Reading], statuses: Sequence[Stated], as_json: bool) -> None:
    if as_json:
        return out_json({"readings": found, "statuses": statuses})
    for reading in found:
        _reading(reading, statuses)


def _reading(reading: Reading, statuses: Sequence[Stated]) -> None:
    trial = reading.trial
    typer.echo(f"\n{reading.document.name}  ({reading.document.format})")
    for warning in reading.document.warnings:
        typer.echo(f"  warning: {warning}")
    if trial is None:
        return typer.echo("  no trial is described")
    typer.echo(f"  trial {trial.key}")
    for identifier in trial.identifiers:
        typer.echo(
            f"  {identifier.scheme:<20}{identifier.value}{'' if identifier.said else f'  ({ONLY_NAMED})'}"
        )
    for stated in (
        *trial.stated,
        *(s for s in statuses if s.quote.document == reading.document.key and s not in trial.stated),
    ):
        label = f"  [{stated.label}]" if stated.label else ""
        typer.echo(f"  {stated.field:<20}{stated.value}{' ' + stated.unit if stated.unit else ''}{label}")
    for arm in trial.arms:
        typer.echo(f"  arm                 {arm.label}{f' (n = {arm.size})' if arm.size else ''}  {arm.role}")
        for regimen in arm.regimens:
            typer.echo(f"    {_regimen(regimen)}")
    for endpoint in trial.endpoints:
        typer.echo(f"  endpoint            {endpoint.role} {endpoint.label} {endpoint.time}")
    _criteria(trial.criteria)
    for result in reading.results:
        wrapped(f"{_result(result)}  «{result.quote.exact}»", "  result              ")
    for claim in reading.claims:
        wrapped(f"{claim.kind}  «{claim.quote.exact}»", "  claim               ")
    if trial.missing:
        wrapped("not stated: " + ", ".join(trial.missing))


def _regimen(regimen: Regimen) -> str:
    def phase(p: Any) -> str:
        words = [f"{p.dose:g} {p.dose_unit}", p.route]
        words += [f"every {p.every_hours:g} h"] if p.every_hours else []
        words += [f"for {p.duration_days:g} days"] if p.duration_days else []
        return " ".join(w for w in words if w)

    return f"{regimen.drug}: " + ", then ".join(phase(p) for p in regimen.phases)


def _criteria(rules: Sequence[Criterion]) -> None:
    from trialwright.read.criteria import in_words

    for rule in rules:
        wrapped(in_words(rule), "  + " if rule.side == "inclusion" else "  - ")


def _result(result: Result) -> str:
    words = [result.measure.replace("_", " ")]
    if result.value:
        words.append(result.value.text or f"{result.value.value:g}")
    words += [f"{k} {v.value:g}" for k, v in (("SD", result.sd), ("SE", result.se)) if v]
    if result.count is not None:
        words.append(f"{result.count}/{result.total if result.total is not None else '?'}")
    if result.low and result.high:
        words.append(f"({result.low.value:g} to {result.high.value:g})")
    if result.p:
        words.append(f"p {result.p.relation} {result.p.value:g}")
    words += [result.arm + (f" v {result.versus}" if result.versus else ""), result.endpoint, result.time]
    if result.measure == "size":
        words.append(result.analysis)  # those who completed beside all those in the arm
    words += [f"[{result.subgroup}]" if result.subgroup else "", _told_by(result)]
    return "  ".join(w for w in words if w)


def _told_by(result: Result) -> str:
    """Who corrected or confirmed it, and when; "" where nobody did."""
    module, _, what = result.because.rule.rpartition(".")
    return f"({what} by {result.because.formula})" if module == "read.result_corrections" else ""


def pooled(
    found: Sequence[Pooled],
    priors: Sequence[Prior],
    ledgers: Sequence[Fragility],
    as_json: bool,
    outlooks: Sequence[Outlook] = (),
    left_out: Sequence[Missing] = (),
) -> None:
    from trialwright.report.scales import reads, scale_name, shown

    if as_json:
        return out_json(
            {
                "pooled": found,
                "priors": priors,
                "fragility": ledgers,
                "outlooks": outlooks,
                "left_out": left_out,
            }
        )
    coming = {o.name: o for o in outlooks}
    hanging = {ledger.name: ledger for ledger in ledgers}
    for one, prior in zip(found, priors, strict=True):
        typer.echo(
            f"\n{one.name}: {one.scale.replace('_', ' ')} {one.mean:.4g} (95 % {one.low:.4g} to {one.high:.4g}), {one.method}"
        )
        if reads(one.scale) not in ("difference", "radians"):
            centre, ends = shown(one.mean, one.low, one.high, one.scale)
            typer.echo(f"  {scale_name(one.scale)} {centre} ({ends})")
        for effect in one.effects:
            typer.echo(f"  {effect.label:<40}{effect.y:>10.4g}  se {effect.v**0.5:.4g}")
        if one.tau2 is not None:
            typer.echo(f"  tau² {one.tau2:.4g}" + (f", I² {one.i2:.0f} %" if one.i2 is not None else ""))
        typer.echo(f"  prior for a new trial: normal, mean {prior.mean:.4g}, sd {prior.sd:.4g}")
        for warning in one.warnings:
            wrapped(f"note: {warning}")
        if one.name in hanging:
            fragility(hanging[one.name])
        if one.name in coming:
            outlook(coming[one.name])
    for missing in left_out:
        wrapped(f"left out: {missing.where}: {missing.what}")


def outlook(one: Outlook) -> None:
    """What a pool says of the next trial."""
    typer.echo(f"  next trial of {one.patients} patients, {one.better} is better:")
    if one.why:
        return wrapped(f"nothing can be said: {one.why}", "    ")
    prior = one.prior
    assert prior is not None
    wrapped(
        f"prior by quadrature: {prior.mean:.4g} (95 % {prior.low:.4g} to {prior.high:.4g}), worth {prior.worth:.3g} patients; "
        f"{prior.robust_worth:.3g} with a fifth of it vague",
        "    ",
    )
    for a in one.assurance:
        lost = f"  ({-100 * a.lost:+.1f})" if a.lost else ""
        typer.echo(f"    {100 * a.chance:5.1f} % chance of success, uncertain: {a.what}{lost}")
    if one.note:
        wrapped(one.note, "    ")
    if m := one.moved:
        wrapped(
            f"after it the pooled interval lies below no effect with chance {100 * m.below:.1f} %, above {100 * m.above:.1f} %, "
            f"across {100 * m.across:.1f} % (now: {m.now}); it crosses over with {100 * m.crosses:.1f} % "
            f"(Monte Carlo error {100 * m.error:.1f})",
            "    ",
        )


def fragility(ledger: Fragility) -> None:
    """What a pooled conclusion hangs on; nothing where no other choice is open."""
    if not ledger.choices:
        return
    said = {"lower": "lower", "higher": "higher", "not shown": "no difference shown"}
    wrapped(
        f"fragility: {ledger.agreeing} of {ledger.analyses} defensible analyses conclude as this one ({said[ledger.stated.conclusion]}); "
        f"{len(ledger.flips) or 'none'} of {len(ledger.choices)} single choices turn{'s' if len(ledger.flips) == 1 else ''} it"
    )
    for c in ledger.flips:
        wrapped(
            f"! {c.what}: {c.option}: {c.low:.4g} to {c.high:.4g} over {c.trials} trials, {said[c.conclusion]}"
        )


def recommendation(chosen: Recommendation) -> None:
    typer.echo(f"\n{_advice(chosen)}")
    for reason in chosen.reasons:
        wrapped(reason)
    for caution in chosen.cautions:
        wrapped(f"! {caution}")


def _advice(chosen: Recommendation) -> str:
    """The first words of the answer. A design that could not show its effect is not one to take forward."""
    if not chosen.design:
        return "Take forward: none of these designs"
    if chosen.adequate:
        return f"Take forward: {chosen.design}"
    return f"None of these designs is adequate. The best of them: {chosen.design}"


def lineage(steps: Sequence[Step], as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "depth": s.depth,
                "id": s.node.id,
                "because": s.node.because,
                "quote": s.quote,
                "document": s.document,
            }
            for s in steps
        ]
        return out_json({"steps": rows})
    for step in steps:
        pad = "  " * step.depth
        because = step.node.because
        typer.echo(f"{pad}{step.node.id}  by {because.rule}{'  (above)' if step.again else ''}")
        if because.formula and not step.again:
            wrapped(because.formula, pad + "    ")
        if step.quote and not step.again:
            wrapped(
                f"«{step.quote.exact}»  {step.document}, characters {step.quote.start}-{step.quote.end}",
                pad + "    ",
            )


def started(folder: Path, files: Sequence[str], as_json: bool) -> None:
    if as_json:
        return out_json({"folder": str(folder), "files": files})
    typer.echo(f"Wrote {', '.join(str(folder / f) for f in files)}.\nNext: trialwright plan {folder}")


def mapping(path: Path, text: str, as_json: bool) -> None:
    if as_json:
        return out_json({"file": str(path), "text": text})
    typer.echo(f"{text}\nWrote {path}. Read it, correct it, then name it as `mapping:` in a plan.")


def replayed(files: Sequence[str], as_json: bool) -> None:
    if as_json:
        return out_json({"same": files})
    typer.echo(f"All {len(files)} files came out byte for byte the same.")


def selftest(found: Sequence[Selftrial], as_json: bool) -> None:
    """The trials, then exit 9 if any failed."""
    failed = [t for t in found if not t.passed]
    if as_json:
        out_json({"passed": not failed, "trials": [vars(t) for t in found]})
    else:
        for trial in found:
            typer.echo(
                f"{'ok  ' if trial.passed else 'FAIL'}  {trial.name}: {trial.got} (expected {trial.expected})"
            )
        typer.echo(f"{len(found) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise typer.Exit(SelfTestError.exit_code)
