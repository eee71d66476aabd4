"""Every error a user can meet, each with what happened, where, and what to do.

TrialwrightError
├── PlanError            the plan folder or plan.yaml is wrong            exit 2
├── DocumentError        a document is missing, unreadable or ambiguous   exit 3
│   ├── UnknownFormat    no document format recognises a file             exit 3
│   └── SomeUnread       of several files some are not read               exit 3
├── CriterionError       a criterion cannot be used as asked              exit 4
├── PatientsError        the patient table does not fit                   exit 5
├── DesignError          a design or scenario cannot be evaluated         exit 6
├── EvidenceError        results cannot be pooled or used as asked        exit 7
├── ReplayError          a replay did not give the same bytes             exit 8
├── SelfTestError        this installation does not give known figures    exit 9
├── AnalysisError        a trial's data cannot be analysed as asked       exit 10
└── Interrupted          the run was stopped; finished stages are kept    exit 130
"""

from __future__ import annotations

import sys
from typing import Any


class TrialwrightError(Exception):
    """Base of the tree.

    what : what happened, one sentence. where : the file and line, Quote, row or option concerned
    ("" when it is the whole request). fix : what the user can do about it, one sentence.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.what}{place}" + (f" {self.fix}" if self.fix else "")

    def as_dict(self) -> dict[str, str | int]:
        """The error as `--json` prints it."""
        return {
            "error": type(self).__name__,
            "what": self.what,
            "where": self.where,
            "fix": self.fix,
            "exit_code": self.exit_code,
        }


class PlanError(TrialwrightError):
    """the plan folder, plan.yaml or the command line is wrong"""

    exit_code = 2


class DocumentError(TrialwrightError):
    """a document is missing, unreadable or ambiguous"""

    exit_code = 3


class UnknownFormat(DocumentError):
    """no document format recognises a file"""


class SomeUnread(DocumentError):
    """of several files some are not read

    answer : what the others gave, as the verb returns it; None where the verb gives no part of an answer.
    """

    answer: Any = None


class CriterionError(TrialwrightError):
    """a criterion cannot be used as asked"""

    exit_code = 4


class PatientsError(TrialwrightError):
    """the patient table does not fit"""

    exit_code = 5


class DesignError(TrialwrightError):
    """a design or scenario cannot be evaluated"""

    exit_code = 6


class EvidenceError(TrialwrightError):
    """results cannot be pooled or used as asked"""

    exit_code = 7


class ReplayError(TrialwrightError):
    """a replay did not give the same bytes"""

    exit_code = 8


class SelfTestError(TrialwrightError):
    """this installation does not give known figures"""

    exit_code = 9


class AnalysisError(TrialwrightError):
    """a trial's data cannot be analysed as asked"""

    exit_code = 10


class Interrupted(TrialwrightError):
    """the run was stopped; finished stages are kept"""

    exit_code = 130


_FOREIGN = (
    ("duckdb", "Error"),
    ("ibis.common.exceptions", "IbisError"),
    ("psycopg", "Error"),
    ("pyspark.errors", "PySparkException"),
    ("py4j.protocol", "Py4JError"),
)


def engine_errors() -> tuple[type[Exception], ...]:
    """The errors of the patients' engines that are loaded: whoever calls an engine translates them into ours."""
    loaded = ((sys.modules.get(module), name) for module, name in _FOREIGN)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)
