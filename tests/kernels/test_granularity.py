import itertools
import statistics

from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels import granularity as k


def test_grim_of_the_paper():
    """Brown & Heathers 2017: a mean of 5.19 of 28 whole numbers cannot be; 5.18 is 145/28."""
    assert k.sums(5.19, 2, 28) == ()
    assert k.sums(5.18, 2, 28) == (145,)
    assert k.informative(28, 2)
    assert not k.informative(100, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=2, max_size=20))
def test_no_real_sample_fails(values):
    mean, sd, n = statistics.mean(values), statistics.stdev(values), len(values)
    shown = round(mean, 2), 2, round(sd, 2), 2, n
    assert k.grimmer(*shown)
    assert k.sprite(*shown, 0, 7) is True
    assert sd <= k.largest_sd(mean, n, 0, 7) + 1e-9
    if set(values) <= {0, 1}:
        assert k.debit(*shown)


def test_sprite_is_every_sample():
    """All samples of five numbers in 1..4, against every SD beside each of their means."""
    real = {
        (round(statistics.mean(v), 2), round(statistics.stdev(v), 2))
        for v in itertools.combinations_with_replacement(range(1, 5), 5)
    }
    for mean, hundredths in itertools.product({m for m, _ in real}, range(0, 200, 1)):
        sd = hundredths / 100
        assert k.sprite(mean, 2, sd, 2, 5, 1, 4) == ((mean, sd) in real), (mean, sd)


def test_debit_knows_the_sd_of_a_share():
    assert k.debit(0.30, 2, 0.47, 2, 20)
    assert not k.debit(0.30, 2, 0.42, 2, 20)


def test_numbers_that_differ_have_an_sd():
    """30 as nine whole numbers is at least six 3s and three 4s, whose SD is 0.5."""
    assert not k.grimmer(3.33, 2, 0.00, 2, 9)
    assert not k.grimmer(3.33, 2, 0.49, 2, 9)
    assert k.grimmer(3.33, 2, 0.50, 2, 9)


def test_grimmer_is_every_sample_of_few_numbers():
    """All samples of four numbers in -6..6, against every SD up to 3 beside each mean from -1 to 1: none is further from it than 5."""
    real = {
        (round(statistics.mean(v), 2), round(statistics.stdev(v), 1))
        for v in itertools.combinations_with_replacement(range(-6, 7), 4)
    }
    for mean, tenths in itertools.product({m for m, _ in real if abs(m) <= 1}, range(31)):
        sd = tenths / 10
        assert k.grimmer(mean, 2, sd, 1, 4) == ((mean, sd) in real), (mean, sd)


def test_a_sum_of_squares_that_no_two_numbers_have():
    """Two whole numbers that differ by d have an SD of d / sqrt(2): 0.71, 1.41, 2.12, 2.83, so 2.45 is none."""
    assert k.grimmer(3.0, 1, 2.83, 2, 2)
    assert not k.grimmer(3.0, 1, 2.45, 2, 2)


def test_what_is_too_large_is_not_decided():
    assert k.sprite(500.0, 1, 250.0, 1, 1000, 0, 1000) is None
    assert k.sprite(500.0, 1, 800.0, 1, 1000, 0, 1000) is False
