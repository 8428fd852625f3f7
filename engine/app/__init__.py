"""The composition root: the only place that knows every part; light until one of its modules is imported."""
