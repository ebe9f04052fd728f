"""What other places show of a page: search engines, previews, posters, other sites."""
