"""The list that a file of a person's corrections is, whatever they correct: its entries with the place of each."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from trialwright.errors import TrialwrightError

CONFIRMED = "confirmed"  # read: confirmed, for what was read rightly


def entries(data: bytes, name: str, error: type[TrialwrightError]) -> Iterator[tuple[yaml.Node, str]]:
    """Each entry of a YAML file with its file and line. Raises `error` for what is no YAML, or no list."""
    try:
        root = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as bad:
        mark = getattr(bad, "problem_mark", None)
        raise error(
            "The corrections are not valid YAML.",
            where=f"{name}, line {mark.line + 1}, column {mark.column + 1}" if mark else name,
            fix="Check the indentation and quotes there; save it as UTF-8.",
        ) from None
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        raise error(
            "Corrections are a list.",
            where=f"{name}, line {root.start_mark.line + 1}",
            fix="Begin each with `- quote: ...`.",
        )
    for node in root.value:
        yield node, f"{name}, line {node.start_mark.line + 1}"
