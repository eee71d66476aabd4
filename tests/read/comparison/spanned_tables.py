"""Tables of made-up trials with heads over several columns and lines, as an article saved as text has them: each cell written once,
those after it moved to the left. The heads of every column are known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

ARMS = [
    ("Zinc", "Placebo"),
    ("Group A", "Group B"),
    ("Aquatic exercise", "Usual care"),
    ("Oral iron", "IV iron"),
    ("Zinc", "Iron", "Placebo"),
]
TIMES = [
    ("Baseline", "3 months"),
    ("Week 0", "Week 12"),
    ("Before", "After"),
    ("Baseline", "6 months", "12 months"),
]
FIGURES = [("n", "%"), ("No.", "%"), ("n/N", "%"), ("Mean", "SD"), ("N", "Mean (SD)"), ("Mean", "95% CI")]
ROWS = ["Pain", "Nausea", "Headache", "Rash", "Cough", "Sway (mm)", "Reach (cm)"]
PARTS = ["At rest", "On movement", "Mild", "Severe", "Left", "Right"]
SECTIONS = ["Skin", "Function"]
LINES = {"arms": ("arm",), "arms over times": ("arm", "time"), "times over arms": ("time", "arm")}  # fmt: skip


@dataclass
class Spanned:
    """lines : the cells of each line of heads and of the body, as written. heads : those over each column of figures, from above.
    rows : (words, figures) of each row. words : how many columns stand at the left."""

    lines: list[list[str]]
    heads: list[list[str]]
    rows: list[tuple[tuple[str, ...], list[str]]]
    words: int
    order: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        wide = max(map(len, self.lines))
        full = [[*line, *[""] * (wide - len(line))] for line in self.lines]
        sizes = [max(2, *(len(line[c]) for line in full)) for c in range(wide)]
        told = [
            "  " + " ".join(x.ljust(s) for x, s in zip(line, sizes, strict=True)).rstrip() for line in full
        ]
        rule = "  " + " ".join("-" * size for size in sizes)
        return "\n".join(["", "::: caption", "Outcomes", ":::", "", told[0], rule, *told[1:], "", "::::", ""])


def spanned(seed: int) -> Spanned:
    """One of the layouts that published tables have, the same for the same seed."""
    rng = random.Random(seed)
    arms, times, figures = rng.choice(ARMS), rng.choice(TIMES), rng.choice(FIGURES)
    order = list(LINES[rng.choice(list(LINES))])
    sizes = [rng.randint(20, 99) for _ in arms]
    where = rng.choice(["in the head", "in a line", "nowhere"])
    if where == "in a line":
        order.insert(order.index("arm") + 1, "size")
    if rng.random() < 0.5:
        order.append("figure")
    pairs = (
        [(a, t) for a in range(len(arms)) for t in times]
        if "time" in order
        else [(a, "") for a in range(len(arms))]
    )
    if order[0] == "time":
        pairs = [(a, t) for t in times for a in range(len(arms))]
    columns = [
        [
            {
                "arm": arms[a] + f" (n = {sizes[a]})" * (where == "in the head"),
                "time": t,
                "size": f"n = {sizes[a]}",
                "figure": f,
            }[level]
            for level in order
        ]
        for a, t in pairs
        for f in (figures if order[-1] == "figure" else ("",))
    ]
    tests = rng.choice(
        [
            [],
            [["P"]],
            [["p-value"]],
            [["RR (95% CI)"], ["P"]],
            [["Difference", "Mean (95% CI)"], ["Difference", "P"]] * (len(order) > 1),
        ]
    )
    words = rng.choice([1, 1, 2])
    heads = _head_lines(
        columns,
        tests,
        len(order),
        rng.choice(["", "Outcome", "Variable"]),
        1 if rng.random() < 0.5 else words,
    )
    body, rows = _body(rng, [*columns, *tests], words)
    return Spanned([*heads, *body], [*columns, *tests], rows, words, order)


def _head_lines(
    columns: Sequence[Sequence[str]], tests: Sequence[Sequence[str]], deep: int, corner: str, corners: int
) -> list[list[str]]:
    """The cells of each line of heads: one for each run of columns under the same head, none below a head that goes to the last line."""
    out: list[list[str]] = [[corner, *[""] * (corners - 1)], *([] for _ in range(deep - 1))]
    for level in range(deep):
        last = None
        for column in columns:
            over = tuple(column[: level + 1])
            if over != last or level == deep - 1:
                out[level].append(column[level])
            last = over
        for i, test in enumerate(tests):
            if level < len(test) and not (level == 0 and i and test[0] == tests[i - 1][0]):
                out[level].append(test[level])
    return out


def _body(
    rng: random.Random, columns: Sequence[Sequence[str]], words: int
) -> tuple[list[list[str]], list[tuple[tuple[str, ...], list[str]]]]:
    lines: list[list[str]] = []
    rows: list[tuple[tuple[str, ...], list[str]]] = []
    sections, style = rng.random() < 0.4, rng.choice(["over two lines", "blank", "again"])
    for i, label in enumerate(rng.sample(ROWS, 5)):
        if words == 1 and sections and i in (0, 3):
            lines.append([SECTIONS[i // 3]])
        for j, part in enumerate(rng.sample(PARTS, 2) if words == 2 else [""]):
            figures = [_figure(rng, column[-1]) for column in columns]
            first = [label] if not j or style == "again" else [""] if style == "blank" else []
            lines.append([*first, *([part] if words == 2 else []), *figures])
            rows.append(((label, part) if words == 2 else (label,), figures))
    return lines, rows


def _figure(rng: random.Random, head: str) -> str:
    count, share = str(rng.randint(1, 19)), f"{rng.uniform(1, 60):.1f}"
    if head.lower().startswith("p"):
        return f"0.{rng.randint(1, 99):02d}"
    if "CI" in head:
        interval = f"{rng.uniform(1, 40):.1f}, {rng.uniform(41, 80):.1f}"
        return interval if head == "95% CI" else f"1.{count} ({interval})"
    return {
        "n": count,
        "No.": count,
        "N": count,
        "%": share,
        "Mean": share,
        "SD": share,
        "n/N": f"{count}/40",
    }.get(head, f"{count} ({share})")
