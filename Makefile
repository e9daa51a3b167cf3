# coopdocs. `make` sets everything up and builds every document into output/; `make help` lists the other targets.
# Each step of the set-up leaves an empty file in .venv/stamps: a step runs again only when what it reads has changed.

PYTHON ?= python3
VENV := .venv
STAMPS := $(VENV)/stamps
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
GATES := tests/gates/node_modules/.package-lock.json

UV_VERSION := 0.13.9
LOCK_WITH := UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/lock/bin/uv pip compile --quiet --no-config \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras \
	--constraints requirements/constraints.in $(if $(UPGRADE),--upgrade)

# a file of tests stays in one process: what it makes once serves all its tests
ON_EVERY_CORE := --numprocesses logical --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := build
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
# builds and tests start hundreds of processes: without bytecode each would compile everything again
unexport PYTHONDONTWRITEBYTECODE

##@ Documents

.PHONY: build
build: $(STAMPS)/package ## Set up what is missing, then build every document into output/ (the default)
	$(VENV)/bin/coopdocs build

##@ Development

.PHONY: venv
venv: $(STAMPS)/dev ## Make .venv with all that building, testing and linting need

.PHONY: test
test: $(STAMPS)/dev ## Run the tests but those that passed on the same files; what lacks a tool is listed at the end
	$(VENV)/bin/pytest --held $(ON_EVERY_CORE)

.PHONY: test-fast
test-fast: $(STAMPS)/dev ## Run the tests that load no layout engine and start no process: seconds, not minutes
	$(VENV)/bin/pytest --fast $(ON_EVERY_CORE)

.PHONY: epreuve
epreuve: $(STAMPS)/dev ## Draw kits up to every limit, build and verify them (N=10 SEED= J=1 ONLY=), then fresh examples
	PYTHONPATH=tests $(VENV)/bin/python -m epreuve -n $(or $(N),10) -j $(or $(J),1) $(if $(SEED),--seed $(SEED)) \
		$(addprefix --only ,$(ONLY))
	$(VENV)/bin/pytest -q --hypothesis-profile=campagne $(if $(SEED),--hypothesis-seed=$(SEED)) \
		$$(grep -l '^from hypothesis' tests/*/test_*.py)

.PHONY: mutations
mutations: $(STAMPS)/dev ## Put known faults into a copy of the code, one at a time: the tests must see each (ONLY=word)
	PYTHONPATH=tests $(VENV)/bin/python -m mutations $(ONLY)

.PHONY: lint
lint: $(STAMPS)/dev ## Check style, format and types
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

.PHONY: gates-setup
gates-setup: gates-tools $(GATES) ## Install Java, Node, Chromium, LibreOffice and unzip for the tests that need them

.PHONY: bench
bench: $(STAMPS)/bench ## Measure the speed of the command line, and of dossiers beside Typst and naive WeasyPrint
	$(VENV)/bin/python bench/run.py
	$(VENV)/bin/python bench/dossiers

.PHONY: docs
docs: $(STAMPS)/dev ## Make the pages about the tool again from its code
	$(VENV)/bin/python -m coopdocs.cli.pages .

.PHONY: lock
lock: $(VENV)/lock/bin/uv ## Lock the dependencies of pyproject.toml again (UPGRADE=1: to their newest versions)
	$(LOCK_WITH) pyproject.toml --group install --output-file requirements/runtime.lock
	$(LOCK_WITH) --group dev --constraints requirements/runtime.lock --output-file requirements/dev.lock
	$(LOCK_WITH) requirements/bench.in --output-file requirements/bench.lock

.PHONY: clean
clean: ## Remove output/ and the caches
	rm -rf output dist .coopdocs .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -type d -empty -delete

.PHONY: clean-all
clean-all: clean ## Remove .venv and the Node packages too
	rm -rf $(VENV) tests/gates/node_modules

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# Steps of the set-up, from first to last.

$(STAMPS)/venv:
	requirements/system.sh python $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements/runtime.lock
	$(PIP) install --require-hashes -r requirements/runtime.lock
	requirements/system.sh pango $(VENV)/bin/python
	@touch $@

$(STAMPS)/package: $(STAMPS)/runtime pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/package requirements/dev.lock
	$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

$(STAMPS)/bench: $(STAMPS)/package requirements/bench.lock
	$(PIP) install --require-hashes -r requirements/bench.lock
	@touch $@

.PHONY: gates-tools
gates-tools:
	requirements/system.sh gates

$(GATES): tests/gates/package-lock.json | gates-tools
	npm ci --prefix tests/gates --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/lock/bin/uv: $(STAMPS)/venv
	$(VENV)/bin/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@
