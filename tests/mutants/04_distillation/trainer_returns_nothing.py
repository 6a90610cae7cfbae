"""fit trains and returns nothing."""
EXPECT = ("DistillationTrainer_check", "fit returns the trained student")
CELL = "DistillationTrainer"
CHANGE = ("return self.student", "return None")
