"""Records the output of the whole test run and searches it for secrets.

`made_up` declares the secrets of tests, `hearing` records output, `exceptions` records exceptions, and `plugin`
connects them to the run.
"""
