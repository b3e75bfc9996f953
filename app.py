"""Builds the app; `server` is what granian, or any other WSGI server, serves."""

import logging

from dashboard.application import create_app
from dashboard.warming import warm

# Servers set up their own log alone; ours goes to the standard error output beside it.
logging.basicConfig(level=logging.INFO, format="[%(levelname)s] %(message)s")
app = create_app()
server = app.server
warm(server)
