"""What ``course.py`` runs once the environment stands: sync, check, demo, lab."""
