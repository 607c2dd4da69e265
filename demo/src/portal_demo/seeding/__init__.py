"""How the demo comes to have customers with a past: they buy and cancel on the hosted pages, and time goes by."""
