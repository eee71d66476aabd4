"""The seeds of many streams at once, as numpy's SeedSequence makes each.

A run of a million trials asks for a thousand streams, and to seed them one by one takes as long as to look at every
trial. Source: O'Neill 2015, "Developing a seed_seq alternative", and numpy's guarantee that SeedSequence does not change.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import DTypeLike, NDArray

Words = NDArray[np.uint32]

_POOL = 4  # words of 32 bits
_MASK = 2**32 - 1
_LEFT, _RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
_ENTER, _ENTER_TIMES = 0x43B0D7E5, 0x931E8875
_LEAVE, _LEAVE_TIMES = 0x8B51F9DD, 0x58F38DED
_HALF = np.uint32(16)


class Seed(ISeedSequence):
    """Words that a bit generator is seeded with, made before. They are numpy's, for its generators of four words."""

    def __init__(self, words: NDArray[np.uint64]) -> None:
        self.words = words

    def generate_state(self, n_words: int, dtype: DTypeLike = np.uint32) -> NDArray[Any]:
        assert (n_words, np.dtype(dtype)) == (len(self.words), self.words.dtype)
        return self.words


def seeds(entropy: int, key: tuple[int, ...], first: int, n: int) -> NDArray[np.uint64]:
    """(n, 4) what SeedSequence(entropy, spawn_key=(*key, i)).generate_state(4, np.uint64) is for i from `first` on; i
    below 2**32."""
    stated = _words(entropy)
    stated += [0] * (_POOL - len(stated))
    for k in key:
        stated += _words(k)
    entering = [np.full(1, w, np.uint32) for w in stated]
    return _left(_mixed([*entering, np.arange(first, first + n, dtype=np.uint32)]), n)


def _words(number: int) -> list[int]:
    """Of 32 bits, the lowest first; at least one."""
    words = [number & _MASK]
    while number := number >> 32:
        words.append(number & _MASK)
    return words


class _Hash:
    """Every word that passes is multiplied by another constant."""

    def __init__(self, constant: int, times: int) -> None:
        self._constant, self._times = constant, times

    def __call__(self, word: Words) -> Words:
        word = word ^ np.uint32(self._constant)
        self._constant = self._constant * self._times & _MASK
        word = word * np.uint32(self._constant)
        return word ^ (word >> _HALF)


def _mixed(entering: list[Words]) -> list[Words]:
    """The pool that the words leave behind."""
    hashed = _Hash(_ENTER, _ENTER_TIMES)
    pool = [hashed(w) for w in entering[:_POOL]]
    for i in range(_POOL):
        for j in range(_POOL):
            if i != j:
                pool[j] = _mix(pool[j], hashed(pool[i]))
    for word in entering[_POOL:]:
        pool = [_mix(p, hashed(word)) for p in pool]
    return pool


def _mix(x: Words, y: Words) -> Words:
    mixed: Words = x * _LEFT - y * _RIGHT
    return mixed ^ (mixed >> _HALF)


def _left(pool: list[Words], n: int) -> NDArray[np.uint64]:
    """The pool's words twice round, two by two."""
    hashed, out = _Hash(_LEAVE, _LEAVE_TIMES), np.empty((n, 2 * _POOL), "<u4")
    for i in range(2 * _POOL):
        out[:, i] = hashed(pool[i % _POOL])
    return out.view("<u8").astype(np.uint64)
