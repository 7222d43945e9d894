"""Google becomes Department (what people typed) and Seen (what Google holds)."""
