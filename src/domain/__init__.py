"""The rules of purchases, ownership, access and the choice of the portal. Standard library only."""
