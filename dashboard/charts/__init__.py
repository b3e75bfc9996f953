"""A chart of the catalogue: its figures, title, Plotly figure and SVG."""
