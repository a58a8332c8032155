# What a newcomer types. Each target installs what it needs into .venv and runs there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: help serve build test lint check bench bench-limits bench-uris bench-check format rules editor editor-if-possible clean

help:
	@echo "make serve    build a release of this archive and serve it on http://127.0.0.1:$(PORT)/"
	@echo "make build    check the archive and write a release"
	@echo "make editor   fetch the SPARQL editor with npm; serve and test do that where npm is there"
	@echo "make test     run all tests"
	@echo "make lint     run ruff, mypy and lint-imports"
	@echo "make check    lint and test: what CI does"
	@echo "make bench    compare /sparql with its engine and with other servers; ARGUMENTS=--quick for a first look"
	@echo "make bench-limits  stream a million rows, send bombs, kill workers: what others notice of it"
	@echo "make bench-uris    documents beside nginx with the same bytes, and in small and large archives"
	@echo "make bench-check  measure kgpub check beside pySHACL; compare it with checks of everything, change by change"
	@echo "make format   lay out the code as lint wants it"
	@echo "make rules    write the pages of docs/rules of what the rules say of themselves"
	@echo "make clean    remove what these made"

serve: $(VENV)/installed editor-if-possible
	@$(BIN)/kgpub serve --port $(PORT)

build: $(VENV)/installed
	@$(BIN)/kgpub build

editor:
	@$(PYTHON) editor/install.py

editor-if-possible:
	@$(PYTHON) editor/install.py --if-possible

test: $(VENV)/installed-for-tests editor-if-possible
	$(BIN)/pytest

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: $(VENV)/installed-for-bench
	$(BIN)/python -m benchmarks.sparql $(ARGUMENTS)

bench-limits: $(VENV)/installed-for-bench
	$(BIN)/python -m benchmarks.streaming $(ARGUMENTS)
	$(BIN)/python -m benchmarks.isolation $(ARGUMENTS)
	$(BIN)/python -m benchmarks.chaos $(ARGUMENTS)

bench-uris: $(VENV)/installed-for-bench
	$(BIN)/python -m benchmarks.dereferencing $(ARGUMENTS)

bench-check: $(VENV)/installed-for-bench
	$(BIN)/python -m benchmarks.checking $(ARGUMENTS)
	$(BIN)/python -m benchmarks.incremental
	$(BIN)/python -m benchmarks.remembered

format: $(VENV)/installed-for-tests
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kgpub needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/pip pyproject.toml constraints.txt
	@echo "Installing kgpub into $(VENV); this takes half a minute, once."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/bin/pip pyproject.toml constraints.txt
	@echo "Installing kgpub and what its tests need into $(VENV); this takes a minute, once."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/installed-for-bench: $(VENV)/bin/pip pyproject.toml constraints.txt
	@echo "Installing kgpub and the servers it is compared with into $(VENV), once."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

rules: $(VENV)/installed
	$(BIN)/kgpub rule --pages docs/rules

clean:
	rm -rf $(VENV) .kgpub dist build src/kgpub/web/assets/yasgui
