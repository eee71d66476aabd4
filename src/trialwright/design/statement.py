"""A simulated design as a protocol's statistical section states it, and as R's programs do where they can."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from trialwright.design.boundaries import SequentialDesign, protocol_text
from trialwright.design.designs import (
    allocated,
    bounds_of,
    combined,
    design_type,
    followed,
    hypotheses_of,
    looks_of,
    most_patients,
    rules_of,
)
from trialwright.design.designs.two_populations import NAMES
from trialwright.design.entry import ratio
from trialwright.design.opening.paths import paths
from trialwright.design.rpact.printed import printed
from trialwright.design.running import Streams
from trialwright.design.scenario_words import assumed
from trialwright.design.setting import Setting
from trialwright.design.sources import source_of
from trialwright.design.survival_words import looked_at
from trialwright.endpoints import endpoint
from trialwright.model.base import Because
from trialwright.model.design import Design, Figure, Limits, OperatingCharacteristics
from trialwright.model.findings import DesignStatement
from trialwright.model.scenario import Scenario

PATHS = 6  # simulated trials drawn
SUBGROUP = NAMES[1]


def state(
    characteristics: Sequence[OperatingCharacteristics], scenario: Scenario, limits: Limits, streams: Streams
) -> DesignStatement:
    """See trialwright.design.state."""
    first = characteristics[0]
    design, setting = first.design, Setting(first.design, scenario, limits)
    full = int(source_of(setting.endpoint).full(setting))
    bounds = bounds_of(design, full)
    sequential = bounds is not None and bounds.k > 1
    of = [o.id for o in characteristics]
    in_r = printed(setting, bounds, full, first)
    return DesignStatement(
        design=design,
        scenario=scenario.name,
        protocol=(
            _who(design),
            _how(setting, bounds, full),
            *_choices(design, full),
            assumed(design, scenario),
            *map(_does, characteristics),
        ),
        calls=in_r.calls,
        remarks=in_r.remarks,
        no_power=in_r.missing,
        information=tuple(map(float, bounds.information_rates)) if bounds is not None and sequential else (),
        efficacy=tuple(map(_finite, bounds.critical_values)) if bounds is not None and sequential else (),
        futility=_futility(bounds) if bounds is not None and sequential else (),
        paths=paths(setting, min(PATHS, first.replicates), first.replicates, streams) if sequential else (),
        because=Because(rule="design.state", of=(design.id, scenario.id, *of)),
    )


def _futility(bounds: SequentialDesign) -> tuple[float | None, ...]:
    if bounds.futility_bounds is None:
        return ()
    return (*map(_finite, bounds.futility_bounds), None)


def _finite(z: float) -> float | None:
    return float(z) if math.isfinite(z) else None


def _who(d: Design) -> str:
    experimental, control = ratio(d.allocation)
    arms = _listed([*(d.arms or ("experimental treatment",)), "control"])
    each = " : ".join([str(experimental)] * max(1, len(d.arms)) + [str(control)])
    events = f", {until}" if (until := followed(d)) else ""
    choosing = hasattr(design_type(d.type), "cutoffs")
    entry = "" if d.cutoff is None or choosing else f" with {d.marker} of {d.cutoff:g} or more"
    kind = endpoint(d.endpoint, d.test, d.margin, d.fallback)
    margin = "" if d.margin is None else f" Non-inferiority is shown against a margin of {d.margin:g}."
    tested = f", by the test {d.test}" if d.test else ""
    tested += f" or, where that has no estimate, {d.fallback}" if d.fallback else ""
    return (
        f"At most {_counted(most_patients(d), 'patient')}{entry} are randomised {each} to {arms}, {allocated(d)}{events}. "
        f"The primary endpoint is {_a(kind.LABEL)}, of which {d.better} is better; the effect measure is the "
        f"{kind.MEASURE}{tested}.{margin}"
    )


def _how(setting: Setting, bounds: SequentialDesign | None, full: int) -> str:
    d, at = setting.design, looks_of(setting.design)
    awaited = len(at) > 1 and setting.pauses and setting.scenario.followup_months > 0
    waits = " Recruitment pauses while the outcomes of a look are awaited." if awaited else ""
    waits = looked_at(d, setting.scenario, len(at)) + waits
    if bounds is not None:
        return protocol_text(bounds) + waits
    looks = _listed(f"{100 * f:.4g} %" for f in at)
    times = "one analysis" if len(at) == 1 else f"{len(at)} looks, at {looks} of the planned information"
    own = getattr(setting.kind, "protocol", None)
    shows = combined.of_alpha(d) if own is None else own(d, full)
    return f"The design is of the type {setting.kind.LABEL}, with {times}. {shows}{waits}"


def _choices(d: Design, full: int) -> list[str]:
    out = []
    hypotheses = hypotheses_of(d)
    if len(hypotheses) > 1:
        out.append(
            f"The hypotheses are those of no effect in: {_listed(hypotheses)}.{_subgroup(d, hypotheses)}"
        )
    rules = rules_of(d, full)
    return [*out, " ".join(rules)] if rules else out


def _subgroup(d: Design, hypotheses: Sequence[str]) -> str:
    """Who they are, where a hypothesis is of "the subgroup" alone."""
    if SUBGROUP not in hypotheses or d.cutoff is None:
        return ""
    return f" The subgroup are patients with {d.marker} of {d.cutoff:g} or more, as measured."


def _does(o: OperatingCharacteristics) -> str:
    """What the design does under one scenario, each figure with its error."""
    f = o.figures
    said = [f"power is {_share(f['power'])}"]
    said += [f"power for {name} {_share(h)}" for name, h in o.hypotheses.items()]
    said += [f"type I error {_share(f['type_one_error'])}"] if "type_one_error" in f else []
    said += [f"{name} {_size(f[name])}" for name in ("patients", "events", "months") if name in f]
    size = f"{o.largest:,} patients at most"
    return (
        f"In {o.replicates:,} simulated trials under scenario {o.scenario}, with {size}: {'; '.join(said)}."
    )


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _share(f: Figure) -> str:
    error = "" if f.mcse is None else f" (Monte Carlo standard error {100 * f.mcse:.2g})"
    return f"{100 * f.value:.1f} %{error}"


def _size(f: Figure) -> str:
    spread = (
        ""
        if f.low is None or f.high is None or f.low == f.high
        else f" (5 % to 95 %: {f.low:.4g} to {f.high:.4g})"
    )
    return f"{f.value:.4g}{spread}"


def _listed(words: Iterable[str]) -> str:
    told = list(words)
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
