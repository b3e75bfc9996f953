"""The curated folder as it is written: every text with its file, line and column."""
