# make play    play; ARGS="--tempo 174" goes to `vamen play`
# make test    everything that must hold: style, types, import rules, tests; ARGS goes to pytest, which runs twice:
#              tests that play in real time come last, one at a time, and no test (5) in one of the runs is fine
# make check   the same without the tests
# make train-environment   PyTorch and the rest of what training needs, into .venv
# make wheel   a wheel for machines like this one, in dist/
# make clean   remove what these made
#
# The environment is .venv, made on the first call and renewed when pyproject.toml or constraints.txt change.
# `make play` installs the player only; `make test` adds PyTorch and the tools. PYTHON=... names another Python.
# The core is compiled again when something in engine/core or CMakeLists.txt changes. CXX=... names another compiler.
# Written for GNU make 3.81, which is what macOS has.

VENV := .venv
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --prefer-binary -c constraints.txt
HASHED := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r hashes.txt
ARGS ?=
SOURCES := CMakeLists.txt $(wildcard engine/core/*.cpp engine/core/*.hpp engine/core/*.h)

# $(call apt,PACKAGE): install a system package where that needs no questions; fails where it does
apt = { command -v apt-get && { [ "$$(id -u)" = 0 ] || sudo -n true; }; } >/dev/null 2>&1 && echo "installing $(1)" \
	&& sudo= && { [ "$$(id -u)" = 0 ] || sudo=sudo; } && $$sudo apt-get update -qq \
	&& $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null

# a C++ compiler; pip would say that it is missing in a hundred lines
compiler = (for cxx in $$CXX c++ g++ clang++; do command -v $$cxx && exit; done; exit 1) >/dev/null 2>&1 \
	|| { $(call apt,g++); } \
	|| { echo "a C++ compiler is missing, GCC or Clang; install it: apt-get install g++" >&2; exit 1; }

# a machine that PyTorch supports
torch = [ "$$(uname -sm)" != "Darwin x86_64" ] || { echo "PyTorch has left Intel Macs: training and make test need Linux or Apple \
	silicon; make play works here" >&2; exit 1; }

.PHONY: help play test check environment train-environment wheel clean

help:
	@sed -n 's/^# \(make \)/\1/p' Makefile

# With a terminal, vamen runs as a job of its own: Ctrl-C ends it and not make, which would call that an error.
play: $(VENV)/player $(VENV)/core
	@if [ -t 0 ]; then set -m; fi; $(VENV)/bin/vamen play $(ARGS); exit $$?

test: check
	$(VENV)/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 \
		-m "not live" $(ARGS) || [ $$? = 5 ]
	$(VENV)/bin/python -m pytest -m live $(ARGS) || [ $$? = 5 ]

check: environment
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

environment: $(VENV)/workshop $(VENV)/core

train-environment: $(VENV)/trainer $(VENV)/core

wheel: | $(VENV)/bin/python
	@$(compiler)
	@$(VENV)/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	rm -f engine/core/vamen_core.*
	find engine export training osc_bridge tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/player: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(compiler)
	@echo "installing the player into $(VENV), a few hundred megabytes, once"
	@$(PIP) -e .
	@[ "$$(uname -s)" != Linux ] || $(VENV)/bin/python -c "import sounddevice" 2>/dev/null \
		|| { $(call apt,libportaudio2); } \
		|| echo "PortAudio's library is missing, so vamen will play silently; install it: apt-get install libportaudio2" >&2
	@touch $@ $(VENV)/core

$(VENV)/core: $(SOURCES) | $(VENV)/player
	@$(compiler)
	@echo "compiling the core"
	@$(PIP) --no-deps -e .
	@touch $@

$(VENV)/trainer: pyproject.toml constraints.txt hashes.txt | $(VENV)/player
	@$(torch)
	@echo "installing PyTorch into $(VENV), once"
	@$(HASHED)
	@$(PIP) -e '.[train]'
	@touch $(VENV)/player $@

$(VENV)/workshop: pyproject.toml constraints.txt hashes.txt | $(VENV)/player
	@$(torch)
	@echo "installing PyTorch and the tools into $(VENV), once"
	@$(HASHED)
	@$(PIP) -e '.[train,dev]'
	@touch $(VENV)/player $(VENV)/trainer $@

$(VENV)/bin/python:
	@for python in $(PYTHON) python3.12 python3.11 python3; do \
		if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; \
		then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "vamen needs Python 3.11 or 3.12, and neither is on PATH; install one, or name it: make play PYTHON=..." >&2; \
		exit 1; \
	fi; \
	if ! $$found -c "import ensurepip" 2>/dev/null; then \
		venv=$$($$found -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		{ $(call apt,$$venv); } || { echo "Python's venv is missing; install it: apt-get install $$venv" >&2; exit 1; }; \
	fi; \
	echo "making $(VENV) with $$($$found --version)"; \
	$$found -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
