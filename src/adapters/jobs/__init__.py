"""Job runners: polling on any database, Procrastinate on PostgreSQL."""
