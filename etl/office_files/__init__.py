"""Workbooks and CSV files as offices have them: read as curated tables, or refused at the cell."""
