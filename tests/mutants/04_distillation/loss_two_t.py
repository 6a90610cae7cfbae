"""The soft term has the factor 2T, which is T^2 at T = 2 only."""
EXPECT = ("DistillationLoss_check", "T^2, not 2T")
CELL = "DistillationLoss"
CHANGE = ("soft = self.temperature**2 *", "soft = 2 * self.temperature *")
