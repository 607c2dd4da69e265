"""Login links and sessions of the Billing page."""
