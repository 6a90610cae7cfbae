"""The check finds every candidate right."""
EXPECT = ("check_distillation_loss_check", "ignores_the_teacher")

def check_distillation_loss(candidate):
    return True
