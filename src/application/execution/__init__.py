"""Running work: periodic tasks, retries, threads and safe log lines."""
