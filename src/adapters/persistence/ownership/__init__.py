"""Claims, tombstones and the queries that decide ownership."""
