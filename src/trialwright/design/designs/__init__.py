"""Designs: one file each says how a trial goes and what it decides, for many trials at once.

A file is a design when it declares NAME. It also declares

LABEL                 words for people
run(design, trials)   how the trials go: enrol, look, stop, ...; returns trials.decided()

and where they differ from what every design is

OPTIONS               design.designs.options.Option for each thing it can be told beyond the fields of
                      model.design.Design; `trials.options` has them with their defaults filled in
looks(design)         information fraction of each planned look, the last 1; (1.0,) where not declared
cutoffs(design)       marker values that part patients into bins, ascending. A type that declares it starts with all
                      bins admitted; of one that does not, `design.cutoff` restricts entry
hypotheses(design)    names of what it may reject, in the order of the columns of `rejected`; one where not declared
selections(design)    names of what it may choose (populations, arms), in the order of `select`
interim_stops(design, full)   for each look before the last, whether its rules may end a trial for efficacy, and for
                      futility; both where not declared. Shares of trials are told of what may happen alone
selectable(design)    of the selections, those that its rules may make; all where not declared
rejects_all(design, full)   whether one trial may reject every hypothesis; it may where not declared
bounds(design, full)  the boundaries.SequentialDesign of its looks on the z of all data, where it has one: what a protocol
                      states, a figure draws and an opened trial shows beside its z
leaves_out(design)    for each selection, the marker value below which patients enter no more once it is made, None for
                      nobody left out
power(design, drift, full)   closed form, from the expected z of one analysis at the full size
protocol(design, full) what a protocol states of how an effect is shown and at which error rate, of a type without `bounds`;
                      alpha, for the whole trial, where not declared
rules(design, full)   how looks decide, in a protocol's sentences, of a type without `bounds`: each rule that is on and none
                      that is off
most_patients(design) the patients of its largest trial; `design.patients` where not declared
followed(design)      until how many events patients are followed, of designs with `events`, where that may differ from trial to
                      trial by more than that it ends early
allocated(design)     how arms are drawn, in a protocol's words; in permuted blocks where not declared
MARGIN                True where all it decides rests on `look.z`, so that it can test against a margin
WAITS                 True where a look decides who the next patients are or what they get: whoever came while its outcomes are
                      awaited would come before the decision, so recruitment waits for them, stated (`pause`) or not
SEVERAL_ARMS          True where it can compare several experimental arms with control; others are refused them
NO_ESTIMATE           words on which trials have no adjusted estimate, and why; of a type that may leave some without
ONE_SIZE              True where every trial enrols `design.patients` from one population: closed forms then hold

`trials` is a block of trials under way (design.trials.Trials); m is how many of its n still go on.

    look = trials.enrol(to)     every open trial to the size `to`, in all: patients (events, where the endpoint counts
                                those); a number or (m,). `trials.full` is the largest size
        admitted=               from here on: the lowest bin that enters, or (m,) of them, or a mask (bins,), (m, bins)
        arms=                   from here on: mask (arms,) or (m, arms) of the open ones, 0 being control
        shares=                 from here on: chances of the arms, (arms,) or (m, arms), instead of permuted blocks
    look.rows                   (m,) numbers of its trials in the block: state kept over looks is indexed by them
    look.z(arm, bins, stage)    (m,) standard normal score, large where the arm is better than control (arm 1 and
                                everybody where not said); stage=True: of the patients since the last look alone
    look.p, look.estimate, look.information, look.patients, look.tally
    trials.stop(look, where, reason, rejected)   end the trials where a mask holds: EFFICACY, FUTILITY or END, and
                                which hypotheses they reject: a bool, (m,) or (m, hypotheses). arm=, bins= name the
                                hypothesis of record, whose estimate, interval and truth are kept for bias and
                                coverage. The first stop of a trial counts: a later one passes it over
    trials.through(sizes, upper, lower)   all of the above for designs that look at fixed sizes and end by z alone, where the
                                source can in one pass
    trials.select(look, which)  which selection was made, (m,), -1 none
    trials.adjust(rows, value, low, high)   the design's own estimate and interval
    trials.dose(rows, value, low, high, truth, found)   the dose with a target effect, of designs that look for one
    trials.give(rows, patients) how many patients (m, arms) each arm has, of designs whose data say who gets what
    trials.tell(look, what, value, bound)   what the decision rests on where that is not one z, for a trial that is opened
    trials.decided()            when none is left open

bins, wherever a look is asked: None everybody; an int, or one for each trial (m,), that bin and all above; a bool mask
(bins,) any union. Every random number has an address (kernels.addressed), so whatever a design decides, its patients
are those of every other design, and a file here needs no randomness but `trials.source.drawn.keys`.

`fixed` and `group_sequential` are the examples to read. Conformance tests find a new file and hold it to nominal type I
error with every endpoint, the same bytes for any number of workers, and agreement of the two levels.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from trialwright.design.designs.options import Option, checked
from trialwright.errors import DesignError
from trialwright.model.design import Design

if TYPE_CHECKING:
    from trialwright.design.boundaries import SequentialDesign


@cache
def found() -> dict[str, ModuleType]:
    """Every design type by name."""
    files = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.NAME: m for m in files if hasattr(m, "NAME")}


def design_type(name: str) -> ModuleType:
    """The design type of that name. Raises DesignError naming those there are."""
    if name not in found():
        raise DesignError(
            f"There is no design type `{name}`.",
            where="design.type",
            fix=f"Use one of: {', '.join(sorted(found()))}.",
        )
    return found()[name]


def options_of(design: Design) -> dict[str, Any]:
    """Every option of the design's type with its value, stated or not. Raises DesignError for one it has not."""
    declared: tuple[Option, ...] = getattr(design_type(design.type), "OPTIONS", ())
    return checked(design.options, declared, design.type, _types_by_option())


