"""What may be said of figures: formulas, derived values, what a chart selects and refuses, which document is believed."""
