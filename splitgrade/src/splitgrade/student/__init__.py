"""The student's process: what a student wrote runs in it, in a sandbox, and no test ever does."""
