"""Numbers computed elsewhere (scipy 1.17.1), which ours must meet."""

import json
from pathlib import Path

VECTORS = json.loads(Path(__file__).with_name("honesty_vectors.json").read_text())
