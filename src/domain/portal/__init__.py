"""The provider, account and page that a portal intent leads to."""
