"""REST in; `api.py` holds the service's own surface."""
