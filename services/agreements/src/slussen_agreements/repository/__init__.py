"""Queries: domain things in and out."""
