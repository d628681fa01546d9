"""`python -m slussen_gateway.edge`: run the edge with the environment's settings."""

from slussen_chassis.telemetry import configure_logging
from slussen_gateway.edge.server import serve
from slussen_gateway.edge.settings import read_settings

if __name__ == "__main__":
    configure_logging("gateway")
    serve(read_settings())
