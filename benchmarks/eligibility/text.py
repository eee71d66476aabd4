"""How well eligibility text is read: `python -m benchmarks.eligibility.text --data DIR [--json]`.

DIR holds lines.jsonl, numeric.jsonl and temporal.jsonl, or folders that do. Keys:

numeric_f1_value    value, direction and inclusiveness of every number that the grammar reads, against numeric.jsonl
numeric_f1_concept  the same, and what it is a number of
window_f1           amount, unit and direction of stretches of time, against every time that the annotators marked; what
                    they put out of their scope is not scored (benchmarks.eligibility.times says what, and why)
window_f1_strict    the same against temporal.jsonl alone, which holds only the times joined to a concept; nothing is
                    left out
window_recall       share of annotated stretches of time that were read
anchor_precision    of the windows found whose anchor is annotated and that were read with an anchor: share with that one
anchor_recall       of all windows found whose anchor is annotated: share read with that one; the rest are for a person
pure_numeric_exact  lines that are a concept and its value and no more: share read exactly
silent_drops        words that end up in no part of the tree
lines_per_s         whole parses per second of processor time, one core
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.eligibility import gold, times
from trialwright.adapters.concepts import load
from trialwright.model.concept import Concepts
from trialwright.model.document import Document
from trialwright.read import criteria
from trialwright.read.criteria.account import unaccounted
from trialwright.read.criteria.lexicon import lexicon_for
from trialwright.read.criteria.link import Link, links
from trialwright.read.criteria.lists import items
from trialwright.read.criteria.marks import marks_of
from trialwright.read.criteria.tokens import plain

Key = tuple[str, str, str]


@dataclass
class Score:
    """Matches counted; precision, recall and F1 are None where nothing was to be found."""

    hit: int = 0
    extra: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float | None:
        wanted = 2 * self.hit + self.extra + self.missed
        return round(2 * self.hit / wanted, 4) if self.hit + self.missed else None

    @property
    def recall(self) -> float | None:
        return round(self.hit / (self.hit + self.missed), 4) if self.hit + self.missed else None

    @property
    def precision(self) -> float | None:
        return round(self.hit / (self.hit + self.extra), 4) if self.hit + self.extra else None

    def match(
        self, wanted: list[Any], got: list[Any], same: Callable[[Any, Any], bool], line: str = ""
    ) -> None:
        """Each wanted one takes one got; what is left over is missed or extra."""
        left = list(got)
        for want in wanted:
            found = next((g for g in left if same(want, g)), None)
            if found is None:
                self.missed += 1
                self.misses.append(f"missed {want} in {line!r}")
            else:
                left.remove(found)
                self.hit += 1
        self.extra += len(left)
        self.misses += [f"extra  {g} in {line!r}" for g in left]


def new_scores() -> dict[str, Score]:
    return {name: Score() for name in ("value", "concept", "window", "strict", "anchor", "pure")}


@dataclass(frozen=True)
class Read:
    """A number as the grammar read it. name : the words it hangs on. concepts : those it was resolved to."""

    comparator: str
    values: tuple[float, ...]
    name: str
    concepts: tuple[str, ...]


def read_numbers(found: list[Link], text: str) -> list[Read]:
    """Every measure that says what it measures, one for each concept before it."""
    out: list[Read] = []
    for link in found:
        if link.named is None:
            continue
        name = text[link.named[0] : link.named[1]]
        for concept in [c.name for c in link.concepts] or [""]:
            out += [Read(sign, values, name, (concept,)) for sign, values in _tuples(link)]
    return out


def _tuples(link: Link) -> Iterable[tuple[str, tuple[float, ...]]]:
    """A range is its two ends, so that "18-65" and "≥ 18 and ≤ 65" are the same reading, and so is what lies outside it."""
    m = link.measure
    if m.outside and m.high is not None:
        return [("<", (m.low,)), (">", (m.high,))]
    if m.comparator == "between" and m.high is not None:
        return [(">" if m.strict[0] else ">=", (m.low,)), ("<" if m.strict[1] else "<=", (m.high,))]
    return [(m.comparator, (m.low,))]


def same_value(want: gold.Numeric, got: Read) -> bool:
    return (
        want.comparator == got.comparator
        and all(abs(a - b) < 1e-9 for a, b in zip(want.values, got.values, strict=False))
        and len(want.values) == len(got.values)
    )


def same_concept(want: gold.Numeric, got: Read, concepts: Concepts) -> bool:
    """The dictionary gives both the same concept, or one's words hold the other's."""
    if not same_value(want, got):
        return False
    named = concepts.by_word.get(want.concept.lower())
    if (want.is_age and "age" in got.concepts) or (named is not None and named.name in got.concepts):
        return True
    a, b = (re.sub(r"\W+", " ", s.lower()).strip() for s in (want.concept, got.name))
    return bool(a and b) and (a in b or b in a)


def unscored(want: list[gold.Numeric], got: list[Read]) -> tuple[list[gold.Numeric], list[Read]]:
    """Without what the annotators left open, and without the readings of those numbers."""
    opened = {v for w in want if w.comparator == "" for v in w.values} - {
        v for w in want if w.comparator for v in w.values
    }
    left = [g for g in got if not set(g.values) & opened]
    return [w for w in want if w.comparator], left


def measure(folder: Path, concepts: Concepts, half: str = "") -> dict[str, Score | int | float | None]:
    """half : "even" or "odd" lines alone, so that a rule made while reading one half is tried on the other."""
    lines = gold.rows(folder / "lines.jsonl")[_HALVES[half]]
    numbers, temporal = gold.by_line(folder / "numeric.jsonl"), gold.by_line(folder / "temporal.jsonl")
    scores = new_scores()
    lexicon = lexicon_for(concepts)
    for row in lines:
        key: Key = row["nct"], row["side"], row["text"]
        text = plain(row["text"])
        marks = [m for a, b in rules_in(text, row["side"]) for m in marks_of(text, a, b, lexicon)]
        found = links(marks, text)  # before the times: what measures nothing may be a length of time
        if numbers:
            _score_numbers(numbers.get(key, []), found, text, scores, concepts)
        if temporal:
            read = times.read_times(marks, found, text)
            _score_times({**row, "text": text}, temporal.get(key, []), numbers.get(key, []), read, scores)
    return {**scores, **_parses(lines, concepts)}


def rules_in(text: str, side: str) -> list[tuple[int, int]]:
    """Where the words of a line's rules stand, without their bullets, as the parser takes them."""
    waiting = items(text, 0, len(text), "exclusion" if side == "exc" else "inclusion")
    out: list[tuple[int, int]] = []
    while waiting:
        item = waiting.pop(0)
        out.append((item.start, item.end))
        waiting[:0] = item.children
    return out


