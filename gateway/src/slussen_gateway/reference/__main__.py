"""`python -m slussen_gateway.reference CONTRACTS OUT`: write the reference site of a folder of contracts."""

import sys
from pathlib import Path

from slussen_gateway.reference.site import build

if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
