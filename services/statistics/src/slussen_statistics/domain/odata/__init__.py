"""OData 4.0 over the published tables: what a question may hold, and the rows that answer it."""
