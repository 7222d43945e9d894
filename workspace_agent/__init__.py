"""An unattended agent for a virtual special-education department."""
