"""What happens to the objects: each change is kept, and told in the events and the order in which Stripe tells it."""
