"""How the world gets in: settings, the container, the command line and HTTP."""
