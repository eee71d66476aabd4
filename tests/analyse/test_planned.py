"""A plan's analysis on a trial's data, through the command line: every kind of file, the estimand, fallbacks, errors."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from trialwright.analyse import imputation, intercurrent, linear, survival
from trialwright.analyse.methods import CHOICES, Task, methods
from trialwright.analyse.prepare import in_order
from trialwright.analyse.r_data import r_data
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.errors import AnalysisError, PlanError
from trialwright.model.analysis import AnalysedEndpoint, AnalysisSpec, Estimated, ImputationSpec

ROOT = Path(__file__).resolve().parents[2]


def visits(n=60, seed=2):
    """A row a visit, two arms, some patients who leave."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        base, own = rng.normal(50, 8), rng.normal(0, 4)
        leaves = rng.choice([2, 3, 9], p=[0.1, 0.15, 0.75])
        for k, week in enumerate((4, 8, 12), 1):
            y = base + own - k - 2.0 * k * (i % 2) + rng.normal(0, 3)
            rows.append(
                {
                    "id": f"p{i}",
                    "arm": "active" if i % 2 else "placebo",
                    "visit": f"Week {week}",
                    "week": week,
                    "base": round(base, 1),
                    "y": round(y, 2) if k < leaves else None,
                    "itt": "Y" if i else "N",
                    "rescued": "Y" if i % 10 == 3 else "N",
                    "rescue": "Week 8" if i % 10 == 3 else None,
                }
            )
    return pd.DataFrame(rows)


def patients(n=80, seed=6):
    rng = np.random.default_rng(seed)
    arm = np.where(np.arange(n) % 2, "active", "placebo")
    time, end = rng.exponential(np.where(arm == "active", 14, 9)), rng.uniform(4, 20, n)
    return pd.DataFrame(
        {
            "subject": [f"p{i}" for i in range(n)], "arm": arm, "age": rng.integers(40, 80, n),
            "site": np.arange(n) // 2 % 3, "time": np.minimum(time, end).round(2), "seen": (time <= end).astype(int),
            "cured": np.where(rng.random(n) < 0.5, "yes", "no"), "grade": rng.integers(1, 5, n),
            "score": rng.normal(10, 3, n).round(1), "marker": rng.lognormal(1, 0.5, n).round(2),
            "stopped": np.where(np.arange(n) % 9 == 1, "Y", "N"),
        }
    )  # fmt: skip


def planned(folder, data, endpoints, **more):
    """Write the plan, run the verb, return what it printed as JSON."""
    stated = {"data": data, "control": "placebo", "endpoints": endpoints} | more
    text = yaml.safe_dump({"question": "Does it work?", "analysis": stated}, sort_keys=False)
    (folder / "plan.yaml").write_text(text)


