"""Machine code on disk is keyed by a kernel and all it imports: a change to a callee compiles its callers anew."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import numba
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
def test_machine_code_lies_under_the_digest_of_its_sources(function):
    source = Path(inspect.getsourcefile(function.py_func))
    assert compiled.digest(source)[:16] in str(function._cache.cache_path)


@pytest.mark.parametrize("function", list(compiled_functions()))
def test_the_digest_covers_every_kernel_that_is_called(function):
    """What it calls, and those call, lie in files that the digest reads."""
    covered = compiled._with_imports(Path(inspect.getsourcefile(function.py_func)))
    waiting, seen = [function], set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        assert Path(inspect.getsourcefile(one.py_func)) in covered
        names = one.py_func.__code__.co_names
        waiting += [v for n in names if isinstance(v := one.py_func.__globals__.get(n), Dispatcher)]


@pytest.mark.parametrize(
    "statement",
    [
        "from callee import g",
        "import callee",
        "from package import callee",
        "def f():\n    from package.callee import g",
    ],
)
def test_a_change_to_what_a_kernel_imports_is_another_folder(tmp_path, monkeypatch, statement):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    caller, callee, other = (tmp_path / f"{name}.py" for name in ("caller", "callee", "other"))
    caller.write_text("import between")
    (tmp_path / "between.py").write_text(statement)
    callee.write_text("g = 1")
    before = compiled.digest(caller)
    other.write_text("")
    assert compiled.digest(caller) == before
    callee.write_text("g = 2")
    assert compiled.digest(caller) != before
    assert compiled.cache_folder(caller).startswith(str(tmp_path))


def test_a_folder_that_cannot_be_written_falls_back_to_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "__pycache__").write_text("a file where the folder should be")
    kernel = sources / "kernel.py"
    kernel.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert compiled.cache_folder(kernel).startswith(str(tmp_path / "own" / "trialwright"))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "__pycache__").write_text("")
    kernel = sources / "kernel.py"
    kernel.write_text("")
    (tmp_path / "own").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert compiled.cache_folder(kernel) == ""


def test_a_literal_is_no_type_of_its_own():
    """A function that others call with 1, 2 and a variable is compiled once."""

    @numba.njit
    def caller(n):
        return callee(1, n) + callee(2, n) + callee(n, 3)

    assert caller(4) == 1 * 4 + 2 * 4 + 4 * 3
    assert callee.signatures == [(numba.int64, numba.int64)]


@compiled.compiled
def callee(a, b):
    return a * b