@cache
def _types_by_option() -> dict[str, list[str]]:
    """Option → names of the types that have it."""
    by: dict[str, list[str]] = {}
    for name, kind in sorted(found().items()):
        for option in getattr(kind, "OPTIONS", ()):
            by.setdefault(option.name, []).append(name)
    return by


def cutoffs_of(design: Design) -> tuple[float, ...]:
    """Marker values that part the bins of the design."""
    kind = design_type(design.type)
    if hasattr(kind, "cutoffs"):
        return tuple(kind.cutoffs(design))
    return () if design.cutoff is None else (design.cutoff,)


def looks_of(design: Design) -> tuple[float, ...]:
    """Information fraction of each look, as planned."""
    kind = design_type(design.type)
    return tuple(kind.looks(design)) if hasattr(kind, "looks") else (1.0,)


def hypotheses_of(design: Design) -> tuple[str, ...]:
    """Names of what the design may reject; one without a name where its type names none."""
    kind = design_type(design.type)
    return tuple(kind.hypotheses(design)) if hasattr(kind, "hypotheses") else ("",)


def selections_of(design: Design) -> tuple[str, ...]:
    """Names of what may be selected, none where the design chooses nothing."""
    kind = design_type(design.type)
    return tuple(kind.selections(design)) if hasattr(kind, "selections") else ()


def rules_of(design: Design, full: int) -> list[str]:
    """How its looks decide, as sentences of a protocol; none of a type whose boundaries say it all."""
    kind = design_type(design.type)
    return list(kind.rules(design, full)) if hasattr(kind, "rules") else []


def most_patients(design: Design) -> int:
    """The patients of the largest trial there can be, at most `design.patients`."""
    kind = design_type(design.type)
    return int(kind.most_patients(design)) if hasattr(kind, "most_patients") else design.patients


def followed(design: Design) -> str:
    """Until when patients are followed, in a protocol's words; "" where no events are counted."""
    if design.events is None:
        return ""
    kind = design_type(design.type)
    told = f"followed until {design.events:,} event{'s have' if design.events > 1 else ' has'} happened"
    return str(kind.followed(design)) if hasattr(kind, "followed") else told


def allocated(design: Design) -> str:
    """How patients come to their arms, in a protocol's words."""
    kind = design_type(design.type)
    return str(kind.allocated(design)) if hasattr(kind, "allocated") else "in permuted blocks"


def interim_stops_of(design: Design, full: int) -> tuple[tuple[bool, bool], ...]:
    """(efficacy, futility) for each look but the last: whether the design's rules may end a trial there so."""
    kind = design_type(design.type)
    if hasattr(kind, "interim_stops"):
        return tuple(kind.interim_stops(design, full))
    return ((True, True),) * (len(looks_of(design)) - 1)


def selectable_of(design: Design) -> tuple[str, ...]:
    """Of the design's selections, those that its rules may make."""
    kind = design_type(design.type)
    return tuple(kind.selectable(design)) if hasattr(kind, "selectable") else selections_of(design)


def rejects_all(design: Design, full: int) -> bool:
    """Whether one trial may reject every hypothesis of the design."""
    kind = design_type(design.type)
    return bool(kind.rejects_all(design, full)) if hasattr(kind, "rejects_all") else True


def bounds_of(design: Design, full: int) -> SequentialDesign | None:
    """The boundaries of the design's looks on the z of all data, None of a type that has none such."""
    kind = design_type(design.type)
    return kind.bounds(design, full) if hasattr(kind, "bounds") else None
