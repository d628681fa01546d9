"""The edge: the one way in. It proves who calls and hands the request on; no business rule, no database."""
