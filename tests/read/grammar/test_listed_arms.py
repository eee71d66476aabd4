"""The arms that a registry lists, and the group of its results that each is."""

from __future__ import annotations

import json

import pytest

from trialwright.read import documents
from trialwright.read.grammar import grammar
from trialwright.read.grammar.listed_arms import link

TWO = ("Arm I (placebo)", "Arm II (calcium rinse)")
NO = ("STS Arm (sodium mixture)", "Watching (no sodium mixture)")


@pytest.mark.parametrize(
    ("title", "labels", "arm"),
    [
        ("Patients Who Received Placebo", ("1 Placebo", "2. velatinib"), "1 Placebo"),
        ("2. Velatinib", ("1 Placebo", "2. velatinib"), "2. velatinib"),
        ("Arm II (Calcium Rinse)", TWO, TWO[1]),
        ("Arm II", TWO, TWO[1]),
        ("Placebo (FAS)", ("Velatinib 5 mg", "Placebo"), "Placebo"),
        ("VLT 5 mg", ("Velatinib 5 mg", "Placebo"), "Velatinib 5 mg"),
        ("Velatinib, 5 mg group", ("Velatinib 5 mg", "Velatinib 10 mg"), "Velatinib 5 mg"),
        ("Watching", NO, NO[1]),
        # More than one arm, part of an arm, a period, all of them, or the contrary of one.
        ("Velatinib", ("Velatinib 5 mg", "Velatinib 10 mg"), ""),
        ("Velatinib 5 and 10 mg", ("Velatinib 5 mg", "Velatinib 10 mg"), ""),
        ("Velatinib 5 mg, open-label period", ("Velatinib 5 mg", "Placebo"), ""),
        ("Velatinib 5 mg women", ("Velatinib 5 mg", "Placebo"), ""),
        ("Placebo to Velatinib 5 mg", ("Velatinib 5 mg", "Placebo"), ""),
        ("Mixture", NO[1:], ""),
        ("Velatinib", ("Placebo for velatinib", "Velotrin"), ""),
        ("Total", ("Velatinib 5 mg", "Placebo"), ""),
        ("Participants", ("Velatinib 5 mg", "Placebo"), ""),
        ("", ("Velatinib 5 mg", "Placebo"), ""),
    ],
)
def test_a_group_is_an_arm_only_where_its_words_leave_no_other(title, labels, arm):
    found = link(title, labels, {"VLT": "velatinib"})
    assert found.label == arm
    assert (title in found.why) if title else found.why
    assert ("not linked" in found.why) is (not arm)


def study(arms, groups, extra=()):
    ids = [f"G{i}" for i in range(len(groups))]
    return {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT01234567", "briefTitle": "Velatinib in itch"},
            "armsInterventionsModule": {"armGroups": [{"type": kind, "label": label, "description": "daily"} for kind, label in arms]},
        },
        "resultsSection": {"participantFlowModule": {
            "groups": [{"id": i, "title": t} for i, t in zip(ids, groups, strict=True)],
            "periods": [
                {"title": name, "milestones": [{"type": "STARTED", "achievements": [{"groupId": i, "numSubjects": str(n + k)} for k, i in enumerate(ids)]}]}
                for name, n in (("First", 40), *extra)
            ],
        }},
    }  # fmt: skip


def read(made):
    (document,) = documents(json.dumps(made).encode(), "study.json")
    return grammar(document)


def test_arms_are_those_listed_with_roles_and_the_sizes_of_the_first_period():
    arms = (
        ("EXPERIMENTAL", "Velatinib 5 mg"),
        ("EXPERIMENTAL", "Placebo qw"),
        ("ACTIVE_COMPARATOR", "Loratrin"),
    )
    found = read(study(arms, ("Velatinib 5 mg", "Placebo qw", "Loratrin, open-label"), (("Second", 30),)))
    # A record may call its placebo arm experimental.
    assert [(a.label, a.role, a.size) for a in found.arms] == [
        ("Velatinib 5 mg", "experimental", 40),
        ("Placebo qw", "control", 41),
        ("Loratrin", "control", None),
    ]
    assert [r.arm for r in found.results[:3]] == ["Velatinib 5 mg", "Placebo qw", "Loratrin, open-label"]
    assert "not linked" in found.results[2].because.formula


def test_one_group_that_has_both_is_no_control():
    arms = (("EXPERIMENTAL", "Velatinib then placebo"), ("EXPERIMENTAL", "Placebo then velatinib"))
    assert [a.role for a in read(study(arms, ("A", "B"))).arms] == ["experimental", "experimental"]


def test_two_groups_of_one_row_are_never_one_arm():
    arms = (("EXPERIMENTAL", "Velatinib 5 mg"), ("PLACEBO_COMPARATOR", "Placebo"))
    found = read(study(arms, ("Velatinib 5 mg", "Velatinib 5 mg (FAS)", "Placebo")))
    assert [r.arm for r in found.results] == ["Velatinib 5 mg", "Velatinib 5 mg (FAS)", "Placebo"]
    assert ["not linked" in r.because.formula for r in found.results] == [False, True, False]
    both = read(study(arms, ("Velatinib 5 mg (ITT)", "Velatinib 5 mg (FAS)", "Placebo")))
    assert [r.arm for r in both.results[:2]] == ["Velatinib 5 mg (ITT)", "Velatinib 5 mg (FAS)"]
    assert both.arms[0].size is None
