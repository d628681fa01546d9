"""REST in: the documented routes, and the lean ones on the hot path."""
