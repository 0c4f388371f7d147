"""Banks from and to the formats of other programs.

A reader makes `Item`s out of a source, a writer makes files out of them; between the two stands the domain's
own `Question` or `Term`, with empty fields for what a source does not say. `registry` knows the formats,
`convert` brings reader and writer together, and `report` tells what became of each item.
"""
