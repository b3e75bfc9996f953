#!/bin/sh
# Prints the path of a Chromium that runs, or says in one sentence what browser tests miss and fails.
set -eu

if [ -n "${CHROMIUM:-}" ]; then
  set -- "$CHROMIUM"
else
  # The shell has no window to draw, and takes a third less of the processor to show a page.
  set -- chromium-headless-shell chromium google-chrome google-chrome-stable chromium-browser
fi
for candidate; do
  # Ubuntu's chromium-browser is a stub that only asks for a snap: it is there, but doesn't run.
  found=$(command -v "$candidate") && "$found" --version >/dev/null 2>&1 </dev/null && break
  found=
done

[ -n "$found" ] || missing="Chromium (none of these runs: $*; CHROMIUM=path names another)"
[ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] ||
  missing="${missing:+$missing and }a Chinese font that fc-list finds (fontconfig, fonts-noto-cjk)"
if [ -n "${missing:-}" ]; then
  echo "Browser tests need what this machine misses: $missing." >&2
  exit 1
fi
echo "$found"
