"""What the service can do on this machine: `make benchmark`. Figures, never a test that a busy machine fails."""
