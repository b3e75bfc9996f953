"""A whole release as flat tables of text, and as a data package that anybody can read."""

DESCRIPTOR = "datapackage.json"  # here, since whoever only looks for one does without pandas