def run(folder, capsys):
    assert guarded(app, ["analyse", str(folder), "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)["analysis"]["endpoints"]


MMRM = {
    "outcome": "y",
    "type": "repeated",
    "method": "mmrm",
    "visit": "visit",
    "baseline": "base",
    "better": "lower",
}


def test_an_estimand_changes_the_data_and_the_counts_say_so(tmp_path, capsys):
    visits().to_csv(tmp_path / "t.csv", index=False)
    event = {"flag": "rescued", "at": "rescue"}
    endpoints = {
        "policy": MMRM | {"intercurrent": {"rescue": event | {"strategy": "treatment policy"}}},
        "hypothetical": MMRM | {"intercurrent": {"rescue": event | {"strategy": "hypothetical"}}},
    }
    planned(tmp_path, "t.csv", endpoints, subject="id", population={"itt": "Y"}, multiplicity="holm")
    policy, other = run(tmp_path, capsys)
    assert policy["estimates"][0]["label"] == "active - placebo, Week 12"
    assert policy["estimates"][0]["estimate"] < -3
    assert policy["estimates"][0]["estimate"] != other["estimates"][0]["estimate"]
    assert [(a["randomised"], a["population"]) for a in policy["arms"]] == [(30, 29), (30, 30)]
    assert policy["adjusted_p"] >= policy["estimates"][0]["p"]
    assert "18 rows with the event" in other["remarks"][0]["what"]
    assert (tmp_path / "analysis" / "analysis-curve-1.svg").read_text().startswith("<svg")


COMMON = {
    "binary": {"outcome": "cured", "event": "yes", "strata": ["site"], "biomarker": "marker"},
    "continuous": {"outcome": "score", "baseline": "age", "biomarker": "marker"},
    "ordinal": {"outcome": "grade", "better": "lower"},
    "time_to_event": {
        "outcome": "time",
        "status": "seen",
        "strata": ["site"],
        "until": 8.0,
        "biomarker": "marker",
    },
}


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_every_method_runs_on_every_kind_of_file(kind, tmp_path, capsys):
    table = patients()
    if kind == "csv":
        table.to_csv(tmp_path / "t.csv", index=False)
    elif kind == "parquet":
        table.to_parquet(tmp_path / "t.parquet")
    else:
        columns = [{"itemOID": f"IT.{c}", "name": c, "label": c, "dataType": "string"} for c in table]
        content = {
            "datasetJSONVersion": "1.1.0",
            "name": "ADSL",
            "columns": columns,
            "rows": table.values.tolist(),
        }
        (tmp_path / "t.json").write_text(json.dumps(content))
    chosen = {
        f"{name} {kind_}": {"type": kind_, "method": name}
        | {k: v for k, v in COMMON[kind_].items() if k not in CHOICES or k in m.uses}
        for name, m in methods().items()
        for kind_ in m.types
        if kind_ in COMMON and (kind == "csv" or name in ("fisher", "cox"))
    }
    planned(tmp_path, f"t.{kind}", chosen)
    found = run(tmp_path, capsys)
    assert len(found) == len(chosen)
    for e in found:
        main = next(x for x in e["estimates"] if x["main"])
        assert main["low"] < main["estimate"] < main["high"], e["endpoint"]
        assert 0 < main["p"] <= 1
        assert e["r_call"]
        assert str(e["arms"][0]["analysed"]) in e["sentence"]


def three_arms():
    """Ninety patients, a row a visit, whose binary outcome stands in the first alone."""
    rng = np.random.default_rng(8)
    rows = []
    for i in range(90):
        arm, base, own = ["placebo", "low", "high"][i % 3], rng.normal(50, 6), rng.normal(0, 3)
        for month in (1, 2, 3):
            rows.append(
                {
                    "id": i, "arm": arm, "month": month, "base": round(base, 1),
                    "score": round(base + own - month * (1 + 0.5 * (arm == "high")) + rng.normal(0, 2), 2),
                    "cured": float(rng.random() < 0.3 + 0.2 * (arm == "high")) if month == 1 else None,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def test_every_arms_comparison_is_shown_judged_and_adjusted_for(tmp_path, capsys):
    three_arms().to_csv(tmp_path / "t.csv", index=False)
    cured = {"outcome": "cured", "type": "binary", "method": "logistic", "better": "higher"}
    slope = {
        "outcome": "score",
        "type": "slope",
        "method": "random slopes",
        "time": "month",
        "baseline": "base",
    }
    names = {"control": "placebo", "subject": "id"}
    planned(tmp_path, "t.csv", {"cured": cured, "slope": slope}, multiplicity="bonferroni", **names)
    found = run(tmp_path, capsys)
    mains = [x for e in found for x in e["estimates"] if x["main"]]
    assert [x["arm"] for x in mains] == ["high", "low", "high", "low"]
    assert [x["adjusted_p"] for x in mains] == pytest.approx([min(1, 4 * x["p"]) for x in mains])
    assert [(a["arm"], a["randomised"]) for a in found[0]["arms"]] == [
        ("placebo", 30),
        ("high", 30),
        ("low", 30),
    ]
    assert "low to placebo" in found[0]["sentence"]
    assert "arm * month + base + (month | id)" in found[1]["r_call"]
    drawn = (tmp_path / "analysis" / "analysis-ratios.svg").read_text()
    assert "cured: low" in drawn
    assert "cured: high" in drawn
    graph = {"weights": {"cured": 1.0}, "transitions": {"cured": {"slope": 1.0}}}
    planned(tmp_path, "t.csv", {"cured": cured, "slope": slope}, multiplicity=graph, **names)
    assert guarded(app, ["analyse", str(tmp_path)]) == 10
    assert "one node" in capsys.readouterr().err


def test_a_hazard_ratio_over_a_marker_is_that_of_the_model_with_it_moved(tmp_path, capsys):
    table = patients()
    table.to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "time", "status": "seen", "type": "time_to_event", "biomarker": "marker"}
    planned(tmp_path, "t.csv", {"hazard": one | {"method": "cox interaction"}})
    (found,) = run(tmp_path, capsys)
    at = next(x for x in found["estimates"] if " at marker " in x["label"])
    moved = table.assign(marker=table["marker"] - float(at["label"].rsplit(" ", 1)[1]))
    levels = {"arm": ["placebo", "active"]}
    fit = survival.cox("~ arm + marker + arm:marker", moved, "time", "seen", levels=levels).coefficients
    assert at["estimate"] == pytest.approx(np.exp(fit.estimate[0]), rel=1e-4)
    assert at["low"] == pytest.approx(np.exp(fit.low[0]), rel=1e-4)
    assert found["estimates"][0]["estimate"] == pytest.approx(np.exp(fit.estimate[2]), rel=1e-6)


def test_a_line_over_a_marker_has_the_limits_of_its_t(tmp_path, capsys):
    table = patients(n=24)
    table.to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "score", "type": "continuous", "method": "ancova interaction", "biomarker": "marker"}
    planned(tmp_path, "t.csv", {"score": one})
    (found,) = run(tmp_path, capsys)
    at = next(x for x in found["estimates"] if " at marker " in x["label"])
    moved = table.assign(marker=table["marker"] - float(at["label"].rsplit(" ", 1)[1]))
    levels = {"arm": ["placebo", "active"]}
    fit = linear.ancova("score ~ arm + marker + arm:marker", moved, levels).coefficients
    i = fit.index("armactive")
    assert [at[k] for k in ("estimate", "low", "high")] == pytest.approx(
        [fit.estimate[i], fit.low[i], fit.high[i]], rel=1e-3
    )


def test_what_a_method_does_not_take_is_refused(tmp_path, capsys):
    patients().to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "cured", "event": "yes", "type": "binary", "method": "fisher", "covariates": ["age"]}
    planned(tmp_path, "t.csv", {"cure": one})
    assert guarded(app, ["analyse", str(tmp_path)]) == 10
    assert "takes no `covariates`" in capsys.readouterr().err
    planned(tmp_path, "t.csv", {"cure": one | {"fallback": "logistic"}})
    assert guarded(app, ["analyse", str(tmp_path)]) == 0


def test_the_r_that_makes_the_data_has_population_arms_and_visits_in_order(tmp_path, capsys):
    visits().to_csv(tmp_path / "t.csv", index=False)
    planned(tmp_path, "t.csv", {"pain": MMRM}, subject="id", population={"itt": "Y"})
    assert guarded(app, ["analyse", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["analysis"]["r_data"].splitlines()
    assert said[:3] == [
        'data <- read.csv("t.csv")',
        'data <- subset(data, itt == "Y")',
        'data$arm <- factor(data$arm, c("placebo", "active"))',
    ]
    assert said[3].startswith("data$visit <- factor(data$visit, c(")
    assert said[4] == "data$id <- factor(data$id)"


def test_a_long_number_of_the_population_is_whole_in_r():
    endpoint = AnalysedEndpoint(outcome="y", type="continuous", method="ancova")
    spec = AnalysisSpec(
        data="t.csv", control="a", endpoints={"y": endpoint}, population={"batch": 20231107, "dose": 0.5}
    )
    assert "subset(data, batch == 20231107 & dose == 0.5)" in r_data(spec, ["a", "b"], {})


@pytest.mark.parametrize("method", ["cox", "cox interaction", "log-rank"])
def test_r_is_given_the_package_whose_strata_a_call_has(method, tmp_path, capsys):
    """R 4.2 with survival 3.5: "could not find function "strata"" of survival::coxph(... + strata(site), data)."""
    patients().to_csv(tmp_path / "t.csv", index=False)
    one = COMMON["time_to_event"] | {"type": "time_to_event", "method": method}
    one = {k: v for k, v in one.items() if k not in CHOICES or k in methods()[method].uses}
    planned(tmp_path, "t.csv", {"hazard": one})
    (found,) = run(tmp_path, capsys)
    assert found["r_call"].startswith("library(survival); ")
    assert "strata(site)" in found["r_call"]


def test_a_composite_counts_an_event_as_the_worst(tmp_path, capsys):
    patients().to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "cured", "event": "yes", "type": "binary", "method": "fisher"}
    event = {"stopped": {"flag": "stopped", "strategy": "composite"}}
    planned(tmp_path, "t.csv", {"plain": one, "composite": one | {"intercurrent": event}})
    plain, composite = run(tmp_path, capsys)
    assert sum(a["events"] for a in composite["arms"]) < sum(a["events"] for a in plain["arms"])
    assert [a["analysed"] for a in composite["arms"]] == [40, 40]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("rescue", 8.0, "rescue says 8.0, which is not written as the visits of visit are"),
        ("rescue", "Day 8", "rescue says Day 8, which is not"),
        ("rescued", "X", "neither yes nor no: x"),
    ],
)
def test_an_event_that_is_not_understood_is_refused(column, value, says, tmp_path, capsys):
    table = visits()
    table[column] = table[column].map({"Week 8": value, "Y": value, "N": "N"})
    table.to_csv(tmp_path / "t.csv", index=False)
    event = {"flag": "rescued", "at": "rescue", "strategy": "hypothetical"}
    planned(tmp_path, "t.csv", {"pain": MMRM | {"intercurrent": {"rescue": event}}}, subject="id")
    assert guarded(app, ["analyse", str(tmp_path)]) == 10
    assert says in " ".join(capsys.readouterr().err.split())


