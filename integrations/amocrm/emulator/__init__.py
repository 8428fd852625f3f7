"""An AmoCRM account in memory: one core (`core.Emulator`), two doors (`transport`, `server`)."""
