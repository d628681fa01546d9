"""`./slussen bench [S1 S2 S3 S5 S6 S9 ...] [--seconds N] [--runs N] [--profile S1]`."""

import sys

from slussen_bench.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
