"""Yearbook tables: years, regions or indicators as columns, read cell by cell into rows of one figure."""
