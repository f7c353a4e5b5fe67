"""How answers are written for people: Chinese by default, English on request."""
