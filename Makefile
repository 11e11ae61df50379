# commentariat: `make extract` reads articles into tables; `make help` lists the rest.

ARTICLES ?= corpus/articles
OUT ?= outputs
WORKERS ?= 1

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet

# What was installed last, as stamps: a set-up runs again only when a lock or the package's metadata changed.
READY := $(VENV)/ready
READY_TEST := $(VENV)/ready-test

# The rule files in a form that is read faster; what has changed since is read from the file itself.
COMPILED := models/.compiled.json

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: extract
extract: $(READY) $(COMPILED) ## read ARTICLES (corpus/articles) into tables in OUT (outputs), with WORKERS (1) processes
	@$(BIN)/commentariat extract "$(ARTICLES)" --out "$(OUT)" --workers $(WORKERS)

.PHONY: report
report: $(READY) ## write OUT/report/index.html, pages to look at the tables in OUT
	@$(BIN)/commentariat report "$(OUT)"

.PHONY: evaluate
evaluate: $(READY) ## score the stages on corpus/gold beside baselines; fails where a pinned floor is broken
	@$(BIN)/commentariat evaluate --baseline --out "$(OUT)/evaluation"

.PHONY: train
train: $(READY) ## learn anew from corpus/gold what pronouns and stances are told by
	@$(BIN)/commentariat train

.PHONY: rules
rules: $(READY) ## check every rule, cue, name and word list in models/ and all their examples
	@$(BIN)/commentariat rules check

.PHONY: bench
bench: $(READY) $(COMPILED) ## measure speed beside bare spaCy, and time and memory by articles, names and rules, with BENCH (options; on an idle machine)
	@$(BIN)/python -m benchmarks $(BENCH)

# A file's tests stay together, since they share what takes long to make; more than four processes would mostly load
# the model. For one test by name pytest alone is faster.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: test
test: lint $(COMPILED) ## set up, lint and run the tests
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE)

.PHONY: lint
lint: $(READY_TEST) ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/mypy

.PHONY: wheel
wheel: $(READY) $(COMPILED) ## build the wheel into dist/
	@$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: lock
lock: ## lock the newest versions that pyproject.toml admits (needs uv)
	@$(LOCK) --upgrade pyproject.toml --output-file requirements.lock
	@$(LOCK) --upgrade pyproject.toml --extra test --constraints requirements.lock --output-file requirements-test.lock
	@$(LOCK) --upgrade --group build --output-file requirements-build.lock
	@$(LOCK) --upgrade --group fuzz --output-file requirements-fuzz.lock

.PHONY: clean
clean: ## remove the environment, caches and built files, but no tables
	@rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

FUZZ_SECONDS ?= 150

.PHONY: fuzz
fuzz: $(READY_TEST) ## fuzz readers, cleaners, rule files and the whole, each for FUZZ_SECONDS (150); Linux on x86-64
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-fuzz.lock \
		|| { echo "There is no wheel of atheris for this Python or system; make test does a part of the work." >&2; exit 1; }
	@for target in readers cleaners rules text; do \
		echo "fuzzing $$target for $(FUZZ_SECONDS) seconds" >&2; \
		$(BIN)/python -m fuzz $$target $(FUZZ_SECONDS) || { echo "found something: see above, and outputs/fuzz" >&2; exit 1; }; \
	done

# The newest Python from 3.11 to 3.13 that can make environments.
$(BIN)/python:
	@for python in python3.13 python3.12 python3.11 python3 python; do \
		if "$$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
			echo "setting up $(VENV) with $$("$$python" --version)" >&2; \
			exec "$$python" -m venv $(VENV); \
		fi; \
	done; \
	echo "No Python from 3.11 to 3.13 with the modules venv and ensurepip was found." >&2; \
	echo "Install one (on Debian or Ubuntu: apt install python3 python3-venv) and run make again." >&2; \
	exit 1

$(READY): requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "installing what commentariat needs (once)" >&2
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q pipeline
	@touch $@

$(COMPILED): $(READY) $(wildcard models/*/*.yml models/entities/*.csv) pipeline/rulefile.py pipeline/compiled.py \
		pipeline/stance/notation.py pipeline/stance/anchors.py pipeline/entities/tables.py pipeline/entities/cities.py
	@$(BIN)/python -m pipeline.compiled

$(READY_TEST): requirements-test.lock $(READY)
	@echo "installing what the tests need (once)" >&2
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@
