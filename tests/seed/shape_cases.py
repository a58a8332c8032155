"""Small pieces of Turtle: one of each kind that every shape accepts, and for each shape a change that it refuses.

Names and events are invented. `<it>` and its like are relative to a base that each case has for itself; `good:` is
what all cases share.
"""

from __future__ import annotations

from dataclasses import dataclass

SHARED = """
good:scheme a skos:ConceptScheme ; skos:prefLabel "Things"@en ; skos:definition "What there is."@en .
good:concept a skos:Concept ; skos:prefLabel "thing"@en ; skos:inScheme good:scheme .
good:org a kg:Organization ; skos:prefLabel "Bureau"@en .
good:person a kg:Person ; skos:prefLabel "Ababa Vovo"@en .
good:page a kg:SourceDocument ; dcterms:title "A page"@en ; foaf:page <https://example.org/page> .
good:law a eli:LegalResource ; skos:prefLabel "Law"@en .
good:article a kg:Provision ; skos:prefLabel "Law, Article 9"@en ; eli:number "9" ;
    eli:type_subdivision v:level-article ; eli:is_part_of good:law .
good:rights a dcterms:RightsStatement ; rdfs:label "Ours"@en .
"""

ACCEPTED = {
    "statement": """
<it> a kg:Statement ; dcterms:title "Free Ababa Vovo"@en , "Вызваліце"@be ;
    kg:textStatus v:teaser ; kg:statedPersonCount 1 ;
    kg:hasPassage <0-15> ; kg:names good:person ; kg:issuedOn "2021-03-16"^^xsd:date ; kg:issuedBy good:org ;
    dcterms:source <source> ; schema:position 1 ; kg:identifiedAs good:page .
<0-15> a kg:Passage ; schema:text "Free Ababa Vovo"@en ; kg:passageRole v:role-title ; schema:position 1 ;
    prov:wasQuotedFrom <source> ; oa:hasSource <source> ;
    oa:hasSelector [ oa:start 0 ; oa:end 15 ] , [ oa:exact "Free Ababa Vovo" ; oa:prefix "" ; oa:suffix "! Now" ] .
<source> a kg:SourceDocument ; dcterms:title "Text"@en ;
    schema:text "Free Ababa Vovo! Now so."@en ; kg:characterCount 24 ;
    dcterms:identifier "sha256:7211a3d8217f4f7a56c43c6f396847361dce151b0a168b28f8ed863e1346bda3" ;
    schema:inLanguage "be-latn" ; dcterms:issued "2021"^^xsd:gYear ; kg:legalNotice "Mind the law."@en .
<recognition> a kg:Recognition ; skos:prefLabel "Ababa Vovo is called a political prisoner"@en ; kg:assertedIn <0-15> ;
    kg:certainty v:explicit ; kg:assertionStatus v:current ; kg:recognises good:person ; kg:criterion good:concept .
""",
    "orphan": """
<it> a kg:Statement ; kg:textStatus v:orphan ; kg:hasPassage <0-15> ; kg:issuedBy good:org ; dcterms:source <source> .
<0-15> a kg:Passage ; schema:text "Free Ababa Vovo"@en ; kg:passageRole v:role-body ; schema:position 1 ;
    prov:wasQuotedFrom <source> ; oa:hasSource <source> ;
    oa:hasSelector [ oa:start 0 ; oa:end 15 ] , [ oa:exact "Free Ababa Vovo" ] .
<source> a kg:SourceDocument ; dcterms:title "Text"@en ; foaf:page <https://example.org/text> .
<demand> a kg:Demand ; skos:prefLabel "Freedom"@en ; kg:assertedIn <0-15> ; kg:certainty v:explicit ;
    kg:assertionStatus v:current ; kg:demands good:concept .
<invocation> a kg:Invocation ; skos:prefLabel "Rights"@en ; kg:assertedIn <0-15> ; kg:certainty v:explicit ;
    kg:assertionStatus v:current ; kg:invokesText "Free"@en ; kg:invokesRight good:concept ;
    kg:invokesProvision good:law .
<criticism> a kg:Criticism ; skos:prefLabel "Jailing"@en ; kg:assertedIn <0-15> ; kg:certainty v:presupposed ;
    kg:assertionStatus v:current ; kg:criticises <act> .
<act> a kg:Act ; skos:prefLabel "jailing"@en ; kg:actType good:concept ; kg:actor good:org ; kg:actorText "Free"@en ;
    kg:target good:org ; kg:targetText "Vovo"@en ; kg:interferesWith good:concept .
""",
    "page": """
<it> a kg:SourceDocument ; dcterms:title "Page of Viasna"@en ; foaf:page <https://spring96.org/en/news/1> ;
    kg:legalNotice "Mind the law."@en .
""",
    "name": """
<person> a kg:Person ; skos:prefLabel "Bobo Gaga"@en ; skos:altLabel "Bobo"@en ; skosxl:altLabel <it> .
<it> a skosxl:Label ; skosxl:literalForm "Бобо Гага"@be ; kg:labelOrigin v:attested ; dcterms:source good:page .
""",
    "organisation": """
<it> a kg:Organization ; skos:prefLabel "Office"@en ; skos:altLabel "O"@en ; foaf:homepage <https://example.org/> ;
    dcterms:identifier "VIAF 1" ; kg:legalNotice "Mind the law."@en .
""",
    "charge": """
<it> a kg:Charge ; skos:prefLabel "Ababa Vovo, charged"@en ; kg:assertedIn good:page ; kg:certainty v:inferred ;
    dcterms:description "It follows."@en ; kg:confidence 0.9 ; kg:assertionStatus v:current ; kg:assertedBy good:org ;
    kg:about good:org ; kg:onDate "2021-03"^^xsd:gYearMonth ; kg:chargedPerson good:person ;
    kg:underProvision good:article ;
    kg:chargeStage v:charged ; kg:supersedes <older> .
<older> a kg:Assertion ; skos:prefLabel "what was said before"@en ; kg:assertedIn good:page ; kg:confidence 0.9 ;
    kg:certainty v:reported ; kg:assertionStatus v:superseded .
<retracted> a kg:Assertion ; skos:prefLabel "retracted"@en ; kg:assertedIn good:page ; kg:confidence 0.9 ;
    kg:certainty v:reported ; kg:assertionStatus v:retracted .
""",
    "event": """
<it> a kg:StatusChange ; skos:prefLabel "Ababa Vovo, detained"@en ; kg:assertedIn good:page ; kg:confidence 1.0 ;
    kg:certainty v:reported ; kg:assertionStatus v:current ; kg:statusOf good:person ; kg:newStatus v:detained .
""",
    "provision": """
<it> a kg:Provision ; skos:prefLabel "Law, Article 1"@en ; skos:altLabel "Duty"@en ; dcterms:title "Duty"@en ;
    dcterms:source good:page ; schema:text "Do."@en ; eli:is_part_of good:law ; eli:number "1" ;
    eli:type_subdivision v:level-article ; kg:guarantees good:concept .
""",
    "concept": """
<scheme> a skos:ConceptScheme ; skos:prefLabel "Fruit"@en ; skos:definition "Kinds of fruit."@en .
<it> a skos:Concept ; skos:prefLabel "apple"@en ; skos:altLabel "apples"@en ; skos:definition "A fruit."@en ;
    skos:notation "1" ; skos:inScheme <scheme> ; skos:broader good:concept .
""",
    "term": """
<ontology> a owl:Ontology .
<it> a owl:Class ; rdfs:label "thing"@en ; rdfs:comment "A thing."@en ; rdfs:isDefinedBy <ontology> .
""",
    "dataset": """
<it> a void:Dataset ; dcterms:title "Data"@en ; dcterms:description "All of it."@en ;
    dcterms:source <https://example.org/page> ;
    dcterms:license <https://example.org/licence> ; dcterms:rights good:rights .
""",
    "example": """
<it> a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ; rdfs:label "Things"@en ; rdfs:comment "Which are there?"@en ;
    schema:keywords "things"@en ; schema:target <https://example.org/sparql> ; sh:order 1 ; sh:select "SELECT * {}" .
<truth> a sh:SPARQLExecutable , sh:SPARQLAskExecutable ; rdfs:label "Any"@en ; rdfs:comment "Is there anything?"@en ;
    schema:target <https://example.org/sparql> ; sh:order 2 ; sh:ask "ASK {}" .
<graph> a sh:SPARQLExecutable , sh:SPARQLConstructExecutable ; rdfs:label "All"@en ; rdfs:comment "What is said?"@en ;
    schema:target <https://example.org/sparql> ; sh:order 3 ; sh:construct "CONSTRUCT WHERE { ?s ?p ?o }" .
<thing> a sh:SPARQLExecutable , spex:SPARQLDescribeExecutable ; rdfs:label "One"@en ; rdfs:comment "What is it?"@en ;
    schema:target <https://example.org/sparql> ; sh:order 4 ; spex:describe "DESCRIBE <https://example.org/>" .
""",
    # Shapes that only others use, given targets here.
    "parts": """
ksh:Day sh:targetNode "2021-03-16"^^xsd:date .
ksh:Month sh:targetNode "2021-03"^^xsd:gYearMonth .
ksh:Year sh:targetNode "2021"^^xsd:gYear .
ksh:IsPassage sh:targetNode <0-4> .
ksh:IsSource sh:targetNode good:page .
ksh:IsPerson sh:targetNode good:person .
ksh:IsOrganization sh:targetNode good:org .
ksh:HeldSource-identifier sh:targetNode <held> .
ksh:ExternalSource-page sh:targetNode good:page .
<held> dcterms:identifier "sha256:7cace155738a2079d3c7eb517c19d1c6a108d2b26ffde18e4743918fcaeb73d6" .
<it> a kg:Statement ; kg:textStatus v:orphan ; kg:hasPassage <0-4> ; kg:issuedBy good:org ; dcterms:source good:page .
<0-4> a kg:Passage ; schema:text "Free"@en ; kg:passageRole v:role-body ; schema:position 1 ;
    prov:wasQuotedFrom <source> ; oa:hasSource <source> ; oa:hasSelector [ oa:start 0 ; oa:end 4 ; oa:exact "Free" ] .
<source> a kg:SourceDocument ; dcterms:title "Text"@en ; foaf:page <https://example.org/text> .
""",
}


