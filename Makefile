# make run          install, publish what is curated, serve it
# make install      install what running needs; nothing is published or served
# make test         install what tests need, the browser included, run every test, and tell the slowest twenty
# make soak         the tests that take minutes: every fault while a release is written, hostile files, all pages
# make check        format, lint, types, layers, curated files: quick, nothing is served
# make format       write code the way `make check` wants it
# make lock         .ci/requirements.lock from requirements.txt: what these need in turn, with digests
# make fonts        assets/fonts: the fonts of pictures, cut out of Debian's fonts-noto-cjk
# make notices      assets/third-party-notices.txt: whose work is installed and served, under which licence
# make sbom         instance/sbom.json: the bill of materials, as CycloneDX
# make screenshots  docs/screenshot.png, and a contact sheet of every page, edition and width in tests/output
# make bench        our pages beside Dash, Streamlit, Vizro and bare ones, a refresh beside bulk loads: tests/output
# make bench-propose  how far proposals from prose agree with marks made by hand, with every miss
# make bench-scale  queries and pages over five million figures: tests/output/bench-scale.md

# Paths are relative and tools run as `python -m`, so that the folder may be called anything.
SHELL := /bin/sh
.SHELLFLAGS := -euc
.ONESHELL:
.PHONY: help run install scripts plotly test soak browser strace nginx systemd check format lock fonts notices sbom screenshots bench bench-propose bench-scale FORCE
python := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONHOME PYTHONPATH

help:
	@sed -n '/^# make/s/^# //p; /^$$/q' Makefile

run: scripts
	@address="$${HOST:-127.0.0.1}:$${PORT:-8050}"
	$(python) -m etl refresh --yes || { code=$$?  # what is published already stays so
	  [ -n "$$($(python) -m etl history 2>/dev/null)" ] || exit $$code
	  echo '没有更新，继续提供上一次发布的数据 · not refreshed: serving what was published last' >&2; }
	echo; echo "打开 · open  http://$$address"; echo
	exec $(python) -m dashboard

install: scripts

# The browser's scripts, compressed once.
scripts: plotly
	$(python) -m dashboard.serving.scripts

