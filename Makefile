# Two commands do everything on a fresh Debian or Ubuntu machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench lock format messages

run:  ## the portal: web, worker and scheduler, with the demonstration behind the first page (PORT, DEMO=0)
	@$(PYTHON) .ci/setup.py run
	@exec $(BIN)/python manage.py serve

test:  ## the whole suite, on SQLite with the broker without a server, then on PostgreSQL with Redis
	@$(PYTHON) .ci/setup.py test
	@exec $(BIN)/python -m tests.services

check:  ## format, lint, types, import contracts, templates, missing migrations, sizes
	@$(PYTHON) .ci/setup.py check
	@exec $(BIN)/python .ci/check.py

bench:  ## the benchmarks, as one JSON object
	@$(PYTHON) .ci/setup.py check >&2
	@exec $(BIN)/python -m tests.bench

lock:  ## compile the requirement files anew, pinned and with hashes
	@$(PYTHON) .ci/setup.py run
	@exec $(PYTHON) .ci/lock.py

format:  ## put every file in the one format
	@$(PYTHON) .ci/setup.py check
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

messages:  ## collect every text a person reads into the Hindi catalogue, for its translator
	@$(PYTHON) .ci/setup.py check
	@exec $(BIN)/python .ci/messages.py
