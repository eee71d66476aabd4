"""Trial data with a fault that would give a wrong figure, or none: what is said, and that nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from trialwright.adapters import external_people
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.errors import AnalysisError, EvidenceError, PlanError
from trialwright.model.external import ExternalSpec

N = 24
TABLE = pd.DataFrame(
    {
        "subject": range(N), "arm": ["old", "new"] * (N // 2), "x": np.round(np.sin(np.arange(N)), 3),
        "t": np.arange(1.0, N + 1), "d": [1, 1, 0] * (N // 3), "o": [1, 2, 3, 3] * (N // 4),
    }
)  # fmt: skip
VISITS = pd.concat([TABLE.assign(visit=f"Week {w}", week=w, x=TABLE.x + w % 3) for w in (1, 2, 3)])
MEAN = {"outcome": "x", "type": "continuous", "method": "ancova"}
TIME = {"outcome": "t", "status": "d", "type": "time_to_event", "method": "cox"}
SLOPE = {"outcome": "x", "type": "slope", "method": "random slopes", "time": "week"}
WINS = {"outcome": "o", "type": "ordinal", "method": "win probability"}


@pytest.mark.parametrize(
    ("table", "endpoint", "says"),
    [
        (TABLE.assign(x=np.where(TABLE.subject == 3, np.inf, TABLE.x)), MEAN, "x is infinite in 1 rows"),
        (TABLE.assign(x=np.nan), MEAN, "x is empty throughout"),
        (TABLE.assign(d="dead"), TIME, "d holds words"),
        (TABLE.assign(d=0), TIME | {"method": "restricted mean", "until": 4}, "No event up to 4"),
        (VISITS, SLOPE | {"time": "visit"}, "needs times that are numbers"),
        (VISITS.assign(x=3.0), SLOPE, "does not vary"),
        (
            VISITS.assign(x=3.0),
            {"outcome": "x", "type": "repeated", "method": "mmrm", "visit": "visit"},
            "not vary",
        ),
        (TABLE.iloc[:2], WINS, "fewer than two patients"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(
    table: pd.DataFrame, endpoint: dict[str, Any], says: str, tmp_path: Path, capsys: Any
) -> None:
    table.to_csv(tmp_path / "t.csv", index=False)
    stated = {"data": "t.csv", "control": "old", "endpoints": {"e": endpoint}}
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump({"question": "?", "analysis": stated}))
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    said = capsys.readouterr().err
    assert says in said
    assert "fix:" in said
    assert not (tmp_path / "analysis").exists()


def test_all_events_at_one_time_leave_proportional_hazards_untested(tmp_path: Path, capsys: Any) -> None:
    TABLE.assign(t=5.0).to_csv(tmp_path / "t.csv", index=False)
    stated = {"data": "t.csv", "control": "old", "endpoints": {"e": TIME}}
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump({"question": "?", "analysis": stated}))
    assert guarded(app, ["analyse", str(tmp_path)]) == 0
    assert "all events are at one time" in " ".join(capsys.readouterr().out.split())


def test_a_row_longer_than_its_header_is_refused(tmp_path: Path, capsys: Any) -> None:
    # Read leniently, the first value would name the row and all others move by a column.
    (tmp_path / "t.csv").write_text("arm,x\nold,1,2\nnew,2,3\n")
    stated = {"data": "t.csv", "control": "old", "endpoints": {"e": MEAN}}
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump({"question": "?", "analysis": stated}))
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert "cannot be read" in capsys.readouterr().err


PEOPLE = pd.DataFrame(
    {"person": ["a", "a", "b", "b"], "group": ["new", "new", "old", "old"], "month": [0, 1, 0, 1], "score": [4, 3, 5, 5],
     "age": [60, 60, 50, 50]}
)  # fmt: skip
SPEC = {
    "data": "p.csv", "person": "person", "group": "group", "treated": "new", "time": "month", "until": 6, "outcome": "score",
    "covariates": ["age"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (PEOPLE.assign(score=2), "2 throughout"),
        (PEOPLE.assign(score=np.nan), "no value up to 6 months"),
        (pd.concat([PEOPLE, PEOPLE.iloc[[2]]]), "1 rows repeat a person's time, the first that of b at 0"),
    ],
)
def test_outcomes_of_past_controls_that_cannot_be(table: pd.DataFrame, says: str, tmp_path: Path) -> None:
    table.to_csv(tmp_path / "p.csv", index=False)
    with pytest.raises(EvidenceError, match=says):
        external_people.visits(tmp_path / "p.csv", ExternalSpec.model_validate(SPEC), ("a", "b"))


def test_an_outcome_that_is_no_column_is_not_locked(tmp_path: Path, capsys: Any) -> None:
    PEOPLE.to_csv(tmp_path / "p.csv", index=False)
    stated = {"question": "?", "external": SPEC | {"outcome": "scor"}}
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(stated))
    with pytest.raises(EvidenceError, match="no column scor"):
        external_people.check_columns(
            tmp_path / "p.csv", ExternalSpec.model_validate(SPEC | {"outcome": "scor"})
        )
    assert guarded(app, ["external", str(tmp_path), "--lock"]) == EvidenceError.exit_code
    assert not list(tmp_path.glob("*.lock.json"))


def test_documents_without_an_endpoint_are_not_taken_for_a_plan(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.txt").write_text("Deaths: 3 of 40 and 9 of 41.")
    assert guarded(app, ["pool", str(tmp_path)]) == PlanError.exit_code
    assert "--endpoint" in capsys.readouterr().err
