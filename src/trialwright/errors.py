"""Every error a user can meet, each with what happened, where, and what to do.

TrialwrightError
├── PlanError            the plan folder or plan.yaml is wrong            exit 2
├── DocumentError        a document is missing, unreadable or ambiguous   exit 3
├── CriterionError       a criterion cannot be used as asked              exit 4
├── PatientsError        the patient table does not fit                   exit 5
├── DesignError          a design or scenario cannot be evaluated         exit 6
├── EvidenceError        results cannot be pooled or used as asked        exit 7
├── ReplayError          a replay did not give the same bytes             exit 8
└── Interrupted          the run was stopped; finished stages are kept    exit 130
"""

from __future__ import annotations


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
    exit_code = 2


class DocumentError(TrialwrightError):
    exit_code = 3


class CriterionError(TrialwrightError):
    exit_code = 4


class PatientsError(TrialwrightError):
    exit_code = 5


class DesignError(TrialwrightError):
    exit_code = 6


class EvidenceError(TrialwrightError):
    exit_code = 7


class ReplayError(TrialwrightError):
    exit_code = 8


class Interrupted(TrialwrightError):
    exit_code = 130
