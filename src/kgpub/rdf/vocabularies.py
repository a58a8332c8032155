"""The standard vocabularies that kgpub itself reads or writes."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode


@dataclass(frozen=True)
class Vocabulary:
    """A namespace; calling it with a local name gives the term."""

    iri: str

    def __call__(self, name: str) -> NamedNode:
        """Give a term of the vocabulary."""
        return NamedNode(self.iri + name)


RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")
DCTERMS = Vocabulary("http://purl.org/dc/terms/")
SH = Vocabulary("http://www.w3.org/ns/shacl#")
OA = Vocabulary("http://www.w3.org/ns/oa#")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Vocabulary("http://www.w3.org/2008/05/skos-xl#")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/")
SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
ENTAILMENT = Vocabulary("http://www.w3.org/ns/entailment/")
VOID = Vocabulary("http://rdfs.org/ns/void#")
HYDRA = Vocabulary("http://www.w3.org/ns/hydra/core#")
SPEX = Vocabulary("https://purl.expasy.org/sparql-examples/ontology#")
SCHEMA = Vocabulary("https://schema.org/")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")
SPDX = Vocabulary("http://spdx.org/rdf/terms#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
