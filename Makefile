# The two commands of IPC Lab are `make run` and `make test`. Everything that they need is set up in .venv by themselves;
# a second call starts at once. Another Python: `make run PYTHON=python3.13`.

PYTHON = python3 python3.11 python3.12 python3.13 python3.14
VENV = .venv
RUN = $(VENV)/bin/python
PIP = $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test check bench build gallery transparency
.DELETE_ON_ERROR:

run: $(VENV)/installed  ## opens the window
	@$(RUN) -m desktop

test: $(VENV)/installed-dev  ## runs every test, with a virtual display where there is no display
	@sh tests/system_tools.sh $(RUN)
	$(RUN) -m pytest

check: $(VENV)/installed-dev  ## lint, format, types, then every test
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	@$(MAKE) --no-print-directory test

bench: $(VENV)/installed-bench  ## measures, and prints tables
	$(RUN) -m tests.bench

build: $(VENV)/installed-dev  ## makes the executable: dist/IPC Lab
	@sh tests/system_tools.sh $(RUN)
	$(RUN) -m PyInstaller --noconfirm --log-level WARN build.spec

gallery: $(VENV)/installed-dev  ## screenshots of every view, in gallery/
	@sh tests/system_tools.sh $(RUN)
	$(RUN) -m tests.gallery

transparency: $(VENV)/installed-dev  ## CPython's own tests of multiprocessing, with and without the lens
	$(RUN) -m tests.transparency

$(VENV)/pyvenv.cfg:
	@python=$$(sh desktop/packaging/find_python.sh $(PYTHON)) && "$$python" -m venv --clear $(VENV)

# Each installed file is a stamp: newer than the requirements, it says that they are met.
$(VENV)/installed: requirements.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what IPC Lab needs into $(VENV); this happens once."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/installed
	@echo "Installing what the tests need into $(VENV); this happens once."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/installed-bench: requirements-bench.txt | $(VENV)/installed-dev
	@$(PIP) -r requirements-bench.txt
	@touch $@
