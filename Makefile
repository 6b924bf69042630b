# Thin: each target says what a person types; the work is in `pathway` (see `.venv/bin/pathway --help`).
PYTHON ?= python3
LOCALE ?= en
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: site test bench serve check report lock clean help

site: .venv/base  ## build every language into site/
	@$(BIN)/pathway build
	@echo "Open $(CURDIR)/site/index.html"

test: .venv/test  ## every check: data, texts, code, the real build, the real browser
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python tests/browser/find_browser.py --install
	@$(BIN)/python tests/html/find_checker.py --install
	@$(BIN)/pytest -n 2

bench: .venv/test  ## how soon a page is there on a slow phone, beside bare HTML and Material (4 minutes)
	@$(BIN)/python -m tests.bench.first_view

serve: .venv/base  ## show English while you write; make serve LOCALE=fr shows a second language beside it
	@PATHWAY_LOCALES=en,$(LOCALE) $(BIN)/mkdocs serve --quiet

check: .venv/base  ## say everything that is wrong with the data and the texts, and build nothing
	@$(BIN)/pathway check

report: .venv/test  ## how hard each page reads, and where each section of the sources is kept
	@$(BIN)/pathway report

lock: .venv/test  ## choose the newest allowed versions again (needs the network)
	@$(PIP) install uv
	@for name in base test; do \
	  extra=$$([ $$name = test ] && echo "--extra test"); \
	  $(BIN)/uv pip compile pyproject.toml $$extra --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --upgrade --quiet --output-file requirements/$$name.txt; done

clean:  ## remove everything that was built or installed
	rm -rf .venv .cache site site.new

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# The stamps are newer than what they were made from, so a second run installs nothing.
.venv/base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pathway needs Python 3.11 or newer.")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python cannot make an environment. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing what the site needs into .venv (once, about 30 seconds) ..."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/base requirements/test.txt
	@echo "Installing what the tests need into .venv (once) ..."
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements/test.txt
	@touch $@
