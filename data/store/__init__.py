"""Where releases are kept: tables, access, queries, rankings, digests."""
