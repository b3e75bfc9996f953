"""What the WSGI server calls: routes, the guard of Dash's callback, failures, warming."""
