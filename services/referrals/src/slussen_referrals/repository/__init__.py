"""Queries, by what they are about; every read of data about someone names who reads."""
