"""What every graph starts from: the founding sources, their digests, and the authority tables. Data only, no code."""
