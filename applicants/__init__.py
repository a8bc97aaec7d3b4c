"""What the manufacturer tells us: companies, applications, awards, units, phases, registers."""
