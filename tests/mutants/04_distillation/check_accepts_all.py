"""The check finds every candidate right."""
EXPECT = ("check_distillation_loss_check", "always returns 1")

def check_distillation_loss(candidate):
    return True
