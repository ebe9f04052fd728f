"""From a page onward: to a service, to the artist, by a link of ours."""
