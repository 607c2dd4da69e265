"""The API v2, which takes and answers JSON."""
