"""Listens to the whole run of the tests, and searches what was said for what nobody may say.

`made_up` is where a secret of a test is declared, `hearing` what was heard, `exceptions` how exceptions are heard,
`plugin` what ties it to the run.
"""