def own_row(table):
    """The event flagged, and its visit stated, on the row of the event alone."""
    own = (table["rescued"] == "Y") & (table["visit"] == table["rescue"])
    return table.assign(rescued=own.map({True: "Y", False: "N"}), rescue=table["rescue"].where(own, None))


def test_an_event_on_its_own_row_counts_for_what_follows(tmp_path, capsys):
    event = {"flag": "rescued", "at": "rescue", "strategy": "hypothetical"}
    found = []
    for table in (visits(), own_row(visits())):
        table.to_csv(tmp_path / "t.csv", index=False)
        planned(tmp_path, "t.csv", {"pain": MMRM | {"intercurrent": {"rescue": event}}}, subject="id")
        found.append(run(tmp_path, capsys)[0])
    assert found[0]["estimates"] == found[1]["estimates"]
    assert "18 rows with the event" in found[1]["remarks"][0]["what"]


def test_an_event_outside_the_analysed_rows_counts_for_its_patient():
    table = own_row(visits()).assign(well=lambda t: (t["y"] < 50).astype(int))
    last = table[table["visit"] == "Week 12"]
    spec = {"rescue": {"flag": "rescued", "strategy": "composite"}}
    one = AnalysedEndpoint(outcome="well", type="binary", method="fisher", intercurrent=spec)
    changed, _ = intercurrent.handled(last, one, table, "id")
    rescued = changed["id"].isin(table.loc[table["rescued"] == "Y", "id"])
    assert rescued.sum() == 6
    assert (changed.loc[rescued, "well"] == 0).all()
    assert (changed.loc[~rescued, "well"] == last.loc[~rescued, "well"]).all()


