"""Queries: the hot path's statements on the raw driver, and ordinary ones in the request's session."""
