"""The subcommands of `customer-portal`, one file each.

Each has `add(commands)`, which adds its parser, whose default `do` carries it out. What it needs is imported when it is
carried out, so that `--help` is quick.
"""
