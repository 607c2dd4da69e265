"""Entry points: settings, the container, the command line and HTTP."""
