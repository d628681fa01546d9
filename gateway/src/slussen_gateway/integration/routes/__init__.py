"""REST in."""
