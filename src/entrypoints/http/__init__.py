"""The HTTP interface: handlers translate, call a use case and translate back."""
