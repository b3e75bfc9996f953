"""/api/v1, feeds and exports: the same rows as JSON, CSV and Atom."""
