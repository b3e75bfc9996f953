"""What is known, and how it is kept: quantities, periods, the catalogue, the store and its queries."""
