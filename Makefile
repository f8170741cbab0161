# Each target sets itself up: nothing is needed but Python 3.11 (or newer) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench lock clean help

help:  ## what can be made here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)  ## a trading company to play with: sandbox, bot and web chat on one local address
	$(BIN)/jxc-bot demo

test: $(READY)  ## the whole suite, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(READY)  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## what it costs: one JSON line a figure
	$(BIN)/python -m tests.benchmarks

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile --quiet --generate-hashes --no-emit-index-url --group dev --all-extras --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --no-emit-index-url --extra postgres --extra documents --extra speed --python-version 3.11 pyproject.toml -o deploy/requirements.lock

clean:  ## throw the environment away
	rm -rf $(VENV)
