"""A briefing (简报) on some themes: headline figures, charts, tables, numbered sources; page and paper."""
