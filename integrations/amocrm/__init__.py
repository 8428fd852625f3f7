"""AmoCRM: the hook `amocrm.lead`, the client it speaks through, and an emulator of the account."""
