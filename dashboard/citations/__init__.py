"""How what a page shows is cited: by reference lists, by reference managers, and in print."""
