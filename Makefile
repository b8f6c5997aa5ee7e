# make run     download the demo's files in parallel (make run URLS="https://... https://..." fetches real ones)
# make test    the tests
# make check   lint, types, import rule, conformance on real Qt, and a wheel in a clean environment
# make soak    100,000 requests to a faulty server: is anything lost or left behind? (make soak SOAK="--requests 20000 --tls")
# make bench   the same Qt script on PySide6 and on netaccess, with the ratios

PYTHON ?= python3
URLS ?=
BENCH ?=
SOAK ?=

VENV := .venv
BIN := $(VENV)/bin
ORACLE := .venv-oracle
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: run test check lint types layering conformance wheel soak bench clean

run: $(VENV)/.run
	@$(BIN)/python -m netaccess get $(foreach url,$(URLS),'$(url)')

test: $(VENV)/.dev
	$(BIN)/python tests/run.py

check: lint types layering conformance wheel

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layering: $(VENV)/.dev
	$(BIN)/python -m pytest tests/unit/test_layering.py

conformance: $(VENV)/.dev $(ORACLE)/.ready
	$(BIN)/python tests/conformance/run.py --binding netaccess
	$(BIN)/python tests/conformance/run.py --binding PySide6 --python $(ORACLE)/bin/python

wheel: $(VENV)/.dev
	rm -rf build/wheel build/clean
	$(BIN)/python -m build --quiet --wheel --outdir build/wheel .
	$(PYTHON) -m venv build/clean
	build/clean/bin/python $(PIP) build/wheel/*.whl
	cd build && clean/bin/python -c "import netaccess.QtCore, netaccess.QtNetwork; print('wheel', netaccess.__version__, netaccess.__file__)"
	build/clean/bin/netaccess --version

soak: $(VENV)/.dev
	$(BIN)/python tests/faults/soak.py $(SOAK)

bench: $(VENV)/.dev $(ORACLE)/.ready
	$(BIN)/python tests/bench/run.py --oracle $(ORACLE)/bin/python $(BENCH)

clean:
	rm -rf $(VENV) $(ORACLE) build dist

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# One environment serves everything; each stamp says what has been put into it so far.
$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python $(PIP) --editable '.[cli]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python $(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.run

$(ORACLE)/.ready: pyproject.toml tests/conformance/oracle.py
	rm -rf $(ORACLE)
	$$($(PYTHON) tests/conformance/oracle.py) -m venv $(ORACLE)
	$(ORACLE)/bin/python $(PIP) PySide6-Essentials 'pytest>=8' 'trustme>=1.1' 'urllib3>=2.7' certifi 'blinker>=1.9' 'idna>=3.7' 'publicsuffixlist>=1.0' 'brotli>=1.1' 'backports.zstd>=1; python_version < "3.14"'
	@touch $@
