"""How the hosted pages of all vendors look."""
