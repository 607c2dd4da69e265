"""What a host application does with the service and with the providers' checkouts: the part that you would write."""
