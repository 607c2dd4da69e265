"""Use cases and ports: when to apply an update, when to fetch and where to send a customer. Standard library only."""
