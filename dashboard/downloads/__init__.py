"""Figures as files that anybody can read: CSV, workbooks, JSON, JSON-stat and sentences."""
