"""`python -m entrypoints.sandbox`: the same as `customer-portal sandbox`."""

from __future__ import annotations

import sys

from entrypoints.sandbox.command import main

if __name__ == "__main__":
    sys.exit(main())
