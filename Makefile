# Everything runs in .venv, which the first target that needs it makes.
# The first Python on the path that is new enough.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$each && break; done)
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate
SOURCES := generator templates/python tests benchmarks scripts

.PHONY: help generate blocking test format lint types mypy pyright pytest fuzz shuffle mutants audit lock drift browser screenshots bench clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

generate: $(BIN)/.installed ## Generate the client from specs/ and show a request it would send
	@$(BIN)/wirogen generate
	@echo
	@echo "The request that the instant-id client would send:"
	@$(BIN)/python -m wiro_models run wiro/instant-id --prompt "an olympic athlete, golden hour" --dry-run

blocking: $(BIN)/.installed-dev ## Make the blocking client from the asynchronous one
	$(BIN)/python scripts/make_blocking.py

test: $(BIN)/.installed-dev ## Check everything that CI checks
	@$(MAKE) --no-print-directory --jobs=2 pyright mypy format lint
	@$(MAKE) --no-print-directory pytest drift

format: $(BIN)/.installed-dev ## Check the formatting
	$(BIN)/black --check --quiet $(SOURCES) || \
		{ $(BIN)/black --check $(SOURCES); exit 1; }

lint: $(BIN)/.installed-dev ## Look for mistakes
	$(BIN)/ruff check --quiet $(SOURCES)

types: mypy pyright ## Check the types of the generator, the runtime and the generated client

mypy: $(BIN)/.installed-dev
	$(BIN)/mypy generator generated

pyright: $(BIN)/.installed-dev
	$(BIN)/pyright --pythonpath $(BIN)/python generated

pytest: $(BIN)/.installed-dev ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadgroup

fuzz: $(BIN)/.installed-dev ## Run the tests with ten times the examples, drawn anew
	$(BIN)/python -m pytest -n auto --dist loadgroup --hypothesis-profile=fuzz

shuffle: $(BIN)/.installed-dev ## Run the tests in another order: make shuffle SEED=2
	$(BIN)/python -m pytest -n auto --dist loadgroup --shuffle=$(or $(SEED),1)

mutants: $(BIN)/.installed-dev ## Change the code a little, and look whether a test notices
	$(BIN)/python scripts/mutants.py $(ROOMS)

audit: $(BIN)/.installed ## Look for known weaknesses of what is locked
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements/audit.txt
	.venv/audit/bin/pip-audit --disable-pip --require-hashes --progress-spinner off $(AUDIT) \
		$(patsubst %,--requirement %,$(wildcard requirements/*.txt))

lock: $(BIN)/.installed ## Lock what development and the GitHub Action install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) --extra dev pyproject.toml --output-file requirements/dev.txt
	echo hatchling | $(LOCK) pyproject.toml - --output-file requirements/run.txt
	printf 'build\nhatchling\nuv\n' | $(LOCK) - --output-file requirements/release.txt
	echo pip-audit | $(LOCK) - --output-file requirements/audit.txt
	locked=$$(sed -n 's/^\([a-z0-9-]*==[^ ;]*\) \\$$/\1/p' requirements/run.txt | paste -sd,) && \
		sed -i "s/&locked \[.*\]/\&locked [$$(echo $$locked | sed 's/,/, /g')]/" .pre-commit-hooks.yaml

drift: $(BIN)/.installed-dev ## Check that generated/ is what specs/ and templates/ give
	$(BIN)/wirogen check

browser: ## Install the browser that some tests need: Debian's Chromium
	command -v chromium || { apt-get update -qq && \
		apt-get install -qq --yes --no-install-recommends chromium fonts-dejavu-core; }

screenshots: $(BIN)/.installed-dev ## Take the picture of the playground in README.md
	$(BIN)/python scripts/make_screenshots.py

bench: $(BIN)/.installed-dev ## Measure: tables, .benchmarks/*.json and docs/scaling.svg
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.plots
	$(BIN)/python -m benchmarks.client
	$(BIN)/python -m benchmarks.requests

clean: ## Remove the virtual environment and all caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks dist

$(BIN)/.installed: pyproject.toml | $(BIN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[client,serve]'
	@touch $@

$(BIN)/.installed-dev: pyproject.toml requirements/dev.txt | $(BIN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@ $(BIN)/.installed

$(BIN):
	@test -n "$(PYTHON)" || { echo "wirogen needs Python 3.11 or newer"; exit 1; }
	$(PYTHON) -m venv .venv
