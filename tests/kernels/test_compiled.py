"""Numba's disk cache watches one file, so compiled functions may not reach into another."""

import importlib
import pkgutil

import pytest
from numba.core.dispatcher import Dispatcher

import trialwright.kernels as kernels


def compiled_functions():
    for found in pkgutil.iter_modules(kernels.__path__):
        module = importlib.import_module(f"{kernels.__name__}.{found.name}")
        for name, value in vars(module).items():
            if isinstance(value, Dispatcher) and value.py_func.__module__ == module.__name__:
                yield pytest.param(value, id=f"{found.name}.{name}")


@pytest.mark.parametrize("function", list(compiled_functions()))
def test_compiled_functions_stay_in_their_file_and_keep_ieee_arithmetic(function):
    used = (function.py_func.__globals__.get(name) for name in function.py_func.__code__.co_names)
    elsewhere = [
        other
        for other in used
        if isinstance(other, Dispatcher) and other.py_func.__module__ != function.py_func.__module__
    ]
    assert elsewhere == []
    assert not function.targetoptions.get("fastmath", False)
    assert function.targetoptions["nogil"]


def test_there_are_compiled_functions_to_hold_to_this():
    assert len(list(compiled_functions())) > 5
