"""What would change, publishing it whole, proving and backing up what was published."""
