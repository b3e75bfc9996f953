"""A whole release as flat tables of text, and as a data package that anybody can read."""
