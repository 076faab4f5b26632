"""Words that every plane may use: settings, signatures, the practice's scope, calls between servers. No models."""
