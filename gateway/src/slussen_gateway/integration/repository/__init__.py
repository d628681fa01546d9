"""Queries of the integration app; domain objects in and out."""
