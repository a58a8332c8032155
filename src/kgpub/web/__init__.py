"""HTTP: dereferencing, the SPARQL protocol, pages."""
