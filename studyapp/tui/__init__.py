"""The Textual front end: it paints, asks the services through the bridge, and knows no store."""

from __future__ import annotations

import os

# Textual paints at moments that lie as far apart as its longest frame, and after a frame skips one of them:
# at its 60 a second, a key that follows a change of the clock in the header waits up to 33 ms for its turn.
# Nothing is painted that has not changed. Read by Textual when it is imported; who has set it keeps it.
os.environ.setdefault("TEXTUAL_FPS", "240")
