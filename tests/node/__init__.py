"""Node.js and JavaScript packages for tests, installed by the tests themselves."""

from node.packages import axe_source, packages
from node.program import NODE, NodeFailed, node

__all__ = ["NODE", "NodeFailed", "axe_source", "node", "packages"]
