"""The register: submissions, the cases they raise, their copies, imports."""
