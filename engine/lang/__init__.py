"""The flow language: text in, a Project or diagnostics out; pure."""
