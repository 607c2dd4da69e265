# Every target does its own set-up: a fresh machine needs Python 3.11+, make and git, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ok

# uv keeps to the system's proxy and certificates, and to the package index that pip is configured with.
export UV_NO_CONFIG := 1
export UV_SYSTEM_CERTS := 1
PIP_INDEX = $(BIN)/python -m pip --disable-pip-version-check config list 2>/dev/null \
	| sed -n "s/^\(:env:\|install\|global\)\.index-url='\(.*\)'$$/\2/p" | head -n 1
UV = index=$$($(PIP_INDEX)); [ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; $(BIN)/uv
COMPILE = pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-fast test-version versions benchmark backfill chaos screenshots lint check format lock clean

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: $(READY) ## Run the demo on this machine and print its URL; RESET=1 starts over
	@exec $(BIN)/python -m portal_demo --ends-with-parent $(if $(RESET),--reset)

# Tests start many Python programs, which start three times as fast from compiled files.
unexport PYTHONDONTWRITEBYTECODE

# One process per core. The tests in ARGS run in a single process, where a debugger works.
PARALLEL = --numprocesses auto --dist worksteal

test: $(READY) ## Run every test in parallel; ARGS="tests/unit -k name" runs a selection sequentially
	@$(BIN)/python -m pytest $(or $(ARGS),$(PARALLEL))

test-fast: $(READY) ## Run the tests that need no processes, no browser and no long search
	@$(BIN)/python -m pytest $(PARALLEL) -m "not processes and not slow"

# These depend most on the version of Python.
VERSION_TESTS = tests/architecture tests/unit tests/sandbox/core tests/integration/persistence

test-version: $(READY)
	@$(BIN)/python -m pytest $(PARALLEL) $(VERSION_TESTS)

versions: $(READY) ## Test on the oldest and newest supported Python installed here
	@.ci/versions

benchmark: $(READY) ## Measure webhooks and reads on both databases; ARGS="--customers 1000000 --json", or --help
	@PYTHONPATH=tests $(BIN)/python -m benchmark $(ARGS)

backfill: $(READY) ## Fetch CUSTOMERS=10000 customers from scratch, interrupted twice
	@PYTHONPATH=tests $(BIN)/python -m reconciliation $(if $(CUSTOMERS),--customers $(CUSTOMERS))

# Each of these may be said on the command line: make chaos CUSTOMERS=5000 DROPS=0.05
CHAOS = $(foreach name,SEED CUSTOMERS DAYS DROPS DATABASE,$(if $($(name)),--$(shell echo $(name) | tr A-Z a-z) $($(name))))

chaos: $(READY) ## Inject faults while thousands of customers are active; SEED, CUSTOMERS, DROPS, DATABASE, JSON=1
	@PYTHONPATH=tests exec $(BIN)/python -m chaos $(CHAOS) $(if $(JSON),--json)

screenshots: $(READY) ## Retake the screenshots for the documentation
	@SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -m browser

lint: $(READY) ## Check formatting, lint, types and import contracts
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports

check: lint versions test ## Run every check and test, as CI does

format: $(READY) ## Format the sources
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

lock: $(BIN)/uv ## Update the dependencies and pin them by hash
	@$(UV) $(COMPILE) --upgrade pyproject.toml -o requirements/run.txt
	@$(UV) $(COMPILE) --upgrade --group dev pyproject.toml -o requirements/dev.txt
	@awk '/^uv==/ {print; found = 1; next} found && /--hash/ {print; next} found {exit}' \
		requirements/dev.txt > requirements/uv.txt

clean: ## Remove the environment, builds and caches
	@rm -rf $(VENV) .venvs build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .cache .traces
	@find src sandbox demo tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo 'The venv module is missing; on Debian or Ubuntu: apt-get install python3-venv'; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/uv.txt
	@touch $@

$(READY): requirements/dev.txt pyproject.toml $(BIN)/uv
	@$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements/dev.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@
