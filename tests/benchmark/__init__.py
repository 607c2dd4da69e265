"""Performance of the service on this machine: `make benchmark`. It reports figures and never fails on a
busy machine.
"""
