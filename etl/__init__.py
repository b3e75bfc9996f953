"""How figures come in: read, check, compare, apply as a release."""
