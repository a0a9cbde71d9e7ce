# Two commands make everything: `make graph` and `make test`. `make help` lists the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
TEXTS ?=
PASSAGES ?= tests/gold/passages
SETS ?=
OUT ?= out
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help graph test bench train blind figures lock notebooks clean

help: ## what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

graph: $(STAMP) ## set up .venv and build the graph of the seeds (TEXTS=folder OUT=folder for your own)
	@$(BIN)/odagraph build $(TEXTS) --out $(OUT)

test: $(STAMP) ## every check: ruff, format, mypy, import-linter, pytest with doctests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: $(STAMP) ## speed and memory against the stock English pipeline (TEXTS=folder for other texts)
	@$(BIN)/python -m graph.bench $(if $(TEXTS),--texts $(TEXTS))

train: $(STAMP) ## train the weights of extract/data anew (PASSAGES="folder …" of annotated texts)
	$(BIN)/python -m extract.training $(PASSAGES)

blind: $(STAMP) ## score each set of passages with weights trained on the others, and keep the figures (SETS="d1 d5" for some)
	$(BIN)/python -m graph.blind $(PASSAGES) $(foreach set,$(SETS),--set $(set)) --figures $(PASSAGES)/blind.json

figures: graph ## write README's table anew from what `make blind` kept and from the graph of the seeds
	$(BIN)/python -m graph.blind --graph digests $(OUT) tests/gold --readme README.md

lock: ## write requirements.lock anew from pyproject.toml: names, versions and hashes only
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m piptools --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --quiet --all-extras --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	@! grep -nE '://' requirements.lock || { echo "requirements.lock: found an address, names, versions and hashes are allowed"; exit 1; }

notebooks: $(STAMP) ## run every notebook anew and keep its outputs
	$(BIN)/python notebooks/run.py

clean: ## remove what was built; .venv stays
	rm -rf out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamp makes a second `make graph` quick: nothing is installed again until the lock or the declaration changes.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: found $$($(PYTHON) --version 2>&1), Python 3.11 or newer is needed (PYTHON=path names one)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)
