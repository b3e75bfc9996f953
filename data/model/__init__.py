"""The nouns everything speaks in: catalogue, observation, quantity, period, unit, words; frozen, no store."""
