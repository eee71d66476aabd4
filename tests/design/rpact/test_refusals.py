"""An argument that R refuses is refused, and never replaced by its default.

Of rpact's functions each call is one that rpact 3.3.4 on R 4.2.2 stops at (REFUSED) or takes (TAKEN); where R is installed it is
asked again. Of gsDesign's the ranges are those of its documentation.
"""

import shutil
import subprocess

import pytest

from tests.design.rpact.printed_plans import rpact_of_r
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.design.rpact import answer
from trialwright.errors import DesignError

TWO = "getDesignGroupSequential(kMax = 2)"
STAGES = "getDesignInverseNormal(kMax = 2)"
DATA = "getDataset(n1 = c(24, 26), n2 = c(25, 25), means1 = c(3.1, 2.8), means2 = c(2.2, 2.4), stDevs1 = c(1.5, 1.4), stDevs2 = c(1.6, 1.5))"
GROUPS = "list(subGroups = c('S', 'R'), prevalences = c(.3, .7), stDevs = 1, effects = matrix(c(.5, .1), 1))"
MEANS = f"getSimulationMeans(design = {STAGES}, alternative = 0.3, plannedSubjects = c(30, 60), maxNumberOfIterations = %s"
RATES = f"getSimulationRates(design = {STAGES}, %s, plannedSubjects = c(30, 60), maxNumberOfIterations = 10)"
EVENTS = f"getSimulationSurvival(design = {STAGES}, lambda2 = 0.06, hazardRatio = 0.7, accrualTime = 10, maxNumberOfSubjects = 150, directionUpper = FALSE, plannedEvents = c(20, 40), maxNumberOfIterations = %s)"
ARMS = f"getSimulationMultiArmMeans(design = {STAGES}, muMaxVector = 0.3, plannedSubjects = c(20, 40), maxNumberOfIterations = 10, %s)"
SURVIVAL = "getSampleSizeSurvival(lambda2 = 0.06, hazardRatio = 0.7, %s)"

REFUSED = [
    "getDesignGroupSequential(kMax = NA)",
    "getDesignGroupSequential(kMax = NULL)",
    "getDesignGroupSequential(kMax = 2, sided = 0)",
    "getDesignGroupSequential(kMax = 2, alpha = NA)",
    "getDesignGroupSequential(kMax = 2, beta = NULL)",
    "getDesignGroupSequential(kMax = 2, futilityBounds = NULL)",
    "getDesignGroupSequential(kMax = 2, bindingFutility = NULL)",
    "getDesignGroupSequential(kMax = 2, tolerance = 0.5)",
    "getDesignInverseNormal(kMax = 2, tolerance = 0)",
    "getDesignGroupSequential(kMax = 2, typeOfDesign = 'HP', constantBoundsHP = NA)",
    "getDesignFisher(kMax = 2, tolerance = 0.5)",
    "getDesignFisher(kMax = 2, iterations = -1)",
    "getDesignFisher(kMax = 2, seed = 'x')",
    "getDesignFisher(kMax = NULL)",
    "getDesignConditionalDunnett(alpha = NULL)",
    f"getPowerAndAverageSampleNumber({TWO}, theta = 0.2, nMax = 0.5)",
    "getSampleSizeMeans(alternative = 0.4, stDev = NA)",
    "getSampleSizeMeans(alternative = 0.4, groups = NULL)",
    "getPowerMeans(alternative = 0.4, maxNumberOfSubjects = 0.5)",
    "getSampleSizeRates(pi1 = 0, pi2 = 0.2)",
    "getPowerRates(pi1 = 0.4, pi2 = 0, maxNumberOfSubjects = 90)",
    "getPowerRates(pi1 = 0.4, pi2 = 0.2, maxNumberOfSubjects = 0.5)",
    SURVIVAL % "kappa = 1.5, dropoutRate1 = 0.1, dropoutRate2 = 0.1",
    SURVIVAL % "accrualTime = 9, accrualIntensity = 20",
    SURVIVAL % "kappa = NA",
    "getPowerSurvival(lambda2 = 0.06, hazardRatio = 0.7, accrualTime = 9, maxNumberOfSubjects = 200, maxNumberOfEvents = 0.5)",
    "getNumberOfSubjects(time = 4, accrualTime = 9, accrualIntensity = 20)",
    "getEventProbabilities(time = 9, accrualTime = c(0, 9), accrualIntensity = 20, kappa = 2, lambda2 = 0.06, hazardRatio = 0.7, dropoutRate1 = 0.1, dropoutRate2 = 0.1)",
    "getMedianByPi(piValue = 0)",
    "getLambdaByMedian(median = 9, kappa = NULL)",
    "getPiecewiseExponentialDistribution(time = 4, piecewiseSurvivalTime = c(0, 8), piecewiseLambda = c(0.04, 0.02), kappa = 1.5)",
    "ppwexp(4, s = c(0, 8), lambda = c(0.04, 0.02), kappa = 1.5)",
    MEANS % "0)",
    MEANS % "10, seed = NA)",
    MEANS
    % "10, conditionalPower = 0.8, minNumberOfSubjectsPerStage = 'x', maxNumberOfSubjectsPerStage = c(NA, 60))",
    RATES % "pi1 = 0, pi2 = 0.2",
    RATES % "pi1 = 0.4, pi2 = 0.2, directionUpper = NULL",
    EVENTS % "0",
    EVENTS % "10, allocation1 = 1.5",
    EVENTS % "10, thetaH0 = -1",
    ARMS % "activeArms = 0",
    ARMS % "typeOfSelection = 'rBest', rValue = 0",
    f"getSimulationEnrichmentMeans(design = {STAGES}, effectList = {GROUPS}, plannedSubjects = c(40, 80), maxNumberOfIterations = -1)",
    f"getSimulationEnrichmentMeans(design = {STAGES}, effectList = {GROUPS}, plannedSubjects = c(40, 80), typeOfSelection = 'epsilon', epsilonValue = -1, maxNumberOfIterations = 10)",
    f"getAnalysisResults({STAGES}, {DATA}, tolerance = 0.5)",
    f"getAnalysisResults({STAGES}, {DATA}, nPlanned = NULL)",
    f"getRepeatedConfidenceIntervals({STAGES}, {DATA}, tolerance = NULL)",
    f"getFinalConfidenceInterval({STAGES}, {DATA}, directionUpper = NA)",
    f"getObservedInformationRates({DATA}, maxInformation = 150, stage = 0)",
    "getGroupSequentialProbabilities('x', c(0.5, 1))",
]
TAKEN = [
    "getDesignGroupSequential(alpha = NA_real_)",
    "getDesignGroupSequential(kMax = 2, futilityBounds = NA_real_)",
    "getSampleSizeMeans(design = NULL, alternative = 0.4)",
    "getPowerMeans(alternative = 0.4, maxNumberOfSubjects = 80, directionUpper = NA)",
    "getPowerSurvival(lambda2 = 0.06, hazardRatio = 0.7, accrualTime = 9, accrualIntensity = NULL, maxNumberOfSubjects = 200, maxNumberOfEvents = 80, directionUpper = FALSE)",
    "getEventProbabilities(time = 9, accrualTime = 9, maxNumberOfSubjects = 200, lambda2 = 0.06, hazardRatio = 0.7)",
    "getPiecewiseExponentialDistribution(time = 4, piecewiseLambda = 0.04, kappa = 1.5)",
    MEANS % "10, seed = -1)",
    MEANS % "10, seed = 3, calcSubjectsFunction = NULL)",
    EVENTS % "10, kappa = 1.5, dropoutRate1 = 0.1, dropoutRate2 = 0.1",
    f"getAnalysisResults({STAGES}, {DATA}, stage = NULL)",
]
OF_GSDESIGN = [
    "gsDesign(k = 0)",
    "gsDesign(k = NULL)",
    "gsDesign(k = NA)",
    "gsDesign(k = c(2, 3))",
    "gsDesign(test.type = 0)",
    "gsDesign(alpha = NULL)",
    "gsDesign(beta = NA)",
    "gsDesign(delta = -1)",
    "gsDesign(n.fix = 0)",
    "gsDesign(tol = 0)",
    "gsDesign(r = 0)",
    "gsDesign(sfu = sfHSD, sfupar = NULL)",
    "gsDesign(test.type = 6, astar = 1.5)",
    "gsDesign(sfl = c(1, 2))",
    "gsCP(gsDesign(), i = 0)",
    "gsPP(gsDesign(), i = 0, zi = 1)",
    "gsPP(gsDesign(), i = 1, zi = 1, total = 'x')",
    "gsCPOS(i = 0, x = gsDesign(), theta = c(0, 2), wgts = c(.5, .5))",
    "gsBound1(theta = NULL, I = c(1, 2), a = c(-20, -20), probhi = c(.01, .01))",
    "gsProbability(k = 2, theta = Inf, n.I = c(40, 80), a = c(-1, 2), b = c(2.4, 2))",
    "nBinomial(p1 = 0, p2 = 0.3)",
    "nBinomial(p1 = 0.5, p2 = 0.3, outtype = 0)",
    "nNormal(delta1 = 0.4, beta = NULL)",
    "hrz2n(hr = 0.7, z = 'x')",
    "sfHSD(alpha = 0.025, t = -1, param = -2)",
    "sfHSD(alpha = 0.025, t = 0.5, param = NULL)",
]


