"""Snapshots of provider objects, and how they are merged."""
