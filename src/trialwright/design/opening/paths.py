"""The test statistic of a few simulated trials from look to look."""

from __future__ import annotations

from trialwright.design.designs.decided import EFFICACY
from trialwright.design.opening.watched import Watched
from trialwright.design.running import BLOCK, Streams, drawn
from trialwright.design.setting import Setting
from trialwright.model.findings import SimulatedPath


def paths(setting: Setting, count: int, replicates: int, streams: Streams) -> tuple[SimulatedPath, ...]:
    """Of the first `count` trials of the run (at most a block), by what their design asked at each look first."""
    given = drawn(setting.scenario, 0, min(BLOCK, replicates), streams)
    few = type(given)(*(column[:count] for column in given))
    out = []
    for row in range(count):
        trials = Watched(setting, few, row)
        setting.kind.run(setting.design, trials)
        z = [next(iter(w.asked.values())).z for w in trials.waves if w.asked]
        out.append(SimulatedPath(number=row + 1, z=tuple(z), shown=trials.waves[-1].reason == EFFICACY))
    return tuple(out)
