"""What pages are served with: releases, page caches, responses, scripts, style sheet, fingerprints."""
