"""One module per screen; each shows views, asks the bridge, and decides nothing."""
