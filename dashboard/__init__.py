"""How figures are shown: pages, charts, pictures and the API."""
