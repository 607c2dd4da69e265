"""One package for each outside thing that the application talks to."""
