"""The commands of `regelwijzer`, one file per group. Heavy imports stand inside: each pays its own."""
