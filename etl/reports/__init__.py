"""Reports in the files they come in, and what they propose in the files that people check."""
