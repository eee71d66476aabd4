"""The example of docs/designs-in-python.md runs, and says what the page says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "designs-in-python.md"


@pytest.fixture(scope="module")
def ran() -> dict[str, Any]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    names: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    return names


def test_the_table_has_a_row_a_design_with_units_and_errors(ran: dict[str, Any]) -> None:
    table, found = ran["table"], ran["found"]
    assert list(table["design"]) == ["fixed", "one look"]
    for row, oc in zip(table.to_dict("records"), found, strict=True):
        assert row["power [share]"] == oc.figures["power"].value
        assert row["power mcse [share]"] == oc.figures["power"].mcse
        assert row["months p95 [months]"] == oc.figures["months"].high
        assert row["bias [effect]"] == oc.figures["bias"].value
    stops = [c for c in table.columns if c.startswith("stops at") and "mcse" not in c]
    assert table[stops].iloc[1].sum() == pytest.approx(1)
    assert table[stops].iloc[0].isna().all()


def test_the_figures_are_svg(ran: dict[str, Any]) -> None:
    for svg in (ran["stopping"], ran["boundaries"]):
        assert ET.fromstring(svg).tag.endswith("svg")


def test_the_protocol_states_the_bounds_that_the_trial_is_held_to(ran: dict[str, Any]) -> None:
    said, look = ran["said"], ran["trial"].looks[0]
    assert f"{look.efficacy:.3f}" in said.protocol[1]
    assert said.efficacy[0] == look.efficacy
    power = ran["found"][1].figures["power"].value
    assert f"power is {100 * power:.1f} %" in said.protocol[-1]
    assert "directionUpper = FALSE" in said.calls["rpact, simulated"]
