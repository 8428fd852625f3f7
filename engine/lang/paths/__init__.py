"""Which answers lead where in a flow: conditions decided over the finitely many answers they tell apart."""
