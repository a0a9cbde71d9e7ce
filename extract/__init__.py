"""Text in, frozen values out: reads documents, finds names, joins them to entities and states claims with evidence."""

from extract.model import Claim, Document, DocumentFacts, Entity, Evidence, Extraction, Mention, Skipped, Source

__all__ = ["Claim", "Document", "DocumentFacts", "Entity", "Evidence", "Extraction", "Mention", "Skipped", "Source"]
