"""The examples of docs/pooling.md run, and print what they promise."""

import re
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "docs" / "pooling.md").read_text(encoding="utf-8")


def test_examples_run(capsys):
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, {})
    said = capsys.readouterr().out
    assert "a new trial" in said
    assert re.search(r"'22\.\d % at drift 0\.2'", said)
