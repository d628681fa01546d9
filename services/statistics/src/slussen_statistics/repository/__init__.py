"""Queries of the statistics service; domain objects in and out."""