def _score_numbers(
    rows: list[gold.Row], found: list[Link], text: str, scores: dict[str, Score], concepts: Concepts
) -> None:
    annotated = _once([end for r in rows if (n := gold.numeric(r)) is not None for end in n.ends()])
    wanted, got = unscored(annotated, read_numbers(found, text))
    values = _once([(w.comparator, w.values) for w in wanted])
    scores["value"].match(values, _once([(g.comparator, g.values) for g in got]), lambda a, b: a == b, text)
    scores["concept"].match(wanted, got, lambda w, g: same_concept(w, g, concepts), text)
    if wanted and wanted == annotated and _nothing_else(rows, text):
        exact = len(wanted) == len(got) and all(
            any(same_concept(w, g, concepts) for g in got) for w in wanted
        )
        scores["pure"].hit += exact
        scores["pure"].missed += not exact
        scores["pure"].misses += [] if exact else [f"not exact {text!r}: {got}"]


def _nothing_else(rows: list[gold.Row], text: str) -> bool:
    """Whether a line holds no more than its annotated concepts and values and small words."""
    left = text.lower()
    for row in rows:
        for words in (row["concept"], row.get("value_text") or row.get("comp_text", "")):
            left = left.replace(words.lower(), " ")
    return not set(re.findall(r"[a-z]{2,}", left)) - _SMALL


_SMALL_TEXT = """
of and or the is an to in at with must be have has patients subjects participants patient level levels count value score
by than from old age years year aged for are
"""
_SMALL = frozenset(_SMALL_TEXT.split())


