"""What an archive of full size looks like, in figures. No figure is about a single person.

Each names its source and its kind: *measured* comes from the public counts that are named, *sample* was counted in 41
public statements, *estimate* is a researcher's. What is marked *ours* was chosen here, where nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Weighted:
    """Alternatives with their weights, in the form that `random.choices` takes."""

    values: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, table: dict[str, float]) -> Weighted:
        """Take a table apart."""
        return cls(tuple(table), tuple(table.values()))


@dataclass(frozen=True)
class LogNormal:
    """A log-normal distribution, rounded and clipped."""

    mu: float
    sigma: float
    least: int
    most: int


# Recognised in each year. 2025 measured (Viasna by ua.news, radiosvoboda.org); 2021 at least 900; the others are
# estimates that add up to the total of 4,200 (more than 3,760 by 3 March 2025, belhelcom.org, and 509 in 2025).
RECOGNISED_PER_YEAR = {2020: 200, 2021: 900, 2022: 900, 2023: 850, 2024: 840, 2025: 509}

# Statements that recognise nobody: about pressure, trials, law, anniversaries. Estimate: 510 of 620 recognise.
SHARE_OF_OTHER_STATEMENTS = 1 - 510 / 620

# Sample, n = 41: mean 8.24, median 7, at most 28.
PEOPLE_PER_STATEMENT = LogNormal(mu=1.73, sigma=0.93, least=1, most=40)

# Sample: five to eleven signatories; most often nine in 2021 and seven in 2023.
SIGNATORIES = (5, 11)
USUAL_SIGNATORIES = {2020: 9, 2021: 9, 2022: 8, 2023: 7, 2024: 7, 2025: 7}

# Estimate from printed lists; "4" stands for four and more.
CHARGES_PER_PERSON = Weighted.of({"1": 0.80, "2": 0.13, "3": 0.04, "4": 0.03})

# Articles of the Criminal Code. 2020 and 2021: measured in February 2021, n = 101 (udf.name). 2022: estimate; the order
# 342, 369, 368 is measured (Viasna by pozirk.online). 2024: estimate. What the counts call "other" is left out.
EARLY_ARTICLES = Weighted.of({"342": 39, "369": 18, "364": 15, "293": 12, "339": 10})
MIDDLE_ARTICLES = Weighted.of(
    {"342": 0.45, "369": 0.15, "368": 0.12, "130": 0.10, "361-1": 0.04, "361-2": 0.03, "361-4": 0.04}
)
LATE_ARTICLES = Weighted.of(
    {"342": 0.38, "361-4": 0.17, "361-2": 0.14, "361-1": 0.08, "130": 0.07, "368": 0.06, "369": 0.05, "356": 0.02}
)

# Covenant articles referred to. Estimate.
REFERENCES_PER_STATEMENT = Weighted.of({"0": 0.30, "1": 0.45, "2": 0.18, "3": 0.07})
COVENANT_ARTICLES = Weighted.of({"21": 0.42, "19": 0.38, "22": 0.08, "14": 0.06, "9": 0.03, "18": 0.03})
SHARE_OF_INSTRUMENT_ONLY = 0.10  # "the Covenant", without an article

# Criteria of the Guidelines of 2013. Estimate.
SHARE_WITH_CRITERION = 0.55
CRITERIA = Weighted.of({"3-1-a": 0.55, "3-2-a": 0.12, "3-2-b": 0.08, "3-2-c": 0.13, "3-2-d": 0.12})

# Names. Sample, n = 71: 16.3 characters, of them 6.7 in the first name and 8.6 in the last.
SHARE_OF_FIVE_FIRST_NAMES = 0.27
FIRST_NAMES = 60  # ours
FORMS_PER_PERSON = (1, 9)
USUAL_FORMS = 4

# Full texts. Estimate: median 3,200 characters and 20 sentences; of these 60 % are stock sentences, from about 40.
CHARACTERS = LogNormal(mu=8.07, sigma=0.62, least=600, most=15_000)
SHARE_OF_FORMULAS = 0.6
FORMULAS = 40

# What is missing. Estimate.
SHARE_WITHOUT_TITLE = 0.02
SHARE_WITHOUT_DATE = 0.05
SHARE_WITHOUT_ISSUERS = 0.15
SHARE_WITHOUT_CHARGE = 0.04
SHARE_OF_CHARGES_WITHOUT_PART = 0.25
SHARE_WITHOUT_DETENTION_DATE = 0.35

# Days from detention to recognition. Estimate: median 45, a tenth below 5, a tenth above 240.
DAYS_TO_RECOGNITION = LogNormal(mu=3.81, sigma=1.31, least=0, most=900)

# What became of people. Measured: of 4,200 recognised, 1,135 were on the list on 23 December 2025; pardons since July
# 2024 569, expelled in 2025 189, deaths in custody in 2025 2. Everybody else who left the list counts as released.
SHARE_WHO_LEFT_THE_LIST = 1 - 1135 / 4200
WAYS_OFF_THE_LIST = Weighted.of(
    {"released": 3065 - 569 - 189 - 2, "pardoned": 569, "expelled": 189, "died-in-custody": 2}
)

SHARE_CONVICTED = 0.7  # ours
SHARE_OF_ATTESTED_FORMS = 0.6  # ours
