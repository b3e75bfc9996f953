"""What pages are served with: releases, page caches, responses, scripts, fingerprints."""
