"""The billing of a customer: subscriptions, purchases, access and home provider."""
