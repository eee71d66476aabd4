"""Sizes, masking, allocation, endpoints and their direction, claims."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Out 300 patients screened for eligibility, 90 patients were recruited for the trial. It was randomised.", "screened", 300),
        ("Out 300 patients screened for eligibility, 90 patients were recruited for the trial. It was randomised.", "randomised", 90),
        ("Of 120 patients screened, 80 were randomised.", "randomised", 80),
        ("We randomly assigned 2,972 women, aged 30-70 years, to surgery or no treatment.", "randomised", 2972),
        ("A total of 140 adults with asthma were randomised.", "randomised", 140),
        ("In all 80 patients were randomised, 40 to velatinib and 40 to placebo.", "randomised", 80),
        ("Forty-seven adults were randomly allocated.", "randomised", 47),
        ("In this study we treated 12 women with velatinib.", "treated", 12),
        ("This was an open-label trial with 2:1 allocation.", "masking", "open-label"),
        ("Patients were randomised in 2:1 ratio to A1 or B2.", "allocation", "2:1"),
        ("In a single arm pilot study we treated 12 women.", "design", "single arm"),
    ],
)  # fmt: skip
def test_stated(page, text: str, field: str, value: int | str) -> None:
    document = page(text)
    found = [s for s in grammar(document).stated if s.field == field]
    assert value in [s.value for s in found]
    assert all(s.quote.exact == document.text[s.quote.start : s.quote.end] for s in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("An uncontrolled trial of velatinib in gout.", "single arm"),
        ("This uncontrolled, prospective, single-centre pilot study took in 12 men.", "single arm"),
        ("We did an uncontrolled phase I/II trial in 31 women.", "single arm"),
        ("An uncontrolled and unblinded 12-week study of 20 pupils.", "single arm"),
        ("Twelve men were compared with 19 men treated in the previous three years.", "historical comparison"),
        ("Stay was shorter than in adults who had been admitted during the two preceding years.", "historical comparison"),
        ("Women seen over the earlier period of 18 months served as controls.", "historical comparison"),
        ("120 patients with uncontrolled asthma in this trial took velatinib.", ""),
        ("Uncontrolled hypertension in this study was rare.", ""),
        ("Adults with uncontrolled gout entered a pilot study.", ""),
        ("Their asthma was uncontrolled, study nurses said.", ""),
        ("No difference was seen over the five years of follow-up.", ""),
        ("Benefit was seen in the previous trial after two years.", ""),
        ("Adults treated in the previous six months with steroids were left out.", ""),
    ],
)  # fmt: skip
def test_of_whom_a_design_is_said(page, text: str, value: str) -> None:
    designs = {s.value for s in grammar(page(text)).stated if s.field == "design"}
    assert designs & {"single arm", "historical comparison"} == ({value} if value else set())


@pytest.mark.parametrize(
    "text",
    [
        "Of the 80 patients, 12 were women.",
        "Previous trials randomised 500 patients.",
        "Randomized trials show that patients benefit.",
        "At least 80 patients have asthma.",
        "41 patients were randomised to velatinib and 29 patients to placebo.",
        "In this phase 3 study, patients with asthma were randomised to velatinib or placebo.",
        "Adults above 25 kg/m2 were randomised.",
    ],
)
def test_no_size_is_made_up(page, text: str) -> None:
    assert [
        s for s in grammar(page(text)).stated if s.field in ("randomised", "screened", "recruited", "treated")
    ] == []


def test_recruited_stands_for_randomised_only_in_a_randomised_trial(page) -> None:
    read = grammar(page("We recruited 90 patients for this uncontrolled study."))
    assert [(s.field, s.value) for s in read.stated if s.unit] == [("recruited", 90)]


@pytest.mark.parametrize(
    ("text", "label", "role", "kind", "time", "better"),
    [
        ("The primary outcome was treatment success at day 10 as defined by a score of 3 or less.", "treatment success", "primary", "binary", "day 10", "higher"),
        ("Our primary endpoint was safety and tolerability.", "safety and tolerability", "primary", "safety", "", ""),
        ("The primary end point was overall survival.", "overall survival", "primary", "time_to_event", "", "higher"),
        ("Secondary outcomes included 28-day mortality.", "28-day mortality", "secondary", "binary", "28-day", "lower"),
        ("The primary outcome was relapse-free survival.", "relapse-free survival", "primary", "time_to_event", "", "higher"),
        ("Primary outcome: change in pain score at week 12; lower is better.", "change in pain score", "primary", "continuous", "week 12", "lower"),
        ("Main outcome measure: number of fallers.", "number of fallers", "primary", "count", "", ""),
        ("The primary outcome, gait speed at 12 weeks, rose with qigong.", "gait speed", "primary", "", "12 weeks", ""),
        ("The primary outcome was the pain score. Higher pain scores indicate worse pain.", "pain score", "primary", "", "", "lower"),
    ],
)  # fmt: skip
def test_endpoints(page, text, label, role, kind, time, better) -> None:
    (found,) = grammar(page(text)).endpoints
    assert (found.label, found.role, found.type, found.time, found.better) == (
        label,
        role,
        kind,
        time,
        better,
    )


@pytest.mark.parametrize(
    "text",
    ["The primary outcome was not different.", "The primary endpoint was met.", "The primary outcome was 12% lower.",
     "Velatinib improved walking distance."],
)  # fmt: skip
def test_a_report_on_an_endpoint_defines_none(page, text: str) -> None:
    assert grammar(page(text)).endpoints == ()


@pytest.mark.parametrize(
    ("text", "arm"),
    [
        ("Strain fell from baseline with velatinib (p = 0.01).", ("velatinib", "")),
        ("Strain fell with velatinib (p = 0.01), but not with placebo.", ("velatinib", "")),
        ("Strain was lower with velatinib than with placebo (p = 0.01).", ("velatinib", "placebo")),
    ],
)
def test_a_p_of_a_change_inside_one_arm_compares_no_arms(page, text: str, arm: tuple[str, str]) -> None:
    found = [r for r in grammar(page(ARMS + text)).results if r.measure == "p_value"]
    assert [(r.arm, r.versus) for r in found] == [arm]


ARMS = "Patients were randomised to velatinib or placebo. "


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Velatinib was safe but was not associated with significant improvement in pain.",
            ["safe", "no_effect"],
        ),
        ("We could not detect a significant reduction in pain.", ["no_effect"]),
        ("Tolerability was favourable.", ["safe"]),
        ("Velatinib was well tolerated.", ["safe"]),
        ("Velatinib reduced pain.", ["benefit"]),
        ("The effect was concentrated in those with high ferritin.", ["subgroup"]),
        ("Patients with high ferritin are the most likely subgroup to benefit.", ["subgroup"]),
        ("Velatinib did not reduce pain.", ["no_effect"]),
        ("This study aims to explore whether velatinib is safe.", []),
        ("Further studies are warranted to explore subgroups that might benefit.", []),
        ("Previous trials reported that velatinib reduced pain.", []),
        ("A rise in urate was not associated with discontinuation.", []),
        ("Velatinib was not safe.", []),
    ],
)
def test_claims(page, text: str, kinds: list[str]) -> None:
    document = page(ARMS + text)
    claims = grammar(document).claims
    assert [c.kind for c in claims] == kinds
    assert all(c.quote.exact == text for c in claims)
