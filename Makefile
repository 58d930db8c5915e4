# make demo   from an empty clone to an answer; needs Python 3.11 or later and make
# make test   what must hold: lint, types, tests
# make bench  speed and memory, each figure beside its baseline

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo
# Everything installed comes from the ordinary index in the versions of constraints.txt.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench neo4j-jars constraints clean

help: ## show the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Calcio KG needs Python 3.11 or later; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "This Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e '.[dev,bench]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev

install: $(VENV)/.installed ## install kg into .venv

demo: $(VENV)/.installed ## load the examples, ask two questions, write a graph page
	@mkdir -p $(DEMO)
	$(BIN)/kg load examples --quiet --store $(DEMO)/kg
	$(BIN)/kg ask gol-dell-ex --store $(DEMO)/kg
	$(BIN)/kg ask storie --store $(DEMO)/kg
	$(BIN)/kg graph --store $(DEMO)/kg -o $(DEMO)/graph.html
	@echo
	@echo "The graph page: $(DEMO)/graph.html (open it in a browser). Three commands to try next:"
	@echo "  $(BIN)/kg ask --list"
	@echo "  $(BIN)/kg show Calhanoglu --store $(DEMO)/kg"
	@echo "  $(BIN)/kg load ARTICLE.txt --store $(DEMO)/kg      (your own: a file, a folder or an address)"

lint: $(VENV)/.installed-dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint ## style, types and all tests
	$(BIN)/pytest -n 2 --dist loadgroup

bench: $(VENV)/.installed-bench ## measure speed and memory
	$(BIN)/python -m bench

neo4j-jars: tests/neo4j/target/lib/.complete ## fetch the Neo4j server that the tests start

tests/neo4j/target/lib/.complete: tests/neo4j/pom.xml
	mvn --batch-mode --quiet --file tests/neo4j/pom.xml dependency:copy-dependencies
	@touch $@

constraints: $(VENV)/.installed-bench ## write constraints.txt from this environment
	$(BIN)/python .ci/constraints.py > constraints.txt.new && mv constraints.txt.new constraints.txt

clean: ## remove what make demo wrote and the caches
	rm -rf $(DEMO) .mypy_cache .ruff_cache .pytest_cache build dist
