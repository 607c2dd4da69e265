"""What each kind of object consists of."""
