"""The organizer's audio and video, decoded and encoded anew. It runs as a program of its own, with
little memory and time, because what it reads may be hostile; it knows neither Django nor a path."""
