"""Alarms of the checks on published abstracts, each judged by a person: python validation/reading/alarms.py DIR ...

DIR holds abstracts (.txt, or PubMed .xml). alarms_judged.csv names each alarm by document and check, with a verdict:

true      the document contradicts itself as the finding says
arguable  the numbers do not agree, and another analysis than the finding names may explain it
false     a misreading: what the document says is consistent

Nothing of the documents' text is kept here. An alarm that is not in the file is printed as new.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from trialwright import check, read
from trialwright.adapters import concepts
from trialwright.app.injection.scoring import is_alarm

JUDGED = Path(__file__).with_name("alarms_judged.csv")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    folders = parser.parse_args(argv).folders
    if missing := [f for f in folders if not f.is_dir()]:
        print(f"{missing[0]}: no folder; give folders of abstracts (.txt, or PubMed .xml)", file=sys.stderr)
        return 2
    dictionary = concepts.load()
    with JUDGED.open() as file:
        judged = {(row["document"], row["check"]): row["verdict"] for row in csv.DictReader(file)}
    documents = [
        d
        for folder in folders
        for p in sorted(folder.iterdir())
        if p.suffix in (".txt", ".xml")
        for d in read.documents(p.read_bytes(), p.name)
    ]
    if not documents:
        print("no abstracts (.txt, or PubMed .xml) in these folders", file=sys.stderr)
        return 2
    counts: dict[str, set[str]] = {}
    for document in documents:
        for c in check.check([read.read(document, dictionary)]):
            if is_alarm(c):
                verdict = judged.get((document.name, c.name), "new")
                counts.setdefault(verdict, set()).add(document.key)
                if verdict == "new":
                    print(f"new: {document.name} {c.name}: {c.finding}")
    n = len(documents)
    print(
        f"{n} documents; with an alarm: "
        + ", ".join(f"{k} {len(v)} ({len(v) / n:.1%})" for k, v in sorted(counts.items()))
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
