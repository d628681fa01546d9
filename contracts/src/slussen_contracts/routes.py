"""The paths of all published operations, as they may stand in logs and counts: `{}` for whatever names a thing.

`routes.json` is made from the interfaces' descriptions by `contracts/generate.py`.
"""

import json
from pathlib import Path
from typing import Final

ROUTE_TEMPLATES: Final = frozenset(json.loads(Path(__file__).with_name("routes.json").read_text("utf-8")))
"""`/consent/v1/consents/{}`, without method."""
