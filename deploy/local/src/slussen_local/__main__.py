"""`python -m slussen_local`: what ./slussen hands over to."""

import sys

from slussen_local.commands import main

sys.exit(main(sys.argv[1:]))
