"""Pictures for replies, as PNG. What a picture shows also stands in the words of its reply."""
