"""Small widgets that emit what happened; none of them knows a service."""
