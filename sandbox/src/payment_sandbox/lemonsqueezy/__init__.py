"""A Lemon Squeezy that keeps what it is told: its objects, what happens to them, its API and its pages."""
