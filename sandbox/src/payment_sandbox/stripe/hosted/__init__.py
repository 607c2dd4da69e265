"""The pages that Stripe hosts: checkout, customer portal, invoices and receipts."""