def test_an_event_at_several_times_is_refused(tmp_path, capsys):
    table = visits()
    table.loc[(table["rescued"] == "Y") & (table["visit"] == "Week 12"), "rescue"] = "Week 12"
    table.to_csv(tmp_path / "t.csv", index=False)
    event = {"flag": "rescued", "at": "rescue", "strategy": "hypothetical"}
    planned(tmp_path, "t.csv", {"pain": MMRM | {"intercurrent": {"rescue": event}}}, subject="id")
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert "several times of the event for id p3" in " ".join(capsys.readouterr().err.split())


def test_a_fallback_takes_over_where_the_planned_method_has_no_estimate(tmp_path, capsys):
    counts = {"active": {"yes": 0, "no": 20}, "placebo": {"yes": 6, "no": 14}}
    one = {"outcome": "cured", "event": "yes", "type": "binary", "method": "logistic", "fallback": "firth"}
    planned(tmp_path, "", {"cure": one}, counts=counts)
    (cure,) = run(tmp_path, capsys)
    assert (cure["planned"], cure["used"]) == ("logistic", "firth")
    assert "gave way to firth" in cure["remarks"][0]["what"]
    assert cure["estimates"][0]["estimate"] < 1
    del one["fallback"]
    planned(tmp_path, "", {"cure": one}, counts=counts)
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert "fallback: firth" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["mar", "j2r", "cr", "cir"])
def test_imputation_fills_every_gap_and_leaves_what_was_seen(method):
    data = visits()
    endpoint = AnalysedEndpoint(**MMRM, impute=ImputationSpec(method=method))
    task = Task("y", endpoint, data, "arm", "id", ("placebo", "active"), 95.0, np.random.default_rng(1))
    full = imputation.Chain(task).imputed(method, 0.0)
    both = data.merge(full, on=["id", "visit"], suffixes=("", "_full"))
    seen = both.y.notna()
    assert len(both) == len(data)
    assert both.y_full.notna().all()
    assert both.y_full[seen].tolist() == both.y[seen].tolist()


