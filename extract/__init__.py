"""Text in, frozen values out: reads documents, finds names, joins them to entities and states claims with evidence."""
