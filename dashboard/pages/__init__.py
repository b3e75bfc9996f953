"""Each page, and the components pages are made of."""
