"""What a purchase is, who owns it, what it grants and where its owner is sent: standard library only."""
