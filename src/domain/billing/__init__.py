"""What a customer has: subscriptions, purchases, access and home provider."""
