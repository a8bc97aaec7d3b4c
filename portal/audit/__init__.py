"""The auditor's rooms: the chain, the evidence, the registers."""