def test_reference_based_means_are_those_of_carpenter():
    mu, mu0 = np.array([1.0, 2.0, 4.0]), np.array([1.5, 2.0, 2.5])
    s = np.eye(3) + 0.5
    assert imputation._reference("j2r", 0, mu, s, mu0, s)[0].tolist() == [1.0, 2.0, 2.5]
    assert imputation._reference("cir", 1, mu, s, mu0, s)[0].tolist() == [1.0, 2.0, 2.5]
    assert imputation._reference("cir", 0, mu, s, mu0, s)[0].tolist() == [1.0, 1.5, 2.0]
    assert imputation._reference("cir", 0, mu, s, mu0, s, first=1)[0].tolist() == [1.0, 2.0, 2.5]
    assert imputation._reference("cr", 0, mu, s, mu0, s)[0].tolist() == mu0.tolist()
    assert imputation._reference("j2r", 1, mu, s, mu0, s)[1] == pytest.approx(s)


def test_reference_based_imputation_pulls_towards_no_effect(tmp_path, capsys):
    visits(60, 4).to_csv(tmp_path / "t.csv", index=False)
    kinds = {m: MMRM | {"impute": {"method": m, "imputations": 3}} for m in ("mar", "j2r")}
    kinds["delta"] = MMRM | {"impute": {"method": "mar", "imputations": 3, "delta": 5}}
    planned(tmp_path, "t.csv", kinds, subject="id")
    mar, j2r, delta = (e["estimates"][0]["estimate"] for e in run(tmp_path, capsys))
    assert mar < j2r < 0
    assert mar < delta


