"""A chart as a picture that stands by itself: laid out, drawn, checked against what was published."""
