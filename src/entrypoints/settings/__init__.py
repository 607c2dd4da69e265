"""The settings of the service, read once from the environment and a `.env` file."""
