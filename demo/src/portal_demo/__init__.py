"""The whole loop on one machine: a host application, the service, and the sandbox in place of the providers."""
