# `make demo` and `make test` are all a newcomer needs. Everything happens in .venv and .demo.

PYTHON ?= python3
# PyTorch's own index of CPU builds, tried first so that no GPU build is fetched; TORCH_INDEX= turns it off.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
TORCH = torch==2.13.0
VENV = .venv
BIN = $(VENV)/bin
DEMO = .demo
QUESTION = all cross-border work with the Met
GOLD = $(BEATBOOK_GOLD)

# What partners' tools have to accept; `make partners LAYERS="pip debian"` leaves npm's out.
LAYERS ?= pip debian npm
MATCH = $(subst pip,test_pip.py,$(subst debian,test_debian.py,$(subst npm,test_npm.py,$(LAYERS))))

.PHONY: setup demo test soak partners data-dictionary screens licences bundle check format lint types layers bench peers score app serve clean

setup: $(VENV)/.done

$(VENV)/.done: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; say which with PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -c 'import torch' 2>/dev/null \
	  || { test -n "$(TORCH_INDEX)" && $(BIN)/pip install --quiet --retries 0 --timeout 10 --index-url $(TORCH_INDEX) $(TORCH) 2>/dev/null; } \
	  || $(BIN)/pip install --quiet $(TORCH)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup
	@test -f $(DEMO)/catalogue.sqlite || echo "Adding the sample updates to $(DEMO) ..."
	@$(BIN)/beatbook add --samples --library $(DEMO)
	@echo; echo '$$ beatbook ask "$(QUESTION)" --library $(DEMO)'; echo
	@$(BIN)/beatbook ask "$(QUESTION)" --library $(DEMO)
	@echo; echo '$$ beatbook trace RAPTOR --library $(DEMO)'; echo
	@$(BIN)/beatbook trace RAPTOR --library $(DEMO)
	@echo
	@echo "Open the screen:       make app          (then http://127.0.0.1:8501)"
	@echo "Add your own updates:  $(BIN)/beatbook add FILE-OR-FOLDER    (into ./library)"
	@echo "and ask them:          $(BIN)/beatbook ask \"your question\""

# From the top layer down: the longest files come first, and no worker waits at the end.
test: setup
	$(BIN)/pytest -m 'not soak' -n 2 --dist loadfile --no-loadscope-reorder $(filter-out tests/partners/ tests/__pycache__/,$(shell ls -rd tests/*/))

soak: setup partners
	$(BIN)/pytest -m soak

# Installs the tools of partners (Debian's as root, npm's in .partners), and says loudly which it cannot.
partners: setup
	$(BIN)/python -m tests.partners.install $(LAYERS)
	$(BIN)/pytest $(addprefix tests/partners/,$(MATCH))

# docs/data.md from data/ontology; a test fails where they differ.
data-dictionary: setup
	$(BIN)/python -m kg.rdf.dictionary docs/data.md

# docs/licences.md from what is installed; a test fails where they differ.
licences: setup
	$(BIN)/python -m tests.delivery.licences docs/licences.md

# One archive in dist/ that installs on a machine without a network, of the same Python and platform as this one.
bundle: setup
	TORCH_INDEX=$(TORCH_INDEX) $(BIN)/python -m tests.delivery.bundle dist

# Pictures of every page over the sample updates, light, dark and narrow; Debian's chromium takes them.
screens: setup
	$(BIN)/python -m tests.ui.browser.screens docs/screens

check: setup format lint types layers test

format:
	$(BIN)/ruff format --check .
lint:
	$(BIN)/ruff check .
types:
	$(BIN)/mypy
layers:
	$(BIN)/lint-imports

# Beside txtai, LlamaIndex, bm25s with FAISS, and rdflib, each installed into .peers/ for this alone; BEATBOOK_GOLD says what is asked.
peers: setup
	$(BIN)/python -m tests.bench.peers

bench: setup
	$(BIN)/python -m tests.bench.flat
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.rdf
	$(BIN)/python -m tests.bench.scale --bullets 640 10000
	$(BIN)/python -m tests.bench.adding
	$(BIN)/python -m tests.bench.embedding
	$(BIN)/python -m tests.bench.endpoint

score: setup
	@test -n "$(GOLD)" || { echo "set BEATBOOK_GOLD to a folder with updates/ and eval/"; exit 2; }
	@$(BIN)/python -m tests.bench.score

app: setup
	@test -f $(DEMO)/catalogue.sqlite || $(BIN)/beatbook add --samples --library $(DEMO)
	$(BIN)/beatbook app --library $(if $(wildcard library/catalogue.sqlite),library,$(DEMO))

serve: setup
	@test -f $(DEMO)/catalogue.sqlite || $(BIN)/beatbook add --samples --library $(DEMO)
	$(BIN)/beatbook serve --library $(if $(wildcard library/catalogue.sqlite),library,$(DEMO))

clean:
	rm -rf $(VENV) $(DEMO) .partners .peers dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
