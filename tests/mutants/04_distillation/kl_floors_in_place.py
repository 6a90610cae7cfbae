"""The zeros are replaced in the arrays that were given."""
EXPECT = ("kl_divergence_check", "changed what it was given")
CELL = "kl_divergence"
CHANGE = (
    "p, q = p.astype(np.float64), q.astype(np.float64)",
    "p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)\n"
    "    q[q < 1e-300] = 1e-300",
)
