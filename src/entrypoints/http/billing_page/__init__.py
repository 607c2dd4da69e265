"""The Billing page: what a customer has, in plain words, and the doors to change it."""
