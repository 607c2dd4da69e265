"""All that may concern one customer, in three statements that begin with the customer's own claims."""

from adapters.persistence.billing.customer_records import load_customer_records

__all__ = ["load_customer_records"]
