"""The wall: every theme as a scene of its own, laid out for the wall's shape, turning by itself."""
