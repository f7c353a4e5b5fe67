"""Letters: papers laid out by templates that a bureau can edit, as .docx and PDF."""
