"""Machine code on disk is keyed by every kernel's source, so that a change to a callee compiles its callers anew."""

import importlib
import pkgutil

import pytest
from numba.core.dispatcher import Dispatcher

import trialwright.kernels as kernels
from trialwright.kernels import compiled


def compiled_functions():
    for found in pkgutil.iter_modules(kernels.__path__):
        module = importlib.import_module(f"{kernels.__name__}.{found.name}")
        for name, value in vars(module).items():
            if isinstance(value, Dispatcher) and value.py_func.__module__ == module.__name__:
                yield pytest.param(value, id=f"{found.name}.{name}")


@pytest.mark.parametrize("function", list(compiled_functions()))
def test_compiled_functions_keep_ieee_arithmetic_and_call_kernels_alone(function):
    used = (function.py_func.__globals__.get(name) for name in function.py_func.__code__.co_names)
    outside = [
        other
        for other in used
        if isinstance(other, Dispatcher) and not other.py_func.__module__.startswith(kernels.__name__ + ".")
    ]
    assert outside == []  # the digest covers no other folder
    assert not function.targetoptions.get("fastmath", False)
    assert function.targetoptions["nogil"]


def test_there_are_compiled_functions_to_hold_to_this():
    assert len(list(compiled_functions())) > 5


@pytest.mark.parametrize("function", list(compiled_functions()))
def test_machine_code_lies_under_the_digest_of_all_sources(function):
    assert compiled.digest(compiled.KERNELS)[:16] in str(function._cache.cache_path)


def test_any_change_to_any_kernel_is_another_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    (tmp_path / "caller.py").write_text("from callee import g")
    (tmp_path / "callee.py").write_text("g = 1")
    before = compiled.digest(tmp_path)
    (tmp_path / "callee.py").write_text("g = 2")
    assert compiled.digest(tmp_path) != before
    assert compiled.cache_folder(tmp_path).startswith(str(tmp_path))
    (tmp_path / "other.py").write_text("")
    assert compiled.digest(tmp_path) not in (before,)


def test_a_folder_that_cannot_be_written_falls_back_to_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "__pycache__").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert compiled.cache_folder(sources).startswith(str(tmp_path / "own" / "trialwright"))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "__pycache__").write_text("")
    (tmp_path / "own").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert compiled.cache_folder(sources) == ""