def test_an_outcome_at_a_visit_is_imputed_from_its_course_and_a_patient_counts_once(tmp_path, capsys):
    table = visits(60, 4)
    table.to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "y", "type": "continuous", "method": "ancova", "baseline": "base"}
    at = one | {"visit": "visit", "at": "Week 12", "impute": {"method": "mar", "imputations": 3}}
    planned(tmp_path, "t.csv", {"pain": at}, subject="id")
    (found,) = run(tmp_path, capsys)
    assert [a["analysed"] for a in found["arms"]] == [30, 30]
    assert found["estimates"][0]["df"] <= 57
    missing = int(table.y.isna().sum())
    assert f"{missing} missing values imputed" in found["remarks"][0]["what"]
    whole = table[~table.id.isin(table.id[table.y.isna()])]
    whole.to_csv(tmp_path / "t.csv", index=False)
    planned(tmp_path, "t.csv", {"pain": at}, subject="id")
    (imputed,) = run(tmp_path, capsys)
    planned(tmp_path, "t.csv", {"pain": one}, subject="id", population={"visit": "Week 12"})
    (plain,) = run(tmp_path, capsys)
    assert imputed["estimates"][0]["estimate"] == pytest.approx(plain["estimates"][0]["estimate"])
    planned(tmp_path, "t.csv", {"pain": at | {"at": "Week 13"}}, subject="id")
    assert guarded(app, ["analyse", str(tmp_path)]) == 10
    assert "No visit" in capsys.readouterr().err


def test_an_endless_limit_survives_json():
    e = Estimated(label="odds ratio", scale="odds ratio", estimate=2.0, low=0.3, high=float("inf"))
    text = e.model_dump_json()
    json.loads(text, parse_constant=pytest.fail)
    assert Estimated.model_validate_json(text) == e


def test_visits_stand_in_the_order_of_their_numbers():
    assert in_order(["Week 12", "Week 4", "Baseline", None, "Week 8"]) == [
        "Baseline",
        "Week 4",
        "Week 8",
        "Week 12",
    ]


def test_the_bundled_trial_gives_the_figures_of_its_abstract(capsys, tmp_path):
    for name in ("plan.yaml", "ordinal.yaml"):
        text = (ROOT / "examples" / "covid-anakinra" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    fisher, wald, _ = run(tmp_path, capsys)
    assert round(fisher["estimates"][0]["p"], 3) == 0.712
    # 1.762 (0.39-7.93) is printed: the same, for failure.
    assert round(1 / wald["estimates"][0]["estimate"], 3) == 1.762
    assert round(1 / wald["estimates"][0]["low"], 2) == 7.93
    classes, _ = run(tmp_path / "ordinal.yaml", capsys)
    assert classes["remarks"][0]["p"] > 0.05


@pytest.mark.parametrize(
    ("change", "says", "code"),
    [
        ({"data": "absent.csv"}, "There is no file", AnalysisError.exit_code),
        ({"data": "t.docx"}, "no kind of table", AnalysisError.exit_code),
        ({"data": "."}, "is a folder, not a table", AnalysisError.exit_code),
        ({"arm": "group"}, "no column 'group'", AnalysisError.exit_code),
        ({"control": "sham"}, "No row is of the control arm", AnalysisError.exit_code),
        ({"population": {"itt": "Y"}}, "no column 'itt'", AnalysisError.exit_code),
        ({"multiplicity": "magic"}, "No multiplicity method", AnalysisError.exit_code),
        ({"multiplicity": {"weights": {"x": 1}}}, "which is no endpoint", AnalysisError.exit_code),
        ({"counts": {"a": {1: 2}}}, "either data", PlanError.exit_code),
        ({"endpoints": {}}, "at least one endpoint", PlanError.exit_code),
    ],
)
def test_errors_of_a_plan_are_clear(change, says, code, tmp_path, capsys):
    patients().to_csv(tmp_path / "t.csv", index=False)
    one = {"cure": {"outcome": "cured", "event": "yes", "type": "binary", "method": "fisher"}}
    stated = {"data": "t.csv", "control": "placebo", "endpoints": one} | change
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump({"question": "?", "analysis": stated}))
    assert guarded(app, ["analyse", str(tmp_path)]) == code
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"method": "magic"}, "no method for a binary endpoint"),
        ({"outcome": "absent"}, "no column 'absent'"),
        ({"event": "perhaps"}, "never is 'perhaps'"),
        ({"outcome": "grade"}, "state which is the `event`"),
        ({"method": "cmh"}, "needs strata"),
        ({"impute": {"method": "mar"}}, "no pooled limits"),
        ({"intercurrent": {"x": {"flag": "absent", "strategy": "composite"}}}, "no column 'absent'"),
        (
            {"intercurrent": {"x": {"flag": "stopped", "strategy": "while on treatment"}}},
            "followed over time",
        ),
        ({"type": "time_to_event", "outcome": "time", "method": "cox"}, "State `status`"),
        ({"type": "continuous", "method": "ancova"}, "is not numbers"),
    ],
)
def test_errors_of_an_endpoint_are_clear(change, says, tmp_path, capsys):
    patients().to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "cured", "event": "yes", "type": "binary", "method": "fisher"} | change
    planned(tmp_path, "t.csv", {"cure": one})
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert says in capsys.readouterr().err


