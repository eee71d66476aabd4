"""What a number is of: the outcome as the sentence names it, for every place where authors put it."""

import pytest

from trialwright import read
from trialwright.adapters import concepts

SET_OUT = "Adults were randomised to zelotinib (n = 120) or placebo (n = 120). "


def outcomes(text):
    (document,) = read.documents((SET_OUT + text).encode(), "made.txt")
    found = read.read(document, concepts.load()).results
    return [
        (str(r.count if r.count is not None else r.value.text if r.value else ""), r.endpoint)
        for r in found
        if r.measure in ("proportion", "p_value", "risk_ratio", "hazard_ratio", "odds_ratio")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # the subject of a verb
        ("Delirium developed in 13 patients given zelotinib and 24 given placebo.", ["Delirium"] * 2),
        ("Shingles was diagnosed in 11 patients (9%) in the zelotinib group and in 23 (19%) in the placebo group (p = 0.03).", ["Shingles"] * 3),
        ("Two-year overall survival was 71% and 64%, respectively (P = 0.21).", ["overall survival"] * 3),
        ("The incidence of gout during the first 6 months was 8% with zelotinib and 15% with placebo.", ["gout"] * 2),
        ("Grade 3 or 4 mucositis occurred in 18% of patients on zelotinib and 7% on placebo.", ["Grade 3 or 4 mucositis"] * 2),
        ("Bruising, mostly at the site of injection, was reported by 14 (12%) and 6 (5%) patients.", ["Bruising"] * 2),
        ("Hypokalaemia (<3.4 mmol/l) was detected in 16 (13%) v 5 (4%).", ["Hypokalaemia"] * 2),
        ("Target weight was reached by 62% on zelotinib and 41% on placebo.", ["Target weight"] * 2),
        ("Withdrawals because of rash numbered nine and three.", ["Withdrawals because of rash"] * 2),
        ("Hospitalisation for asthma was needed in 7 (6%) and 15 (13%) patients.", ["Hospitalisation for asthma"] * 2),
        ("Fourteen of 120 patients (12%) developed antibodies against zelotinib.", ["antibodies against zelotinib"]),
        ("The common odds ratio for a worse WHO clinical progression score at day 28 was 0.41 (95% CI 0.30 to 0.56).", ["worse WHO clinical progression score"]),
        # before a bracket
        ("Febrile neutropenia (21% v 9%; P = .008), diarrhoea (14% v 6%) and fatigue (11% v 8%) were more common with zelotinib.",
         ["Febrile neutropenia"] * 3 + ["diarrhoea"] * 2 + ["fatigue"] * 2),
        ("The commonest events were cough (12% v 10%) and sore throat (9% v 4%).", ["cough"] * 2 + ["sore throat"] * 2),
        ("Gout was less frequent with zelotinib than with placebo (4% v 11%).", ["Gout"] * 2),
        ("Gout was less frequent (4% v 11%) and cramps more common (17% v 9%) with zelotinib.", ["Gout"] * 2 + ["cramps"] * 2),
        ("There were no significant differences in readmission (9% v 11%).", ["readmission"] * 2),
        ("Zelotinib reduced the need for dialysis (12% v 20%).", ["need for dialysis"] * 2),
        ("There were fewer falls in the zelotinib group (five patients versus twelve, P = 0.08).", ["falls"] * 3),
        # in its own bracket
        ("The groups fared alike (five-year survival 70% v 68%; P = 0.61).", ["survival"] * 3),
        # the predicate behind it
        ("Nine patients (8%) died in the zelotinib group and 17 (14%) in the placebo group by day 90.", ["died"] * 2),
        ("At 24 months, 81% and 74% of patients were alive.", ["alive"] * 2),
        ("More women on zelotinib developed a rash (13% v 5%).", ["rash"] * 2),
        # what is counted
        ("There were 14 and 25 deaths, respectively.", ["deaths"] * 2),
        ("There were 5 and 9 cases of proven sepsis, respectively.", ["proven sepsis"] * 2),
        # a list that leaves out its verb
        ("Cough developed in 21 and 33 children, and wheeze in 12 and 19.", ["Cough"] * 2 + ["wheeze"] * 2),
        ("Cramps developed in three v ten patients, falls in 9 v 14, and rash in four v seven.", ["Cramps"] * 2 + ["falls"] * 2 + ["rash"] * 2),
        ("At 2 years event-free survival was 69% with zelotinib and 73% with placebo, and survival 84% and 86%, respectively.",
         ["event-free survival"] * 2 + ["survival"] * 2),
        # helping verbs, and what is said of the subject
        ("By month 12 breast swelling had developed in 28 (23%) and 48 (40%) patients.", ["breast swelling"] * 2),
        ("Conservative surgery became possible in 52% and 59%, respectively.", ["Conservative surgery"] * 2),
        ("Cellulitis affected 5 and 9 patients, respectively.", ["Cellulitis"] * 2),
        ("Hypersensitivity was rare (4% and 3%, respectively).", ["Hypersensitivity"] * 2),
        # before a colon or a dash
        ("Relapse up to day 30: zelotinib 9 (8%), placebo 19 (16%).", ["Relapse"] * 2),
        # none, of one arm
        ("No strokes occurred with zelotinib, compared with 4 (3%) with placebo.", ["strokes"]),
    ],
)  # fmt: skip
def test_the_outcome_is_named(text, names):
    found = [(n, name) for n, name in outcomes(text) if n != "0"]
    assert [name for _, name in found] == names, found


@pytest.mark.parametrize(
    "text",
    [
        "Among patients over 70 years the corresponding figures were 12% with zelotinib and 25% with placebo.",
        "At 12 months it was 12% with zelotinib and 25% with placebo.",
        "The difference between the groups was not significant (P = 0.08).",
    ],
)
def test_words_that_point_elsewhere_are_no_name(text):
    assert {name for _, name in outcomes(text)} == {""}


def test_the_absence_of_an_event_is_not_the_event():
    found = outcomes("No vomiting at all was recorded in 88 (73%) and 61 (51%) patients, respectively.")
    assert [name for _, name in found] == ["No vomiting"] * 2


def test_a_dummy_is_the_control():
    text = "Of 119 patients given the drug 9 died, against 18 of 117 given a dummy drug."
    (document,) = read.documents(text.encode(), "news.txt")
    arms = read.read(document, concepts.load()).trial.arms
    assert {a.label: a.role for a in arms} == {"drug": "experimental", "dummy drug": "control"}


def test_the_mark_of_a_heading_is_no_outcome():
    text = "## Results The percentages of women in the calm scale were higher with zelotinib (35 and 42%, respectively) than with placebo."
    assert not any("#" in name for _, name in outcomes(text))
    text = "## Results Cough was seen in 35% with zelotinib and 42% with placebo."
    assert outcomes(text) == [("35", "Cough"), ("42", "Cough")]
    text = "## Deaths of all kinds Cough was seen in 35% with zelotinib and 42% with placebo."
    assert outcomes(text) == [("35", ""), ("42", "")]
