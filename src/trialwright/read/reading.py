"""One document to a Reading: identity, numbers in the text, eligibility, and what is not stated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Literal, TypeVar

from trialwright.model.base import Node
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.document import Block, Document
from trialwright.model.result import Claim, Reading, Result
from trialwright.model.trial import REGISTERS, Endpoint, Trial
from trialwright.read import criteria, grammar, identity, listed
from trialwright.read.grammar.same_endpoint import CONTRASTS
from trialwright.read.missing import missing

Side = Literal["inclusion", "exclusion"]
N = TypeVar("N", bound=Node)
_TRIAL_WORDS = re.compile(
    r"\btrials?\b|\brandomi[sz]ed\b|\bplacebo\b|\bsingle[- ]arm\b|\bopen[- ]label\b|\bpilot study\b|\bcross-?over\b|"
    r"\bwere (?:enrol+ed|assigned|allocated)\b",
    re.IGNORECASE,
)


def read(document: Document, concepts: Concepts) -> Reading:
    """Everything the document states, each with its Quote. trial is None where it describes none."""
    who = identity.read(document)
    said = grammar.grammar(document)
    if said.unread:
        document = document.model_copy(update={"warnings": (*document.warnings, *said.unread)})
    rules = eligibility(document, concepts)
    sized = any(s.field in ("randomised", "participants") for s in said.stated) or len(said.arms) > 1
    if not (rules or sized or _describes_trial(document, who)):
        return Reading(document=document, results=said.results, claims=said.claims)
    renamed = Renamed(said, who.key)
    trial = Trial(
        key=who.key,
        identifiers=who.identifiers,
        stated=(*who.stated, *renamed.all(said.stated)),
        arms=renamed.all(said.arms) or listed.arms(document),
        endpoints=_endpoints(listed.endpoints(document), renamed.all(said.endpoints)),
        criteria=rules,
    )
    results = renamed.all(said.results)
    if _holds_tables(document):
        from trialwright.read.tabled import with_tables  # what abstracts and plain pages do without

        results = with_tables(document, trial.arms, who.key, results)
    trial = trial.model_copy(update={"endpoints": _as_told(trial.endpoints, results)})
    trial = trial.model_copy(update={"missing": missing(trial, results)})
    return Reading(document=document, trial=trial, results=results, claims=renamed.all(said.claims))


def _holds_tables(document: Document) -> bool:
    """Whether there may be a table: a block that is one, cells parted by bars, or columns under dashes."""
    text = document.text
    return "|" in text or "--" in text or any(b.role == "table" for b in document.blocks)


def _endpoints(given: tuple[Endpoint, ...], told: tuple[Endpoint, ...]) -> tuple[Endpoint, ...]:
    """Those that a list defines, then those that only the prose names."""
    names = {e.label.casefold() for e in given}
    return (*given, *(e for e in told if e.label.casefold() not in names))


def _as_told(endpoints: tuple[Endpoint, ...], results: tuple[Result, ...]) -> tuple[Endpoint, ...]:
    """The endpoints without names that are cells of a table, and resting on results that there still are: a table may have
    given a contrast its row's name."""
    rested_on = {i for r in results for i in r.because.of}
    kept = [e for e in endpoints if "|" not in e.label or e.id in rested_on]
    if not any(e.because.of for e in kept):
        return tuple(kept)
    there = {r.id for r in results if r.measure in CONTRASTS}
    return tuple(
        e
        if all(i in there or not i.startswith("result-") for i in e.because.of)
        else e.model_copy(update={"because": e.because.model_copy(update={"of": ()})})
        for e in kept
    )


def eligibility(document: Document, concepts: Concepts) -> tuple[Criterion, ...]:
    """The criteria under each inclusion or exclusion heading, in the document's order."""
    return tuple(
        criterion
        for side, start, end in spans(document)
        for criterion in criteria.parse(document, start, end, side, concepts)
    )


def spans(document: Document) -> tuple[tuple[Side, int, int], ...]:
    """(side, start, end) of each unbroken run of blocks under an inclusion or exclusion heading."""
    found: list[tuple[Side, int, int]] = []
    for key, run in groupby(document.blocks, key=_list_of):
        side = _side(key)
        if side:
            blocks = list(run)
            found.append((side, _with_indentation(document.text, blocks[0].start), blocks[-1].end))
    return tuple(found)


def _with_indentation(text: str, start: int) -> int:
    """The first block's line from its beginning: how far it is indented tells what nests in what."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return line if not text[line:start].strip() else start


def _list_of(block: Block) -> str:
    """The heading a block of criteria stands under; "" for any other block."""
    return block.section if block.role in ("item", "paragraph", "table") else ""


def _side(section: str) -> Side | None:
    """Which list a heading opens; None for one that names both, or neither."""
    lower = section.lower()
    inclusion, exclusion = "inclusion" in lower, "exclusion" in lower
    if inclusion == exclusion:
        return None
    return "inclusion" if inclusion else "exclusion"


def _describes_trial(document: Document, who: identity.Identity) -> bool:
    """Whether the document is about a trial: it is registered, or recruits, or says so in its own words."""
    if any(i.scheme in REGISTERS for i in who.identifiers):
        return True
    if any(s.field in ("phase", "status", "acronym") for s in who.stated):
        return True
    return any(
        _TRIAL_WORDS.search(document.text, block.start, block.end)
        for block in document.own_blocks()
        if block.role in ("title", "heading", "paragraph", "item")
    )


class Renamed:
    """Nodes with the trial's key in place of another ("" where it was open).

    A result's id follows its content, so what rests on a result is given its new id too. An id takes longer to work
    out than all else here, so it is only asked of nodes of a kind that something rests on.
    """

    def __init__(self, said: Iterable[Iterable[object]], key: str, instead: str = "") -> None:
        self._key, self._instead = key, instead
        nodes = [n for part in said for n in part if isinstance(n, Node)]
        kinds = {of.rpartition("-")[0] for n in nodes for of in n.because.of}
        self._nodes: dict[str, Node] = {n.id: n for n in nodes if type(n).__name__.lower() in kinds}
        self._made: dict[int, Node] = {}  # by the object, which `said` keeps alive

    def all(self, nodes: Iterable[N]) -> tuple[N, ...]:
        return tuple(self._new(n) for n in nodes)

    def _new(self, node: N) -> N:
        old = id(node)
        if old not in self._made:
            self._made[old] = node  # what rests on itself would be an error of the grammar; it stays as it is
            of = tuple(self._new(self._nodes[i]).id if i in self._nodes else i for i in node.because.of)
            update: dict[str, object] = {}
            if of != node.because.of:
                update["because"] = node.because.model_copy(update={"of": of})
            if isinstance(node, Result | Claim) and node.trial == self._instead:
                update["trial"] = self._key
            self._made[old] = node.model_copy(update=update) if update else node
        return self._made[old]  # type: ignore[return-value]
