"""The parts of one-off purchases: facets, contents and amounts."""
