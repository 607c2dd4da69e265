"""The host application's own pages: pick a customer, buy, move the clock, turn on chaos."""
