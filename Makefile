# Each target sets up what it needs. Only Python 3.11 or later, make and git have to be there.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUN_STAMP := $(VENV)/.stamp-run
DEV_STAMP := $(VENV)/.stamp-dev
WORKERS ?= auto
ARGS ?=

.PHONY: help run demo test lint format bench clean

help:  ## print this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(RUN_STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "studyapp needs Python 3.11 or later; name one with: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	-PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q studyapp $(VENV)/lib >/dev/null 2>&1
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(RUN_STAMP)  ## set everything up and open the app
	@$(BIN)/studyapp $(ARGS)

demo: $(RUN_STAMP)  ## the app with a simulated learner's months of history, in a home of its own
	@$(BIN)/studyapp demo $(ARGS)

test: $(DEV_STAMP)  ## run the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(DEV_STAMP)  ## ruff, mypy strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV_STAMP)  ## put the code into its one layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV_STAMP)  ## measure speed, as ratios in one run
	$(BIN)/python -m tests.benchmarks $(ARGS)

clean:  ## remove everything that make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
