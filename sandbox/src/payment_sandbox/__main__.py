"""`python -m payment_sandbox`: the same as `customer-portal sandbox`."""

from __future__ import annotations

import sys

from payment_sandbox.cli import main

if __name__ == "__main__":
    sys.exit(main())
