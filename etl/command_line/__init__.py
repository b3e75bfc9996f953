"""What an operator types and sees: python -m etl COMMAND."""
