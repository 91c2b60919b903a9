"""What `dev.py` needs. The application never imports from here."""
