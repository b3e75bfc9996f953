"""The .xlsx format itself: packed parts, sheets, shared texts; bounded, and strict."""
