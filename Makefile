# Two commands: `make run` shows the sample portal, `make test` checks everything. Both set up what they need.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
CATALOGUES := $(wildcard forms_api/translations/*/LC_MESSAGES/*.po)

.PHONY: run test check setup browser server-tools html-checker lock clean pictures figures

# make run LAWS=../shared/laws AS_OF=2025-04-30 takes the law texts of that folder first.
run: setup
	@[ -z "$(LAWS)" ] || $(BIN)/mingfa laws import "$(LAWS)" $(if $(AS_OF),--as-of "$(AS_OF)")
	@echo '—— 检查内容，生成网站和搜索索引 …'
	@$(BIN)/mingfa build
	@echo '—— 启动。用浏览器打开 http://127.0.0.1:$(PORT) ；按 Ctrl+C 停止'
	@$(BIN)/mingfa serve --port $(PORT)

test: setup .venv/successor/ready browser server-tools html-checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mingfa check
	$(BIN)/python -m pytest -n auto --dist loadfile

setup: .venv/ready .venv/catalogues

.venv/ready: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '需要 Python 3.11 或更新的版本 / Python 3.11 or newer is needed'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/install python3-venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The successor of MkDocs-Material, to see that the same files build with it; it cannot share an environment with Pelican.
.venv/successor/ready: .venv/ready requirements/successor.lock
	@$(PYTHON) -m venv .venv/successor
	@.venv/successor/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/successor.lock
	@touch $@

.venv/catalogues: .venv/ready $(CATALOGUES)
	@$(BIN)/pybabel -q compile -f -D messages -d forms_api/translations
	@$(BIN)/pybabel -q compile -f -D click -d forms_api/translations
	@touch $@

# Chromium, the same without windows (optional, halves the time) and a Chinese font, from the distribution; without a
# browser its tests are skipped in one loud line.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || .ci/install chromium || true
	@command -v chromium-headless-shell >/dev/null || .ci/install chromium-headless-shell || true
	@[ -n "$$(fc-list :lang=zh 2>/dev/null | head -n 1)" ] || .ci/install fontconfig fonts-noto-cjk || true

# The web server that we ship a configuration for, the tool that shows in which order a server syncs and answers, and the
# programs that open what we hand out: PDF, spreadsheets (LibreOffice without a window, 200 MB, a quarter of a minute).
server-tools:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || RUNLEVEL=1 .ci/install nginx-light || true
	@command -v strace >/dev/null || .ci/install strace || true
	@command -v pdftotext >/dev/null || .ci/install poppler-utils || true
	@command -v soffice >/dev/null || .ci/install libreoffice-calc-nogui || true

# The Nu HTML checker, pinned by hash in bench/npm; without npm or Java its test is skipped in one loud line.
html-checker:
	@if command -v npm >/dev/null && command -v java >/dev/null; then $(MAKE) --silent build/npm/ready || true; fi

build/npm/ready: bench/npm/package-lock.json
	@mkdir -p $(@D) && cp bench/npm/package.json bench/npm/package-lock.json bench/npm/.npmrc $(@D)/
	@cd $(@D) && npm ci --omit=dev --silent
	@touch $@

# The README's figures: weight and speed against stock mkdocs-material, and Lighthouse's scores.
figures: setup browser server-tools
	@command -v wrk >/dev/null || .ci/install wrk
	$(BIN)/python -m bench.pages
	@[ ! -d ../shared/laws ] || $(BIN)/python -m bench.build
	$(BIN)/python -m bench.lighthouse
	$(BIN)/python -m bench.intake
	$(BIN)/python -m bench.kills
	$(BIN)/python -m bench.slow_clients
	$(BIN)/python -m bench.laws
	@[ ! -f ../shared/questions/train.jsonl ] || $(BIN)/python -m bench.static_search ../shared/questions/train.jsonl
	$(BIN)/python -m bench.citations
	$(BIN)/python -m bench.relevance ../shared/questions/train.jsonl
	$(BIN)/python -m bench.search

lock:
	for part in dev site service successor; do .ci/lock $$part; done

# Needs the sample portal running: `make run` in another terminal.
pictures: setup browser
	$(BIN)/python docs/pictures.py http://127.0.0.1:$(PORT)

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
