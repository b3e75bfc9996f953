"""What is asked for: an address read against one release and one language, links, components as HTML."""
