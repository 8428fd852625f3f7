"""A local page where a flow is tried as a client would: a phone, the diagram, the answers, the CRM."""
