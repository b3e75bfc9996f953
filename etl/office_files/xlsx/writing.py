"""How workbooks are written: a text stays the text that it is."""

# What looks like a formula, an address or a number stays text.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