# plotly.js's smallest bundle that draws our charts, of the version that plotly for Python speaks to, if npm is
# there and has it as it was when its digest (`npm view PACKAGE@VERSION dist.integrity`) was written down here;
# else the whole of it is served, which comes with Dash.
plotly_integrity := sha512-1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ==
integrity_of := import base64, hashlib, sys; content = open(sys.argv[1], "rb").read(); \
  print("sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode())
plotly: .venv/running
	@file=instance/vendor/plotly-basic.min.js
	version=$$($(python) -c 'import plotly.offline; print(plotly.offline.get_plotlyjs_version())')
	head -c 200 $$file 2>/dev/null | grep -q " v$$version$$" && exit
	package=plotly.js-basic-dist-min@$$version
	mkdir -p instance/vendor
	rm -f $$file
	cd instance/vendor
	archive=$$(command -v npm >/dev/null &&
	  timeout 90 npm pack --silent --fetch-retries 1 $$package </dev/null 2>/dev/null) || archive=
	cd ../..
	if [ -z "$$archive" ]; then
	  echo "$$package can't be fetched with npm" >&2
	elif [ "$$($(python) -c '$(integrity_of)' "instance/vendor/$$archive")" != '$(plotly_integrity)' ]; then
	  echo "$$package isn't what the Makefile has the digest of: it is not used" >&2
	else
	  tar -xzOf "instance/vendor/$$archive" package/plotly-basic.min.js >$$file.part && mv $$file.part $$file
	fi
	rm -f instance/vendor/*.tgz $$file.part

# Three processes for two cores, since some tests wait; a file stays in one, which sets up what it needs once.
test: .venv/testing browser strace nginx systemd scripts
	$(python) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --durations 20 -rs $(TESTS)

# Properties are tried with twenty times as many examples.
soak: .venv/testing browser strace scripts
	EXAMPLES=20 $(python) -m pytest -n 2 --dist worksteal -m 'soak or hypothesis' -rP $(TESTS)

check: .venv/testing
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m mypy
	$(python) .venv/bin/lint-imports --no-logo
	$(python) -m etl check

format: .venv/testing
	$(python) -m ruff format .
	$(python) -m ruff check --fix .

# For every Python from 3.11 on and every machine. Versions stay what they are where nothing asks for others;
# without the locks, the newest are taken.
compile := -m uv pip compile -q --no-config --universal --fork-strategy fewest --python-version 3.11 \
  --generate-hashes --custom-compile-command 'make lock'
lock: .venv/testing
	$(python) $(compile) -o .ci/requirements.lock requirements.txt
	$(python) $(compile) -c .ci/requirements.lock -o tests/requirements.lock tests/requirements.txt

fonts: .venv/testing
	$(python) .ci/subset_fonts.py

notices: scripts
	@PYTHONPATH=.ci $(python) -m supply_chain.notices

sbom: scripts
	@PYTHONPATH=.ci $(python) -m supply_chain.bill_of_materials >instance/sbom.json
	echo instance/sbom.json

screenshots: .venv/testing browser scripts
	$(python) -m tests.take_screenshots

# The overview beside a bare page, hand-written plotly.js, Dash, Streamlit and Vizro, which get a venv of
# their own; BENCH_RUNS=1 shortens it.
bench: .venv/testing browser scripts
	@$(python) -m tests.benchmarks.bench
	$(python) -m tests.benchmarks.refreshing
	$(python) -m tests.benchmarks.searching
	$(python) -m tests.benchmarks.picturing

# Marked documents are scored where their texts are in instance/texts, by digest.
bench-propose: .venv/testing
	@$(python) -m tests.benchmarks.propose
	$(python) -m tests.benchmarks.deciding

# SQLite, and a PostgreSQL of its own; BENCH_REGIONS=300 and BENCH_STORE=sqlite shorten it.
bench-scale: .venv/testing scripts
	@$(python) -m tests.benchmarks.scale.bench

# Debian packages, where this user may install them: as root, or by a sudo that asks no password.
define apt_install
as_root() { if [ $$(id -u) = 0 ]; then env "$$@"; else sudo -n env "$$@"; fi; }
apt_install() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null || return
  echo "apt-get install $$*"
  as_root DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$$@" ||
    { as_root apt-get update -q; as_root DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$$@"; }
} </dev/null >&2
endef

browser: | .venv/testing
	@$(apt_install)
	found() { sh tests/setup/browser.sh >/dev/null 2>&1; }
	found || apt_install fontconfig fonts-noto-cjk chromium-headless-shell || true
	found || apt_install fontconfig fonts-noto-cjk \
	  $$(grep -qsx 'ID=ubuntu' /etc/os-release || echo chromium) || true  # Ubuntu's is a snap
	sh tests/setup/browser.sh

strace:
	@$(apt_install)
	command -v strace >/dev/null || apt_install strace || true
	command -v strace >/dev/null || { echo 'Survival tests need what this machine misses: strace.' >&2; exit 1; }

# Unpacked rather than installed: a package of a server starts it.
nginx:
	@$(apt_install)
	command -v openssl >/dev/null || apt_install openssl || true
	PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null && exit
	command -v apt-get >/dev/null || exit 0  # its tests say that they are left out
	mkdir -p instance/nginx
	cd instance/nginx
	[ -x usr/sbin/nginx ] && exit
	apt-get download -q nginx || { as_root apt-get update -q; apt-get download -q nginx; }
	dpkg -x nginx_*.deb .
	rm nginx_*.deb

systemd:
	@$(apt_install)
	command -v systemd-analyze >/dev/null || apt_install systemd || true

# What the locks pin, and only if it is what they were made of: digests are compared, nothing is built.
define pip_install
	@echo "pip install -r $<"
	$(python) -m pip install -q --require-hashes --only-binary :all: -r $<
	touch $@
endef

.venv/testing: tests/requirements.lock .venv/running
	$(pip_install)

.venv/running: .ci/requirements.lock .venv/pyvenv.cfg
	$(pip_install)

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
