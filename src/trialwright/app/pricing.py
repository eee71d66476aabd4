"""The price of a finding: where check, pool and design meet.

Each finding of a check is priced in each pool whose figures it is about: the pool with those figures at their word, and
as they should read (without the trial where nothing says how), and how large the next trial would be by either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialwright.app.next_trial import next_trial
from trialwright.app.plan_file import Plan
from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.plan import PoolSpec
from trialwright.model.pooled import NO_CONTRAST, Effect, Pooled
from trialwright.model.price import Price, Priced, Stands
from trialwright.model.result import Reading, Result

RULE = "app.pricing"
NO_PLAN = "No plan is at hand, so nothing is pooled: name a plan folder to learn what the findings are worth."
NO_POOL = "The plan pools nothing."
NOT_POOLED = "It is about no number that the plan pools."
NO_OTHER = "It gives the pooled figures no other value."


def is_finding(check: Check) -> bool:
    """Whether a check found something that may have a price."""
    return check.verdict != "consistent" and check.severity != "none"


def without(checks: Sequence[Check], why: str) -> tuple[Price, ...]:
    """The findings with the one reason why none has a price."""
    return tuple(_no_price(c, "", why) for c in checks if is_finding(c))


def prices(
    plan: Plan, readings: Sequence[Reading], checks: Sequence[Check], pooled: Sequence[Pooled]
) -> tuple[Price, ...]:
    """At least one Price for every finding, in the order of the checks; what cannot be priced says why."""
    evidence = _Evidence(plan, tuple(readings), tuple(checks), {p.name: p for p in pooled})
    return tuple(price for c in checks if is_finding(c) for price in _of_finding(c, evidence))


@dataclass(frozen=True)
class _Evidence:
    plan: Plan
    readings: tuple[Reading, ...]
    checks: tuple[Check, ...]
    pooled: dict[str, Pooled]


def _of_finding(finding: Check, evidence: _Evidence) -> Iterator[Price]:
    from trialwright.pool.exchange import about

    # The figures that would be otherwise, or else what the finding is first of all about.
    ids = [x.result for x in finding.restated] or list(finding.subjects[:1])
    found = False
    for name, spec in evidence.plan.spec.pool.items():
        for reading in evidence.readings:
            if results := about(reading, ids, spec):
                found = True
                yield _InPool(finding, reading, results, spec, evidence.pooled[name], evidence).price()
    if not found:
        why = NOT_POOLED if evidence.plan.spec.pool else NO_POOL
        yield _no_price(finding, "", why)


def _no_price(finding: Check, pool: str, why: str) -> Price:
    because = Because(rule=RULE, of=(finding.id,))
    return Price(check=finding.id, pool=pool, trial=finding.trial, why=why, because=because)


@dataclass(frozen=True)
class _InPool:
    """One finding in one pool. about : the results in question, of `reading`. stands : the pool as the plan uses it."""

    finding: Check
    reading: Reading
    about: list[Result]
    spec: PoolSpec
    stands: Pooled
    evidence: _Evidence

    def price(self) -> Price:
        if not self.finding.restated and self.finding.verdict != "impossible":
            return _no_price(self.finding, self.stands.name, NO_OTHER)
        printed, refused, notes = self._as_printed()
        restated, rechecks, corrected, left = self._as_corrected()
        if printed is None and corrected is None:
            why = f"The pool takes no effect from these figures: {refused or left}."
            return _no_price(self.finding, self.stands.name, why)
        said = self.finding.corrected or "the finding gives no other value"
        one = self._priced(printed, "as printed" if printed else f"left out: {refused}")
        other = self._priced(corrected, said if corrected else f"left out: {left}")
        return self._told(
            one, other, notes, restated, [c for c in rechecks if corrected and c.id in corrected.because.of]
        )

    def _told(
        self,
        one: Priced | None,
        other: Priced | None,
        notes: list[str],
        restated: list[Result],
        rechecks: list[Check],
    ) -> Price:
        both = [p for p in (one, other) if p is not None]
        if len(both) < 2:
            notes.append("It is the pool's only trial: without it nothing is pooled")
        elif _same(both[0].pooled, both[1].pooled):
            notes.append("The figures that the pool takes stay as they are, so it does not move")
        elif len(both[0].pooled.effects) == len(both[1].pooled.effects) == 1:
            notes.append("One trial: the effect is its own")
        turns = len(both) == 2 and both[0].conclusion != both[1].conclusion
        if turns and not self._turn_alike(both):
            turns = False
            notes.append(
                "With fewer trials the interval is of another kind: of one kind, the conclusion stays"
            )
        stands = self._stands(one, other)
        if stands == "neither":
            out = all(len(p.pooled.effects) > len(self.stands.effects) for p in both)
            notes.append(
                "The plan's pool leaves this trial out, as its figures cannot all be true" if out
                else "The plan's pool takes other figures of this trial, which the finding does not touch"
            )  # fmt: skip
        of = (self.finding.id, self.stands.id, *(n for p in both for n in (p.pooled.id, p.next_trial.id)))
        formula = "; ".join(
            f"{name}: {p.pooled.mean:.4g} ({p.pooled.low:.4g} to {p.pooled.high:.4g})"
            for name, p in (("as printed", one), ("as corrected", other)) if p is not None
        )  # fmt: skip
        return Price(
            check=self.finding.id,
            pool=self.stands.name,
            trial=self.finding.trial,
            printed=one,
            corrected=other,
            stands=stands,
            turns=turns,
            why="".join(f"{n}. " for n in notes).strip(),
            restated=tuple(restated),
            rechecks=tuple(rechecks),
            because=Because(rule=RULE, of=tuple(dict.fromkeys(of)), formula=formula),
        )

    def _as_printed(self) -> tuple[Effect | None, str, list[str]]:
        """The effect of the figures at their word, or why there is none. Where other findings reject them too, it is
        without those, which is noted."""
        others = [c for c in self.evidence.checks if c.id != self.finding.id]
        effect, why = self._effect(self.reading, self.about, others)
        if effect is not None:
            return effect, "", []
        ids = {r.id for r in self.about}
        also = [c for c in others if ids & set(c.subjects) and is_finding(c)]
        effect, _ = self._effect(self.reading, self.about, [c for c in others if not ids & set(c.subjects)])
        if effect is None:
            return None, why, []
        names = ", ".join(dict.fromkeys(c.name.replace("_", " ") for c in also))
        return effect, "", [f"It is the price of this finding together with: {names}"]

    def _as_corrected(self) -> tuple[list[Result], list[Check], Effect | None, str]:
        """The results as corrected, what checks say of them, and their effect or why there is none."""
        import trialwright.check as checker

        if not self.finding.restated:
            return [], [], None, "it cannot be true, and nothing says what it should be"
        by_id = {r.id: r for r in self.reading.results}
        made = {
            x.result: x.applied_to(
                by_id[x.result],
                Because(
                    rule=f"{RULE}.corrected", of=(x.result, self.finding.id), formula=self.finding.corrected
                ),
            )
            for x in self.finding.restated
            if x.result in by_id
        }
        results = tuple(made.get(r.id, r) for r in self.reading.results)
        whole = self.reading.model_copy(update={"results": results})
        rechecks = list(checker.check((whole,)))
        effect, why = self._effect(whole, [made.get(r.id, r) for r in self.about], rechecks)
        return list(made.values()), rechecks, effect, why

    def _effect(
        self, reading: Reading, results: Sequence[Result], checks: Sequence[Check]
    ) -> tuple[Effect | None, str]:
        from trialwright.pool.exchange import alone

        return alone(reading, results, checks, self.spec)

    def _priced(self, effect: Effect | None, told: str) -> Priced | None:
        """The pool with this effect in its trial's place, or without the trial; None where no trial is left."""
        import trialwright.pool as pooler
        from trialwright.pool.exchange import exchanged
        from trialwright.pool.ledger import conclusion

        stood, of = self.stands.effects, self.evidence.readings
        effects = exchanged(stood, of, self.reading, self.about[0], effect)
        if not effects:
            return None
        pooled = pooler.pool(self.stands.name, effects, method=self.spec.method)
        return Priced(
            told=told,
            pooled=pooled,
            conclusion="not shown" if pooled.scale in NO_CONTRAST else conclusion(pooled.low, pooled.high),
            next_trial=next_trial(self.evidence.plan, pooled, self.evidence.pooled.values()),
        )

    def _turn_alike(self, both: Sequence[Priced]) -> bool:
        """Whether two conclusions differ where both intervals are of one kind: two trials have a normal one, three or more a wider one,
        so that a conclusion may turn because a trial is left out, whatever it says."""
        import trialwright.pool as pooler
        from trialwright.pool.ledger import conclusion

        if (
            len({p.pooled.method.rpartition(", ")[2] for p in both}) == 1
            or both[0].pooled.scale in NO_CONTRAST
        ):
            return True
        alike = [
            pooler.pool(p.pooled.name, p.pooled.effects, method=self.spec.method, interval="normal")
            for p in both
        ]
        return len({conclusion(p.low, p.high) for p in alike}) > 1

    def _stands(self, one: Priced | None, other: Priced | None) -> Stands:
        """Which of the two the plan's pool is: to the last digit, else to rounding, as a printed ratio turned round is."""
        for alike in (_same, _nearly):
            printed = one is not None and alike(one.pooled, self.stands)
            corrected = other is not None and alike(other.pooled, self.stands)
            if printed and corrected:
                return "either way"
            if printed or corrected:
                return "as printed" if printed else "as corrected"
        return "neither"


def _nearly(a: Pooled, b: Pooled) -> bool:
    """Whether two pools differ by no more than rounding does: a twentieth of a standard error."""
    return (
        len(a.effects) == len(b.effects)
        and abs(a.mean - b.mean) <= 0.05 * min(a.se, b.se)
        and max(a.se, b.se) <= 1.05 * min(a.se, b.se)
    )


def _same(a: Pooled, b: Pooled) -> bool:
    """Whether two pools are one, up to binary rounding."""
    return len(a.effects) == len(b.effects) and all(
        abs(x - y) <= 1e-9 * max(1.0, abs(x)) for x, y in ((a.mean, b.mean), (a.se, b.se))
    )
