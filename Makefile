# `make play` and `make test` work from a fresh clone with nothing but make and Python >= 3.12.

VENV ?= .venv
# Found when the environment is made; `make PYTHON=/path/to/python3.12` overrides it.
PYTHON ?=
ARGS ?=
# Processes for pytest: one more than there are cores, at most four.
PYTEST_ARGS ?= -n auto --maxprocesses 4

BIN := $(VENV)/bin
# A module is compiled when it is first imported, and most never are.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile
# The lists are complete: nothing is left to resolve.
LISTED := $(PIP) --no-deps --require-hashes
RUNTIME := $(VENV)/.installed-runtime
LINT := $(VENV)/.installed-lint
ALL := $(VENV)/.installed-all
BROWSER := $(VENV)/.installed-browser
EDITOR := tests/editor/node_modules/.installed

# What was compiled is kept, whatever the shell says: it would be compiled anew in each of a hundred processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup play test check style types flows stories read-tests e2e screenshots bench editor editor-server docs lint format smoke mutants fuzz chaos requirements clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F '\t' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: $(ALL) ## install every set of requirements into .venv

play: $(RUNTIME) ## open the playground: no token, no key, no Docker
	@$(BIN)/carquery play $(ARGS)

# The types take a core the longest, so whatever else there is before pytest goes on beside them.
test: $(LINT) ## everything: check, stories of the flows, pytest with real PostgreSQL and Valkey
	@$(MAKE) --no-print-directory -j 3 types setup editor-server style flows stories read-tests
	$(BIN)/python -m pytest $(PYTEST_ARGS) $(ARGS)

check: lint flows ## style, types, layers and the shipped flows

e2e: $(BROWSER) ## the playground in a headless Chromium, which is found or installed
	@CHROMIUM=$$(.ci/find-chromium) || exit 1; export CHROMIUM; set -x; $(BIN)/python -m pytest tests/e2e $(ARGS)

screenshots: $(BROWSER) ## the README's picture, docs/playground.png
	@CHROMIUM=$$(.ci/find-chromium) || exit 1; export CHROMIUM; set -x; $(BIN)/python -m tests.e2e.screenshots $(ARGS)

bench: $(ALL) ## the benchmarks; figures go to benchmarks/results/latest.json
	$(BIN)/python -m benchmarks $(ARGS)

lint: style types

style: $(LINT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(LINT)
	$(BIN)/mypy --strict engine integrations

flows: $(RUNTIME)
	$(BIN)/carquery check flows

# Read once, the tests are kept for all of pytest's processes; what cannot be read, they will tell.
read-tests: $(ALL)
	@$(BIN)/python -m pytest --collect-only -qq >/dev/null 2>&1 || true

stories: $(RUNTIME)
	$(BIN)/carquery test flows

editor: $(ALL) $(EDITOR) ## the schemas in a real YAML language server; needs Node 18 or newer
	CARQUERY_EDITOR_REQUIRED=1 $(BIN)/python -m pytest $(PYTEST_ARGS) tests/editor $(ARGS)

# With Node the editor's tests are part of `make test`; without it they are skipped, and this says so.
editor-server:
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory $(EDITOR); else \
	  echo "**********************************************************************" >&2; \
	  echo "* Node.js is not here: the tests of the editor (tests/editor) are    *" >&2; \
	  echo "* SKIPPED. Install Node 18 or newer with npm and run: make editor    *" >&2; \
	  echo "**********************************************************************" >&2; \
	fi

docs: $(ALL) ## write what is derived: docs/language.md, the editors' part of schemas/
	$(BIN)/python -m engine.app.pages

format: $(LINT) ## let ruff repair style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

smoke: $(ALL)
	$(BIN)/python -m pytest -q $(PYTEST_ARGS) tests/core
	$(BIN)/carquery check flows

# Real processes, real deaths, real time: half an hour on two cores.
chaos: $(ALL) ## the long fault suites: every crash point, replicas killed and stopped, an outage drained
	$(BIN)/python -m pytest $(PYTEST_ARGS) tests/chaos $(ARGS)

mutants: $(ALL) ## thousands of mechanical mistakes in the shipped flows: which ones does the checker miss?
	$(BIN)/python -m tests.lang.mutation $(or $(ARGS),300)

fuzz: $(ALL) ## five thousand files spoilt at random, which may not fell the checker; properties drawn anew; all bad input everywhere
	$(BIN)/python -m tests.lang.fuzz $(or $(ARGS),5000)
	CARQUERY_DRAWN=30 $(BIN)/python -m pytest $(PYTEST_ARGS) --timeout 3600 tests/core/test_machine.py \
	  tests/core/test_machine_shipped.py tests/lang/test_properties.py tests/lang/paths/test_search.py tests/telegram/test_bad_input.py

requirements: $(ALL) ## resolve requirements/*.in anew into hashed lists
	$(PIP) uv
	cd requirements && for set in pip runtime test lint build e2e; do \
	  ../$(BIN)/uv pip compile --python ../$(BIN)/python --python-version 3.12 --universal \
	    --generate-hashes --no-header --quiet --upgrade $$set.in -o $$set.txt || exit 1; \
	done

clean: ## remove environments and caches
	rm -rf .venv .venv-* tests/editor/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find engine integrations tests -name __pycache__ -type d -exec rm -rf {} +

$(BIN)/python:
	@python="$(PYTHON)"; [ -n "$$python" ] || python=$$(.ci/find-python 3.12 3.13 3.14); \
	if [ -z "$$python" ]; then \
	  echo "CarQuery needs Python 3.12 or newer, and none was found." >&2; \
	  echo "Install one (Debian and Ubuntu: apt install python3.12 python3.12-venv; macOS: brew install python@3.12;" >&2; \
	  echo "anywhere: pyenv install 3.12) or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	  exit 1; \
	fi; \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { echo "$$python is older than 3.12: name another with PYTHON=" >&2; exit 1; }; \
	echo "Making $(VENV) with $$python"; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); echo "$$python cannot make a virtual environment: install its venv package (Debian: python3.12-venv)." >&2; exit 1; }

$(EDITOR): tests/editor/package.json tests/editor/package-lock.json
	cd tests/editor && npm ci --silent
	@touch $@

$(RUNTIME): requirements/pip.txt requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/python
	-$(LISTED) -r requirements/pip.txt
	$(LISTED) -r requirements/runtime.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(LINT): requirements/lint.txt $(RUNTIME)
	$(LISTED) -r requirements/lint.txt
	@touch $@

$(BROWSER): requirements/e2e.txt $(ALL)
	$(LISTED) -r requirements/e2e.txt
	@touch $@

$(ALL): requirements/test.txt $(LINT)
	$(LISTED) -r requirements/test.txt
	@touch $@
