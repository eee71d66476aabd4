# Two doors: `make plan` runs the main job on the bundled example, `make test` passes every test.
# Everything lands in this folder: the environment in .venv, scratch files and caches in .build.
# The system's own build, where it is of the version that python3 is and can make environments: distributions build theirs
# with profiles, and it reads a sixth quicker than one built without (docs/decisions/0011).
VERSION := import ensurepip, sys; print(*sys.version_info[:2])
PYTHON ?= $(shell own=$$(/usr/bin/python3 -c '$(VERSION)' 2>&1) && test "$$own" = "$$(python3 -c '$(VERSION)' 2>&1)" && echo /usr/bin/python3 || echo python3)
BIN := .venv/bin
BUILD := $(CURDIR)/.build
export TMPDIR := $(BUILD)/tmp
export MPLCONFIGDIR := $(BUILD)/matplotlib
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
PIP := $(BIN)/python -m pip --no-cache-dir install --quiet --use-pep517

.PHONY: plan test install develop lint lock docs clean
.DEFAULT_GOAL := plan

plan: .venv/.installed
	@$(BIN)/trialwright plan examples/post-mi-il2

test: .venv/.developed
	$(BIN)/python -m pytest -n 2 --dist loadgroup

install: .venv/.installed
develop: .venv/.developed

lint: .venv/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/.installed: requirements.lock pyproject.toml
	@mkdir -p $(TMPDIR) $(MPLCONFIGDIR)
	@echo "Setting up .venv from requirements.lock (a minute or two, once)"
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Trialwright needs Python 3.11 or newer; try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.developed: .venv/.installed requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

docs: .venv/.installed
	$(BIN)/python -m trialwright.cli.reference > docs/cli.md

# Needs uv on the PATH: a maintainer's tool, not a user's.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .build