def _score_times(
    line: gold.Row,
    rows: list[gold.Row],
    numbers: list[gold.Row],
    read: list[times.Reading],
    scores: dict[str, Score],
) -> None:
    wanted, text = times.wanted(line, rows), line["text"]
    kept = [r.time for r in read if r.time in wanted or times.scored(line, rows, numbers, r)]
    scores["window"].match(list(wanted), _once(kept), lambda a, b: a == b, text)
    scores["strict"].match(*times.strict(rows, read, text), lambda a, b: a == b, text)
    for stretch, anchors in wanted.items():
        said = {r.anchor for r in read if r.time == stretch and r.time.direction != "lasting"}
        if anchors and said:
            right = any(a and times.same_anchor(a, anchors) for a in said)
            scores["anchor"].hit += right
            scores["anchor"].extra += not right and said != {""}
            scores["anchor"].missed += not right
            scores["anchor"].misses += [] if right else [f"anchor {said} for {anchors} in {text!r}"]


def _once(found: list[Any]) -> list[Any]:
    """Each tuple once a line: annotators repeat a value for each concept it belongs to, or do not."""
    return list(dict.fromkeys(found))


def _parses(lines: list[gold.Row], concepts: Concepts) -> dict[str, int | float | None]:
    """Silent drops over all lines, and the speed of parsing alone."""
    if not lines:
        return {"silent_drops": None, "lines_per_s": None}
    documents = [
        (
            Document(sha256=f"{i:064x}", name="line", format="text", text=r["text"]),
            "exclusion" if r["side"] == "exc" else "inclusion",
        )
        for i, r in enumerate(lines)
    ]
    for document, side in documents[:200]:  # caches are filled before the clock starts
        criteria.parse(document, 0, len(document.text), side, concepts)
    start = time.process_time()
    parsed = [criteria.parse(d, 0, len(d.text), side, concepts) for d, side in documents]
    spent = time.process_time() - start
    drops = sum(
        len(unaccounted(c.tree, d.text, c.quote.start, c.quote.end))
        for (d, _), found in zip(documents, parsed, strict=True)
        for c in found
    )
    return {"silent_drops": drops, "lines_per_s": round(len(lines) / spent)}


_HALVES = {"": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}


def answer(folders: list[Path], half: str = "") -> tuple[dict[str, float | int | None], dict[str, Score]]:
    """The keys over all folders together, and the scores behind them. pure_numeric_exact is taken on the corpus
    whose values are text spans (chia), as that is what the target is stated for."""
    concepts = load()
    total = new_scores()
    drops: list[int] = []
    speeds: list[float] = []
    for folder in folders:
        found = measure(folder, concepts, half)
        for name, score in total.items():
            part = found[name]
            assert isinstance(part, Score)
            score.hit, score.extra, score.missed = (
                score.hit + part.hit,
                score.extra + part.extra,
                score.missed + part.missed,
            )
            score.misses += part.misses
        if isinstance(found["silent_drops"], int) and isinstance(found["lines_per_s"], int | float):
            drops.append(found["silent_drops"])
            speeds.append(found["lines_per_s"])
    pure = total["pure"]
    return {
        "numeric_f1_value": total["value"].f1,
        "numeric_f1_concept": total["concept"].f1,
        "window_f1": total["window"].f1,
        "window_f1_strict": total["strict"].f1,
        "window_recall": total["window"].recall,
        "anchor_precision": total["anchor"].precision,
        "anchor_recall": total["anchor"].recall,
        "pure_numeric_exact": round(pure.hit / (pure.hit + pure.missed), 4)
        if pure.hit + pure.missed
        else None,
        "silent_drops": sum(drops) if drops else None,
        "lines_per_s": min(speeds) if speeds else None,
    }, total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="a folder of the corpus, or of several such folders"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", choices=tuple(new_scores()), help="print what was missed or extra")
    parser.add_argument("--half", choices=("even", "odd"), default="", help="score every other line")
    args = parser.parse_args()
    folders = (
        [args.data]
        if (args.data / "lines.jsonl").exists()
        else sorted(p.parent for p in args.data.glob("*/lines.jsonl"))
    )
    if not folders:
        parser.error(f"no lines.jsonl in {args.data} or in a folder of it")
    keys, scores = answer(folders, args.half)
    if args.misses:
        print("\n".join(scores[args.misses].misses))
    elif args.json:
        print(json.dumps(keys))
    else:
        for name, score in scores.items():
            print(
                f"{name:10} found {score.hit:6}  missed {score.missed:6}  extra {score.extra:6}  F1 {score.f1}"
            )
        print("\n".join(f"{k:20} {v}" for k, v in keys.items()))


if __name__ == "__main__":
    main()
