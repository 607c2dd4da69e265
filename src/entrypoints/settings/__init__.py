"""What whoever runs the service decides: read once, from the environment and a `.env` file."""
