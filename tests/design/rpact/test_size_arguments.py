"""Whatever is given to a size call, it answers or says what is wrong; it never fails otherwise."""

import pytest

from trialwright.design.rpact import answer
from trialwright.errors import DesignError

CALLS = {
    "getSampleSizeMeans": {"groups": "2", "thetaH0": "0", "alternative": "c(.3,.5)", "stDev": "1", "beta": ".2", "sided": "1"},
    "getPowerMeans": {"alternative": "c(.3,.5)", "stDev": "1", "maxNumberOfSubjects": "100", "directionUpper": "TRUE"},
    "getSampleSizeRates": {"pi1": "c(.3,.5)", "pi2": ".2", "allocationRatioPlanned": "1", "riskRatio": "FALSE"},
    "getPowerRates": {"pi1": "c(.3,.5)", "pi2": ".2", "maxNumberOfSubjects": "100", "thetaH0": "0"},
    "getSampleSizeSurvival": {"hazardRatio": ".7", "lambda2": ".05", "accrualTime": "c(0,12)", "accrualIntensity": ".1",
                              "followUpTime": "6", "dropoutRate1": "0", "kappa": "1", "typeOfComputation": '"Freedman"'},
    "getPowerSurvival": {"hazardRatio": ".7", "pi2": ".3", "accrualTime": "c(0,12)", "maxNumberOfSubjects": "300",
                         "maxNumberOfEvents": "100", "eventTime": "12"},
    "getSampleSizeCounts": {"theta": ".7", "lambda2": "1", "overdispersion": ".5", "fixedExposureTime": "1"},
    "getPowerCounts": {"theta": ".7", "lambda2": "1", "accrualTime": "12", "followUpTime": "2", "maxNumberOfSubjects": "200"},
    "getEventProbabilities": {"time": "c(4,10)", "lambda2": ".05", "hazardRatio": ".7", "accrualTime": "c(0,12)"},
    "getAccrualTime": {"accrualTime": "c(0,12)", "accrualIntensity": "10", "maxNumberOfSubjects": "120"},
    "getLambdaByPi": {"piValue": ".3", "eventTime": "12", "kappa": "1"},
    "nBinomial1Sample": {"p0": ".2", "p1": ".4", "alpha": ".05", "beta": ".2"},
    "nSurv": {"lambdaC": ".1", "hr": ".6", "T": "30", "minfup": "12", "gamma": "3", "method": '"Schoenfeld"'},
    "gsSurv": {"k": "2", "hr": ".6", "lambdaC": ".1", "R": "12", "S": "NULL", "T": "18", "minfup": "6", "sfupar": "-4"},
    "nSurvival": {"lambda1": ".1", "lambda2": ".06", "Ts": "18", "Tr": "12", "eta": "0"},
    "nEvents": {"hr": ".6", "n": "0", "ratio": "1", "hr0": "1"},
    "gsProbability": {"k": "2", "theta": "0", "n.I": "c(1,2)", "a": "c(-1,0)", "b": "c(3,2)", "overrun": "0"},
    "gsBound1": {"theta": "0", "I": "c(1,2)", "a": "c(-20,-20)", "probhi": "c(.01,.01)"},
    "gsPOS": {"x": "gsDesign(k=2)", "theta": "c(0,1)", "wgts": "c(.5,.5)"},
    "gsCPOS": {"i": "1", "x": "gsDesign(k=2)", "theta": "c(0,1)", "wgts": "c(.5,.5)"},
    "gsPP": {"x": "gsDesign(k=2)", "i": "1", "zi": "0", "theta": "c(0,1)", "wgts": "c(.5,.5)"},
    "sfBetaDist": {"alpha": ".025", "t": "c(.5,1)", "param": "c(1,2)"},
    "sfLogistic": {"alpha": ".025", "t": "c(.5,1)", "param": "c(0,1)"},
    "sfStep": {"alpha": ".025", "t": "c(.5,1)", "param": "c(.5,.2)"},
    "sfHSD": {"alpha": ".025", "t": "c(.5,1)", "param": "-4"},
    "condPower": {"z1": "1", "n2": "100", "x": "gsDesign(k=2,test.type=1,n.fix=100)"},
}  # fmt: skip
VALUES = [
    "-1", "0", "1", "2", "1.5", "NA", "NULL", '"abc"', "c(1,2,3)", "c(.1,.2)", "c(NA,1)", "Inf", "1e9", "1e-12", "TRUE",
    'list("0 - <6"=20)', 'list("a"=1)', "list(1,2)",
]  # fmt: skip


def told(call: str) -> tuple[object, ...]:
    """The answer's fields, or what the refusal says, where and how to mend it."""
    try:
        return (answer(call).fields,)
    except DesignError as error:
        return error.what, error.where, error.fix


@pytest.mark.parametrize(("name", "argument"), [(n, a) for n, given in CALLS.items() for a in given])
def test_every_value_is_answered_or_refused_in_words(name, argument):
    for value in VALUES:
        given = CALLS[name] | {argument: value}
        call = f"{name}({', '.join(f'{k}={v}' for k, v in given.items())})"
        assert all(told(call)), call


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("getSampleSizeMeans(stDev=-1)", "`stDev`"),
        ("getPowerRates(maxNumberOfSubjects=NA)", "`maxNumberOfSubjects`"),
        ("getSampleSizeRates(pi1=1.2)", "`pi1`"),
        ("getSampleSizeMeans(sided=3)", "`sided`"),
        ("getEventProbabilities(lambda2=.1, hazardRatio=.7)", "`time`"),
        ("getSampleSizeMeans(getDesignGroupSequential(kMax=2), beta=.1)", "`beta`"),
        ("getSampleSizeRates(groups=1, pi1=.4)", "null"),
    ],
)
def test_the_refusal_names_the_argument(call, named):
    with pytest.raises(DesignError, match=named):
        answer(call)


def test_na_is_an_argument_left_out():
    assert answer("getSampleSizeMeans(allocationRatioPlanned=NA)").fields["nFixed"] == pytest.approx(
        answer("getSampleSizeMeans()").fields["nFixed"]
    )
