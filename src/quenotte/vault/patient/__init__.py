"""The patients' pages: booking, the appointment's link, who can see what, the privacy policy."""
