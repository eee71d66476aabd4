"""One hundred random disagreements with the annotators, read by hand: `python -m validation.eligibility.disagreements --data DIR`.

DIR holds the annotated corpus (lines.jsonl, numeric.jsonl). A disagreement is a number with its direction and
inclusiveness that the grammar reads and the annotators do not have ("extra"), or the other way round ("missed").
`--list` prints the sample with its lines, for a person to judge. Without it the judgements kept in judged.csv are
counted: id, kind, reading, verdict, note, in our own words, with no line of the corpus. It holds several samples, as
each change of the grammar draws another; a judgement stays when its reading is mended, and counts against us.

verdict: "right" the text says what we read (extra) or we were right to leave it (missed); "wrong"; "unclear" where two
readings of the line are fair. Precision is 1 - wrong extras / all readings, the share of wrong ones among the extras
being estimated from the sample with its 95 % interval (Wilson 1927).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from benchmarks.eligibility import gold
from benchmarks.eligibility import text as benchmark
from trialwright.adapters.concepts import load
from trialwright.kernels.intervals import wilson
from trialwright.read.criteria.lexicon import lexicon_for
from trialwright.read.criteria.link import links
from trialwright.read.criteria.marks import marks_of
from trialwright.read.criteria.tokens import plain

JUDGED = Path(__file__).parent / "judged.csv"
SIZE, SEED = 100, 20260301


class Disagreement(NamedTuple):
    line: str
    kind: str
    reading: str
    text: str


def disagreements(folder: Path) -> tuple[int, list[Disagreement]]:
    """How many readings there are, and every disagreement, sorted by line id."""
    concepts = load()
    lexicon, numbers = lexicon_for(concepts), gold.by_line(folder / "numeric.jsonl")
    readings, out = 0, []
    for row in gold.rows(folder / "lines.jsonl"):
        text = plain(row["text"])
        spans = benchmark.rules_in(text, row["side"])
        found = links([m for a, b in spans for m in marks_of(text, a, b, lexicon)], text)
        rows = numbers.get((row["nct"], row["side"], row["text"]), [])
        annotated = [end for r in rows if (n := gold.numeric(r)) is not None for end in n.ends()]
        wanted, got = benchmark.unscored(annotated, benchmark.read_numbers(found, text))
        want, read = {(w.comparator, w.values) for w in wanted}, {(g.comparator, g.values) for g in got}
        readings += len(read)
        line = f"{row['nct']}:{row['side']}:{hashlib.sha256(row['text'].encode()).hexdigest()[:8]}"
        for kind, left in (("missed", want - read), ("extra", read - want)):
            out += [Disagreement(line, kind, f"{sign} {value[0]:g}", text) for sign, value in left]
    return readings, sorted(out)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--list", action="store_true", help="print the sample with its lines")
    args = parser.parse_args()
    readings, found = disagreements(args.data)
    if args.list:
        for one in random.Random(SEED).sample(found, min(SIZE, len(found))):
            print(*one, sep=" | ")
        return
    judged = list(csv.DictReader(JUDGED.open(encoding="utf-8")))
    extras = sum(one.kind == "extra" for one in found)
    for kind in ("extra", "missed"):
        verdicts = Counter(row["verdict"] for row in judged if row["kind"] == kind)
        print(
            f"{kind:7} {sum(verdicts.values()):4} judged: "
            + ", ".join(f"{n} {v}" for v, n in sorted(verdicts.items()))
        )
    present = {(one.line, one.kind, one.reading) for one in found}
    kept = sum((row["line"], row["kind"], row["reading"]) in present for row in judged)
    print(f"{kept} of the {len(judged)} judged are disagreements of the present grammar")
    print(
        f"{readings} readings, of which {extras} are not annotated and {len(found) - extras} annotations are not read"
    )
    for label, counted in (("wrong", {"wrong"}), ("wrong or unclear", {"wrong", "unclear"})):
        rows = [row["verdict"] in counted for row in judged if row["kind"] == "extra"]
        share = wilson(sum(rows), len(rows))
        low, high = (1 - bound * extras / readings for bound in (share.high, share.low))
        print(
            f"precision, {label:16} {1 - sum(rows) / len(rows) * extras / readings:.4f} ({low:.4f} to {high:.4f})"
        )


if __name__ == "__main__":
    main()
