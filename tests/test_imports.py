"""The import contract of DESIGN.md, and that it is not an empty one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract over folder/src as it is on disk."""
    code = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_house_keeps_its_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert "1 kept, 0 broken" in result.stdout


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("check/planted.py", "import trialwright.pool"),
        ("kernels/planted.py", "from trialwright.app import plan"),
        ("report/planted.py", "from trialwright.design import evaluate"),
        ("model/planted.py", "from trialwright.kernels import rounding"),
        ("adapters/planted.py", "import trialwright.screen"),
    ],
)
def test_a_planted_violation_breaks_it(copy: Path, room: str, line: str) -> None:
    (copy / "src" / "trialwright" / room).write_text(line + "\n")
    result = lint(copy)
    assert result.returncode != 0, result.stdout
    assert "planted" in result.stdout
