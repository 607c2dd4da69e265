"""When to listen, when to ask and where to send a customer: domain and standard library only."""
