"""An address read against one release and one language; links; components as HTML."""
