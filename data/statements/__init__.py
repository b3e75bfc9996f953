"""What may be said of figures: formulas, what they give, what charts select and refuse, whom to believe."""
