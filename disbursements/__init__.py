"""What the ministry decides about money: claims, tranches, sanctions, payments, the ledger."""
