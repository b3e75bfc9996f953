"""Builds the app; `server` is what granian, or any other WSGI server, serves."""

from dashboard.application import create_app

app = create_app()
server = app.server