@dataclass(frozen=True)
class Refused:
    """A change to something accepted, and the one shape or constraint that must report it."""

    constraint: str
    what: str
    old: str
    new: str = ""
    also: tuple[str, ...] = ()
    """What cannot be broken alone: others that report the same change."""


REFUSED = [
    # statements
    Refused("Statement", "statement", "<it> a", "[] a"),
    Refused("Statement-title", "statement", '"Free Ababa Vovo"@en , "Вызваліце"@be', '"Free Ababa Vovo"'),
    Refused("Statement-title", "statement", '"Вызваліце"@be', '"Freedom"@en'),
    Refused("Statement-textStatus", "statement", "kg:textStatus v:teaser ;"),
    Refused("Statement-textStatus", "statement", "v:teaser", "v:explicit"),
    Refused("Statement-textStatus", "statement", "v:teaser", "v:teaser , v:full"),
    Refused("Statement-statedPersonCount", "statement", "kg:statedPersonCount 1", "kg:statedPersonCount 1.0"),
    Refused("Statement-hasPassage", "statement", "kg:hasPassage <0-15>", "kg:hasPassage <0-15> , <nothing>"),
    Refused(
        "Statement-names",
        "statement",
        "kg:names good:person",
        "kg:names good:person , good:org",
        ("Statement-namedWithoutAssertion",),
    ),
    Refused("Statement-issuedOn", "statement", '"2021-03-16"^^xsd:date', '"16 March 2021"'),
    Refused("Statement-issuedOn", "statement", '"2021-03-16"^^xsd:date', '"2021-03-16"^^xsd:date , "2021"^^xsd:gYear'),
    Refused("Statement-issuedBy", "statement", "kg:issuedBy good:org", "kg:issuedBy good:page"),
    Refused("Attribution-issuerUnknown", "statement", "kg:issuedBy good:org ;"),
    Refused("Statement-source", "orphan", "kg:issuedBy good:org ; dcterms:source <source>", "kg:issuedBy good:org"),
    Refused("Statement-source", "statement", "dcterms:source <source>", "dcterms:source good:org"),
    Refused("Statement-identifiedAs", "statement", "kg:identifiedAs good:page", "kg:identifiedAs good:org"),
    Refused("Statement-position", "statement", "<source> ; schema:position 1", "<source> ; schema:position 0"),
    Refused("Statement-titleMissing", "statement", 'dcterms:title "Free Ababa Vovo"@en , "Вызваліце"@be ;'),
    Refused("Statement-titleOfOrphan", "orphan", "v:orphan ;", 'v:orphan ; dcterms:title "Free"@en ;'),
    Refused("Statement-countDiffers", "statement", "kg:statedPersonCount 1", "kg:statedPersonCount 4"),
    Refused(
        "Statement-namedWithoutAssertion",
        "orphan",
        "<it> a kg:Statement ;",
        "<it> a kg:Statement ; kg:names good:person ;",
    ),
    Refused("Statement-assertedButNotNamed", "statement", "kg:names good:person ;"),
    Refused(
        "Statement-positionTwice",
        "statement",
        "kg:hasPassage <0-15> ;",
        "kg:hasPassage <0-15> , <17-23> .\n"
        '<17-23> a kg:Passage ; schema:text "Now so"@en ; kg:passageRole v:role-body ; schema:position 1 ;\n'
        "prov:wasQuotedFrom <source> ; oa:hasSource <source> ;\n"
        'oa:hasSelector [ oa:start 17 ; oa:end 23 ] , [ oa:exact "Now so" ] .\n<it>',
    ),
    # passages
    Refused(
        "Passage",
        "orphan",
        "kg:hasPassage <0-15> ;",
        'kg:hasPassage <0-15> , [ a kg:Passage ; schema:text "Free"@en ; kg:passageRole v:role-body ;\n'
        "schema:position 2 ; prov:wasQuotedFrom good:page ; oa:hasSource good:page ;\n"
        'oa:hasSelector [ oa:start 0 ; oa:end 4 ; oa:exact "Free" ] ] ;',
        ("Passage-uriDiffers",),
    ),
    Refused("Passage-text", "orphan", 'schema:text "Free Ababa Vovo"@en', 'schema:text "Free Ababa Vovo"'),
    Refused("Passage-role", "orphan", "kg:passageRole v:role-body ;"),
    Refused("Passage-role", "orphan", "v:role-body", "v:orphan"),
    Refused("Passage-position", "orphan", "schema:position 1 ;"),
    Refused("Passage-position", "orphan", "schema:position 1", 'schema:position "1"'),
    Refused(
        "Passage-statement",
        "orphan",
        "<it> a kg:Statement ;",
        "<other> a kg:Statement ; kg:textStatus v:orphan ; kg:hasPassage <0-15> ; kg:issuedBy good:org ;\n"
        "dcterms:source <source> .\n<it> a kg:Statement ;",
    ),
    Refused("Passage-wasQuotedFrom", "orphan", "<source> ; oa:hasSource <source>", "good:org ; oa:hasSource good:org"),
    Refused("Passage-hasSource", "orphan", "oa:hasSource <source> ;"),
    Refused("Passage-start", "orphan", "oa:start 0 ;"),
    Refused("Passage-end", "orphan", "oa:end 15", ""),
    Refused("Passage-exact", "orphan", ', [ oa:exact "Free Ababa Vovo" ]'),
    Refused("Passage-exact", "orphan", 'oa:exact "Free Ababa Vovo"', 'oa:exact "Free Ababa Vovo"@en'),
    Refused("Passage-quoteDiffers", "orphan", 'oa:exact "Free Ababa Vovo"', 'oa:exact "Free Ababa Vova"'),
    Refused(
        "Passage-notInSource",
        "statement",
        'schema:text "Free Ababa Vovo!',
        'schema:text "Free Ababu Vovo!',
        ("SourceDocument-checksumDiffers",),
    ),
    Refused("Passage-notInSource", "statement", 'oa:prefix ""', 'oa:prefix "not "'),
    Refused("Passage-notInSource", "statement", 'oa:suffix "! Now"', 'oa:suffix ", now"'),
    Refused("Passage-spanDiffers", "orphan", "15", "16"),
    Refused("Passage-uriDiffers", "orphan", "<0-15>", "<first>"),
    Refused(
        "Passage-overlaps",
        "orphan",
        "kg:hasPassage <0-15> ;",
        "kg:hasPassage <0-15> , <5-10> .\n"
        '<5-10> a kg:Passage ; schema:text "Ababa"@en ; kg:passageRole v:role-body ; schema:position 2 ;\n'
        "prov:wasQuotedFrom <source> ; oa:hasSource <source> ;\n"
        'oa:hasSelector [ oa:start 5 ; oa:end 10 ] , [ oa:exact "Ababa" ] .\n<it>',
    ),
    # sources
    Refused("SourceDocument", "page", "foaf:page <https://spring96.org/en/news/1> ;"),
    Refused("SourceDocument-legalNotice", "page", '"Mind the law."@en', '"Mind the law."'),
    Refused("SourceDocument-title", "page", 'dcterms:title "Page of Viasna"@en ;'),
    Refused(
        "SourceDocument-text",
        "statement",
        'Now so."@en',
        'Now so."@en , "Free Ababa Vovo! Now so!"@en',
        ("SourceDocument-checksumDiffers",),
    ),
    Refused(
        "SourceDocument-characterCount", "statement", "kg:characterCount 24", 'kg:characterCount "24"^^xsd:decimal'
    ),
    Refused("SourceDocument-countDiffers", "statement", "kg:characterCount 24", "kg:characterCount 25"),
    Refused("SourceDocument-checksumDiffers", "statement", "sha256:7211a3d8", "sha256:00000000"),
    Refused("SourceDocument-page", "statement", '"be-latn"', '"be-latn" ; foaf:page "example.org"'),
    Refused("SourceDocument-issued", "statement", '"2021"^^xsd:gYear', '"spring 2021"'),
    Refused("SourceDocument-identifier", "page", "dcterms:title", 'dcterms:identifier "a" , "b" ; dcterms:title'),
    Refused("SourceDocument-language", "statement", '"be-latn"', '"be-Latn"'),
    Refused("Linking-noticeMissing", "page", 'kg:legalNotice "Mind the law."@en'),
    Refused(
        "Linking-noticeMissing",
        "organisation",
        '<https://example.org/> ;\n    dcterms:identifier "VIAF 1" ; kg:legalNotice "Mind the law."@en',
        "<https://www.spring96.org/>",
    ),
    # people and names
    Refused("Person", "name", 'skos:altLabel "Bobo"@en', "schema:birthPlace good:org"),
    Refused(
        "Person",
        "name",
        "skosxl:altLabel <it> .",
        'skosxl:altLabel <it> .\n[] a kg:Person ; skos:prefLabel "Nono"@en .',
    ),
    Refused("Person-prefLabel", "name", 'skos:prefLabel "Bobo Gaga"@en ;'),
    Refused("Person-prefLabel", "name", '"Bobo Gaga"@en', '"Bobo Gaga"@en , "Gaga Bobo"@en'),
    Refused("Person-altLabel", "name", '"Bobo"@en', '"Bobo"'),
    Refused("Person-nameForms", "name", "skosxl:altLabel <it>", "skosxl:altLabel <it> , good:org"),
    Refused("Person-class", "name", "a kg:Person", "a kg:Person , kg:Recognition_"),
    Refused(
        "Name",
        "name",
        "skosxl:altLabel <it> .",
        'skosxl:altLabel <it> , [ a skosxl:Label ;\n    skosxl:literalForm "Б"@be ; kg:labelOrigin v:derived ] .',
    ),
    Refused("Name-literalForm", "name", '"Бобо Гага"@be', '"Бобо Гага"'),
    Refused("Name-literalForm", "name", '"Бобо Гага"@be', '"Бобо Гага"@be , "Гага"@be'),
    Refused("Name-labelOrigin", "name", "v:attested", "v:explicit"),
    Refused("Name-source", "name", "dcterms:source good:page", "dcterms:source good:org"),
    Refused("Name-of", "name", "; skosxl:altLabel <it>"),
    Refused("Name-attestedWithoutSource", "name", "; dcterms:source good:page"),
    Refused("Organization", "organisation", "<it> a", "[] a"),
    Refused("Organization-prefLabel", "organisation", 'skos:prefLabel "Office"@en ;'),
    Refused("Organization-altLabel", "organisation", '"O"@en', '"O"'),
    Refused("Organization-homepage", "organisation", "<https://example.org/>", '"example.org"'),
    Refused("Organization-identifier", "organisation", '"VIAF 1"', "1"),
    Refused("Organization-legalNotice", "organisation", '"Mind the law."@en', '"Mind the law."@en , "Mind it."@en'),
    # assertions
    Refused("Assertion", "charge", "<it> a", "[] a"),
    Refused("Assertion-prefLabel", "charge", 'skos:prefLabel "Ababa Vovo, charged"@en ;'),
    Refused("Assertion-about", "charge", "kg:about good:org", 'kg:about "the Bureau"'),
    Refused("Assertion-description", "charge", '"It follows."@en', '"It follows."'),
    Refused(
        "Assertion-assertedIn",
        "charge",
        "kg:assertedIn good:page ; kg:certainty v:inferred",
        "kg:assertedIn good:org ; kg:certainty v:inferred",
    ),
    Refused("Assertion-assertedBy", "charge", "kg:assertedBy good:org", "kg:assertedBy good:person"),
    Refused("Assertion-onDate", "charge", '"2021-03"^^xsd:gYearMonth', '"2021-03"'),
    Refused("Assertion-certainty", "charge", "kg:certainty v:inferred ;"),
    Refused("Assertion-certainty", "charge", "v:inferred", "v:current"),
    Refused(
        "Assertion-confidence",
        "charge",
        "kg:confidence 0.9 ; kg:assertionStatus v:current",
        "kg:confidence 1.1 ; kg:assertionStatus v:current",
    ),
    Refused(
        "Assertion-confidence",
        "charge",
        "kg:confidence 0.9 ; kg:assertionStatus v:current",
        "kg:confidence 1 ; kg:assertionStatus v:current",
    ),
    Refused("Assertion-assertionStatus", "charge", "kg:assertionStatus v:current ;"),
    Refused("Assertion-assertionStatus", "charge", "v:current", "v:current , v:superseded"),
    Refused("Assertion-supersedes", "charge", "kg:supersedes <older>", "kg:supersedes good:page"),
    Refused("Assertion-currentThoughSuperseded", "charge", "v:superseded", "v:current"),
    Refused("Assertion-inferredWithoutReason", "charge", 'dcterms:description "It follows."@en ;'),
    Refused(
        "Assertion-unheldWithoutConfidence",
        "charge",
        "kg:confidence 0.9 ; kg:assertionStatus v:current",
        "kg:assertionStatus v:current",
    ),
    Refused("Assertion-retractedWithContent", "charge", '"retracted"@en', '"retracted"@en ; kg:about good:person'),
    Refused("Said", "charge", "<retracted>", "<rumour> kg:about good:person ; kg:assertedIn good:page .\n<retracted>"),
    Refused("Said-assertedIn", "event", "kg:assertedIn good:page ;", "", ("Assertion-assertedIn",)),
    Refused(
        "Recognition-recognises",
        "orphan",
        "<demand> a",
        '<recognition> a kg:Recognition ; skos:prefLabel "r"@en ; kg:assertedIn <0-15> ; kg:certainty v:explicit ;\n'
        "kg:assertionStatus v:current .\n<demand> a",
    ),
    Refused("Recognition-criterion", "statement", "kg:criterion good:concept", "kg:criterion good:org"),
    Refused(
        "Recognition-nameNotInPassage",
        "orphan",
        "<demand> a",
        '<another> a kg:Person ; skos:prefLabel "Dada Dudu"@en .\n<it> kg:names <another> .\n'
        '<recognition> a kg:Recognition ; skos:prefLabel "r"@en ; kg:assertedIn <0-15> ; kg:certainty v:explicit ;\n'
        "kg:assertionStatus v:current ; kg:recognises <another> .\n<demand> a",
    ),
    Refused("Demand-demands", "orphan", "; kg:demands good:concept"),
    Refused("Demand-demands", "orphan", "kg:demands good:concept", "kg:demands good:org"),
    Refused("Invocation-invokesText", "orphan", 'kg:invokesText "Free"@en ;'),
    Refused("Invocation-invokesRight", "orphan", "kg:invokesRight good:concept", "kg:invokesRight good:law"),
    Refused(
        "Invocation-invokesProvision", "orphan", "kg:invokesProvision good:law", "kg:invokesProvision good:concept"
    ),
    Refused("Invocation-wordsNotInPassage", "orphan", 'kg:invokesText "Free"@en', 'kg:invokesText "Freedom"@en'),
    Refused("Criticism-criticises", "orphan", "kg:criticises <act>", "kg:criticises <act> , good:org"),
    Refused("Criticism-wordsNotInPassage", "orphan", 'kg:targetText "Vovo"@en', 'kg:targetText "Vova"@en'),
    Refused("Charge-chargedPerson", "charge", "kg:chargedPerson good:person ;"),
    Refused("Charge-chargedPerson", "charge", "kg:chargedPerson good:person", "kg:chargedPerson good:org"),
    Refused("Charge-underProvision", "charge", "kg:underProvision good:article", "kg:underProvision good:law"),
    Refused("Charge-chargeStage", "charge", "v:charged", "v:detained"),
    Refused("StatusChange-statusOf", "event", "kg:statusOf good:person ;"),
    Refused("StatusChange-newStatus", "event", "v:detained", "v:charged"),
    Refused(
        "Act",
        "orphan",
        "kg:criticises <act>",
        'kg:criticises <act> , [ a kg:Act ; skos:prefLabel "x"@en ; kg:actType good:concept ]',
    ),
    Refused("Act-prefLabel", "orphan", 'skos:prefLabel "jailing"@en ;'),
    Refused("Act-actType", "orphan", "kg:actType good:concept ;"),
    Refused("Act-actor", "orphan", "kg:actor good:org", "kg:actor good:person"),
    Refused("Act-actorText", "orphan", 'kg:actorText "Free"@en', 'kg:actorText "Free"'),
    Refused("Act-target", "orphan", "kg:target good:org", "kg:target good:law"),
    Refused("Act-targetText", "orphan", 'kg:targetText "Vovo"@en', 'kg:targetText "Vovo"'),
    Refused("Act-interferesWith", "orphan", "kg:interferesWith good:concept", "kg:interferesWith good:law"),
    Refused(
        "Act-criticisedIn",
        "orphan",
        "<act> a kg:Act ;",
        '<other> a kg:Act ; skos:prefLabel "x"@en ; kg:actType good:concept .\n<act> a kg:Act ;',
    ),
    # provisions
    Refused("LegalResource", "provision", "<it> a", "[] a"),
    Refused("LegalResource-prefLabel", "provision", 'skos:prefLabel "Law, Article 1"@en ;'),
    Refused("LegalResource-altLabel", "provision", 'skos:altLabel "Duty"@en', 'skos:altLabel "Duty"'),
    Refused("LegalResource-guarantees", "provision", "kg:guarantees good:concept", "kg:guarantees good:law"),
    Refused("Provision-title", "provision", 'dcterms:title "Duty"@en', 'dcterms:title "Duty"'),
    Refused("Provision-text", "provision", '"Do."@en', '"Do."@en , "Do!"@en'),
    Refused("Provision-isPartOf", "provision", "eli:is_part_of good:law ;"),
    Refused("Provision-number", "provision", 'eli:number "1"', "eli:number 1"),
    Refused("Provision-level", "provision", "v:level-article", "v:role-title"),
    Refused("Provision-partOfItself", "provision", "eli:is_part_of good:law", "eli:is_part_of <it>"),
    Refused("Provision-titleWithoutSource", "provision", "dcterms:source good:page ;"),
    # concepts and terms
    Refused("Concept", "concept", "<it> a", "[] a"),
    Refused("Concept-prefLabel", "concept", 'skos:prefLabel "apple"@en ;'),
    Refused("Concept-altLabel", "concept", '"apples"@en', '"apples"'),
    Refused("Concept-definition", "concept", '"A fruit."@en', '"A fruit."'),
    Refused("Concept-notation", "concept", 'skos:notation "1"', "skos:notation good:concept"),
    Refused("Concept-inScheme", "concept", "skos:inScheme <scheme> ;"),
    Refused("Concept-broader", "concept", "skos:broader good:concept", "skos:broader good:org"),
    Refused(
        "ConceptScheme",
        "concept",
        "<it> a",
        '[] a skos:ConceptScheme ; skos:prefLabel "x"@en ; skos:definition "x"@en .\n<it> a',
    ),
    Refused("ConceptScheme-prefLabel", "concept", 'skos:prefLabel "Fruit"@en ;'),
    Refused("ConceptScheme-definition", "concept", '; skos:definition "Kinds of fruit."@en'),
    Refused("Term", "term", "<it> a", "[] a"),
    Refused("Term-label", "term", 'rdfs:label "thing"@en ;'),
    Refused("Term-comment", "term", 'rdfs:comment "A thing."@en ;'),
    Refused("Term-isDefinedBy", "term", "; rdfs:isDefinedBy <ontology>"),
    # the dataset
    Refused("Dataset", "dataset", "<it> a", "[] a"),
    Refused("Dataset-title", "dataset", 'dcterms:title "Data"@en ;'),
    Refused("Dataset-description", "dataset", 'dcterms:description "All of it."@en ;'),
    Refused("Dataset-source", "dataset", "dcterms:source <https://example.org/page>", 'dcterms:source "a page"'),
    Refused("Dataset-license", "dataset", "dcterms:license <https://example.org/licence> ;"),
    Refused("Dataset-rights", "dataset", "dcterms:rights good:rights", "dcterms:rights good:org"),
    # shapes that only others use
    Refused("Day", "parts", '"2021-03-16"^^xsd:date', '"2021-03-17"'),
    Refused("Month", "parts", '"2021-03"^^xsd:gYearMonth', '"2021-04"'),
    Refused("Year", "parts", '"2021"^^xsd:gYear', '"2022"'),
    Refused("IsPassage", "parts", "ksh:IsPassage sh:targetNode <0-4>", "ksh:IsPassage sh:targetNode <held>"),
    Refused("IsSource", "parts", "ksh:IsSource sh:targetNode good:page", "ksh:IsSource sh:targetNode <held>"),
    Refused("IsPerson", "parts", "ksh:IsPerson sh:targetNode good:person", "ksh:IsPerson sh:targetNode <held>"),
    Refused("IsOrganization", "parts", "sh:targetNode good:org", "sh:targetNode <held>"),
    Refused("HeldSource-identifier", "parts", "sha256:7cace155", "md5:7cace155"),
    Refused(
        "ExternalSource-page",
        "parts",
        "ExternalSource-page sh:targetNode good:page",
        "ExternalSource-page sh:targetNode <held>",
    ),
    # the other parameters of these shapes
    Refused(
        "Statement-hasPassage",
        "event",
        "<it> a",
        "<statement> a kg:Statement ; kg:textStatus v:orphan ; kg:issuedBy good:org ; dcterms:source good:page .\n"
        "<it> a",
    ),
    Refused("Statement-position", "statement", "<source> ; schema:position 1", '<source> ; schema:position "1"'),
    Refused("Statement-position", "statement", "<source> ; schema:position 1", "<source> ; schema:position 1 , 2"),
    Refused(
        "Statement-statedPersonCount",
        "statement",
        "kg:statedPersonCount 1",
        "kg:statedPersonCount 1 , 4",
        ("Statement-countDiffers",),
    ),
    Refused(
        "Statement-statedPersonCount",
        "statement",
        "kg:statedPersonCount 1",
        "kg:statedPersonCount 0",
        ("Statement-countDiffers",),
    ),
    Refused("Passage-text", "orphan", 'schema:text "Free Ababa Vovo"@en ;'),
    Refused(
        "Passage-text",
        "orphan",
        'schema:text "Free Ababa Vovo"@en',
        'schema:text "Free Ababa Vovo"@en , "Free Ababa Vovo"@be',
    ),
    Refused(
        "Passage-text",
        "orphan",
        'schema:text "Free Ababa Vovo"@en',
        'schema:text ""@en',
        ("Passage-spanDiffers", "Passage-quoteDiffers", "Invocation-wordsNotInPassage", "Criticism-wordsNotInPassage"),
    ),
    Refused("Passage-role", "orphan", "v:role-body", "v:role-body , v:role-title"),
    Refused("Passage-position", "orphan", "schema:position 1", "schema:position 1 , 2"),
    Refused("Passage-wasQuotedFrom", "orphan", "prov:wasQuotedFrom <source> ; oa:hasSource <source> ;"),
    Refused(
        "Passage-wasQuotedFrom",
        "orphan",
        "<source> ; oa:hasSource <source> ;",
        "<source> , <other> ; oa:hasSource <source> , <other> .\n"
        '<other> a kg:SourceDocument ; dcterms:title "O"@en ; foaf:page <https://example.org/o> .\n<0-15>',
    ),
    Refused(
        "Passage-statement",
        "orphan",
        "<demand> a",
        '<7-9> a kg:Passage ; schema:text "ba"@en ; kg:passageRole v:role-body ; schema:position 1 ;\n'
        "prov:wasQuotedFrom <another> ; oa:hasSource <another> ;\n"
        'oa:hasSelector [ oa:start 7 ; oa:end 9 ; oa:exact "ba" ] .\n'
        '<another> a kg:SourceDocument ; dcterms:title "T"@en ; foaf:page <https://example.org/t> .\n'
        "<demand> a",
    ),
    Refused("Passage-start", "orphan", "oa:start 0", "oa:start 0.0", ("Passage-uriDiffers",)),
    Refused("Passage-start", "orphan", "oa:start 0", "oa:start 0 , 1", ("Passage-spanDiffers", "Passage-uriDiffers")),
    Refused("Passage-start", "orphan", "oa:start 0", "oa:start -1", ("Passage-spanDiffers", "Passage-uriDiffers")),
    Refused("Passage-end", "orphan", "oa:end 15", "oa:end 15.0", ("Passage-uriDiffers",)),
    Refused("Passage-end", "orphan", "oa:end 15", "oa:end 15 , 14", ("Passage-spanDiffers", "Passage-uriDiffers")),
    Refused("Passage-end", "orphan", "oa:end 15", "oa:end 0", ("Passage-spanDiffers", "Passage-uriDiffers")),
    Refused(
        "Passage-exact",
        "orphan",
        'oa:exact "Free Ababa Vovo"',
        'oa:exact "Free Ababa Vovo" , "Free"',
        ("Passage-quoteDiffers",),
    ),
    Refused("SourceDocument-legalNotice", "page", '"Mind the law."@en', '"Mind the law."@en , "Mind it."@en'),
    Refused("SourceDocument-title", "page", '"Page of Viasna"@en', '"Page of Viasna"'),
    Refused("SourceDocument-title", "page", '"Page of Viasna"@en', '"Page of Viasna"@en , "A page"@en'),
    Refused(
        "SourceDocument-characterCount",
        "statement",
        "kg:characterCount 24",
        "kg:characterCount 24 , 25",
        ("SourceDocument-countDiffers",),
    ),
    Refused("SourceDocument-characterCount", "page", "dcterms:title", "kg:characterCount 0 ; dcterms:title"),
    Refused("SourceDocument-issued", "statement", '"2021"^^xsd:gYear', '"2021"^^xsd:gYear , "2022"^^xsd:gYear'),
    Refused("SourceDocument-identifier", "page", "dcterms:title", "dcterms:identifier 1 ; dcterms:title"),
    Refused("SourceDocument-language", "statement", '"be-latn"', '"be-latn"@en'),
    Refused("Person-prefLabel", "name", '"Bobo Gaga"@en', '"Bobo Gaga"'),
    Refused("Name-literalForm", "name", 'skosxl:literalForm "Бобо Гага"@be ;'),
    Refused("Name-labelOrigin", "name", "kg:labelOrigin v:attested ;"),
    Refused("Name-labelOrigin", "name", "v:attested", "v:attested , v:derived"),
    Refused(
        "Name-of",
        "name",
        "<it> a skosxl:Label",
        '<other> a kg:Person ; skos:prefLabel "Nono"@en ; skosxl:altLabel <it> .\n<it> a skosxl:Label',
    ),
    Refused("Organization-prefLabel", "organisation", '"Office"@en', '"Office"'),
    Refused("Organization-prefLabel", "organisation", '"Office"@en', '"Office"@en , "Bureau"@en'),
    Refused("Organization-legalNotice", "organisation", '"Mind the law."@en', '"Mind the law."'),
    Refused("Assertion-prefLabel", "charge", '"Ababa Vovo, charged"@en', '"Ababa Vovo, charged"'),
    Refused("Assertion-prefLabel", "charge", '"Ababa Vovo, charged"@en', '"Ababa Vovo, charged"@en , "charged"@en'),
    Refused("Assertion-description", "charge", '"It follows."@en', '"It follows."@en , "So it is."@en'),
    Refused("Assertion-onDate", "charge", '"2021-03"^^xsd:gYearMonth', '"2021-03"^^xsd:gYearMonth , "2021"^^xsd:gYear'),
    Refused("Assertion-certainty", "charge", "v:inferred", "v:inferred , v:reported"),
    Refused("Assertion-confidence", "event", "kg:confidence 1.0", "kg:confidence 1.0 , 0.9"),
    Refused("Assertion-confidence", "event", "kg:confidence 1.0", "kg:confidence -0.1"),
    Refused("Assertion-assertionStatus", "event", "v:current", "v:detained"),
    Refused(
        "Recognition-recognises",
        "event",
        "a kg:StatusChange ;",
        "a kg:StatusChange , kg:Recognition ; kg:recognises good:org ;",
    ),
    Refused("Invocation-invokesText", "orphan", 'kg:invokesText "Free"@en', 'kg:invokesText "Free"'),
    Refused("Criticism-criticises", "orphan", "kg:criticises <act> .", "rdfs:seeAlso <act> .", ("Act-criticisedIn",)),
    Refused(
        "Charge-chargedPerson",
        "charge",
        "kg:chargedPerson good:person",
        "kg:chargedPerson good:person , <other> .\n"
        '<other> a kg:Person ; skos:prefLabel "Nono"@en .\n'
        "<it> rdfs:seeAlso good:page",
    ),
    Refused(
        "Charge-underProvision",
        "charge",
        "kg:underProvision good:article",
        "kg:underProvision good:article , <article> .\n"
        '<article> a kg:Provision ; skos:prefLabel "Law, Article 8"@en ; eli:number "8" ;\n'
        "eli:type_subdivision v:level-article ; eli:is_part_of good:law .\n"
        "<it> rdfs:seeAlso good:page",
    ),
    Refused("Charge-chargeStage", "charge", "kg:chargeStage v:charged ;"),
    Refused("Charge-chargeStage", "charge", "v:charged", "v:charged , v:dropped"),
    Refused("StatusChange-statusOf", "event", "kg:statusOf good:person", "kg:statusOf good:org"),
    Refused(
        "StatusChange-statusOf",
        "event",
        "kg:statusOf good:person",
        "kg:statusOf good:person , <other> .\n"
        '<other> a kg:Person ; skos:prefLabel "Nono"@en .\n'
        "<it> rdfs:seeAlso good:page",
    ),
    Refused("StatusChange-newStatus", "event", "; kg:newStatus v:detained"),
    Refused("StatusChange-newStatus", "event", "v:detained", "v:detained , v:released"),
    Refused("Act-prefLabel", "orphan", '"jailing"@en', '"jailing"'),
    Refused("Act-prefLabel", "orphan", '"jailing"@en', '"jailing"@en , "jail"@en'),
    Refused("Act-actType", "orphan", "kg:actType good:concept", "kg:actType good:org"),
    Refused(
        "Act-actType",
        "orphan",
        "kg:actType good:concept",
        "kg:actType good:concept , <concept> .\n"
        '<concept> a skos:Concept ; skos:prefLabel "c"@en ; skos:inScheme good:scheme .\n'
        "<act> rdfs:seeAlso good:page",
    ),
    Refused("LegalResource-prefLabel", "provision", '"Law, Article 1"@en', '"Law, Article 1"'),
    Refused("LegalResource-prefLabel", "provision", '"Law, Article 1"@en', '"Law, Article 1"@en , "Article 1"@en'),
    Refused("Provision-title", "provision", 'dcterms:title "Duty"@en', 'dcterms:title "Duty"@en , "Duties"@en'),
    Refused("Provision-text", "provision", '"Do."@en', '"Do."'),
    Refused("Provision-isPartOf", "provision", "eli:is_part_of good:law", "eli:is_part_of good:org"),
    Refused("Provision-isPartOf", "provision", "eli:is_part_of good:law", "eli:is_part_of good:law , good:article"),
    Refused("Provision-number", "provision", 'eli:number "1" ;'),
    Refused("Provision-number", "provision", 'eli:number "1"', 'eli:number "1" , "I"'),
    Refused("Provision-level", "provision", "eli:type_subdivision v:level-article ;"),
    Refused("Provision-level", "provision", "v:level-article", "v:level-article , v:level-point"),
    Refused("Concept-prefLabel", "concept", '"apple"@en', '"apple"'),
    Refused("Concept-prefLabel", "concept", '"apple"@en', '"apple"@en , "an apple"@en'),
    Refused("Concept-definition", "concept", '"A fruit."@en', '"A fruit."@en , "A pome."@en'),
    Refused("Concept-inScheme", "concept", "skos:inScheme <scheme>", "skos:inScheme good:concept"),
    Refused("ConceptScheme-prefLabel", "concept", '"Fruit"@en', '"Fruit"'),
    Refused("ConceptScheme-prefLabel", "concept", '"Fruit"@en', '"Fruit"@en , "Fruits"@en'),
    Refused("ConceptScheme-definition", "concept", '"Kinds of fruit."@en', '"Kinds of fruit."'),
    Refused("ConceptScheme-definition", "concept", '"Kinds of fruit."@en', '"Kinds of fruit."@en , "Fruits."@en'),
    Refused("Term-label", "term", '"thing"@en', '"thing"'),
    Refused("Term-label", "term", '"thing"@en', '"thing"@en , "object"@en'),
    Refused("Term-comment", "term", '"A thing."@en', '"A thing."'),
    Refused("Term-comment", "term", '"A thing."@en', '"A thing."@en , "An object."@en'),
    Refused("Term-isDefinedBy", "term", "rdfs:isDefinedBy <ontology>", "rdfs:isDefinedBy good:org"),
    Refused("Term-isDefinedBy", "term", "<it> a", "<second> a owl:Ontology .\n<it> rdfs:isDefinedBy <second> ; a"),
    Refused("Dataset-title", "dataset", '"Data"@en', '"Data"'),
    Refused("Dataset-title", "dataset", '"Data"@en', '"Data"@en , "All data"@en'),
    Refused("Dataset-description", "dataset", '"All of it."@en', '"All of it."'),
    Refused("Dataset-description", "dataset", '"All of it."@en', '"All of it."@en , "Everything."@en'),
    Refused("Dataset-license", "dataset", "<https://example.org/licence>", '"CC BY"'),
    Refused(
        "HeldSource-identifier",
        "parts",
        "ksh:HeldSource-identifier sh:targetNode <held>",
        "<page> foaf:page good:page . ksh:HeldSource-identifier sh:targetNode <page>",
    ),
    Refused(
        "ExternalSource-page",
        "parts",
        "ksh:ExternalSource-page sh:targetNode good:page",
        '<page> foaf:page "example.org" . ksh:ExternalSource-page sh:targetNode <page>',
    ),
    Refused("Example", "example", "<it> a", "[] a"),
    Refused("Example", "example", "<it> a sh:SPARQLExecutable ,", "<it> a"),
    Refused("Example-label", "example", 'rdfs:label "Things"@en ;'),
    Refused("Example-label", "example", '"Things"@en', '"Things"'),
    Refused("Example-label", "example", '"Things"@en', '"Things"@en , "All things"@en'),
    Refused("Example-comment", "example", 'rdfs:comment "Which are there?"@en ;'),
    Refused("Example-comment", "example", '"Which are there?"@en', '"Which are there?"'),
    Refused("Example-comment", "example", '"Which are there?"@en', '"Which are there?"@en , "Which?"@en'),
    Refused("Example-query", "example", '; sh:select "SELECT * {}"'),
    Refused("Example-query", "example", '"SELECT * {}"', '"SELECT * {}"@en'),
    Refused("Example-query", "example", '"SELECT * {}"', '"SELECT * {}" , "SELECT ?x {}"'),
    Refused("Example-keywords", "example", '"things"@en', '"things"'),
    Refused("Example-target", "example", "schema:target <https://example.org/sparql> ; sh:order 1", "sh:order 1"),
    Refused(
        "Example-target",
        "example",
        "<https://example.org/sparql> ; sh:order 1",
        '"https://example.org/sparql" ; sh:order 1',
    ),
    Refused("Example-order", "example", "sh:order 1 ;"),
    Refused("Example-order", "example", "sh:order 1", "sh:order 1 , 5"),
    Refused("Example-order", "example", "sh:order 1", "sh:order 1.5"),
    Refused("Example-kindDiffers", "example", "sh:SPARQLSelectExecutable", "sh:SPARQLAskExecutable"),
    Refused("Example-kindDiffers", "example", "sh:SPARQLAskExecutable", "sh:SPARQLConstructExecutable"),
    Refused("Example-kindDiffers", "example", "sh:SPARQLConstructExecutable", "spex:SPARQLDescribeExecutable"),
    Refused("Example-kindDiffers", "example", "spex:SPARQLDescribeExecutable", "sh:SPARQLSelectExecutable"),
]
