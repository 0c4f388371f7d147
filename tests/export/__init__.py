"""Documents that leave the app."""
