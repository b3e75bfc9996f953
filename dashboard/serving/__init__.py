"""Releases served, answers kept, scripts, style sheet, fingerprints."""
