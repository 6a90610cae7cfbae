"""The student given is trained, not a copy."""
EXPECT = ("DistillationTrainer_check", "the student given changed")
CELL = "DistillationTrainer"
CHANGE = ("self.student = student.copy()", "self.student = student")