def test_sas_transport_is_read_with_its_blanks_as_missing(tmp_path, capsys):
    (tmp_path / "t.xpt").write_bytes((ROOT / "tests" / "reference" / "trial.xpt").read_bytes())
    endpoints = {
        "mean": {"outcome": "AVAL", "type": "continuous", "method": "ancova"},
        "response": {"outcome": "AVALC", "event": "Y", "type": "binary", "method": "fisher"},
    }
    planned(tmp_path, "t.xpt", endpoints, arm="TRT01P", control="Placebo", population={"FASFL": "Y"})
    mean, response = run(tmp_path, capsys)
    placebo, drug = response["arms"]
    assert (placebo["randomised"], placebo["population"], drug["analysed"], drug["events"]) == (6, 5, 5, 5)
    assert mean["estimates"][0]["estimate"] == pytest.approx(
        (1.5 + 2 + 1 + 2.5 + 3.5) / 5 - (2.25 + 3 + 4.5 + 5 + 4) / 5
    )


def test_a_damaged_file_is_told(tmp_path, capsys):
    for name in ("t.xpt", "t.parquet", "t.json"):
        (tmp_path / name).write_bytes(b"not a table")
        planned(tmp_path, name, {"x": {"outcome": "y", "type": "continuous", "method": "ancova"}})
        assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
        assert "cannot be read" in capsys.readouterr().err


def test_an_arm_without_an_event_counts_none(tmp_path, capsys):
    table = patients()
    table.loc[table.arm == "active", "seen"] = 0
    table.to_csv(tmp_path / "t.csv", index=False)
    one = {
        "outcome": "time",
        "status": "seen",
        "type": "time_to_event",
        "method": "cox",
        "fallback": "log-rank",
    }
    planned(tmp_path, "t.csv", {"event": one})
    (event,) = run(tmp_path, capsys)
    assert event["used"] == "log-rank"
    assert {a["arm"]: a["events"] for a in event["arms"]}["active"] == 0


@pytest.mark.parametrize("visits", [{}, {"visit": "week"}])
def test_several_rows_of_a_patient_are_no_patients(tmp_path, capsys, visits):
    data = patients().assign(subject=lambda d: range(len(d)), week=4)
    pd.concat([data, data.iloc[:2].assign(week=8)]).to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "score", "type": "continuous", "method": "ancova"} | visits
    planned(tmp_path, "t.csv", {"score": one})
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert "2 patients have several rows with score" in capsys.readouterr().err


