"""The catalogue: entries, items, prices and discounts."""
