"""Builds the app: `server` is what any WSGI server, or `python -m dashboard`, serves, best once `warm`."""

import gc
import logging
from importlib import import_module

from dashboard.application import create_app
from dashboard.web.traffic import keep_traffic
from dashboard.web.verification import keep_verified
from dashboard.web.warming import keep_warm

# Servers set up their own log alone; ours goes to the standard error output beside it.
logging.basicConfig(level=logging.INFO, format="[%(levelname)s] %(message)s")
# The API needs pandas, and so numpy: imported when the first list is asked for, it would be half made when
# plotly looks for it in another thread.
import_module("data.store.frame")
app = create_app()
server = app.server
keep_traffic(server)
# What is loaded by now stays: to look through it for garbage takes 50 ms, and some reader would wait for it.
gc.freeze()
keep_verified(server)
warm = keep_warm(server)
