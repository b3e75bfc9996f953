"""Every fault that an admin can be told of, by its code."""
