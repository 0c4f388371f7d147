"""The Textual front end: it paints, asks the services through the bridge, and knows no store."""
