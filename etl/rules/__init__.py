"""What curated files must satisfy: one generator a rule; rows in, faults out; nothing else is read."""
