"""What happens to objects, and which events that sends."""