@pytest.mark.parametrize("stated", ["at", "population"])
def test_of_an_outcome_seen_once_the_rows_of_its_visit_count(tmp_path, capsys, stated):
    """Each patient has the score at one of two visits: those of the other were analysed as if they were of this one."""
    table = patients().assign(week=lambda d: np.where(np.arange(len(d)) // 2 % 4 == 1, 8, 4))
    table.to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "score", "type": "continuous", "method": "ancova", "visit": "week"}
    planned(
        tmp_path, "t.csv", {"score": one | ({"at": 4} if stated == "at" else {})},
        **({} if stated == "at" else {"population": {"week": 4}}),
    )  # fmt: skip
    (found,) = run(tmp_path, capsys)
    kept = table[table.week == 4]
    means = kept.groupby("arm").score.mean()
    assert [a["analysed"] for a in found["arms"]] == [30, 30]
    assert found["estimates"][0]["estimate"] == pytest.approx(means["active"] - means["placebo"])
    assert ("subset(data, week == 4)" in found["r_call"]) == (stated == "at")


def test_a_visit_that_no_row_is_of_is_told(tmp_path, capsys):
    patients().assign(week=4).to_csv(tmp_path / "t.csv", index=False)
    one = {"outcome": "score", "type": "continuous", "method": "ancova", "visit": "week", "at": 8}
    planned(tmp_path, "t.csv", {"score": one})
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert "No visit 8 in week" in capsys.readouterr().err


def test_an_outcome_that_does_not_vary_is_told(tmp_path, capsys):
    patients().assign(score=7.25).to_csv(tmp_path / "t.csv", index=False)
    planned(tmp_path, "t.csv", {"score": {"outcome": "score", "type": "continuous", "method": "ancova"}})
    assert guarded(app, ["analyse", str(tmp_path)]) == AnalysisError.exit_code
    assert "score does not vary" in capsys.readouterr().err


def test_no_event_in_either_arm_is_no_odds_ratio(tmp_path, capsys):
    patients().assign(cured="no").to_csv(tmp_path / "t.csv", index=False)
    planned(
        tmp_path,
        "t.csv",
        {"cure": {"outcome": "cured", "event": "yes", "type": "binary", "method": "fisher"}},
    )
    assert guarded(app, ["analyse", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "not estimable" in said
    assert "nan" not in said


def test_limits_of_an_interaction_exclude_one_where_its_p_says_so():
    """p and limits both come from the likelihood ratio, at the level that is 1 - p the limits touch 1."""
    table = patients().assign(cured=lambda t: (t["cured"] == "yes").astype(int))
    marker = next(c for c in ("marker", "base", "age") if c in table)
    one = AnalysedEndpoint(outcome="cured", type="binary", method="logistic interaction", biomarker=marker)
    arms = ("active", "placebo")

    def ratio(level):
        task = Task("cure", one, table, "arm", "id", arms, level, np.random.default_rng(1))
        return methods()["logistic interaction"].run(task).estimates[0]

    touching = ratio(100 * (1 - ratio(95.0).p))
    assert min(abs(touching.low - 1), abs(touching.high - 1)) == pytest.approx(0, abs=1e-5)


def test_the_figures_of_a_time_have_a_band_and_numbers_at_risk_and_favour_who_the_plan_says(tmp_path, capsys):
    data = patients()
    data.to_csv(tmp_path / "t.csv", index=False)
    death = {"outcome": "time", "status": "seen", "type": "time_to_event", "method": "cox"}
    planned(tmp_path, "t.csv", {"stated": death | {"better": "lower"}, "not stated": death})
    stated, other = run(tmp_path, capsys)
    assert (stated["better"], other["better"]) == ("lower", "")
    for arm, row in stated["at_risk"].items():
        assert [n for _, n in row] == [int(((data.arm == arm) & (data.time >= t)).sum()) for t, _ in row]
    assert all(low < high for band in stated["bands"].values() for _, low, high in band)
    drawn = (tmp_path / "analysis" / "analysis-ratios.svg").read_text()
    assert "event later: favours active" in drawn
    assert "the plan does not state which side is better" in drawn
    assert "Number at risk" in (tmp_path / "analysis" / "analysis-curve-1.svg").read_text()
