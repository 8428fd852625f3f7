"""OpenAI and servers compatible with it: the only place that knows its SDK."""
