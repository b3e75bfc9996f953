"""Routes, the request guard, failures: what the WSGI server calls."""
