"""The JSON of requests and answers. Field names and nulls here are what clients rely on."""
