"""Claims, and the customer who owns an account or a purchase."""
