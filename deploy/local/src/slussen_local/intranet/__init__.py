"""A municipality's intranet, as small as one can be: its own login, static pages, and a backend that fetches codes."""
