"""Every engine gives the same bytes, in the order asked, and a worker that dies loses nothing."""

import functools
import os
import signal
import time

import numpy as np
import pytest

from trialwright import design
from trialwright.adapters import engines
from trialwright.app.simulating import Streams
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

NAMES = sorted(engines.found())
CRP = Marker(name="hsCRP", probabilities=(0.05, 0.5, 0.95), values=(0.4, 2.5, 14.0), within_sd=0.4)
SCENARIO = Scenario(
    name="s",
    control={"mean": 0.0, "sd": 1.0},
    effect=EffectCurve(curve="emax", level=0.6, half=3.0),
    marker=CRP,
    screened_per_month=20,
    eligible=0.6,
    eligible_n=250,
    dropout=0.1,
)
DESIGNS = [
    Design(name="everyone", type="fixed", endpoint="continuous", better="higher", patients=120),
    Design(
        name="enriched",
        type="group_sequential",
        endpoint="continuous",
        better="higher",
        marker="hsCRP",
        cutoff=3.0,
        patients=100,
    ),
]


@functools.cache
def expected():
    return evaluated(None)


def evaluated(engine, **other):
    found = design.evaluate(DESIGNS, SCENARIO, Limits(), 9_300, Streams(3), engine=engine, **other)
    return [oc.model_dump_json() for oc in found]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_an_engine_gives_the_same_bytes_for_any_number_of_workers(name, workers):
    with engines.open(name, workers) as engine:
        assert evaluated(engine) == expected()


def test_a_cluster_of_ones_own_gives_the_same_bytes():
    from distributed import LocalCluster

    cluster = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with cluster, engines.open("dask" + "://" + cluster.scheduler_address.removeprefix("tcp://")) as engine:
        assert evaluated(engine) == expected()


def slow_square(x, folder):
    """Says who works on it, so that it can be killed."""
    (folder / f"{os.getpid()}.{x}").touch()
    time.sleep(0.02)
    return x * x


def dies_once(x, folder):
    """The first worker that gets 7 is killed as the system would kill it."""
    if x == 7:
        try:
            (folder / "died").touch(exist_ok=False)
        except FileExistsError:
            return slow_square(x, folder)
        os.kill(os.getpid(), signal.SIGKILL)
    return slow_square(x, folder)


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_a_worker_killed_in_the_middle_loses_nothing(name, tmp_path):
    with engines.open(name, 2) as engine:
        found = list(engine(dies_once, [(x, tmp_path) for x in range(24)]))
    assert (tmp_path / "died").exists()
    assert found == [x * x for x in range(24)]


def always_dies(x):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_workers_that_always_die_are_an_error_and_not_a_hang(name):
    with engines.open(name, 1) as engine, pytest.raises(DesignError, match=r"died|lost"):
        list(engine(always_dies, [(1,), (2,)]))


def refuses(x):
    raise DesignError("Not this one.", where="design.x", fix="Another.")


@pytest.mark.parametrize("name", NAMES)
def test_an_error_of_ours_comes_back_whole(name):
    with engines.open(name, 2) as engine, pytest.raises(DesignError) as caught:
        list(engine(refuses, [(1,), (2,)]))
    assert (caught.value.what, caught.value.where, caught.value.fix) == (
        "Not this one.",
        "design.x",
        "Another.",
    )


@pytest.mark.parametrize(
    ("name", "workers", "words"),
    [
        ("threds", None, "no engine"),
        ("threads", 0, "0 workers"),
        ("threads://here:1", None, "takes no address"),
        ("dask://127.0.0.1:1", None, "does not answer"),
    ],
)
def test_what_cannot_be_opened_says_why(name, workers, words):
    with pytest.raises(DesignError, match=words), engines.open(name, workers):
        pass


class Kept:
    """Keeps totals, as text; stops after some."""

    def __init__(self, stop_after=None):
        self.stop_after, self.texts = stop_after, {}

    def get(self, name):
        import json

        from trialwright.design.totals import Totals

        return Totals.restored(json.loads(self.texts[name])) if name in self.texts else None

    def put(self, name, totals):
        import json

        if self.stop_after is not None and len(self.texts) >= self.stop_after:
            raise KeyboardInterrupt
        self.texts[name] = json.dumps(totals.plain())


@pytest.mark.parametrize("after", [0, 1, 3])
def test_an_interrupted_run_goes_on_from_what_was_done_to_the_same_bytes(after):
    kept = Kept(stop_after=after)
    with pytest.raises(KeyboardInterrupt), engines.open("threads", 2) as engine:
        evaluated(engine, kept=kept)
    assert len(kept.texts) == after
    kept.stop_after = None
    calls = []

    def counting(function, pieces):
        calls.extend(pieces)
        return (function(*piece) for piece in pieces)

    assert evaluated(counting, kept=kept) == expected()
    assert len(calls) == len(kept.texts) - after


def test_memory_does_not_grow_with_the_number_of_pieces():
    """Pieces are handed out as results are taken, whatever their number."""
    handed = []

    def piece(x):
        handed.append(x)
        return x

    with engines.open("threads", 2) as engine:
        results = engine(piece, [(x,) for x in range(10_000)])
        assert next(results) == 0
        time.sleep(0.05)
        assert len(handed) < 100
        assert sum(results) == sum(range(10_000))


def test_streams_differ_by_block_and_seed_and_survive_being_sent():
    import pickle

    sent = pickle.loads(pickle.dumps(Streams(5)))
    draws = {(s, b): Streams(s)(b).integers(2**60) for s in (5, 6) for b in (0, 1)}
    assert len(set(draws.values())) == 4
    assert sent(1).integers(2**60) == draws[5, 1]
    assert np.random.default_rng(5).integers(2**60) != draws[5, 0]
