"""What is sold: catalogue entries, items, prices and discounts."""
