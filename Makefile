# make run          install, publish what is curated, serve it
# make test         install what tests need, the browser included, and run every test
# make soak         the tests that take minutes: everything that can go wrong while a release is written
# make check        format, lint, types, layers, curated files: quick, nothing is served
# make format       write code the way `make check` wants it
# make screenshots  docs/screenshot.png, and every kind of page at four widths in tests/output/screenshots
# make bench        our pages beside Dash, Streamlit, Vizro and bare ones, a refresh beside bulk loads: tests/output
# make bench-scale  queries and pages over five million figures: tests/output/bench-scale.md

# Paths are relative and tools run as `python -m`, so that the folder may be called anything.
SHELL := /bin/sh
.SHELLFLAGS := -euc
.ONESHELL:
.PHONY: help run scripts test soak browser strace check format screenshots bench bench-scale FORCE
python := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONHOME PYTHONPATH

help:
	@sed -n '/^# make/s/^# //p; /^$$/q' Makefile

run: scripts
	@address="$${HOST:-127.0.0.1}:$${PORT:-8050}"
	cores=$$(nproc 2>/dev/null || echo 2)
	$(python) -m etl refresh --yes || { code=$$?  # what is published already stays so
	  [ -n "$$($(python) -m etl history 2>/dev/null)" ] || exit $$code
	  echo '没有更新，继续提供上一次发布的数据 · not refreshed: serving what was published last' >&2; }
	echo; echo "打开 · open  http://$$address"; echo
	exec $(python) -m granian --interface wsgi --http 1 --no-ws --log-level warning \
	  --host "$${HOST:-127.0.0.1}" --port "$${PORT:-8050}" \
	  --workers $$((cores < 2 ? 2 : cores > 8 ? 8 : cores)) --blocking-threads 4 app:server

# The browser's scripts, compressed once. With npm: plotly.js's smallest bundle that draws our charts, of
# the version that plotly for Python speaks to; without: the whole of it, which comes with Dash.
scripts: .venv/running
	@file=instance/vendor/plotly-basic.min.js
	version=$$($(python) -c 'import plotly.offline; print(plotly.offline.get_plotlyjs_version())')
	if ! head -c 200 $$file 2>/dev/null | grep -q " v$$version$$"; then
	  mkdir -p instance/vendor
	  rm -f $$file
	  package=$$(command -v npm >/dev/null && cd instance/vendor && timeout 90 npm pack --silent \
	    --fetch-retries 1 plotly.js-basic-dist-min@$$version </dev/null 2>/dev/null) &&
	    tar -xzOf "instance/vendor/$$package" package/plotly-basic.min.js >$$file.part &&
	    mv $$file.part $$file || echo "plotly.js-basic-dist-min@$$version can't be fetched with npm" >&2
	  rm -f instance/vendor/*.tgz $$file.part
	fi
	$(python) -m dashboard.serving.scripts

test: .venv/testing browser strace scripts
	$(python) -m pytest -n 2 -rs $(TESTS)

soak: .venv/testing strace scripts
	$(python) -m pytest -n 2 -m soak -rP tests/survival

check: .venv/testing
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m mypy
	$(python) .venv/bin/lint-imports --no-logo
	$(python) -m etl check

format: .venv/testing
	$(python) -m ruff format .
	$(python) -m ruff check --fix .

screenshots: .venv/testing browser scripts
	$(python) -m tests.take_screenshots

# The overview beside a bare page, hand-written plotly.js, Dash, Streamlit and Vizro, which get a venv of
# their own; BENCH_RUNS=1 shortens it.
bench: .venv/testing browser scripts
	@$(python) -m tests.benchmarks.bench
	$(python) -m tests.benchmarks.refreshing

# SQLite, and a PostgreSQL of its own; BENCH_REGIONS=300 and BENCH_STORE=sqlite shorten it.
bench-scale: .venv/testing scripts
	@$(python) -m tests.benchmarks.scale.bench

# Debian packages, where this user may install them: as root, or by a sudo that asks no password.
define apt_install
apt_install() {
  command -v apt-get >/dev/null && if [ $$(id -u) = 0 ]; then as=env; else as="sudo -n env"; $$as true 2>/dev/null; fi || return
  echo "apt-get install $$*"
  $$as DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$$@" ||
    { $$as apt-get update -q; $$as DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$$@"; }
} </dev/null >&2
endef

browser: | .venv/testing
	@$(apt_install)
	chromium=$$(grep -qsx 'ID=ubuntu' /etc/os-release || echo chromium)  # Ubuntu's is a snap
	sh tests/setup/browser.sh >/dev/null 2>&1 || apt_install fontconfig fonts-noto-cjk $$chromium || true
	sh tests/setup/browser.sh

strace:
	@$(apt_install)
	command -v strace >/dev/null || apt_install strace || true
	command -v strace >/dev/null || { echo 'Survival tests need what this machine misses: strace.' >&2; exit 1; }

.venv/testing: tests/requirements.txt .venv/running
	@echo "pip install -r $<"
	$(python) -m pip install -q -r $<
	touch $@

.venv/running: requirements.txt .venv/pyvenv.cfg
	@echo "pip install -r $<"
	$(python) -m pip install -q -r $<
	touch $@

# Made anew where there is none, or one that was moved here, or whose Python has gone.
.venv/pyvenv.cfg: FORCE
	@new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
	made_in=$$(sed -n 's/^command = .* -m venv //p' $@ 2>/dev/null || true)
	[ "$$made_in" = "$$(pwd -P)/.venv" ] && $(python) -c "import pip; $$new_enough" 2>/dev/null && exit
	$(apt_install)
	command -v python3 >/dev/null || apt_install python3 || true
	for found in $${PYTHON:-python3} python3.14 python3.13 python3.12 python3.11; do
	  "$$found" -c "$$new_enough" 2>/dev/null && break
	done || { echo '缺少 Python 3.11 或更新的版本 · Python 3.11 or newer is missing' >&2; exit 1; }
	package=$$("$$found" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))')
	"$$found" -c 'import ensurepip, venv' 2>/dev/null || apt_install "$$package" ||
	  { echo "缺少软件包 · a package is missing: sudo apt-get install $$package" >&2; exit 1; }
	rm -rf .venv
	"$$found" -m venv .venv
