"""A page that stands alone: one file, with its style, that loads nothing and runs nothing."""

from __future__ import annotations

from html import escape

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def standalone_page(language: str, title: str, style: str, body: str) -> str:
    """Return the page. `title` is text; `style` and `body` are CSS and HTML."""
    return PAGE.format(language=language, title=escape(title), style=style, body=body)