@pytest.mark.parametrize("call", [*REFUSED, *OF_GSDESIGN])
def test_what_r_refuses_is_refused_with_its_name_and_what_to_do(call: str) -> None:
    with pytest.raises(DesignError) as caught:
        answer(call)
    assert "`" in caught.value.what or caught.value.what
    assert caught.value.fix


@pytest.mark.parametrize("call", TAKEN)
def test_what_r_takes_is_taken(call: str) -> None:
    assert answer(call).fields


def test_the_command_says_which_argument_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["design", "--rpact", "gsDesign(k=0)"]) != 0
    assert "`k` = 0 is not a whole number in [1, 30]" in capsys.readouterr().err
    assert guarded(app, ["design", "--rpact", "getDesignGroupSequential(kMax=NULL)"]) != 0
    assert "`kMax` is NULL, which getDesignGroupSequential does not take" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("Rscript") or rpact_of_r() != "3.3.4", reason="needs R with rpact 3.3.4")
def test_r_refuses_and_takes_the_same(tmp_path) -> None:
    (tmp_path / "calls.txt").write_text("\n".join([*REFUSED, *TAKEN]) + "\n", encoding="utf-8")
    (tmp_path / "ask.R").write_text(
        'suppressMessages(library(rpact)); setLogLevel("DISABLED")\n'
        "for (x in readLines(commandArgs(TRUE)[1])) cat('@', tryCatch({suppressWarnings(suppressMessages("
        "eval(parse(text = x)))); 'taken'}, error = function(e) 'refused'), '\\n', sep = '')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["Rscript", str(tmp_path / "ask.R"), str(tmp_path / "calls.txt")], capture_output=True, text=True, check=True
    )  # fmt: skip
    said = [line[1:] for line in done.stdout.splitlines() if line.startswith("@")]
    wanted = ["refused"] * len(REFUSED) + ["taken"] * len(TAKEN)
    wrong = [c for c, s, w in zip([*REFUSED, *TAKEN], said, wanted, strict=True) if s != w]
    assert wrong == []
