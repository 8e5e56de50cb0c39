"""Question answering, summaries and ratings by extraction, without a language model."""
