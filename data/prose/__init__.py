"""From a report's prose to proposed figures: every number accounted for, with what it is about and why."""
