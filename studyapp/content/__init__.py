"""Authors' files and the domain: strict YAML in, domain objects and located problems out."""
