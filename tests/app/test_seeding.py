"""Seeds made many at once are numpy's own, and the streams of a run those that its seed has always had."""

import numpy as np
import pytest
from numpy.random import PCG64DXSM, SeedSequence

from trialwright.app import simulating
from trialwright.app.seeding import Seed, seeds


@pytest.mark.parametrize("key", [(), (1,), (3, 2**40)])
@pytest.mark.parametrize("entropy", [0, 1, 2**32 - 1, 2**32, 2**130 + 5])
def test_seeds_are_those_of_numpys_seed_sequence(entropy, key):
    made = seeds(entropy, key, 254, 4)
    for i, words in zip(range(254, 258), made, strict=True):
        theirs = SeedSequence(entropy, spawn_key=(*key, i))
        assert words.tolist() == theirs.generate_state(4, np.uint64).tolist()
        assert PCG64DXSM(Seed(words)).random_raw(5).tolist() == PCG64DXSM(theirs).random_raw(5).tolist()


@pytest.mark.parametrize("block", [0, 255, 256, 123_456])
def test_a_block_has_the_stream_of_its_number(block):
    ours = simulating.Streams(20)(block)
    theirs = simulating.stream(20, simulating.TRIALS_STREAM, block)
    assert ours.random(4).tolist() == theirs.random(4).tolist()
    assert ours.standard_normal(3).tolist() == theirs.standard_normal(3).tolist()
