"""The tokens by which a browser of the host application proves whose billing it may see."""
